/** What the runs of a comparison have handed over so far, and which part of it can be shown. */
import { type Bands, bands, type DifferenceBands, differenceBands } from '../../analysis/bands.ts';
import { outcomeOf } from '../../analysis/outcomes.ts';
import { type Paired, paired } from '../../analysis/paired.ts';
import { type Metric, metrics, TERMS_A_YEAR } from '../../sim/index.ts';
import type { Frame, Place } from '../worker/contract.ts';

/** One run, growing from term to term. */
export interface Record {
  readonly seed: string;
  /** One series a metric, in the order of `metrics`. */
  readonly series: readonly Float64Array[];
  /** Samples there are by now. */
  samples: number;
  digest: string | null;
}

export type Half = 'a' | 'b';

export class Results {
  readonly seeds: readonly string[];
  /** Samples of a whole run: week 0 and every term. */
  readonly samples: number;
  readonly runs: { [H in Half]: (Record | undefined)[] } = { a: [], b: [] };
  /** Of the first pair. */
  readonly frames: { [H in Half]: Frame[] } = { a: [], b: [] };
  readonly places: { [H in Half]: Place | null } = { a: null, b: null };
  readonly reports: { [H in Half]: readonly string[] } = { a: [], b: [] };

  constructor(seeds: readonly string[], years: number) {
    this.seeds = seeds;
    this.samples = years * TERMS_A_YEAR + 1;
  }

  add(half: Half, pair: number, sample: Float64Array): void {
    this.runs[half][pair] ??= {
      seed: this.seeds[pair],
      series: metrics.map(() => new Float64Array(this.samples)),
      samples: 0,
      digest: null,
    };
    const run = this.runs[half][pair];
    for (let i = 0; i < metrics.length; i++) run.series[i][run.samples] = sample[i];
    run.samples++;
  }

  /** Pairs of which both runs have reached `samples`. */
  pairsAt(samples: number): number[] {
    const pairs: number[] = [];
    for (let i = 0; i < this.seeds.length; i++) {
      if ((this.runs.a[i]?.samples ?? 0) >= samples && (this.runs.b[i]?.samples ?? 0) >= samples)
        pairs.push(i);
    }
    return pairs;
  }

  get finished(): number {
    return this.pairsAt(this.samples).length;
  }
}

/** A picture of the results at one moment. What it refers to keeps growing, but none of what it shows changes. */
export interface View {
  readonly results: Results;
  /** Indices of the pairs shown. */
  readonly pairs: readonly number[];
  /** Samples shown; all of them once two pairs are through. */
  readonly samples: number;
  /** Years shown, a whole number. */
  readonly years: number;
  readonly whole: boolean;
}

/**
 * Finished pairs, once there are two. Until then those under way, as many years as they all have done: an early
 * look that is honest about its length.
 */
export function viewOf(results: Results): View | null {
  const finished = results.pairsAt(results.samples);
  if (finished.length >= 2 || (finished.length === 1 && results.seeds.length === 1)) {
    return view(results, finished, results.samples);
  }
  const started = results.pairsAt(1);
  let samples = results.samples;
  for (const pair of started) {
    samples = Math.min(samples, results.runs.a[pair]?.samples ?? 0, results.runs.b[pair]?.samples ?? 0);
  }
  const years = Math.floor((samples - 1) / TERMS_A_YEAR);
  if (started.length === 0 || years < 1)
    return finished.length > 0 ? view(results, finished, results.samples) : null;
  return view(results, started, years * TERMS_A_YEAR + 1);
}

function view(results: Results, pairs: readonly number[], samples: number): View {
  return {
    results,
    pairs,
    samples,
    years: (samples - 1) / TERMS_A_YEAR,
    whole: samples === results.samples,
  };
}

export function seriesOf({ results, pairs, samples }: View, half: Half, metric: number): Float64Array[] {
  return pairs.map((pair) => (results.runs[half][pair] as Record).series[metric].subarray(0, samples));
}

export function differenceOf(shown: View, metric: number): DifferenceBands {
  return differenceBands(seriesOf(shown, 'a', metric), seriesOf(shown, 'b', metric));
}

export function bandsOf(shown: View, half: Half, metric: number): Bands {
  return bands(seriesOf(shown, half, metric));
}

export function pairedOf(shown: View, metric: number): Paired {
  const outcomes = (half: Half) =>
    Float64Array.from(seriesOf(shown, half, metric), (series) =>
      outcomeOf(metrics[metric] as Metric, series),
    );
  return paired(outcomes('a'), outcomes('b'));
}

/** Mean over the runs at every sample. */
export function meanOf(shown: View, half: Half, metric: number): Float64Array {
  const runs = seriesOf(shown, half, metric);
  const mean = new Float64Array(shown.samples);
  for (const run of runs) for (let i = 0; i < mean.length; i++) mean[i] += run[i] / runs.length;
  return mean;
}
