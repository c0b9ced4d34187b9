/** Why two scenarios differ, on the built page: the three panels from the first press to figures, and cancelled. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fingerprint } from '../../scenarios/fingerprint.ts';
import { plainScenario } from '../../sim/index.ts';
import { launchBrowser, servePage } from '../support/browser.ts';
import { expectWhole, saveAll } from './saving.ts';
import { libraryScenario, runSmall, smallLink, visit } from './visit.ts';

const base = fingerprint(plainScenario(libraryScenario('ladder')));
/** Two schools whose staff learn to trust more quickly under B. */
const link = smallLink({
  sides: [
    { name: 'ladder', base, set: new Map() },
    { name: 'ladder', base, set: new Map([['trust.gain', 0.12]]) },
  ],
});

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

const until = (part: Locator, status: string) =>
  part.locator(`[data-trials=${status}]`).first().waitFor({ timeout: 60_000 });
const told = async (part: Locator) => (await part.locator('.told').textContent())?.replaceAll('\u00a0', ' ');

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include('.why').analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

test('mechanisms, twins and flips are told in a sentence, a figure and a table', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#${link}`);
  await page.getByText('Press Run to see it.').waitFor();
  await runSmall(page);
  await page.getByRole('heading', { name: 'Why they differ' }).waitFor();

  const mechanisms = page.getByTestId('mechanisms');
  expect(await mechanisms.locator('[data-trials]').textContent()).toMatch(
    /^Nothing has run yet: \d+ runs to do\.$/,
  );
  await mechanisms.getByLabel('Pairs tried again').fill('2');
  await mechanisms.getByRole('button', { name: 'Switch them off' }).click();
  await until(mechanisms, 'done');
  expect(await told(mechanisms)).toMatch(/^(Of the difference|No single mechanism|No share is told)/);
  expect(await mechanisms.locator('tbody tr').count()).toBe(10);
  await mechanisms.getByRole('button', { name: /^Show all \d+$/ }).click();
  const rows = await mechanisms.locator('tbody tr').count();
  expect(rows).toBeGreaterThan(30);
  // The ten that go on are counted over two pairs; the third, by which they were picked, is the others' alone.
  const spent = await mechanisms.locator('tbody tr td:last-child').allTextContents();
  expect(spent.filter((pairs) => pairs === '2')).toHaveLength(10);
  expect(spent.filter((pairs) => pairs === 'picking alone')).toHaveLength(rows - 10);
  await mechanisms
    .getByText('seeds test/1 to test/2; those passed over were tried under seed test/3 alone')
    .waitFor();
  // What is switched off already, or has nothing to do in two schools, carries nothing at all.
  const crisis = mechanisms.locator('tbody tr', { hasText: 'Harm of fires and cuts' });
  expect(await crisis.locator('td').nth(1).textContent()).toMatch(/^(0 %|none told)$/);

  const twins = page.getByTestId('twins');
  await twins.getByRole('button', { name: 'Follow the twins' }).click();
  await until(twins, 'done');
  expect(await told(twins)).toMatch(
    /^Up to week 0 the two runs are the same in every bit; in week 1 they differ, first in .* What people do parts at once\./,
  );
  expect(await twins.getByRole('img', { name: /^Line chart of the shares/ }).count()).toBe(1);
  expect(await twins.getByRole('img', { name: /^Map of the schools/ }).count()).toBe(1);
  await twins.getByText('Show as a table').first().click();
  await twins
    .getByRole('rowheader', { name: /^Week \d+$/ })
    .first()
    .waitFor();

  const flips = page.getByTestId('flips');
  await flips.getByLabel('Find an assumption').fill('first across');
  await flips.getByRole('checkbox', { name: /first across/ }).check();
  await flips.getByLabel('Settings', { exact: true }).selectOption('16');
  await flips.getByRole('button', { name: 'Vary them' }).click();
  await flips.locator('.told').waitFor({ timeout: 60_000 });
  await until(flips, 'done');
  await flips.getByText('n = 16 of 16 settings').waitFor();
  expect(await told(flips)).toMatch(
    /^As the assumptions stand, trust between schools is higher under .* 16 settings/,
  );
  expect(await flips.getByRole('img', { name: /^Scatter of 16 settings/ }).count()).toBe(1);

  const pictures = await saveAll(page, page.locator('.why'));
  expect(pictures.size).toBe(4);
  await expectWhole(browser, pictures);

  expect(await violations(page)).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});

test('what is under way can be cancelled, keeps what it has, and fits a phone in the dark', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#${link}`, {
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  await page.getByText('Press Run to see it.').waitFor();
  await runSmall(page);
  const flips = page.getByTestId('flips');
  await flips.getByRole('button', { name: 'Find those that matter' }).click();
  await flips.getByRole('button', { name: 'Cancel' }).click();
  await until(flips, 'cancelled');
  const mechanisms = page.getByTestId('mechanisms');
  await mechanisms.getByRole('button', { name: 'Switch them off' }).click();
  await mechanisms.locator('.told').waitFor({ timeout: 60_000 });
  const cancel = mechanisms.getByRole('button', { name: 'Cancel' });
  if (await cancel.isVisible()) await cancel.click();
  expect(await mechanisms.locator('tbody tr').count()).toBeGreaterThan(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  expect(await violations(page)).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});
