import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BadInput, EXIT, reason } from './errors.ts';
import { shownPath } from './files.ts';
import { interruptible } from './interrupt.ts';
import { print, printJson } from './output.ts';
import { startProgress } from './progress.ts';
import { openSweep, type Sweep } from './sweep/folder.ts';
import { SIMULATION } from './sweep/key.ts';
import { DIGEST_FILE, digestsOfFile, digestsOfParts } from './sweep/merge.ts';
import { type Again, doAgain, type Inventory, sampleOf, takeStock } from './sweep/recheck.ts';
import { RESULTS_FILE } from './sweep/tables.ts';
import { count, printable, table, word } from './text.ts';
import { readIfThere } from './whole-file.ts';

export interface CheckOptions {
  /** How many runs are done again. */
  readonly sample: number | 'all';
  readonly seed: string;
  readonly jobs: number;
  readonly anyway?: boolean;
  readonly json?: boolean;
  /** Limits of a run: seconds, MiB. */
  readonly runTime: number;
  readonly runMemory: number;
}

/** What was found of the merged tables. */
interface Tables {
  readonly state: 'same' | 'different' | 'none' | 'not checked';
  /** sha256 over their content. */
  readonly digest: string | null;
  readonly problems: readonly string[];
}

/** `collegium check`: whether a sweep's folder holds what its runs gave, and whether they give it again. */
export async function check(folder: string, options: CheckOptions): Promise<void> {
  const sweep = openSweep(folder);
  const same = sweep.manifest.simulation === SIMULATION;
  const stock = takeStock(sweep);
  const tables = same ? await checkTables(sweep, stock) : unchecked;
  const again = same || options.anyway ? await rerun(sweep, stock, options) : null;
  const problems = [
    ...stock.damaged.map((path) => `${path}: damaged; the sweep's command does its run again`),
    ...tables.problems,
    ...(again ?? []).flatMap(({ run, differences }) =>
      differences.map(
        (difference) => `run ${run.run} (cell ${run.cell.cell}, replicate ${run.replicate}): ${difference}`,
      ),
    ),
    ...(again === null
      ? [`runs cannot be compared: another program made them; --anyway does them again all the same`]
      : []),
  ];
  if (options.json) printJson(asJson(sweep, stock, tables, again, problems));
  else print([summary(sweep, stock, tables, again), ...problems].map(printable).join('\n'));
  if (problems.length > 0) process.exitCode = EXIT.failed;
}

const unchecked: Tables = { state: 'not checked', digest: null, problems: [] };

/** Holds the merged tables against the parts and against the digests written beside. */
async function checkTables(sweep: Sweep, { missing }: Inventory): Promise<Tables> {
  if (!existsSync(join(sweep.folder, RESULTS_FILE))) return { state: 'none', digest: null, problems: [] };
  const different = (...problems: string[]): Tables => ({ state: 'different', digest: null, problems });
  if (missing > 0) {
    return different(
      `${RESULTS_FILE}: made when runs were there that are missing now; the sweep's command makes it anew`,
    );
  }
  const written = readIfThere(join(sweep.folder, DIGEST_FILE))?.trimEnd().split('\n') ?? null;
  if (written === null) return different(`${DIGEST_FILE}: missing; the sweep's command makes it anew`);
  const expected = digestsOfParts(sweep);
  const problems = differing(expected, written).map(
    (name) => `${DIGEST_FILE}: ${name} is not what the parts hold`,
  );
  try {
    const held = await digestsOfFile(sweep);
    problems.push(
      ...differing(expected, held).map((name) => `${RESULTS_FILE}: ${name} is not what the parts hold`),
    );
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    problems.push(reason(error));
  }
  return problems.length > 0
    ? different(...problems)
    : { state: 'same', digest: expected[0].slice(0, 64), problems };
}

/** Names of the tables whose lines differ; of all of them together only where no table alone does. */
function differing(expected: readonly string[], found: readonly string[]): string[] {
  const names = expected.filter((line) => !found.includes(line)).map((line) => line.split('  ')[1]);
  const tables = names.filter((name) => name !== 'results').map((name) => `table ${name}`);
  return tables.length > 0 || names.length === 0 ? tables : ['the digest of all tables'];
}

async function rerun(sweep: Sweep, stock: Inventory, options: CheckOptions): Promise<Again[]> {
  const size = options.sample === 'all' ? stock.done : options.sample;
  const sample = sampleOf(stock.replicates, size, options.seed);
  if (sample.length === 0) return [];
  const progress = startProgress({ total: sample.length, unit: 'runs', quiet: options.json ?? false });
  let done = 0;
  try {
    return await interruptible(
      () =>
        doAgain(sweep, sample, {
          jobs: options.jobs,
          limits: { seconds: options.runTime, memory: options.runMemory },
          signal: new AbortController().signal,
          onDone: () => progress.update(++done),
        }),
      () => progress.stop(),
    );
  } finally {
    progress.stop();
  }
}

function summary(sweep: Sweep, stock: Inventory, tables: Tables, again: readonly Again[] | null): string {
  const { needed, done, failed, missing, whole, damaged } = stock;
  const { simulation } = sweep.manifest;
  const results = {
    same: `${RESULTS_FILE} holds what the parts hold; sha256 ${tables.digest}`,
    different: 'not what the parts hold',
    none: `no ${RESULTS_FILE} yet`,
    'not checked': 'not checked: another program made them',
  };
  const rows = [
    [
      'Sweep',
      `${sweep.plan.title}: ${count(needed, 'run')}, ${done} done, ${failed} failed, ${missing} missing`,
    ],
    [
      'Made by',
      simulation === SIMULATION ? `${simulation}, as this program` : `${simulation}; this is ${SIMULATION}`,
    ],
    ['Parts', `${count(whole, 'file')} whole, ${damaged.length} damaged`],
    ['Results', results[tables.state]],
    ['Done again', again === null ? 'none' : againSaid(again)],
  ];
  return table(rows.map((row) => row.map(word)));
}

function againSaid(again: readonly Again[]): string {
  const cells = new Set(again.map(({ run }) => run.cell.cell)).size;
  const different = again.filter(({ differences }) => differences.length > 0).length;
  const of = `${count(again.length, 'run')} of ${count(cells, 'cell')}`;
  return different === 0 ? `${of}, the same to the last bit` : `${of}, ${different} of them different`;
}

function asJson(
  sweep: Sweep,
  { replicates, ...parts }: Inventory,
  { state, digest }: Tables,
  again: readonly Again[] | null,
  problems: readonly string[],
): unknown {
  const { simulation } = sweep.manifest;
  return {
    folder: shownPath(sweep.folder),
    simulation: { results: simulation, program: SIMULATION, same: simulation === SIMULATION },
    parts,
    results: { state, digest },
    again:
      again?.map(({ run, differences }) => ({
        run: run.run,
        cell: run.cell.cell,
        replicate: run.replicate,
        seed: run.seed,
        differences,
      })) ?? null,
    problems,
    good: problems.length === 0,
  };
}
