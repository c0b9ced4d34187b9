import type { PlannedRun, Sweep } from './folder.ts';

/** One of several programs that share a sweep: `index` from 1 to `of`. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** The index of the shard that a run falls into. Rules that look at a cell's earlier replicates need all of them: then whole cells are shared out, else runs. */
export function shardOf({ plan }: Sweep, { run, cell }: PlannedRun, of: number): number {
  return ((plan.replicates.kind === 'fixed' ? run : cell.cell) % of) + 1;
}
