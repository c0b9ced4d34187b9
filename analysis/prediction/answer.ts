import { type Metric, type MetricKey, metrics, STAGES, TERMS_A_YEAR } from '../../sim/index.ts';
import { isClear } from '../better.ts';
import { capital, decimalsToShow, formatNumber } from '../format.ts';
import { mean } from '../moments.ts';
import { outcomeOf } from '../outcomes.ts';
import { paired } from '../paired.ts';
import { differenceSentence, period, phraseOf } from '../sentence.ts';
import type { Vote } from '../stories/story.ts';

/** What the runs of a story hold: the series of a metric in each run of a side, in the order of the seeds. */
export interface Told {
  /** What texts call each side. */
  readonly names: readonly string[];
  /** Whether two sides are about the same schools. */
  sameSchools(side: number, other: number): boolean;
  series(side: number, metric: MetricKey): readonly Float64Array[];
}

/** The model's answer to a vote: one of its options, with the evidence in a sentence. */
export interface Answer {
  readonly option: number;
  readonly sentence: string;
}

/** Metrics by stage, from association up: of pairs in contact, the share that is there. */
const SHARES: readonly MetricKey[] = ['associations', 'cooperations', 'collaborations', 'collegialities'];

/** What the room can vote for, in order. Nothing of the runs is in it. */
export function optionsOf(vote: Vote, names: readonly string[]): readonly string[] {
  switch (vote.kind) {
    case 'difference':
      return [`Higher under ${names[vote.side]}`, 'No clear difference', `Lower under ${names[vote.side]}`];
    case 'change':
      return ['It rises', 'No clear change', 'It falls'];
    case 'winner':
      return [...vote.among.map((side) => capital(names[side])), 'Too close to call'];
    case 'stage':
      return [...STAGES.slice(1).map(capital), 'Too close to call'];
  }
}

/** The answer of the runs. Every side that the vote is about needs at least one whole run. */
export function answerOf(vote: Vote, told: Told): Answer {
  switch (vote.kind) {
    case 'difference':
      return difference(vote, told);
    case 'change':
      return change(vote, told);
    case 'winner':
      return winner(vote, told);
    case 'stage':
      return stage(vote, told);
  }
}

type Of<K extends Vote['kind']> = Extract<Vote, { kind: K }>;

function metricOf(key: MetricKey): Metric {
  const metric = metrics.find((one) => one.key === key);
  if (metric === undefined) throw new RangeError(`no metric ${key}`);
  return metric;
}

/** The outcome of each run over the first years. */
function outcomes({ series }: Told, side: number, metric: Metric, years: number): Float64Array {
  const runs = series(side, metric.key as MetricKey);
  return Float64Array.from(runs, (run) => outcomeOf(metric, run.subarray(0, years * TERMS_A_YEAR + 1)));
}

const HIGHER = 0;
const UNCLEAR = 1;
const LOWER = 2;

function difference({ side, than, metric: key, years }: Of<'difference'>, told: Told): Answer {
  const metric = metricOf(key);
  const result = paired(outcomes(told, than, metric, years), outcomes(told, side, metric, years));
  const setting = {
    years,
    a: told.names[than],
    b: told.names[side],
    sameSchools: told.sameSchools(than, side),
  };
  return {
    option: isClear(result) ? (result.difference > 0 ? HIGHER : LOWER) : UNCLEAR,
    sentence: differenceSentence(metric, result, setting),
  };
}

function change({ side, metric: key, from, years }: Of<'change'>, told: Told): Answer {
  const metric = metricOf(key);
  const at = (year: number) => told.series(side, key).map((run) => run[year * TERMS_A_YEAR]);
  const result = paired(at(from), at(years));
  const { difference, intervals, pairs } = result;
  const { subject, unit } = phraseOf(metric);
  const [low, high] = intervals?.[95] ?? [difference, difference];
  const decimals = decimalsToShow(metric, Math.max(Math.abs(difference), high - low));
  const say = (value: number) => formatNumber(value, decimals);
  const size = `${say(Math.abs(difference))}${unit === undefined ? '' : ` ${unit}`}`;
  const span = `from ${from === 0 ? 'the start' : `the end of year ${from}`} to the end of year ${years}`;
  const runs = pairs === 1 ? '1 run, which gives no interval' : `${pairs} runs`;
  const interval = intervals === null ? '' : `95 % interval of the change ${say(low)} to ${say(high)}, `;
  const claim = isClear(result)
    ? `${difference > 0 ? 'rises' : 'falls'} by ${size}`
    : 'shows no clear change';
  return {
    option: isClear(result) ? (difference > 0 ? HIGHER : LOWER) : UNCLEAR,
    sentence: `Under ${told.names[side]}, ${subject} ${claim} ${span} (${interval}${runs}).`,
  };
}

function winner({ metric: key, seek, among, years }: Of<'winner'>, told: Told): Answer {
  const metric = metricOf(key);
  const sign = seek === 'highest' ? 1 : -1;
  const ranked = among
    .map((side, option) => ({ side, option, values: outcomes(told, side, metric, years) }))
    .sort((p, q) => sign * (mean(q.values) - mean(p.values)) || p.option - q.option);
  const [first, second] = ranked;
  const result = paired(second.values, first.values);
  const clear = isClear(result);
  const { subject, unit } = phraseOf(metric);
  const [low, high] = result.intervals?.[95] ?? [result.difference, result.difference];
  const decimals = decimalsToShow(metric, Math.max(Math.abs(result.difference), high - low));
  const say = (value: number) => formatNumber(value, decimals);
  const level = (values: Float64Array) => `${say(mean(values))}${unit === undefined ? '' : ` ${unit}`}`;
  const [a, b] = [told.names[first.side], told.names[second.side]];
  const when = capital(period(metric, years));
  const interval =
    result.intervals === null
      ? 'one run each, which gives no interval'
      : `95 % interval of ${a} minus ${b} ${say(low)} to ${say(high)}, ${first.values.length} pairs of runs`;
  const means = `${level(first.values)} under ${a}, ${level(second.values)} under ${b}`;
  return {
    option: clear ? first.option : among.length,
    sentence: clear
      ? `${when}, ${subject} is ${seek} under ${a}: ${means} comes next (${interval}).`
      : `${when}, the ${seek} two are too close to call: ${subject} is ${means} (${interval}).`,
  };
}

function stage({ side, years }: Of<'stage'>, told: Told): Answer {
  const at = years * TERMS_A_YEAR;
  const shares = SHARES.map((key) => told.series(side, key).map((run) => run[at]));
  const counts = SHARES.map(() => 0);
  const runs = shares[0].length;
  for (let run = 0; run < runs; run++) {
    const found = shares.map((share) => share[run]);
    const most = Math.max(...found);
    // A run without any pair in contact, or with two stages alike, speaks for none of them.
    const leading = found.flatMap((share, i) => (share === most && most > 0 ? [i] : []));
    if (leading.length === 1) counts[leading[0]]++;
  }
  const most = Math.max(...counts);
  const leading = counts.flatMap((count, i) => (count === most && most > 0 ? [i] : []));
  const listed = counts.flatMap((count, i) => (count > 0 ? [`${STAGES[i + 1]} in ${count}`] : [])).join(', ');
  const left = runs - counts.reduce((sum, count) => sum + count, 0);
  const rest = left === 0 ? '' : `${listed === '' ? '' : ', '}no single stage in ${left}`;
  const when = years === 1 ? 'After 1 year' : `After ${years} years`;
  return {
    option: leading.length === 1 ? leading[0] : SHARES.length,
    sentence: `${when}, the stage of most pairs of schools in contact under ${told.names[side]}: ${listed}${rest}, of ${runs === 1 ? '1 run' : `${runs} runs`}.`,
  };
}
