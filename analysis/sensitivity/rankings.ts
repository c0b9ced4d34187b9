import { type Interval, meanInterval } from '../interval.ts';
import { mean } from '../moments.ts';
import type { CategoryFactor, Factor, FactorValue } from '../sweep/plan.ts';
import { welchInterval } from '../t-test.ts';
import { binsOf, countBelow, type Where } from './bins.ts';
import { type CellOutcomes, cellMeans, known, sharedReplicates } from './cells.ts';

/**
 * Rankings of regimes: the levels of one categorical factor, held against each other on one outcome.
 *
 * Where every level was run at the same values of all other factors, levels are compared at those points and, replicate
 * by replicate, under the same luck where the sweep shares it (`matched`). In designs that draw each point by itself no
 * two cells differ in the level alone; then the cells of one level stand against those of another, as independent
 * samples of the space (`unmatched`).
 *
 * Intervals hold 95 per cent, each for itself. Of matched points they are of luck alone where there are replicates: each
 * replicate gives one difference, the mean over the points. With a single replicate each point gives one.
 */
export interface Ranking {
  readonly factor: string;
  readonly best: Best;
  readonly matched: boolean;
  /** Points at which all levels were run, or 0. */
  readonly points: number;
  /** What an interval of a matched difference is taken over; null where there is no interval. */
  readonly over: 'replicates' | 'points' | null;
  /** Best first. */
  readonly regimes: readonly Regime[];
  /** Every two levels, the better one first. */
  readonly pairs: readonly Contrast[];
  /** One for every other factor that varies over the cells compared. */
  readonly turns: readonly Turn[];
}

export type Best = 'highest' | 'lowest';

export interface Regime {
  readonly level: string;
  readonly cells: number;
  readonly mean: number;
  /**
   * Chance that this level is best: matched, the share of points and replicates at which it is; unmatched, the chance
   * that it beats all others where a cell of each is drawn. Levels that are equal share it.
   */
  readonly probability: number;
}

/** `difference` is `a` minus `b`, in the outcome's unit. */
export interface Contrast {
  readonly a: string;
  readonly b: string;
  readonly difference: number;
  readonly interval: Interval | null;
}

/** Where, along one other factor, another level is best than overall. */
export interface Turn {
  readonly factor: string;
  /** In rising order of a number, or by level; neighbours that agree on the best are one. */
  readonly regions: readonly Region[];
  /** Another level is best somewhere; and somewhere the interval of its lead excludes 0. */
  readonly flips: boolean;
  readonly sure: boolean;
}

export interface Region {
  readonly where: Where;
  readonly cells: number;
  readonly best: string;
  /** The best here minus the best overall, where these differ. */
  readonly lead: Contrast | null;
}

/** The cells of one level in another's place: `cells[l]` is the cell of level l at this point. */
type Match = readonly number[];

interface Table {
  readonly factors: readonly Factor[];
  readonly f: number;
  readonly levels: readonly string[];
  readonly points: readonly (readonly FactorValue[])[];
  readonly outcomes: CellOutcomes;
  readonly means: Float64Array;
  /** Number of the factor whose levels were run at the same points of the others, base scenarios; -1 for none. */
  readonly strata: number;
  /** 1 where high is best, -1 where low is. */
  readonly sign: 1 | -1;
}

/**
 * Ranks the levels of `factor`, one of `factors`, on the outcomes of cells at `points` (one value a factor). `strata` is a
 * factor whose levels were all run at the same points of the others, as base scenarios are: points drawn apart count
 * once, by their mean over it. Null where fewer than two levels have an outcome.
 */
export function rankRegimes(
  factors: readonly Factor[],
  factor: CategoryFactor,
  points: readonly (readonly FactorValue[])[],
  outcomes: CellOutcomes,
  best: Best,
  strata: Factor | null = null,
): Ranking | null {
  const f = factors.indexOf(factor);
  if (f < 0) throw new RangeError(`factor ${factor.name} is not one of the factors`);
  const filled = points.flatMap((_, c) => (known(outcomes[c]).length > 0 ? [c] : []));
  const seen = new Set(filled.map((c) => points[c][f]));
  const levels = factor.levels.map(({ name }) => name).filter((name) => seen.has(name));
  if (levels.length < 2) return null;
  const table: Table = {
    factors,
    f,
    levels,
    points,
    outcomes,
    means: cellMeans(outcomes),
    strata: strata === null ? -1 : factors.indexOf(strata),
    sign: best === 'highest' ? 1 : -1,
  };
  const matches = matchesOf(table, filled);
  const fewest = Math.min(...levels.map((name) => filled.filter((c) => points[c][f] === name).length));
  const matched = matches.length * 2 >= fewest;
  const groups = matched
    ? levels.map((_, l) => matches.map((match) => match[l]))
    : levels.map((name) => filled.filter((c) => points[c][f] === name));
  const means = groups.map((group) => meanOf(table, group));
  const order = levels.map((_, l) => l).sort((a, b) => table.sign * (means[b] - means[a]) || a - b);
  const chances = matched ? matchedChances(table, matches) : unmatchedChances(table, groups);
  return {
    factor: factor.name,
    best,
    matched,
    points: matched ? matches.length : 0,
    over: matched ? differences(table, groups[0], groups[1]).over : 'points',
    regimes: order.map((l) => ({
      level: levels[l],
      cells: groups[l].length,
      mean: means[l],
      probability: chances[l],
    })),
    pairs: order.flatMap((a, i) => order.slice(i + 1).map((b) => contrast(table, matched, groups, a, b))),
    turns: factors.flatMap((other, g) => (g === f ? [] : turnOf(table, matched, groups, order[0], other, g))),
  };
}

/** The points at which all levels were run, in the order in which they first appear. */
function matchesOf({ levels, points, f }: Table, filled: readonly number[]): Match[] {
  const byPoint = new Map<string, number[]>();
  for (const c of filled) {
    const key = JSON.stringify(points[c].map((value, g) => (g === f ? null : value)));
    const cells = byPoint.get(key) ?? new Array(levels.length).fill(-1);
    const l = levels.indexOf(String(points[c][f]));
    if (cells[l] < 0) cells[l] = c;
    byPoint.set(key, cells);
  }
  return [...byPoint.values()].filter((cells) => cells.every((c) => c >= 0));
}

const meanOf = (table: Table, cells: readonly number[]) => mean(unitsOf(table, cells));

/** One value a point: the mean over its strata, of points whose cells in all strata are there. */
function unitsOf({ means, points, strata }: Table, cells: readonly number[]): number[] {
  if (strata < 0) return cells.map((c) => means[c]);
  const byPoint = new Map<string, number[]>();
  for (const c of cells) {
    const key = JSON.stringify(points[c].map((value, g) => (g === strata ? null : value)));
    byPoint.set(key, [...(byPoint.get(key) ?? []), means[c]]);
  }
  const units = [...byPoint.values()];
  const most = Math.max(0, ...units.map(({ length }) => length));
  return units.filter(({ length }) => length === most).map((values) => mean(values));
}

/** Differences of two lists of matched cells: one a replicate if there are two or more, else one a point. */
function differences(
  { outcomes, means }: Table,
  a: readonly number[],
  b: readonly number[],
): { values: number[]; over: Ranking['over'] } {
  const shared = sharedReplicates([...a, ...b].map((c) => outcomes[c]));
  const at = (r: number) => mean(a.map((c, i) => outcomes[c][r] - outcomes[b[i]][r]));
  if (shared.length >= 2) return { values: shared.map(at), over: 'replicates' };
  const values = a.map((c, i) => means[c] - means[b[i]]);
  return { values, over: a.length >= 2 ? 'points' : null };
}

function contrast(
  table: Table,
  matched: boolean,
  groups: readonly (readonly number[])[],
  a: number,
  b: number,
): Contrast {
  const difference = meanOf(table, groups[a]) - meanOf(table, groups[b]);
  const interval = matched
    ? meanInterval(differences(table, groups[a], groups[b]).values, 95)
    : welchInterval(unitsOf(table, groups[a]), unitsOf(table, groups[b]), 0.95);
  return { a: table.levels[a], b: table.levels[b], difference, interval };
}

function matchedChances({ outcomes, levels, means, sign }: Table, matches: readonly Match[]): number[] {
  const wins = levels.map(() => 0);
  let trials = 0;
  for (const match of matches) {
    const shared = sharedReplicates(match.map((c) => outcomes[c]));
    const rows =
      shared.length > 0
        ? shared.map((r) => match.map((c) => sign * outcomes[c][r]))
        : [match.map((c) => sign * means[c])];
    for (const row of rows) {
      const top = Math.max(...row);
      const winners = row.flatMap((value, l) => (value === top ? [l] : []));
      for (const l of winners) wins[l] += 1 / winners.length;
      trials++;
    }
  }
  return wins.map((won) => won / trials);
}

/** Over all ways of drawing one cell of each level, equal values counted half; made to sum to 1. */
function unmatchedChances(table: Table, groups: readonly (readonly number[])[]): number[] {
  const values = groups.map((group) =>
    Float64Array.from(unitsOf(table, group), (x) => table.sign * x).sort(),
  );
  const below = (sorted: Float64Array, x: number) => {
    const [strict, weak] = [countBelow(sorted, x, false), countBelow(sorted, x, true)];
    return (strict + weak) / 2 / sorted.length;
  };
  const raw = values.map((own, l) =>
    mean(Array.from(own, (x) => values.reduce((p, other, m) => (m === l ? p : p * below(other, x)), 1))),
  );
  const sum = raw.reduce((total, p) => total + p, 0);
  return raw.map((p) => p / sum);
}

function turnOf(
  table: Table,
  matched: boolean,
  groups: readonly (readonly number[])[],
  overall: number,
  other: Factor,
  g: number,
): Turn[] {
  const bins = binsOf(
    other,
    groups.flat().map((c) => table.points[c][g]),
  );
  if (bins.length < 2) return [];
  const within = (holds: (value: FactorValue) => boolean) =>
    groups.map((group) => group.filter((c) => holds(table.points[c][g])));
  const kept = bins
    .map((bin) => ({ ...bin, groups: within(bin.holds) }))
    .filter(({ groups }) => complete(groups));
  const bestOf = (local: readonly (readonly number[])[]) => {
    const means = local.map((cells) => table.sign * meanOf(table, cells));
    // A level that only equals the best overall does not take its place.
    const top = Math.max(...means);
    return means[overall] === top ? overall : means.indexOf(top);
  };
  const merged: { where: Where; groups: readonly (readonly number[])[]; best: number }[] = [];
  for (const { where, groups: local } of kept) {
    const best = bestOf(local);
    const last = merged.at(-1);
    if (last?.best === best && typeof where !== 'string' && typeof last.where !== 'string') {
      const joined = last.groups.map((cells, l) => [...cells, ...local[l]]);
      merged[merged.length - 1] = { where: [last.where[0], where[1]], groups: joined, best };
    } else merged.push({ where, groups: local, best });
  }
  const regions = merged.map(
    ({ where, groups: local, best }): Region => ({
      where,
      cells: local.flat().length,
      best: table.levels[best],
      lead: best === overall ? null : contrast(table, matched, local, best, overall),
    }),
  );
  return [
    {
      factor: other.name,
      regions,
      flips: regions.some(({ lead }) => lead !== null),
      sure: regions.some(({ lead }) => isSure(lead)),
    },
  ];
}

/** Whether an interval of the difference excludes 0. */
export function isSure(contrast: Contrast | null): boolean {
  return contrast?.interval != null && contrast.interval[0] * contrast.interval[1] > 0;
}

/** How large differences are, or how vague: what decides on the decimals to show. */
export function spreadOf(pairs: readonly Contrast[]): number {
  return Math.max(
    ...pairs.map(({ difference, interval }) =>
      Math.max(Math.abs(difference), interval === null ? 0 : interval[1] - interval[0]),
    ),
  );
}

const complete = (groups: readonly (readonly number[])[]) => groups.every((cells) => cells.length > 0);
