/** The lines of docs/results.md that read results in SQL, Python and R, as they stand there. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, expect, test } from 'vitest';
import { mergeSweep } from '../../batch/sweep/merge.ts';
import { openResults } from '../../batch/sweep/tables.ts';
import { useFolder } from '../support/cli.ts';
import { read } from '../support/project.ts';
import { complete, makeSweep } from '../support/sweep.ts';

const folder = useFolder();
const page = read('docs/results.md');

/** The page's one piece of code in a language. */
function shown(language: string): string {
  const found = [...page.matchAll(/^```(\w+)\n([\s\S]*?)\n```$/gm)].filter(([, name]) => name === language);
  expect(found).toHaveLength(1);
  return found[0][2];
}

/** Run and attainment of every run, as numbers of 17 digits. */
let expected: [number, string][];
beforeAll(async () => {
  const sweep = makeSweep(
    folder,
    'pressure',
    'title: Pressure\nscenarios: [tiny.yaml]\nreplicates: 2\noutcomes: [attainment]\n' +
      'factors: [{ path: market.choice, from: 0.2, to: 0.8 }]\ndesign: { kind: grid, levels: 2 }\n',
  );
  complete(sweep);
  await mergeSweep(sweep, { parquet: true });
  const results = await openResults(sweep);
  expected = [];
  for await (const [run, attainment] of results.rows('outcomes')) {
    expected.push([Number(run), Number(attainment).toExponential(16)]);
  }
  results.close();
  expect(expected).toHaveLength(4);
});

test('SQL', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const [attach, query] = shown('sql').split('; ');
    await connection.run(attach.replace('pressure/', `${join(folder.path, 'pressure')}/`));
    const rows = (await connection.runAndReadAll(query)).getRowObjectsJS();
    expect(rows.map(({ run, attainment }) => [run, Number(attainment).toExponential(16)])).toEqual(expected);
    expect(rows.map((row) => row['market.choice'])).toEqual([0.2, 0.2, 0.8, 0.8]);

    const [ordered] = /SELECT avg\([^`]+/.exec(page) ?? [];
    await connection.run('USE pressure');
    const [[average]] = (await connection.runAndReadAll(ordered ?? '')).getRowsJS();
    expect(average).toBeCloseTo(expected.reduce((sum, [, value]) => sum + Number(value), 0) / 4, 10);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
});

const PRINT_PYTHON = `
import pandas
print(list(map(list, zip(results.run.tolist(), ["%.16e" % x for x in results.attainment]))))
parquet = pandas.read_parquet("pressure/parquet/outcomes.parquet")
assert parquet.attainment.tolist() == results.attainment.tolist()
assert results["market.choice"].tolist() == [0.2, 0.2, 0.8, 0.8]
`;
const PRINT_R = `
cat(sprintf("[%d,'%s']", results$run, formatC(results$attainment, digits = 16, format = "e")), sep = ",")
stopifnot(results$market.choice == c(0.2, 0.2, 0.8, 0.8))
`;

/** Runs a piece of code with a program that may not be there, or lack a package: then the test says so and stops. */
function ran(
  skip: (why: string) => never,
  program: string,
  packages: string,
  code: string,
  flag: string,
): unknown {
  if (spawnSync(program, [flag, packages]).status !== 0) {
    console.warn(`skipped: no ${program} with the packages that the page names`);
    skip('not installed');
  }
  const { status, stdout, stderr } = spawnSync(program, [flag, code], { cwd: folder.path, encoding: 'utf8' });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  // Both print short exponents as they like.
  return JSON.parse(`[${stdout.trim().replace(/^\[\[/, '[').replace(/\]\]$/, ']').replaceAll("'", '"')}]`);
}

const asNumbers = (rows: unknown) => (rows as [number, string][]).map(([run, value]) => [run, Number(value)]);

test('Python', (context) => {
  const program = process.env.COLLEGIUM_PYTHON ?? 'python3';
  const found = ran(
    (why) => context.skip(why),
    program,
    'import duckdb, pandas, pyarrow',
    shown('python') + PRINT_PYTHON,
    '-c',
  );
  expect(asNumbers(found)).toEqual(asNumbers(expected));
}, 60_000);

test('R', (context) => {
  const found = ran((why) => context.skip(why), 'Rscript', 'library(duckdb)', shown('r') + PRINT_R, '-e');
  expect(asNumbers(found)).toEqual(asNumbers(expected));
}, 60_000);
