import { type Interval, meanInterval } from '../interval.ts';
import { mean, quantile } from '../moments.ts';
import type { CategoryFactor, Factor, FactorValue } from '../sweep/plan.ts';
import { welchInterval } from '../t-test.ts';
import { type CellOutcomes, known, sharedReplicates } from './cells.ts';

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
  /** Ends of a number, both inside; or a level. */
  readonly where: readonly [low: number, high: number] | string;
  readonly cells: number;
  readonly best: string;
  /** The best here minus the best overall, where these differ. */
  readonly lead: Contrast | null;
}

/** A number with this many values or fewer has a bin for each; with more, this many bins of equal counts less one. */
const MOST_VALUES = 6;

/** The cells of one level in another's place: `cells[l]` is the cell of level l at this point. */
type Match = readonly number[];

interface Table {
  readonly factors: readonly Factor[];
  readonly f: number;
  readonly levels: readonly string[];
  readonly points: readonly (readonly FactorValue[])[];
  readonly outcomes: CellOutcomes;
  /** 1 where high is best, -1 where low is. */
  readonly sign: 1 | -1;
}

/**
 * Ranks the levels of `factor`, one of `factors`, on the outcomes of cells at `points` (one value a factor). Null where
 * fewer than two levels have an outcome.
 */
export function rankRegimes(
  factors: readonly Factor[],
  factor: CategoryFactor,
  points: readonly (readonly FactorValue[])[],
  outcomes: CellOutcomes,
  best: Best,
): Ranking | null {
  const f = factors.indexOf(factor);
  if (f < 0) throw new RangeError(`factor ${factor.name} is not one of the factors`);
  const filled = points.flatMap((_, c) => (known(outcomes[c]).length > 0 ? [c] : []));
  const seen = new Set(filled.map((c) => points[c][f]));
  const levels = factor.levels.map(({ name }) => name).filter((name) => seen.has(name));
  if (levels.length < 2) return null;
  const table: Table = { factors, f, levels, points, outcomes, sign: best === 'highest' ? 1 : -1 };
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

const cellMean = ({ outcomes }: Table, cell: number) => mean(known(outcomes[cell]));

const meanOf = (table: Table, cells: readonly number[]) => mean(cells.map((c) => cellMean(table, c)));

/** Differences of two lists of matched cells: one a replicate if there are two or more, else one a point. */
function differences(
  { outcomes }: Table,
  a: readonly number[],
  b: readonly number[],
): { values: number[]; over: Ranking['over'] } {
  const shared = sharedReplicates([...a, ...b].map((c) => outcomes[c]));
  const at = (r: number) => mean(a.map((c, i) => outcomes[c][r] - outcomes[b[i]][r]));
  if (shared.length >= 2) return { values: shared.map(at), over: 'replicates' };
  const values = a.map((c, i) => mean(known(outcomes[c])) - mean(known(outcomes[b[i]])));
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
  const valuesOf = (l: number) => groups[l].map((c) => cellMean(table, c));
  const interval = matched
    ? meanInterval(differences(table, groups[a], groups[b]).values, 95)
    : welchInterval(valuesOf(a), valuesOf(b), 0.95);
  return { a: table.levels[a], b: table.levels[b], difference, interval };
}

function matchedChances({ outcomes, levels, sign }: Table, matches: readonly Match[]): number[] {
  const wins = levels.map(() => 0);
  let trials = 0;
  for (const match of matches) {
    const shared = sharedReplicates(match.map((c) => outcomes[c]));
    const rows =
      shared.length > 0
        ? shared.map((r) => match.map((c) => sign * outcomes[c][r]))
        : [match.map((c) => sign * mean(known(outcomes[c])))];
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
    Float64Array.from(group, (c) => table.sign * cellMean(table, c)).sort(),
  );
  const below = (sorted: Float64Array, x: number) => {
    const [strict, weak] = [count(sorted, x, false), count(sorted, x, true)];
    return (strict + weak) / 2 / sorted.length;
  };
  const raw = values.map((own, l) =>
    mean(Array.from(own, (x) => values.reduce((p, other, m) => (m === l ? p : p * below(other, x)), 1))),
  );
  const sum = raw.reduce((total, p) => total + p, 0);
  return raw.map((p) => p / sum);
}

/** How many of the rising values lie below x, or at it too. */
function count(sorted: Float64Array, x: number, orEqual: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < x || (orEqual && sorted[middle] === x)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function turnOf(
  table: Table,
  matched: boolean,
  groups: readonly (readonly number[])[],
  overall: number,
  other: Factor,
  g: number,
): Turn[] {
  const bins = binsOf(table, groups.flat(), other, g);
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
  const merged: { where: Region['where']; groups: readonly (readonly number[])[]; best: number }[] = [];
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
  const sure = ({ lead }: Region) => lead?.interval != null && lead.interval[0] * lead.interval[1] > 0;
  return [
    {
      factor: other.name,
      regions,
      flips: regions.some(({ lead }) => lead !== null),
      sure: regions.some(sure),
    },
  ];
}

const complete = (groups: readonly (readonly number[])[]) => groups.every((cells) => cells.length > 0);

interface Bin {
  readonly where: Region['where'];
  readonly holds: (value: FactorValue) => boolean;
}

function binsOf({ points }: Table, cells: readonly number[], other: Factor, g: number): Bin[] {
  if (other.kind === 'category') {
    const seen = new Set(cells.map((c) => points[c][g]));
    return other.levels
      .filter(({ name }) => seen.has(name))
      .map(({ name }) => ({ where: name, holds: (value) => value === name }));
  }
  const rising = cells.map((c) => Number(points[c][g])).sort((a, b) => a - b);
  const distinct = [...new Set(rising)];
  const edges =
    distinct.length <= MOST_VALUES
      ? distinct
      : [...new Set(binShares().map((p) => distinct[indexAtMost(distinct, quantile(rising, p))]))];
  // An edge is the highest value of its bin.
  return edges.map((high, i): Bin => {
    const low = i === 0 ? distinct[0] : distinct[distinct.indexOf(edges[i - 1]) + 1];
    return { where: [low, high], holds: (value) => Number(value) >= low && Number(value) <= high };
  });
}

const binShares = () => Array.from({ length: MOST_VALUES - 1 }, (_, i) => (i + 1) / (MOST_VALUES - 1));

/** Where the last of the rising values at or below x stands. */
function indexAtMost(rising: readonly number[], x: number): number {
  return Math.max(0, count(Float64Array.from(rising), x, true) - 1);
}
