/** `npm start`: from a fresh clone to the page in a browser. One process, so that stopping it stops all. */
import { ready } from './ready.mjs';
import { servePage } from './serve.mjs';

ready('page', 'cli');
await servePage(process.argv.slice(2));
