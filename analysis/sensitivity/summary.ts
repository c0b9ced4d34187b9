import { type Interval, meanInterval } from '../interval.ts';
import { mean, quantile, variance } from '../moments.ts';
import { type CellOutcomes, known, sharedReplicates } from './cells.ts';

/** The quantiles of a summary. */
export const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** One outcome over some runs, in its unit. */
export interface Summary {
  /** Runs that gave a value, and runs that failed or gave none. */
  readonly n: number;
  readonly failed: number;
  readonly mean: number;
  /** Standard deviation between runs (n - 1); NaN below two. */
  readonly sd: number;
  /** Student's t interval of the mean at 95 per cent; null where runs are too few to tell. */
  readonly interval: Interval | null;
  readonly min: number;
  readonly max: number;
  /** At `QUANTILES`. */
  readonly quantiles: readonly number[];
}

/** The runs of one cell: independent of each other, whether or not the cells share their luck. */
export function summariseCell(values: ArrayLike<number>): Summary {
  const kept = known(values);
  return { ...spreadOf(kept, values.length), interval: meanInterval(kept, 95) };
}

/**
 * All runs together. The points of a design are chosen, not drawn, so the interval is of the mean over just these
 * cells, and the luck is all that it allows for: it is taken over the means of the replicates that all cells have.
 */
export function summariseAll(cells: CellOutcomes): Summary {
  const all = cells.flatMap((values) => Array.from(values));
  const filled = cells.filter((values) => known(values).length > 0);
  const byReplicate = sharedReplicates(filled).map((r) => mean(filled.map((values) => values[r])));
  return { ...spreadOf(known(all), all.length), interval: meanInterval(byReplicate, 95) };
}

function spreadOf(kept: readonly number[], runs: number): Omit<Summary, 'interval'> {
  const rising = [...kept].sort((a, b) => a - b);
  return {
    n: kept.length,
    failed: runs - kept.length,
    mean: mean(kept),
    sd: Math.sqrt(variance(kept)),
    min: rising[0] ?? Number.NaN,
    max: rising[rising.length - 1] ?? Number.NaN,
    quantiles: QUANTILES.map((p) => quantile(rising, p)),
  };
}
