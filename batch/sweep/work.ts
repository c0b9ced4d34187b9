import { execute, type RunTask } from './execute.ts';
import { type Manifest, openSweep, type Sweep, sweepOf } from './folder.ts';
import { type Part, partText, writePart } from './part.ts';
import { type Note, noteOf } from './rounds.ts';

/** What every worker thread of a sweep is started with: the sweep's folder, or, far from it, what it holds. */
export type Work =
  | { readonly folder: string }
  | { readonly manifest: Manifest; readonly inputs: ReadonlyMap<string, string> };

/** What a worker thread is handed. */
export interface Batch {
  readonly runs: readonly RunTask[];
  /** One number, shared with the one who watches time and memory: how many of the runs were begun. */
  readonly begun: Int32Array;
}

/** A finished run whose part is not in the sweep's folder yet. */
export interface Finished {
  readonly key: string;
  /** The part, as it will be in its file. */
  readonly text: string;
  /** Seconds the run took. */
  readonly seconds: number;
}

export function finished(part: Part, seconds: number): Finished {
  return { key: part.key, text: partText(part), seconds };
}

let sweep: Sweep | undefined;

/**
 * Does runs one after another. With a folder, each one's part is on disk before the next begins, and a note of each is given;
 * without, the parts themselves.
 */
export function doBatch(
  work: Work,
  { runs, begun }: Batch,
  run: typeof execute = execute,
): (Note | Finished)[] {
  sweep ??= 'folder' in work ? openSweep(work.folder) : sweepElsewhere(work.manifest, work.inputs);
  const { folder, bases, keep, manifest, plan } = sweep;
  return runs.map((task) => {
    Atomics.add(begun, 0, 1);
    const started = performance.now();
    const part = run(bases, keep, manifest.allowLarge, task);
    const seconds = (performance.now() - started) / 1000;
    if (!('folder' in work)) return finished(part, seconds);
    return noteOf(part, plan.replicates, writePart(folder, part), seconds);
  });
}

/** A sweep whose folder is on another machine. Throws BadInput where something of it is missing or damaged. */
export function sweepElsewhere(manifest: Manifest, inputs: ReadonlyMap<string, string>): Sweep {
  return sweepOf('', manifest, (name) => {
    const input = inputs.get(name);
    if (input === undefined) throw new Error(`the sweep's input ${name} is missing`);
    return input;
  });
}
