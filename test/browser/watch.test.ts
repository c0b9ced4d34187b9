import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replicateSeeds } from '../../analysis/seeds.ts';
import { settle } from '../../scenarios/changes.ts';
import { advance, digest, type Scenario, start } from '../../sim/index.ts';
import { branchOf } from '../../ui/state/branching.ts';
import { launchBrowser, servePage, violations } from '../support/browser.ts';
import { libraryScenario, smallLink, visit, whenStatus } from './visit.ts';

/** One run of two schools is watched, visited in any week, asked why, and branched; Node does the same runs. */

let browser: Browser;
let site: Awaited<ReturnType<typeof servePage>>;

beforeAll(async () => {
  browser = await launchBrowser();
  site = await servePage();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const [SEED] = replicateSeeds('test', 3);
const WEEK = 100;

function endOf(scenario: Scenario | null): string {
  if (scenario === null) throw new Error('not a scenario');
  const run = start(scenario, { seed: SEED });
  advance(run, run.weeks);
  return digest(run);
}

describe('watching one run', () => {
  test('week by week, with its why and a branch, by keyboard, with the digests of the same runs in Node', async () => {
    const { page, faults, close } = await visit(browser, `${site.url}#${smallLink()}`);
    const settled = (status: string) => page.locator(`[data-watch=${status}]`).waitFor();
    const moment = page.getByTestId('moment');
    const week = page.getByTestId('week');
    await page.getByRole('link', { name: 'Watch', exact: true }).click();
    await page.getByRole('button', { name: /^Watch/ }).click();
    await settled('done');
    const trunk = settle(
      libraryScenario('ladder'),
      new Map([['collaborativeLife.facilitation', 0.1]]),
    ).scenario;
    expect(await page.getByTestId('digest').textContent()).toBe(endOf(trunk));

    await week.focus();
    for (const [key, said] of [
      ['End', 'Year 10, term 3, after week 39'],
      ['Shift+ArrowLeft', 'Year 10, term 2, after week 26'],
      ['ArrowLeft', 'Year 10, term 2, after week 25'],
      ['Home', 'At the start'],
      ['Shift+ArrowRight', 'Year 1, term 1, after week 13'],
      ['ArrowRight', 'Year 1, term 2, after week 14'],
    ]) {
      await page.keyboard.press(key);
      expect(await moment.textContent()).toBe(said);
    }
    await page.keyboard.press(' ');
    await page.getByText('Year 1, term 2, after week 15', { exact: true }).waitFor();
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: 'Play' }).waitFor();

    await week.fill(String(WEEK));
    const ledger = page.getByTestId('ledger');
    await ledger.getByLabel('Show which time').selectOption('all');
    await ledger.getByLabel('of which kind').selectOption('stages');
    const rise = ledger
      .getByRole('listitem')
      .filter({ hasText: /rise to/ })
      .first();
    await rise.getByRole('button', { name: /^Why/ }).click();
    await page
      .getByTestId('why')
      .getByText(/climbs one stage/)
      .waitFor();
    expect(await page.getByTestId('why').getByRole('table').count()).toBe(1);
    await rise.getByRole('button', { name: /look into it/ }).click();
    const inspector = page.getByTestId('inspector');
    await inspector
      .getByText(/^For |There is no further stage/)
      .first()
      .waitFor();
    await inspector
      .getByRole('button', { name: /School|Primary/ })
      .first()
      .click();
    await inspector.getByRole('heading', { name: 'Inside the school' }).waitFor();

    await page.getByRole('button', { name: 'Branch a new future from here' }).click();
    await page.getByLabel('Find a setting').fill('released time');
    const field = page.locator('.form .exact').first();
    // Typed key by key: the field must stay where it is while its value changes.
    await field.fill('');
    await page.keyboard.type('4.5');
    await page.getByRole('button', { name: 'Begin this future' }).click();
    await page.getByRole('radio', { name: /^Branch 1: released time becomes 4.5 / }).waitFor();
    await settled('done');
    const other = branchOf(trunk as Scenario, WEEK, new Map([['incentives.releasedTime', 4.5]])).scenario;
    expect(await page.getByTestId('digest').textContent()).toBe(endOf(other));
    expect(await violations(page)).toEqual([]);

    await page.setViewportSize({ width: 360, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await violations(page)).toEqual([]);

    await page.getByRole('button', { name: 'Compare with many seeds' }).click();
    await page.getByRole('heading', { name: 'What difference it makes' }).waitFor();
    await whenStatus(page, 'done');
    expect(new URL(page.url()).hash).toBe('#compare');
    expect(
      await page
        .locator('.sides')
        .getByText(/branch 1/)
        .count(),
    ).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    await close();
  });
});
