/** The page's main path in a real browser, over the built site with the headers it has in use. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replicateSeeds } from '../../analysis/seeds.ts';
import type { Link } from '../../scenarios/link.ts';
import { advance, digest, metrics, type Scenario, start } from '../../sim/index.ts';
import { keyOutcomes } from '../../ui/state/metrics.ts';
import { launchBrowser, servePage } from '../support/browser.ts';
import { libraryScenario, runSmall, smallLink, visit, whenStatus } from './visit.ts';

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

const sentence = (page: Page) => page.getByTestId('sentence').textContent();

/** Seed and digest of the final state, run by run. */
function inNode(scenario: Scenario, seeds: readonly string[]): string[][] {
  return seeds.map((seed) => {
    const run = start(scenario, { seed });
    advance(run, run.weeks);
    return [seed, digest(run)];
  });
}

async function openTable(page: Page, testId: string): Promise<string[][]> {
  await page.getByTestId(testId).getByText('Show as a table').click();
  const rows = page.getByTestId(testId).locator('tbody tr');
  await rows.first().waitFor();
  return rows.evaluateAll((all) =>
    all.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')),
  );
}

test('opens on a comparison of two regimes, is changed, run, cancelled and run again', async () => {
  const { page, faults, close } = await visit(browser, site.url);
  await page.getByTestId('sentence').waitFor({ timeout: 60_000 });
  expect(await sentence(page)).toMatch(
    /^Same schools, same luck: after \d years?, .*partnership.*competition/,
  );
  const growing = await openTable(page, 'difference');
  expect(growing.length).toBeGreaterThanOrEqual(4);
  expect(growing[3][0]).toBe('Year 1, term 3');
  expect(growing[3][1]).toMatch(/^-?\d+\.\d+$/);
  expect(Number(growing[3][1])).not.toBe(0);

  await page.getByRole('button', { name: 'Cancel' }).click();
  await whenStatus(page, 'cancelled');
  expect(await page.locator('[data-status]').textContent()).toMatch(/^Cancelled: \d+ of 10 pairs are kept/);

  await page.getByRole('button', { name: 'Change settings of A' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Find a setting').fill('league tables');
  const setting = dialog.locator('[data-path="competition.leagueTables"]');
  const field = setting.getByRole('spinbutton');
  await field.fill('7');
  expect(await setting.locator('.refused').textContent()).toContain(
    'Too large: expected a number from 0 to 1',
  );
  await field.fill('0.25');
  expect(await setting.locator('.refused').textContent()).toBe('');
  await dialog.getByLabel('Find a setting').fill('');
  await dialog.getByRole('heading', { name: 'Changed from the library' }).waitFor();
  expect(await dialog.locator('.changes li').textContent()).toMatch(/League tables: 0.9 → 0.25/);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByText('1 changed').waitFor();
  expect(await page.locator('[data-status]').textContent()).not.toBe('');

  await page.getByRole('spinbutton', { name: 'Pairs of runs' }).fill('2');
  await page.getByRole('spinbutton', { name: 'Years' }).fill('1');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await whenStatus(page, 'done');
  expect(await sentence(page)).toMatch(/after 1 year, .*2 pairs of runs/);
  expect(await page.locator('#command').inputValue()).toBe(
    'npx collegium compare hampshire-competition hampshire-partnership --replicates 2 --seed collegium' +
      ' --years 1 --set-a competition.leagueTables=0.25',
  );

  await page.getByRole('spinbutton', { name: 'Pairs of runs' }).fill('200');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await whenStatus(page, 'running');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await whenStatus(page, 'cancelled');
  await page.getByRole('spinbutton', { name: 'Pairs of runs' }).fill('2');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await whenStatus(page, 'done');
  expect(await page.locator('[data-status]').textContent()).toBe('Done: 4 runs.');

  const outcomes = page.getByRole('group', { name: 'Scorecard' });
  expect(await outcomes.locator('tr.outcome').count()).toBe(keyOutcomes.length);
  await page.getByRole('radio', { name: /^All \d+ outcomes$/ }).check();
  expect(await outcomes.locator('tr.outcome').count()).toBe(metrics.length);
  await outcomes.getByRole('button', { name: 'Attainment', exact: true }).click();
  expect(await outcomes.locator('tr.words p').first().textContent()).toMatch(
    /^Same schools, same luck: .*result of pupils/,
  );
  expect(faults).toEqual([]);
  await close();
});

describe('a link', () => {
  test('restores what is shown and waits for Run', async () => {
    const first = await visit(browser, `${site.url}#${smallLink()}`);
    expect(await first.page.getByRole('alert').first().textContent()).toMatch(
      /This link compares .* \(1 changed setting\), 3 pairs of runs of 10 years\. Press Run/,
    );
    expect(await first.page.locator('[data-status]').getAttribute('data-status')).toBe('idle');
    await runSmall(first.page);
    await first.page.getByLabel('Outcome', { exact: true }).selectOption('sharing');
    const said = await sentence(first.page);
    const link = await first.page.locator('#link').inputValue();
    const second = await visit(browser, link);
    await runSmall(second.page);
    expect(await sentence(second.page)).toBe(said);
    expect(await second.page.getByLabel('Outcome', { exact: true }).inputValue()).toBe('sharing');
    expect(await second.page.getByText('Year 2, term 1', { exact: true }).count()).toBe(1);
    expect(await second.page.locator('#link').inputValue()).toBe(link);
    // The command line, and any program in Node, comes to the same states with the same seeds.
    const b = inNode(libraryScenario('ladder'), replicateSeeds('test', 3));
    expect((await openTable(second.page, 'digests')).map(([seed, , digest]) => [seed, digest])).toEqual(b);
    expect([...first.faults, ...second.faults]).toEqual([]);
    await first.close();
    await second.close();
  });

  test('that is broken or hostile is refused in words, and the page goes on', async () => {
    const whole = smallLink();
    const links: [string, RegExp][] = [
      [`${whole.slice(0, 30)}${whole[30] === 'A' ? 'B' : 'A'}${whole.slice(31)}`, /damaged/],
      [whole.slice(0, -7), /damaged/],
      ['A'.repeat(20_000), /longer than any link/],
      ['<img src=x onerror=alert(1)>', /damaged or not from Collegium/],
      ['CQAAAAAAAAAA', /another version/],
    ];
    const { page, faults, close } = await visit(browser, `${site.url}#${smallLink()}`);
    page.on('dialog', (dialog) => faults.push(`dialog: ${dialog.message()}`));
    await page.getByRole('alert').first().waitFor();
    for (const [link, why] of links) {
      await page.evaluate((fragment) => {
        location.hash = fragment;
      }, link);
      await page.getByRole('alert').filter({ hasText: why }).waitFor();
    }
    expect(await page.locator('[data-status]').getAttribute('data-status')).toBe('idle');
    expect(faults).toEqual([]);
    await close();
  });

  test('that names what this version does not know says so', async () => {
    const side = (base: string, name = 'ladder') => ({ name, base, set: new Map() });
    const link = smallLink({ sides: [side('00000000'), side('00000000')] });
    const { page, close } = await visit(browser, `${site.url}#${link}`);
    const said = await page.getByRole('alert').first().textContent();
    expect(said).toContain('has changed since the link was made');
    const unknown: [Partial<Link>, RegExp][] = [
      [{ sides: [side('00000000', 'ladders'), side('00000000')] }, /no scenario named ladders/],
      [
        { sides: [{ ...side('00000000'), set: new Map([['market.choise', 1]]) }, side('00000000')] },
        /"market\.choise" of A, which is no setting of this version; did you mean 'market\.choice'/,
      ],
      [
        { sides: [{ ...side('00000000'), set: new Map([['market.choice', 5]]) }, side('00000000')] },
        /market\.choice of A to 5: too large/,
      ],
    ];
    for (const [given, why] of unknown) {
      await page.evaluate((fragment) => {
        location.hash = fragment;
      }, smallLink(given));
      await page.getByRole('alert').filter({ hasText: why }).waitFor();
    }
    await close();
  });
});

test('says why it cannot run when the schools cannot be loaded, and runs when they can', async () => {
  const { page, close } = await visit(browser, site.url, {}, async (page) => {
    await page.context().route('**/schools*.json', (route) => route.abort());
  });
  await whenStatus(page, 'failed');
  expect(await page.locator('#results .waiting').textContent()).toContain('the run failed');
  await page.context().unroute('**/schools*.json');
  await page.getByRole('spinbutton', { name: 'Pairs of runs' }).fill('1');
  await page.getByRole('spinbutton', { name: 'Years' }).fill('1');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await whenStatus(page, 'done');
  expect(await sentence(page)).toContain('one pair of runs');
  await close();
});
