/** A real Chromium and the served page, for tests in test/browser/. A missing browser fails them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type LaunchOptions, type Page } from 'playwright-core';
import { buildIfStale } from '../../scripts/build.mjs';
import { createPageServer } from '../../scripts/serve.mjs';
import { listen } from '../../scripts/serving.mjs';
import { readJson, root, toolsFile } from '../../scripts/support.mjs';

/** Quiet and offline: a test's browser asks nobody for updates or field trials. */
const ARGS = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const found = readJson(toolsFile)?.chromium;
  if (!found || !existsSync(found.path)) {
    throw new Error(
      'No Chromium for the browser tests. Run `npm run setup`, or set CHROMIUM_PATH and run it.',
    );
  }
  return chromium.launch({
    executablePath: found.path,
    args: ARGS,
    env: { ...process.env, ...found.env },
    ...options,
  });
}

export interface Site {
  url: string;
  /** Paths of the files asked for so far, by the page and its workers. */
  asked: string[];
  close(): Promise<void>;
}

/** Serves the page, built from the sources as they are, on a free port and with the headers it has in use. */
export async function servePage(folder?: string): Promise<Site> {
  if (folder === undefined) await buildIfStale('page');
  const server = createPageServer(folder ?? join(root, 'dist', 'page'));
  const asked: string[] = [];
  server.on('request', ({ url = '/' }) => asked.push(url));
  const port = await listen(server, { port: 0, host: '127.0.0.1', orNext: false });
  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What axe finds on the page, however small: WCAG 2.2 AA, targets of 24 px, and best practice. */
export async function violations(page: Page): Promise<string[]> {
  // What is still fading in has less contrast than what is read.
  await page.evaluate('Promise.all(document.getAnimations().map((one) => one.finished)).then(() => true)');
  const { violations } = await new AxeBuilder({ page })
    .options({ rules: { 'target-size': { enabled: true } } })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
