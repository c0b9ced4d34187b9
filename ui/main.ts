import { mount } from 'svelte';
import App from './App.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('the page has lost its frame');
target.replaceChildren();
mount(App, { target });
