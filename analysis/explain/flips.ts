import xor4096 from 'seedrandom/lib/xor4096.js';
import { designOf } from '../designs/index.ts';
import type { Interval } from '../interval.ts';
import { type Ranking, rankRegimes } from '../sensitivity/rankings.ts';
import type { CategoryFactor, Factor, NumberFactor } from '../sweep/plan.ts';

/** Where, over disputed assumptions, the order of two scenarios turns. */

/** One setting of the assumptions, and the outcome of both scenarios under it and one seed. */
export interface FlipPoint {
  /** One value a factor. */
  readonly values: readonly number[];
  readonly a: number;
  readonly b: number;
}

/**
 * Settings spread evenly over the ranges of the factors, by a scrambled Sobol' sequence: the first of them are spread
 * evenly too, so a study that is stopped early is a smaller one. `points` is a power of 2.
 */
export function flipDesign(factors: readonly NumberFactor[], points: number, seed: string): number[][] {
  const design = { kind: 'sobol-sequence', points, scramble: true } as const;
  return designOf(factors, design, `${seed}/flips`).map(({ values }) => values.map(Number));
}

export interface Flips {
  readonly points: number;
  /** Settings under which B lies above A, below it, and level with it. */
  readonly above: number;
  readonly below: number;
  readonly level: number;
  /** Settings under which the order is not the usual one; level ones are not counted. */
  readonly flipped: number;
  /** Wilson's 95 per cent interval of their share; the settings are taken for a sample of the ranges. */
  readonly interval: Interval;
  /** One a factor, the one that separates best first. */
  readonly splits: readonly Split[];
}

/** One threshold of one factor that separates the settings with the usual order from those without. */
export interface Split {
  readonly factor: string;
  /** Half way between two settings. */
  readonly threshold: number;
  /** Where the order turns, as far as this factor tells: above or below the threshold. */
  readonly turnsAbove: boolean;
  /** Settings on the wrong side, as a share of all. */
  readonly error: number;
  /** The share on the wrong side where one says for every setting what holds for most. */
  readonly guess: number;
  /**
   * How often, with the orders dealt out to the settings by lot, some factor separates as well or better: 0 to 1. It
   * takes account of all factors and thresholds that were tried.
   */
  readonly chance: number;
}

const SHUFFLES = 999;
const Z = 1.959963984540054;

/** `usual` is the sign of B minus A with the assumptions as they are: 1 or -1. Throws where there are no points. */
export function flipsOf(
  factors: readonly NumberFactor[],
  points: readonly FlipPoint[],
  usual: 1 | -1,
  seed: string,
): Flips {
  if (points.length === 0) throw new RangeError('no settings have been run');
  const signs = points.map(({ a, b }) => Math.sign(b - a));
  const turned = Uint8Array.from(signs, (sign) => (sign === -usual ? 1 : 0));
  const count = (sign: number) => signs.filter((one) => one === sign).length;
  const flipped = turned.reduce((sum, one) => sum + one, 0);
  return {
    points: points.length,
    above: count(1),
    below: count(-1),
    level: count(0),
    flipped,
    interval: wilson(flipped, points.length),
    splits: splitsOf(factors, points, turned, `${seed}/splits`),
  };
}

/** Wilson (1927): of `hits` in `n`, within 0 and 1 and never of no width. */
export function wilson(hits: number, n: number): Interval {
  const p = hits / n;
  const z2 = (Z * Z) / n;
  const centre = (p + z2 / 2) / (1 + z2);
  const half = (Z * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n))) / (1 + z2);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

interface Sorted {
  readonly order: readonly number[];
  readonly values: readonly number[];
}

function splitsOf(
  factors: readonly NumberFactor[],
  points: readonly FlipPoint[],
  turned: Uint8Array,
  seed: string,
): Split[] {
  const n = points.length;
  const flipped = turned.reduce((sum, one) => sum + one, 0);
  const guess = Math.min(flipped, n - flipped) / n;
  if (guess === 0) return [];
  const sorted = factors.map((_, f): Sorted => {
    const order = points.map((_, i) => i).sort((i, k) => points[i].values[f] - points[k].values[f] || i - k);
    return { order, values: order.map((i) => points[i].values[f]) };
  });
  const found = sorted.map((one) => best(one, turned, flipped));
  const random = xor4096(seed);
  const lot = turned.slice();
  const fewest = Array.from({ length: SHUFFLES }, () => {
    shuffle(lot, random);
    return Math.min(...sorted.map((one) => best(one, lot, flipped).errors));
  });
  return factors
    .map((factor, f): Split => {
      const { errors, threshold, turnsAbove } = found[f];
      const asWell = fewest.filter((few) => few <= errors).length;
      return {
        factor: factor.name,
        threshold,
        turnsAbove,
        error: errors / n,
        guess,
        chance: (1 + asWell) / (1 + SHUFFLES),
      };
    })
    .filter(({ threshold }) => Number.isFinite(threshold))
    .sort((p, q) => p.error - q.error);
}

/** The threshold with the fewest settings on the wrong side; NaN where the factor has one value. */
function best(
  { order, values }: Sorted,
  turned: Uint8Array,
  flipped: number,
): { errors: number; threshold: number; turnsAbove: boolean } {
  const n = order.length;
  let [errors, threshold, turnsAbove] = [Number.POSITIVE_INFINITY, Number.NaN, true];
  let below = 0;
  for (let i = 0; i < n - 1; i++) {
    below += turned[order[i]];
    if (values[i] === values[i + 1]) continue;
    // Turned below the threshold, and not turned above it, are wrong where it is to turn above.
    const wrong = below + (n - i - 1 - (flipped - below));
    for (const above of [true, false]) {
      const misses = above ? wrong : n - wrong;
      if (misses < errors) [errors, threshold, turnsAbove] = [misses, (values[i] + values[i + 1]) / 2, above];
    }
  }
  return { errors, threshold, turnsAbove };
}

function shuffle(values: Uint8Array, random: () => number): void {
  for (let i = values.length - 1; i > 0; i--) {
    const k = Math.floor(random() * (i + 1));
    [values[i], values[k]] = [values[k], values[i]];
  }
}

/** The two scenarios ranked over the same settings, and along each factor the parts in which the other one leads. */
export function rankingOf(factors: readonly NumberFactor[], points: readonly FlipPoint[]): Ranking | null {
  const levels = ['A', 'B'].map((name) => ({ name, settings: {} }));
  const scenario: CategoryFactor = { kind: 'category', name: 'scenario', levels };
  const all: readonly Factor[] = [scenario, ...factors];
  return rankRegimes(
    all,
    scenario,
    points.flatMap(({ values }) => [
      ['A', ...values],
      ['B', ...values],
    ]),
    points.flatMap(({ a, b }) => [[a], [b]]),
    'highest',
  );
}
