import { quantile } from '../moments.ts';
import type { Factor, FactorValue } from '../sweep/plan.ts';

/** A part of a factor's values: the ends of a number, both inside; or a level. */
export type Where = readonly [low: number, high: number] | string;

export interface Bin {
  readonly where: Where;
  readonly holds: (value: FactorValue) => boolean;
}

/** A number with this many values or fewer has a bin for each; with more, `BINS` of about equal counts. */
const MOST_VALUES = 6;
const BINS = 5;

/** The bins of these values of a factor: in rising order of a number, or a level each in the order of the plan. */
export function binsOf(factor: Factor, values: readonly FactorValue[]): Bin[] {
  if (factor.kind === 'category') {
    const seen = new Set(values);
    return factor.levels
      .filter(({ name }) => seen.has(name))
      .map(({ name }) => ({ where: name, holds: (value) => value === name }));
  }
  const rising = values.map(Number).sort((a, b) => a - b);
  const distinct = [...new Set(rising)];
  // An end is the highest value of its bin.
  const ends = distinct.length <= MOST_VALUES ? distinct : [...new Set(upperEnds(rising, distinct))];
  return ends.map((high, i): Bin => {
    const low = i === 0 ? distinct[0] : distinct[distinct.indexOf(ends[i - 1]) + 1];
    return { where: [low, high], holds: (value) => Number(value) >= low && Number(value) <= high };
  });
}

function upperEnds(rising: readonly number[], distinct: readonly number[]): number[] {
  return Array.from({ length: BINS }, (_, i) => {
    const end = quantile(rising, (i + 1) / BINS);
    return distinct[Math.max(0, countBelow(distinct, end, true) - 1)];
  });
}

/** How many of the rising values lie below x, or at it too. */
export function countBelow(rising: ArrayLike<number>, x: number, orEqual: boolean): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle] < x || (orEqual && rising[middle] === x)) low = middle + 1;
    else high = middle;
  }
  return low;
}
