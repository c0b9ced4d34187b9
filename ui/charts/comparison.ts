/** What the runs of a comparison say of one metric: the lines of its charts, the sentences above them, and the tables beside them. */
import type { Bands, DifferenceBands } from '../../analysis/bands.ts';
import { trivialityOf } from '../../analysis/better.ts';
import { decimalsToShow, formatNumber } from '../../analysis/format.ts';
import { differenceSentence } from '../../analysis/sentence.ts';
import { type Metric, metrics } from '../../sim/index.ts';
import type { Made } from '../state/comparison.svelte.ts';
import { bandsOf, differenceOf, pairedOf, type View } from '../state/results.ts';
import { BASELINE, type Letter, type SideKey } from '../state/sides.ts';
import { when } from './lines.ts';

interface Line<T> {
  readonly key: SideKey;
  readonly letter: Letter;
  readonly name: string;
  readonly of: T;
  readonly chosen: boolean;
}

export interface DifferenceLine extends Line<DifferenceBands> {
  readonly sentence: string;
  /** Why it may be none to act on; empty where it is not. */
  readonly trivial: string;
}

export type LevelLine = Line<Bands>;

/** The sides against the baseline, the bands of the chosen one standing out. `index` is a metric's place in `metrics`. */
export function differencesOf(view: View, made: Made, index: number, chosen: SideKey): DifferenceLine[] {
  const [baseline, ...others] = made.sides;
  return others.map(({ key, letter, spoken, sameSchools }) => {
    const result = pairedOf(view, key, index);
    const setting = { years: view.years, a: baseline.spoken, b: spoken, sameSchools };
    return {
      key,
      letter,
      name: `${letter} minus A`,
      of: differenceOf(view, key, index),
      chosen: key === chosen,
      sentence: differenceSentence(metrics[index], result, setting),
      trivial: trivialityOf(result),
    };
  });
}

export function levelsOf(view: View, made: Made, index: number, chosen: SideKey): LevelLine[] {
  return made.sides.map(({ key, letter, name }) => ({
    key,
    letter,
    name: `${letter}: ${name}`,
    of: bandsOf(view, key, index),
    chosen: key === BASELINE || key === chosen,
  }));
}

const sayer =
  (metric: Metric) =>
  (value: number): string =>
    formatNumber(value, decimalsToShow(metric, Math.abs(value)));

/** ` (points)`, or nothing. */
export function unitOf({ unit }: Metric): string {
  return unit === '' ? '' : ` (${unit})`;
}

function over(metric: Metric, { years }: View): string {
  return `${metric.label}${unitOf(metric)} over ${years} ${years === 1 ? 'year' : 'years'}`;
}

export function differenceSummary(
  view: View,
  metric: Metric,
  differences: readonly DifferenceLine[],
): string {
  const say = sayer(metric);
  const last = view.samples - 1;
  const parts = differences.map(({ name, of: { mean, intervals } }) => {
    const interval =
      intervals === null
        ? ''
        : `, 95 % interval ${say(intervals[95].low[last])} to ${say(intervals[95].high[last])}`;
    return `${name}: from ${say(mean[0])} at the start to ${say(mean[last])} at the end${interval}`;
  });
  return `Line chart of the differences in ${over(metric, view)}. ${parts.join('; ')}.`;
}

export function levelsSummary(view: View, metric: Metric, levels: readonly LevelLine[]): string {
  const say = sayer(metric);
  const last = view.samples - 1;
  const parts = levels.map(
    ({ letter, of: { median } }) => `of ${letter}: from ${say(median[0])} to ${say(median[last])}`,
  );
  return `Line chart of ${over(metric, view)}. Median of the runs ${parts.join('; ')}.`;
}

export interface Table {
  readonly caption: string;
  readonly head: readonly string[];
  /** Made when it is opened. */
  readonly rows: () => readonly (readonly string[])[];
}

export function differenceTable(view: View, metric: Metric, differences: readonly DifferenceLine[]): Table {
  const say = sayer(metric);
  const titles = ['Mean', '95 % interval', '80 % interval', '50 % interval'];
  const named = (text: string, letter: string) => (differences.length > 1 ? `${letter}: ${text}` : text);
  return {
    caption: `Differences from A in ${metric.label}${unitOf(metric)}, ${view.pairs.length} pairs of runs`,
    head: ['Time', ...differences.flatMap(({ letter }) => titles.map((text) => named(text, letter)))],
    rows: () =>
      Array.from({ length: view.samples }, (_, i) => [
        when(i),
        ...differences.flatMap(({ of: { mean, intervals } }) => [
          say(mean[i]),
          ...([95, 80, 50] as const).map((level) =>
            intervals === null
              ? 'none'
              : `${say(intervals[level].low[i])} to ${say(intervals[level].high[i])}`,
          ),
        ]),
      ]),
  };
}

export function levelsTable(view: View, metric: Metric, levels: readonly LevelLine[]): Table {
  const say = sayer(metric);
  return {
    caption: `${metric.label}${unitOf(metric)}: median and middle 50, 80 and 95 % of ${view.pairs.length} runs a side`,
    head: [
      'Time',
      ...levels.flatMap(({ letter }) =>
        ['median', '50 %', '80 %', '95 %'].map((text) => `${letter}: ${text}`),
      ),
    ],
    rows: () =>
      Array.from({ length: view.samples }, (_, i) => [
        when(i),
        ...levels.flatMap(({ of: { median, bands } }) => [
          say(median[i]),
          ...([50, 80, 95] as const).map(
            (level) => `${say(bands[level].low[i])} to ${say(bands[level].high[i])}`,
          ),
        ]),
      ]),
  };
}
