/** A worker of a sweep on this machine: does the runs it is handed and writes each one's part before it starts the next. */
import { workerData } from 'node:worker_threads';
import { doBatch, type LocalBatch, type LocalWork } from './sweep/local-work.ts';
import type { Note } from './sweep/rounds.ts';

export default function work(batch: LocalBatch): Note[] {
  // Piscina hands every worker a pair: its own part and ours.
  return doBatch((workerData as [unknown, LocalWork])[1], batch);
}

export { doBatch } from './sweep/local-work.ts';
export { execute } from './sweep/execute.ts';
