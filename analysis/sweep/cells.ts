import type { Value } from '../../sim/index.ts';
import { designOf, pointCount } from '../designs/index.ts';
import type { Cell, Factor, FactorValue, SweepPlan } from './plan.ts';

/** The largest plan: beyond it the cells no longer fit into the memory of one machine. */
export const MOST_CELLS = 1_000_000;
export const MOST_RUNS = 10_000_000;

export interface PlanSize {
  readonly points: number;
  readonly cells: number;
  /** Runs at least and at most: the same, unless replicates are added until an interval is narrow enough. */
  readonly runs: readonly [least: number, most: number];
}

/** How much a plan asks for, found without expanding its design. */
export function sizeOf({ scenarios, factors, design, replicates }: SweepPlan): PlanSize {
  const points = pointCount(factors, design);
  const cells = points * scenarios.length;
  const [least, most] =
    replicates.kind === 'fixed' ? [replicates.count, replicates.count] : [replicates.min, replicates.max];
  return { points, cells, runs: [cells * least, cells * most] };
}

/** Every cell of the plan in order: all points of the first scenario, then all of the next. */
export function cellsOf(plan: SweepPlan): Cell[] {
  return [...eachCell(plan)];
}

/** The same one by one, for plans whose cells together would take much memory. */
export function* eachCell(plan: SweepPlan): Generator<Cell> {
  const points = designOf(plan.factors, plan.design, plan.seed);
  const own = Object.entries(plan.set);
  for (let scenario = 0; scenario < plan.scenarios.length; scenario++) {
    for (let point = 0; point < points.length; point++) {
      const { values } = points[point];
      const settings = [...own, ...settingsOf(plan.factors, values)];
      yield { cell: scenario * points.length + point, scenario, point, values, settings };
    }
  }
}

/** What the factors set at these values, in their order. */
export function settingsOf(
  factors: readonly Factor[],
  values: readonly FactorValue[],
): (readonly [path: string, value: Value])[] {
  return factors.flatMap((factor, i): (readonly [string, Value])[] => {
    if (factor.kind === 'number') return [[factor.path, values[i]]];
    const level = factor.levels.find(({ name }) => name === values[i]);
    if (level === undefined) throw new RangeError(`${factor.name}: no level '${values[i]}'`);
    return Object.entries(level.settings);
  });
}
