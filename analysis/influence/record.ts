import { type MetricKey, metrics, VERSION } from '../../sim/index.ts';
import type { Disputed } from '../explain/disputed.ts';
import type { Interval } from '../interval.ts';
import type { ElementaryEffects } from '../sensitivity/morris.ts';
import { type Effects, KEPT, READINGS, type ReadingName, type Study } from './study.ts';

/** The recorded result of a study of influence, and how to tell whether the simulation still is the one it is of. */
export interface InfluenceRecord {
  readonly version: string;
  readonly study: Study;
  /** What was varied, in the order of the design: path, lowest and highest value. */
  readonly assumptions: readonly (readonly [path: string, from: number, to: number])[];
  /** Runs made, and those that failed or whose settings do not fit together. */
  readonly runs: number;
  readonly failed: number;
  /** Final digests of the runs of `PROOFS`. A record whose runs now end otherwise is stale. */
  readonly digests: readonly string[];
  /** By metric and reading the assumptions with the greatest effects, the greatest first. */
  readonly ranked: Readonly<Partial<Record<MetricKey, Readonly<Record<ReadingName, readonly Ranked[]>>>>>;
}

/** Of a metric by one assumption, in the outcome's unit over the whole range of the assumption. */
export interface Ranked {
  readonly path: string;
  /** Mean effect, its sign kept, and mean size of the effects; 95 % percentile bootstrap over trajectories. */
  readonly mu: number;
  readonly muInterval: Interval | null;
  readonly muStar: number;
  readonly muStarInterval: Interval | null;
  /** Standard deviation of the effects. */
  readonly sigma: number;
  /** Mean size of what luck alone would leave; null where replicates are too few to tell. */
  readonly luck: number | null;
}

/** Runs done again to tell whether a record is of this simulation: places of cells, under both regimes, replicate 1. */
export function proofs(cells: number): readonly number[] {
  return [0, cells - 1];
}

export function influenceRecord(
  study: Study,
  assumptions: readonly Disputed[],
  effects: Effects,
  { runs, failed, digests }: Pick<InfluenceRecord, 'runs' | 'failed' | 'digests'>,
): InfluenceRecord {
  const ranked = metrics.map(({ key }) => {
    const of = (reading: ReadingName) => rankedOf(effects[reading].get(key) ?? []);
    return [key, Object.fromEntries(READINGS.map((reading) => [reading, of(reading)]))];
  });
  return {
    version: VERSION,
    study,
    assumptions: assumptions.map(({ path, factor: { from, to } }) => [path, from, to]),
    runs,
    failed,
    digests,
    ranked: Object.fromEntries(ranked),
  };
}

function rankedOf(effects: readonly ElementaryEffects[]): Ranked[] {
  return effects
    .flatMap((one) => {
      const { mu, muStar } = one;
      return mu === null || muStar === null || muStar === 0 ? [] : [{ ...one, mu, muStar }];
    })
    .sort((p, q) => q.muStar - p.muStar || (p.factor < q.factor ? -1 : 1))
    .slice(0, KEPT)
    .map(({ factor, mu, muInterval, muStar, muStarInterval, sigma, luck }) => ({
      path: factor,
      mu: short(mu),
      muInterval: shortened(muInterval),
      muStar: short(muStar),
      muStarInterval: shortened(muStarInterval),
      sigma: short(sigma ?? 0),
      luck: luck === null ? null : short(luck),
    }))
    .sort((p, q) => q.muStar - p.muStar || (p.path < q.path ? -1 : 1));
}

/** Numbers cut to four digits, so that a record reads well and compares. */
const short = (value: number) => Number(value.toPrecision(4));
const shortened = (interval: Interval | null): Interval | null =>
  interval === null ? null : [short(interval[0]), short(interval[1])];

/**
 * The record as text: a line an assumption, so that what changes can be seen. The same record gives the same text.
 */
export function recordText(record: InfluenceRecord): string {
  const { ranked, assumptions, ...rest } = record;
  const head = JSON.stringify(rest, null, 1).replace(/\n}$/, '');
  const rows = (list: readonly unknown[], indent: string) =>
    list.map((one) => `\n${indent}${JSON.stringify(one)}`).join(',');
  const metricsText = Object.entries(ranked).map(([key, readings]) => {
    const own = READINGS.map((reading) => `\n   "${reading}": [${rows(readings[reading], '    ')}]`);
    return `\n  "${key}": {${own.join(',')}\n  }`;
  });
  return `${head},\n "assumptions": [${rows(assumptions, '  ')}\n ],\n "ranked": {${metricsText.join(',')}\n }\n}\n`;
}

/** Whether the effect stands out of what luck alone would leave: the low end of its interval lies above it. */
export function standsOut({ muStarInterval, luck }: Ranked): boolean {
  return muStarInterval !== null && luck !== null && muStarInterval[0] > luck;
}
