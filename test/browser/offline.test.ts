/** Once opened, the page works without its server; a newer version waits for its reader, and no two are ever mixed. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildIfStale } from '../../scripts/build.mjs';
import { builtIn } from '../../scripts/offline.mjs';
import { createPageServer } from '../../scripts/serve.mjs';
import { listen } from '../../scripts/serving.mjs';
import { root } from '../../scripts/support.mjs';
import { launchBrowser, violations } from '../support/browser.ts';
import { runSmall, smallLink, visit } from './visit.ts';

const home = mkdtempSync(join(tmpdir(), 'collegium-offline-'));
const [first, second] = ['first', 'second'].map((name) => join(home, name));
let browser: Browser;
let server: Server | undefined;
let port = 0;

/** The page below a path, as many hosts have it. */
const url = () => `http://127.0.0.1:${port}/collegium/`;

async function serve(folder: string): Promise<void> {
  server = createPageServer(folder);
  port = await listen(server, { port, host: '127.0.0.1', orNext: false });
}

function serverGone(): Promise<void> {
  return new Promise((resolve) => {
    server?.close(() => resolve());
    server?.closeAllConnections();
    server = undefined;
  });
}

/** As a build after a change that all code is touched by would make it: files of code, and what names them, are others. */
function makeNext(folder: string): void {
  const assets = join(folder, 'assets');
  const code = readdirSync(assets).filter((name) => name.endsWith('.js'));
  const anew = (text: string) =>
    code
      .reduce((all, name) => all.replaceAll(name, name.replace('.js', '2.js')), text)
      .replaceAll('Words and units', 'Words, anew');
  for (const name of code) {
    writeFileSync(join(assets, anew(name)), anew(readFileSync(join(assets, name), 'utf8')));
    rmSync(join(assets, name));
  }
  writeFileSync(join(folder, 'index.html'), anew(readFileSync(join(folder, 'index.html'), 'utf8')));
  const worker = readFileSync(join(folder, 'sw.js'), 'utf8');
  const [, rest] = /^const BUILT=.*;\n([\s\S]*)$/.exec(worker) ?? [];
  writeFileSync(join(folder, 'sw.js'), `const BUILT=${JSON.stringify(builtIn(folder))};\n${rest}`);
}

const whenKept = (page: Page, kept: string) => page.locator(`[data-kept=${kept}]`).waitFor();
const versionsKept = (page: Page) => page.evaluate(async () => (await caches.keys()).length);

async function go(page: Page, hash: string, heading: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, hash);
  await page.getByRole('heading', { level: 2, name: heading }).first().waitFor();
}

beforeAll(async () => {
  await buildIfStale('page');
  for (const folder of [first, second])
    cpSync(join(root, 'dist', 'page'), join(folder, 'collegium'), { recursive: true });
  makeNext(join(second, 'collegium'));
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  if (server !== undefined) await serverGone();
  rmSync(home, { recursive: true });
});

test('every file of the built page is kept, and what changes in any of them is another version', () => {
  const folder = join(root, 'dist', 'page');
  const { version, files } = builtIn(folder);
  const names = readdirSync(join(folder, 'assets')).map((name) => `assets/${name}`);
  const rest = [
    './',
    'join.html',
    'manifest.webmanifest',
    'icon-192.png',
    'icon-512.png',
    'icon-maskable-512.png',
  ];
  expect(files.map(([path]) => path).sort()).toEqual([...names, ...rest].sort());
  expect(readFileSync(join(folder, 'sw.js'), 'utf8')).toContain(`"version":"${version}"`);
  expect(builtIn(join(second, 'collegium')).version).not.toBe(version);
});

test('the page goes on without its server, and to a newer version when its reader agrees', async () => {
  await serve(first);
  const { page, faults, close } = await visit(browser, `${url()}#words`, {}, undefined, { kept: true });
  await whenKept(page, 'ready');
  const devtools = await page.context().newCDPSession(page);
  expect(await devtools.send('Page.getAppManifest')).toMatchObject({
    errors: [],
    url: `${url()}manifest.webmanifest`,
  });
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  // Only windows that forget everything cannot install it.
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);

  // A first visit, not loaded again: what it has not yet asked for is kept too, for its workers as well.
  await serverGone();
  await go(page, 'library', 'Scenarios');
  await go(page, 'compare', 'What difference it makes');
  await page.getByTestId('sentence').waitFor();
  await page.goto(`${url()}index.html?from=elsewhere#${smallLink()}`);
  await page.reload();
  await runSmall(page);
  await go(page, 'watch', 'Watch one run');
  await page.locator('[data-watch=done]').waitFor();
  await go(page, 'stories/ladder/1', 'From collaboration to collegiality');
  await page.locator('[data-testid=story][data-runs=done]').waitFor();
  expect(await versionsKept(page)).toBe(1);

  await serve(second);
  await page.goto(`${url()}#words`);
  const offer = page.getByRole('complementary', { name: 'Update' });
  await offer.getByText('An update is ready: reload.').waitFor();
  await page.reload();
  await whenKept(page, 'ready');
  await offer.getByText('An update is ready: reload.').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('heading', { name: 'Words and units' }).waitFor();
  const other = await page.context().newPage();
  await other.goto(`${url()}#library`);
  await whenKept(other, 'ready');

  await offer.getByRole('button', { name: 'Reload' }).click();
  await page.getByRole('heading', { name: 'Words, anew' }).waitFor();
  await whenKept(page, 'ready');
  // The other window was asked nothing and stays as it was, also in parts that it opens only now.
  await other.getByText('Another window went on to an update').waitFor();
  await go(other, 'words', 'Words and units');
  expect(await versionsKept(page)).toBe(2);
  await other.close();
  await page.reload();
  await whenKept(page, 'ready');
  expect(await versionsKept(page)).toBe(1);
  expect(await offer.count()).toBe(0);
  await serverGone();
  await page.reload();
  await page.getByRole('heading', { name: 'Words, anew' }).waitFor();
  // That the server was away is no fault of the page, but the browser says so when it looks for an update.
  expect(faults.filter((fault) => !/ERR_CONNECTION_REFUSED|fetching the script/.test(fault))).toEqual([]);
  await close();
});

test('a page that cannot be kept whole says so, works, and can try again', async () => {
  const schools = readdirSync(join(first, 'collegium', 'assets')).find((name) => name.startsWith('schools-'));
  const file = join(first, 'collegium', 'assets', schools ?? '');
  renameSync(file, `${file}.away`);
  await serve(first);
  const { page, close } = await visit(browser, `${url()}#words`, {}, undefined, { kept: true });
  await whenKept(page, 'failed');
  expect(await violations(page)).toEqual([]);
  renameSync(`${file}.away`, file);
  await page.getByRole('button', { name: 'Try again' }).click();
  await whenKept(page, 'ready');
  await close();
  await serverGone();
});
