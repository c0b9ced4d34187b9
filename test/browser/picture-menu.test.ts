/** Every figure of the page has a menu that saves it as SVG or PNG, by keyboard too, with all it takes to be read alone. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fingerprint } from '../../scenarios/fingerprint.ts';
import { plainScenario } from '../../sim/index.ts';
import { launchBrowser, type Site, servePage, violations } from '../support/browser.ts';
import { expectWhole, saveAll } from './saving.ts';
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

test('every figure of a comparison, of the evidence and of a run saves as a picture', async () => {
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

  const compared = await saveAll(page, page.locator('main'));
  expect(compared.size).toBe(8);
  await expectWhole(browser, compared);
  expect([...compared.values()].filter((svg) => svg.includes('&lt;b&gt;tags')).length).toBeGreaterThan(6);

  await page.getByRole('link', { name: 'Evidence', exact: true }).click();
  await page.locator('#claim-E01 button').first().click();
  const experiment = page.locator('#experiment-E01');
  await experiment.getByRole('button', { name: /^Picture of / }).waitFor();
  await expectWhole(browser, await saveAll(page, experiment));

  await page.getByRole('link', { name: 'Watch', exact: true }).click();
  await page.locator('[data-watch=done]').waitFor();
  const watched = await saveAll(page, page.locator('main'));
  expect(watched.size).toBe(2);
  await expectWhole(browser, watched);
  await page
    .getByRole('button', { name: /^Picture of / })
    .filter({ visible: true })
    .first()
    .click();
  expect(await violations(page)).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});
