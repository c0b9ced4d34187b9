/** Every figure of the page has a menu that saves it as SVG or PNG, by keyboard too, with all it takes to be read alone. */
import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fingerprint } from '../../scenarios/fingerprint.ts';
import { plainScenario, VERSION } from '../../sim/index.ts';
import { launchBrowser, type Site, servePage, violations } from '../support/browser.ts';
import { libraryScenario, runSmall, smallLink, visit } from './visit.ts';

let browser: Browser;
let site: Site;

beforeAll(async () => {
  site = await servePage();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const HOSTILE = 'A title with <b>tags</b> & "quotes"';

/** Saves the picture of every figure in sight, and says what is wrong with each. */
async function saveAll(page: Page, within: Locator): Promise<Map<string, string>> {
  const saved = new Map<string, string>();
  for (const opener of await within
    .getByRole('button', { name: /^Picture of / })
    .filter({ visible: true })
    .all()) {
    await opener.click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      within.getByRole('button', { name: /^SVG of / }).click(),
    ]);
    saved.set(download.suggestedFilename(), readFileSync(await download.path(), 'utf8'));
  }
  return saved;
}

/** What a browser finds in a picture that it opens by itself. */
function read(
  page: Page,
  svg: string,
): Promise<{ error: string; text: string; width: number; outside: number; marks: number }> {
  return page.evaluate(async (svg) => {
    const file = new DOMParser().parseFromString(svg, 'image/svg+xml');
    const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    const image = new Image();
    image.src = address;
    await image.decode();
    URL.revokeObjectURL(address);
    // Only what is drawn has a size.
    const host = document.body.appendChild(
      document.importNode(file.documentElement, true),
    ) as unknown as SVGSVGElement;
    const edge = host.getBoundingClientRect();
    const outside = [...host.querySelectorAll('text')].filter((one) => {
      const { left, right } = one.getBoundingClientRect();
      return left < edge.left - 1 || right > edge.right + 1;
    }).length;
    const marks = host.querySelectorAll('path, circle, rect').length;
    host.remove();
    return {
      error: file.querySelector('parsererror')?.textContent ?? '',
      text: [...file.querySelectorAll('text')].map((one) => one.textContent).join(' '),
      width: image.naturalWidth,
      outside,
      marks,
    };
  }, svg);
}

async function expectWhole(page: Page, pictures: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, svg] of pictures) {
    const { error, text, width, outside, marks } = await read(page, svg);
    expect([name, error, outside]).toEqual([name, '', 0]);
    expect(width, name).toBeGreaterThanOrEqual(700);
    expect(marks, name).toBeGreaterThan(4);
    for (const said of [/n = /, /interval|Interval/, /seeds? /, `Collegium ${VERSION}`])
      expect(text, name).toMatch(said);
    expect(svg, name).not.toMatch(/NaN|undefined|<script|<style|<image|href=|url\((?!#)/);
  }
}

test('every figure of a comparison, of why its sides differ, of the evidence and of a run saves as a picture', async () => {
  const base = fingerprint(plainScenario(libraryScenario('ladder')));
  const link = smallLink({
    sides: [
      { name: 'ladder', base, set: new Map([['title', HOSTILE]]) },
      { name: 'ladder', base, set: new Map([['trust.gain', 0.12]]) },
    ],
  });
  const { page, faults, close } = await visit(browser, `${site.url}#${link}`, { colorScheme: 'dark' });
  await runSmall(page);
  const first = page.getByRole('button', { name: 'Picture of difference in Trust between schools' });
  await first.waitFor();

  // By keyboard: opened into, left with Escape, saved with Enter, and the focus goes back.
  await first.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.textContent?.startsWith('SVG'));
  await page.keyboard.press('Escape');
  expect(await first.getAttribute('aria-expanded')).toBe('false');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const [png] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(png.suggestedFilename()).toMatch(/-trustbetweenschools-difference\.png$/);
  expect(
    readFileSync(await png.path())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
  expect(await first.evaluate((one) => one === document.activeElement)).toBe(true);

  const mechanisms = page.getByTestId('mechanisms');
  await mechanisms.getByLabel('Pairs tried again').fill('1');
  await mechanisms.getByRole('button', { name: 'Switch them off' }).click();
  await mechanisms.locator('[data-trials=done]').waitFor();
  const twins = page.getByTestId('twins');
  await twins.getByRole('button', { name: 'Follow the twins' }).click();
  await twins.locator('[data-trials=done]').waitFor();
  const flips = page.getByTestId('flips');
  await flips.getByLabel('Find an assumption').fill('first across');
  await flips.getByRole('checkbox', { name: /first across/ }).check();
  await flips.getByLabel('Settings', { exact: true }).selectOption('16');
  await flips.getByRole('button', { name: 'Vary them' }).click();
  await flips.getByText('n = 16 of 16 settings').waitFor();

  const compared = await saveAll(page, page.locator('main'));
  expect(compared.size).toBe(12);
  await expectWhole(page, compared);
  expect([...compared.values()].filter((svg) => svg.includes('&lt;b&gt;tags')).length).toBeGreaterThan(8);

  await page.getByRole('link', { name: 'Evidence', exact: true }).click();
  await page.locator('#claim-E01 button').first().click();
  const experiment = page.locator('#experiment-E01');
  await experiment.getByRole('button', { name: /^Picture of / }).waitFor();
  await expectWhole(page, await saveAll(page, experiment));

  await page.getByRole('link', { name: 'Watch', exact: true }).click();
  await page.locator('[data-watch=done]').waitFor();
  const watched = await saveAll(page, page.locator('main'));
  expect(watched.size).toBe(2);
  await expectWhole(page, watched);
  await page
    .getByRole('button', { name: /^Picture of / })
    .filter({ visible: true })
    .first()
    .click();
  expect(await violations(page)).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});
