/** `collegium sweep` as its users start it: nothing is lost or done twice, whatever ends it, and however it is shared out. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { collegium, start, useBuiltCommand, useFolder } from '../support/cli.ts';

useBuiltCommand();
const folder = useFolder();

const TINY = 'title: Tiny\nyears: 1\ndistrict: { schools: 3 }\n';
folder.write('tiny.yaml', TINY);
const plan = (replicates: string | number, more = '') =>
  `title: Small sweep\nscenarios: [tiny.yaml]\nseed: small\nreplicates: ${replicates}\n` +
  `factors:\n  - { path: market.choice, from: 0.2, to: 0.8 }\n  - { path: accountability.pressure, from: 0, to: 1 }\n` +
  `design: { kind: grid, levels: 2 }\noutcomes: [attainment, overload]\nseries: [attainment]\nschools: true\nevents: true\n${more}`;
const small = folder.write('small.yaml', plan(5));

const at = (name: string) => join(folder.path, name);
const sweep = (out: string, ...args: string[]) =>
  collegium('sweep', small, '--out', at(out), '--yes', ...args);

/** The parts of a sweep by key: what would make two sweeps differ. */
function parts(out: string): Record<string, string> {
  const top = join(at(out), 'parts');
  const files = readdirSync(top).flatMap((name) =>
    readdirSync(join(top, name))
      .filter((file) => !file.startsWith('.'))
      .map((file) => join(name, file)),
  );
  return Object.fromEntries(files.sort().map((file) => [file, readFileSync(join(top, file), 'utf8')]));
}

/** The digests of the merged tables, and the bytes of their Parquet files. */
function results(out: string): string[] {
  const folder = join(at(out), 'parquet');
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'base64'));
  return [readFileSync(join(at(out), 'results.sha256'), 'utf8'), ...files];
}

let whole: Record<string, string>;
let wholeResults: string[];
beforeAll(async () => {
  const { code, stderr } = await sweep('whole', '--jobs', '1', '--batch', '1', '--parquet');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  whole = parts('whole');
  wholeResults = results('whole');
  expect(wholeResults).toHaveLength(9);
  expect(stderr).toContain(`sha256 of the results: ${wholeResults[0].slice(0, 64)}\n`);
}, 60_000);

test('every run of every cell is a part that says what it holds and proves that it is whole', () => {
  expect(Object.keys(whole)).toHaveLength(20);
  const found = Object.entries(whole).map(([file, text]) => ({
    file,
    part: JSON.parse(text.split('\n')[0]),
  }));
  for (const { file, part } of found) {
    expect(file).toBe(join(part.key.slice(0, 2), `${part.key}.json`));
    expect(part).toMatchObject({ status: 'done', weeks: 39, sampleWeeks: [0, 13, 26, 39] });
    expect(part.series.attainment.at(-1)).toBe(part.outcomes.attainment);
    expect(part.schools.names).toHaveLength(3);
    expect(part.events.week.length).toBe(part.events.kind.length);
  }
  // Five seeds, each in all four cells.
  expect(new Set(found.map(({ part }) => part.seed)).size).toBe(5);
  expect(new Set(found.map(({ part }) => part.digest)).size).toBe(20);
});

test.each([
  ['two jobs', ['--jobs', '2', '--batch', '7']],
  ['four jobs, all at once', ['--jobs', '4', '--batch', '50']],
])('%s make the same parts and results', async (name, args) => {
  expect(await sweep(name, ...args, '--parquet')).toMatchObject({ code: 0 });
  expect(parts(name)).toEqual(whole);
  expect(results(name)).toEqual(wholeResults);
});

test('shards in any order make the same parts, and merge to the same results', async () => {
  for (const i of [3, 1, 2]) {
    expect(await sweep('shards', '--shard', `${i}/3`, '--jobs', '1')).toMatchObject({ code: 0 });
  }
  expect(parts('shards')).toEqual(whole);
  expect(await sweep('shards', '--parquet')).toMatchObject({ code: 0 });
  expect(results('shards')).toEqual(wholeResults);
});

test('shards that start at the same moment share a new folder', async () => {
  const done = await Promise.all([1, 2, 3].map((i) => sweep('at-once', '--shard', `${i}/3`, '--jobs', '1')));
  expect(done.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(parts('at-once')).toEqual(whole);
});

test('the same command again does nothing again', async () => {
  const before = readdirSync(join(at('whole'), 'parts'));
  const { code, stderr } = await sweep('whole');
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('20 on disk') });
  expect(stderr).not.toContain('Tried');
  expect(readdirSync(join(at('whole'), 'parts'))).toEqual(before);
  expect(parts('whole')).toEqual(whole);
});

test('a sweep that is killed, and one whose parts are damaged or lost, goes on to the same result', async () => {
  folder.write('long.yaml', plan(100));
  const args = ['sweep', at('long.yaml'), '--out', at('killed'), '--yes', '--jobs', '2'];
  for (let i = 0; i < 3; i++) {
    const { child, finished } = start(args);
    while (!existsSync(join(at('killed'), 'parts')) || Object.keys(parts('killed')).length < 40 * (i + 1)) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (child.exitCode !== null) break;
    }
    child.kill('SIGKILL');
    await finished;
  }
  const some = Object.keys(parts('killed'));
  expect(some.length).toBeLessThan(400);
  writeFileSync(join(at('killed'), 'parts', some[0]), parts('killed')[some[0]].slice(0, 100));
  writeFileSync(
    join(at('killed'), 'parts', some[1]),
    parts('killed')[some[1]].replace('"weeks":39', '"weeks":38'),
  );
  rmSync(join(at('killed'), 'parts', some[2]));
  expect(await start(args).finished).toMatchObject({ code: 0 });
  expect(
    await start(args.map((arg) => (arg === at('killed') ? at('unkilled') : arg))).finished,
  ).toMatchObject({ code: 0 });
  expect(parts('killed')).toEqual(parts('unkilled'));
}, 60_000);

test('Ctrl-C ends it in words, with all that is finished kept', async () => {
  folder.write('long.yaml', plan(100));
  const { child, finished } = start(['sweep', at('long.yaml'), '--out', at('stopped'), '--yes']);
  while (!existsSync(join(at('stopped'), 'parts')) || Object.keys(parts('stopped')).length < 20) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  child.kill('SIGINT');
  const { code, stderr } = await finished;
  expect(code).toBe(130);
  const [, kept] = /Stopped: (\d+) of 400 runs on disk\. The same command goes on\./.exec(stderr) ?? [];
  expect(Object.keys(parts('stopped'))).toHaveLength(Number(kept));
}, 60_000);

describe('what is refused', () => {
  test('a folder with other files, or of another plan', async () => {
    expect(await collegium('sweep', small, '--out', folder.path, '--yes')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('holds other files and no sweep'),
    });
    const other = folder.write('other.yaml', plan(6));
    const refused = await collegium('sweep', other, '--out', at('whole'), '--yes');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('another plan (small.yaml)') });
    expect(parts('whole')).toEqual(whole);
  });

  test('settings that do not fit together, unless their runs may fail', async () => {
    const misfit = folder.write(
      'misfit.yaml',
      'title: Misfit\nscenarios: [dated.yaml]\nreplicates: 2\nfactors:\n  - { path: years, from: 1, to: 3 }\ndesign: { kind: grid, levels: 3 }\n',
    );
    folder.write(
      'dated.yaml',
      `${TINY}timeline:\n  - { week: 30, set: { market: { choice: 0.9 } } }\n`
        .replace('years: 1', 'years: 3')
        .replace('week: 30', 'week: 50'),
    );
    const args = ['sweep', misfit, '--out', at('misfit'), '--yes'];
    const refused = await collegium(...args);
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /1 cell do.* not fit together[\s\S]*misfit\.yaml:6:9: cell 0 of .*after the end of the run/,
      ),
    });
    const failed = await collegium(...args, '--continue-on-error');
    expect(failed).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/2 runs failed[\s\S]*cell 0, replicate 1: .*after the end of the run/),
    });
    expect(Object.keys(parts('misfit'))).toHaveLength(6);
  });

  test('to start unasked where nobody can answer', async () => {
    const { code, stderr } = await collegium('sweep', small, '--out', at('unasked'));
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('add --yes') });
    expect(stderr).toMatch(/1 scenario x 4 points x 5 replicates = 20 runs; 0 on disk/);
    expect(stderr).toMatch(
      /Tried: [\d.]+ s and [\d.]+ KiB a run\. Expected for 15 more runs: .* with \d+ jobs?/,
    );
  });
});

test('a plan with more replicates takes over the runs that are the same', async () => {
  const other = folder.write('more.yaml', plan(6));
  expect(await sweep('more', '--jobs', '1')).toMatchObject({ code: 0 });
  const { code, stderr } = await collegium('sweep', other, '--out', at('more'), '--yes', '--replace-plan');
  expect({ code, stderr }).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('= 24 runs; 20 on disk'),
  });
  expect(parts('more')).toMatchObject(whole);
});

test('replicates are added block by block until the interval is narrow enough, whoever does them', async () => {
  const until = folder.write(
    'until.yaml',
    plan('{ until: { outcome: attainment, width: 1.5, min: 4, max: 40, block: 4 } }'),
  );
  const one = await collegium('sweep', until, '--out', at('until'), '--yes', '--jobs', '1');
  expect(one).toMatchObject({ code: 0 });
  const n = Object.keys(parts('until')).length;
  expect(n % 4).toBe(0);
  expect(n).toBeGreaterThan(16);
  expect(n).toBeLessThan(160);
  for (const i of [2, 1]) {
    await collegium('sweep', until, '--out', at('until-shards'), '--yes', '--shard', `${i}/2`);
  }
  expect(parts('until-shards')).toEqual(parts('until'));
});
