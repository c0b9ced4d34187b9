/** Schools and relations as they are drawn: on the card as on the plain canvas, by keys as by pointer. */
import pixelmatch from 'pixelmatch';
import type { Browser, Locator, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fingerprint } from '../../scenarios/fingerprint.ts';
import { plainScenario } from '../../sim/index.ts';
import { launchBrowser, servePage, violations } from '../support/browser.ts';
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

/** A comparison of one pair of the same generated district with itself. */
function district(schools: number, years: number): string {
  const name = 'urban-networking';
  const scenario = libraryScenario(name);
  const side = {
    name,
    base: fingerprint(plainScenario(scenario)),
    set: new Map([['district.schools', schools]]),
  };
  return smallLink({ sides: [side, side], seeds: 1, years, week: 39 * years });
}

async function showNetwork(page: Page): Promise<Locator> {
  await runSmall(page);
  await page.getByLabel('A', { exact: true }).check();
  await page.getByLabel('Network', { exact: true }).check();
  const box = page.getByTestId('map-a').getByRole('application');
  await page.waitForFunction(() => document.querySelector('[role=application].waiting') === null);
  return box;
}

test('keys go through schools, relations and collaboratives, and say where they are', async () => {
  const { page, faults, close } = await visit(browser, `${site.url}#${district(58, 2)}`, {
    reducedMotion: 'reduce',
  });
  const box = await showNetwork(page);
  const said = page.getByTestId('map-a').getByTestId('spoken');
  await box.focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() =>
    /pupils/.test(document.querySelector('[data-testid=map-a] [data-testid=spoken]')?.textContent ?? ''),
  );
  const school = (await said.textContent()) as string;
  await page.keyboard.press('r');
  await page.getByRole('heading', { name: 'Relation', exact: true }).waitFor();
  const relation = (await said.textContent()) as string;
  expect(relation).toMatch(
    / and .*: (association|cooperation|collaboration|collegiality), trust 0\.\d\d; lacks/,
  );
  expect(relation).toContain(school.slice(0, school.indexOf(',')));
  await page.keyboard.press('o');
  await page.getByTestId('school').getByText('Inspection grade').first().waitFor();
  expect(await said.textContent()).not.toBe(school);
  await page.keyboard.press('c');
  await page.getByRole('heading', { name: 'Collaborative', exact: true }).waitFor();
  expect(await said.textContent()).toMatch(/^Collaborative, .* schools: /);
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('school-panel');
  await box.focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByText('No school is chosen.').waitFor();

  await page.getByTestId('map-a').getByText('Show relations as a table').click();
  await page.getByTestId('map-a').getByRole('row').nth(1).getByRole('button').click();
  await page.getByRole('heading', { name: 'Relation', exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await page.getByTestId('map-a').getByTestId('summary').textContent()).toMatch(
    /^58 schools; relations .*mean degree \d+\.\d\d, density 0\.\d{4}, \d+ isolates?, /,
  );
  expect(faults).toEqual([]);
  await close();
});

test('two fingers enlarge what lies between them, and a mouse points at relations', async () => {
  const { page, close } = await visit(browser, `${site.url}#${smallLink()}`);
  await runSmall(page);
  const box = page.getByTestId('map-a').getByRole('application');
  const size = (await box.boundingBox()) as { width: number; height: number };
  const touch = (type: string, pointerId: number, x: number, y: number) =>
    box.evaluate(
      (element, [type, pointerId, x, y]) => {
        const { left, top } = element.getBoundingClientRect();
        const at = {
          clientX: left + Number(x),
          clientY: top + Number(y),
          pointerType: 'touch',
          bubbles: true,
        };
        element.dispatchEvent(new PointerEvent(String(type), { ...at, pointerId: Number(pointerId) }));
      },
      [type, pointerId, x, y] as const,
    );
  await touch('pointerdown', 7, 100, 100);
  await touch('pointerdown', 8, 140, 100);
  await touch('pointermove', 8, 220, 100);
  await touch('pointerup', 7, 100, 100);
  await touch('pointerup', 8, 220, 100);
  const smaller = page.getByRole('button', { name: 'Make the maps smaller' });
  expect(await smaller.isEnabled()).toBe(true);
  await page.getByRole('button', { name: 'Whole area' }).click();
  expect(await smaller.isEnabled()).toBe(false);
  // Two schools lie at opposite ends of the map; the line between them passes through its middle.
  await box.click({ position: { x: size.width / 2, y: size.height / 2 } });
  await page.getByRole('heading', { name: 'Relation', exact: true }).waitFor();
  await close();
});

test('many schools look the same drawn on the card and on the plain canvas', async () => {
  const pictures: PNG[] = [];
  for (const card of [true, false]) {
    const { page, faults, close } = await visit(
      browser,
      `${site.url}#${district(620, 1)}`,
      {},
      async (page) => {
        if (!card) return;
        // The tests' machine has no card: a program plays one, which the page would otherwise do without.
        await page.addInitScript(() => {
          const own = WebGL2RenderingContext.prototype.getParameter;
          WebGL2RenderingContext.prototype.getParameter = function (name: number) {
            const value: unknown = own.call(this, name);
            return typeof value === 'string' ? value.replace(/SwiftShader/g, 'a card') : value;
          };
        });
      },
    );
    const box = await showNetwork(page);
    await box.focus();
    await page.keyboard.press('+');
    await page.keyboard.press('ArrowRight');
    // Sigma has seven canvases of its own.
    await page.waitForFunction(
      (count) => document.querySelectorAll('[data-testid=map-a] canvas').length === count,
      card ? 9 : 2,
    );
    await page.waitForTimeout(600);
    pictures.push(PNG.sync.read(await box.screenshot()));
    expect(faults.filter((fault) => !/GPU stall|GL Driver/.test(fault))).toEqual([]);
    await close();
  }
  const [p, q] = pictures;
  expect([p.width, p.height]).toEqual([q.width, q.height]);
  const ink = p.data.filter((value, i) => i % 4 === 0 && value < 200).length;
  const differing = pixelmatch(p.data, q.data, undefined, p.width, p.height, { threshold: 0.25 });
  console.log(`${ink} pixels inked, ${differing} differ between card and canvas`);
  expect(ink).toBeGreaterThan(3000);
  expect(differing).toBeLessThan(0.05 * ink);
});
