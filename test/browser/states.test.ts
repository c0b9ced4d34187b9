/** States that are seldom seen: files that are dropped, storage that is full, exports cancelled, workers that fail, a link to a week. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/support.mjs';
import { launchBrowser, type Site, servePage, violations } from '../support/browser.ts';
import { collegium, useBuiltCommand } from '../support/cli.ts';
import { runSmall, smallLink, visit, whenStatus } from './visit.ts';

useBuiltCommand();
const folder = mkdtempSync(join(tmpdir(), 'collegium-states-'));
let browser: Browser;
let site: Site;

beforeAll(async () => {
  site = await servePage();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The first schools of the register of Hampshire as a file on disk, in the encoding in which it is published. */
function register(name: string, rows: number, spoil = false): string {
  const lines = readFileSync(join(root, 'scenarios/data/gias-hampshire-2022-04.csv'), 'utf8').split('\n');
  if (spoil) lines[3] = lines[3].replace(/^(\d+),/, '$1x,');
  const path = join(folder, name);
  writeFileSync(path, Buffer.from(lines.slice(0, rows + 1).join('\n'), 'latin1'));
  return path;
}

/** Drags files from outside the browser onto the page and lets go, as a hand does. */
async function drop(page: Page, ...files: string[]): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  await devtools.detach();
}

/** What the browser lets the page keep, in bytes; it counts afresh only what it has no room for. */
async function quota(page: Page, size: { quotaSize: number } | 'as usual'): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(site.url);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, ...(size === 'as usual' ? {} : size) });
}

test('Build takes a register that is dropped on it, and loses nothing when the browser has no room to keep it', async () => {
  const { page, faults, close } = await visit(
    browser,
    `${site.url}#build/hampshire-partnership`,
    {},
    (page) => quota(page, { quotaSize: 1 }),
  );
  await page.getByText('Nothing differs from “').waitFor();
  await page.getByText('No scenario of your own yet.').waitFor();
  expect(await violations(page), 'nothing of one’s own yet').toEqual([]);

  await drop(page, register('Spoilt.csv', 40, true));
  await page.getByText(/Spoilt\.csv, line 4, cell 1 \(URN\)/).waitFor();
  expect(await violations(page), 'a file that is refused').toEqual([]);
  await drop(page, register('Dropped schools.csv', 40));
  await page.getByText('40 schools', { exact: true }).waitFor();
  expect(await page.getByText(/Spoilt\.csv/).count()).toBe(0);

  await page.getByRole('button', { name: 'Use these schools' }).click();
  const refused = page.getByText(
    /^This browser would not keep it \(there is no room left\)\. It is still here/,
  );
  await refused.waitFor();
  await page.locator('#draft-years').fill('1');
  await page.getByLabel('Title', { exact: true }).fill('Forty dropped');
  await page.getByLabel('Title', { exact: true }).blur();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const own = page.getByRole('list', { name: 'Your scenarios' });
  await own.getByText('Forty dropped').first().waitFor();
  await page
    .getByRole('list', { name: 'Your files of schools' })
    .getByText('Dropped schools.csv')
    .first()
    .waitFor();
  expect(await refused.count()).toBe(1);
  expect(await page.getByText('Saved “Forty dropped” in this browser.').count()).toBe(0);
  expect(await violations(page), 'storage that is full').toEqual([]);
  // What could not be kept can be run all the same.
  await page.getByRole('button', { name: 'Use as B and compare' }).click();
  await page
    .getByLabel(/^Pairs of runs/)
    .first()
    .fill('1');
  await page.getByRole('button', { name: /^Run/ }).click();
  await whenStatus(page, 'done');
  await page.goBack();

  // Room again: saving keeps the scenario and the schools that had been refused.
  await quota(page, 'as usual');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved “Forty dropped” in this browser.').waitFor();
  expect(await refused.count()).toBe(0);
  await page.reload();
  await own.getByText('Forty dropped').first().waitFor();
  await own.getByRole('button', { name: 'Open Forty dropped' }).click();
  await page.getByText(/^Opened: Forty dropped/).waitFor();
  await page.getByRole('button', { name: 'Use as B and compare' }).click();
  await page
    .getByLabel(/^Pairs of runs/)
    .first()
    .fill('1');
  await page.getByRole('button', { name: /^Run/ }).click();
  await whenStatus(page, 'done');
  expect(faults).toEqual([]);
  await close();
}, 120_000);

test('a link to a watched week brings back run and week, and ends in the digest of the command line', async () => {
  const fragment = smallLink({ view: 'watch', week: 131, watch: { side: 1, replicate: 2 }, seed: 'watched' });
  const { page, faults, close } = await visit(browser, `${site.url}#${fragment}`);
  const settled = (status: string) => page.locator(`[data-watch=${status}]`).waitFor();
  await settled('idle');
  await page.getByText(/^Nothing is watched yet\./).waitFor();
  expect(await violations(page), 'nothing is watched yet').toEqual([]);
  const chosen = (name: string) =>
    page
      .getByTestId('watch')
      .getByRole('combobox', { name, exact: true })
      .locator('option:checked')
      .textContent();
  expect(await chosen('Scenario')).toMatch(/^B: /);
  expect(await chosen('Run')).toBe('3 of 3, seed watched/3');

  await page.route('**/watch.worker*', (route) => route.abort());
  await page.getByRole('button', { name: 'Watch this run' }).click();
  await settled('failed');
  await page
    .getByRole('alert')
    .filter({ hasText: /^The run failed: .* Watch anew to try again\.$/ })
    .waitFor();
  expect(await violations(page), 'a run that failed').toEqual([]);
  // The browser says that a script was refused; the test did that.
  expect(faults.filter((fault) => !/Failed to load resource/.test(fault))).toEqual([]);
  await page.unroute('**/watch.worker*');

  await page.getByRole('button', { name: 'Watch anew' }).click();
  await settled('done');
  expect(await page.getByTestId('week').inputValue()).toBe('131');
  expect(await page.getByTestId('moment').textContent()).toBe('Year 4, term 2, after week 14');
  const { code, stdout } = await collegium('run', '--link', fragment, '--json');
  expect(code).toBe(0);
  const { digest, seed } = JSON.parse(stdout);
  expect([seed, await page.getByTestId('digest').textContent()]).toEqual(['watched/3', digest]);
  await close();
}, 120_000);

test('a live change shows a first paired result while most runs are still to come; Keep says when a file is not made', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#${smallLink({ seeds: 12 })}`);
  await runSmall(page);
  await page.getByRole('button', { name: 'Change settings of A' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Find a setting').fill('league tables');
  const field = dialog.locator('[data-path="competition.leagueTables"]').getByRole('spinbutton');
  await field.waitFor();
  await page.evaluate(() => {
    const of = (selector: string) => document.querySelector<HTMLElement>(selector);
    const before = of('[data-testid=sentence]')?.textContent;
    const state = window as unknown as { first: Promise<object> };
    state.first = new Promise((resolve) => {
      let began = 0;
      addEventListener(
        'input',
        () => {
          began ||= performance.now();
        },
        { capture: true },
      );
      new MutationObserver((_, observer) => {
        const said = of('[data-testid=sentence]')?.textContent ?? '';
        if (began === 0 || said === before) return;
        observer.disconnect();
        const status = of('[data-status]')?.dataset.status;
        resolve({
          said,
          status,
          pairs: Number(/(\d+) pairs of runs/.exec(said)?.[1] ?? /one pair of runs/.exec(said)?.length),
          ms: performance.now() - began,
        });
      }).observe(document.body, { childList: true, characterData: true, subtree: true });
    });
  });
  await field.fill('0.9');
  const first = (await page.evaluate(() => (window as unknown as { first: Promise<object> }).first)) as {
    said: string;
    status: string;
    pairs: number;
    ms: number;
  };
  console.log(
    `first paired result of a live change: ${first.ms.toFixed(0)} ms by the clock, ${first.pairs} of 12 pairs`,
  );
  expect(first.said).toMatch(/^Same schools, same luck: /);
  expect(first.status).toBe('running');
  expect(first.pairs).toBeGreaterThanOrEqual(1);
  expect(first.pairs).toBeLessThan(6);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await whenStatus(page, 'done');

  await page.getByRole('link', { name: 'Keep', exact: true }).click();
  await page.getByRole('heading', { name: 'A report' }).waitFor();
  const over = page.getByRole('button', { name: 'Network over time (GEXF)', exact: true });
  let saved = 0;
  page.on('download', () => saved++);
  // The worker's code is on its way until the test lets it through.
  const held: Route[] = [];
  await page.route('**/export.worker*', (route) => {
    held.push(route);
  });
  await over.click();
  await page.getByText(/^Making: network over time/).waitFor();
  expect(await violations(page), 'a file that is being made').toEqual([]);
  await page.getByRole('button', { name: 'Cancel', exact: true }).filter({ visible: true }).click();
  await page.getByText('Cancelled: network over time.').waitFor();
  expect(held).toHaveLength(1);
  await held[0].abort();
  await page.unroute('**/export.worker*');

  await page.route('**/export.worker*', (route) => route.abort());
  await over.click();
  await page
    .getByRole('alert')
    .filter({ hasText: /^network over time could not be made: / })
    .waitFor();
  expect(await violations(page), 'a file that could not be made').toEqual([]);
  await page.unroute('**/export.worker*');
  expect(saved).toBe(0);
  await Promise.all([page.waitForEvent('download'), over.click()]);
  await page.getByText('Saved: network over time.').waitFor();
  expect(faults.filter((fault) => !/Failed to load resource/.test(fault))).toEqual([]);
  await close();

  const empty = await visit(browser, `${site.url}#${smallLink({ view: 'keep' })}`);
  await empty.page.getByRole('heading', { name: 'Keep it' }).filter({ visible: true }).waitFor();
  expect(await violations(empty.page), 'nothing has run yet').toEqual([]);
  await empty.close();
}, 120_000);
