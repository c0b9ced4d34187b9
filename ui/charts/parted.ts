/** When the schools of twin runs part, as maps show it: in five bands, from the first week to never. */

import { range } from './ticks.ts';

export interface Parted {
  /** Where schools lie, kilometres east and north. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Week in which each parts; below 0 for never so far. */
  readonly partedIn: Int32Array;
  /** Of a whole run. */
  readonly weeks: number;
}

export const WORDS = ['in the first week', 'soon after', 'later', 'late', 'never so far'] as const;

/** From 0, in the first week of all, by parts of the time there is after it, to 3; 4 for never. */
export function bandOf(week: number, first: number, weeks: number): number {
  if (week < 0) return 4;
  const share = (week - first) / Math.max(1, weeks - first);
  return share === 0 ? 0 : share < 0.05 ? 1 : share < 0.3 ? 2 : 3;
}

/** The first week in which a school parts, how many are in each band, and the ground that they lie on. */
export function partedOf({ x, y, partedIn, weeks }: Parted) {
  const first = partedIn.reduce((least, week) => (week >= 0 && week < least ? week : least), weeks);
  const counts = [0, 0, 0, 0, 0];
  for (const week of partedIn) counts[bandOf(week, first, weeks)]++;
  const [west, east] = range(x);
  const [south, north] = range(y);
  return { first, counts, west, south, width: east - west || 1, height: north - south || 1 };
}
