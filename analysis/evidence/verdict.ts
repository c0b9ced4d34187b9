import { type Interval, meanInterval } from '../interval.ts';
import { mean } from '../moments.ts';
import type { Check } from './experiment.ts';

export const VERDICTS = ['reproduced', 'not reproduced', 'contradicted'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What the runs say of one check. */
export interface Finding {
  readonly verdict: Verdict;
  /** Mean over replicates of what was read, in the measure's unit; of a sweep, its best contrast. */
  readonly value: number;
  /** Student's t interval of that mean at 95 per cent; null where too few runs gave a value. */
  readonly interval: Interval | null;
  /** Replicates that gave a value. */
  readonly n: number;
  /** Of a sweep: the mean under each setup, in order. */
  readonly means: readonly number[];
}

/** Reads of one check: one list for each term, one value a replicate; NaN where a run gave none. */
export type Values = readonly (readonly number[])[];

/** Holds the values of a check against what it expects. */
export function judge(check: Check, values: Values): Finding {
  if (check.expect === 'peak') return judgePeak(check, values);
  if (check.expect === 'falls') return judgeFall(check, values);
  const { value, interval, n } = summary(sumsOf(check, values));
  return { verdict: verdictOf(check, interval), value, interval, n, means: [] };
}

/** What a check that compares no setups in order reads: the weighted sum over its terms, one value a replicate. */
export function sumsOf({ terms }: Pick<Check, 'terms'>, values: Values): number[] {
  return values[0].map((_, i) => values.reduce((sum, list, term) => sum + terms[term].weight * list[i], 0));
}

function summary(values: readonly number[]): Pick<Finding, 'value' | 'interval' | 'n'> {
  const known = values.filter((value) => Number.isFinite(value));
  return { value: mean(known), interval: meanInterval(known, 95), n: known.length };
}

/** Where the interval lies decides: on the right side reproduced, wholly on the wrong one contradicted. */
export function verdictOf(
  { expect, than, margin }: Pick<Check, 'expect' | 'than' | 'margin'>,
  interval: Interval | null,
): Verdict {
  if (interval === null) return 'not reproduced';
  const [low, high] = [interval[0] - than, interval[1] - than];
  const [right, wrong] =
    expect === 'higher'
      ? [low > margin, high < 0]
      : expect === 'lower'
        ? [high < -margin, low > 0]
        : expect === 'not lower'
          ? [low >= -margin, high < -margin]
          : [low >= -margin && high <= margin, low > margin || high < -margin];
  return right ? 'reproduced' : wrong ? 'contradicted' : 'not reproduced';
}

/** Differences of two lists of values, replicate by replicate. */
const minus = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value - b[i]);

/**
 * A single interior maximum: the means rise to one setup that is neither the first nor the last and fall from there,
 * and that one lies above both ends. It is contradicted where an end lies above every setup inside.
 */
function judgePeak(check: Check, values: Values): Finding {
  const means = values.map((list) => mean(list));
  const top = means.indexOf(Math.max(...means));
  const last = means.length - 1;
  const single = means.every(
    (value, i) => i === 0 || (i <= top ? value >= means[i - 1] : value <= means[i - 1]),
  );
  const inside = means.indexOf(Math.max(...means.slice(1, last)), 1);
  const overFirst = summary(minus(values[inside], values[0]));
  const overLast = summary(minus(values[inside], values[last]));
  const weaker = overFirst.value < overLast.value ? overFirst : overLast;
  const above = (interval: Interval | null) => interval !== null && interval[0] > check.margin;
  const below = (interval: Interval | null) => interval !== null && interval[1] < 0;
  const verdict =
    single && top > 0 && top < last && above(overFirst.interval) && above(overLast.interval)
      ? 'reproduced'
      : below(weaker.interval)
        ? 'contradicted'
        : 'not reproduced';
  return { verdict, ...weaker, means };
}

/** Each mean lies below the one before, and the last surely below the first. */
function judgeFall(check: Check, values: Values): Finding {
  const means = values.map((list) => mean(list));
  const whole = summary(minus(values[values.length - 1], values[0]));
  const falling = means.every((value, i) => i === 0 || value < means[i - 1]);
  const sure = verdictOf({ ...check, expect: 'lower', than: 0 }, whole.interval);
  return { verdict: sure === 'reproduced' && !falling ? 'not reproduced' : sure, ...whole, means };
}

/** A claim is reproduced when all its checks are, and contradicted when any is. */
export function overall(findings: readonly Finding[]): Verdict {
  if (findings.some(({ verdict }) => verdict === 'contradicted')) return 'contradicted';
  return findings.every(({ verdict }) => verdict === 'reproduced') ? 'reproduced' : 'not reproduced';
}
