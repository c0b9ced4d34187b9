import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Piscina } from 'piscina';
import { type Backend, batchesOf, type Limits, type Report, taskOf } from './backend.ts';
import { failedPart, type RunTask } from './execute.ts';
import type { PlannedRun, Sweep } from './folder.ts';
import type { LocalBatch, LocalWork } from './local-work.ts';
import { readPart, writePart } from './part.ts';
import { type Note, noteOf } from './rounds.ts';

export interface LocalOptions {
  readonly jobs: number;
  readonly limits: Limits;
  /** Program of the workers; the built one lies beside the command. */
  readonly worker?: string;
}

const MIB = 1024 * 1024;
/** How often time and memory are looked at, in milliseconds. */
const WATCH = 50;

/** Why a batch was ended from outside. */
type End = 'stopped' | 'time' | 'memory';

interface Hand {
  readonly runs: readonly RunTask[];
  readonly begun: Int32Array;
  readonly stop: AbortController;
  /** Number of the run under way, from 1, and when it was first seen. */
  seen: number;
  since: number;
  end: End | null;
}

/**
 * Worker threads of this machine. A run that takes too long is ended and recorded as failed. The heap of a thread is limited by
 * the engine; buffers are not, so the memory of the whole program is watched too: when it passes what all
 * workers may take together, all runs under way are ended and done again one by one, and the one that then takes too
 * much alone is recorded as failed. So no run fails for what its neighbours do.
 */
export class Local implements Backend {
  readonly #sweep: Sweep;
  readonly #options: LocalOptions;
  /** Runs handed to a worker at a time. */
  batch = 1;
  #pool: Piscina<LocalBatch, Note[]> | undefined;

  constructor(sweep: Sweep, options: LocalOptions) {
    this.#sweep = sweep;
    this.#options = options;
  }

  async complete(runs: readonly PlannedRun[], report: Report, signal: AbortSignal): Promise<void> {
    const tasks = runs.map(taskOf);
    const suspects = await this.#lanes(batchesOf(tasks, this.batch), this.#options.jobs, report, signal);
    // What died or was ended for memory that others may have taken is tried alone.
    await this.#lanes(batchesOf(suspects, 1), 1, report, signal, true);
  }

  async close(): Promise<void> {
    await this.#pool?.destroy();
    this.#pool = undefined;
  }

  async #open(): Promise<Piscina<LocalBatch, Note[]>> {
    if (this.#pool) return this.#pool;
    const { Piscina } = await import('piscina');
    const { jobs, worker, limits } = this.#options;
    const work: LocalWork = { folder: this.#sweep.folder };
    const pool = new Piscina<LocalBatch, Note[]>({
      // They lie side by side once built.
      filename: worker ?? join(dirname(fileURLToPath(import.meta.url)), 'sweep-worker.js'),
      minThreads: jobs,
      maxThreads: jobs,
      workerData: work,
      resourceLimits: { maxOldGenerationSizeMb: limits.memory },
      atomics: 'disabled',
    });
    // A worker lost between two runs costs nothing: the pool starts another.
    pool.on('error', () => {});
    this.#pool = pool;
    return pool;
  }

  /** Does batches in `lanes` at a time and gives the runs that are to be tried alone; alone, they are recorded as failed. */
  async #lanes(
    batches: Generator<RunTask[]>,
    lanes: number,
    report: Report,
    signal: AbortSignal,
    alone = false,
  ): Promise<RunTask[]> {
    const pool = await this.#open();
    const hands = new Set<Hand>();
    const suspects: RunTask[] = [];
    const again: RunTask[][] = [];
    const watch = this.#watch(hands, alone ? 1 : this.#options.jobs);
    const stop = () => {
      for (const hand of hands) end(hand, 'stopped');
    };
    signal.addEventListener('abort', stop);
    const lane = async () => {
      while (!signal.aborted) {
        const runs = again.pop() ?? (batches.next().value as RunTask[] | undefined);
        if (runs === undefined) return;
        const hand = handOf(runs);
        hands.add(hand);
        const batch = { runs, begun: hand.begun };
        const done = await pool.run(batch, { signal: hand.stop.signal }).catch(asError);
        hands.delete(hand);
        if (!(done instanceof Error)) for (const note of done) report(note);
        else if (hand.end === null && isOurs(done, hand)) throw done;
        else again.push(...this.#afterEnd(hand, alone, report, suspects));
      }
    };
    try {
      await Promise.all(Array.from({ length: lanes }, lane));
    } finally {
      clearInterval(watch);
      signal.removeEventListener('abort', stop);
    }
    return signal.aborted ? [] : suspects;
  }

  /** Sorts out a batch whose worker is gone: what is on disk is done, one run is to blame, the rest is done again. */
  #afterEnd(hand: Hand, alone: boolean, report: Report, suspects: RunTask[]): RunTask[][] {
    const { folder, plan } = this.#sweep;
    const { limits } = this.#options;
    const rest: RunTask[] = [];
    const begun = Atomics.load(hand.begun, 0);
    hand.runs.forEach((task, i) => {
      const part = readPart(folder, task.key);
      if (part !== null) report(noteOf(part, plan.replicates, 0, 0));
      else if (hand.end === 'stopped') return;
      else if (i !== begun - 1) rest.push(task);
      else if (hand.end !== 'time' && !alone) suspects.push(task);
      else {
        const failed = failedPart(
          task,
          hand.end === 'time'
            ? `took longer than ${limits.seconds} s`
            : `its worker ended: it needed more than ${limits.memory} MiB of memory, or the engine failed`,
        );
        report(noteOf(failed, plan.replicates, writePart(folder, failed), 0));
      }
    });
    return [...batchesOf(rest, this.batch)];
  }

  /** Ends batches whose run takes too long, and all of them when the program takes too much memory. */
  #watch(hands: ReadonlySet<Hand>, lanes: number): NodeJS.Timeout {
    const { seconds, memory } = this.#options.limits;
    const before = process.memoryUsage.rss();
    return setInterval(() => {
      const now = performance.now();
      for (const hand of hands) {
        const begun = Atomics.load(hand.begun, 0);
        if (begun !== hand.seen) [hand.seen, hand.since] = [begun, now];
        // Not begun: the worker itself is being started.
        else if (begun > 0 && now - hand.since > seconds * 1000) end(hand, 'time');
      }
      if (process.memoryUsage.rss() - before > memory * lanes * MIB) {
        for (const hand of hands) end(hand, 'memory');
      }
    }, WATCH);
  }
}

function handOf(runs: readonly RunTask[]): Hand {
  return {
    runs,
    begun: new Int32Array(new SharedArrayBuffer(4)),
    stop: new AbortController(),
    seen: 0,
    since: 0,
    end: null,
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Whether a worker failed for reasons that no run is to blame for: it did not start, or could not write. */
function isOurs({ message }: Error, { begun }: Hand): boolean {
  return Atomics.load(begun, 0) === 0 || /^E[A-Z]+: /.test(message);
}

function end(hand: Hand, why: End): void {
  if (hand.end !== null) return;
  hand.end = why;
  hand.stop.abort();
}
