/** Explanations: one keystroke or one button away, closed by Escape, and the focus goes back where it was. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, servePage } from '../support/browser.ts';
import { visit } from './visit.ts';

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

test('the key ? explains what has the focus or the pointer, and nothing where it is a letter', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#library/ladder`);
  const panel = page.getByTestId('explanation');
  const search = page.getByRole('searchbox', { name: 'Find' });
  await page.waitForFunction(() => document.activeElement?.id === 'scenario-card-ladder');
  const setting = page.locator('#scenario-card-ladder [data-explain="parameter:accountability.unit"]');
  await setting.hover();
  await page.keyboard.press('?');
  await panel.getByRole('heading', { name: 'Unit' }).waitFor();
  const said = (await panel.textContent()) ?? '';
  for (const word of [
    'Who answers for results',
    'individual, mixed, collective',
    'Collaboration and Networking',
  ])
    expect(said).toContain(word);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('scenario-card-ladder');

  await search.focus();
  await page.keyboard.type('why?');
  expect(await search.inputValue()).toBe('why?');
  expect(await panel.count()).toBe(0);

  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.mouse.move(0, 0);
  await page.keyboard.press('?');
  await panel.getByRole('link', { name: 'All words and units' }).click();
  await page.getByRole('heading', { name: 'Words and units' }).waitFor();
  await page.getByRole('searchbox', { name: 'Find' }).last().fill('trust between');
  await page.locator('#word-metric-trustBetweenSchools').waitFor();
  await page.getByLabel('The key ? opens explanations').uncheck();
  await page.keyboard.press('?');
  expect(await panel.count()).toBe(0);
  expect(faults).toEqual([]);
  await close();
});

test('an address names an entry of the list', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#words/parameter:market.choice`);
  await page.waitForFunction(() => document.activeElement?.id === 'word-parameter-market-choice');
  expect(await page.locator('#word-parameter-market-choice').textContent()).toContain(
    'how freely families may choose',
  );
  expect(faults).toEqual([]);
  await close();
});
