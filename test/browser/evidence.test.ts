/** The evidence ledger on the page: reached without a reload, opened by keyboard and by link, accessible, and apart from the runs. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { influenceSentence } from '../../analysis/influence/words.ts';
import { metrics } from '../../sim/index.ts';
import { launchBrowser, servePage, violations } from '../support/browser.ts';
import { read } from '../support/project.ts';
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

const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

test.each([
  ['light and wide', 1280, 'light'],
  ['dark and narrow', 360, 'dark'],
] as const)('is opened from the header, and a claim in it, %s', async (_, width, colorScheme) => {
  const options = { viewport: { width, height: 800 }, colorScheme };
  const { page, faults, close } = await visit(browser, `${site.url}#${smallLink()}`, options);
  await page.getByRole('alert').first().waitFor();
  await page.getByRole('link', { name: 'Evidence', exact: true }).click();
  await page.getByTestId('evidence').getByTestId('summary').waitFor();
  expect(await page.getByTestId('evidence').getByTestId('summary').textContent()).toMatch(
    /^(The model reproduces \d+ of \d+ claims|\d+ claims of the sources)/,
  );
  expect(await page.locator('[data-status]').isVisible()).toBe(false);
  expect(await page.title()).toMatch(/^Evidence/);

  const claim = page.locator('#claim-E06 button[aria-controls]');
  expect(await claim.getAttribute('aria-expanded')).toBe('false');
  await claim.focus();
  await page.keyboard.press('Enter');
  const experiment = page.locator('#experiment-E06');
  await experiment.getByRole('heading', { name: 'Checks' }).waitFor();
  expect(await claim.getAttribute('aria-expanded')).toBe('true');
  expect(await experiment.textContent()).toContain('npx collegium evidence --only E06');
  expect(await experiment.textContent()).toContain('much choice minus little choice, end of year 6');
  await experiment.getByText('E06.yaml').first().click();
  await experiment.getByText('market: { choice: 0.9 }').waitFor();
  const influence = page.getByTestId('influence');
  await influence.getByLabel('Outcome', { exact: true }).selectOption('attainment');
  const attainment = metrics[metrics.findIndex(({ key }) => key === 'attainment')];
  expect(await influence.getByRole('status').textContent()).toBe(
    influenceSentence(JSON.parse(read('scenarios/influence/record.json')), attainment, 'difference'),
  );
  expect(await influence.locator('tbody tr').count()).toBe(6);
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page), 'pixels by which the page is wider than the window').toBeLessThanOrEqual(0);
  const levels = await page
    .locator('h1:visible, h2:visible, h3:visible, h4:visible, h5:visible')
    .evaluateAll((all) => all.map((one) => Number(one.tagName[1])));
  levels.forEach((level, i) => {
    if (i > 0) expect(level - levels[i - 1]).toBeLessThanOrEqual(1);
  });
  await page.keyboard.press('Shift+Tab');
  expect(faults).toEqual([]);
  await close();
});

test('leaves a comparison as it was', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#${smallLink()}`);
  await runSmall(page);
  const said = await page.getByTestId('sentence').textContent();
  await page.getByRole('link', { name: 'Evidence', exact: true }).click();
  await page.getByTestId('evidence').getByTestId('summary').waitFor();
  await page.goBack();
  await page.getByTestId('sentence').waitFor();
  expect(await page.getByTestId('sentence').textContent()).toBe(said);
  await page.getByRole('link', { name: 'Evidence', exact: true }).click();
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  expect(await page.getByTestId('sentence').textContent()).toBe(said);
  expect(faults).toEqual([]);
  await close();
});

test('is opened by a link, at a claim, and runs nothing until the comparison is asked for', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#evidence/E10`);
  await page.locator('#experiment-E10').getByRole('heading', { name: 'Setups' }).waitFor();
  expect(
    await page.locator('#claim-E10 button[aria-controls]').evaluate((one) => one === document.activeElement),
  ).toBe(true);
  expect(await page.locator('[data-status]').getAttribute('data-status')).toBe('idle');
  await page.getByLabel('Show', { exact: true }).selectOption({ index: 1 });
  const shown = await page
    .locator('[data-verdict]')
    .evaluateAll((all) => all.map((one) => one.dataset.verdict));
  expect(shown.length).toBeGreaterThan(0);
  expect(new Set(shown).size).toBe(1);
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await page.getByTestId('sentence').waitFor({ timeout: 60_000 });
  expect(faults).toEqual([]);
  await close();
});

test('prints the claims in words', async () => {
  const { page, close } = await visit(browser, `${site.url}#evidence`);
  await page.getByTestId('evidence').getByTestId('summary').waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('#claim-E06').getByText('Strong competition').isVisible()).toBe(true);
  expect(await page.getByRole('link', { name: 'Compare', exact: true }).isVisible()).toBe(false);
  await close();
});
