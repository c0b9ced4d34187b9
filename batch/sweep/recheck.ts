import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import xor4096 from 'seedrandom/lib/xor4096.js';
import { shuffled } from '../../analysis/designs/shuffled.ts';
import type { Limits } from './backend.ts';
import { makeFolder, type PlannedRun, Runs, type Sweep } from './folder.ts';
import { canonical, SIMULATION } from './key.ts';
import { Local } from './local.ts';
import { type DonePart, type Part, partPath, partText, readPart, readPartText } from './part.ts';
import { neededRuns } from './rounds.ts';

/** Whether a sweep's folder still holds what its runs gave, and whether the runs give it again. */

/** What is on disk of a sweep. */
export interface Inventory {
  /** Runs that the sweep needs, and what became of them. */
  readonly needed: number;
  readonly done: number;
  readonly failed: number;
  readonly missing: number;
  /** Files of parts that are whole, and paths in the folder of those that are not what their sha256 says. */
  readonly whole: number;
  readonly damaged: readonly string[];
  /** Replicates done of each cell, by cell. */
  readonly replicates: ReadonlyMap<number, readonly number[]>;
}

/** Looks at every part. */
export function takeStock(sweep: Sweep): Inventory {
  const { whole, damaged } = lookAtFiles(sweep.folder);
  const replicates = new Map<number, number[]>();
  const runs = { needed: 0, done: 0, failed: 0, missing: 0 };
  for (const { cell, replicate, part } of neededRuns(sweep)) {
    runs.needed++;
    runs[part === null ? 'missing' : part.status]++;
    if (part?.status !== 'done') continue;
    const of = replicates.get(cell.cell) ?? [];
    of.push(replicate);
    replicates.set(cell.cell, of);
  }
  return { ...runs, whole, damaged, replicates };
}

function lookAtFiles(folder: string): Pick<Inventory, 'whole' | 'damaged'> {
  let whole = 0;
  const damaged: string[] = [];
  const parts = join(folder, 'parts');
  for (const group of existsSync(parts) ? readdirSync(parts).sort() : []) {
    for (const name of readdirSync(join(parts, group)).sort()) {
      if (name.startsWith('.')) continue; // unfinished
      const key = name.replace(/\.json$/, '');
      const path = join(parts, group, name);
      const isPart = path === partPath(folder, key) && statSync(path).isFile();
      if (isPart && readPartText(readFileSync(path, 'utf8'), key) !== null) whole++;
      else damaged.push(join('parts', group, name));
    }
  }
  return { whole, damaged };
}

/**
 * A sample of the runs done, as cell and replicate in their order: spread over the cells, as no cell has a second run in it before each has
 * one. The same seed picks the same runs.
 */
export function sampleOf(
  replicates: ReadonlyMap<number, readonly number[]>,
  size: number,
  seed: string,
): [cell: number, replicate: number][] {
  const random = xor4096(`${seed}/check`);
  const cells = [...replicates.keys()];
  const order = shuffled(cells.length, random).map((i) => {
    const own = replicates.get(cells[i]) ?? [];
    return { cell: cells[i], own: shuffled(own.length, random).map((j) => own[j]) };
  });
  const sample: [number, number][] = [];
  for (let round = 0; sample.length < size; round++) {
    const left = order.filter(({ own }) => own.length > round);
    if (left.length === 0) break;
    for (const { cell, own } of left.slice(0, size - sample.length)) sample.push([cell, own[round]]);
  }
  return sample.sort(([a, i], [b, j]) => a - b || i - j);
}

/** A run that was done again, and in what it differs; nothing where it is the same. */
export interface Again {
  readonly run: PlannedRun;
  readonly differences: readonly string[];
}

export interface AgainOptions {
  readonly jobs: number;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  readonly onDone?: () => void;
  /** Program of the workers; the built one lies beside the command. */
  readonly worker?: string;
}

/** Does runs again with this program, somewhere else, and compares what they give with what is on disk. */
export async function doAgain(
  sweep: Sweep,
  sample: readonly (readonly [cell: number, replicate: number])[],
  { jobs, limits, signal, onDone, worker }: AgainOptions,
): Promise<Again[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'collegium-check-'));
  const remove = () => rmSync(scratch, { recursive: true, force: true });
  process.once('exit', remove); // Ctrl-C ends the program where it is
  try {
    const copy = copyOf(sweep, join(scratch, 'sweep'));
    const [stored, own] = [new Runs(sweep), new Runs(copy)];
    const pairs = sample.map(([cell, replicate]) => ({
      before: stored.run(sweep.cells[cell], replicate),
      now: own.run(copy.cells[cell], replicate),
    }));
    const backend = new Local(copy, { jobs, limits, ...(worker === undefined ? {} : { worker }) });
    try {
      const once = [...new Map(pairs.map(({ now }) => [now.key, now])).values()];
      await backend.complete(once, () => onDone?.(), signal);
    } finally {
      await backend.close();
    }
    return pairs.map(({ before, now }) => {
      const part = readPart(sweep.folder, before.key);
      if (part?.status !== 'done') return { run: before, differences: ['its part is gone'] };
      return { run: before, differences: differences(part, readPart(copy.folder, now.key)) };
    });
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** The same sweep without its runs, for this program to do. */
function copyOf({ manifest, bases }: Sweep, folder: string): Sweep {
  const inputs = new Map<string, string>();
  for (const { schools, schoolsKey } of bases) {
    if (schoolsKey !== null) inputs.set(schoolsKey, canonical(schools));
  }
  return makeFolder(folder, { manifest: { ...manifest, simulation: SIMULATION }, inputs }, false);
}

/** In what a run done again differs from its part: everything but the engine that did it and the key it is filed under. */
export function differences(before: DonePart, now: Part | null): string[] {
  if (now === null) return ['could not be done again'];
  if (now.status === 'failed') return [`fails: ${now.reason}`];
  const found: string[] = [];
  const note = (what: string, was: unknown, is: unknown) => {
    if (was !== is) found.push(`${what} was ${was}, is ${is}`);
  };
  note('digest', before.digest, now.digest);
  note('weeks', before.weeks, now.weeks);
  for (const key of keysOf(before.outcomes, now.outcomes)) note(key, before.outcomes[key], now.outcomes[key]);
  for (const key of keysOf(before.series, now.series)) {
    const [was, is] = [before.series[key] ?? [], now.series[key] ?? []];
    const at = Array.from({ length: Math.max(was.length, is.length) }, (_, i) => i).find(
      (i) => was[i] !== is[i],
    );
    if (at !== undefined) note(`series of ${key}, week ${before.sampleWeeks[at]},`, was[at], is[at]);
  }
  if (JSON.stringify(before.schools) !== JSON.stringify(now.schools)) found.push('schools differ');
  if (JSON.stringify(before.events) !== JSON.stringify(now.events)) found.push('events differ');
  const bare = (part: DonePart) => partText({ ...part, key: '', engine: '' });
  if (found.length === 0 && bare(before) !== bare(now)) found.push('the text of the part differs');
  return found;
}

function keysOf(...records: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(records.flatMap(Object.keys))];
}
