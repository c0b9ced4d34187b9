import { exp, log } from '../../sim/index.ts';
import type { Factor, FactorValue, NumberFactor } from '../sweep/plan.ts';

/**
 * The value of a factor at `unit` in [0, 1). A number lies as far between the ends of its range, on its scale. The whole
 * numbers of a range have cells of equal width on its scale, so that on the linear one each is equally likely; so have
 * categories.
 */
export function valueAt(factor: Factor, unit: number): FactorValue {
  if (factor.kind === 'category') {
    const { levels } = factor;
    return levels[Math.min(levels.length - 1, Math.floor(unit * levels.length))].name;
  }
  const { from, to, integer } = factor;
  return integer
    ? within(factor, Math.floor(between(factor, from, to + 1, unit)))
    : within(factor, tidy(between(factor, from, to, unit)));
}

/**
 * The value of a number at `unit` in [0, 1], where 0 and 1 are the ends of its range and levels lie at equal steps on its
 * scale. Whole numbers are rounded on the scale, so that half the range or more always moves them.
 */
export function levelAt(factor: NumberFactor, unit: number): number {
  if (unit === 0) return factor.from;
  if (unit === 1) return factor.to;
  const value = between(factor, factor.from, factor.to, unit);
  if (!factor.integer) return within(factor, tidy(value));
  if (factor.scale === 'linear') return within(factor, Math.round(value));
  const below = Math.floor(value);
  return within(factor, value * value < below * (below + 1) ? below : below + 1);
}

/** The values that a factor takes in a grid: all its categories, its own values, or `levels` values at equal steps, both ends included. */
export function levelsOf(factor: Factor, levels: number): readonly FactorValue[] {
  if (factor.kind === 'category') return factor.levels.map(({ name }) => name);
  if (factor.values !== undefined) return factor.values;
  const values = Array.from({ length: levels }, (_, i) => levelAt(factor, i / (levels - 1)));
  // A short range of whole numbers has fewer values than levels.
  return values.filter((value, i) => value !== values[i - 1]);
}

function between({ scale }: NumberFactor, from: number, to: number, unit: number): number {
  return scale === 'linear' ? from + unit * (to - from) : from * exp(unit * log(to / from));
}

/** Twelve digits: what arithmetic adds to 0.3 is no part of a plan. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

function within({ from, to }: NumberFactor, value: number): number {
  return Math.min(to, Math.max(from, value));
}
