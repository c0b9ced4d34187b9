/** A worker thread of a sweep: does the runs it is handed, and where it has the sweep's folder writes each one's part at once. */
import { workerData } from 'piscina';
import type { Note } from './sweep/rounds.ts';
import { type Batch, doBatch, type Finished, type Work } from './sweep/work.ts';

export default function work(batch: Batch): (Note | Finished)[] {
  return doBatch(workerData as Work, batch);
}

export { execute } from './sweep/execute.ts';
export { doBatch } from './sweep/work.ts';
