import { mean, quantile, variance } from '../moments.ts';
import type { Plan } from './plan.ts';

/**
 * History matching (Craig, Goldstein, Seheult and Smith 1997; Vernon, Goldstein and Bower 2010): no point is called
 * best; those are ruled out whose runs lie too far from a target, given how much the target and the runs leave open.
 */

/** What one point of the design came to. */
export interface Point {
  /** Values of the plan's parameters, in order. */
  readonly values: readonly number[];
  /** Mean of each target over the runs that gave a value; null where none did. */
  readonly means: readonly (number | null)[];
  /** Implausibility of each target; null where no run gave a value, which rules the point out. */
  readonly implausibility: readonly (number | null)[];
  /** Largest of them, and the largest but one. */
  readonly worst: number | null;
  readonly second: number | null;
  readonly kept: boolean;
}

export interface Spread {
  readonly min: number;
  /** Quartiles. */
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  readonly max: number;
}

export interface Match {
  readonly defaults: Point;
  readonly points: readonly Point[];
  /** Variance between replicates of each target at one point, pooled over the points. */
  readonly variances: readonly number[];
  /** Share of the points whose largest implausibility does not exceed the cutoff, and whose largest but one does not. */
  readonly keptShare: number;
  readonly keptButOneShare: number;
  /** Share of the points that each target alone leaves. */
  readonly targetShares: readonly number[];
  /** Where the points not ruled out lie in each parameter; null where there are none. */
  readonly keptSpreads: readonly (Spread | null)[];
  /** Rank correlation over the design of each parameter (rows) with the mean of each target (columns). */
  readonly correlations: readonly (readonly number[])[];
}

/** How far `found` lies from `aim`, in standard deviations of what both leave open. */
export function implausibility(
  found: number,
  varianceOfMean: number,
  { aim, tolerance }: { readonly aim: number; readonly tolerance: number },
): number {
  return Math.abs(found - aim) / Math.sqrt(varianceOfMean + tolerance * tolerance);
}

/** What was read at a point: one list a target, one value a replicate, NaN where a run gave none. */
export type Outputs = readonly (readonly number[])[];

export function matchOf(
  plan: Plan,
  design: readonly (readonly number[])[],
  outputs: readonly Outputs[],
  defaults: { readonly values: readonly number[]; readonly outputs: Outputs },
): Match {
  const known = [...outputs, defaults.outputs].map((targets) =>
    targets.map((values) => values.filter((value) => Number.isFinite(value))),
  );
  const variances = plan.targets.map((_, t) => pooled(known.map((targets) => targets[t])));
  const points = [...design, defaults.values].map((values, i) => pointOf(plan, values, known[i], variances));
  const stated = points.pop() as Point;
  const share = (test: (point: Point) => boolean) => points.filter(test).length / points.length;
  const within = (value: number | null) => value !== null && value <= plan.cutoff;
  const kept = points.filter((point) => point.kept);
  return {
    defaults: stated,
    points,
    variances,
    keptShare: share((point) => point.kept),
    keptButOneShare: share((point) => within(point.second)),
    targetShares: plan.targets.map((_, t) => share((point) => within(point.implausibility[t]))),
    keptSpreads: plan.parameters.map((_, p) => spreadOf(kept.map(({ values }) => values[p]))),
    correlations: plan.parameters.map((_, p) =>
      plan.targets.map((_, t) => {
        const seen = points.filter((point) => point.means[t] !== null);
        return rankCorrelation(
          seen.map(({ values }) => values[p]),
          seen.map(({ means }) => means[t] as number),
        );
      }),
    ),
  };
}

/** Few replicates tell little of their variance at one point; over all points they tell enough. */
function pooled(lists: readonly (readonly number[])[]): number {
  let squares = 0;
  let degrees = 0;
  for (const list of lists) {
    if (list.length < 2) continue;
    squares += variance(list) * (list.length - 1);
    degrees += list.length - 1;
  }
  return degrees === 0 ? 0 : squares / degrees;
}

function pointOf(
  { targets, cutoff }: Plan,
  values: readonly number[],
  known: Outputs,
  variances: readonly number[],
): Point {
  const means = known.map((list) => (list.length === 0 ? null : mean(list)));
  const each = targets.map((target, t) => {
    const found = means[t];
    return found === null ? null : implausibility(found, variances[t] / known[t].length, target);
  });
  const size = (value: number | null) => value ?? Number.POSITIVE_INFINITY;
  const falling = [...each].sort((a, b) => (size(a) < size(b) ? 1 : size(a) > size(b) ? -1 : 0));
  const [worst, second = 0] = falling;
  return { values, means, implausibility: each, worst, second, kept: worst !== null && worst <= cutoff };
}

function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const rising = [...values].sort((a, b) => a - b);
  const at = (p: number) => quantile(rising, p);
  return { min: at(0), low: at(0.25), middle: at(0.5), high: at(0.75), max: at(1) };
}

/** Spearman's correlation; equal values share their ranks, and 0 where one side does not vary. */
export function rankCorrelation(xs: readonly number[], ys: readonly number[]): number {
  const [a, b] = [ranks(xs), ranks(ys)];
  const middle = (xs.length + 1) / 2;
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - middle) * (b[i] - middle);
    aa += (a[i] - middle) * (a[i] - middle);
    bb += (b[i] - middle) * (b[i] - middle);
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    let below = 0;
    let equal = 0;
    for (const other of values) {
      if (other < value) below++;
      else if (other === value) equal++;
    }
    return below + (equal + 1) / 2;
  });
}
