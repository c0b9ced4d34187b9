/** Where a standardised difference lies on the axis of the table of outcomes. */
import type { Paired } from '../../analysis/paired.ts';

export interface Standardised {
  centre: number;
  low: number | null;
  high: number | null;
}

/** The difference and its 95 % interval in standard deviations of the differences; null where they do not vary. */
export function standardised({ effect, difference, intervals }: Paired): Standardised | null {
  if (effect === null || difference === 0)
    return effect === null ? null : { centre: 0, low: null, high: null };
  const spread = difference / effect;
  return {
    centre: effect,
    low: intervals === null ? null : intervals[95][0] / spread,
    high: intervals === null ? null : intervals[95][1] / spread,
  };
}

/** Where the axis ends: differences between policies range from hardly any to many standard deviations. */
export const AXIS_END = 150;
export const AXIS_TICKS = [-100, -10, -1, 0, 1, 10, 100] as const;

/** -1 to 1: even around zero, then by orders of magnitude, as an axis that is linear within about one. */
export function placeOnAxis(value: number): number {
  const place = Math.asinh(value * 1.5) / Math.asinh(AXIS_END * 1.5);
  return Math.max(-1, Math.min(1, place));
}
