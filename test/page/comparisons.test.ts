/**
 * `npm run page`: a large comparison in a real Chromium, and many in a row. It takes minutes, and its figures mean
 * something on a quiet machine only; with RECORD set they are kept in docs/page-record.json.
 */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fingerprint } from '../../scenarios/fingerprint.ts';
import { plainScenario } from '../../sim/index.ts';
import { libraryScenario, smallLink, type Visit, visit, whenStatus } from '../browser/visit.ts';
import { launchBrowser, type Site, servePage } from '../support/browser.ts';
import { type PageFigures, record } from '../support/page-record.ts';
import { granted } from '../support/quiet.ts';
import { longestTask } from '../support/tasks.ts';

/** Pairs of the large comparison; fewer for a try. */
const PAIRS = Number(process.env.PAIRS ?? 40);
const COMPARISONS = Number(process.env.COMPARISONS ?? 50);
/** Comparisons before memory is looked at: by then everything has been loaded and compiled. */
const WARM_UP = 10;
const RUN_MS = 3_000_000;

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

/** The two Hampshire scenarios over eight years, as a link that waits for Run. */
function county(seeds: number, seed: string): string {
  const side = (name: string) => ({
    name,
    base: fingerprint(plainScenario(libraryScenario(name))),
    set: new Map(),
  });
  const [a, b] = [side('hampshire-competition'), side('hampshire-partnership')];
  return `${site.url}#${smallLink({ sides: [a, b], seed, seeds, years: 8 })}`;
}

/** A page with so many workers, whatever the machine has. */
function openWith(workers: number, link: string): Promise<Visit> {
  return visit(browser, link, {}, async (page) => {
    await page.addInitScript((workers) => {
      Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => workers });
    }, workers);
  });
}

/** Seconds from Run to the last result. */
async function seconds(page: Page): Promise<number> {
  const began = performance.now();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForFunction(
    () => document.querySelector<HTMLElement>('[data-status]')?.dataset.status === 'done',
    undefined,
    { timeout: RUN_MS, polling: 100 },
  );
  return (performance.now() - began) / 1000;
}

async function timed(workers: number, pairs: number, seed = 'page'): Promise<number> {
  const { page, faults, close } = await openWith(workers, county(pairs, seed));
  const time = await seconds(page);
  expect(faults).toEqual([]);
  await close();
  return time;
}

/** Presses a key five times a second; the longest wait, in ms, from a press to the frame that could show it. */
async function inputLatency(page: Page, until: Promise<unknown>): Promise<number> {
  let over = false;
  void until.finally(() => {
    over = true;
  });
  await page.evaluate(() => {
    const seen = window as unknown as { latency: number };
    seen.latency = 0;
    addEventListener('keydown', ({ timeStamp }) =>
      requestAnimationFrame(() => {
        seen.latency = Math.max(seen.latency, performance.now() - timeStamp);
      }),
    );
  });
  while (!over) {
    await page.keyboard.press('Shift');
    await pause(200);
  }
  return page.evaluate(() => (window as unknown as { latency: number }).latency);
}

test('40 pairs of two county-wide runs of eight years on two workers', async () => {
  const share = await granted();
  const one = await timed(1, PAIRS);
  // What two workers that have nothing to do with each other get done is all that this machine can do.
  const alone = await timed(1, PAIRS / 2);
  const beside = Math.max(...(await Promise.all([timed(1, PAIRS / 2, 'p'), timed(1, PAIRS / 2, 'q')])));
  const { page, faults, close } = await openWith(2, county(PAIRS, 'page'));
  await page.evaluate(() => {
    const seen = window as unknown as { frames: number[] };
    seen.frames = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.frames.push(duration);
    }).observe({ type: 'long-animation-frame' });
  });
  const running = seconds(page);
  const latency = inputLatency(page, running);
  await whenStatus(page, 'running');
  const longest = await longestTask(browser, page, 15_000);
  const two = await running;
  const figures: PageFigures['pairs'] = {
    machine: cpus()[0].model,
    cores: cpus().length,
    granted: round(share),
    pairs: PAIRS,
    oneWorker: round(one),
    twoWorkers: round(two),
    times: round(one / two),
    machineLimit: round((2 * alone) / beside),
    longestTask: round(longest),
    longestFrame: round(
      await page.evaluate(() => Math.max(0, ...(window as unknown as { frames: number[] }).frames)),
    ),
    inputLatency: round(await latency),
  };
  record('pairs', figures);
  expect(faults).toEqual([]);
  await close();
  expect(figures.times).toBeGreaterThan(0.95 * figures.machineLimit);
  expect(longest).toBeLessThan(50);
});

/** MB in use by the page's own script, after its garbage is collected. */
async function heap(devtools: CDPSession): Promise<number> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}

/** MB that the page's process holds, its workers with it. */
async function resident(): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0));
  return Math.max(...sizes) / 1024;
}

test('50 comparisons in a row leave the memory as it was', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#${smallLink()}`);
  const devtools = await page.context().newCDPSession(page);
  const heaps: number[] = [];
  const sizes: number[] = [];
  for (let i = 0; i < COMPARISONS; i++) {
    await seconds(page);
    // The whole of the page has taken the results over by then.
    if (i === 0) await page.locator('[data-testid=map-b]').waitFor();
    heaps.push(await heap(devtools));
    sizes.push(await resident());
  }
  const figures: PageFigures['memory'] = {
    comparisons: COMPARISONS,
    heapBefore: round(mean(heaps.slice(WARM_UP - 5, WARM_UP))),
    heapAfter: round(mean(heaps.slice(-5))),
    residentBefore: Math.round(mean(sizes.slice(WARM_UP - 5, WARM_UP))),
    residentAfter: Math.round(mean(sizes.slice(-5))),
  };
  record('memory', figures);
  expect(faults).toEqual([]);
  await close();
  expect(figures.heapAfter).toBeLessThan(figures.heapBefore + 1);
  expect(figures.residentAfter).toBeLessThan(figures.residentBefore * 1.3);
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
