/** Starts the workers, lets one of them read the scenarios, and puts the page together. */
import { mount } from 'svelte';
import App from './App.svelte';
import { rehearse } from './charts/setup.ts';
import { loadLibrary } from './state/library.ts';
import { Pool } from './worker/client.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('the page has lost its frame');

const pool = new Pool();
pool.warm();
const loading = loadLibrary(pool);
// Tasks of their own, in the time that the worker takes.
setTimeout(rehearse, 0);
loading.then(
  () => {
    target.replaceChildren();
    mount(App, { target, props: { pool } });
  },
  (error: unknown) => {
    const said = document.getElementById('loading');
    if (said !== null)
      said.textContent = `Collegium could not start: ${String(error)}. Reload the page to try again.`;
    throw error;
  },
);
