import type { Interval } from '../interval.ts';
import { mean, variance } from '../moments.ts';
import type { Factor, FactorValue } from '../sweep/plan.ts';
import { type CellOutcomes, cellMeans, differenceVariance } from './cells.ts';
import { bootstrap, halfWidth, type Resampling } from './resample.ts';
import { unitOf } from './scale.ts';

/**
 * Elementary effects (Morris 1991; mu* by Campolongo, Cariboni and Saltelli 2007). A trajectory walks from point to
 * point and moves one factor a step. The effect of a numeric factor is the change of the outcome over the change of
 * the factor, in ranges of the factor (on its own scale): what a move over the whole range would do at that rate.
 * mu is the mean of a factor's effects, mu* of their sizes, sigma their standard deviation: how far the effect depends
 * on where in the space it is taken, by interactions or a curve.
 *
 * A categorical factor moves from one level to another, and its effect is the change of the outcome by that
 * alone. Which way round two levels are taken is a convention, so mu over all pairs has no meaning and is null;
 * mu* is the mean size of a change of level, and sigma is taken within pairs of levels, each in the order
 * in which the plan names them. The pairs are given one by one: there a sign has its meaning.
 */

/** One trajectory: its points in order, each one value a factor, and the outcomes of the cell at each. */
export interface Trajectory {
  readonly points: readonly (readonly FactorValue[])[];
  readonly cells: CellOutcomes;
}

export interface ElementaryEffects {
  readonly factor: string;
  /** Effects that both ends were known of. */
  readonly n: number;
  /** In the outcome's unit. Null for a categorical factor, and where there is no effect to tell of. */
  readonly mu: number | null;
  readonly muStar: number | null;
  readonly sigma: number | null;
  /** Percentile bootstrap over trajectories. */
  readonly muInterval: Interval | null;
  readonly muStarInterval: Interval | null;
  readonly sigmaInterval: Interval | null;
  /** The half-width of the interval of mu* exceeds mu*: too few trajectories to tell it from nothing. */
  readonly unsure: boolean;
  /** Mean size of the error that luck leaves in an effect; null where replicates are too few to tell. */
  readonly luck: number | null;
  /** Of a categorical factor: each pair of levels that a step was taken between. */
  readonly pairs: readonly LevelPair[];
}

export interface LevelPair {
  readonly from: string;
  readonly to: string;
  readonly n: number;
  /** Mean change of the outcome from `from` to `to`, and mean size of the change. */
  readonly change: number;
  readonly size: number;
}

/** One step of a trajectory: what came of it, and between which levels (of a numeric factor: 0). */
interface Step {
  readonly effect: number;
  readonly pair: number;
  /** Variance of the effect by luck, or null. */
  readonly error: number | null;
}

/**
 * The effects of every factor, in the order of the plan; in `common` cells replicate r has the same luck everywhere. Only
 * the `strongest` by mu* get intervals, the same as if all did: where there are hundreds of factors, theirs take minutes.
 */
export function elementaryEffects(
  factors: readonly Factor[],
  trajectories: readonly Trajectory[],
  common: boolean,
  resampling: Resampling,
  strongest: number = factors.length,
): ElementaryEffects[] {
  const steps = factors.map((): Step[][] => trajectories.map(() => []));
  trajectories.forEach((trajectory, t) => {
    walk(factors, trajectory, common, (factor, step) => steps[factor][t].push(step));
  });
  const measured = factors.map((factor, f) => measure(factor, steps[f].flat()));
  const sizes = measured.map(([, muStar]) => (Number.isNaN(muStar) ? 0 : muStar)).sort((p, q) => q - p);
  // What does nothing at all is not among the strongest, however few there are.
  const least = strongest < factors.length ? Math.max(sizes[strongest - 1], Number.MIN_VALUE) : 0;
  const picked = factors.flatMap((_, f) => (measured[f][1] < least ? [] : [f]));
  const intervals = bootstrap(
    trajectories.length,
    3 * picked.length,
    (drawn, into) => {
      picked.forEach((f, at) => {
        into.set(measure(factors[f], gather(steps[f], drawn)), 3 * at);
      });
    },
    resampling,
  );
  return factors.map((factor, f) => {
    const own = steps[f].flat();
    const [mu, muStar, sigma] = measured[f].map((value) => (Number.isFinite(value) ? value : null));
    const at = picked.indexOf(f);
    const [muInterval, muStarInterval, sigmaInterval] =
      at < 0 ? [null, null, null] : intervals.slice(3 * at, 3 * at + 3);
    return {
      factor: factor.name,
      n: own.length,
      mu,
      muStar,
      sigma,
      muInterval,
      muStarInterval,
      sigmaInterval,
      unsure: muStar === null || muStarInterval === null || halfWidth(muStarInterval) > muStar,
      luck: luckOf(own),
      pairs: factor.kind === 'category' ? pairsOf(factor.levels, own) : [],
    };
  });
}

/** Mean size of the errors, which are normal: the root of 2 / pi times their standard deviation. */
function luckOf(steps: readonly Step[]): number | null {
  const errors = steps.flatMap(({ error }) => (error === null ? [] : [error]));
  return errors.length === 0 ? null : Math.sqrt((2 / Math.PI) * mean(errors));
}

/** Gives every step of a trajectory whose effect is known. */
function walk(
  factors: readonly Factor[],
  { points, cells }: Trajectory,
  common: boolean,
  give: (factor: number, step: Step) => void,
): void {
  if (cells.length !== points.length)
    throw new RangeError(`${points.length} points of a trajectory against ${cells.length} cells`);
  const means = cellMeans(cells);
  for (let i = 1; i < points.length; i++) {
    const [before, after] = [points[i - 1], points[i]];
    const moved = factors.flatMap((_, f) => (before[f] === after[f] ? [] : [f]));
    if (moved.length !== 1)
      throw new RangeError(`step ${i} of a trajectory moves ${moved.length} factors, not one`);
    const [f] = moved;
    const change = means[i] - means[i - 1];
    if (!Number.isFinite(change)) continue;
    const error = differenceVariance(cells[i - 1], cells[i], common);
    give(f, stepOf(factors[f], before[f], after[f], change, error));
  }
}

function stepOf(
  factor: Factor,
  before: FactorValue,
  after: FactorValue,
  change: number,
  error: number | null,
): Step {
  if (factor.kind === 'number') {
    const length = unitOf(factor, after) - unitOf(factor, before);
    return { effect: change / length, pair: 0, error: error === null ? null : error / (length * length) };
  }
  const [from, to] = [before, after].map((name) => factor.levels.findIndex((level) => level.name === name));
  if (from < 0 || to < 0) throw new RangeError(`factor ${factor.name}: no level '${before}' or '${after}'`);
  const [low, high] = from < to ? [from, to] : [to, from];
  return { effect: from < to ? change : -change, pair: low * factor.levels.length + high, error };
}

function gather(steps: readonly (readonly Step[])[], drawn: Int32Array): Step[] {
  const own: Step[] = [];
  for (const t of drawn) own.push(...steps[t]);
  return own;
}

/** mu, mu* and sigma; NaN where there are too few effects or no meaning. */
function measure(factor: Factor, steps: readonly Step[]): [number, number, number] {
  const effects = steps.map(({ effect }) => effect);
  const muStar = mean(effects.map(Math.abs));
  if (factor.kind === 'number') return [mean(effects), muStar, Math.sqrt(variance(effects))];
  let squares = 0;
  let degrees = 0;
  for (const own of byPair(steps).values()) {
    if (own.length < 2) continue;
    squares += variance(own) * (own.length - 1);
    degrees += own.length - 1;
  }
  return [Number.NaN, muStar, degrees === 0 ? Number.NaN : Math.sqrt(squares / degrees)];
}

function byPair(steps: readonly Step[]): Map<number, number[]> {
  const pairs = new Map<number, number[]>();
  for (const { pair, effect } of steps) {
    const own = pairs.get(pair);
    if (own === undefined) pairs.set(pair, [effect]);
    else own.push(effect);
  }
  return pairs;
}

function pairsOf(levels: readonly { readonly name: string }[], steps: readonly Step[]): LevelPair[] {
  return [...byPair(steps)]
    .sort(([a], [b]) => a - b)
    .map(([pair, effects]) => ({
      from: levels[Math.floor(pair / levels.length)].name,
      to: levels[pair % levels.length].name,
      n: effects.length,
      change: mean(effects),
      size: mean(effects.map(Math.abs)),
    }));
}
