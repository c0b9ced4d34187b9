/** Guided stories in the page: told from end to end by keyboard, predicted and revealed, with nothing to peek at before. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/support.mjs';
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

const STEP_MS = 200;
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const story = (page: Page) => page.getByTestId('story');

/** The step goes on by one key; resolves with the time that the page needs until the next one is painted. */
function turn(page: Page, key: string): Promise<number> {
  return page.evaluate(
    (pressed) =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        window.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, bubbles: true, cancelable: true }));
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began)));
      }),
    key,
  );
}

async function open(page: Page, id: string): Promise<number> {
  await page.evaluate((to) => {
    location.hash = `#stories/${to}/1`;
  }, id);
  await page.locator('[data-testid=story][data-step="1"][data-runs=done]').waitFor({ timeout: 180_000 });
  return Number(/of (\d+)/.exec((await page.locator('#story-place').textContent()) ?? '')?.[1]);
}

/** Predicts by keyboard and reveals; what the model says is nowhere on the page before, and all there afterwards. */
async function predict(page: Page): Promise<void> {
  const panel = page.getByTestId('predict');
  expect(await page.getByTestId('figure').count()).toBe(0);
  expect(await page.getByTestId('answer').count()).toBe(0);
  const board = page.getByTestId('board');
  if ((await board.count()) > 0) {
    expect(await board.locator('.model, .band').count()).toBe(0);
    await board.focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'Shift+ArrowDown', 'ArrowRight', 'ArrowUp', 'Delete'])
      await page.keyboard.press(key);
    expect(await board.locator('.point').count()).toBe(3);
  } else {
    const more = page.getByRole('button', { name: /^One vote more/ });
    await more.first().focus();
    await page.keyboard.press('Enter');
    await more.last().focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    expect(await panel.getByRole('status').textContent()).toBe('3 votes in all.');
  }
  const hidden = await page.locator('main').innerHTML();
  await panel.getByRole('button', { name: 'Show what the model says' }).focus();
  await page.keyboard.press('Enter');
  const answer = page.getByTestId('answer');
  await answer.waitFor();
  for (const said of await answer.locator('p:not(.screen)').allTextContents())
    expect(hidden).not.toContain(said);
  if ((await board.count()) > 0) {
    expect(await board.locator('.model').count()).toBe(1);
    expect(await answer.textContent()).toMatch(/On average your curve lay .+ at the end of year \d+ it lay/);
  } else {
    expect(await answer.textContent()).toMatch(/The model says: .+\. (\d of 3|Nobody|All 3)/);
    expect(await panel.locator('.right').count()).toBe(1);
  }
}

test('every story is told from end to end by keyboard, in under 200 ms a step', {
  timeout: 600_000,
}, async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#stories`);
  await page.getByTestId('stories').waitFor();
  expect(await violations(page)).toEqual([]);
  const ids = await page
    .locator('.cards a')
    .evaluateAll((all) => all.map((one) => one.getAttribute('href')?.split('/')[1] ?? ''));
  expect(ids).toHaveLength(7);
  const examined = new Set<string>();
  /** With axe, once a kind: what is asked, what is shown. */
  const examine = async (kind: string) => {
    if (examined.has(kind)) return;
    examined.add(kind);
    expect(await violations(page), kind).toEqual([]);
    expect(await overflow(page), kind).toBeLessThanOrEqual(0);
  };
  const slowest: Record<string, number> = {};
  for (const id of ids) {
    const steps = await open(page, id);
    expect(steps).toBeGreaterThanOrEqual(6);
    for (let step = 1; step <= steps; step++) {
      expect(await story(page).getAttribute('data-step')).toBe(String(step));
      expect(await page.evaluate(() => location.hash)).toBe(`#stories/${id}/${step}`);
      if ((await page.locator('[data-hidden=true]').count()) > 0) {
        const kind = (await page.getByTestId('board').count()) > 0 ? 'curve' : 'vote';
        await examine(`${kind}, hidden`);
        await predict(page);
        await examine(`${kind}, revealed`);
      }
      const figure = page.getByTestId('figure');
      await figure.waitFor();
      await figure.getByText('Looking it up').waitFor({ state: 'detached' });
      await examine(String(await figure.getAttribute('data-kind')));
      if (step < steps) await page.keyboard.press(step % 2 === 0 ? 'PageDown' : 'ArrowRight');
    }
    expect(await figureKind(page)).toBe('sandbox');
    // Now that all is revealed, each step once more: the best of three, for other work can only slow a page down.
    const best = new Array<number>(steps).fill(Number.POSITIVE_INFINITY);
    for (let round = 0; round < 3; round++) {
      best[0] = Math.min(best[0], await turn(page, 'Home'));
      for (let step = 1; step < steps; step++)
        best[step] = Math.min(best[step], await turn(page, 'PageDown'));
      if (best.every((time) => time < STEP_MS / 2)) break;
    }
    slowest[id] = Math.round(Math.max(...best));
    expect(await story(page).getAttribute('data-step')).toBe(String(steps));
  }
  console.log(`Slowest step of each story, ms: ${JSON.stringify(slowest)}`);
  expect(Math.max(...Object.values(slowest))).toBeLessThan(STEP_MS);
  for (const kind of [
    'difference',
    'runs',
    'stages',
    'map',
    'network',
    'school',
    'relation',
    'table',
    'sandbox',
  ])
    expect(examined, `a story with a step that shows ${kind}`).toContain(kind);
  expect(faults).toEqual([]);
  await close();
});

function figureKind(page: Page): Promise<string | null> {
  return page.getByTestId('figure').getAttribute('data-kind');
}

/** One pair of schools over few runs: told in moments. */
const OWN = readFileSync(join(root, 'scenarios', 'stories', 'ladder.yaml'), 'utf8')
  .replace('seeds: 12', 'seeds: 3')
  // What a spreadsheet would take for a formula.
  .replace(
    'ask: How would you call the relation to your closest partner school?',
    "ask: '=How would you call it?'",
  );

test('a story of one’s own is checked, stopped, predicted by finger, asked about and tried out', async () => {
  const options = {
    viewport: { width: 360, height: 780 },
    colorScheme: 'dark',
    hasTouch: true,
    acceptDownloads: true,
  } as const;
  const { page, faults, close } = await visit(browser, `${site.url}#stories/own/1`, options);
  await page.getByText('There is no story named “own” here').waitFor();
  const drop = (text: string) =>
    page.evaluate((content) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], 'mine.yaml'));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, text);
  await drop(OWN.replace('kind: stages', 'kind: stges'));
  const problem = page.getByRole('alert').getByRole('listitem').first();
  await problem.waitFor();
  expect(await problem.textContent()).toMatch(
    /^Line \d+, column \d+, steps\[0\]\.show\.kind: unknown kind; did you mean 'stages'\?/,
  );
  expect(await violations(page)).toEqual([]);

  await page
    .getByLabel('Story, YAML')
    .setInputFiles({ name: 'mine.yaml', mimeType: 'text/yaml', buffer: Buffer.from(OWN) });
  await story(page).waitFor();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.locator('[data-testid=story][data-runs=cancelled]').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await page.locator('[data-testid=story][data-runs=done]').waitFor({ timeout: 60_000 });

  // Questions before: by hand, then by somebody at this device; out comes a file that no spreadsheet runs.
  const questions = page.getByTestId('questions');
  await questions.locator('summary').click();
  await questions.getByRole('spinbutton').first().fill('4');
  await questions.getByLabel('Answer on this device').check();
  await questions.getByRole('radio', { name: 'we share now and then' }).check();
  await questions.getByRole('button', { name: 'Hand in' }).click();
  expect(await violations(page)).toEqual([]);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    questions.getByRole('button', { name: 'Download answers as CSV' }).click(),
  ]);
  const rows = readFileSync(await file.path(), 'utf8').split('\r\n');
  expect(rows.slice(0, 3)).toEqual([
    'story,when,question,answer,count',
    "From collaboration to collegiality,before,'=How would you call it?,we know one another,4",
    "From collaboration to collegiality,before,'=How would you call it?,we share now and then,1",
  ]);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => /answers/.test(key)))).toEqual(
    [],
  );

  // A curve drawn by pointer takes every year that it passes.
  await page.evaluate(() => {
    location.hash = '#stories/own/6';
  });
  const board = page.getByTestId('board');
  await board.scrollIntoViewIfNeeded();
  const box = await board.boundingBox();
  if (box === null) throw new Error('the board is not shown');
  await page.mouse.move(box.x + 60, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 16, box.y + 180, { steps: 3 });
  await page.mouse.up();
  expect(await board.locator('.point').count()).toBe(11);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: 'Show what the model says' }).click();
  const said = await page.getByTestId('answer').locator('p').first().textContent();
  await page.getByRole('button', { name: 'Predict once more' }).click();
  expect(await page.locator('main').textContent()).not.toContain(said);
  expect(await board.locator('.point').count()).toBe(1);

  // In a field the arrows stay with the field; elsewhere they turn the page.
  await page.getByText('Enter numbers instead').click();
  await page.getByLabel('Your value at the end of year 1', { exact: true }).fill('0.3');
  await page.keyboard.press('ArrowRight');
  expect(await story(page).getAttribute('data-step')).toBe('6');
  expect(await board.locator('.point').count()).toBe(1);
  await page.keyboard.press('Tab');
  expect(await board.locator('.point').count()).toBe(2);
  await turn(page, 'End');
  await page.getByRole('button', { name: 'Open in Compare and run' }).click();
  await page.locator('[data-status=done]').waitFor({ timeout: 60_000 });
  expect(await page.locator('#scenario-b').inputValue()).toBe('ladder');
  expect(await page.getByTestId('sentence').textContent()).toMatch(
    /^Same schools, same luck: after 10 years, .*3 pairs of runs/,
  );
  expect(faults).toEqual([]);
  await close();
});
