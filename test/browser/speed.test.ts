/** What the page promises of its speed: the first chart, the code before it, and a page that never freezes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/support.mjs';
import { launchBrowser, type Site, servePage } from '../support/browser.ts';
import { granted } from '../support/quiet.ts';
import { longestTask } from '../support/tasks.ts';
import { visit, whenStatus } from './visit.ts';

/** What the page must keep to anywhere. Here it is 2.5 s, but the same machine at another hour took up to 4.1 s. */
const FIRST_CHART_MS = 5000;
const SLOW_CHART_MS = 12_000;
const SCRIPT_BYTES = 200_000;
const LONGEST_TASK_MS = 50;

let browser: Browser;
let site: Site;

beforeAll(async () => {
  site = await servePage();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test('all code before the first chart takes less than 200 kB gzipped', async () => {
  site.asked.length = 0;
  const { page, close } = await visit(browser, site.url, {}, async (page) => {
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (document.querySelector('[data-testid=sentence]') === null) return;
        observer.disconnect();
        void fetch('./first-chart');
      }).observe(document, { childList: true, subtree: true });
    });
  });
  await page.waitForResponse('**/first-chart');
  await close();
  // The server sees what workers load, too.
  const before = site.asked.slice(0, site.asked.indexOf('/first-chart'));
  const names = [...new Set(before)].filter((name) => name.endsWith('.js'));
  const sizes = names.map(
    (name) => gzipSync(readFileSync(join(root, 'dist', 'page', name)), { level: 9 }).length,
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(
    `JavaScript before the first chart: ${Math.round(total / 1000)} kB gzipped in ${names.length} files`,
  );
  expect(names.some((name) => /worker/.test(name))).toBe(true);
  expect(total).toBeLessThan(SCRIPT_BYTES);
});

test.each([
  ['on this machine', 1, FIRST_CHART_MS],
  // This slows the page's own thread; Chromium does not slow workers.
  ['with its thread slowed four-fold', 4, SLOW_CHART_MS],
])('the first chart shows in time %s', async (where, rate, limit) => {
  const times: number[] = [];
  // Other work can only slow a page down: the best of three, and only the time that the machine had for it.
  for (let i = 0; i < 3 && !times.some((time) => time < limit); i++) {
    const before = await granted();
    const { page, close } = await visit(browser, 'about:blank');
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate });
    const began = performance.now();
    await page.goto(site.url);
    await page.getByTestId('difference').locator('canvas').first().waitFor({ timeout: 60_000 });
    await page.waitForFunction(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=difference] canvas');
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      return pixels?.some((value) => value !== 0);
    });
    const time = performance.now() - began;
    await close();
    const share = (before + (await granted())) / 2;
    times.push(time * share);
    console.log(
      `first chart ${where}: ${(time / 1000).toFixed(1)} s by the clock, ${Math.round(share * 100)} % of the machine`,
    );
  }
  expect(Math.min(...times)).toBeLessThan(limit);
});

test('no task holds the page for 50 ms while runs come in', async () => {
  const { page, close } = await visit(browser, site.url);
  await page.getByTestId('sentence').waitFor();
  await whenStatus(page, 'running');
  await page.evaluate(() => {
    const state = window as unknown as { longest: number };
    state.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) state.longest = Math.max(state.longest, duration);
    }).observe({ type: 'longtask' });
  });
  const more = page.waitForFunction(() =>
    /^[4-9]|^\d\d/.test(document.querySelector('[data-status]')?.textContent ?? ''),
  );
  const longest = await longestTask(browser, page, more);
  const observed = await page.evaluate(() => (window as unknown as { longest: number }).longest);
  await close();
  console.log(
    `longest task ${longest.toFixed(0)} ms of processor time; ${observed.toFixed(0)} ms by the clock (0: none over 50)`,
  );
  expect(longest).toBeLessThan(LONGEST_TASK_MS);
});
