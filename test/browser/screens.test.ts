/**
 * The main screens at three widths, on fixed data, beside the pictures stored of them. Those of the widest are the
 * pictures of the guides for analysts and trainers, which therefore show the page as it is. `npm run pictures` takes all anew.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fingerprint } from '../../scenarios/fingerprint.ts';
import { root } from '../../scripts/support.mjs';
import { plainScenario } from '../../sim/index.ts';
import { launchBrowser, servePage } from '../support/browser.ts';
import { differing, differingRoughly, fontsOf, objectionTo, updating } from './pictures.ts';
import { libraryScenario, runSmall, smallLink, visit } from './visit.ts';

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

const FOLDER = 'test/browser/screens';
/** Half the size will do where nobody reads the picture. */
const SIZES = [
  { width: 1280, height: 800, by: 1 },
  { width: 768, height: 900, by: 2 },
  { width: 360, height: 740, by: 2 },
];

/** Sixty schools under a grant that ends, and under time instead of money: three pairs of runs over eight years. */
function districtLink(): string {
  const sides = ['grant-that-ends', 'released-time'].map((name) => ({
    name,
    base: fingerprint(plainScenario(libraryScenario(name))),
    set: new Map(),
  }));
  return smallLink({ sides, seeds: 3, years: 8, week: 312, metric: 'trustBetweenSchools' });
}

interface Screen {
  name: string;
  hash: string;
  /** Brings about what the picture shows. */
  ready: (page: Page) => Promise<void>;
}

const atTop = async (page: Page, selector: string) => {
  await page.locator(selector).first().waitFor();
  await page
    .locator(selector)
    .first()
    .evaluate((one) => one.scrollIntoView({ behavior: 'instant' }));
};

/** The window that the presenter's follows. */
let room: Page | undefined;

const SCREENS: readonly Screen[] = [
  { name: 'compare', hash: 'compare', ready: (page) => page.evaluate(() => scrollTo(0, 0)) },
  { name: 'answer', hash: 'compare', ready: (page) => atTop(page, '#results') },
  { name: 'outcomes', hash: 'compare', ready: (page) => atTop(page, '#outcomes-title') },
  {
    name: 'library',
    hash: 'library/grant-that-ends',
    ready: (page) => atTop(page, '#scenario-card-grant-that-ends'),
  },
  { name: 'build', hash: 'build', ready: (page) => atTop(page, 'main h2:visible') },
  {
    name: 'watch',
    hash: 'watch',
    ready: async (page) => {
      await page.locator('[data-watch=done]').waitFor();
      await atTop(page, 'main h2:visible');
    },
  },
  { name: 'evidence', hash: 'evidence', ready: (page) => atTop(page, '#evidence-title') },
  { name: 'keep', hash: 'keep', ready: (page) => atTop(page, 'main h2:visible') },
  {
    name: 'story',
    hash: 'stories/money-stops/2',
    ready: async (page) => {
      await page.locator('[data-runs=done]').waitFor();
      if ((await page.getByTestId('answer').count()) === 0) {
        const votes = page.getByTestId('vote').getByRole('spinbutton');
        for (const [i, count] of ['7', '2', '5'].entries()) {
          await votes.nth(i).fill(count);
          await votes.nth(i).press('Tab');
        }
        await page.getByRole('button', { name: 'Show what the model says' }).click();
      }
      await page.getByTestId('figure').locator('canvas').waitFor();
      await atTop(page, '#story-title');
    },
  },
  {
    name: 'presenter',
    hash: 'presenter/money-stops/2',
    ready: async (page) => {
      if (room === undefined) {
        room = await page.context().newPage();
        await room.goto(`${site.url}#stories/money-stops/2`);
        await room.locator('[data-runs=done]').waitFor();
        await room.keyboard.press('r');
      }
      await page.getByText('The room sees what the model says.').waitFor();
    },
  },
  { name: 'script', hash: 'print/script/money-stops', ready: (page) => atTop(page, 'article:visible h1') },
  {
    name: 'projector',
    hash: 'stories/money-stops/4',
    ready: async (page) => {
      await page.getByRole('button', { name: 'Present', exact: true }).click();
      await page.getByTestId('vote').waitFor();
      await page.evaluate(() => scrollTo(0, 0));
    },
  },
];

/** Moves on once two pictures in a row are the same: fonts, charts and what is fetched have then settled. */
async function settled(page: Page): Promise<Buffer> {
  let last = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  for (let tries = 0; tries < 20; tries++) {
    await page.waitForTimeout(120);
    const next = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    if (next.equals(last)) return next;
    last = next;
  }
  return last;
}

test('every main screen is as its picture shows it', async () => {
  const options = {
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
  } as const;
  const { page, faults, close } = await visit(browser, `${site.url}#${districtLink()}`, options, (page) =>
    page.clock.setFixedTime(new Date('2026-01-05T09:00:00Z')),
  );
  await runSmall(page);
  const record = join(root, FOLDER, 'fonts.json');
  const fonts = await fontsOf(page);
  mkdirSync(join(root, FOLDER), { recursive: true });
  if (updating()) writeFileSync(record, `{ "fonts": ${JSON.stringify(fonts)} }\n`);
  const same = JSON.parse(readFileSync(record, 'utf8')).fonts === fonts;
  if (!same)
    console.warn('The fonts differ from those of the stored pictures: these are compared as coarse mosaics.');
  const objections: string[] = [];
  for (const { width, height, by } of SIZES) {
    // On a phone other fonts move everything.
    if (!same && width < 768) continue;
    await page.setViewportSize({ width, height });
    for (const { name, hash, ready } of SCREENS) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, hash);
      await ready(page);
      // No outline of a focus that came with the address.
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      const path = by === 1 ? `docs/images/${name}.png` : `${FOLDER}/${name}-${width}.png`;
      objections.push(...objectionTo(await settled(page), path, by, same));
    }
  }
  expect(objections).toEqual([]);
  expect(faults).toEqual([]);
  await close();
}, 180_000);

test('a screen that is another one is told from its picture, as pixels and as a mosaic', () => {
  const of = (name: string) => PNG.sync.read(readFileSync(join(root, 'docs', 'images', `${name}.png`)));
  const [answer, evidence] = [of('answer'), of('evidence')];
  expect(differing(answer, answer)).toBe(0);
  expect(differing(answer, evidence)).toBeGreaterThan(0.02);
  expect(differingRoughly(answer, evidence)).toBeGreaterThan(0.24);
});
