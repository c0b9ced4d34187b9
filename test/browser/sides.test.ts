/** Four scenarios side by side in a real browser: added, run, read, changed as they run, and taken away again. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, servePage, violations } from '../support/browser.ts';
import { runSmall, smallLink, visit } from './visit.ts';

let browser: Browser;
let site: Awaited<ReturnType<typeof servePage>>;

beforeAll(async () => {
  site = await servePage();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** Waits until the results shown are those of what is set. */
const upToDate = (page: Page, status: string) =>
  page.waitForFunction(
    (wanted) =>
      document.querySelector('[data-status]')?.textContent === wanted &&
      document.querySelector('.stale') === null,
    status,
  );

const letters = (page: Page) =>
  page
    .getByRole('group', { name: 'Scorecard' })
    .locator('tr.outcome td.letter')
    .evaluateAll((all) => [...new Set(all.map((one) => one.textContent))]);

test('four scenarios are compared with the first, followed as they change, and one is made the baseline', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#${smallLink()}`);
  await runSmall(page);
  const status = page.locator('[data-status]');
  expect(await status.textContent()).toBe('Done: 6 runs.');

  // The ladder has two schools: what is changed is run at once, and what has been run is not run again.
  await page.getByRole('button', { name: 'Add a scenario' }).click();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('scenario-c');
  await page.getByLabel('Scenario C').selectOption('ladder');
  await page.getByRole('button', { name: 'Add a scenario' }).click();
  await page.getByLabel('Scenario D').selectOption('ladder');
  await page.getByRole('button', { name: 'Change settings of D' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Find a setting').fill('facilitation');
  await dialog.locator('[data-path="collaborativeLife.facilitation"]').getByRole('spinbutton').fill('0.4');
  await page.keyboard.press('Escape');
  await upToDate(page, 'Done: 12 runs.');
  expect(await page.getByRole('button', { name: 'Add a scenario' }).count()).toBe(0);

  await page.waitForFunction(() => document.querySelectorAll('td.letter.d').length > 0);
  expect(await letters(page)).toEqual(['B', 'C', 'D']);
  expect(await page.locator('.sentence').count()).toBe(3);
  await page.getByRole('group', { name: 'Bands of' }).getByLabel('D').check();
  expect(await page.getByTestId('sentence').textContent()).toMatch(/^\s*D\s+Same schools, same luck/);
  await page.getByTestId('difference').getByText('Show as a table').click();
  const head = await page.getByTestId('difference').locator('thead th').allTextContents();
  expect(head.filter((title) => /Mean/.test(title))).toEqual(['B: Mean', 'C: Mean', 'D: Mean']);

  const trade = page.getByTestId('trade-off');
  expect(await trade.locator('.mean').count()).toBe(4);
  await page.getByRole('radio', { name: 'Differences from A' }).check();
  expect(await trade.locator('.mean').count()).toBe(3);
  expect(await trade.locator('[role=img]').getAttribute('aria-label')).toMatch(/^Scatter of the differences/);
  expect(await violations(page), 'four scenarios').toEqual([]);

  await page.getByRole('button', { name: /^Make it the baseline.* scenario D$/ }).click();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('scenario-a');
  await upToDate(page, 'Done: 12 runs.');
  expect(await page.locator('#command').inputValue()).toContain('collaborativeLife.facilitation=0.4');
  for (const letter of ['D', 'C']) {
    await page.getByRole('button', { name: `Remove scenario ${letter}` }).click();
  }
  await upToDate(page, 'Done: 6 runs.');
  expect(await page.getByRole('button', { name: /^Remove/ }).count()).toBe(0);
  expect(await page.locator('.stale').count()).toBe(0);

  await page.getByLabel('Run as I change').uncheck();
  await page.getByRole('spinbutton', { name: 'Pairs of runs' }).fill('2');
  await page
    .getByText(/^The settings have changed/)
    .first()
    .waitFor();
  expect(await page.locator('.stale').count()).toBe(2);
  expect(faults).toEqual([]);
  await close();
});
