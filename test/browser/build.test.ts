/** A scenario built in the page: form and text, a register of real schools, what is kept, and the way to the comparison. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/support.mjs';
import { launchBrowser, servePage, violations } from '../support/browser.ts';
import { visit, whenStatus } from './visit.ts';

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

/** The first schools of the register of Hampshire, in the encoding in which it is published. */
function register(rows: number, spoil: (line: string) => string = (line) => line): Buffer {
  const lines = readFileSync(join(root, 'scenarios/data/gias-hampshire-2022-04.csv'), 'utf8').split('\n');
  lines[3] = spoil(lines[3]);
  return Buffer.from(lines.slice(0, rows + 1).join('\n'), 'latin1');
}

const text = (page: Page) =>
  page
    .locator('.cm-content')
    .evaluate((content) =>
      [...content.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'),
    );

async function openRegister(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.getByLabel('Register of schools, CSV').setInputFiles([{ name, mimeType: 'text/csv', buffer }]);
}

async function whenText(page: Page, wanted: RegExp): Promise<void> {
  await expect.poll(() => text(page), { timeout: 10_000 }).toMatch(wanted);
}

test('form and text are two views of one scenario, with one history, and a wrong text is named by line and column', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#build/crisis-fire`);
  await page.getByText('Nothing differs from “').waitFor();
  await whenText(page, /^title: /);
  await page.getByLabel('Find a setting').fill('league tables');
  const field = page.locator('[data-path="competition.leagueTables"] input[type=number]');
  await field.fill('0.85');
  await page.getByText(/^1 difference from/).waitFor();
  expect(await page.locator('[data-path="competition.leagueTables"]').getAttribute('class')).toMatch(
    /changed/,
  );
  await whenText(page, /competition:\n {2}leagueTables: 0\.85/);

  await page.keyboard.press('ControlOrMeta+Z');
  await page.getByText(/^Nothing differs/).waitFor();
  expect(await text(page)).not.toMatch('0.85');
  await page.keyboard.press('ControlOrMeta+Shift+Z');
  await whenText(page, /leagueTables: 0\.85/);
  await page.locator('[data-difference="competition.leagueTables"]').getByRole('button').click();
  await page.getByText(/^Nothing differs/).waitFor();

  await page.locator('.cm-content').focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText('competition: # as the paper says\n  leagueTabels: 0.4\n');
  const problems = page.getByRole('group', { name: 'Problems of the text' });
  await problems.getByText(/did you mean 'leagueTables'/).waitFor();
  const place = problems.getByRole('button', { name: /scenario\.yaml:\d+:3 competition\.leagueTabels/ });
  expect(await page.getByLabel('Title', { exact: true }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).not.toBe('yaml');
  await place.click();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('yaml');
  await page.keyboard.press('ControlOrMeta+Shift+ArrowRight');
  await page.keyboard.insertText('leagueTables');
  await page.getByText(/^1 difference from/).waitFor();
  expect(await page.getByLabel('Title', { exact: true }).isDisabled()).toBe(false);
  await page.getByLabel('Title', { exact: true }).fill('A league of our own');
  await page.getByLabel('Title', { exact: true }).blur();
  await whenText(page, /^title: A league of our own\n[\s\S]*competition: # as the paper says/);

  await page.getByRole('heading', { name: 'Dated changes of policy' }).click();
  await page.getByLabel('Setting that changes on the way').selectOption('competition.leagueTables');
  await page.getByRole('button', { name: 'Add a dated change' }).click();
  await page.getByLabel('becomes').fill('0');
  await page.getByLabel('becomes').blur();
  await whenText(page, /timeline:\n {2}- week: 39\n {4}set:\n {6}competition:\n {8}leagueTables: 0/);

  await page.getByRole('heading', { name: 'Decisions', exact: true }).click();
  await page.getByRole('button', { name: 'Add a decision' }).click();
  await page
    .getByText('year 2, week 1: the head of school 1 shares with other schools', { exact: true })
    .click();
  await page.locator('#decisions-0-kind').selectOption('spend time');
  await page.locator('#decisions-0-hours').fill('3');
  await page.locator('#decisions-0-hours').blur();
  await whenText(page, /decisions:\n {2}- week: 39\n {4}school: 1\n {4}kind: spend time\n {4}hours: 3/);
  // A head who joins somebody gives no hours, and somebody there must be.
  await page.locator('#decisions-0-kind').selectOption('join');
  await page
    .getByText('year 2, week 1: the head of school 1 wants to join school 2', { exact: true })
    .waitFor();
  expect(await page.locator('#decisions-0-hours, #decisions-0-post').count()).toBe(0);
  await whenText(page, /decisions:\n {2}- week: 39\n {4}school: 1\n {4}kind: join\n {4}with: 2\n/);
  expect(await violations(page)).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});

test('a register of real schools is read, told of, used, kept over a reload, compared and watched', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#build/hampshire-partnership`);
  await page.getByText('Nothing differs from “').waitFor();
  await page.getByRole('heading', { name: 'Schools', exact: true }).click();
  await openRegister(
    page,
    'Our schools.csv',
    register(40, (line) => line.replace(/^(\d+),/, '$1x,')),
  );
  await page.getByText(/Our schools\.csv, line 4, cell 1 \(URN\)/).waitFor();
  await openRegister(page, 'Our schools.csv', register(40));
  await page.getByText('40 schools', { exact: true }).waitFor();
  await page.getByRole('img', { name: /^Map of 40 schools: 40 primary/ }).waitFor();
  await page.getByRole('button', { name: 'Use these schools' }).click();
  await whenText(page, /register: Our-schools-[0-9a-f]{8}\.csv/);
  await page.locator('#draft-years').fill('1');
  await page.getByLabel('Title', { exact: true }).fill('Our forty schools');
  await page.getByLabel('Title', { exact: true }).blur();
  await whenText(page, /^title: Our forty schools\n/);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved “Our forty schools” in this browser.').waitFor();

  await page.locator('.cm-content').focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText('# left unfinished: [');
  await page.keyboard.insertText('\nmarket: [');
  await page.getByText(/^\d problems?$/).waitFor();
  await page.waitForTimeout(400);
  await page.reload();
  await page.getByText(/^\d problems?$/).waitFor();
  await page.locator('.cm-content').press('ControlOrMeta+End');
  await whenText(page, /# left unfinished: \[\nmarket: \[$/);
  await page.getByRole('button', { name: 'Go back to the text of the form' }).click();
  await page.locator('.cm-content').press('ControlOrMeta+Home');
  await whenText(page, /^title: Our forty schools\n/);
  const own = page.getByRole('list', { name: 'Your scenarios' });
  await own.getByText('Our forty schools').first().waitFor();
  await own.getByRole('button', { name: 'Delete Our forty schools' }).click();
  await page.getByRole('button', { name: 'Bring it back' }).click();
  await own.getByRole('button', { name: 'Duplicate Our forty schools' }).click();
  await own.getByText('Our forty schools (copy)').first().waitFor();

  await page.getByRole('button', { name: 'Use as B and compare' }).click();
  expect(await page.locator('#scenario-b option:checked').textContent()).toBe('Our forty schools');
  await page
    .getByLabel(/^Pairs of runs|^Replicates/)
    .first()
    .fill('1');
  await page.getByRole('button', { name: /^Run/ }).click();
  await whenStatus(page, 'done');
  await page.getByText('Our forty schools').filter({ visible: true }).first().waitFor();

  await page.getByRole('link', { name: 'Watch', exact: true }).click();
  await page
    .getByRole('combobox', { name: 'Scenario', exact: true })
    .selectOption({ label: 'B: Our forty schools' });
  await page.getByRole('button', { name: /^Watch/ }).click();
  await page.locator('[data-watch=done]').waitFor();
  await page
    .getByText(/^40 schools; relations/)
    .filter({ visible: true })
    .waitFor();
  expect(faults).toEqual([]);
  await close();
});

test('a browser that keeps nothing says so, and nothing is lost while the page is open', async () => {
  const { page, faults, close } = await visit(
    browser,
    `${site.url}#build/ladder`,
    { viewport: { width: 360, height: 800 } },
    async (page) => {
      await page.addInitScript(() => {
        IDBFactory.prototype.open = () => {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        };
      });
    },
  );
  await page.getByText(/This browser keeps nothing for this page/).waitFor();
  await page.getByLabel('Title', { exact: true }).fill('Mine');
  await page.getByLabel('Title', { exact: true }).blur();
  await page.getByText(/^1 difference from/).waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('list', { name: 'Your scenarios' }).getByText('Mine').first().waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  expect(await violations(page)).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});
