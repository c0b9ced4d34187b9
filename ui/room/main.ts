/** The phone page: no simulation, no charts, as little as a phone on a crowded network can do with. */
import { mount } from 'svelte';
import Join from './Join.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('the page has lost its frame');
target.replaceChildren();
mount(Join, { target });
