/** A story before a room: large type, keys, a second window that follows and is followed, clock, script and handout on paper. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, type Site, servePage, violations } from '../support/browser.ts';
import { type Visit, visit } from './visit.ts';

/** The room of forty: letters of 28 px on a screen 1920 wide. */
const LEAST_TEXT = 28;

let browser: Browser;
let site: Site;
let projector: Visit;
let page: Page;
let desk: Page;

beforeAll(async () => {
  site = await servePage();
  browser = await launchBrowser();
  const options = { viewport: { width: 1920, height: 1080 }, reducedMotion: 'reduce' } as const;
  projector = await visit(browser, `${site.url}#stories/money-stops/1`, options, (page) =>
    page.context().clock.install(),
  );
  page = projector.page;
  // All windows of a visit have one clock, which moves when it is told to.
  await page.locator('[data-runs=done]').waitFor();
  // Whoever presents hears keys once its buttons are there.
  await page.getByRole('button', { name: 'Keys', exact: true }).waitFor();
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const stepShown = (step: number) => page.locator(`[data-testid=story][data-step="${step}"]`).waitFor();
const deskAt = (title: string) => desk.getByRole('heading', { level: 2, name: title }).waitFor();
const opening = () => page.waitForEvent('popup');

test('large type on the full screen, by keyboard alone, with letters that forty can read', async () => {
  await page.keyboard.press('f');
  await page.waitForFunction(() => document.fullscreenElement !== null);
  expect(await page.getByRole('navigation', { name: 'Views' }).count()).toBe(0);
  await page.keyboard.press('PageDown');
  await stepShown(2);
  const least = () =>
    page.evaluate(() => {
      const sizes = [...document.querySelectorAll('main *')]
        .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim()))
        .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.closest('.hidden') === null)
        .map((one) => Number.parseFloat(getComputedStyle(one).fontSize));
      return Math.min(...sizes);
    });
  expect(await least()).toBeGreaterThanOrEqual(LEAST_TEXT);
  expect(await violations(page)).toEqual([]);
  expect(await page.getByTestId('answer').count()).toBe(0);
  await page.keyboard.press('r');
  await page.getByTestId('answer').waitFor();
  await page.getByTestId('figure').locator('canvas').waitFor();
  expect(await least()).toBeGreaterThanOrEqual(LEAST_TEXT);
  // The text of charts is drawn, so that only its setting can be read.
  const { text, root } = await page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    return { text: style.getPropertyValue('--chart-text').trim(), root: Number.parseFloat(style.fontSize) };
  });
  expect(text).toMatch(/rem$/);
  expect(Number.parseFloat(text) * root).toBeGreaterThanOrEqual(LEAST_TEXT);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('r');
  await page.getByTestId('answer').waitFor({ state: 'detached' });

  await page.keyboard.press('b');
  const cover = page.getByRole('button', { name: 'The screen is black' });
  await cover.waitFor();
  expect(await cover.evaluate((one) => one.getBoundingClientRect().width)).toBe(1920);
  await page.keyboard.press('b');
  await cover.waitFor({ state: 'detached' });

  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await keys.getByText('the next step').waitFor();
  expect(await violations(page)).toEqual([]);
  // Those whom keys of one character trouble switch them off, and have buttons.
  await keys.getByRole('checkbox').uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  expect(await page.getByRole('complementary', { name: 'Notes' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Keys', exact: true }).press('Enter');
  await keys.getByRole('checkbox').check();
  await page.keyboard.press('?');
  await keys.waitFor({ state: 'detached' });

  // Without a second window everything is in this one.
  await page.keyboard.press('n');
  const notes = page.getByRole('complementary', { name: 'Notes' });
  await notes.getByText('Higher means that more schools are left out.').waitFor();
  await notes.getByRole('button', { name: 'Start the clock' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('n');
  await page.evaluate(() => document.exitFullscreen());
  await page.keyboard.press('Escape');
  await page.getByRole('navigation', { name: 'Views' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('present');
});

test('the presenter’s window leads and is led, keeps time, and outlives a reload of either', async () => {
  await page.evaluate(() => {
    location.hash = 'stories/money-stops/2';
  });
  await stepShown(2);
  [desk] = await Promise.all([opening(), page.keyboard.press('p')]);
  const deskFaults: string[] = [];
  desk.on('pageerror', ({ message }) => deskFaults.push(message));
  await desk.getByText('The room’s window follows this one.').waitFor();
  await deskAt('While the money flows');
  await desk.getByText('The clock has not been started.').waitFor();
  expect(await violations(desk)).toEqual([]);

  await desk.keyboard.press('t');
  await desk.clock.fastForward('06:30');
  const stepClock = desk.locator('.clock').first();
  const session = desk.locator('.clock').last();
  await desk.getByText('The time of this step is up; the session is within its plan.').waitFor();
  expect(await stepClock.innerText()).toMatch(/6:3\d\s*of 6:00/);
  expect(await session.innerText()).toMatch(/6:3\d\s*of 45:00/);
  expect(await violations(desk)).toEqual([]);

  // From either window.
  await desk.keyboard.press('r');
  await page.getByTestId('answer').waitFor();
  await desk.getByText('The room sees what the model says.').waitFor();
  await desk.keyboard.press('w');
  await page.getByRole('button', { name: 'The screen is white' }).waitFor();
  await desk.keyboard.press('ArrowRight');
  await stepShown(3);
  await page.getByRole('button', { name: 'The screen is white' }).waitFor({ state: 'detached' });
  expect(await stepClock.innerText()).toMatch(/0:0\d\s*of 8:00/);
  await page.keyboard.press('ArrowLeft');
  await deskAt('While the money flows');
  expect(await stepClock.innerText()).toMatch(/6:3\d\s*of 6:00/);

  await desk.reload();
  await deskAt('While the money flows');
  await desk.getByText('The room’s window follows this one.').waitFor();
  expect(await session.innerText()).toMatch(/6:[34]\d\s*of 45:00/);
  await page.reload();
  await desk.getByText('The room’s window follows this one.').waitFor();
  await page.getByTestId('answer').waitFor();
  expect(await session.innerText()).toMatch(/6:[345]\d\s*of 45:00/);

  // The room's window is closed: notes and clock go on, and the room's comes back with a new one.
  await page.goto('about:blank');
  await desk.getByText('No window that tells this story has been heard of').waitFor();
  await desk.clock.fastForward('40:00');
  await desk.getByText(/^The session is over by 1 minute\.$/).waitFor();
  await desk.keyboard.press('Home');
  await deskAt('Sixty schools, three futures');
  await desk.setViewportSize({ width: 320, height: 640 });
  expect(await desk.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await page.goto(`${site.url}#stories/money-stops/1`);
  await desk.getByText('The room’s window follows this one.').waitFor();
  expect(await session.innerText()).toMatch(/4\d:\d\d\s*of 45:00/);
  expect(deskFaults).toEqual([]);
  await desk.close();
});

test('where the browser opens no window, the page says what to do', async () => {
  await page.evaluate(() => {
    window.open = () => null;
  });
  await page.keyboard.press('p');
  const said = page.getByRole('alert').filter({ hasText: 'has not opened the presenter’s window' });
  expect(await said.getByRole('link').getAttribute('href')).toBe('#presenter/money-stops/1');
  expect(await violations(page)).toEqual([]);
});

test('script and handout: all figures from the runs, none of them on the handout, and A4 on paper', async () => {
  await page.getByRole('link', { name: 'Print the script' }).click();
  const article = page.locator('article:visible');
  await article.getByRole('heading', { level: 1, name: 'facilitator’s script' }).waitFor();
  const script = await article.innerText();
  const { title, steps } = await page.evaluate(() => ({
    title: document.title,
    steps: document.querySelectorAll('article .step').length,
  }));
  expect({ title, steps }).toEqual({ title: 'Print - Collegium', steps: 7 });
  expect(script).toMatch(/95\s%\sinterval/);
  expect(script).toContain('Higher means that more schools are left out.');
  expect(await violations(page)).toEqual([]);
  const pages = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  const sizes = (pdf: Buffer) => new Set(pdf.toString('latin1').match(/\/MediaBox\s*\[[^\]]*\]/g));
  const onPaper = await page.pdf({ preferCSSPageSize: true });
  expect([...sizes(onPaper)].join()).toMatch(/594\.\d+ 841\.\d+/);
  expect(pages(onPaper)).toBeLessThanOrEqual(7);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
  expect(await page.getByText('Nothing is sent anywhere', { exact: false }).first().isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });

  await page.getByRole('link', { name: 'The handout' }).click();
  await page.locator('.box').first().waitFor();
  const handout = await page.locator('article:visible').innerText();
  expect(handout).toContain('Lower under released time');
  expect(handout).not.toMatch(/interval|%/);
  expect(await page.locator('article:visible svg[role=img]').getAttribute('aria-label')).toMatch(
    /^Empty axes/,
  );
  expect(await page.locator('article:visible svg path').count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  expect(projector.faults).toEqual([]);
});
