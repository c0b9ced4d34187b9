/** axe finds nothing at all in any view and state of the page, light and dark, wide and narrow. */
import type { Browser, Page } from 'playwright-core';
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
    await page.getByRole('group', { name: 'Scorecard' }).getByRole('button').first().click();
    await page.getByRole('application').first().press('ArrowUp');
    await page.getByTestId('school').getByRole('heading').first().waitFor();
    expect(await violations(page), 'done, with all its tables').toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, 'pixels by which the page is wider than the window').toBeLessThanOrEqual(0);

    // axe reads every node: what was read open need not be read again.
    await page.evaluate(() => {
      for (const one of document.querySelectorAll<HTMLDetailsElement>('main details[open]')) one.open = false;
    });
    await page.getByRole('button', { name: 'Change settings of A' }).click();
    // Every group is made of the same parts: two hold them all, and axe reads every node.
    for (const group of [0, 1])
      await page.getByRole('dialog').locator('details.group > summary').nth(group).click();
    expect(await violations(page), 'settings').toEqual([]);
    await page.keyboard.press('Escape');

    await page.getByLabel('Run as I change').uncheck();
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
    await page.context().route('**/schools*.json', (route) => route.abort());
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

/** Each view with what tells that it is there, and what makes a long one short: axe reads every node. */
const EVERY_VIEW: readonly [hash: string, heading: RegExp, find?: string][] = [
  ['library', /^Scenarios$/, 'hampshire'],
  ['build', /.+/],
  ['watch', /.+/],
  ['evidence', /^What the model was held against$/],
  ['keep', /.+/],
  ['room', /^A live room$/],
  ['accessibility', /^Accessibility$/],
  ['words', /^Words and units$/, 'trust between'],
];

async function open(page: Page, [hash, heading, find]: (typeof EVERY_VIEW)[number]): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, hash);
  await page.locator('main h2:visible').filter({ hasText: heading }).first().waitFor();
  if (find !== undefined) {
    await page.locator('main input[type=search]:visible').first().fill(find);
    await page.waitForTimeout(200);
  }
}

const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

test.each([
  ['light and wide', 1280, 'light'],
  ['dark and narrow', 360, 'dark'],
] as const)(
  'every view, %s',
  async (_, width, colorScheme) => {
    const options = { viewport: { width, height: 800 }, colorScheme };
    const { page, faults, close } = await visit(browser, `${site.url}#words`, options);
    for (const view of EVERY_VIEW) {
      await open(page, view);
      expect(await violations(page), view[0]).toEqual([]);
      expect(await overflow(page), `${view[0]}: pixels wider than the window`).toBeLessThanOrEqual(0);
    }
    await page.locator('main select:visible').first().focus();
    await page.keyboard.press('?');
    await page.getByTestId('explanation').waitFor();
    expect(await violations(page), 'explanation').toEqual([]);
    expect(faults).toEqual([]);
    await close();
  },
  300_000,
);

test('every view fits 320 and 768 px, also with the text spaced as WCAG 1.4.12 has it', async () => {
  const { page, close } = await visit(browser, `${site.url}#${smallLink()}`);
  await runSmall(page);
  for (const width of [768, 320]) {
    await page.setViewportSize({ width, height: 640 });
    await expect.poll(() => overflow(page), { message: `compare at ${width} px` }).toBeLessThanOrEqual(0);
    for (const view of EVERY_VIEW) {
      await open(page, view);
      await expect
        .poll(() => overflow(page), { message: `${view[0]} at ${width} px` })
        .toBeLessThanOrEqual(0);
    }
    await page.evaluate(() => {
      location.hash = '#compare';
    });
  }
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }',
    );
    document.adoptedStyleSheets = [sheet];
  });
  for (const view of EVERY_VIEW) {
    await open(page, view);
    await expect.poll(() => overflow(page), { message: `${view[0]} spaced` }).toBeLessThanOrEqual(0);
    const cut = await page.evaluate(() =>
      [
        ...document.querySelectorAll<HTMLElement>(
          'main button, main a, main label, main h2, main h3, main h4',
        ),
      ]
        .filter(
          (one) => one.checkVisibility() && one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1,
        )
        .map((one) => one.textContent?.trim().slice(0, 40)),
    );
    expect(cut, `${view[0]}: text cut off`).toEqual([]);
  }
  await close();
}, 120_000);

test('nothing on any view is animated for those who ask for less motion', async () => {
  const { page, close } = await visit(browser, `${site.url}#words`, { reducedMotion: 'reduce' });
  for (const view of EVERY_VIEW) {
    await open(page, view);
    const moving = await page.evaluate(() => [
      ...document.getAnimations().map((one) => one.constructor.name),
      ...[...document.querySelectorAll('main *')]
        .filter((one) => getComputedStyle(one).transitionDuration !== '0s')
        .map((one) => one.className),
    ]);
    expect(moving, view[0]).toEqual([]);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior)).toBe('auto');
  }
  await close();
});
