import { execute, type RunTask } from './execute.ts';
import { openSweep, type Sweep } from './folder.ts';
import { writePart } from './part.ts';
import { type Note, noteOf } from './rounds.ts';

/** What every worker of a sweep on this machine is started with. */
export interface LocalWork {
  readonly folder: string;
}

/** What a worker is handed. */
export interface LocalBatch {
  readonly runs: readonly RunTask[];
  /** One number, shared with the one who watches time and memory: how many of the runs were begun. */
  readonly begun: Int32Array;
}

let sweep: Sweep | undefined;

/** Does runs one after another; each one's part is on disk before the next begins. */
export function doBatch(
  { folder }: LocalWork,
  { runs, begun }: LocalBatch,
  run: typeof execute = execute,
): Note[] {
  sweep ??= openSweep(folder);
  const { bases, keep, manifest, plan } = sweep;
  return runs.map((task) => {
    Atomics.add(begun, 0, 1);
    const started = performance.now();
    const part = run(bases, keep, manifest.allowLarge, task);
    const seconds = (performance.now() - started) / 1000;
    return noteOf(part, plan.replicates, writePart(folder, part), seconds);
  });
}
