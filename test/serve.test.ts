/** The page's server hands out the page's folder and nothing else, under the strict policy. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPageServer } from '../scripts/serve.mjs';
import { listen, POLICY } from '../scripts/serving.mjs';

const home = mkdtempSync(join(tmpdir(), 'collegium-serve-'));
const folder = join(home, 'page');
let server: ReturnType<typeof createPageServer>;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  mkdirSync(join(home, 'page-secret'));
  writeFileSync(join(home, 'secret.txt'), 'secret');
  writeFileSync(join(home, 'page-secret', 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, '.hidden'), 'secret');
  writeFileSync(join(folder, 'assets', 'main-1a2b.js'), 'export {};');
  symlinkSync(join(home, 'secret.txt'), join(folder, 'link.txt'));
  server = createPageServer(folder);
  await listen(server, { port: 0, host: '127.0.0.1', orNext: false });
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(home, { recursive: true });
});

const port = () => (server.address() as AddressInfo).port;

/** Sends the path exactly as written: `fetch` would tidy it first. */
function get(path: string, options: RequestOptions = {}) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: port(), path, ...options }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        body += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

test('serves the page with its policy', async () => {
  const { status, headers, body } = await get('/');
  expect({ status, body }).toEqual({ status: 200, body: '<!doctype html>' });
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  });
  expect(POLICY).not.toMatch(/unsafe|wasm|https?:|\*/);
});

test('serves hashed assets for keeps, ignoring the query', async () => {
  const { status, headers } = await get('/assets/main-1a2b.js?x=1');
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(headers['cache-control']).toContain('immutable');
  expect(await get('/assets/main-1a2b.js', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
});

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/..%5csecret.txt',
  '/assets/../../secret.txt',
  '/../page-secret/secret.txt',
  '//secret.txt',
  '/link.txt',
  '/.hidden',
  '/assets',
  '/assets/',
  '/index.html%00.txt',
  '/%',
  'http://elsewhere/../secret.txt',
])('has no %s', async (path) => {
  const { status, body } = await get(path);
  expect({ status, body }).toEqual({ status: 404, body: 'Not found\n' });
});

test('answers only GET and HEAD', async () => {
  expect((await get('/', { method: 'POST' })).status).toBe(405);
});

test('takes the next free port only when none was asked for', async () => {
  const second = createPageServer(folder);
  const third = createPageServer(folder);
  await expect(listen(second, { port: port(), host: '127.0.0.1', orNext: false })).rejects.toThrow(
    'EADDRINUSE',
  );
  expect(await listen(third, { port: port(), host: '127.0.0.1', orNext: true })).toBeGreaterThan(port());
  third.close();
});
