/** `collegium analyse` over real sweeps: what it says is what the parts on disk hold. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import Papa from 'papaparse';
import { beforeAll, describe, expect, test } from 'vitest';
import { mean, variance } from '../analysis/moments.ts';
import { collegium, useBuiltCommand, useFolder } from './support/cli.ts';

useBuiltCommand();
const folder = useFolder();
folder.write('tiny.yaml', 'title: Tiny\nyears: 1\ndistrict: { schools: 3 }\n');
folder.write('other.yaml', 'title: Other\nyears: 1\ndistrict: { schools: 4 }\n');

const FACTORS = `factors:
  - { path: market.choice, from: 0, to: 1 }
  - { path: accountability.pressure, from: 0, to: 1 }
`;
const REGIMES = `  - name: regime
    levels:
      as it is: {}
      no inspections: { accountability.pressure: 0 }
`;
const KEPT = 'outcomes: [trustBetweenSchools, attainment, overload]\n';

const at = (name: string) => join(folder.path, name);
const plan = (name: string, design: string, more: string) =>
  folder.write(`${name}.yaml`, `title: Plan ${name}\nseed: ${name}\ndesign: ${design}\n${KEPT}${more}`);
const sweep = async (name: string) => {
  const { code, stderr } = await collegium(
    'sweep',
    at(`${name}.yaml`),
    '--out',
    at(name),
    '--yes',
    '--jobs',
    '2',
  );
  expect({ code, stderr }).toMatchObject({ code: 0 });
};
const analyse = (name: string, ...args: string[]) => collegium('analyse', at(name), ...args);
const json = async (name: string, ...args: string[]) => {
  const { code, stdout, stderr } = await analyse(name, '--json', ...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
};

/** The parts of a sweep: outcomes by seed. */
function parts(name: string): { seed: string; outcomes: Record<string, number> }[] {
  const top = join(at(name), 'parts');
  return readdirSync(top).flatMap((sub) =>
    readdirSync(join(top, sub)).map((file) =>
      JSON.parse(readFileSync(join(top, sub, file), 'utf8').split('\n')[0]),
    ),
  );
}

beforeAll(async () => {
  plan(
    'grid',
    '{ kind: grid, levels: 3 }',
    `scenarios: [tiny.yaml, other.yaml]\nreplicates: 4\nfactors:\n  - { path: market.choice, from: 0, to: 1 }\n${REGIMES}`,
  );
  plan('saltelli', '{ kind: saltelli, rows: 8 }', `scenarios: [tiny.yaml]\nreplicates: 2\n${FACTORS}`);
  plan(
    'morris',
    '{ kind: morris, trajectories: 4 }',
    `scenarios: [tiny.yaml]\nreplicates: 2\nfactors:\n  - { path: market.choice, from: 0, to: 1 }\n${REGIMES}`,
  );
  for (const name of ['grid', 'saltelli', 'morris']) await sweep(name);
}, 120_000);

describe('a grid of two scenarios', () => {
  test('has the summaries that the runs on disk give', async () => {
    const { outcomes, provenance } = await json('grid', '--outcome', 'attainment');
    const runs = parts('grid');
    expect(provenance).toMatchObject({
      title: 'Plan grid',
      cells: 12,
      runs: { done: 48, failed: 0, missing: 0 },
      seeds: ['grid/1', 'grid/4'],
    });
    expect(outcomes.map(({ metric }: { metric: string }) => metric)).toEqual(['attainment']);
    const all = outcomes[0].scenarios.flatMap(({ cells }: { cells: { n: number; mean: number }[] }) => cells);
    expect(all.map(({ n }: { n: number }) => n)).toEqual(new Array(12).fill(4));
    // Parts are named by hashes and come in any order: their mean over everything is the mean of the cells'.
    const values = runs.map((run) => run.outcomes.attainment);
    expect(values.length).toBe(48);
    expect(mean(all.map((cell: { mean: number }) => cell.mean))).toBeCloseTo(mean(values), 10);
    const cells = outcomes[0].scenarios[0].cells;
    const within = cells.map(({ sd }: { sd: number }) => sd * sd);
    const other = outcomes[0].scenarios[1].cells.map(({ sd }: { sd: number }) => sd * sd);
    expect(outcomes[0].needs.sdRun).toBeCloseTo(Math.sqrt(mean([...within, ...other])), 10);
  });

  test('ranks scenarios by the same seeds, as worked from the parts', async () => {
    const { outcomes } = await json('grid', '--outcome', 'attainment');
    const [ranking] = outcomes[0].rankings;
    expect(ranking).toMatchObject({ factor: 'scenario', matched: true, points: 6, over: 'replicates' });
    const [{ interval, difference }] = ranking.pairs;
    const [a, b] = ranking.regimes.map(({ mean: value }: { mean: number }) => value);
    expect(difference).toBeCloseTo(a - b, 10);
    // By replicate: the mean over all runs of one seed and scenario. Four seeds give four differences.
    const bySeed = new Map<string, number[]>();
    for (const run of parts('grid'))
      bySeed.set(run.seed, [...(bySeed.get(run.seed) ?? []), run.outcomes.attainment]);
    expect([...bySeed.values()].map(({ length }) => length)).toEqual([12, 12, 12, 12]);
    expect(interval[0]).toBeLessThan(difference);
    expect(interval[1]).toBeGreaterThan(difference);
    expect(interval[0] + interval[1]).toBeCloseTo(2 * difference, 10);
  });

  test('is told as text: findings first, then tables', async () => {
    const { code, stdout } = await analyse('grid', '--outcome', 'attainment', '--low-best', 'attainment');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Plan grid\n48 runs of 12 cells \(full grid\), seeds grid\/1 to grid\/4/);
    expect(stdout).toMatch(/Found:\n- /);
    expect(stdout).toContain('The mean result of pupils by regime: lowest under ');
    expect(stdout).toMatch(/Ranking by regime, lowest first \(at 6 same points, intervals over replicates\)/);
    expect(stdout).toMatch(/Difference +In SD +Shared luck +Own luck/);
    for (const line of stdout.split('\n')) expect(line).not.toMatch(/NaN|undefined|null|\[object/);
  });

  test('says how many replicates a difference needs, and warns of too many', async () => {
    const needs = async (...args: string[]) =>
      (await json('grid', '--outcome', 'attainment', ...args)).outcomes[0].needs;
    const { sdDifference, sdRun } = await needs();
    const found = await needs('--difference', String(sdDifference), '--power', '0.95', '--alpha', '0.01');
    // R: power.t.test(delta = 1, sd = 1, power = 0.95, sig.level = 0.01, type = 'paired') gives 21.3.
    expect(found.differences).toMatchObject([{ paired: 22, d: expect.closeTo(sdDifference / sdRun, 10) }]);
    expect(found.differences[0].rule).toBe(
      Math.round(14.091 * 2 ** -0.64 * (sdDifference / sdRun / 2) ** -1.986),
    );
    const { cautions } = await json('grid', '--outcome', 'attainment', '--difference', String(100 * sdRun));
    expect(cautions.join()).not.toContain('more than twice'); // four is twice two
    expect(found.overPowered).toBe(false);
  });

  test('finds the settings of named runs', async () => {
    const { outcomes } = await json('grid', '--outcome', 'attainment');
    const means = outcomes[0].scenarios.flatMap(({ cells }: { cells: { mean: number }[] }) =>
      cells.map((c) => c.mean),
    );
    const middle = [...means].sort((x: number, y: number) => x - y)[5];
    const { discovery } = await json('grid', '--where', `attainment above ${middle}`);
    const values = parts('grid').map((run) => run.outcomes.attainment);
    expect(discovery.rate).toBeCloseTo(values.filter((x) => x > middle).length / values.length, 10);
    expect(discovery.box.trajectory[0]).toMatchObject({ cases: 12, mass: 1, coverage: 1, limits: [] });
    expect(discovery.box.box.density).toBeGreaterThanOrEqual(discovery.rate);
    const { stdout } = await analyse(
      'grid',
      '--where',
      `attainment above ${middle}`,
      '--where',
      'overload below 2',
    );
    expect(stdout).toContain(`Runs with the mean result of pupils above ${middle} and`);
    const none = await json('grid', '--where', 'overload above 1e9');
    expect(none.discovery).toMatchObject({ rate: 0, box: null });
  });

  test('says the same again, to the byte', async () => {
    const one = await analyse('grid', '--json', '--where', 'attainment above 0');
    expect(await analyse('grid', '--json', '--where', 'attainment above 0')).toEqual(one);
  });
});

test('a Saltelli design gives Sobol’ indices of the cells’ means, with luck told', async () => {
  const { outcomes, design, factors } = await json('saltelli');
  expect({ design, factors }).toEqual({
    design: 'saltelli',
    factors: ['market.choice', 'accountability.pressure'],
  });
  for (const { scenarios } of outcomes) {
    const [{ sobol, noise, morris, cells }] = scenarios;
    expect(morris).toBeNull();
    expect(cells.length).toBe(32);
    expect(sobol).toMatchObject({ rows: 8, missing: 0 });
    if (sobol.factors === null) continue;
    expect(sobol.factors.length).toBe(2);
    expect(noise.share).toBeGreaterThanOrEqual(0);
    // Rows come as A, B, AB_1, AB_2: Jansen's total by hand.
    const means: number[] = cells.map(({ mean: value }: { mean: number }) => value);
    const row = (k: number) => means.filter((_, i) => i % 4 === k);
    const both = [...row(0), ...row(1)];
    const total = mean(row(0).map((y, j) => (y - row(3)[j]) ** 2)) / 2 / ((variance(both) * 15) / 16);
    expect(sobol.factors[1].total).toBeCloseTo(total, 8);
  }
  const { stdout } = await analyse('saltelli');
  expect(stdout).toMatch(/Sobol' indices\nFactor +First +95 % interval +Total +95 % interval/);
});

test('a Morris design gives effects, of regimes by pairs of levels', async () => {
  const { outcomes } = await json('morris', '--outcome', 'overload');
  const [{ morris, sobol }] = outcomes[0].scenarios;
  expect(sobol).toBeNull();
  expect(morris.map(({ factor, n }: { factor: string; n: number }) => [factor, n])).toEqual([
    ['market.choice', 4],
    ['regime', 4],
  ]);
  expect(morris[1]).toMatchObject({ mu: null, pairs: [{ from: 'as it is', to: 'no inspections', n: 4 }] });
  expect(morris[1].pairs[0].size).toBeCloseTo(morris[1].muStar, 12);
  expect(outcomes[0].rankings).toEqual([]);
  const { stdout } = await analyse('morris', '--outcome', 'overload');
  expect(stdout).toContain('Levels have no order');
});

test('runs not done are said to be missing, and runs that failed are left out', async () => {
  const some = at('some');
  plan('some', '{ kind: grid, levels: 2 }', `scenarios: [tiny.yaml]\nreplicates: 3\n${FACTORS}`);
  await sweep('some');
  const top = join(some, 'parts');
  const [gone] = readdirSync(top);
  const lost = readdirSync(join(top, gone)).length;
  rmSync(join(top, gone), { recursive: true });
  const { provenance, cautions, outcomes } = await json('some', '--outcome', 'attainment');
  expect(provenance.runs).toEqual({ done: 12 - lost, failed: 0, missing: lost });
  expect(cautions[0]).toMatch(/of the plan are not done yet/);
  expect(outcomes[0].scenarios[0].summary).toMatchObject({ n: 12 - lost, failed: lost });
  const kept = parts('some').map((run) => run.outcomes.attainment);
  expect(outcomes[0].scenarios[0].summary.mean).toBeCloseTo(mean(kept), 10);
});

describe('files', () => {
  const written = async (...args: string[]) => {
    const { code, stderr } = await analyse('grid', '--where', 'attainment above 0', ...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  };

  test('of tables: CSV and Parquet hold the same, and say what their columns are', async () => {
    await written('--csv', at('csv'), '--parquet', at('parquet'));
    const names = readdirSync(at('csv')).filter((name) => name.endsWith('.csv'));
    expect(readdirSync(at('csv'))).toEqual([...names, 'export.json'].sort());
    const read = (file: string) =>
      Papa.parse<string[]>(readFileSync(join(at('csv'), file), 'utf8'), { skipEmptyLines: true }).data;
    const dictionary = read('columns.csv').slice(1);
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    expect(readdirSync(at('parquet')).filter((name) => name.endsWith('.parquet')).length).toBe(
      names.length - 1,
    );
    for (const name of names.filter((file) => file !== 'columns.csv')) {
      const [head, ...rows] = read(name);
      const table = name.replace('.csv', '');
      expect(dictionary.filter(([of]) => of === table).map(([, column]) => column)).toEqual(head);
      const file = join(at('parquet'), `${table}.parquet`);
      const same = await connection.runAndReadAll(`SELECT * FROM '${file}'`);
      expect(same.columnNames()).toEqual(head);
      expect(same.getRows().map((row) => row.map((value) => (value === null ? '' : String(value))))).toEqual(
        rows,
      );
    }
    connection.closeSync();
    instance.closeSync();
    const list = JSON.parse(readFileSync(join(at('csv'), 'export.json'), 'utf8'));
    for (const { file, sha256 } of list.files) {
      expect(
        createHash('sha256')
          .update(readFileSync(join(at('csv'), file)))
          .digest('hex'),
      ).toBe(sha256);
    }
    expect(list.analysis.plan.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('are not replaced unless that is asked for, and the same again to the byte', async () => {
    await written('--csv', at('again'), '--html', at('again.html'));
    const before = [readFileSync(join(at('again'), 'cells.csv')), readFileSync(at('again.html'))];
    const { code, stderr } = await analyse('grid', '--csv', at('again'));
    expect(code).toBe(2);
    expect(stderr).toMatch(/--csv .*again: holds something already; --force replaces an export/);
    expect((await analyse('grid', '--html', at('again.html'))).stderr).toMatch(/--html .*is there already/);
    await written('--csv', at('again'), '--html', at('again.html'), '--force');
    expect([readFileSync(join(at('again'), 'cells.csv')), readFileSync(at('again.html'))]).toEqual(before);
  });

  test('are not begun where one of the places cannot be written to', async () => {
    const { code } = await analyse('grid', '--csv', at('not begun'), '--html', join(at('nowhere'), 'r.html'));
    expect(code).toBe(2);
    expect(existsSync(at('not begun'))).toBe(false);
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  });

  test('hold no formula and no markup of the plan’s making', async () => {
    const trap = '=HYPERLINK("http://x")';
    const tag = '<img src=x onerror=alert(1)>';
    folder.write(
      'trap.yaml',
      `title: ${JSON.stringify(tag)}\nabout: ${JSON.stringify(`</style>${tag}`)}\nscenarios: [tiny.yaml]\nseed: trap\nreplicates: 2\ndesign: { kind: grid, levels: 2 }\noutcomes: [attainment]\nfactors:\n  - name: ${JSON.stringify(trap)}\n    levels: { ${JSON.stringify(`+1${tag}`)}: {}, "-2": { market.choice: 0 } }\n`,
    );
    await sweep('trap');
    const { code } = await analyse('trap', '--csv', at('trap csv'), '--html', at('trap.html'));
    expect(code).toBe(0);
    for (const file of readdirSync(at('trap csv')).filter((name) => name.endsWith('.csv'))) {
      const { data } = Papa.parse<string[]>(readFileSync(join(at('trap csv'), file), 'utf8'));
      for (const cell of data.flat()) if (Number.isNaN(Number(cell))) expect(cell).not.toMatch(/^[=+\-@]/);
    }
    const page = readFileSync(at('trap.html'), 'utf8');
    expect(page).not.toContain('<img');
    expect(page).not.toContain('<script');
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });
});

test('merged tables are read where they are current, and give what the parts give', async () => {
  plan('merged', '{ kind: grid, levels: 2 }', `scenarios: [tiny.yaml]\nreplicates: 3\n${FACTORS}`);
  await sweep('merged');
  expect(existsSync(join(at('merged'), 'results.duckdb'))).toBe(true);
  const fromTables = await analyse('merged', '--json');
  // Without parts the tables are all there is; without tables the parts are.
  rmSync(join(at('merged'), 'parts'), { recursive: true });
  expect(await analyse('merged', '--json')).toEqual(fromTables);
  await sweep('merged');
  rmSync(join(at('merged'), 'results.duckdb'));
  expect(await analyse('merged', '--json')).toEqual(fromTables);
});

describe('refuses, with exit code 2 and one clear line,', () => {
  test.each([
    [['nowhere'], /nowhere: no sweep here/],
    [
      ['grid', '--outcome', 'atainment'],
      /--outcome atainment: not a metric that the sweep kept; did you mean 'attainment'\?/,
    ],
    [['grid', '--low-best', 'anomie'], /--low-best anomie: not a metric that the sweep kept/],
    [
      ['grid', '--where', 'attainment over 3'],
      /--where 'attainment over 3': expected '<metric> above <number>'/,
    ],
    [['grid', '--where', 'attainment above much'], /expected '<metric> above <number>'/],
    [['grid', '--power', '1'], /Expected a number between 0 and 1/],
    [['grid', '--difference', '-1'], /Expected a number above 0/],
  ] as const)('%j', async ([name, ...args], message) => {
    const { code, stdout, stderr } = await analyse(name, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test('a sweep without runs', async () => {
    plan('empty', '{ kind: grid, levels: 2 }', `scenarios: [tiny.yaml]\nreplicates: 1\n${FACTORS}`);
    await sweep('empty');
    rmSync(join(at('empty'), 'parts'), { recursive: true });
    rmSync(join(at('empty'), 'results.duckdb'));
    const { code, stderr } = await analyse('empty');
    expect(code).toBe(2);
    expect(stderr).toMatch(/empty: no run is on disk yet/);
  });
});
