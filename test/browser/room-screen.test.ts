/** A room on one screen, without server or phones: hands are counted, become decisions of the run, and replay from the log. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readHead } from '../../analysis/room/log.ts';
import { readScenario } from '../../scenarios/yaml.ts';
import { advance, digest, start } from '../../sim/index.ts';
import { launchBrowser, type Site, servePage, violations } from '../support/browser.ts';
import { visit } from './visit.ts';

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

const whenWeek = (page: Page, week: number) =>
  page.locator(`[data-testid=room][data-phase=open][data-week="${week}"]`).waitFor();
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** The log as it is downloaded. */
async function logOf(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download the log' }).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

test('a show of hands decides, the log replays here and in Node, and Compare takes it', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#room`, {
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  await page.getByText('npx collegium host --lan').waitFor();
  expect(await violations(page), 'no room').toEqual([]);
  await page.getByRole('button', { name: 'Open a room on this screen' }).click();
  await page.getByRole('button', { name: 'Open the run' }).click();
  await page.getByTestId('picture').waitFor();
  await page.getByTestId('hands-school').selectOption({ label: 'Primary school 3' });
  await page.getByTestId('hands-view').waitFor();

  // A tie decides nothing; one hand more does.
  const could = page.getByRole('combobox', { name: 'Could' });
  await page.getByRole('button', { name: 'Add to what is voted on' }).click();
  await could.selectOption('guard');
  await page.getByRole('button', { name: 'Add to what is voted on' }).click();
  await page.getByRole('spinbutton', { name: /^Offer a partnership/ }).fill('12');
  await page.getByRole('spinbutton', { name: 'Guard' }).fill('12');
  await page.getByText('2 have 12 hands each: no decision yet.').waitFor();
  const decide = page.getByRole('button', { name: 'Decide it' });
  expect(await decide.isDisabled()).toBe(true);
  expect(await violations(page), 'hands, narrow and dark').toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: 'One hand more for: Guard' }).click();
  expect(await page.getByTestId('majority').textContent()).toContain('Most hands, 13 of 25: Guard');
  await decide.click();
  await could.selectOption('spend time');
  await page.getByRole('spinbutton', { name: 'Hours a week' }).fill('3.5');
  await page.getByRole('button', { name: 'Add to what is voted on' }).click();
  await page.getByRole('spinbutton', { name: '3.5 hours a week for other schools' }).fill('9');
  await decide.click();
  await page.locator('[data-testid=decided] [data-state=counts]').nth(1).waitFor();

  await page.getByRole('button', { name: 'A week', exact: true }).click();
  await whenWeek(page, 1);
  await page.getByRole('button', { name: 'To the end of the term' }).click();
  await whenWeek(page, 13);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByTestId('room-stages').getByText('Show as a table').click();
  await page.getByTestId('room-stages').locator('tbody tr').nth(1).waitFor();
  expect(await page.getByTestId('room-outcomes').locator('tbody tr').count()).toBe(7);

  await page.getByRole('button', { name: 'Check that it replays' }).click();
  await page.getByText('Replayed here from the log alone: after week 13').waitFor();
  expect(await violations(page), 'a run under way, wide').toEqual([]);
  const text = await logOf(page);
  const { scenario, problems } = readScenario(text, 'room.yaml');
  expect(problems).toEqual([]);
  if (scenario === null) return;
  expect(scenario.decisions.map(({ week, kind, hours }) => [week, kind, hours])).toEqual([
    [0, 'guard', -1],
    [0, 'spend time', 3.5],
  ]);
  const run = start(scenario, { seed: scenario.seed });
  advance(run, 13);
  expect(digest(run)).toBe(readHead(text)?.reached);

  await page
    .getByRole('button', { name: 'Compare: the room against the schools left to themselves' })
    .click();
  await page.getByRole('combobox', { name: 'Scenario B' }).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  const sides = await page
    .locator('select[id^=scenario-]')
    .evaluateAll((all) =>
      all.map((one) => (one as HTMLSelectElement).selectedOptions[0].textContent?.trim()),
    );
  expect(sides[1]).toBe('A small city that knows itself: the room');

  await page.getByRole('link', { name: 'Room' }).click();
  await page.getByRole('button', { name: 'Close the room' }).click();
  await page.getByRole('button', { name: 'Yes, close it and delete everything' }).click();
  await page.getByText('What was decided in it has been deleted from this page.').waitFor();
  expect(await violations(page), 'closed').toEqual([]);
  await page.getByRole('button', { name: 'Another room' }).click();
  await page.getByText('npx collegium host --lan').waitFor();
  expect(faults).toEqual([]);
  await close();
});
