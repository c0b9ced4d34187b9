/** A worker of a sweep on this machine: does the runs it is handed and writes each one's part before it starts the next. */
import { workerData } from 'piscina';
import { doBatch, type LocalBatch, type LocalWork } from './sweep/local-work.ts';
import type { Note } from './sweep/rounds.ts';

export default function work(batch: LocalBatch): Note[] {
  return doBatch(workerData as LocalWork, batch);
}

export { execute } from './sweep/execute.ts';
export { doBatch } from './sweep/local-work.ts';
