import jstat from 'jstat';
import { mean, variance } from './moments.ts';

const { jStat } = jstat;

/** The levels at which intervals and bands are given, per cent. */
export const LEVELS = [50, 80, 95] as const;
export type Level = (typeof LEVELS)[number];

/** Low and high end, in the unit of what was measured. */
export type Interval = readonly [low: number, high: number];

/** An interval at every level. */
export type Intervals = Readonly<Record<Level, Interval>>;

/**
 * Student's t interval of the mean of `values` at `level` per cent, for a sample of independent values that
 * are roughly normal or many. Null for fewer than two values, which say nothing about their spread.
 */
export function meanInterval(values: ArrayLike<number>, level: number): Interval | null {
  const n = values.length;
  if (n < 2) return null;
  const centre = mean(values);
  const half = tQuantile(level, n - 1) * Math.sqrt(variance(values) / n);
  return [centre - half, centre + half];
}

/** The intervals of the mean of `values` at all levels, or null for fewer than two values. */
export function meanIntervals(values: ArrayLike<number>): Intervals | null {
  if (values.length < 2) return null;
  const at = (level: Level) => meanInterval(values, level) as Interval;
  return { 50: at(50), 80: at(80), 95: at(95) };
}

const quantiles = new Map<number, number>();

/** The t value that holds `level` per cent of the distribution with `df` degrees of freedom between -t and t. */
export function tQuantile(level: number, df: number): number {
  const key = df * 100 + level; // a level is below 100
  let t = quantiles.get(key);
  if (t === undefined) {
    t = jStat.studentt.inv(0.5 + level / 200, df);
    quantiles.set(key, t);
  }
  return t;
}
