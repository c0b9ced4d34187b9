import {
  checkScenario,
  type MetricKey,
  metrics,
  plainScenario,
  type Scenario,
  type Value,
} from '../../sim/index.ts';
import { designOf } from '../designs/index.ts';
import { type Disputed, disputed } from '../explain/disputed.ts';
import { withValues } from '../explain/switches.ts';
import type { CellOutcomes } from '../sensitivity/cells.ts';
import { type ElementaryEffects, elementaryEffects, type Trajectory } from '../sensitivity/morris.ts';

/**
 * Which assumptions results rest on: elementary effects (Morris 1991) of every number that no source gives and no policy
 * sets, on the outcomes of a district under each of two regimes, and on the difference between them.
 */

/** What is asked of a study. */
export interface Study {
  /** Two scenarios of the library; their schools are generated here. */
  readonly regimes: readonly [string, string];
  readonly schools: number;
  /** 1 or more. */
  readonly years: number;
  readonly trajectories: number;
  /** Values of an assumption, both ends of its range among them; an even number. */
  readonly levels: number;
  /** Runs of each regime at each point. */
  readonly replicates: number;
  readonly seed: string;
}

/**
 * The study whose result comes along. The regimes are those that the page opens with. Its size is what two cores do in
 * less than ten minutes: so many schools that luck does not drown the effects, so many years that relations between
 * schools have time to grow.
 */
export const INFLUENCE: Study = {
  regimes: ['hampshire-competition', 'hampshire-partnership'],
  schools: 24,
  years: 4,
  trajectories: 12,
  levels: 4,
  replicates: 2,
  seed: 'influence',
};

/** The assumptions kept of each ranking. */
export const KEPT = 6;

/** What an effect is on: the outcome under the first regime, under the second, or the second less the first. */
export const READINGS = ['first', 'second', 'difference'] as const;
export type ReadingName = (typeof READINGS)[number];

/** A regime with schools of its own in place of real ones. Throws where a scenario does not allow that. */
export function onDistrict(scenario: Scenario, { schools, years }: Study): Scenario {
  const { schools: _, ...plain } = plainScenario(scenario) as Record<string, unknown>;
  const { scenario: generated, problems } = checkScenario({ ...plain, years });
  if (generated === null) throw new RangeError(`${scenario.title}: ${problems[0].message}`);
  return withValues(generated, new Map([['district.schools', schools]]), scenario.title);
}

/** The assumptions that both regimes share, each from half to twice its value. */
export function assumptionsOf(regimes: readonly Scenario[]): readonly Disputed[] {
  return disputed(regimes[0], regimes[1]);
}

/** One point of a trajectory, as it is to be run. */
export interface Cell {
  readonly trajectory: number;
  readonly values: ReadonlyMap<string, Value>;
}

/** Every point of every trajectory, in order: one more than there are assumptions in each. */
export function cellsOf(assumptions: readonly Disputed[], { trajectories, levels, seed }: Study): Cell[] {
  const factors = assumptions.map(({ factor }) => factor);
  return designOf(factors, { kind: 'morris', trajectories, levels }, seed).map(({ values }, point) => ({
    trajectory: Math.floor(point / (factors.length + 1)),
    values: new Map(values.map((value, f) => [factors[f].path, value])),
  }));
}

/** Seeds of the runs at the points of a trajectory: luck is the same along one and under both regimes. */
export function seedsOf({ trajectory }: Cell, { seed, replicates }: Study): string[] {
  return Array.from({ length: replicates }, (_, r) => `${seed}/${trajectory + 1}/${r + 1}`);
}

/** The outcomes at a cell: by regime and replicate, a value a metric in the order of `metrics`; null of a failed run. */
export type CellRuns = readonly (readonly (ArrayLike<number> | null)[])[];

/** Effects by reading and metric, each in the order of the assumptions. */
export type Effects = Readonly<Record<ReadingName, ReadonlyMap<MetricKey, readonly ElementaryEffects[]>>>;

/** The effects of every assumption on every metric, those kept with intervals; `runs` are those of the cells, in order. */
export function effectsOf(
  assumptions: readonly Disputed[],
  cells: readonly Cell[],
  runs: readonly CellRuns[],
  study: Study,
): Effects {
  const factors = assumptions.map(({ factor }) => factor);
  const points = cells.map(({ values }) => factors.map(({ path }) => values.get(path) as number));
  const per = factors.length + 1;
  const of = (reading: ReadingName) =>
    new Map(
      metrics.map(({ key }, m) => {
        const outcomes: CellOutcomes = runs.map((cell) => readingOf(cell, reading, m));
        const trajectories = Array.from(
          { length: study.trajectories },
          (_, t): Trajectory => ({
            points: points.slice(t * per, (t + 1) * per),
            cells: outcomes.slice(t * per, (t + 1) * per),
          }),
        );
        const resampling = { seed: `${study.seed}/${key}/${reading}` };
        return [key, elementaryEffects(factors, trajectories, true, resampling, KEPT)];
      }),
    );
  return { first: of('first'), second: of('second'), difference: of('difference') };
}

function readingOf([first, second]: CellRuns, reading: ReadingName, metric: number): number[] {
  const value = (side: CellRuns[number], r: number) => side[r]?.[metric] ?? Number.NaN;
  return first.map((_, r) =>
    reading === 'difference'
      ? value(second, r) - value(first, r)
      : value(reading === 'first' ? first : second, r),
  );
}
