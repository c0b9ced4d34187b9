/** What is to be explained: one side of a comparison held against its baseline, over the seeds that are through. */
import { outcomeOf } from '../../../analysis/outcomes.ts';
import { type Metric, metrics, type Scenario } from '../../../sim/index.ts';
import type { Made, MadeSide } from '../comparison.svelte.ts';
import type { Record, View } from '../results.ts';
import { BASELINE, type SideKey } from '../sides.ts';

export interface Subject {
  readonly key: SideKey;
  readonly a: MadeSide;
  readonly b: MadeSide;
  readonly seed: string;
  readonly years: number;
  /** Of the pairs that have reached their end, in order. */
  readonly seeds: readonly string[];
  /** Outcomes of those pairs: a value a metric, in the order of `metrics`. */
  readonly outcomes: readonly { readonly a: Float64Array; readonly b: Float64Array }[];
  /** Tells one subject from another: the same results and the same side. */
  readonly signature: string;
}

export function subjectOf(made: Made, { results }: View, key: SideKey): Subject | null {
  const b = made.sides.find((side) => side.key === key);
  if (b === undefined || key === BASELINE) return null;
  const whole = (side: SideKey, pair: number) => results.runs[side][pair]?.samples === results.samples;
  const pairs = results.seeds.map((_, i) => i).filter((i) => whole(BASELINE, i) && whole(key, i));
  const outcomes = (side: SideKey, pair: number) => outcomesOf((results.runs[side][pair] as Record).series);
  return {
    key,
    a: made.sides[0],
    b,
    seed: made.seed,
    years: made.years,
    seeds: pairs.map((i) => results.seeds[i]),
    outcomes: pairs.map((i) => ({ a: outcomes(BASELINE, i), b: outcomes(key, i) })),
    signature: JSON.stringify([made.signature, key]),
  };
}

/** One outcome a metric from its series. */
export function outcomesOf(series: readonly Float64Array[]): Float64Array {
  return Float64Array.from(metrics, (metric, i) => outcomeOf(metric as Metric, series[i]));
}

export function settingOf(subject: Subject): readonly [Scenario, Scenario] {
  return [subject.a.scenario, subject.b.scenario];
}
