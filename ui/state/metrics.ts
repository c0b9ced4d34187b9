/** The metrics as the page arranges them. */
import { type Metric, type MetricKey, metrics } from '../../sim/index.ts';

export interface Listed {
  metric: Metric;
  /** Place in `metrics`, which is also its place in what workers send. */
  index: number;
}

const listed: readonly Listed[] = metrics.map((metric, index) => ({ metric, index }));

export const byGroup: readonly { title: string; entries: readonly Listed[] }[] = [
  ...new Set(metrics.map(({ group }) => group)),
].map((title) => ({ title, entries: listed.filter(({ metric }) => metric.group === title) }));

export function indexOf(key: string): number {
  return metrics.findIndex((metric) => metric.key === key);
}

/** What the page opens with: the first thing that competition is said to cost. */
export const FIRST_METRIC: MetricKey = 'trustBetweenSchools';

/** What a scorecard shows first: what partnership is to bring, what it costs, and whom it passes by. */
const KEY: readonly MetricKey[] = [
  'attainment',
  'attainmentGap',
  'trustBetweenSchools',
  'collegialSchools',
  'schoolsLeftOut',
  'overload',
  'innovations',
];
export const keyOutcomes: readonly Listed[] = listed.filter(({ metric }) =>
  (KEY as readonly string[]).includes(metric.key),
);

/** The shares of related pairs in each stage, from association up. */
const SHARES: readonly MetricKey[] = ['associations', 'cooperations', 'collaborations', 'collegialities'];
export const stageShares: readonly number[] = SHARES.map(indexOf);
