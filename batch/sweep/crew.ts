import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Piscina } from 'piscina';
import type { Limits } from './backend.ts';
import { failedPart, type RunTask } from './execute.ts';
import type { FailedPart } from './part.ts';
import type { Batch, Work } from './work.ts';

export interface CrewOptions<T> {
  /** Worker threads. */
  readonly jobs: number;
  readonly limits: Limits;
  readonly work: Work;
  /** What a finished run left behind although its worker ended before it could tell; null where nothing is. */
  readonly left: (task: RunTask) => T | null;
  /** Records a run as failed. */
  readonly fail: (part: FailedPart) => T;
  /** Program of the workers; the built one lies beside the command. */
  readonly worker?: string | undefined;
}

const MIB = 1024 * 1024;
/** How often time and memory are looked at, in milliseconds. */
const WATCH = 50;

/** Why runs were ended from outside. */
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

/** What became of runs that were tried together. */
interface Attempt<T> {
  readonly done: readonly T[];
  /** What its worker died of, or was ended for memory that others may have taken: tried alone before it is blamed. */
  readonly suspect: RunTask | null;
  /** What had no turn. */
  readonly rest: readonly RunTask[];
}

/**
 * Worker threads of this program, each result a `T`. A run that takes too long is ended and recorded as failed. The heap of a
 * thread is limited by the engine; buffers are not, so the memory of the whole program is watched too: when it
 * passes what all workers may take together, all runs under way are ended and done again one by one, and the one that
 * then takes too much alone is recorded as failed. So no run fails for what its neighbours do.
 */
export class Crew<T> {
  readonly #options: CrewOptions<T>;
  readonly #gate = new Gate();
  readonly #hands = new Set<Hand>();
  #pool: Piscina<Batch, T[]> | undefined;
  #watch: NodeJS.Timeout | undefined;
  /** Bytes the program took before what is watched began, and the number of workers that share what it takes since. */
  #before = { bytes: 0, workers: 1 };

  constructor(options: CrewOptions<T>) {
    this.#options = options;
  }

  /**
   * Does runs one after another in one of the threads, and reports each. Once `signal` is aborted, runs under way are ended
   * and nothing more is done. Throws what no run is to blame for: a worker that does not start or cannot write.
   */
  async do(runs: readonly RunTask[], report: (result: T) => void, signal: AbortSignal): Promise<void> {
    let left = runs;
    while (left.length > 0 && !signal.aborted) {
      const { done, suspect, rest } = await this.#gate.shared(() => this.#attempt(left, false, signal));
      done.forEach(report);
      left = rest;
      if (suspect !== null && !signal.aborted) {
        const alone = await this.#gate.alone(() => this.#alone(suspect, signal));
        alone.done.forEach(report);
      }
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#watch);
    await this.#dismiss();
  }

  async #dismiss(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.destroy();
  }

  async #open(): Promise<Piscina<Batch, T[]>> {
    if (this.#pool) return this.#pool;
    const { Piscina } = await import('piscina');
    const { jobs, worker, limits, work } = this.#options;
    this.#pool ??= new Piscina<Batch, T[]>({
      // They lie side by side once built.
      filename: worker ?? join(dirname(fileURLToPath(import.meta.url)), 'sweep-worker.js'),
      minThreads: jobs,
      maxThreads: jobs,
      workerData: work,
      resourceLimits: { maxOldGenerationSizeMb: limits.memory },
      atomics: 'disabled',
    });
    // A worker lost between two runs costs nothing: the pool starts another.
    this.#pool.on('error', () => {});
    this.#watch ??= this.#watchOver();
    return this.#pool;
  }

  async #attempt(runs: readonly RunTask[], alone: boolean, signal: AbortSignal): Promise<Attempt<T>> {
    const pool = await this.#open();
    if (signal.aborted) return { done: [], suspect: null, rest: runs };
    const hand = handOf(runs);
    const stop = () => end(hand, 'stopped');
    signal.addEventListener('abort', stop);
    this.#hands.add(hand);
    try {
      const done = await pool.run({ runs, begun: hand.begun }, { signal: hand.stop.signal }).catch(asError);
      if (!(done instanceof Error)) return { done, suspect: null, rest: [] };
      if (hand.end === null && isOurs(done, hand)) throw done;
      return this.#afterEnd(hand, alone);
    } finally {
      this.#hands.delete(hand);
      signal.removeEventListener('abort', stop);
    }
  }

  async #alone(run: RunTask, signal: AbortSignal): Promise<Attempt<T>> {
    const before = this.#before;
    // What neighbours and the dead still hold is not this run's: new workers, once the old ones' memory has been given back.
    await this.#dismiss();
    this.#before = { bytes: await settledMemory(), workers: 1 };
    try {
      return await this.#attempt([run], true, signal);
    } finally {
      this.#before = before;
    }
  }

  /** Sorts out runs whose worker is gone: some are finished, one is to blame, the rest is to be done again. */
  #afterEnd(hand: Hand, alone: boolean): Attempt<T> {
    const { limits, left, fail } = this.#options;
    const done: T[] = [];
    const rest: RunTask[] = [];
    let suspect: RunTask | null = null;
    const begun = Atomics.load(hand.begun, 0);
    hand.runs.forEach((task, i) => {
      const known = left(task);
      if (known !== null) done.push(known);
      else if (hand.end === 'stopped' || i !== begun - 1) rest.push(task);
      else if (hand.end === 'time') done.push(fail(failedPart(task, `took longer than ${limits.seconds} s`)));
      else if (!alone) suspect = task;
      else done.push(fail(failedPart(task, tooMuch(limits))));
    });
    return { done, suspect, rest };
  }

  /** Ends runs that take too long, and all of them when the program takes too much memory. */
  #watchOver(): NodeJS.Timeout {
    const { jobs, limits } = this.#options;
    this.#before = { bytes: process.memoryUsage.rss(), workers: jobs };
    const watch = setInterval(() => {
      if (this.#hands.size === 0) return;
      const now = performance.now();
      for (const hand of this.#hands) {
        const begun = Atomics.load(hand.begun, 0);
        if (begun !== hand.seen) [hand.seen, hand.since] = [begun, now];
        // Not begun: the worker itself is being started.
        else if (begun > 0 && now - hand.since > limits.seconds * 1000) end(hand, 'time');
      }
      const { bytes, workers } = this.#before;
      if (process.memoryUsage.rss() - bytes > limits.memory * workers * MIB) {
        for (const hand of this.#hands) end(hand, 'memory');
      }
    }, WATCH);
    return watch.unref();
  }
}

/** Many at a time, or one alone. */
class Gate {
  #inside = 0;
  #alone = false;
  #waiting: (() => void)[] = [];

  async shared<R>(work: () => Promise<R>): Promise<R> {
    while (this.#alone) await this.#change();
    this.#inside++;
    try {
      return await work();
    } finally {
      this.#inside--;
      this.#changed();
    }
  }

  async alone<R>(work: () => Promise<R>): Promise<R> {
    while (this.#alone) await this.#change();
    this.#alone = true;
    try {
      while (this.#inside > 0) await this.#change();
      return await work();
    } finally {
      this.#alone = false;
      this.#changed();
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #changed(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** Bytes the program takes once they no longer fall. */
async function settledMemory(): Promise<number> {
  let last = process.memoryUsage.rss();
  for (let tries = 0; tries < 40; tries++) {
    await new Promise((resolve) => setTimeout(resolve, WATCH));
    const now = process.memoryUsage.rss();
    if (now > last - MIB) return now;
    last = now;
  }
  return last;
}

function tooMuch({ memory }: Limits): string {
  return `its worker ended: it needed more than ${memory} MiB of memory, or the engine failed`;
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
