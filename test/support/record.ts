/** Figures of the long tests, kept in docs/reliability-record.json when RECORD is set: `RECORD=1 npm run kill`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/support.mjs';
import { VERSION } from '../../sim/index.ts';

const file = join(root, 'docs', 'reliability-record.json');

export interface Figures {
  readonly kill: {
    readonly seed: string;
    readonly runs: number;
    readonly killed: { readonly worker: number; readonly coordinator: number; readonly redis: number };
    readonly onDisk: number;
    /** sha256 of the merged tables, and of those of a sweep on one machine left in peace. */
    readonly sha256: string;
    readonly inPeace: string;
  };
  readonly invariance: { readonly ways: number; readonly sha256: readonly string[] };
  /** Shares of a worker's time that no run took, and milliseconds a run. */
  readonly overhead: Record<'local' | 'queue', { readonly share: number; readonly run: number }>;
  readonly slurm: {
    readonly slurm: string;
    readonly runs: number;
    readonly tasks: number;
    readonly sha256: string;
    readonly onOneMachine: string;
  };
}

export type RecordFile = { readonly version: string } & Figures;

export function readRecord(): RecordFile {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Prints figures, and keeps them where that is wanted. */
export function record<K extends keyof Figures>(name: K, figures: Figures[K]): void {
  process.stdout.write(`${name}: ${JSON.stringify(figures)}\n`);
  if (!process.env.RECORD) return;
  const before = existsSync(file) ? readRecord() : {};
  writeFileSync(file, `${JSON.stringify({ ...before, version: VERSION, [name]: figures }, null, 2)}\n`);
}
