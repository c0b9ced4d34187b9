/** A worker of the pool: does runs of the job it was started with and gives the results away. */
import { move, transferableSymbol, valueSymbol, workerData } from 'piscina';
import { transferables } from '../analysis/outcomes.ts';
import { type Job, runTask, type Task } from './job.ts';

export default async function work(task: Task): Promise<unknown> {
  const done = await runTask(workerData as Job, task);
  if (done.result === undefined) return done;
  return move({ [transferableSymbol]: transferables(done.result), [valueSymbol]: done });
}
