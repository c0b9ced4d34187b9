/** Figures of `npm run page`, kept in docs/page-record.json when RECORD is set: `RECORD=1 npm run page`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/support.mjs';
import { simulationDigest } from './simulation-digest.ts';

const file = join(root, 'docs', 'page-record.json');

export interface PageFigures {
  readonly pairs: {
    readonly machine: string;
    readonly cores: number;
    /** The part of two processors that was free before: about 1 on a quiet machine. */
    readonly granted: number;
    readonly pairs: number;
    /** Seconds for all runs on one worker, and on two. */
    readonly oneWorker: number;
    readonly twoWorkers: number;
    readonly times: number;
    /** How many times as much two pages with a worker each do beside one another as one does alone. */
    readonly machineLimit: number;
    /** Of the page's own thread: ms of processor time; then ms by the clock. */
    readonly longestTask: number;
    readonly longestFrame: number;
    readonly inputLatency: number;
  };
  readonly memory: {
    readonly comparisons: number;
    /** MB after ten comparisons and after all: of script, and of the whole process. */
    readonly heapBefore: number;
    readonly heapAfter: number;
    readonly residentBefore: number;
    readonly residentAfter: number;
  };
}

/** What has been recorded so far. */
export type PageRecord = Partial<PageFigures> & {
  /** Of the simulation whose runs were timed. */
  readonly simulation: string;
};

export function readPageRecord(): PageRecord {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Prints figures, and keeps them where that is wanted. */
export function record<K extends keyof PageFigures>(name: K, figures: PageFigures[K]): void {
  process.stdout.write(`${name}: ${JSON.stringify(figures)}\n`);
  if (!process.env.RECORD) return;
  const simulation = simulationDigest();
  // Figures of another simulation do not stay beside those of this one.
  const kept = existsSync(file) ? readPageRecord() : { simulation };
  const after = { ...(kept.simulation === simulation ? kept : {}), simulation, [name]: figures };
  writeFileSync(file, `${JSON.stringify(after, null, 2)}\n`);
}
