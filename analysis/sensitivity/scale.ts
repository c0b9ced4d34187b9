import type { FactorValue, NumberFactor } from '../sweep/plan.ts';

/** Where a value lies in its factor's range, on the factor's own scale: 0 at `from`, 1 at `to`. */
export function unitOf({ from, to, scale, name }: NumberFactor, value: FactorValue): number {
  if (typeof value !== 'number') throw new RangeError(`factor ${name}: '${value}' is not a number`);
  if (scale === 'log') return Math.log(value / from) / Math.log(to / from);
  return (value - from) / (to - from);
}
