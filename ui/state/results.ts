/** What the runs of a comparison have handed over so far, and which part of it can be shown. */
import { type Bands, bands, type DifferenceBands, differenceBands } from '../../analysis/bands.ts';
import { outcomeOf } from '../../analysis/outcomes.ts';
import { type Paired, paired } from '../../analysis/paired.ts';
import { type Metric, metrics, TERMS_A_YEAR } from '../../sim/index.ts';
import type { Frame, Place } from '../worker/contract.ts';
import { BASELINE, bySide, type SideKey } from './sides.ts';

/** One run, growing from term to term. */
export interface Record {
  readonly seed: string;
  /** One series a metric, in the order of `metrics`. */
  readonly series: readonly Float64Array[];
  /** Samples there are by now. */
  samples: number;
  digest: string | null;
}

export class Results {
  readonly seeds: readonly string[];
  /** The sides that are run, the baseline first. */
  readonly keys: readonly SideKey[];
  /** Samples of a whole run: week 0 and every term. */
  readonly samples: number;
  /** By side and seed. Runs of one seed are a pair, or with more sides a set: they meet the same luck. */
  readonly runs = bySide<(Record | undefined)[]>(() => []);
  /** Of the first pair. */
  readonly frames = bySide<Frame[]>(() => []);
  readonly places = bySide<Place | null>(() => null);
  readonly reports = bySide<readonly string[]>(() => []);

  constructor(seeds: readonly string[], years: number, keys: readonly SideKey[] = ['a', 'b']) {
    this.seeds = seeds;
    this.keys = keys;
    this.samples = years * TERMS_A_YEAR + 1;
  }

  add(key: SideKey, pair: number, sample: Float64Array): void {
    this.runs[key][pair] ??= {
      seed: this.seeds[pair],
      series: metrics.map(() => new Float64Array(this.samples)),
      samples: 0,
      digest: null,
    };
    const run = this.runs[key][pair];
    for (let i = 0; i < metrics.length; i++) run.series[i][run.samples] = sample[i];
    run.samples++;
  }

  /** Takes over the finished runs of a side of earlier results: the same scenario and seeds would give them again. */
  takeOver(key: SideKey, from: Results, fromKey: SideKey): void {
    from.runs[fromKey].forEach((run, pair) => {
      if (run !== undefined && run.digest !== null && run.seed === this.seeds[pair])
        this.runs[key][pair] = run;
    });
    if (this.runs[key][0] === undefined) return;
    this.frames[key] = from.frames[fromKey];
    this.places[key] = from.places[fromKey];
    this.reports[key] = from.reports[fromKey];
  }

  /** Pairs of which the runs of all sides have reached `samples`. */
  pairsAt(samples: number): number[] {
    const pairs: number[] = [];
    for (let i = 0; i < this.seeds.length; i++) {
      if (this.keys.every((key) => (this.runs[key][i]?.samples ?? 0) >= samples)) pairs.push(i);
    }
    return pairs;
  }

  /** Runs of all sides that have reached their end. */
  get finishedRuns(): number {
    let runs = 0;
    for (const key of this.keys) for (const run of this.runs[key]) if (run?.samples === this.samples) runs++;
    return runs;
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
    for (const key of results.keys) samples = Math.min(samples, results.runs[key][pair]?.samples ?? 0);
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

export function seriesOf({ results, pairs, samples }: View, key: SideKey, metric: number): Float64Array[] {
  return pairs.map((pair) => (results.runs[key][pair] as Record).series[metric].subarray(0, samples));
}

/** The difference of a side minus the baseline at every sample. */
export function differenceOf(shown: View, key: SideKey, metric: number): DifferenceBands {
  return differenceBands(seriesOf(shown, BASELINE, metric), seriesOf(shown, key, metric));
}

export function bandsOf(shown: View, key: SideKey, metric: number): Bands {
  return bands(seriesOf(shown, key, metric));
}

/** The outcome of every run shown of a side. */
export function outcomesOf(shown: View, key: SideKey, metric: number): Float64Array {
  return Float64Array.from(seriesOf(shown, key, metric), (series) =>
    outcomeOf(metrics[metric] as Metric, series),
  );
}

/** A side against the baseline: `a` of the result is the baseline, `b` the side. */
export function pairedOf(shown: View, key: SideKey, metric: number): Paired {
  return paired(outcomesOf(shown, BASELINE, metric), outcomesOf(shown, key, metric));
}

/** Mean over the runs at every sample. */
export function meanOf(shown: View, key: SideKey, metric: number): Float64Array {
  const runs = seriesOf(shown, key, metric);
  const mean = new Float64Array(shown.samples);
  for (const run of runs) for (let i = 0; i < mean.length; i++) mean[i] += run[i] / runs.length;
  return mean;
}
