/** Gate R4: the lint finds every banned snippet, leaves every legitimate one alone, and sim/ is clean. */
import { describe, expect, test } from 'vitest';
import { lint, readFolder } from '../scripts/determinism-lint.mjs';

/** By the rule that must find them. */
const banned: Record<string, string[]> = {
  math: [
    'export const y = Math.exp(1);',
    'export const y = Math.log(2);',
    'export const y = Math.pow(2, 0.5);',
    'export const y = Math.hypot(3, 4);',
    'export const y = Math.tanh(0.3);',
    'export const u = Math.random();',
    '// eslint-disable-next-line\nexport const u = Math.random();',
    '// biome-ignore lint: no\nexport const u = Math.random();',
    '/* determinism-lint-disable */ export const u = Math.random();',
  ],
  alias: [
    "export const y = Math['exp'](1);",
    "const name = 'exp'; export const y = Math[name as 'exp'](1);",
    'const { exp } = Math; export const y = exp(1);',
    'const m = Math; export const y = m.exp(1);',
    'export const tools = { Math };',
    'export const y = (Math as never)(1);',
    'const { keys } = Object; export const k = keys({});',
  ],
  power: ['export const square = (x: number) => x ** 2;', 'let x = 3; x **= 2; export const y = x;'],
  global: [
    'export const t = Date.now();',
    'export const t = new Date();',
    'export const t = performance.now();',
    'export const t = Temporal.Now.instant();',
    "export const f = new Intl.NumberFormat('en');",
    'export const b = crypto.getRandomValues(new Uint8Array(4));',
    'export const e = process.env.SEED;',
    'export const n = navigator.hardwareConcurrency;',
    'export const w = window.innerWidth;',
    'export const d = document.title;',
    "export const r = globalThis['Math'].random();",
    'export const s = self.name;',
    'setTimeout(() => {}, 0);',
    'setInterval(() => {}, 1);',
    'queueMicrotask(() => {});',
    "export const p = fetch('/data.json');",
    'export const x = new XMLHttpRequest();',
    "export const s = new WebSocket('ws://localhost');",
    "console.log('here');",
    "export const f = new Function('return 1');",
    "export const v = eval('1 + 1');",
    "export const r = Reflect.get({}, 'a');",
    'export const m = WebAssembly.Module;',
    'export const ref = new WeakRef({});',
    'export const copy = structuredClone({ a: 1 });',
    'export const p = Promise.resolve(1);',
    'export const n = Atomics.load(new Int32Array(1), 0);',
    'export const b = new SharedArrayBuffer(8);',
  ],
  member: [
    "export const r = (() => 1).constructor('return Math.random()')();",
    'export const all = Array.fromAsync([1]);',
    "export const c = 'a'.localeCompare('b');",
    'export const t = (1234.5).toLocaleString();',
  ],
  'import-meta': ['export const here = import.meta.url;'],
  declare: [
    'declare const clock: { now(): number }; export const t = clock.now();',
    'declare global { const seed: number }',
  ],
  async: ['export async function step() {}', 'export const step = async () => 1;', 'await 0;'],
  'import()': ["export const p = import('./other.ts');"],
  'for-in': ['export function f(o: object) { for (const k in o) return k; }'],
  keys: [
    'export const k = Object.keys({ b: 1, 2: 1 });',
    'export const k = Object.entries({ b: 1, 2: 1 });',
    'export const k = Object.values({ b: 1, 2: 1 });',
    'export const k = Object.assign({}, { a: 1 });',
  ],
  sort: [
    'export const s = [3, 1].sort();',
    'export const s = [3, 1].toSorted();',
    "export const s = [3, 1]['sort']();",
    'export const s = [3, 1].sort(undefined);',
    'export const s = [3, 1].sort((a) => a);',
    "import { draw } from './draw.ts'; export const s = [3, 1].sort((a, b) => draw('order', a, b, 0) - 0.5);",
    'export const s = Array.prototype.sort.call([3, 1]);',
  ],
  import: [
    "import { readFileSync } from 'node:fs'; export const f = readFileSync;",
    "import seedrandom from 'seedrandom'; export const s = seedrandom;",
    "import jstat from 'jstat'; export const j = jstat;",
    "import { a } from '../analysis/index.ts'; export const b = a;",
    "export { a } from '../scenarios/index.ts';",
    "import type { Page } from '../ui/page.ts'; export type P = Page;",
    "export type F = import('node:fs').Stats;",
  ],
  with: ['with ({ a: 1 }) { }'],
};

const legitimate = [
  'export const y = Math.sqrt(Math.abs(-2)) + Math.min(1, Math.max(2, 3));',
  'export const n = Math.floor(2.5) + Math.imul(3, 4) + Math.clz32(1) + Math.fround(0.1) + Math.sign(-1);',
  'export const turn = 2 * Math.PI;',
  "import xor4096 from 'seedrandom/lib/xor4096.js'; export const u = xor4096('seed')();",
  "import { exp } from './math/index.ts'; export const y = exp(1);",
  "import type { State } from './state.ts'; export type S = State;",
  'export const s = [3, 1].sort((a, b) => a - b);',
  'const byId = (a: { id: number }, b: { id: number }) => a.id - b.id; export const s = [{ id: 1 }].sort(byId);',
  'export function f(values: Float64Array) { let sum = 0; for (const value of values) sum += value; return sum; }',
  'export function mean(window: number[]) { return window[0] / window.length; }',
  'export const frozen = Object.freeze({ date: 1, process: 2, random: 3 });',
  "export const has = Object.hasOwn({ a: 1 }, 'a');",
  'interface Draws extends Readonly<Record<string, number>> { sort: number } export const d = (x: Draws) => x.week;',
  'export class Refused extends RangeError { constructor(path: string) { super(path); } }',
  'export const ids = new Map<number, string>([[1, "a"]]); export const list = [...ids.keys()];',
  'export const label = (document: { title: string }) => document.title;',
  'export const bits = new DataView(new ArrayBuffer(8)).getUint32(0, true) >>> 0;',
  '/** Math.random and Date are banned here; 2 ** 3 too. */ export const text = "Math.random() ** Date.now()";',
  'export function isReal(x: unknown): x is number { return typeof x === "number" && Number.isFinite(x); }',
];

const snippets = Object.entries(banned).flatMap(([rule, texts]) =>
  texts.map((text) => [rule, text] as const),
);

const findings = (text: string, path = 'sim/snippet.ts') => lint(new Map([[path, text]]));

describe('the determinism lint', () => {
  test(`finds all of ${snippets.length} banned snippets, each by its own rule`, () => {
    expect(snippets.length).toBeGreaterThanOrEqual(40);
    const missed = snippets.filter(
      ([rule, text]) =>
        findings(text)
          .map((found) => found.rule)
          .join() !== rule,
    );
    expect(missed).toEqual([]);
  });

  test(`leaves all of ${legitimate.length} legitimate snippets alone`, () => {
    expect(legitimate.length).toBeGreaterThanOrEqual(12);
    expect(legitimate.flatMap((text) => findings(text).map(({ message }) => `${message}\n${text}`))).toEqual(
      [],
    );
  });

  test('lets only the files that declare things list keys', () => {
    const text = 'export const names = Object.keys({ a: 1 });';
    expect(findings(text, 'sim/schema.ts')).toEqual([]);
    expect(findings(text, 'sim/week.ts')).toHaveLength(1);
  });

  test('says where', () => {
    expect(findings('export const a = 1;\nexport const u = Math.random();')).toMatchObject([
      { file: 'sim/snippet.ts', line: 2, column: 18, rule: 'math' },
    ]);
  });

  test('finds nothing in sim/', () => {
    const sources = readFolder('sim');
    expect(sources.size).toBeGreaterThan(0);
    expect(lint(sources)).toEqual([]);
  });
});
