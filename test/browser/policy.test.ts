/**
 * In a real browser the page's policy refuses what an injected string would need, and lets a worker run: as headers say
 * it, and as the page says it itself where a server sends no headers.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { POLICY_IN_PAGE } from '../../scripts/serving.mjs';
import { root } from '../../scripts/support.mjs';
import { launchBrowser, servePage } from '../support/browser.ts';
import { smallLink, visit } from './visit.ts';

const folder = mkdtempSync(join(tmpdir(), 'collegium-policy-'));
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

let browser: Browser;

/** A server that sends types and no other header, as hosts of static pages do. */
async function plainServer(base: string): Promise<{ url: string; close(): void }> {
  const server = createServer(({ url = '/' }, response) => {
    const path = url === '/' ? '/index.html' : url;
    try {
      response.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream');
      response.end(readFileSync(join(base, path)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close };
}

const html = (head: string) =>
  `<!doctype html><head>${head}<title>Policy</title><link rel="icon" href="data:,"></head><body><p id="said"></p>` +
  '<script>document.title = "inline ran";</script><script type="module" src="./main.js"></script></body>';

beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), html(''));
  writeFileSync(
    join(folder, 'meta.html'),
    html(`<meta http-equiv="Content-Security-Policy" content="${POLICY_IN_PAGE}">`),
  );
  writeFileSync(join(folder, 'worker.js'), 'postMessage("worker ran");');
  writeFileSync(
    join(folder, 'main.js'),
    `window.reports = [];
    addEventListener('securitypolicyviolation', ({ effectiveDirective }) => reports.push(effectiveDirective));
    const policy = trustedTypes.createPolicy('collegium', { createScriptURL: (url) => url });
    const ran = (worker) => new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
    });
    const loaded = (tag, property, address) => new Promise((resolve, reject) => {
      const element = document.createElement(tag);
      element.onload = resolve;
      element.onerror = reject;
      element[property] = address;
      document.body.append(element);
    });
    const script = (address) => loaded('script', 'src', policy.createScriptURL(address));
    const blob = (code) => URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
    const refused = async (work) => { try { await work(); return false; } catch { return true; } };
    const attempts = {
      eval: () => (0, eval)('1'),
      'new Function': () => new Function('return 1')(),
      'markup from a string': () => { document.body.innerHTML = '<b>x</b>'; },
      'a handler from a string': () => document.body.setAttribute('onclick', 'document.title = "handler ran"'),
      'a worker at an unmarked address': () => ran(new Worker('./worker.js')),
      'a worker from a blob': () => ran(new Worker(policy.createScriptURL(blob('postMessage(1)')))),
      'a worker from data': () => ran(new Worker(policy.createScriptURL('data:text/javascript,postMessage(1)'))),
      'another policy': () => trustedTypes.createPolicy('other', {}),
      'another host': () => fetch('http://127.0.0.1:9/'),
      'a script of another host': () => script('http://127.0.0.1:9/x.js'),
      'a script from a blob': () => script(blob('document.title = "blob ran"')),
      'a picture of another host': () => loaded('img', 'src', 'http://127.0.0.1:9/x.png'),
    };
    document.getElementById('said').textContent = await ran(new Worker(policy.createScriptURL('./worker.js'), { type: 'module' }));
    const found = {};
    for (const [name, work] of Object.entries(attempts)) found[name] = await refused(work);
    await new Promise((resolve) => setTimeout(resolve, 50));
    window.found = found;`,
  );
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

describe.each(['headers', 'the page itself'])('a policy from %s', (from) => {
  test('runs the worker that the page names, and nothing that comes as a string or from elsewhere', async () => {
    const site = await (from === 'headers' ? servePage(folder) : plainServer(folder));
    const page = await browser.newPage();
    await page.goto(from === 'headers' ? site.url : `${site.url}meta.html`);
    await page.waitForFunction(() => 'found' in window);
    expect(await page.locator('#said').textContent()).toBe('worker ran');
    const found = (await page.evaluate('window.found')) as Record<string, boolean>;
    expect(Object.keys(found).length).toBe(12);
    expect(Object.entries(found).filter(([, refused]) => !refused)).toEqual([]);
    // That other hosts are out of reach is the policy's doing, not the network's.
    expect(new Set((await page.evaluate('window.reports')) as string[])).toEqual(
      new Set([
        'script-src-elem',
        'worker-src',
        'connect-src',
        'img-src',
        'require-trusted-types-for',
        'trusted-types',
      ]),
    );
    expect(await page.title()).toBe('Policy');
    await page.close();
    await site.close();
  });
});

test('the page works and is as strict on a server that sends no headers', async () => {
  const built = await servePage(); // builds it where it is not yet
  await built.close();
  const site = await plainServer(join(root, 'dist', 'page'));
  const { page, faults, close } = await visit(browser, `${site.url}#${smallLink()}`);
  await page.getByRole('button', { name: 'Run', exact: true }).waitFor();
  expect(faults).toEqual([]);
  await expect(page.addScriptTag({ content: 'document.title = "inline ran"' })).rejects.toThrow();
  expect(await page.title()).not.toBe('inline ran');
  expect(faults.join()).toContain('policy: require-trusted-types-for');
  await close();
  site.close();
});
