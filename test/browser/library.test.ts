/** The library of scenarios: searched, filtered, put into the comparison and compared with what a card names. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, servePage } from '../support/browser.ts';
import { visit, whenStatus } from './visit.ts';

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

test('is searched and filtered by keyboard, and fills the sides of the comparison', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#library`);
  const count = page.getByTestId('count');
  const total = Number((await count.textContent())?.match(/\d+/)?.[0]);
  await page
    .getByRole('heading', { level: 4 })
    .nth(total - 1)
    .waitFor();

  await page.getByRole('searchbox', { name: 'Find' }).fill('strangers to colleagues');
  const ladder = page.getByRole('article', { name: 'The ladder' });
  await ladder.waitFor();
  expect(await count.textContent()).toMatch(new RegExp(`^\\s*\\d of ${total} scenarios`));
  expect(await ladder.textContent()).toContain('2 generated schools');
  await ladder.getByRole('button', { name: /^Use as B/ }).focus();
  await page.keyboard.press('Enter');
  expect(await count.textContent()).toContain('is now B of the comparison');
  expect(await ladder.getByRole('button', { name: /^Use as B/ }).getAttribute('aria-pressed')).toBe('true');

  await ladder.getByRole('button', { name: /^Watch/ }).press('Enter');
  await page.locator('[data-watch=done]').waitFor();
  expect(new URL(page.url()).hash).toBe('#watch');
  expect(await page.getByRole('combobox', { name: 'Scenario', exact: true }).inputValue()).toBe('b');
  await page.goBack();

  await page.getByRole('searchbox', { name: 'Find' }).fill('zebra');
  await page.getByRole('button', { name: `Show all ${total}` }).press('Enter');
  await page.getByLabel('Theme').selectOption('My own');
  await page.getByText('You have kept no scenario of your own yet').waitFor();
  expect(faults).toEqual([]);
  await close();
});

test('compares a scenario with the one it names beside it, and opens at the one that an address names', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#library/bidding-round`);
  const card = page.getByRole('article', { name: 'A bidding round' });
  await card.waitFor();
  await page.waitForFunction(() => document.activeElement?.id === 'scenario-card-bidding-round');
  await card.getByRole('button', { name: 'Compare with “A grant that ends”' }).click();
  await whenStatus(page, 'running');
  expect(new URL(page.url()).hash).toBe('#compare');
  expect(await page.getByLabel('Scenario A').inputValue()).toBe('bidding-round');
  expect(await page.getByLabel('Scenario B').inputValue()).toBe('grant-that-ends');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(faults).toEqual([]);
  await close();
});
