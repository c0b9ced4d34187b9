/** Runs of a sweep, done again from what its folder holds. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import Papa from 'papaparse';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { guarded as guardedText } from '../../analysis/export/csv.ts';
import { RESULTS, TABLES } from '../../analysis/sweep/tables.ts';
import type { Entry } from '../../batch/sweep/content.ts';
import { openSweep, Runs } from '../../batch/sweep/folder.ts';
import { partPath, readPart, writePart } from '../../batch/sweep/part.ts';
import { openResults } from '../../batch/sweep/tables.ts';
import { collegium, expectBadInput, useBuiltCommand, useFolder } from '../support/cli.ts';

vi.setConfig({ testTimeout: 120_000 }); // many a program started
useBuiltCommand();
const folder = useFolder();
const sweep = join(folder.path, 'sweep');
let places = 0;
const place = () => join(folder.path, `place${++places}`);
const PLAN = `title: Choice
scenarios: [small.yaml, other.yaml]
seed: exported
replicates: 2
factors:
  - { path: market.choice, from: 0.1, to: 0.9 }
design: { kind: grid, levels: 2 }
outcomes: [attainment, trustBetweenSchools]
series: [attainment]
schools: true
events: true
`;

beforeAll(async () => {
  folder.write('small.yaml', 'title: Small district\nyears: 1\ndistrict:\n  schools: 8\n');
  folder.write('other.yaml', 'title: Another\nyears: 1\ndistrict:\n  schools: 6\n');
  const plan = folder.write('plan.yaml', PLAN);
  const { code, stderr } = await collegium('sweep', plan, '--out', sweep, '--yes', '--jobs', '1');
  if (code !== 0) throw new Error(stderr);
}, 240_000);

const exportRun = (run: number, ...more: string[]) => {
  const out = place();
  return { out, done: collegium('export', sweep, '--run', String(run), '--out', out, ...more) };
};

describe('the results of a sweep', () => {
  test('are the merged tables, every value of them, as CSV and as Parquet, the same bytes twice', async () => {
    const [csv, again, parquet] = [place(), place(), place()];
    for (const out of [csv, again])
      expect(await collegium('export', sweep, '--format', 'csv', '--out', out)).toMatchObject({
        code: 0,
        stderr: '',
      });
    expect(await collegium('export', sweep, '--format', 'parquet', '--out', parquet)).toMatchObject({
      code: 0,
      stderr: '',
    });
    const results = await openResults(openSweep(sweep));
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    try {
      for (const name of [RESULTS, ...TABLES] as const) {
        const columns = results.columns(name);
        const rows: Entry[][] = [];
        for await (const row of results.rows(name)) rows.push(row);
        expect(rows.length).toBeGreaterThan(0);
        const text = readFileSync(join(csv, `${name}.csv`), 'utf8');
        expect(readFileSync(join(again, `${name}.csv`), 'utf8')).toBe(text);
        const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',', skipEmptyLines: true });
        expect(errors).toEqual([]);
        expect(data[0]).toEqual(columns.map((column) => column.name));
        expect(data).toHaveLength(rows.length + 1);
        rows.forEach((row, i) => {
          row.forEach((entry, c) => {
            const cell = data[i + 1][c];
            if (typeof entry === 'string') expect(cell).toBe(guardedText(entry));
            else if (entry === null) expect(cell).toBe('');
            else expect(columns[c].type === 'FLOAT' ? Math.fround(Number(cell)) : Number(cell)).toBe(entry);
          });
        });
        const read = await connection.runAndReadAll(`SELECT * FROM '${join(parquet, `${name}.parquet`)}'`);
        expect(read.columnTypes().map(String)).toEqual(columns.map(({ type }) => type));
        expect(read.getRowsJS()).toEqual(rows);
      }
    } finally {
      results.close();
    }
    const list = JSON.parse(readFileSync(join(csv, 'export.json'), 'utf8'));
    expect(list).toMatchObject({
      sweep: 'Choice',
      format: 'csv',
      formulasGuarded: true,
      id: openSweep(sweep).id,
    });
    expect(readdirSync(parquet).sort()).toEqual(
      [...[RESULTS, ...TABLES].map((name) => `${name}.parquet`), 'export.json'].sort(),
    );
  });

  test('are tables, of all runs', async () => {
    expectBadInput(
      await collegium('export', sweep, '--format', 'gexf', '--out', place()),
      'gexf is of one run; --run names it',
    );
    for (const [option, value] of [
      ['--week', '3'],
      ['--of', 'staff'],
      ['--seed', 'x'],
      ['--schools', 'x.csv'],
    ])
      expectBadInput(
        await collegium('export', sweep, '--format', 'csv', option, value, '--out', place()),
        `${option}: means nothing for the results of a sweep`,
      );
  });
});

describe('a run of a sweep', () => {
  test('is exported as it was done: outcomes, seed, settings, digest', async () => {
    const opened = openSweep(sweep);
    const runs = new Runs(opened);
    expect(opened.cells).toHaveLength(4);
    const digests = new Set<string>();
    for (const cell of opened.cells) {
      const planned = runs.run(cell, 2);
      const part = readPart(sweep, planned.key);
      if (part?.status !== 'done') throw new Error('not done');
      const { out, done } = exportRun(planned.run, '--format', 'csv');
      expect(await done).toMatchObject({ code: 0, stderr: '' });
      const list = JSON.parse(readFileSync(join(out, 'export.json'), 'utf8'));
      expect(list).toMatchObject({
        sweep: 'Choice',
        run: planned.run,
        cell: cell.cell,
        replicate: 2,
        scenario: cell.scenario === 0 ? 'small.yaml' : 'other.yaml',
        seed: planned.seed,
        set: [`market.choice=${cell.values[0]}`],
        key: planned.key,
        digest: part.digest,
      });
      const [heading, ...rows] = readFileSync(join(out, 'series.csv'), 'utf8').trimEnd().split('\r\n');
      const last = rows.at(-1)?.split(',') ?? [];
      for (const [key, value] of Object.entries(part.outcomes))
        expect(Number(last[heading.split(',').indexOf(key)])).toBe(value);
      digests.add(part.digest);
    }
    expect(digests.size).toBe(4);
  });

  test('is written in every other format too', async () => {
    for (const format of ['parquet', 'graphml', 'gexf']) {
      const { done } = exportRun(3, '--format', format);
      expect(await done).toMatchObject({ code: 0, stderr: '' });
    }
    expect(await exportRun(3, '--format', 'siena', '--every', '13').done).toMatchObject({ code: 0 });
  });

  test('has its own seed and settings, and is one that there is', async () => {
    for (const [option, value] of [
      ['--seed', 'x'],
      ['--set', 'market.choice=1'],
      ['--years', '2'],
    ])
      expectBadInput(await exportRun(0, '--format', 'csv', option, value).done, `${option}: means nothing`);
    expectBadInput(await exportRun(8, '--format', 'csv').done, 'no such run', 'allowed: 0 to 7');
    expectBadInput(
      await collegium('export', 'ladder', '--run', '1', '--format', 'csv', '--out', place()),
      '--run 1: ladder is no folder',
    );
    expectBadInput(
      await collegium('export', folder.path, '--run', '1', '--format', 'csv', '--out', place()),
      'no sweep here',
    );
  });

  test('is refused where it was not done, failed, or ended otherwise', async () => {
    const opened = openSweep(sweep);
    const planned = new Runs(opened).run(opened.cells[0], 1);
    const part = readPart(sweep, planned.key);
    if (part?.status !== 'done') throw new Error('not done');
    rmSync(partPath(sweep, part.key));
    expectBadInput(await exportRun(0, '--format', 'csv').done, 'has not been done');
    const { key, seed, engine } = part;
    writePart(sweep, { key, seed, engine, status: 'failed', reason: 'took too long' });
    expectBadInput(await exportRun(0, '--format', 'csv').done, /failed in .*: took too long/);
    writePart(sweep, { ...part, digest: '0'.repeat(32) });
    const { code, stderr } = await exportRun(0, '--format', 'csv').done;
    expect([code, stderr]).toEqual([1, expect.stringContaining('ends otherwise')]);
    writePart(sweep, part);
    expect(await exportRun(0, '--format', 'csv').done).toMatchObject({ code: 0 });
  });

  test('is refused where another version of the simulation did it', async () => {
    const file = join(sweep, 'sweep.json');
    const text = readFileSync(file, 'utf8');
    const manifest = JSON.parse(text);
    writeFileSync(file, `${JSON.stringify({ ...manifest, simulation: '0.0.1 older' }, null, 1)}\n`);
    expectBadInput(
      await exportRun(0, '--format', 'csv').done,
      'another version of the simulation (0.0.1 older',
    );
    writeFileSync(file, text);
  });
});
