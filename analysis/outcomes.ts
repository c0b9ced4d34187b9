import { digest, type Metric, type MetricKey, metrics, type Run } from '../sim/index.ts';
import { mean } from './moments.ts';

/** What is kept of a finished run: small, plain, and cheap to hand from a worker to the page or the command. */
export interface RunResult {
  /** 32 hexadecimal digits of the final state. */
  readonly digest: string;
  readonly seed: string;
  /** School weeks done; 39 a year. */
  readonly weeks: number;
  /** Weeks at which the series were read. */
  readonly sampleWeeks: Int32Array;
  /** One number a metric, in its unit. */
  readonly outcomes: Readonly<Record<MetricKey, number>>;
  /** One value a sample and metric, in its unit. All series are views of one buffer. */
  readonly series: Readonly<Record<MetricKey, Float64Array>>;
}

/** The outcome of a metric from its series: the value at the end, or the mean over the run where it says so. */
export function outcomeOf(metric: Pick<Metric, 'outcome'>, series: Float64Array): number {
  if (series.length === 0) throw new RangeError('a series without samples has no outcome');
  // Week 0 is before anything has happened, so it has no part in a mean over the run.
  return metric.outcome === 'mean' && series.length > 1
    ? mean(series.subarray(1))
    : series[series.length - 1];
}

/** The result of a run that has reached its last week. */
export function summarise(run: Run): RunResult {
  if (run.week < run.weeks) throw new RangeError(`the run has done ${run.week} of ${run.weeks} weeks`);
  const samples = run.sampleWeeks.length;
  const buffer = new Float64Array(metrics.length * samples);
  const outcomes: Partial<Record<MetricKey, number>> = {};
  const series: Partial<Record<MetricKey, Float64Array>> = {};
  metrics.forEach((metric, i) => {
    const values = buffer.subarray(i * samples, (i + 1) * samples);
    values.set(run.series[metric.key]);
    series[metric.key] = values;
    outcomes[metric.key] = outcomeOf(metric, values);
  });
  return {
    digest: digest(run),
    seed: run.seed,
    weeks: run.weeks,
    sampleWeeks: run.sampleWeeks.slice(),
    outcomes: outcomes as RunResult['outcomes'],
    series: series as RunResult['series'],
  };
}

/** The buffers of a result, to be given away when it is posted; the giver can no longer read it then. */
export function transferables(result: RunResult): ArrayBuffer[] {
  const buffers = new Set<ArrayBufferLike>([result.sampleWeeks.buffer]);
  for (const { key } of metrics) buffers.add(result.series[key].buffer);
  return [...buffers] as ArrayBuffer[];
}
