/** Starts the workers, puts the page together, and rehearses its first chart while they work. */

import first from 'virtual:library/first';
import { mount } from 'svelte';
import App from './App.svelte';
import { rehearse } from './charts/setup.ts';
import { appearance } from './state/appearance.svelte.ts';
import { library } from './state/library.svelte.ts';
import { addressOf } from './state/views.ts';
import { Pool } from './worker/client.ts';

appearance.apply();
const target = document.getElementById('app');
if (target === null) throw new Error('the page has lost its frame');

const pool = new Pool();
pool.warm();
open(target).catch((error: unknown) => {
  target.textContent = `Collegium could not start: ${String(error)}. Reload the page to try again.`;
  throw error;
});

async function open(target: Element): Promise<void> {
  library.begin(first);
  // A link may name any scenario; without one the first two will do.
  if ('link' in addressOf(location.hash.slice(1))) await library.whole(pool);
  target.replaceChildren();
  mount(App, { target, props: { pool } });
  // A task of its own, in the time that the workers take.
  setTimeout(rehearse, 0);
}
