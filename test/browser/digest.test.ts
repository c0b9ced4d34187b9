/** The worker as built, in a real browser, comes to the same states as Node, to the last bit of every week. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRegister } from '../../scenarios/register.ts';
import { root } from '../../scripts/support.mjs';
import { advance, digest, type Scenario, start } from '../../sim/index.ts';
import { launchBrowser, servePage } from '../support/browser.ts';
import { libraryScenario } from './visit.ts';

let browser: Browser;
let page: Page;
let site: Awaited<ReturnType<typeof servePage>>;

beforeAll(async () => {
  site = await servePage();
  browser = await launchBrowser();
  // The page marks its worker's address for its own use alone; a test asks the same file past that.
  const context = await browser.newContext({ bypassCSP: true });
  page = await context.newPage();
  await page.goto(`${site.url}favicon.svg`).catch(() => {});
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const data = (name: string) => readFileSync(join(root, 'scenarios', 'data', name), 'utf8');

function inNode(scenario: Scenario, seed: string, weeks: number): string[] {
  const { files } = scenario;
  const results = files?.results ? { text: data(files.results), fileName: files.results } : undefined;
  const schools = files === null ? null : readRegister(data(files.register), files.register, results).schools;
  const run = start(scenario, schools === null ? { seed } : { seed, schools });
  const digests = [digest(run)];
  while (run.week < weeks) {
    advance(run, 1);
    digests.push(digest(run));
  }
  return digests;
}

/** Speaks to the worker as comlink does: a path of names, arguments, and an answer with the same id. */
async function inBrowser(scenario: Scenario, seed: string, weeks: number, given: boolean): Promise<string[]> {
  const file = readdirSync(join(root, 'dist', 'page', 'assets')).find((name) =>
    /^run\.worker-.*\.js$/.test(name),
  );
  const files =
    scenario.files === null || !given ? [] : [scenario.files.register, scenario.files.results ?? ''];
  const calls: [string, unknown[]][] = files.filter(Boolean).map((name) => ['provide', [name, data(name)]]);
  calls.push(['digests', [scenario, seed, weeks]]);
  return page.evaluate(
    async ({ address, calls }) => {
      const worker = new Worker(address, { type: 'module' });
      let answer: unknown;
      for (const [method, values] of calls as [string, unknown[]][]) {
        const id = `${method} ${Math.random()}`;
        const reply = new Promise<unknown>((resolve, reject) => {
          worker.onerror = (event) => reject(new Error(event.message));
          worker.onmessage = ({ data }) => {
            if (data.id !== id) return;
            if (data.type === 'HANDLER') reject(new Error(JSON.stringify(data.value)));
            else resolve(data.value);
          };
        });
        const argumentList = values.map((value) => ({ type: 'RAW', value }));
        worker.postMessage({ id, type: 'APPLY', path: [method], argumentList });
        answer = await reply;
      }
      worker.terminate();
      return answer as string[];
    },
    { address: `${site.url}assets/${file}`, calls },
  );
}

test.each([
  ['ladder', 78, 'generated'],
  ['urban-standards-agenda', 78, 'generated'],
  ['hampshire', 39, 'given as files'],
  ['hampshire', 20, 'read as the page was built'],
])('%s, %i weeks, schools %s', async (name, weeks, schools) => {
  const scenario = libraryScenario(name);
  const expected = inNode(scenario, 'browser and Node', weeks);
  expect(expected.length).toBe(weeks + 1);
  expect(new Set(expected).size).toBe(weeks + 1);
  expect(await inBrowser(scenario, 'browser and Node', weeks, schools === 'given as files')).toEqual(
    expected,
  );
});
