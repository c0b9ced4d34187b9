/** One visit to the built page: it remembers every error and every report of the policy, and links to set-ups. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { fingerprint } from '../../scenarios/fingerprint.ts';
import { encodeLink, type Link } from '../../scenarios/link.ts';
import { readScenario } from '../../scenarios/yaml.ts';
import { root } from '../../scripts/support.mjs';
import { plainScenario, type Scenario } from '../../sim/index.ts';

export interface Visit {
  page: Page;
  /** What went wrong since the page was opened: console errors, uncaught errors, refusals of the policy. */
  faults: string[];
  close(): Promise<void>;
}

export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  prepare: (page: Page) => Promise<void> = async () => {},
  { firstVisit = false, kept = false } = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  // The offer of the tour stands beside what is tested, except where it is tested itself.
  if (!firstVisit)
    await page.addInitScript(`try { localStorage.setItem('collegium.tour', 'seen') } catch {}`);
  // Without service workers, as in private windows: nothing is asked of the server but what the page needs.
  if (!kept)
    await context.addInitScript(() => {
      delete (Navigator.prototype as { serviceWorker?: unknown }).serviceWorker;
    });
  await prepare(page);
  await page.goto(url);
  return { page, faults, close: () => context.close() };
}

export function libraryScenario(name: string): Scenario {
  const { scenario, problems } = readScenario(
    readFileSync(join(root, 'scenarios', `${name}.yaml`), 'utf8'),
    name,
  );
  if (scenario === null) throw new Error(`${name}: ${JSON.stringify(problems)}`);
  return scenario;
}

/** A small comparison over in moments: two schools, with the last year's programme at full strength or not. */
export function smallLink(changes: Partial<Link> = {}): string {
  const name = 'ladder';
  const scenario = libraryScenario(name);
  const base = fingerprint(plainScenario(scenario));
  const fragment = encodeLink({
    sides: [
      { name, base, set: new Map([['collaborativeLife.facilitation', 0.1]]) },
      { name, base, set: new Map() },
    ],
    seed: 'test',
    seeds: 3,
    years: scenario.years,
    view: 'compare',
    metric: 'trustBetweenSchools',
    week: 52,
    watch: { side: 0, replicate: 0 },
    files: [],
    ...changes,
  });
  if (fragment === null) throw new Error('too much for a link');
  return fragment;
}

export async function whenStatus(page: Page, status: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelector<HTMLElement>('[data-status]')?.dataset.status === wanted,
    status,
  );
}

/** Opens a small comparison by its link, runs it, and waits until every section has taken the results over. */
export async function runSmall(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await whenStatus(page, 'done');
  await page.getByRole('heading', { name: 'Keep it' }).first().waitFor();
  await page.locator('[data-testid=map-b]').waitFor();
}
