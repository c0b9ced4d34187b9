/** The report of an analysis in a real Chromium: axe finds nothing, nothing overflows, and it asks for nothing. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, violations } from '../support/browser.ts';
import { collegium, useBuiltCommand, useFolder } from '../support/cli.ts';
import { visit } from './visit.ts';

useBuiltCommand();
const folder = useFolder();
folder.write('tiny.yaml', 'title: Tiny\nyears: 1\ndistrict: { schools: 3 }\n');
folder.write('other.yaml', 'title: Other\nyears: 1\ndistrict: { schools: 4 }\n');
const FACTORS = `factors:
  - { path: market.choice, from: 0, to: 1 }
  - { path: learning.rate, from: 0.01, to: 0.1, scale: log }
  - name: a regime with a name that is long and longer still
    levels: { as it is: {}, no inspections at all: { accountability.pressure: 0 }, "<b>bold</b>": { accountability.pressure: 1 } }
`;
const DESIGNS = {
  hypercube:
    'design: { kind: latin-hypercube, points: 24 }\nreplicates: 3\nscenarios: [tiny.yaml, other.yaml]',
  saltelli: 'design: { kind: saltelli, rows: 4 }\nreplicates: 2\nscenarios: [tiny.yaml]',
  morris: 'design: { kind: morris, trajectories: 3 }\nreplicates: 2\nscenarios: [tiny.yaml]',
  'one at a time':
    'design: { kind: one-at-a-time, levels: 3 }\nreplicates: { until: { outcome: attainment, width: 0.5, min: 3, max: 6, block: 3 } }\nscenarios: [tiny.yaml, other.yaml]',
};

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test.each(Object.entries(DESIGNS))(
  '%s',
  async (name, design) => {
    const file = folder.write(
      `${name}.yaml`,
      `title: Report of a ${name}\nabout: What it says.\nseed: report\noutcomes: [attainment, overload]\n${design}\n${FACTORS}`,
    );
    const out = join(folder.path, name);
    expect(await collegium('sweep', file, '--out', out, '--yes')).toMatchObject({ code: 0 });
    const report = join(folder.path, `${name}.html`);
    const where = ['--where', 'attainment above 100', '--difference', '0.5'];
    expect(await collegium('analyse', out, '--html', report, ...where)).toMatchObject({ code: 0 });
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [360, 'dark'],
    ] as const) {
      const asked: string[] = [];
      const { page, faults, close } = await visit(
        browser,
        pathToFileURL(report).href,
        { viewport: { width, height: 900 }, colorScheme },
        async (page) => {
          page.on('request', (request) => asked.push(request.url()));
        },
      );
      expect(await page.title()).toContain(`Report of a ${name}`);
      expect(await violations(page), `${width} pixels`).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, 'pixels by which the page is wider than the window').toBeLessThanOrEqual(0);
      expect(asked).toEqual([pathToFileURL(report).href]);
      expect(await page.locator('b, img, script, iframe, object, [style], [onerror]').count()).toBe(0);
      expect(await page.locator('svg').count()).toBeGreaterThan(3);
      expect(await page.locator('body').innerText()).not.toMatch(/NaN|undefined|Infinity|\[object/);
      expect(
        await page.locator('svg [x="NaN"], svg [cx="NaN"], svg [d*="NaN"], svg [width="NaN"]').count(),
      ).toBe(0);
      const levels = await page
        .locator('h1, h2, h3, h4')
        .evaluateAll((all) => all.map((one) => Number(one.tagName[1])));
      expect(levels.filter((level) => level === 1).length).toBe(1);
      levels.forEach((level, i) => {
        if (i > 0) expect(level - levels[i - 1]).toBeLessThanOrEqual(1);
      });
      expect(faults).toEqual([]);
      await close();
    }
  },
  120_000,
);

test('the policy of a report lets no script and no foreign style in', async () => {
  const report = join(folder.path, 'morris.html');
  const { page, faults, close } = await visit(browser, pathToFileURL(report).href);
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "taken"';
    document.body.append(script);
    document.body.setAttribute('style', 'display: none');
    const image = document.createElement('img');
    image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';
    document.body.append(image);
  });
  await page.waitForTimeout(200);
  expect(await page.title()).not.toBe('taken');
  expect(await page.locator('h1').isVisible()).toBe(true);
  expect(faults.filter((fault) => fault.includes('policy:')).length).toBeGreaterThanOrEqual(3);
  await close();
});
