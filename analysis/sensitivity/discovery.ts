import xor4096 from 'seedrandom/lib/xor4096.js';
import type { Factor, FactorValue } from '../sweep/plan.ts';
import {
  type Box,
  boxOf,
  type Cases,
  casesOf,
  density,
  inside,
  paste,
  peel,
  someCases,
  wholeBox,
} from './peel.ts';

/**
 * Scenario discovery (Bryant and Lempert 2010): a box in the space of the factors in which runs of interest are
 * common. Peeling gives a trajectory of ever smaller and denser boxes; which of them serves best is for people to
 * say. The one chosen here has the greatest harmonic mean of density and coverage; it is pasted, and then freed one by one
 * of the restrictions that chance could have brought about.
 */

/** One side of a box that keeps something out: ends that lie inside it (null where none is set), or its levels. */
export type Limit =
  | {
      readonly factor: string;
      readonly kind: 'number';
      readonly low: number | null;
      readonly high: number | null;
    }
  | { readonly factor: string; readonly kind: 'category'; readonly levels: readonly string[] };

export interface DiscoveredBox {
  /** Cases inside. */
  readonly cases: number;
  /** Cases inside over all cases. */
  readonly mass: number;
  /** Share of the runs inside that are of interest; each case counts alike, whatever its number of runs. */
  readonly density: number;
  /** Share of what is of interest that lies inside. */
  readonly coverage: number;
  /** Factors that it restricts, in the order of the plan. */
  readonly limits: readonly Limit[];
}

/** A restriction is dropped where its quasi-p-value lies above this over the number of factors, for all of them were tried. */
const CHANCE = 0.05;

/** What speaks for a restriction. */
export interface Restriction {
  readonly limit: Limit;
  /** Density and coverage of the box without this restriction. */
  readonly densityWithout: number;
  readonly coverageWithout: number;
  /**
   * The chance that as many cases drawn at random from the box without this restriction are as much of interest as
   * those inside. Not a p-value in earnest, as the box was fitted to the same cases.
   */
  readonly quasiP: number;
  /** Share of random halves of the cases whose own box restricts this factor too. */
  readonly reproduced: number;
}

export interface Discovery {
  readonly cases: number;
  /** Share of interest over all cases. */
  readonly rate: number;
  /** From the box that holds everything on. */
  readonly trajectory: readonly DiscoveredBox[];
  /** Which of them was chosen, and what has come of it. */
  readonly chosen: number;
  readonly box: DiscoveredBox;
  /** One for each limit of the box. */
  readonly restrictions: readonly Restriction[];
  /** Factors that the chosen box restricted too, and was freed of, in the order in which that was done. */
  readonly freed: readonly string[];
}

export interface DiscoveryOptions {
  readonly seed: string;
  /** Share of a box that a peel or a paste moves; default 0.05. */
  readonly alpha?: number;
  /** Smallest share of all cases that a box may hold; default 0.05. */
  readonly least?: number;
  /** Draws behind each quasi-p-value, and halves behind each share reproduced; default 1,000 and 20. */
  readonly draws?: number;
  readonly halves?: number;
}

/**
 * The box of the cases at `points` (one value a factor) with these shares of interest (0 to 1; a case without a
 * number is left out). Null where nothing, or everything, is of interest.
 */
export function discover(
  factors: readonly Factor[],
  points: readonly (readonly FactorValue[])[],
  shares: ArrayLike<number>,
  { seed, alpha = 0.05, least = 0.05, draws = 1000, halves = 20 }: DiscoveryOptions,
): Discovery | null {
  const known = points.flatMap((_, i) => (Number.isFinite(shares[i]) ? [i] : []));
  const cases = casesOf(
    factors,
    known.map((i) => points[i]),
    known.map((i) => shares[i]),
  );
  if (known.length === 0) return null;
  const whole = wholeBox(cases);
  if (!(whole.interest > 0) || whole.interest >= whole.cases) return null;
  const { trajectory, chosen, box: pasted } = search(cases, alpha, least);
  const { box, tests, freed } = free(cases, pasted, whole, (factor, looser, box) =>
    quasiP(cases, looser, box, draws, `${seed}/${factor}`),
  );
  const halved = reproductions(cases, { seed: `${seed}/halves`, alpha, least, halves });
  const told = (one: Box) => tell(cases, one, whole);
  return {
    cases: whole.cases,
    rate: density(whole),
    trajectory: trajectory.map(told),
    chosen,
    box: told(box),
    restrictions: tests.map(({ limit, f, looser, chance }) => ({
      limit,
      densityWithout: density(looser),
      coverageWithout: looser.interest / whole.interest,
      quasiP: chance,
      reproduced: halved[f],
    })),
    freed,
  };
}

/** A limit of factor f, the box without it, and the chance that the limit came about by chance. */
interface Tested {
  readonly limit: Limit;
  readonly f: number;
  readonly looser: Box;
  readonly chance: number;
}

/** Drops the restriction most likely due to chance, again and again, until none is left that chance explains. */
function free(
  cases: Cases,
  pasted: Box,
  whole: Box,
  chanceOf: (factor: string, looser: Box, box: Box) => number,
): { box: Box; tests: Tested[]; freed: string[] } {
  const tested = (box: Box) =>
    tell(cases, box, whole).limits.map((limit): Tested => {
      const f = cases.factors.findIndex(({ name }) => name === limit.factor);
      const looser = boxOf(
        cases,
        box.sides.map((side, g) => (g === f ? whole.sides[g] : side)),
      );
      return { limit, f, looser, chance: chanceOf(limit.factor, looser, box) };
    });
  const freed: string[] = [];
  let box = pasted;
  for (;;) {
    const tests = tested(box);
    const [worst] = [...tests].sort((a, b) => b.chance - a.chance || a.f - b.f);
    if (worst === undefined || worst.chance <= CHANCE / cases.factors.length) return { box, tests, freed };
    freed.push(worst.limit.factor);
    box = worst.looser;
  }
}

interface Search {
  readonly trajectory: readonly Box[];
  readonly chosen: number;
  readonly box: Box;
}

/** Peels to the end, chooses, and pastes what was chosen. */
function search(cases: Cases, alpha: number, least: number): Search {
  const whole = wholeBox(cases);
  const trajectory = [whole];
  const leastCases = Math.max(1, Math.ceil(least * whole.cases));
  for (let box: Box | null = whole; box !== null; ) {
    box = peel(cases, box, alpha, leastCases);
    if (box !== null) trajectory.push(box);
  }
  const worth = trajectory.map((box) => {
    const [dense, covered] = [density(box), box.interest / whole.interest];
    return (2 * dense * covered) / (dense + covered);
  });
  const chosen = worth.indexOf(Math.max(...worth));
  let box = trajectory[chosen];
  for (let next: Box | null = box; next !== null; next = paste(cases, box, alpha)) box = next;
  return { trajectory, chosen, box };
}

function tell({ factors }: Cases, box: Box, whole: Box): DiscoveredBox {
  const limits = factors.flatMap((factor, f): Limit[] => {
    const [side, widest] = [box.sides[f], whole.sides[f]];
    if (factor.kind === 'category') {
      if (!('levels' in side && 'levels' in widest) || side.levels.length === widest.levels.length) return [];
      const levels = side.levels.map((level) => factor.levels[level].name);
      return [{ factor: factor.name, kind: 'category', levels }];
    }
    if ('levels' in side || 'levels' in widest) return [];
    const low = side.low > widest.low ? side.low : null;
    const high = side.high < widest.high ? side.high : null;
    return low === null && high === null ? [] : [{ factor: factor.name, kind: 'number', low, high }];
  });
  return {
    cases: box.cases,
    mass: box.cases / whole.cases,
    density: density(box),
    coverage: box.interest / whole.interest,
    limits,
  };
}

/** Draws without replacement from the looser box as many cases as the box holds. */
function quasiP(cases: Cases, looser: Box, box: Box, draws: number, seed: string): number {
  const random = xor4096(seed);
  const held = inside(cases, looser.sides);
  const pool = cases.shares.filter((_, i) => held[i] === 1);
  let asGood = 0;
  for (let d = 0; d < draws; d++) {
    let interest = 0;
    for (let i = 0; i < box.cases; i++) {
      const j = i + Math.floor(random() * (pool.length - i));
      [pool[i], pool[j]] = [pool[j], pool[i]];
      interest += pool[i];
    }
    if (interest >= box.interest - 1e-9) asGood++;
  }
  return (asGood + 1) / (draws + 1); // the box itself is one of the draws, so that no chance is called nil
}

/** For each factor, the share of random halves of the cases whose box restricts it. */
function reproductions(
  cases: Cases,
  { seed, alpha, least, halves }: { seed: string; alpha: number; least: number; halves: number },
): number[] {
  const random = xor4096(seed);
  const n = cases.shares.length;
  const restricted = cases.factors.map(() => 0);
  const numbers = Int32Array.from({ length: n }, (_, i) => i);
  for (let h = 0; h < halves; h++) {
    for (let i = 0; i < n - 1; i++) {
      const j = i + Math.floor(random() * (n - i));
      [numbers[i], numbers[j]] = [numbers[j], numbers[i]];
    }
    const half = someCases(cases, numbers.slice(0, Math.ceil(n / 2)).sort());
    const whole = wholeBox(half);
    if (!(whole.interest > 0) || whole.interest >= whole.cases) continue;
    for (const { factor } of tell(half, search(half, alpha, least).box, whole).limits) {
      restricted[cases.factors.findIndex(({ name }) => name === factor)]++;
    }
  }
  return restricted.map((count) => count / halves);
}
