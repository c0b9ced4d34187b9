/** In a real browser the page's policy refuses what an injected string would need, and lets a worker run. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, servePage } from '../support/browser.ts';

const folder = mkdtempSync(join(tmpdir(), 'collegium-policy-'));
let browser: Browser;
let page: Page;
let site: Awaited<ReturnType<typeof servePage>>;

beforeAll(async () => {
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><title>Policy</title><link rel="icon" href="data:,"><p id="said"></p>' +
      '<script>document.title = "inline ran";</script><script type="module" src="./main.js"></script>',
  );
  writeFileSync(join(folder, 'worker.js'), 'postMessage("worker ran");');
  writeFileSync(
    join(folder, 'main.js'),
    `const policy = trustedTypes.createPolicy('collegium', { createScriptURL: (url) => url });
    const worker = new Worker(policy.createScriptURL('./worker.js'), { type: 'module' });
    worker.onmessage = ({ data }) => { document.getElementById('said').textContent = data; };
    const refused = async (work) => { try { await work(); return false; } catch { return true; } };
    window.refusals = Promise.all([
      refused(() => (0, eval)('1')),
      refused(() => new Function('return 1')()),
      refused(() => { document.body.innerHTML = '<b>x</b>'; }),
      refused(() => new Worker('./worker.js')),
      refused(() => trustedTypes.createPolicy('other', {})),
      refused(() => fetch('http://127.0.0.1:9/')),
    ]);`,
  );
  site = await servePage(folder);
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.goto(site.url);
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  rmSync(folder, { recursive: true });
});

test('runs the worker that the page names', async () => {
  await page.waitForFunction(() => document.querySelector('#said')?.textContent === 'worker ran');
});

test('refuses eval, markup from strings, unnamed workers, other policies and other hosts', async () => {
  const refusals = await page.evaluate('window.refusals');
  expect(refusals).toEqual([true, true, true, true, true, true]);
});

test('runs no inline script', async () => {
  expect(await page.title()).toBe('Policy');
});
