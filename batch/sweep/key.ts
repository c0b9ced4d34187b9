import { createHash } from 'node:crypto';
import { VERSION } from '../../sim/index.ts';

/** A fingerprint of the sources of the simulation, put in by the build: runs of other sources are other runs. */
declare const SIMULATION_SOURCES: string;

/** What computes: version and sources of the simulation. Results of another one are never taken for this one's. */
export const SIMULATION = `${VERSION} ${SIMULATION_SOURCES}`;

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A value as JSON with the keys of every object in order: equal values give equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** All that decides what the runs of a cell hold but for their seeds. */
export interface CellContent {
  /** What computes: `SIMULATION`, or what computed the runs of an older sweep. */
  readonly simulation: string;
  /** The scenario as it is run, as plain data. */
  readonly scenario: Record<string, unknown>;
  /** Fingerprint of the records of its schools, or null where they are generated. */
  readonly schools: string | null;
  readonly keep: Keep;
}

/** What is kept of a run. */
export interface Keep {
  readonly outcomes: readonly string[];
  readonly series: readonly string[];
  readonly schools: boolean;
  readonly events: boolean;
}

/** The key of a cell. Titles, comments, file names and the order of keys have no part in it. */
export function cellKey({ simulation, scenario, schools, keep }: CellContent): string {
  const { title, about, source, seed, schools: files, ...content } = scenario;
  return sha256(canonical({ simulation, content, schools, keep }));
}

/** The key of a run: equal keys are the same run, wherever, whenever and by whomever it is done. */
export function runKey(cell: string, seed: string): string {
  return sha256(`${cell} ${seed}`);
}
