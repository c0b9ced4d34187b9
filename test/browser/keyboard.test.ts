/** Everything can be done from the keyboard, and what has the focus can be seen. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, servePage } from '../support/browser.ts';
import { smallLink, visit, whenStatus } from './visit.ts';

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

interface Focus {
  name: string;
  visible: boolean;
}

/** What has the focus: its accessible name as far as it is written, and whether an outline shows. */
async function focus(page: Page): Promise<Focus> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const labels = (element as HTMLInputElement).labels;
    const name = element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element.textContent ?? '';
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return {
      name: name.replace(/\s+/g, ' ').trim(),
      visible: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
    };
  });
}

/** Presses Tab until `name` has the focus; fails after going all the way round. */
async function tabTo(page: Page, name: RegExp, key = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let i = 0; i < 150; i++) {
    await page.keyboard.press(key);
    const at = await focus(page);
    passed.push(at.name);
    if (at.name !== '') expect(at).toEqual({ name: at.name, visible: true });
    if (name.test(at.name)) return;
  }
  throw new Error(`${name} is not reached by Tab: ${passed.join(' | ')}`);
}

test('settings, run, outcome, tables, time and map are all used without a pointer', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#${smallLink()}`, {
    reducedMotion: 'reduce',
  });
  await page.getByRole('alert').first().waitFor();
  await page.keyboard.press('Tab');
  expect(await focus(page)).toEqual({ name: 'Skip to the results', visible: true });

  await tabTo(page, /^Change settings of A/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo(page, /^Find a setting/);
  await page.keyboard.type('grant weeks');
  await tabTo(page, /^Grant weeks$/);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('39');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect((await focus(page)).name).toMatch(/^Change settings/);
  await page.getByText('2 changed').waitFor();

  await tabTo(page, /^Pairs of runs/);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  await whenStatus(page, 'done');
  await page.locator('[data-testid=map-b]').waitFor();

  await tabTo(page, /^Outcome/);
  const before = await page.getByLabel('Outcome', { exact: true }).inputValue();
  await page.keyboard.press('ArrowDown');
  expect(await page.getByLabel('Outcome', { exact: true }).inputValue()).not.toBe(before);
  await tabTo(page, /^Show as a table/);
  await page.keyboard.press('Enter');
  await page.getByTestId('difference').locator('tbody tr').first().waitFor();

  await tabTo(page, /^Time/);
  await page.keyboard.press('Home');
  await page.getByText('At the start', { exact: true }).first().waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByText('Year 1, term 1', { exact: true }).first().waitFor();

  await tabTo(page, /^Map of 2 schools under A/);
  await page.keyboard.press('ArrowRight');
  const chosen = page.getByTestId('school').getByRole('heading', { level: 3 });
  const first = await chosen.textContent();
  for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown']) {
    await page.keyboard.press(key);
    if ((await chosen.textContent()) !== first) break;
  }
  expect(await chosen.textContent()).not.toBe(first);
  await page.keyboard.press('Escape');
  await page.getByText('No school is chosen.').waitFor();

  await tabTo(page, /^Copy link/);
  await page.keyboard.press('Enter');
  await page.getByText(/^Link (copied|could not be copied)/).waitFor();
  expect(faults).toEqual([]);
  await close();
});
