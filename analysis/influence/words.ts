import {
  type GroupName,
  groups,
  label,
  type MetricKey,
  metrics,
  type Parameter,
  parameterAt,
} from '../../sim/index.ts';
import { groundInWords } from '../citations.ts';
import { capital, formatNumber } from '../format.ts';
import { decimalsFor, factorValue, list, range } from '../sensitivity/words.ts';
import { phraseOf, type Spoken } from '../sentence.ts';
import { type InfluenceRecord, type Ranked, standsOut } from './record.ts';
import type { ReadingName } from './study.ts';

/** What the recorded study of influence says, in plain words. */

/** `Trust: gain`, as readers know an assumption; the path where this version has none of it. */
export function titleOf(path: string): string {
  const found = parameterAt(path);
  if (found === null) return path;
  return `${groups[found.group as GroupName].title}: ${label(found.name).toLowerCase()}`;
}

/** What effects are on, of the outcome that the sentence speaks of. */
export function readingInWords(reading: ReadingName): string {
  return {
    first: 'its value under competition',
    second: 'its value under partnership',
    difference: 'the difference between partnership and competition',
  }[reading];
}

/** One assumption of a ranking, as it stands in a table. */
export interface InfluenceRow {
  readonly path: string;
  readonly title: string;
  readonly varied: string;
  readonly size: string;
  readonly interval: string;
  /** The mean effect with its sign. */
  readonly mean: string;
  readonly luck: string;
  readonly standsOut: boolean;
  readonly ground: string;
}

export const INFLUENCE_HEADS = [
  'Assumption',
  'Varied',
  'Size of effect',
  '95 % interval',
  'Mean effect',
  'Luck alone',
  'What it rests on',
] as const;

/** The strongest assumptions for an outcome; none where the record has nothing of it. */
export function influenceRows(record: InfluenceRecord, key: MetricKey, reading: ReadingName): InfluenceRow[] {
  const metric = metrics.find((one) => one.key === key);
  const ranges = new Map(record.assumptions.map(([path, from, to]) => [path, [from, to] as const]));
  if (metric === undefined) return [];
  return rankedOf(record, key, reading).map((ranked) => {
    const { path, mu, muStar, muStarInterval, luck } = ranked;
    const decimals = decimalsFor(metric, muStar);
    const [from, to] = ranges.get(path) ?? [];
    return {
      path,
      title: titleOf(path),
      varied: from === undefined || to === undefined ? '' : `${factorValue(from)} to ${factorValue(to)}`,
      size: formatNumber(muStar, decimals),
      interval: muStarInterval === null ? 'none' : range(muStarInterval, decimals),
      mean: `${mu > 0 ? '+' : ''}${formatNumber(mu, decimals)}`,
      luck: luck === null ? 'unknown' : formatNumber(luck, decimals),
      standsOut: standsOut(ranked),
      ground: groundInWords((parameterAt(path)?.parameter as Parameter | undefined)?.source ?? 'assumption'),
    };
  });
}

function rankedOf(record: InfluenceRecord, key: MetricKey, reading: ReadingName): readonly Ranked[] {
  return record.ranked[key]?.[reading] ?? [];
}

/** Of an outcome, in one plain sentence: what moves it most, by how much, and whether that is more than luck. */
export function influenceSentence(record: InfluenceRecord, metric: Spoken, reading: ReadingName): string {
  const { subject, unit } = phraseOf(metric);
  const ranked = rankedOf(record, metric.key as MetricKey, reading);
  const what =
    reading === 'difference'
      ? `${readingInWords(reading)} in ${subject}`
      : `${subject} under ${reading === 'first' ? 'competition' : 'partnership'}`;
  if (ranked.length === 0) return `${capital(what)}: no assumption moves it on the district of the study.`;
  const sure = ranked.filter(standsOut);
  if (sure.length === 0)
    return `${capital(what)}: no assumption is shown to move it further than luck does; most, by ${sizeOf(metric, ranked[0])}${unitText(unit)}, with ${quoted(ranked[0])}.`;
  const [first, ...others] = sure;
  const then = others.slice(0, 2);
  const rest =
    then.length === 0 ? '' : `; then ${then.length === 1 ? 'comes' : 'come'} ${list(then.map(quoted))}`;
  return `${capital(what)} rests most on ${quoted(first)}: moved over its range, it changes that by ${sizeOf(metric, first)}${unitText(unit)} on average${rest}.`;
}

const quoted = ({ path }: Ranked) => `“${titleOf(path)}”`;
const unitText = (unit: string | undefined) => (unit === undefined ? '' : ` ${unit}`);

function sizeOf(metric: Spoken, { muStar }: Ranked): string {
  return formatNumber(muStar, decimalsFor(metric, muStar));
}

/** How the figures came about, and how they are to be read. */
export function influenceMethod({ assumptions, study, runs, version }: InfluenceRecord): string {
  const { schools, years, trajectories, replicates } = study;
  return (
    `Elementary effects (Morris 1991) of ${assumptions.length} assumptions, each from half to twice its value with all others moved too, on a generated district of ` +
    `${schools} schools over ${years} ${years === 1 ? 'year' : 'years'} under competition and under partnership: ${trajectories} trajectories, ` +
    `${replicates} ${replicates === 1 ? 'run' : 'runs'} of each regime at a point, ${formatNumber(runs, 0)} runs, version ${version}. ` +
    'Size: mean size of the effects over the whole range; mean effect: the same with its sign, smaller where effects go either way; intervals: percentile bootstrap over trajectories. ' +
    'Where luck alone would leave as much, an effect is not shown; of all assumptions, about one in forty passes that test by luck.'
  );
}
