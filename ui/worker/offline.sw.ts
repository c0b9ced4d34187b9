/**
 * The service worker: keeps the whole built page for use without a network. A version of the page is one cache, filled whole
 * before anything comes from it and never changed afterwards. Addresses of code hold a hash of what stands there, so a window
 * gets its code from the version that it was opened with, also when another window has gone on to the next.
 */
import type { Built, Said } from './offline-contract.ts';

declare const self: ServiceWorkerGlobalScope;
/** Put in by scripts/offline.mjs once all files are written. */
declare const BUILT: Built;

const { scope } = self.registration;
/** An origin may hold several pages, each below its own path. */
const PREFIX = `collegium ${scope} `;
const CACHE = PREFIX + BUILT.version;
const ASSETS = new URL('assets/', scope).href;
const files = new Map(BUILT.files.map(([path, integrity]) => [new URL(path, scope).href, integrity]));

self.addEventListener('install', (event) => event.waitUntil(fill()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = addressOf(request.url);
  if (request.method !== 'GET' || !(files.has(address) || address.startsWith(ASSETS))) return;
  event.respondWith(kept(address).then((found) => found ?? fetch(request)));
});

self.addEventListener('message', (event) => {
  const said: Said = event.data;
  if (said.kind === 'take over') event.waitUntil(self.skipWaiting());
  else event.waitUntil(opened(said.entry).then((ready) => event.ports[0]?.postMessage(ready)));
});

/** One file after another, so that the reader's own requests come first. What an earlier attempt has fetched stays. */
async function fill(): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const [address, integrity] of files) {
    if ((await cache.match(address)) !== undefined) continue;
    // Whatever is not exactly what was built with this worker, an older file or a host's own addition, fails.
    const response = await fetch(address, {
      cache: address.startsWith(ASSETS) ? 'default' : 'no-cache',
      redirect: 'error',
      integrity,
    });
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    await cache.put(address, response);
  }
}

/** A window tells its code's address: whether that version is kept whole. A first visit is served from now on. */
async function opened(entry: string): Promise<boolean> {
  const ready = (await kept(entry)) !== undefined;
  if (files.has(entry)) await self.clients.claim();
  if (files.has(entry) && (await isAlone()))
    for (const name of await versions()) if (name !== CACHE) await caches.delete(name);
  return ready;
}

/** No other window may still run an older version, and no newer one is on its way. */
async function isAlone(): Promise<boolean> {
  const { installing, waiting } = self.registration;
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return !installing && !waiting && windows.filter(({ url }) => url.startsWith(scope)).length === 1;
}

async function versions(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX));
}

/** What is kept at an address, by this version or else by one before it. */
async function kept(address: string): Promise<Response | undefined> {
  for (const name of [CACHE, ...(await versions())]) {
    const found = await caches.match(address, { cacheName: name });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Without query and fragment; the page itself goes by its folder. */
function addressOf(url: string): string {
  return url.replace(/[?#].*$/, '').replace(/\/index\.html$/, '/');
}
