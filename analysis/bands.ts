import { LEVELS, type Level, meanInterval } from './interval.ts';
import { mean, quantile } from './moments.ts';

/** Low and high edge at every sample. */
export interface Edges {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Where the runs of one scenario lie at every sample: quantiles of the runs, not intervals of their mean. */
export interface Bands {
  readonly runs: number;
  readonly median: Float64Array;
  /** The middle 50, 80 and 95 per cent of the runs. */
  readonly bands: Readonly<Record<Level, Edges>>;
}

/** The mean difference B minus A at every sample, with Student's t intervals of that mean. */
export interface DifferenceBands {
  readonly pairs: number;
  readonly mean: Float64Array;
  /** Null for a single pair. */
  readonly intervals: Readonly<Record<Level, Edges>> | null;
}

type Series = ArrayLike<number>;

/** The bands of one metric over replicates; each entry of `runs` is one run's series, all of one length. */
export function bands(runs: readonly Series[]): Bands {
  const samples = lengthOf(runs);
  const median = new Float64Array(samples);
  const edges = edgesOf(samples);
  const values = new Float64Array(runs.length);
  for (let at = 0; at < samples; at++) {
    for (let i = 0; i < runs.length; i++) values[i] = runs[i][at];
    values.sort();
    median[at] = quantile(values, 0.5);
    for (const level of LEVELS) {
      edges[level].low[at] = quantile(values, 0.5 - level / 200);
      edges[level].high[at] = quantile(values, 0.5 + level / 200);
    }
  }
  return { runs: runs.length, median, bands: edges };
}

/** The paired difference of one metric over time: `a[i]` and `b[i]` are series of runs with the same luck. */
export function differenceBands(a: readonly Series[], b: readonly Series[]): DifferenceBands {
  if (a.length !== b.length) throw new RangeError(`${a.length} series of A against ${b.length} of B`);
  const pairs = a.length;
  const samples = lengthOf([...a, ...b]);
  const centre = new Float64Array(samples);
  const edges = pairs < 2 ? null : edgesOf(samples);
  const differences = new Float64Array(pairs);
  for (let at = 0; at < samples; at++) {
    for (let i = 0; i < pairs; i++) differences[i] = b[i][at] - a[i][at];
    centre[at] = mean(differences);
    if (edges === null) continue;
    for (const level of LEVELS) {
      const interval = meanInterval(differences, level);
      if (interval !== null) [edges[level].low[at], edges[level].high[at]] = interval;
    }
  }
  return { pairs, mean: centre, intervals: edges };
}

function lengthOf(runs: readonly Series[]): number {
  if (runs.length === 0) throw new RangeError('no runs to draw bands from');
  const samples = runs[0].length;
  for (const run of runs) {
    if (run.length !== samples) throw new RangeError(`series of ${samples} and of ${run.length} samples`);
  }
  return samples;
}

function edgesOf(samples: number): Record<Level, Edges> {
  const edges = () => ({ low: new Float64Array(samples), high: new Float64Array(samples) });
  return { 50: edges(), 80: edges(), 95: edges() };
}
