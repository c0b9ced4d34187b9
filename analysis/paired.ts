import { type Intervals, meanIntervals } from './interval.ts';
import { mean, variance } from './moments.ts';

/** What pairs of runs say of one metric; differences are B minus A, in the unit of the metric. */
export interface Paired {
  /** Pairs of runs, at least 1. */
  readonly pairs: number;
  /** Means over the runs of each side. */
  readonly a: number;
  readonly b: number;
  /** Mean of the differences within pairs. */
  readonly difference: number;
  /** Student's t intervals of that mean; null for a single pair. */
  readonly intervals: Intervals | null;
  /** Share of pairs in which B lies above A, ties counted half: 0 to 1. */
  readonly probability: number;
  /** Cohen's d for pairs: mean over standard deviation of the differences; null where they do not vary. */
  readonly effect: number | null;
  /**
   * Variance of the differences over the variance they would have with independent runs, var A + var B. At
   * 0.1 the shared luck saves nine runs in ten; above 1 it does harm. Null where neither side varies.
   */
  readonly varianceRatio: number | null;
}

/** Differences of values that vary by less than this share of them differ by rounding alone. */
const ROUNDING = 1e-14;

/** Compares the values of one metric over runs paired by seed: `a[i]` and `b[i]` had the same luck. */
export function paired(a: ArrayLike<number>, b: ArrayLike<number>): Paired {
  const pairs = a.length;
  if (pairs !== b.length) throw new RangeError(`${pairs} values of A against ${b.length} of B`);
  if (pairs === 0) throw new RangeError('no pairs of runs to compare');
  const differences = Float64Array.from({ length: pairs }, (_, i) => b[i] - a[i]);
  let above = 0;
  for (const difference of differences) above += difference > 0 ? 1 : difference === 0 ? 0.5 : 0;
  const [meanA, meanB, difference] = [mean(a), mean(b), mean(differences)];
  const noise = ROUNDING * Math.max(Math.abs(meanA), Math.abs(meanB));
  const variation = variance(differences);
  const spread = variation > noise * noise ? variation : 0;
  const unpaired = variance(a) + variance(b);
  return {
    pairs,
    a: meanA,
    b: meanB,
    difference,
    intervals: meanIntervals(spread > 0 ? differences : new Float64Array(pairs).fill(difference)),
    probability: above / pairs,
    effect: spread > 0 ? difference / Math.sqrt(spread) : null,
    varianceRatio: unpaired > 0 ? spread / unpaired : null,
  };
}
