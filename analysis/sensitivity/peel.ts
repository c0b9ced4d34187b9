import type { Factor, FactorValue } from '../sweep/plan.ts';

/**
 * Boxes of a space of factors, and how they are peeled and pasted (the patient rule induction method of Friedman and
 * Fisher 1999). A box holds, of a numeric factor, the values between two ends, and of a categorical factor some of its
 * levels.
 */

/** The cases as columns: a value a factor (of a category the index of its level), and how much each is of interest. */
export interface Cases {
  readonly factors: readonly Factor[];
  readonly columns: readonly Float64Array[];
  /** For each factor the numbers of the cases in rising order of its values. */
  readonly orders: readonly Int32Array[];
  /** Share of a case's runs that are of interest: 0 to 1. */
  readonly shares: Float64Array;
}

/** Ends of a numeric factor, both inside; or the levels inside, by index. */
export type Side = { readonly low: number; readonly high: number } | { readonly levels: readonly number[] };

export interface Box {
  /** One a factor. */
  readonly sides: readonly Side[];
  /** Cases inside, and the sum of their shares. */
  readonly cases: number;
  readonly interest: number;
}

export function casesOf(
  factors: readonly Factor[],
  points: readonly (readonly FactorValue[])[],
  shares: ArrayLike<number>,
): Cases {
  const columns = factors.map((factor, f) =>
    Float64Array.from(points, (point) => numberOf(factor, point[f])),
  );
  const orders = columns.map((column) => {
    const order = Int32Array.from(column, (_, i) => i);
    return order.sort((a, b) => column[a] - column[b] || a - b);
  });
  return { factors, columns, orders, shares: Float64Array.from(shares) };
}

/** These cases alone; `of` holds their numbers. */
export function someCases({ factors, columns, shares }: Cases, of: Int32Array): Cases {
  const some = columns.map((column) => Float64Array.from(of, (i) => column[i]));
  const orders = some.map((column) => {
    const order = Int32Array.from(column, (_, i) => i);
    return order.sort((a, b) => column[a] - column[b] || a - b);
  });
  return { factors, columns: some, orders, shares: Float64Array.from(of, (i) => shares[i]) };
}

function numberOf(factor: Factor, value: FactorValue): number {
  const number = factor.kind === 'number' ? value : factor.levels.findIndex((level) => level.name === value);
  if (typeof number === 'number' && Number.isFinite(number) && (factor.kind === 'number' || number >= 0))
    return number;
  throw new RangeError(`factor ${factor.name}: '${value}' is not one of its values`);
}

/** The box that holds every case. */
export function wholeBox(cases: Cases): Box {
  const sides = cases.factors.map((factor, f): Side => {
    const [column, order] = [cases.columns[f], cases.orders[f]];
    if (factor.kind === 'number') return { low: column[order[0]], high: column[order[order.length - 1]] };
    return { levels: [...new Set(Array.from(order, (i) => column[i]))] };
  });
  return boxOf(cases, sides);
}

export function holds(side: Side, value: number): boolean {
  return 'levels' in side ? side.levels.includes(value) : value >= side.low && value <= side.high;
}

/** Which cases these sides hold, factor `except` left aside. */
export function inside({ columns, shares }: Cases, sides: readonly Side[], except = -1): Uint8Array {
  const held = new Uint8Array(shares.length).fill(1);
  sides.forEach((side, f) => {
    if (f === except) return;
    const column = columns[f];
    for (let i = 0; i < held.length; i++) if (held[i] === 1 && !holds(side, column[i])) held[i] = 0;
  });
  return held;
}

export function boxOf(cases: Cases, sides: readonly Side[]): Box {
  const held = inside(cases, sides);
  let count = 0;
  let interest = 0;
  held.forEach((one, i) => {
    count += one;
    interest += one * cases.shares[i];
  });
  return { sides, cases: count, interest };
}

export const density = ({ cases, interest }: Box) => (cases === 0 ? 0 : interest / cases);

const withSide = (sides: readonly Side[], f: number, side: Side) =>
  sides.map((old, g) => (g === f ? side : old));

/** Shares nearer than this differ by rounding alone. */
const ROUNDING = 1e-12;

/**
 * The box after the best peel, or null where all inside is of interest or no peel leaves `least` cases. A peel takes the
 * lowest or highest `alpha` of the cases of a numeric factor (whole values, so more where values repeat), or one level
 * of a categorical factor. That is best whose cases are least of interest in the mean: the most lenient of the criteria
 * that Kwakkel and Jaxa-Rozen 2016 compare, which lets no peel win by its size alone, as peels of levels and of
 * repeated values are larger than others. Among equals the first factor, and the low end before the high one. A peel
 * that raises nothing is taken too where there is none better: beyond a stretch of luck there may be more to find.
 */
export function peel(cases: Cases, box: Box, alpha: number, least: number): Box | null {
  const held = inside(cases, box.sides);
  if (density(box) > 1 - ROUNDING) return null;
  const take = Math.max(1, Math.floor(alpha * box.cases));
  let best: Box | null = null;
  let lowest = Number.POSITIVE_INFINITY;
  for (let f = 0; f < cases.factors.length; f++) {
    for (const candidate of peels(cases, held, box, f, take)) {
      if (candidate.cases < least) continue;
      const given = (box.interest - candidate.interest) / (box.cases - candidate.cases);
      if (given >= lowest - ROUNDING) continue;
      best = candidate;
      lowest = given;
    }
  }
  return best;
}

function peels(cases: Cases, held: Uint8Array, box: Box, f: number, take: number): Box[] {
  const side = box.sides[f];
  if ('levels' in side) return side.levels.length < 2 ? [] : levelPeels(cases, held, box, f, side.levels);
  const column = cases.columns[f];
  const order = cases.orders[f];
  const peeled: Box[] = [];
  for (const up of [true, false]) {
    const { taken, interest, next } = walkIn(order, column, held, cases.shares, take, up);
    if (next < 0) continue;
    const end = column[next];
    const kept = up ? { low: end, high: side.high } : { low: side.low, high: end };
    peeled.push({
      sides: withSide(box.sides, f, kept),
      cases: box.cases - taken,
      interest: box.interest - interest,
    });
  }
  return peeled;
}

/** Walks over the cases held from one end until `take` of them and all equal to the last are behind; the next is -1 at the end. */
function walkIn(
  order: Int32Array,
  column: Float64Array,
  held: Uint8Array,
  shares: Float64Array,
  take: number,
  up: boolean,
): { taken: number; interest: number; next: number } {
  let taken = 0;
  let interest = 0;
  let last = Number.NaN;
  for (let k = 0; k < order.length; k++) {
    const i = order[up ? k : order.length - 1 - k];
    if (held[i] === 0) continue;
    if (taken >= take && column[i] !== last) return { taken, interest, next: i };
    taken++;
    interest += shares[i];
    last = column[i];
  }
  return { taken, interest, next: -1 };
}

function levelPeels(cases: Cases, held: Uint8Array, box: Box, f: number, levels: readonly number[]): Box[] {
  return levels.map((level) => {
    let taken = 0;
    let interest = 0;
    held.forEach((one, i) => {
      if (one === 0 || cases.columns[f][i] !== level) return;
      taken++;
      interest += cases.shares[i];
    });
    return {
      sides: withSide(box.sides, f, { levels: levels.filter((other) => other !== level) }),
      cases: box.cases - taken,
      interest: box.interest - interest,
    };
  });
}

/**
 * The box with the best of its neighbours taken back in, or null where that would lower its density: `alpha` of its
 * cases beyond an end of a numeric factor, or one level. The densest is best, then the largest, then the first.
 */
export function paste(cases: Cases, box: Box, alpha: number): Box | null {
  const now = density(box);
  const take = Math.max(1, Math.floor(alpha * box.cases));
  let best: Box | null = null;
  for (let f = 0; f < cases.factors.length; f++) {
    for (const side of wider(cases, box, f, take)) {
      const candidate = boxOf(cases, withSide(box.sides, f, side));
      if (candidate.cases === box.cases || density(candidate) < now) continue;
      const [old, own] = [best === null ? -1 : density(best), density(candidate)];
      if (own > old || (own === old && candidate.cases > (best?.cases ?? 0))) best = candidate;
    }
  }
  return best;
}

function wider(cases: Cases, box: Box, f: number, take: number): Side[] {
  const side = box.sides[f];
  const column = cases.columns[f];
  const around = inside(cases, box.sides, f);
  if ('levels' in side) {
    const missing = new Set<number>();
    around.forEach((one, i) => {
      if (one === 1 && !side.levels.includes(column[i])) missing.add(column[i]);
    });
    return [...missing]
      .sort((a, b) => a - b)
      .map((level) => ({ levels: [...side.levels, level].sort((a, b) => a - b) }));
  }
  const order = cases.orders[f];
  const reach = (below: boolean): number | null => {
    let passed = 0;
    let end: number | null = null;
    for (let k = 0; k < order.length && passed < take; k++) {
      const i = order[below ? order.length - 1 - k : k];
      if (around[i] === 0 || (below ? column[i] >= side.low : column[i] <= side.high)) continue;
      passed++;
      end = column[i];
    }
    return end;
  };
  const [low, high] = [reach(true), reach(false)];
  return [
    ...(low === null ? [] : [{ low, high: side.high }]),
    ...(high === null ? [] : [{ low: side.low, high }]),
  ];
}
