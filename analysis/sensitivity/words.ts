import { decimalsToShow, formatNumber, type Scale } from '../format.ts';
import type { Interval } from '../interval.ts';
import type { Design, FactorValue } from '../sweep/plan.ts';
import type { Where } from './bins.ts';
import type { Limit } from './discovery.ts';

/** Figures of an analysis as readers see them. */

/** What readers call a design. */
export const DESIGN_WORDS: Readonly<Record<Design['kind'], string>> = {
  grid: 'full grid',
  list: 'list of points',
  'one-at-a-time': 'one factor at a time',
  'latin-hypercube': 'Latin hypercube',
  'sobol-sequence': 'Sobol’ sequence',
  saltelli: 'Saltelli’s rows',
  morris: 'Morris’s trajectories',
};

/** A share as a percentage without decimals; the smallest as "under 1 %". */
export function percent(share: number): string {
  const whole = Math.round(100 * share);
  if (share > 0 && whole === 0) return 'under 1 %';
  return share < 1 && whole === 100 ? 'over 99 %' : `${formatNumber(whole, 0)} %`;
}

/** An index or a probability: two decimals. */
export function index(value: number): string {
  return formatNumber(value, 2);
}

/** A p-value: three decimals, and the smallest as "under 0.001". */
export function chance(p: number): string {
  return p < 0.001 ? 'under 0.001' : formatNumber(p, 3);
}

export function range([low, high]: Interval, decimals: number): string {
  return `${formatNumber(low, decimals)} to ${formatNumber(high, decimals)}`;
}

/** Decimals for values of a metric that lie `spread` apart. */
export function decimalsFor(metric: Scale, spread: number): number {
  return decimalsToShow(metric, Math.abs(spread));
}

/** A value of a factor: at most four digits of a number. */
export function factorValue(value: FactorValue): string {
  if (typeof value === 'string') return value;
  return String(Number(value.toPrecision(4)));
}

/** A part of a factor's values: "0.2 to 0.4", "3", "strong". */
export function part(where: Where): string {
  if (typeof where === 'string') return where;
  const [low, high] = where.map(factorValue);
  return low === high ? low : `${low} to ${high}`;
}

/** A limit of a box: "market.choice at least 0.4", "regime one of led, alone". */
export function limitText(limit: Limit): string {
  if (limit.kind === 'category') {
    const [only, ...more] = limit.levels;
    return more.length === 0
      ? `${limit.factor} is ${only}`
      : `${limit.factor} is ${list(limit.levels, 'or')}`;
  }
  const { factor, low, high } = limit;
  if (low === null) return `${factor} is at most ${factorValue(high ?? 0)}`;
  if (high === null) return `${factor} is at least ${factorValue(low)}`;
  return `${factor} is from ${factorValue(low)} to ${factorValue(high)}`;
}

/** "a", "a and b", "a, b and c". */
export function list(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words[words.length - 1]}`;
}
