/** docs/hosting.md tells other servers to send what the page's own server sends. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HEADERS, POLICY, POLICY_IN_PAGE } from '../scripts/serving.mjs';
import { root } from '../scripts/support.mjs';

const text = readFileSync(join(root, 'docs', 'hosting.md'), 'utf8');

/** The headers that a block of settings sends, but for those on caches. */
function headersIn(language: string, line: RegExp): Record<string, string> {
  const block = text.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? '';
  const found = [...block.matchAll(line)].map(([, name = '', value = '']) => [name, value] as const);
  return Object.fromEntries(found.filter(([name]) => name !== 'Cache-Control'));
}

describe('the settings for', () => {
  test.each([
    ['nginx', /^ +add_header ([\w-]+) "(.*)" always;$/gm],
    ['apache', /^ +Header always set ([\w-]+) "(.*)"$/gm],
    ['caddyfile', /^ {8}([A-Z][\w-]+) "(.*)"$/gm],
    ['text', /^ {2}([A-Z][\w-]+): (.*)$/gm],
  ])('%s send the headers of npm start', (language, line) => {
    expect(headersIn(language, line)).toEqual(HEADERS);
  });
});

test('every header is explained', () => {
  for (const name of Object.keys(HEADERS)) expect(text).toContain(`| \`${name}\` |`);
});

test('the policy in the page is that of the headers, but for what pages cannot say', () => {
  const left = POLICY.split('; ').filter((directive) => !POLICY_IN_PAGE.split('; ').includes(directive));
  expect(left).toEqual(["frame-ancestors 'none'"]);
});
