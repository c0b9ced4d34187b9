import jstat from 'jstat';
import type { Interval } from './interval.ts';
import { mean, variance } from './moments.ts';

const { jStat } = jstat;

export interface TTest {
  /** Means and sizes of the two samples. */
  readonly a: number;
  readonly b: number;
  readonly sizeA: number;
  readonly sizeB: number;
  /** Of a minus b, with variances of their own (Welch). */
  readonly t: number;
  readonly df: number;
  /** Two-sided. */
  readonly p: number;
}

/** Welch's t test of two independent samples; null where one has fewer than two values or nothing varies. */
export function welch(a: ArrayLike<number>, b: ArrayLike<number>): TTest | null {
  const [n, m] = [a.length, b.length];
  if (n < 2 || m < 2) return null;
  const [u, v] = [variance(a) / n, variance(b) / m];
  if (!(u + v > 0)) return null;
  const t = (mean(a) - mean(b)) / Math.sqrt(u + v);
  const df = ((u + v) * (u + v)) / ((u * u) / (n - 1) + (v * v) / (m - 1));
  const p = Math.min(1, 2 * (1 - jStat.studentt.cdf(Math.abs(t), df)));
  return { a: mean(a), b: mean(b), sizeA: n, sizeB: m, t, df, p };
}

/**
 * Welch's interval of the difference of the means of two independent samples, a minus b, at `confidence` (0 to 1);
 * null where one has fewer than two values, and of no width where nothing varies.
 */
export function welchInterval(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  confidence: number,
): Interval | null {
  const [n, m] = [a.length, b.length];
  if (n < 2 || m < 2) return null;
  const difference = mean(a) - mean(b);
  const test = welch(a, b);
  if (test === null) return [difference, difference];
  const half =
    jStat.studentt.inv((1 + confidence) / 2, test.df) * Math.sqrt(variance(a) / n + variance(b) / m);
  return [difference - half, difference + half];
}

/** Two-sided probability of a coefficient as far from 0 as this one, of many groups (Wald). */
export function waldP(estimate: number, standardError: number): number {
  return Math.min(1, 2 * (1 - jStat.normal.cdf(Math.abs(estimate / standardError), 0, 1)));
}
