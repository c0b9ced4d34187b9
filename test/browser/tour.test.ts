/** A first visit: the tour is offered once, walked by keyboard, left at any time; and colours are chosen and kept. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STEPS } from '../../ui/state/tour.svelte.ts';
import { launchBrowser, servePage } from '../support/browser.ts';
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

test('is offered after the first chart, walked through by keyboard, and not offered again', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#${smallLink()}`, {}, undefined, {
    firstVisit: true,
  });
  await page.getByRole('alert').first().waitFor();
  expect(await page.getByRole('button', { name: 'Take the tour' }).count(), 'before the first chart').toBe(1);
  await runSmall(page);
  const offer = page.getByRole('complementary', { name: 'Tour' });
  await offer.waitFor();
  await offer.getByRole('button', { name: 'Take the tour' }).press('Enter');
  const dialog = page.getByRole('dialog');
  for (const [i, { title, at }] of STEPS.entries()) {
    await dialog.getByRole('heading', { name: title }).waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'tour-title');
    const anchor = await page.locator(at).first().boundingBox();
    const box = await dialog.boundingBox();
    expect(anchor, at).not.toBeNull();
    expect(anchor && box && anchor.y < 900 && anchor.y + anchor.height > 0, `${at} in sight`).toBe(true);
    expect(box && box.y >= 0 && box.y + box.height <= 900, 'the dialog in sight').toBe(true);
    if (i < STEPS.length - 1) await dialog.getByRole('button', { name: 'Next' }).press('Enter');
  }
  // Nobody is held fast: the page behind it takes the focus and keeps working.
  await page.getByLabel('Outcome', { exact: true }).focus();
  expect(await dialog.isVisible()).toBe(true);
  await dialog.getByRole('button', { name: 'Back' }).focus();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('alert').first().waitFor();
  await runSmall(page);
  await page.waitForTimeout(2500);
  expect(await offer.count()).toBe(0);
  await page.getByRole('button', { name: 'Take the tour' }).click();
  await dialog.waitFor();
  expect(faults).toEqual([]);
  await close();
});

test('light or dark is chosen, kept, never printed, and no matter where nothing can be kept', async () => {
  const dark = { colorScheme: 'dark' } as const;
  const { page, faults, close } = await visit(browser, `${site.url}#words`, dark);
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const colours = page.getByLabel('Colours');
  await colours.waitFor();
  expect(await ground()).toBe('rgb(21, 24, 28)');
  await colours.selectOption('light');
  expect(await ground()).toBe('rgb(251, 250, 246)');
  await page.reload();
  await colours.waitFor();
  expect(await ground()).toBe('rgb(251, 250, 246)');
  await page.emulateMedia({ colorScheme: 'light' });
  await colours.selectOption('dark');
  expect(await ground()).toBe('rgb(21, 24, 28)');
  await page.emulateMedia({ colorScheme: 'light', media: 'print' });
  expect(await ground(), 'on paper').toBe('rgb(255, 255, 255)');
  expect(faults).toEqual([]);
  await close();

  const refusing = await visit(browser, `${site.url}#words`, dark, async (page) => {
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('refused', 'SecurityError');
        },
      });
    });
  });
  await refusing.page.getByLabel('Colours').selectOption('light');
  expect(await refusing.page.getByLabel('Colours').inputValue()).toBe('light');
  expect(refusing.faults).toEqual([]);
  await refusing.close();
});
