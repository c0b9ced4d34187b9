/** What the build leaves out of the page, or does ahead of it, changes nothing of what is left. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import jstat from 'jstat';
import { parseAst } from 'vite';
import { expect, test } from 'vitest';
import { constantsOnDemand, declaredWithout, jstatPieces, textsLeftOut } from '../scripts/lean.mjs';
import { root } from '../scripts/support.mjs';
import { readSchools } from '../ui/worker/reading.ts';

test('jStat in pieces gives the quantiles and probabilities of the whole, to the last bit', async () => {
  const module = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(jstatPieces())}`);
  const [part, whole] = [module.default.jStat, jstat.jStat] as (typeof jstat.jStat)[];
  for (const df of [1, 2, 3, 9, 30, 199, 1e4]) {
    for (const p of [0.0005, 0.25, 0.5, 0.75, 0.9, 0.975, 0.9999]) {
      expect(part.studentt.inv(p, df)).toBe(whole.studentt.inv(p, df));
      expect(part.studentt.cdf(4 * p - 2, df)).toBe(whole.studentt.cdf(4 * p - 2, df));
      expect(part.noncentralt.cdf(4 * p, df, 1.5)).toBe(whole.noncentralt.cdf(4 * p, df, 1.5));
      expect(part.centralF.cdf(4 * p, 3, df)).toBe(whole.centralF.cdf(4 * p, 3, df));
    }
    expect(part.normal.cdf(1.5 - df / 100, 0, 1)).toBe(whole.normal.cdf(1.5 - df / 100, 0, 1));
  }
});

test('schools read as the page is built are those of the files, to the last bit', () => {
  const files = { register: 'gias-hampshire-2022-04.csv', results: 'ks2-hampshire-2019.csv' };
  const reading = readSchools(files, (name) => readFileSync(join(root, 'scenarios', 'data', name), 'utf8'));
  expect(reading.schools.length).toBeGreaterThan(400);
  expect(JSON.parse(JSON.stringify(reading))).toStrictEqual(reading);
});

/** What a plugin makes of a module of the simulation. */
function transformed(
  plugin: { transform?: unknown },
  code: string,
  id = '/sim/metrics/a.ts',
): string | undefined {
  const transform = plugin.transform as (
    this: unknown,
    code: string,
    id: string,
  ) => { code: string } | undefined;
  return transform.call({ parse: parseAst }, code, id)?.code;
}

test('texts are emptied in the entry that has no use for them, and nothing else', () => {
  const plugin = textsLeftOut({ entry: /run\.worker/, where: /\/sim\//, makers: ['column'], argument: 2 });
  const code = `const of = (meaning) => column('school', 'u8', meaning);
    export const a = column('school', 'u8', 'what it means', 'km', 0, 4);
    export const b = other('school', 'u8', 'kept');`;
  const build = (input: unknown) => {
    (plugin.buildStart as (options: unknown) => void).call({}, { input });
    return transformed(plugin, code);
  };
  expect(build({ page: '/ui/index.html' })).toBeUndefined();
  expect(build(['/ui/worker/run.worker.ts'])).toBe(code.replace("'what it means'", "''"));
});

test('declarations lose the properties named, and nothing else', () => {
  const plugin = declaredWithout({ where: /\/sim\/metrics\//, makers: ['metric'], properties: ['measure'] });
  const code = `const measure = 1;
    export const a = metric({ key: 'a', measure: (s) => s.a, doc: 'measure: b' });
    export const b = other({ measure });
    export const c = metric({ key: 'c', measure() { return ','; } });`;
  const left = transformed(plugin, code) ?? '';
  const words = left.replaceAll(/\s+/g, ' ');
  expect(words).toContain("metric({ key: 'a', doc: 'measure: b' })");
  expect(words).toContain('other({ measure })');
  expect(words).toContain("metric({ key: 'c', })");
  expect(left.split('\n').length).toBe(code.split('\n').length);
  expect(transformed(plugin, code, '/sim/week.ts')).toBeUndefined();
});

test('constants that take work are marked as what can go; functions and plain values stay as they are', () => {
  const plugin = constantsOnDemand(/\/sim\//);
  const code = `export const a = [...b], c = 1;
    const f = (x) => make(x);
    let d = make();
    export const e = Object.freeze({ a });`;
  expect(transformed(plugin, code)).toBe(`export const a = /* @__PURE__ */ (() => ([...b]))(), c = 1;
    const f = (x) => make(x);
    let d = make();
    export const e = /* @__PURE__ */ (() => (Object.freeze({ a })))();`);
});
