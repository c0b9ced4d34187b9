/** A worker of the pool: does the kind of work it was started for and gives the results away. */
import { move, transferableSymbol, valueSymbol, workerData } from 'piscina';
import { transferables } from '../analysis/outcomes.ts';
import type { Task } from './job.ts';
import { type Kind, type Works, works } from './works.ts';

export default async function work(task: Task): Promise<unknown> {
  const { kind, job } = workerData as { kind: Kind; job: Works[Kind]['job'] };
  const done = await works[kind](job as never, task as never);
  if (done.result === undefined || !('series' in done.result)) return done;
  return move({ [transferableSymbol]: transferables(done.result), [valueSymbol]: done });
}
