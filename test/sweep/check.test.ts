/** `collegium check`: a sweep that is what it says passes, and whatever is not is named. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import { taskOf } from '../../batch/sweep/backend.ts';
import { execute, failedPart } from '../../batch/sweep/execute.ts';
import { makeFolder, type PlannedRun, Runs, type Sweep } from '../../batch/sweep/folder.ts';
import { canonical, SIMULATION } from '../../batch/sweep/key.ts';
import { mergeSweep } from '../../batch/sweep/merge.ts';
import { partPath, readPart, writePart } from '../../batch/sweep/part.ts';
import { differences, sampleOf } from '../../batch/sweep/recheck.ts';
import { neededRuns } from '../../batch/sweep/rounds.ts';
import { collegium, useBuiltCommand, useFolder } from '../support/cli.ts';
import { complete, makeSweep } from '../support/sweep.ts';

useBuiltCommand();
const folder = useFolder();

const PLAN = `title: Checked
scenarios: [tiny.yaml]
replicates: 3
factors:
  - { path: market.choice, from: 0.2, to: 0.8 }
design: { kind: grid, levels: 2 }
outcomes: [attainment, overload]
series: [anomie]
schools: true
events: true
`;
const fails = (run: PlannedRun) => (run.run === 4 ? failedPart(taskOf(run), 'took longer than 1 s') : null);

async function sweepAt(name: string): Promise<Sweep> {
  const sweep = makeSweep(folder, name, PLAN);
  complete(sweep, { instead: fails });
  await mergeSweep(sweep, { parquet: false });
  return sweep;
}

/** Gives a part other content, with a sha256 that fits it. */
function forge(sweep: Sweep, run: number, change: (part: Record<string, unknown>) => object): void {
  const found = [...neededRuns(sweep)].find((one) => one.run === run);
  if (!found?.part) throw new Error(`no run ${run}`);
  writePart(sweep.folder, { ...found.part, ...change({ ...found.part }) });
}

describe('collegium check', () => {
  test('finds a sweep whole that is, failed runs and all, in words and as JSON', async () => {
    const sweep = await sweepAt('whole');
    const { code, stdout } = await collegium('check', sweep.folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Checked: 6 runs, 5 done, 1 failed, 0 missing/);
    expect(stdout).toMatch(/Made by +\S+ \S+, as this program/);
    expect(stdout).toMatch(/6 files whole, 0 damaged/);
    const digest = readFileSync(join(sweep.folder, 'results.sha256'), 'utf8').slice(0, 64);
    expect(stdout).toContain(`holds what the parts hold; sha256 ${digest}`);
    expect(stdout).toContain('5 runs of 2 cells, the same to the last bit');

    const json = await collegium('check', sweep.folder, '--sample', '2', '--seed', 'other', '--json');
    expect(json).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(json.stdout)).toMatchObject({
      simulation: { results: SIMULATION, program: SIMULATION, same: true },
      parts: { needed: 6, done: 5, failed: 1, missing: 0, whole: 6, damaged: [] },
      results: { state: 'same', digest },
      again: [
        { cell: 0, differences: [] },
        { cell: 1, differences: [] },
      ],
      problems: [],
      good: true,
    });
  });

  test('names what a forged part has that its run does not give, and the table it is not in', async () => {
    const sweep = await sweepAt('forged');
    forge(sweep, 3, (part) => ({ outcomes: { ...(part.outcomes as object), attainment: 0.123 } }));
    const { code, stdout } = await collegium('check', sweep.folder, '--sample', 'all');
    expect(code).toBe(1);
    expect(stdout).toMatch(/run 3 \(cell 1, replicate 1\): attainment was 0\.123, is [\d.]+\n/);
    expect(stdout).toContain('results.duckdb: table outcomes is not what the parts hold');
    expect(stdout).toContain('5 runs of 2 cells, 1 of them different');
    expect(stdout.split('\n').filter((line) => line.startsWith('run '))).toHaveLength(1);
  });

  test('names a damaged part, and a table that was changed', async () => {
    const damaged = await sweepAt('damaged');
    const [first] = neededRuns(damaged);
    const path = partPath(damaged.folder, first.key);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"weeks":39', '"weeks":38'));
    const one = await collegium('check', damaged.folder, '--sample', '1');
    expect(one.code).toBe(1);
    expect(one.stdout).toContain(`${first.key}.json: damaged`);
    expect(one.stdout).toContain('4 done, 1 failed, 1 missing');

    const changed = await sweepAt('changed');
    const instance = await DuckDBInstance.create(join(changed.folder, 'results.duckdb'));
    const connection = await instance.connect();
    await connection.run("UPDATE runs SET status = 'done' WHERE status = 'failed'");
    connection.closeSync();
    instance.closeSync();
    const two = await collegium('check', changed.folder, '--sample', '1');
    expect(two.code).toBe(1);
    expect(two.stdout).toContain('results.duckdb: table runs is not what the parts hold');
    expect(two.stdout).not.toContain('results.sha256:');
  });

  test('does not compare runs of another version unless told to, and does not pass then', async () => {
    const base = await sweepAt('base');
    const manifest = { ...base.manifest, simulation: '0.0.1 0123456789abcdef' };
    const old = makeFolder(join(folder.path, 'old'), { manifest, inputs: new Map() }, false);
    complete(old, {
      instead(run) {
        const own = new Runs(base).run(base.cells[run.cell.cell], run.replicate);
        const part = execute(base.bases, base.keep, false, taskOf(own));
        return { ...part, key: run.key };
      },
    });
    const one = await collegium('check', old.folder);
    expect(one.code).toBe(1);
    expect(one.stdout).toMatch(/Made by +0\.0\.1 0123456789abcdef; this is /);
    expect(one.stdout).toMatch(/6 files whole, 0 damaged/);
    expect(one.stdout).toContain('--anyway');
    const two = await collegium('check', old.folder, '--anyway');
    expect(two.code).toBe(0);
    expect(two.stdout).toContain('6 runs of 2 cells, the same to the last bit');
  });

  test('refuses what is no sweep, and samples of no size', async () => {
    expect(await collegium('check', folder.path)).toMatchObject({ code: 2, stdout: '' });
    expect(await collegium('check', folder.path, '--sample', '0')).toMatchObject({ code: 2, stdout: '' });
    expect(await collegium('check', folder.path, '--sample', 'some')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('a sample', () => {
  const done = new Map([0, 1, 2, 3].map((cell) => [cell, Array.from({ length: cell + 1 }, (_, i) => i + 1)]));

  test('is spread over the cells, has no run twice, and depends on its seed alone', () => {
    const cells = (size: number, seed: string) => sampleOf(done, size, seed).map(([cell]) => cell);
    for (const seed of ['a', 'b', 'c']) {
      expect(new Set(cells(4, seed)).size).toBe(4);
      expect(new Set(cells(3, seed)).size).toBe(3);
      expect(cells(7, seed)).toEqual(expect.arrayContaining([0, 1, 1, 2, 2, 3, 3]));
      expect(new Set(sampleOf(done, 99, seed).map(String)).size).toBe(10);
      expect(sampleOf(done, 5, seed)).toEqual(sampleOf(done, 5, seed));
    }
    const samples = ['a', 'b', 'c', 'd', 'e'].map((seed) => canonical(sampleOf(done, 3, seed)));
    expect(new Set(samples).size).toBeGreaterThan(2);
  });
});

test('differences between two parts are each told', async () => {
  const sweep = await sweepAt('told');
  const [{ key }] = neededRuns(sweep);
  const part = readPart(sweep.folder, key);
  if (part?.status !== 'done') throw new Error('not done');
  expect(differences(part, { ...part, engine: 'node 99', key: 'other' })).toEqual([]);
  const series = { anomie: part.series.anomie.with(2, 7) };
  expect(
    differences(part, {
      ...part,
      digest: 'x',
      series,
      events: null,
      schools: null,
      outcomes: { attainment: 1 },
    }),
  ).toEqual([
    `digest was ${part.digest}, is x`,
    `attainment was ${part.outcomes.attainment}, is 1`,
    `overload was ${part.outcomes.overload}, is undefined`,
    `series of anomie, week 26, was ${part.series.anomie[2]}, is 7`,
    'schools differ',
    'events differ',
  ]);
  expect(differences(part, { ...part, sampleWeeks: [0] })).toEqual(['the text of the part differs']);
  expect(differences(part, null)).toEqual(['could not be done again']);
});
