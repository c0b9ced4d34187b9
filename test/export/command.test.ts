/** `collegium export` from outside: files of every format, what it refuses, and that nothing is half-written. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test, vi } from 'vitest';
import { Moment } from '../../analysis/export/moment.ts';
import { schoolTables, type Table } from '../../analysis/export/tables.ts';
import { runAt, weeksEvery } from '../../analysis/export/weeks.ts';
import { Output } from '../../batch/export/output.ts';
import { advance, digest, type Run, VERSION } from '../../sim/index.ts';
import { collegium, expectBadInput, SMALL, start, useBuiltCommand, useFolder } from '../support/cli.ts';
import { runOf } from '../support/library.ts';
import { parseXml } from '../support/xml.ts';

vi.setConfig({ testTimeout: 120_000 }); // many a program started
useBuiltCommand();
const folder = useFolder();
const small = folder.write('small.yaml', SMALL);
const ladder = runOf('ladder');
let places = 0;
const place = (name = `place${++places}`) => join(folder.path, name);

const FILES = ['graphml', 'gexf'];
const FORMATS = ['csv', 'parquet', 'graphml', 'gexf', 'siena'];

/** What lies at a place: the bytes by file. */
function bytesAt(path: string): Record<string, string> {
  const hash = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
  if (lstatSync(path).isFile()) return { '': hash(path) };
  return Object.fromEntries(readdirSync(path).map((file) => [file, hash(join(path, file))]));
}

const unfinished = () => readdirSync(folder.path).filter((name) => name.startsWith('.'));

describe('collegium export', () => {
  test.each(FORMATS)('%s gives the same bytes twice, and says what it wrote', async (format) => {
    const [first, second] = [place(), place()];
    const options = ['--format', format, '--set', 'market.choice=0.8', '--seed', 'two'];
    const done = await collegium('export', 'ladder', ...options, '--out', first);
    expect({ code: done.code, stderr: done.stderr }).toEqual({ code: 0, stderr: '' });
    expect(done.stdout).toMatch(/: \d+ files?, [\d.]+ (bytes|[KM]iB), ladder to week 390\n$/);
    expect((await collegium('export', 'ladder', ...options, '--out', second)).code).toBe(0);
    expect(bytesAt(first)).toEqual(bytesAt(second));
    expect(Object.keys(bytesAt(first)).length).toBe(FILES.includes(format) ? 1 : readdirSync(first).length);
    expect(unfinished()).toEqual([]);
    if (FILES.includes(format)) return;
    const list = JSON.parse(readFileSync(join(first, 'export.json'), 'utf8'));
    expect(list).toMatchObject({ version: VERSION, scenario: 'ladder', seed: 'two', week: 390, format });
    const { 'export.json': _, ...others } = bytesAt(first);
    expect(
      Object.fromEntries(list.files.map((one: { file: string; sha256: string }) => [one.file, one.sha256])),
    ).toEqual(others);
  });

  test('writes the run that collegium run does', async () => {
    const out = place();
    const ran = JSON.parse((await collegium('run', 'ladder', '--json')).stdout);
    await collegium('export', 'ladder', '--format', 'csv', '--out', out);
    expect(JSON.parse(readFileSync(join(out, 'export.json'), 'utf8')).digest).toBe(ran.digest);
    const last = readFileSync(join(out, 'series.csv'), 'utf8').trimEnd().split('\r\n').at(-1)?.split(',');
    expect(last?.slice(1, 4).map(Number)).toEqual(
      ['attainment', 'attainmentGap', 'schoolShareOfVariance'].map((key) => ran.outcomes[key].value),
    );
  });

  test('writes any week as it is', async () => {
    for (const week of [0, 5, 26, 100]) {
      const out = place();
      const done = await collegium(
        'export',
        'ladder',
        '--format',
        'graphml',
        '--week',
        String(week),
        '--out',
        out,
      );
      expect(done.stderr).toBe('');
      const run = ladder();
      advance(run, week);
      const document = readFileSync(out, 'utf8');
      expect(document).toContain(`<data key="graph.digest">${digest(run)}</data>`);
      expect(parseXml(document).name).toBe('graphml');
      const used = run.state.relationA.filter((a) => a >= 0).length;
      expect(document.match(/<edge /g)?.length ?? 0).toBe(used);
    }
  });

  test('gives staff where they are asked for', async () => {
    const [graph, tables] = [place(), place()];
    await collegium('export', small, '--format', 'graphml', '--of', 'staff', '--out', graph);
    expect(readFileSync(graph, 'utf8')).toContain('edgedefault="directed"');
    await collegium('export', small, '--format', 'csv', '--of', 'staff', '--every', '20', '--out', tables);
    expect(readdirSync(tables).sort()).toEqual(['columns.csv', 'export.json', 'staff.csv', 'ties.csv']);
    const weeks = readFileSync(join(tables, 'staff.csv'), 'utf8')
      .split('\r\n')
      .slice(1, -1)
      .map((row) => row.split(',')[0]);
    expect([...new Set(weeks)]).toEqual(['0', '20']);
  });
});

describe('Parquet', () => {
  test('holds every value of every table, typed, and what its columns are', async () => {
    const out = place();
    await collegium('export', 'ladder', '--format', 'parquet', '--out', out);
    const expected = new Map<Table, unknown[][]>(schoolTables.map((table) => [table, []]));
    const take = (run: Run, read: Table['read']) => {
      const moment = new Moment(run);
      for (const [table, rows] of expected)
        if (table.read === read)
          for (const row of table.rows(moment))
            rows.push(table.fields.map((field) => field.read(moment, row)));
    };
    let last = ladder();
    for (const run of runAt(ladder, weeksEvery(13, 390))) {
      take(run, 'every week');
      last = run;
    }
    take(last, 'once');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    for (const [table, rows] of expected) {
      const file = join(out, `${table.name}.parquet`);
      const read = await connection.runAndReadAll(`SELECT * FROM '${file}'`);
      expect(read.columnNames()).toEqual(table.fields.map(({ name }) => name));
      const types = {
        integer: 'INTEGER',
        float: 'FLOAT',
        double: 'DOUBLE',
        text: 'VARCHAR',
        flag: 'BOOLEAN',
      };
      expect(read.columnTypes().map(String)).toEqual(table.fields.map(({ type }) => types[type]));
      const single = table.fields.map(({ type }) => type === 'float');
      expect(read.getRowsJS()).toEqual(
        rows.map((row) => row.map((cell, f) => (single[f] ? Math.fround(cell as number) : cell))),
      );
      const about = await connection.runAndReadAll(
        `SELECT decode(value) FROM parquet_kv_metadata('${file}') WHERE decode(key) = 'collegium'`,
      );
      const { columns } = JSON.parse(String(about.getRowsJS()[0][0]));
      expect(columns).toEqual(
        table.fields.map(({ name, type, unit, values, meaning }) => ({ name, type, unit, values, meaning })),
      );
    }
    expect([...expected.values()].every((rows) => rows.length > 0)).toBe(true);
  });
});

describe('what there is already', () => {
  test('stays without --force, and is replaced with it', async () => {
    for (const format of FORMATS) {
      const out = place();
      const args = ['export', 'ladder', '--format', format, '--out', out];
      expect((await collegium(...args)).code).toBe(0);
      const before = bytesAt(out);
      expectBadInput(await collegium(...args, '--seed', 'other'), '--force');
      expect(bytesAt(out)).toEqual(before);
      expect((await collegium(...args, '--seed', 'other', '--force')).code).toBe(0);
      expect(bytesAt(out)).not.toEqual(before);
      expect(unfinished()).toEqual([]);
    }
  });

  test('stays even with --force where no export wrote it', async () => {
    const args = ['export', small, '--format', 'csv', '--force', '--out'];
    const full = place();
    mkdirSync(full);
    writeFileSync(join(full, 'thesis.txt'), 'ten years of work');
    expectBadInput(await collegium(...args, full), 'thesis.txt', 'no export wrote');
    expect(readdirSync(full)).toEqual(['thesis.txt']);
    const own = place();
    await collegium(...args, own);
    writeFileSync(join(own, 'notes.txt'), 'mine');
    expectBadInput(await collegium(...args, own), 'notes.txt');
    mkdirSync(place('sub'));
    expectBadInput(
      await collegium('export', small, '--format', 'gexf', '--force', '--out', place('sub')),
      'is a folder',
    );
    expectBadInput(await collegium(...args, small), 'is a file');
    const empty = place();
    mkdirSync(empty);
    expect((await collegium('export', small, '--format', 'csv', '--out', empty)).code).toBe(0);
  });

  test.skipIf(process.platform === 'win32')('is not reached through a link', async () => {
    const [target, link] = [place(), place()];
    mkdirSync(target);
    symlinkSync(target, link);
    expectBadInput(
      await collegium('export', small, '--format', 'csv', '--force', '--out', link),
      'is a link',
    );
    expect(readdirSync(target)).toEqual([]);
    const [file, pointer] = [folder.write('precious', 'kept'), place()];
    symlinkSync(file, pointer);
    expectBadInput(
      await collegium('export', small, '--format', 'gexf', '--out', pointer),
      'is there already',
    );
    expect((await collegium('export', small, '--format', 'gexf', '--force', '--out', pointer)).code).toBe(0);
    // The link has given way to the file; what it led to is untouched.
    expect(readFileSync(file, 'utf8')).toBe('kept');
    expect(lstatSync(pointer).isSymbolicLink()).toBe(false);
    const [dangling, nowhere] = [place(), place()];
    symlinkSync(nowhere, dangling);
    expectBadInput(
      await collegium('export', small, '--format', 'gexf', '--out', dangling),
      'is there already',
    );
    expect([readlinkSync(dangling), existsSync(nowhere)]).toEqual([nowhere, false]);
  });
});

describe('names of places', () => {
  const devices = [
    'con',
    'PRN',
    'aux',
    'NUL',
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((n) => [`COM${n}`, `lpt${n}`]),
  ];
  const bad = [
    ...devices.flatMap((name) => [name, `${name}.txt`, `${name}.tar.gz`, `${name}.`]),
    ...[...'<>:"|?*', ...Array.from({ length: 31 }, (_, i) => String.fromCharCode(i + 1))].flatMap((c) => [
      `${c}a`,
      `a${c}b`,
    ]),
    ...['trailing.', 'trailing ', 'a.. .', `a\0b`],
    ...['x'.repeat(101), 'ö'.repeat(51), `${'y'.repeat(120)}.csv`],
    ...['', 'no-such-folder/file', 'small.yaml/file'],
  ];

  test('that some system does not take are refused, and leave nothing', () => {
    expect(new Set(bad).size).toBeGreaterThan(150);
    const before = readdirSync(folder.path).sort();
    for (const name of bad)
      for (const kind of ['file', 'folder'] as const)
        for (const force of [false, true])
          expect(() => new Output(name === '' ? '' : `${folder.path}/${name}`, kind, force), name).toThrow(
            '--out',
          );
    expect(readdirSync(folder.path).sort()).toEqual(before);
  });

  test('of files in an export are its own: nothing leads out of it', () => {
    const output = new Output(place(), 'folder', false);
    for (const name of ['../x', '/x', 'a/b', 'a\\b', '..', '.', '.x', '', 'a\0b'])
      expect(() => output.write(name, 'x'), name).toThrow('not a name');
    output.discard();
    expect(unfinished()).toEqual([]);
  });
});

describe('what means nothing', () => {
  const refused: [args: string[], ...parts: (string | RegExp)[]][] = [
    [['--format', 'gexf', '--week', '5'], '--week 5: means nothing for gexf', 'csv, parquet, graphml'],
    [['--format', 'graphml', '--every', '5'], '--every 5: means nothing for graphml'],
    [['--format', 'gexf', '--of', 'staff'], '--of staff: means nothing for gexf'],
    [['--format', 'csv', '--stage', 'association'], 'means nothing for csv'],
    [['--format', 'csv', '--week', '40'], '--week 40: the run lasts 39 weeks; allowed: 0 to 39'],
    [['--format', 'csv', '--week', '4', '--every', '2'], 'give one of them'],
    [['--format', 'siena'], 'two waves or more', '--every or --years'],
    [['--format', 'xml'], 'Allowed choices are csv, parquet, graphml, gexf, siena'],
    [['--format', 'siena', '--stage', 'none'], 'Allowed choices are association, cooperation'],
    [['--format', 'csv', '--set', 'market.chioce=1'], 'market.chioce'],
    [['--format', 'csv', '--seed', ''], 'seed'],
    [['--format', 'csv', '--every', '0'], 'whole number from 1'],
  ];

  test.each(refused)('%j is refused, and nothing is written', async (args, ...parts) => {
    const out = place();
    expectBadInput(await collegium('export', small, ...args, '--out', out), ...parts);
    expect(existsSync(out)).toBe(false);
    expect(unfinished()).toEqual([]);
  });

  test('so is what names no scenario, or no place and format', async () => {
    expectBadInput(
      await collegium('export', 'laddder', '--format', 'csv', '--out', place()),
      "did you mean 'ladder'",
    );
    expectBadInput(await collegium('export', 'ladder', '--format', 'csv'), '--out <path>');
    expectBadInput(await collegium('export', 'ladder', '--out', place()), '--format <format>');
  });
});

test.skipIf(process.platform === 'win32')('Ctrl-C leaves nothing', async () => {
  const out = place();
  const { child, finished } = start(['export', 'hampshire', '--format', 'csv', '--every', '1', '--out', out]);
  while (unfinished().length === 0) await wait(20);
  child.kill('SIGINT');
  const { code, stderr } = await finished;
  expect({ code, stderr }).toEqual({ code: 130, stderr: 'Interrupted: nothing was written.\n' });
  expect([existsSync(out), unfinished()]).toEqual([false, []]);
});
