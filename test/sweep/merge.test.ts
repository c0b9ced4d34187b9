/** The tables of a sweep: what the runs gave, the same from any order, and safe to open whatever is in them. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import xor4096 from 'seedrandom/lib/xor4096.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { factorNames, TABLES } from '../../analysis/sweep/tables.ts';
import { BadInput } from '../../batch/errors.ts';
import { taskOf } from '../../batch/sweep/backend.ts';
import { failedPart } from '../../batch/sweep/execute.ts';
import type { PlannedRun, Sweep } from '../../batch/sweep/folder.ts';
import { digestsOfParts, type Merged, mergeSweep } from '../../batch/sweep/merge.ts';
import { type DonePart, partPath } from '../../batch/sweep/part.ts';
import { neededRuns } from '../../batch/sweep/rounds.ts';
import { openResults, type ReadTable, readTable } from '../../batch/sweep/tables.ts';
import { metrics, columns as state } from '../../sim/index.ts';
import { useFolder } from '../support/cli.ts';
import { complete, makeSweep } from '../support/sweep.ts';

const folder = useFolder();

/** Two cells, one of them with a failed run; names and words that mean no good to SQL. */
const REASON = `it's "over"; DROP TABLE runs; -- \\ é \u{1F600}\ttab`;
const PLAN = `title: Two cells
scenarios: [tiny.yaml]
seed: "o'clock\\"; --"
replicates: 3
factors:
  - name: Regime "A"; DROP TABLE runs
    levels:
      "it's calm": { accountability.pressure: 0.1 }
      'pressed "hard"': { accountability.pressure: 0.9, market.choice: 0.9 }
design: { kind: grid }
outcomes: [attainment, overload]
series: [attainment, anomie]
schools: true
events: true
`;
const fails = (run: PlannedRun) =>
  run.cell.cell === 1 && run.replicate === 2 ? failedPart(taskOf(run), REASON) : null;

let sweep: Sweep;
let merged: Merged;
let parts: (PlannedRun & { part: DonePart })[];
beforeAll(async () => {
  sweep = makeSweep(folder, 'two', PLAN);
  complete(sweep, { instead: fails });
  merged = await mergeSweep(sweep, { parquet: true });
  parts = [...neededRuns(sweep)].flatMap((run) =>
    run.part?.status === 'done' ? [{ ...run, part: run.part }] : [],
  );
});

const column = (table: ReadTable, name: string) => {
  const found = table.columns.find((one) => one.name === name);
  if (!found) throw new Error(`no column ${name}`);
  return [...found.values];
};
const read = (name: Parameters<typeof readTable>[1], of = sweep) => readTable(of.folder, name);

/** What somebody else's program sees, by DuckDB itself. */
async function asked(file: string, sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    if (file.endsWith('.duckdb')) await connection.run(`ATTACH '${file}' AS f (READ_ONLY); USE f`);
    return (await connection.runAndReadAll(sql)).getRowsJS();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Does to a file what its owner could. */
async function change(file: string, ...statements: string[]): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

describe('the tables', () => {
  test('hold every run, and of runs done what they gave, to the last bit', async () => {
    const runs = await read('runs');
    expect(runs.rows).toBe(6);
    expect(column(runs, 'run')).toEqual([0, 1, 2, 3, 4, 5]);
    expect(column(runs, 'status')).toEqual(['done', 'done', 'done', 'done', 'failed', 'done']);
    expect(column(runs, 'reason')).toEqual([null, null, null, null, REASON, null]);
    expect(column(runs, 'seed')).toEqual([1, 2, 3, 1, 2, 3].map((i) => `o'clock"; --/${i}`));
    expect(column(runs, 'weeks')).toEqual([39, 39, 39, 39, Number.NaN, 39]);

    const outcomes = await read('outcomes');
    expect(column(outcomes, 'run')).toEqual([0, 1, 2, 3, 5]);
    for (const key of ['attainment', 'overload'] as const) {
      expect(column(outcomes, key)).toEqual(parts.map(({ part }) => part.outcomes[key]));
    }
    const series = await read('series');
    expect(series.rows).toBe(5 * 4);
    expect(column(series, 'week')).toEqual(parts.flatMap(({ part }) => part.sampleWeeks));
    expect(column(series, 'anomie')).toEqual(parts.flatMap(({ part }) => part.series.anomie));

    const schools = await read('schools');
    expect(schools.rows).toBe(5 * 3);
    expect(column(schools, 'name')).toEqual(parts.flatMap(({ part }) => part.schools?.names));
    for (const name of ['schoolX', 'schoolMindset', 'schoolPhase', 'schoolPosts']) {
      expect(column(schools, name)).toEqual(parts.flatMap(({ part }) => part.schools?.columns[name]));
    }
    const events = await read('events');
    expect(events.rows).toBeGreaterThan(0);
    expect(column(events, 'kind')).toEqual(parts.flatMap(({ part }) => part.events?.kind));
    expect(merged.rows).toMatchObject({ runs: 6, factors: 2, outcomes: 5, series: 20, schools: 15 });
  });

  test('say of every column of every table what it is', async () => {
    const found = await asked(
      merged.file,
      "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal AND table_name <> 'results' ORDER BY table_name, column_index",
    );
    const about = await read('columns');
    const told = column(about, 'table').map((table, i) => [
      table,
      column(about, 'column')[i],
      column(about, 'type')[i],
    ]);
    const byTable = [...TABLES].sort().flatMap((table) => told.filter(([one]) => one === table));
    expect(byTable).toEqual(found);
    expect(new Set(told.map(([table]) => table))).toEqual(new Set(TABLES));
    expect(column(about, 'meaning').filter((meaning) => !meaning)).toEqual([]);
    const of = (table: string, name: string) => {
      const i = told.findIndex(([t, c]) => t === table && c === name);
      return about.columns.map(({ values }) => values[i]).slice(2);
    };
    const attainment = metrics.find(({ key }) => key === 'attainment');
    expect(of('outcomes', 'attainment')).toMatchObject([
      'DOUBLE',
      attainment?.unit,
      expect.stringContaining(attainment?.doc ?? '-'),
      `${attainment?.min} to ${attainment?.max}`,
      attainment?.source,
    ]);
    expect(of('schools', 'schoolPhase')).toMatchObject([
      'UTINYINT',
      '',
      expect.stringContaining(state.schoolPhase.meaning),
      '0 primary, 1 secondary, 2 all-through',
      '',
    ]);
  });

  test('have a column for every factor, and one view that has all side by side', async () => {
    const [name] = sweep.plan.factors.map((factor) => factor.name);
    const factors = await read('factors');
    expect(column(factors, name)).toEqual([`it's calm`, `pressed "hard"`]);
    const query = `FROM results SELECT run, "${name.replaceAll('"', '""')}", attainment`;
    const attainment = new Map(parts.map(({ run, part }) => [run, part.outcomes.attainment]));
    const expected = [0, 1, 2, 3, 4, 5].map((run) => [
      run,
      run < 3 ? `it's calm` : `pressed "hard"`,
      attainment.get(run) ?? null,
    ]);
    expect(await asked(merged.file, query)).toEqual(expected);
    const ours = await read('results');
    expect(column(ours, 'run').map((run, i) => [run, column(ours, name)[i]])).toEqual(
      expected.map((row) => row.slice(0, 2)),
    );
  });

  test('say where they come from, and nothing of time or machine', async () => {
    const results = await openResults(sweep);
    const provenance = await results.provenance();
    results.close();
    expect(Object.fromEntries(provenance)).toMatchObject({
      plan: PLAN,
      'plan sha256': createHash('sha256').update(PLAN).digest('hex'),
      simulation: sweep.manifest.simulation,
      runs: '6',
      'runs done': '5',
      'runs failed': '1',
      'scenario tiny.yaml': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const told = [...provenance].flat().join('\n');
    expect(told).not.toContain(folder.path);
    expect(told).not.toContain(process.versions.node);
  });
});

describe('a merge', () => {
  const bytes = (of: Sweep) =>
    Object.fromEntries(
      readdirSync(join(of.folder, 'parquet')).map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(of.folder, 'parquet', name)))
          .digest('hex'),
      ]),
    );
  const digests = (of: Sweep) => readFileSync(join(of.folder, 'results.sha256'), 'utf8');

  test('gives the same digests and the same bytes of Parquet for parts made in any order, and again', async () => {
    const other = makeSweep(folder, 'shuffled', PLAN);
    complete(other, { order: (runs) => runs.reverse(), instead: fails });
    const again = await mergeSweep(other, { parquet: true });
    expect(again).toEqual({ ...merged, file: join(other.folder, 'results.duckdb') });
    expect(Object.keys(bytes(other)).sort()).toEqual(TABLES.map((name) => `${name}.parquet`).sort());
    expect(bytes(other)).toEqual(bytes(sweep));
    expect(digests(other)).toBe(digests(sweep));
    expect(digests(other).split('\n')[0]).toBe(`${merged.digest}  results`);
    expect(digestsOfParts(other).join('\n')).toBe(digests(other).trimEnd());

    const one = await asked('', `FROM read_parquet('${join(sweep.folder, 'parquet/outcomes.parquet')}')`);
    expect(one).toEqual(
      parts.map(({ run, part }) => [run, part.outcomes.attainment, part.outcomes.overload]),
    );
  });

  test('gives other digests, of that table alone, where a single bit of one value differs', async () => {
    const other = makeSweep(folder, 'bit', PLAN);
    complete(other, {
      instead(run) {
        const found = parts.find((one) => one.run === run.run);
        if (!found) return fails(run);
        const { attainment, overload } = found.part.outcomes;
        const next = attainment * (1 + Number.EPSILON);
        return run.run === 5 ? { ...found.part, outcomes: { attainment: next, overload } } : found.part;
      },
    });
    await mergeSweep(other, { parquet: false });
    const [now, before] = [other, sweep].map((one) => digests(one).split('\n'));
    const changed = now.filter((line, i) => line !== before[i]).map((line) => line.split('  ')[1]);
    expect(changed).toEqual(['results', 'outcomes']);
  });

  test('writes an earlier merge anew, Parquet as well, and leaves nothing else in the folder', async () => {
    const other = makeSweep(folder, 'anew', PLAN);
    complete(other, { instead: fails });
    await mergeSweep(other, { parquet: true });
    const before = bytes(other);
    rmSync(partPath(other.folder, [...neededRuns(other)][4].key));
    complete(other, { order: (runs) => runs.filter(({ run }) => run === 4) });
    const { rows } = await mergeSweep(other, { parquet: false });
    expect(rows.outcomes).toBe(6);
    expect(bytes(other)['outcomes.parquet']).not.toBe(before['outcomes.parquet']);
    expect(bytes(other)['factors.parquet']).toBe(before['factors.parquet']);
    expect(readdirSync(other.folder).sort()).toEqual(
      ['inputs', 'parquet', 'parts', 'results.duckdb', 'results.sha256', 'sweep.json'].filter((name) =>
        existsSync(join(other.folder, name)),
      ),
    );
  });

  test('is refused while runs are missing, and leaves what there is alone', async () => {
    const other = makeSweep(folder, 'missing', PLAN);
    complete(other, { order: (runs) => runs.slice(2) });
    await expect(mergeSweep(other, { parquet: true })).rejects.toThrow(
      `${other.folder}: 2 runs of 6 are missing`,
    );
    expect(readdirSync(other.folder).sort()).toEqual(['parts', 'sweep.json']);
    await expect(readTable(other.folder, 'runs')).rejects.toThrow('results.duckdb: not there yet');
  });
});

describe('factors', () => {
  const numbers = (...names: string[]) =>
    names.map((name) => ({
      kind: 'number' as const,
      name,
      path: 'market.choice',
      from: 0,
      to: 1,
      integer: false,
      scale: 'linear' as const,
    }));

  test('whose names clash, with capitals for small letters too, get names of their own', () => {
    const names = factorNames({
      factors: numbers('choice', 'Choice', 'Run', 'attainment', 'choice_factor', 'matrix', 'a"b', 'A"B'),
      design: { kind: 'saltelli', rows: 2 },
      outcomes: ['attainment'],
    });
    expect(names).toEqual([
      'choice',
      'Choice_factor',
      'Run_factor',
      'attainment_factor',
      'choice_factor_factor',
      'matrix_factor',
      'a"b',
      'A"B_factor',
    ]);
  });

  test.each([
    ['saltelli', 'rows: 2', ['matrix', 'row', 'swapped'], 8],
    ['morris', 'trajectories: 2', ['trajectory', 'step', 'moved'], 6],
  ])(
    'of a %s design have the place of each point, and whole numbers stay whole',
    async (kind, size, names, points) => {
      const planned = makeSweep(
        folder,
        kind,
        `title: Places\nscenarios: [tiny.yaml]\nreplicates: 1\noutcomes: [attainment]\n` +
          `factors:\n  - { name: Run, path: market.choice, from: 0.2, to: 0.8 }\n  - { path: years, from: 1, to: 2 }\n` +
          `design: { kind: ${kind}, ${size} }\n`,
      );
      complete(planned);
      await mergeSweep(planned, { parquet: false });
      const factors = await readTable(planned.folder, 'factors');
      expect(factors.rows).toBe(points);
      const order = ['cell', 'scenario', 'point', ...names, 'Run_factor', 'years'];
      expect(factors.columns.map(({ name }) => name)).toEqual(order);
      expect(factors.columns.at(-1)?.type).toBe('INTEGER');
      const [first, second, third] = names.map((name) => column(factors, name));
      if (kind === 'saltelli') {
        expect(first).toEqual(['A', 'B', 'AB', 'AB', 'A', 'B', 'AB', 'AB']);
        expect(second).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
        expect(third).toEqual([null, null, 'Run_factor', 'years', null, null, 'Run_factor', 'years']);
      } else {
        expect(first).toEqual([0, 0, 0, 1, 1, 1]);
        expect(second).toEqual([0, 1, 2, 0, 1, 2]);
        expect(third.map((moved) => moved === null)).toEqual([true, false, false, true, false, false]);
      }
      // The view takes them all.
      expect((await readTable(planned.folder, 'results')).rows).toBe(points);
    },
  );
});

describe('a file of results', () => {
  const MUTANTS = Number(process.env.MUTANTS ?? 60);

  test('that was damaged is refused or reads as before, and the program goes on', async () => {
    const names = [...TABLES, 'results'] as const;
    const contents = async () => {
      const results = await openResults(sweep);
      try {
        const tables = [];
        for (const name of names) tables.push(await results.read(name));
        return tables;
      } finally {
        results.close();
      }
    };
    const bytes = readFileSync(merged.file);
    const before = await contents();
    const random = xor4096('mutants');
    const below = (n: number) => Math.floor(random() * n);
    let refused = 0;
    try {
      for (let i = 0; i < MUTANTS; i++) {
        let mutant = Buffer.from(bytes);
        if (i % 10 === 0) mutant = mutant.subarray(0, below(mutant.length));
        // Half of the mutants are hurt in the headers, where what is small does much.
        else for (let n = 0; n < 8; n++) mutant[below(i % 2 ? mutant.length : 3 * 4096)] ^= 1 << below(8);
        writeFileSync(merged.file, mutant);
        try {
          expect(await contents()).toEqual(before);
        } catch (error) {
          if (!(error instanceof BadInput)) throw error;
          refused++;
        }
      }
    } finally {
      writeFileSync(merged.file, bytes);
    }
    expect(refused).toBeGreaterThan(MUTANTS / 3);
    expect(await contents()).toEqual(before);
  }, 120_000);

  test('that brings SQL of its own has none of it run, and gets at no other file', async () => {
    const secret = folder.write('secret.txt', 'secret');
    const other = makeSweep(folder, 'crafted', PLAN);
    complete(other, { instead: fails });
    await mergeSweep(other, { parquet: false });
    const file = join(other.folder, 'results.duckdb');
    await change(file, 'DROP VIEW results', `CREATE VIEW results AS SELECT * FROM read_text('${secret}')`);
    // Our own query, not the view.
    expect((await readTable(other.folder, 'results')).rows).toBe(6);
    await change(
      file,
      'DROP TABLE outcomes',
      'CREATE VIEW outcomes AS SELECT run, 0.5::DOUBLE AS attainment, 0.5::DOUBLE AS overload FROM runs',
      `CREATE MACRO duckdb_tables() AS TABLE SELECT unnest(['${TABLES.join("', '")}']) AS table_name, false AS internal`,
    );
    await expect(readTable(other.folder, 'runs')).rejects.toThrow('damaged (no table outcomes)');
  });

  test('of another plan than the folder holds now is refused', async () => {
    const other = makeSweep(folder, 'stale', PLAN);
    complete(other, { instead: fails });
    await mergeSweep(other, { parquet: false });
    const manifest = join(other.folder, 'sweep.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('Two cells', 'Three cells'));
    await expect(readTable(other.folder, 'runs')).rejects.toThrow('results of another plan');
  });
});
