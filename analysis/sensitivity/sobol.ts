import type { Interval } from '../interval.ts';
import { bootstrap, halfWidth, type Resampling } from './resample.ts';

/**
 * Sobol' indices: which share of the variance of an outcome over the design is due to each factor. The first-order
 * index is the part of a factor by itself, V(E(y | x_i)) / V(y); the total index its part together with everything it
 * interacts in, E(V(y | x_-i)) / V(y). With the outcomes y_A and y_B of the two base matrices and y_ABi of A with
 * column i from B,
 *
 *     S_i  = mean(y_B (y_ABi - y_A)) / V      Saltelli et al. 2010, table 2 (b), on outcomes less their mean
 *     ST_i = mean((y_A - y_ABi)^2) / (2 V)    Jansen 1999
 *
 * where V is the variance of y_A and y_B together. These are the best pair of those that Saltelli et al. compare at
 * N (k + 2) runs: Jansen's total is never negative and has the smallest error; for the first order, (b) is exact to
 * 0 in the mean where a factor does nothing, and precise for the small indices that most factors have. Taking
 * the mean from the outcomes changes no expectation, and takes away the error that a large mean brings.
 */

/** Outcomes of the rows of a Saltelli design: `a[j]`, `b[j]`, and `ab[i][j]` for factor i; NaN where there is none. */
export interface SaltelliOutcomes {
  readonly a: ArrayLike<number>;
  readonly b: ArrayLike<number>;
  readonly ab: readonly ArrayLike<number>[];
  /**
   * Mean over rows of the variance, by luck, of the difference between A and A with column i from B, for each factor: half
   * of it over V is what luck adds to a total index. Null where that is not known.
   */
  readonly luck?: readonly (number | null)[];
}

export interface SobolIndex {
  /** Shares of the variance: 0 to 1 but for sampling error. */
  readonly first: number;
  readonly total: number;
  /** Percentile bootstrap over rows; null for a single row. */
  readonly firstInterval: Interval | null;
  readonly totalInterval: Interval | null;
  /** The half-width of the interval exceeds the index: too few rows to tell it from nothing. */
  readonly firstUnsure: boolean;
  readonly totalUnsure: boolean;
  /** How much of the total index is luck; null where that is not known. */
  readonly luck: number | null;
}

export interface SobolIndices {
  /** Rows used, and rows left out because an outcome was missing. */
  readonly rows: number;
  readonly missing: number;
  /** Of the outcomes of both base matrices. */
  readonly mean: number;
  readonly variance: number;
  /** One a factor; null where the outcome does not vary. */
  readonly factors: readonly SobolIndex[] | null;
}

/**
 * First-order and total indices of every factor. The bootstrap treats rows as independent; those of a Sobol' sequence
 * are spread more evenly than that, so its intervals are rather too wide than too narrow.
 */
export function sobolIndices(outcomes: SaltelliOutcomes, resampling: Resampling): SobolIndices {
  const { a, b, ab } = outcomes;
  for (const column of [b, ...ab]) {
    if (column.length !== a.length)
      throw new RangeError(`${a.length} outcomes of A against ${column.length}`);
  }
  const whole = completeRows(outcomes);
  const all = Int32Array.from(whole, (_, i) => i);
  const kept = {
    a: Float64Array.from(whole, (j) => a[j]),
    b: Float64Array.from(whole, (j) => b[j]),
    ab: ab.map((column) => Float64Array.from(whole, (j) => column[j])),
  };
  const rows = whole.length;
  const missing = a.length - rows;
  const { mean, variance } = spread(kept, all);
  const rounding = 1e-14 * Math.abs(mean);
  if (!(variance > rounding * rounding)) return { rows, missing, mean, variance, factors: null };
  const k = ab.length;
  const values = new Float64Array(2 * k);
  estimate(kept, all, values);
  const intervals = bootstrap(rows, 2 * k, (drawn, into) => estimate(kept, drawn, into), resampling);
  const factors = ab.map((_, i): SobolIndex => {
    const [first, total] = [values[i], values[k + i]];
    const [firstInterval, totalInterval] = [intervals[i], intervals[k + i]];
    return {
      first,
      total,
      firstInterval,
      totalInterval,
      firstUnsure: unsure(first, firstInterval),
      totalUnsure: unsure(total, totalInterval),
      luck: luckOf(outcomes.luck?.[i] ?? null, variance),
    };
  });
  return { rows, missing, mean, variance, factors };
}

function luckOf(ofDifferences: number | null, variance: number): number | null {
  return ofDifferences === null ? null : ofDifferences / 2 / variance;
}

function unsure(index: number, interval: Interval | null): boolean {
  return interval === null || halfWidth(interval) > index;
}

function completeRows({ a, b, ab }: SaltelliOutcomes): number[] {
  const rows: number[] = [];
  for (let j = 0; j < a.length; j++) {
    const known = Number.isFinite(a[j]) && Number.isFinite(b[j]);
    if (known && ab.every((column) => Number.isFinite(column[j]))) rows.push(j);
  }
  return rows;
}

/** Mean and variance (over 2 N) of the outcomes of A and B in these rows; variance 0 where all are equal. */
function spread({ a, b }: SaltelliOutcomes, rows: Int32Array): { mean: number; variance: number } {
  const origin = rows.length === 0 ? Number.NaN : a[rows[0]];
  let sum = 0;
  let squares = 0;
  for (const j of rows) sum += a[j] - origin + (b[j] - origin);
  const mean = origin + sum / (2 * rows.length);
  for (const j of rows) squares += (a[j] - mean) * (a[j] - mean) + (b[j] - mean) * (b[j] - mean);
  return { mean, variance: squares / (2 * rows.length) };
}

/** Writes all first-order indices, then all total ones; NaN where the rows drawn do not vary. */
function estimate(outcomes: SaltelliOutcomes, rows: Int32Array, into: Float64Array): void {
  const { a, b, ab } = outcomes;
  const k = ab.length;
  const { mean, variance } = spread(outcomes, rows);
  if (!(variance > 0)) {
    into.fill(Number.NaN);
    return;
  }
  for (let i = 0; i < k; i++) {
    const column = ab[i];
    let own = 0;
    let squares = 0;
    for (let n = 0; n < rows.length; n++) {
      const j = rows[n];
      const step = column[j] - a[j];
      own += (b[j] - mean) * step;
      squares += step * step;
    }
    into[i] = own / rows.length / variance;
    into[k + i] = squares / (2 * rows.length) / variance;
  }
}
