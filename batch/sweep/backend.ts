import type { RunTask } from './execute.ts';
import type { PlannedRun } from './folder.ts';
import type { Note } from './rounds.ts';

/** What does the runs of a sweep: threads of this machine, or machines that take them from a queue. */
export interface Backend {
  /**
   * Does runs, writes each one's part into the sweep's folder as soon as it is finished, and reports it then. Resolves
   * when all are done, or, once `signal` is aborted, when nothing is under way any more. A run that is lost (its worker
   * died) may be left out: the coordinator asks for it again.
   */
  complete(runs: readonly PlannedRun[], report: Report, signal: AbortSignal): Promise<void>;
  /** Runs handed out in one piece. */
  batch: number;
  /** How many runs are done at a time, as far as is known now. */
  lanes(): Promise<number>;
  close(): Promise<void>;
  /** Who tries the first few runs, where it is not the backend itself. */
  readonly trial?: Trial;
  /** What goes on without this program when it ends before all is done, in words; null where nothing does. */
  readonly leaves?: string | null;
}

export type Trial = Pick<Backend, 'complete' | 'batch' | 'close'>;

export type Report = (note: Note) => void;

export interface Limits {
  /** Seconds a run may take. */
  readonly seconds: number;
  /** MiB of memory a run may take. */
  readonly memory: number;
}

export function taskOf({ key, cell, seed }: PlannedRun): RunTask {
  return { key, scenario: cell.scenario, settings: cell.settings, seed };
}

/** Runs in the order given, `size` at a time: what a worker is handed in one piece. */
export function* batchesOf<T>(runs: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < runs.length; at += size) yield runs.slice(at, at + size);
}
