import { type MetricKey, metrics, type Scenario } from '../sim/index.ts';
import type { RunResult } from './outcomes.ts';
import { type Paired, paired } from './paired.ts';

type Outcomes = Pick<RunResult, 'seed' | 'outcomes'>;

/** The outcomes of two scenarios over pairs of runs, one entry a metric in display order. */
export function compareOutcomes(
  a: readonly Outcomes[],
  b: readonly Outcomes[],
): Readonly<Record<MetricKey, Paired>> {
  a.forEach(({ seed }, i) => {
    if (seed !== b[i]?.seed) throw new RangeError(`a run with seed ${seed} paired with ${b[i]?.seed}`);
  });
  const values = (runs: readonly Outcomes[], key: MetricKey) => runs.map(({ outcomes }) => outcomes[key]);
  return Object.fromEntries(
    metrics.map(({ key }) => [key, paired(values(a, key), values(b, key))]),
  ) as Readonly<Record<MetricKey, Paired>>;
}

/**
 * Whether two scenarios are about the same schools: those of the same files, or generated from the same
 * description of a district. What people meet there is the policy's doing then, and nothing else's.
 */
export function sameSchools(a: Scenario, b: Scenario): boolean {
  if (a.files === null || b.files === null) {
    return a.files === b.files && sameValues(a.parameters.district, b.parameters.district);
  }
  return sameValues(a.files, b.files);
}

function sameValues(a: object, b: object): boolean {
  const entries = Object.entries(a);
  const other = b as Record<string, unknown>;
  return entries.length === Object.keys(b).length && entries.every(([key, value]) => other[key] === value);
}
