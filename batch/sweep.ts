import { statfsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { VERSION } from '../sim/index.ts';
import { BadInput, EXIT, RunFailed } from './errors.ts';
import { shownPath } from './files.ts';
import { printJson } from './output.ts';
import { startProgress } from './progress.ts';
import type { Backend, Trial } from './sweep/backend.ts';
import { type BackendOptions, openBackend } from './sweep/choose.ts';
import { type CoordinateOptions, coordinate } from './sweep/coordinate.ts';
import {
  makeFolder,
  misfitLines,
  misfits,
  type PlannedRun,
  readSweep,
  type Sweep,
  tidy,
} from './sweep/folder.ts';
import { mergeSweep } from './sweep/merge.ts';
import { Ledger, type Note, neededRuns, type Stand } from './sweep/rounds.ts';
import { type Shard, shardOf } from './sweep/shard.ts';
import { bytes, count, duration } from './text.ts';

export interface SweepOptions extends BackendOptions {
  readonly out: string;
  readonly batch?: number;
  readonly shard?: Shard;
  readonly yes?: boolean;
  readonly continueOnError?: boolean;
  readonly retryFailed?: boolean;
  readonly replacePlan?: boolean;
  readonly allowLarge?: boolean;
  readonly parquet?: boolean;
  readonly json?: boolean;
  /** Limits of a run: seconds, MiB. */
  readonly runTime: number;
  readonly runMemory: number;
}

/** `collegium sweep`: does all runs of a plan that are not done yet, each one on disk as soon as it is finished. */
export async function sweep(planFile: string, options: SweepOptions): Promise<void> {
  const { out, continueOnError = false, shard } = options;
  const read = readSweep(planFile, options.allowLarge ?? false);
  const sweep = makeFolder(out, read, options.replacePlan ?? false);
  if (!continueOnError) refuseMisfits(sweep);
  tidy(sweep);
  const limits = { seconds: options.runTime, memory: options.runMemory };
  const stop = stopOnSignals();
  const backend = await openBackend(sweep, planFile, options, limits, say); // fetches what finished elsewhere
  const ledger = new Ledger(sweep);
  if (options.retryFailed) ledger.dropFailures();
  const mine = shard && ((run: PlannedRun) => shardOf(sweep, run, shard.of) === shard.index);
  let stand = ledger.stand(mine);
  try {
    say(headline(sweep, stand, shard));
    if (stand.toDo.length > 0) {
      const pilot = await tryOut(ledger, backend.trial ?? backend, stand.toDo, stop.signal);
      stand = ledger.stand(mine);
      if (!stop.signal.aborted && stand.toDo.length > 0) {
        say(...expectation(sweep, stand, pilot, await backend.lanes(), shard));
        if (!options.yes && !(await agreed(stop.signal))) stop.now();
      }
      const lanes = Math.max(1, await backend.lanes());
      const handOut = ({ toDo }: Stand) => {
        backend.batch = options.batch ?? batchFor(pilot.seconds, toDo.length, lanes);
      };
      const { signal } = stop;
      stand = await withProgress(ledger, backend, stand, handOut, { mine, continueOnError, signal });
    }
  } finally {
    stop.release();
    await backend.close();
  }
  await conclude(sweep, stand, stop.signal.aborted, backend.leaves ?? null, options);
}

async function withProgress(
  ledger: Ledger,
  backend: Backend,
  before: Stand,
  beforeRound: (stand: Stand) => void,
  options: Pick<CoordinateOptions, 'mine' | 'continueOnError' | 'signal'>,
): Promise<Stand> {
  let { done, failed } = before;
  let progress = startProgress({ total: before.needed, from: done, unit: 'runs', quiet: false });
  try {
    return await coordinate(ledger, backend, {
      ...options,
      onStand(stand) {
        beforeRound(stand);
        // Rounds may need more runs than was known before.
        if (stand.needed !== before.needed) {
          progress.stop();
          progress = startProgress({ total: stand.needed, from: stand.done, unit: 'runs', quiet: false });
        }
        ({ done, failed } = stand);
      },
      onNote({ failure }) {
        if (failure !== null) failed++;
        progress.update(++done, failed);
      },
    });
  } finally {
    progress.stop();
  }
}

async function conclude(
  sweep: Sweep,
  stand: Stand,
  stopped: boolean,
  leaves: string | null,
  options: SweepOptions,
): Promise<void> {
  const { done, needed, failed } = stand;
  const complete = done === needed;
  const merged =
    complete && options.shard === undefined
      ? await mergeSweep(sweep, { parquet: options.parquet ?? false })
      : null;
  if (options.json) {
    const results = merged && { file: merged.file, sha256: merged.digest };
    printJson({ version: VERSION, folder: sweep.folder, needed, done, failed, results });
  }
  if (leaves !== null && !complete) {
    say(`${done} of ${count(needed, 'run')} on disk. ${leaves}`);
    process.exitCode = stopped ? EXIT.interrupted : EXIT.done;
    return;
  }
  if (stopped && !complete) {
    say(`Stopped: ${done} of ${count(needed, 'run')} on disk. The same command goes on.`);
    process.exitCode = EXIT.interrupted;
    return;
  }
  if (complete && options.shard) {
    say(
      `Shard ${options.shard.index}/${options.shard.of}: ${count(done, 'run')} on disk. When all shards are done, the same command without --shard merges them.`,
    );
  } else if (merged) {
    const { file, digest, rows } = merged;
    say(`${count(rows.runs, 'run')} in ${shownPath(file)}`, `sha256 of the results: ${digest}`);
  }
  if (failed > 0) {
    const way = complete ? '' : '; --continue-on-error goes on with the others';
    throw new RunFailed([
      `${count(failed, 'run')} failed${way}; --retry-failed does them again`,
      ...failures(sweep),
    ]);
  }
  if (!complete) {
    throw new RunFailed([
      `${count(needed - done, 'run')} of ${needed} could not be done; the same command goes on`,
    ]);
  }
}

/** The first few failed runs, and why. */
function failures(sweep: Sweep): string[] {
  const lines: string[] = [];
  for (const { cell, replicate, part } of neededRuns(sweep)) {
    if (part?.status !== 'failed') continue;
    lines.push(`cell ${cell.cell}, replicate ${replicate}: ${part.reason}`);
    if (lines.length === 5) break;
  }
  return lines;
}

function refuseMisfits(sweep: Sweep): void {
  const found = misfits(sweep);
  if (found.length === 0) return;
  throw new BadInput([
    `settings of ${count(found.length, 'cell')} do not fit together; --continue-on-error records their runs as failed`,
    ...misfitLines(found, sweep.manifest.plan),
  ]);
}

interface Pilot {
  /** Means of a run. */
  readonly seconds: number;
  readonly bytes: number;
}

/** Runs tried before anything is promised, and those of them that are too slow to tell: the engine is still warming up. */
const TRIED = 5;
const COLD = 2;

/** Does a few of the runs, which count like all others, one after another, and tells what one costs. */
async function tryOut(
  ledger: Ledger,
  backend: Trial,
  toDo: readonly PlannedRun[],
  signal: AbortSignal,
): Promise<Pilot> {
  const last = toDo.length - 1;
  const places = Array.from({ length: TRIED }, (_, i) => Math.floor((last * i) / (TRIED - 1)));
  const picked = [...new Set(places)].map((place) => toDo[place]);
  backend.batch = TRIED; // all of them to one worker
  const notes: Note[] = [];
  await backend.complete(
    picked,
    (note) => {
      ledger.note(note);
      notes.push(note);
    },
    signal,
  );
  const warm = notes.length > COLD ? notes.slice(COLD) : notes;
  const mean = (of: (note: Note) => number) =>
    warm.reduce((sum, note) => sum + of(note), 0) / Math.max(1, warm.length);
  return { seconds: mean(({ seconds }) => seconds), bytes: mean((note) => note.bytes) };
}

/**
 * Runs for about a second: handing out costs little then, and little is done twice when a worker dies. Where few are left, so
 * few that no worker waits long for another at the end.
 */
function batchFor(seconds: number, runs: number, jobs: number): number {
  const aSecond = Math.floor(1 / Math.max(seconds, 0.001));
  return Math.max(1, Math.min(50, aSecond, Math.ceil(runs / (jobs * 4))));
}

function headline({ plan, bases, cells }: Sweep, { needed, done }: Stand, shard: Shard | undefined): string {
  const points = cells.length / bases.length;
  const { replicates } = plan;
  const each =
    replicates.kind === 'fixed'
      ? count(replicates.count, 'replicate')
      : `${replicates.min} to ${replicates.max} replicates`;
  const most = replicates.kind === 'fixed' ? '' : ` to ${cells.length * replicates.max}`;
  const whole = `${count(bases.length, 'scenario')} x ${count(points, 'point')} x ${each}`;
  const part = shard ? `, of these ` : ' = ';
  const where = shard ? ` in shard ${shard.index}/${shard.of}` : '';
  return `${plan.title}: ${whole}${part}${needed}${shard ? '' : most} runs${where}; ${done} on disk.`;
}

function expectation(
  { folder, plan, cells }: Sweep,
  { toDo, done }: Stand,
  { seconds, bytes: size }: Pilot,
  jobs: number,
  shard: Shard | undefined,
): string[] {
  const disk = size * toDo.length * 2; // the part, and its share of the merged file at most
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (disk > free) {
    throw new BadInput(
      `${folder}: the ${toDo.length} runs to do need about ${bytes(disk)} and ${bytes(free)} are free`,
    );
  }
  const time = (runs: number) => duration((seconds * runs) / Math.max(1, Math.min(jobs, runs)));
  const { replicates } = plan;
  const most = replicates.kind === 'fixed' || shard ? 0 : cells.length * replicates.max - done;
  const upTo = most > toDo.length ? ` (up to ${time(most)} for the ${most} runs it may take)` : '';
  return [
    `Tried: ${seconds.toPrecision(2)} s and ${bytes(size)} a run. Expected for ${count(toDo.length, 'more run')}: ${time(toDo.length)} with ${count(jobs, 'job')}, ${bytes(disk)} on disk (${bytes(free)} free)${upTo}.`,
  ];
}

async function agreed(signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new BadInput('nobody can be asked here whether to go on: add --yes. The runs tried are on disk');
  }
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await ask.question('Go on? [Y/n] ', { signal });
    return /^\s*(y|yes)?\s*$/i.test(answer);
  } catch {
    return false; // Ctrl-C
  } finally {
    ask.close();
  }
}

/** Ctrl-C or a polite kill ends the runs under way; a second one ends the program. */
function stopOnSignals(): { signal: AbortSignal; now(): void; release(): void } {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    now: () => controller.abort(),
    release() {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}

/** What is told goes to stderr: stdout holds results only. */
function say(...lines: string[]): void {
  process.stderr.write(`${lines.join('\n')}\n`);
}
