import { type Interval, meanInterval, tQuantile } from '../interval.ts';
import { mean, variance } from '../moments.ts';

/**
 * How much of a difference between two scenarios a mechanism carries: 1 minus the difference without the mechanism over
 * the difference with it. It is 1 where nothing of the difference is left without it, 0 where all of it is, above 1
 * where the sign turns, and below 0 where the mechanism works against the difference.
 *
 * The four runs of a seed (two scenarios, the mechanism on and off) share their luck, so both differences come in pairs.
 * Their ratio has the interval of Fieller (1954, "Some problems in interval estimation", Journal of the Royal
 * Statistical Society B 16): the values r for which the mean of `without` minus r times `with` is not told apart from 0
 * by Student's t. It is bounded exactly when the difference itself is told apart from 0 at the same level; where it is
 * not, there is nothing to share out, and no share is told.
 *
 * Shares of several mechanisms need not add up to 1: one may only work together with another, or stand in for it.
 */
export interface Share {
  /** Pairs of runs on either side of the ratio. */
  readonly pairs: number;
  /** Mean differences B minus A, in the outcome's unit. */
  readonly with: number;
  readonly without: number;
  /** Student's t, 95 per cent; null of one pair. */
  readonly withInterval: Interval | null;
  readonly withoutInterval: Interval | null;
  /** Null where the difference is not told apart from 0. */
  readonly share: number | null;
  /** 95 per cent, after Fieller; null where there is no share, or of one pair. */
  readonly interval: Interval | null;
}

const LEVEL = 95;
/** Differences whose mean or spread is this part of an outcome or less are left of rounding, not of the model. */
const ROUNDING = 1e-9;

/** Outcomes of the four runs of each seed, all lists in the order of the seeds. */
export interface Quartets {
  readonly a: ArrayLike<number>;
  readonly b: ArrayLike<number>;
  readonly offA: ArrayLike<number>;
  readonly offB: ArrayLike<number>;
}

/** Throws RangeError where the lists are empty or of different lengths. */
export function shareCarried({ a, b, offA, offB }: Quartets): Share {
  const pairs = a.length;
  if (pairs === 0 || [b, offA, offB].some(({ length }) => length !== pairs))
    throw new RangeError(`${pairs} runs of A beside ${b.length}, ${offA.length} and ${offB.length} others`);
  const on = Float64Array.from(a, (value, i) => b[i] - value);
  const off = Float64Array.from(offA, (value, i) => offB[i] - value);
  const size = Math.max(...[a, b, offA, offB].map((list) => Math.abs(mean(list))));
  const noise = ROUNDING * size;
  const told = { pairs, with: mean(on), without: mean(off) };
  const withInterval = meanInterval(on, LEVEL);
  const withoutInterval = meanInterval(off, LEVEL);
  const clear = Math.abs(told.with) > noise && (withInterval === null || excludes(withInterval, 0));
  return {
    ...told,
    withInterval,
    withoutInterval,
    share: clear ? 1 - told.without / told.with : null,
    interval: clear && pairs >= 2 ? shareInterval(on, off) : null,
  };
}

function excludes([low, high]: Interval, value: number): boolean {
  return low > value || high < value;
}

/** Fieller's interval of 1 minus the ratio of the means, for a denominator whose own interval excludes 0. */
function shareInterval(on: Float64Array, off: Float64Array): Interval {
  const n = on.length;
  const t = tQuantile(LEVEL, n - 1);
  const [x, y] = [mean(on), mean(off)];
  const vx = variance(on) / n;
  const vy = variance(off) / n;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (on[i] - x) * (off[i] - y);
  const vxy = sum / (n - 1) / n;
  // The ends are the roots of (y - r x)^2 = t^2 (vy - 2 r vxy + r^2 vx).
  const p = x * x - t * t * vx;
  const q = x * y - t * t * vxy;
  const c = y * y - t * t * vy;
  const root = Math.sqrt(Math.max(0, q * q - p * c));
  return [1 - (q + root) / p, 1 - (q - root) / p];
}

/** Those with most pairs first, of these the most carried; what has no share comes last, by how far the difference moved. */
export function byShare<T extends { readonly share: Share }>(rows: readonly T[]): T[] {
  const moved = ({ share }: T) => Math.abs(share.with - share.without);
  const told = ({ share }: T) => share.share ?? Number.NEGATIVE_INFINITY;
  return [...rows].sort(
    (p, q) =>
      q.share.pairs - p.share.pairs || (told(p) === told(q) ? moved(q) - moved(p) : told(q) - told(p)),
  );
}
