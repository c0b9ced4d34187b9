/** axe finds nothing serious or critical in any state of the page, light, dark and narrow; and it prints. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, servePage, violations } from '../support/browser.ts';
import { runSmall, smallLink, visit, whenStatus } from './visit.ts';

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

test.each([
  ['light and wide', 1280, 'light'],
  ['dark and narrow', 360, 'dark'],
] as const)(
  'every state, %s',
  async (_, width, colorScheme) => {
    const options = { viewport: { width, height: 800 }, colorScheme };
    const { page, close } = await visit(browser, `${site.url}#${smallLink()}`, options);
    await page.getByRole('alert').first().waitFor();
    expect(await violations(page), 'empty, with the notice of a link').toEqual([]);

    await page.getByRole('spinbutton', { name: 'Years' }).fill('900');
    await page.getByText('A whole number from').waitFor();
    expect(await violations(page), 'a value refused').toEqual([]);
    await page.getByRole('spinbutton', { name: 'Years' }).fill('10');

    await runSmall(page);
    for (const twin of await page.getByText('Show as a table').all()) await twin.click();
    await page.getByRole('group', { name: 'All outcomes' }).getByRole('button').first().click();
    await page.getByRole('application').first().press('ArrowUp');
    await page.getByTestId('school').getByRole('heading').first().waitFor();
    expect(await violations(page), 'done, with all its tables').toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, 'pixels by which the page is wider than the window').toBeLessThanOrEqual(0);

    await page.getByRole('button', { name: 'Change settings of A' }).click();
    for (const group of await page.getByRole('dialog').locator('details.group > summary').all()) {
      await group.click();
    }
    expect(await violations(page), 'settings').toEqual([]);
    await page.keyboard.press('Escape');

    await page.getByRole('spinbutton', { name: 'Pairs of runs' }).fill('1000');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await whenStatus(page, 'running');
    expect(await violations(page), 'running').toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await whenStatus(page, 'cancelled');
    expect(await violations(page), 'cancelled').toEqual([]);
    await close();
  },
  300_000,
);

test('failed', async () => {
  const { page, close } = await visit(browser, site.url, {}, async (page) => {
    await page.route('**/*.csv', (route) => route.abort());
  });
  await whenStatus(page, 'failed');
  expect(await violations(page)).toEqual([]);
  await close();
});

test('has landmarks, one main heading, and headings that skip no level', async () => {
  const { page, close } = await visit(browser, `${site.url}#${smallLink()}`);
  await runSmall(page);
  for (const landmark of ['banner', 'main', 'contentinfo'] as const) {
    expect(await page.getByRole(landmark).count(), landmark).toBe(1);
  }
  const levels = await page
    .locator('h1, h2, h3, h4')
    .evaluateAll((all) => all.map((one) => Number(one.tagName[1])));
  expect(levels.filter((level) => level === 1).length).toBe(1);
  levels.forEach((level, i) => {
    if (i > 0) expect(level - levels[i - 1]).toBeLessThanOrEqual(1);
  });
  await close();
});
