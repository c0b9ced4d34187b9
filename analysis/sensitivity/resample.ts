import xor4096 from 'seedrandom/lib/xor4096.js';
import type { Interval } from '../interval.ts';
import { quantile } from '../moments.ts';

/** Resamples of a bootstrap, and the level of its intervals, where nobody says otherwise. */
export const RESAMPLES = 1000;
export const CONFIDENCE = 0.95;

export interface Resampling {
  /** Text that the luck of the resampling comes from, and nothing else. */
  readonly seed: string;
  /** Default 1,000. */
  readonly resamples?: number;
  /** Between 0 and 1; default 0.95. */
  readonly confidence?: number;
}

/**
 * Percentile intervals by the bootstrap (Efron 1979): `units` whole units (rows of a design, trajectories, replicates)
 * are drawn with replacement, and `measure` writes its `size` statistics of the units drawn into `into`. Null for a
 * statistic that fewer than half of the resamples gave a finite value for, and for all where there is only one unit.
 */
export function bootstrap(
  units: number,
  size: number,
  measure: (drawn: Int32Array, into: Float64Array) => void,
  { seed, resamples = RESAMPLES, confidence = CONFIDENCE }: Resampling,
): (Interval | null)[] {
  if (units < 2) return new Array(size).fill(null);
  const random = xor4096(seed);
  const drawn = new Int32Array(units);
  const into = new Float64Array(size);
  const found = Array.from({ length: size }, () => new Float64Array(resamples));
  for (let r = 0; r < resamples; r++) {
    for (let i = 0; i < units; i++) drawn[i] = Math.floor(random() * units);
    measure(drawn, into);
    for (let k = 0; k < size; k++) found[k][r] = into[k];
  }
  const tail = (1 - confidence) / 2;
  return found.map((values): Interval | null => {
    const rising = values.filter(Number.isFinite).sort();
    return rising.length * 2 < resamples ? null : [quantile(rising, tail), quantile(rising, 1 - tail)];
  });
}

/** Half the width of an interval. */
export function halfWidth([low, high]: Interval): number {
  return (high - low) / 2;
}
