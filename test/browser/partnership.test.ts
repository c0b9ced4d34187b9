/** A partnership placed by its own people, on the built page and by keyboard: both courses, the distance, files, paper. */
import { readFileSync } from 'node:fs';
import type { Browser, Download, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPlacement } from '../../scenarios/placement.ts';
import { readScenario } from '../../scenarios/yaml.ts';
import { launchBrowser, servePage, violations } from '../support/browser.ts';
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

async function press(target: Locator, ...keys: readonly string[]): Promise<void> {
  await target.focus();
  for (const key of keys) await target.page().keyboard.press(key);
}

async function type(target: Locator, text: string): Promise<void> {
  await press(target, 'ControlOrMeta+A');
  await target.page().keyboard.type(text);
}

const button = (page: Page, name: string | RegExp) =>
  page.getByTestId('partnership').getByRole('button', { name });
const until = (part: Locator, status: string) =>
  part.locator(`[data-trials=${status}]`).first().waitFor({ timeout: 60_000 });
const course = (page: Page) => page.getByRole('region', { name: 'The likely course of both' });
const told = async (part: Locator) =>
  (await part.locator('.told').textContent())?.replaceAll('\u00a0', ' ').trim();

async function textOf(download: Download): Promise<string> {
  return readFileSync(await download.path(), 'utf8');
}

/** The fewest runs that still tell something: fifteen schools, two years, two pairs. */
async function small(page: Page): Promise<void> {
  await type(page.getByLabel('Schools in the district'), '15');
  await type(page.locator('#partnership-pairs'), '2');
  await press(page.getByLabel('Now: Broadening opportunities, medium term'), 'Space');
  await press(button(page, 'Begin wanted from now'), 'Enter');
}

test('from the example to what closes the distance, by keyboard', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#partnership`);
  const partnership = page.getByTestId('partnership');
  await press(button(page, 'Fill in an example'), 'Enter');
  expect(await page.getByLabel('Name of the partnership').inputValue()).toBe('Winterton clusters');
  expect(await partnership.getByText('to change', { exact: true }).count()).toBe(8);

  // Every dimension is two groups of four, reached by Tab and moved in by arrows.
  expect(await partnership.getByRole('radiogroup').count()).toBe(20);
  await press(page.getByRole('radio', { name: 'Now: We were told to' }), 'Tab');
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe(
    'voluntarism-wanted',
  );

  await small(page);
  expect(await partnership.getByText('to change', { exact: true }).count()).toBe(0);
  await press(button(page, 'Show the course of both'), 'Enter');
  await until(course(page), 'done');
  expect(await page.getByTestId('course-sentence').textContent()).toMatch(
    /^Same schools, same luck: after 2 years, .* is the same under/,
  );
  const readings = await page.getByTestId('outcomes').locator('tbody td:last-child').allTextContents();
  expect(new Set(readings)).toEqual(new Set(['the same']));
  expect(await page.getByTestId('same').textContent()).toMatch(/^Now and wanted are the same/);

  // Two steps to the right, and from the first to the last.
  const wanted = (part: string) =>
    partnership.locator(`[data-part=${part}]`).getByRole('radiogroup', { name: /wanted$/ });
  await press(wanted('density').getByRole('radio', { checked: true }), 'ArrowRight', 'ArrowRight');
  await press(wanted('direction').getByRole('radio', { checked: true }), 'ArrowLeft');
  expect(await wanted('density').getByRole('radio', { name: 'Wanted: Many teachers' }).isChecked()).toBe(
    true,
  );
  expect(await wanted('direction').getByRole('radio', { name: /Both/ }).isChecked()).toBe(true);
  await partnership.getByText('The placement has changed since').waitFor();
  await press(button(page, 'Show the course of both'), 'Enter');
  await until(course(page), 'done');
  await page.locator('#partnership-metric').selectOption('goalAttainment');
  expect((await page.getByTestId('course-sentence').textContent()) ?? '').toMatch(
    /under the wanted placement/,
  );
  expect(
    await course(page)
      .getByRole('img', { name: /^Line chart/ })
      .count(),
  ).toBe(2);
  await course(page).getByText('Show as a table').first().click();
  await course(page).getByRole('rowheader', { name: 'Year 2, term 3' }).first().waitFor();

  const single = page.getByTestId('single');
  expect(await single.locator('[data-trials]').textContent()).toBe('Nothing has run yet: 8 runs to do.');
  await press(single.getByRole('button', { name: 'Try each change' }), 'Enter');
  await until(single, 'done');
  expect(await told(single)).toMatch(/^(Of the distance|No single change|There is nothing)/);
  expect((await single.locator('tbody th').allTextContents()).sort()).toEqual([
    'Density',
    'Vertical or horizontal',
  ]);
  // The search is for outcomes in which now and wanted are told apart; which these are, two pairs of runs decide.
  const options = page.locator('#partnership-metric option');
  const search = page.getByTestId('search');
  for (const key of await options.evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))) {
    await page.locator('#partnership-metric').selectOption(key);
    if (await search.getByRole('button').isEnabled()) break;
  }
  await press(search.getByRole('button', { name: /^Search for / }), 'Enter');
  await until(search, 'done');
  expect(await told(search)).toMatch(/(close|came out best|No change brings)/);
  await search.getByText(/seeds collegium\/fresh\/1 to collegium\/fresh\/2/).waitFor();

  expect(await violations(page)).toEqual([]);
  expect(faults).toEqual([]);

  // More runs than anybody waits for, given up: what is through stays.
  await type(page.locator('#partnership-pairs'), '50');
  await press(button(page, 'Show the course of both'), 'Enter');
  await press(course(page).getByRole('button', { name: 'Cancel' }), 'Enter');
  await until(course(page), 'cancelled');

  await press(button(page, 'Save both as scenarios of my own'), 'Enter');
  await page.getByText(/^Saved “Winterton clusters, now” and “Winterton clusters, wanted” among/).waitFor();
  const [yaml] = await Promise.all([
    page.waitForEvent('download'),
    press(button(page, 'Wanted, as scenario YAML'), 'Enter'),
  ]);
  const { scenario } = readScenario(await textOf(yaml), yaml.suggestedFilename());
  expect(scenario).toMatchObject({ title: 'Winterton clusters, wanted', years: 2 });
  expect(scenario?.parameters.activities.belowHeads).toBe(1);
  await press(button(page, 'Open both in Compare'), 'Enter');
  await page.getByRole('heading', { name: 'What difference it makes' }).waitFor();
  expect(await page.locator('#scenario-a option:checked').textContent()).toBe('Winterton clusters, now');
  expect(await page.locator('#scenario-b option:checked').textContent()).toBe('Winterton clusters, wanted');
  expect(faults).toEqual([]);
  await close();
});

test('a placement is saved, opened, kept if asked and printed; a file that is wrong changes nothing', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#partnership`, {
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  const partnership = page.getByTestId('partnership');
  const name = page.getByLabel('Name of the partnership');
  await type(name, 'Hill schools');
  const evidence = partnership.locator('[data-part=power] details');
  await press(evidence.locator('summary'), 'Enter');
  await type(evidence.getByLabel(/^Now:/), 'Minutes of May: “all voices heard”\nand <b>more</b>');
  await evidence.getByText('1 of 2 stated').waitFor();
  await evidence.getByLabel(/^Wanted:/).evaluate((area: HTMLTextAreaElement) => {
    area.value = 'a\u202eb';
    area.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await evidence.getByText('It holds characters that cannot be printed.').waitFor();

  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    press(button(page, 'Save to a file'), 'Enter'),
  ]);
  expect(saved.suggestedFilename()).toBe('hill-schools.placement.yaml');
  const text = await textOf(saved);
  const { value } = readPlacement(text, 'x');
  expect(value?.name).toBe('Hill schools');
  expect(value?.now.evidence.power).toBe('Minutes of May: “all voices heard”\nand <b>more</b>');
  expect(value?.wanted.evidence.power).toBe('');

  const open = (content: string, fileName = 'ours.yaml') =>
    page
      .getByLabel('Placement, YAML')
      .setInputFiles([{ name: fileName, mimeType: 'text/yaml', buffer: Buffer.from(content) }]);
  await open(text.replace('power: mixed', 'power: <img src=x onerror=alert(1)>'));
  await page.getByText('ours.yaml was not opened. What is here stays as it was.').waitFor();
  expect(await page.getByRole('list', { name: 'What is wrong with the file' }).textContent()).toMatch(
    /ours\.yaml:\d+:\d+: now\.power: unknown step/,
  );
  expect(await name.inputValue()).toBe('Hill schools');
  await open('x'.repeat(200_000));
  await page.getByText('ours.yaml was not opened: it has 196 KiB, a placement at most 128.').waitFor();
  await open(text.replace('name: Hill schools', 'name: Dale schools'));
  await page.getByText('Opened ours.yaml.').waitFor();
  expect(await name.inputValue()).toBe('Dale schools');
  await press(button(page, 'Bring back what was here'), 'Enter');
  expect(await name.inputValue()).toBe('Hill schools');

  const kept = () => page.evaluate(() => localStorage.getItem('collegium.placement'));
  expect(await kept()).toBeNull();
  await press(page.getByLabel('Keep it in this browser'), 'Space');
  await type(name, 'Vale schools');
  await page.reload();
  await page.getByTestId('partnership').waitFor();
  expect(await name.inputValue()).toBe('Vale schools');
  await press(page.getByLabel('Keep it in this browser'), 'Space');
  expect(await kept()).toBeNull();

  await press(button(page, 'Fill in an example'), 'Enter');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  expect(await violations(page)).toEqual([]);
  await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  const sheet = page.getByTestId('sheet');
  expect(await sheet.isVisible()).toBe(true);
  expect(await sheet.locator('tbody tr').count()).toBe(11);
  expect(await sheet.getByRole('row', { name: /^Voluntarism/ }).textContent()).toMatch(
    /We were told to.*clustered with.*Of our own wish, with no reward.*name their partners/,
  );
  expect(await page.getByRole('radio').first().isVisible()).toBe(false);
  expect(faults).toEqual([]);

  // Runs that fail say so.
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => {
    Worker.prototype.postMessage = () => {
      throw new Error('there is no memory left');
    };
  });
  await press(button(page, 'Show the course of both'), 'Enter');
  await until(course(page), 'failed');
  expect(await course(page).locator('[data-trials]').textContent()).toBe(
    'The runs failed: there is no memory left',
  );
  await close();
});
