import { meanInterval } from '../../analysis/interval.ts';
import type { Replicates } from '../../analysis/sweep/plan.ts';
import { type PlannedRun, Runs, type Sweep } from './folder.ts';
import { type Part, readPart, removePart } from './part.ts';

/**
 * How many replicates a cell needs, from the outcomes of those it has, in the order of their numbers: a number, null for a run
 * that failed, undefined for one that is not done. The rule looks at whole blocks only, so that the answer is the
 * same however the runs were shared out and whenever they finished.
 */
export function replicatesNeeded(
  replicates: Replicates,
  outcomes: readonly (number | null | undefined)[],
): number {
  if (replicates.kind === 'fixed') return replicates.count;
  const { width, confidence, min, max, block } = replicates;
  let needed = min;
  while (needed < max) {
    const first = outcomes.slice(0, needed);
    if (first.length < needed || first.includes(undefined)) break;
    const interval = meanInterval(
      first.filter((value) => typeof value === 'number'),
      confidence * 100,
    );
    if (interval !== null && interval[1] - interval[0] <= width) break;
    needed = Math.min(max, needed + block);
  }
  return needed;
}

/** A run that is needed, with its part where it is done. */
export interface NeededRun extends PlannedRun {
  readonly part: Part | null;
}

/**
 * All runs that a sweep needs as far as can be told now, in the order of the results, with their parts: the way to read a
 * sweep. Parts are read as they are asked for and not kept.
 */
export function* neededRuns(sweep: Sweep, runs = new Runs(sweep)): Generator<NeededRun> {
  const { replicates } = sweep.plan;
  for (const cell of sweep.cells) {
    const outcomes: (number | null | undefined)[] = [];
    for (let i = 0; i < replicatesNeeded(replicates, outcomes); i++) {
      const run = runs.run(cell, i + 1);
      const part = readPart(sweep.folder, run.key);
      outcomes.push(part === null ? undefined : decidingOutcome(replicates, part));
      yield { ...run, part };
    }
  }
}

/** What of a part decides on more replicates: null for a failed run, or where the number of replicates is fixed. */
function decidingOutcome(replicates: Replicates, part: Part): number | null {
  if (part.status === 'failed' || replicates.kind === 'fixed') return null;
  return part.outcomes[replicates.outcome];
}

/** What is told of a finished run whose part is on disk. */
export interface Note {
  readonly key: string;
  /** Why it failed, or null. */
  readonly failure: string | null;
  /** The outcome that decides on more replicates, or null. */
  readonly outcome: number | null;
  /** Size of the part, and seconds the run took. */
  readonly bytes: number;
  readonly seconds: number;
}

export function noteOf(part: Part, replicates: Replicates, bytes: number, seconds: number): Note {
  return {
    key: part.key,
    failure: part.status === 'failed' ? part.reason : null,
    outcome: decidingOutcome(replicates, part),
    bytes,
    seconds,
  };
}

/**
 * What a coordinator knows of a sweep: which runs are done. A part is read at most once, for a sweep in rounds asks again
 * and again.
 */
export class Ledger {
  readonly #sweep: Sweep;
  readonly #runs: Runs;
  readonly #done = new Map<string, { readonly failed: boolean; readonly outcome: number | null }>();

  constructor(sweep: Sweep) {
    this.#sweep = sweep;
    this.#runs = new Runs(sweep);
  }

  /** Takes note of a run whose part is on disk. */
  note({ key, failure, outcome }: Note): void {
    this.#done.set(key, { failed: failure !== null, outcome });
  }

  /** Looks on disk for a run's part; false where there is none that is whole. */
  look(key: string): boolean {
    if (this.#done.has(key)) return true;
    const part = readPart(this.#sweep.folder, key);
    if (part !== null) this.note(noteOf(part, this.#sweep.plan.replicates, 0, 0));
    return part !== null;
  }

  /** Removes the parts of failed runs, so that they are runs to do again; gives how many. */
  dropFailures(): number {
    this.stand(); // reads what is on disk
    const failed = [...this.#done].filter(([, { failed }]) => failed).map(([key]) => key);
    for (const key of failed) {
      removePart(this.#sweep.folder, key);
      this.#done.delete(key);
    }
    return failed.length;
  }

  /** How the sweep stands: runs needed by now, those among them done and failed, and those to do, each key once. */
  stand(mine: (run: PlannedRun) => boolean = () => true): Stand {
    const { replicates } = this.#sweep.plan;
    const toDo = new Map<string, PlannedRun>();
    let needed = 0;
    let failed = 0;
    let missing = 0;
    for (const cell of this.#sweep.cells) {
      const outcomes: (number | null | undefined)[] = [];
      for (let i = 0; i < replicatesNeeded(replicates, outcomes); i++) {
        const run = this.#runs.run(cell, i + 1);
        if (!mine(run)) {
          outcomes.push(undefined);
          continue;
        }
        needed++;
        const known = this.look(run.key) ? this.#done.get(run.key) : undefined;
        outcomes.push(known?.outcome);
        if (known === undefined) {
          missing++;
          if (!toDo.has(run.key)) toDo.set(run.key, run);
        } else if (known.failed) failed++;
      }
    }
    return { needed, done: needed - missing, failed, toDo: [...toDo.values()] };
  }
}

export interface Stand {
  readonly needed: number;
  readonly done: number;
  readonly failed: number;
  readonly toDo: readonly PlannedRun[];
}
