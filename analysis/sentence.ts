import type { MetricKey } from '../sim/index.ts';
import { decimalsToShow, formatNumber, type Scale } from './format.ts';
import type { Paired } from './paired.ts';
import { type Phrase, phrases } from './phrases.ts';

/** What a sentence needs to know of a metric; every metric of the simulation has it. */
export interface Spoken extends Scale {
  readonly key: string;
  readonly label: string;
  /** 'mean' where the outcome is the mean over the run and not the value at its end. */
  readonly outcome?: 'end' | 'mean';
}

export interface Setting {
  /** Length of the runs, years. */
  readonly years: number;
  /** Short names of the two sides, as the reader knows them. */
  readonly a: string;
  readonly b: string;
  /** False where the two scenarios describe different schools. */
  readonly sameSchools: boolean;
}

/** One plain sentence on what the pairs of runs say of a metric, with the 95 % interval and its n. */
export function differenceSentence(metric: Spoken, result: Paired, setting: Setting): string {
  const schools = setting.sameSchools ? 'Same schools, same luck' : 'Different schools, same luck';
  const { claim, evidence } = finding(metric, result, setting);
  return `${schools}: ${period(metric, setting.years)}, ${phraseOf(metric).subject} ${claim} (${evidence}).`;
}

function finding(metric: Spoken, result: Paired, { a, b }: Setting): { claim: string; evidence: string } {
  const { difference, intervals, pairs } = result;
  const n = pairs === 1 ? '1 pair of runs' : `${pairs} pairs of runs`;
  const [low, high] = intervals?.[95] ?? [difference, difference];
  const decimals = decimalsToShow(metric, Math.max(Math.abs(difference), high - low));
  const { unit } = phraseOf(metric);
  const size = withUnit(formatNumber(Math.abs(difference), decimals), unit);
  const compared = `is ${size} ${difference > 0 ? 'higher' : 'lower'} under ${b} than under ${a}`;
  const range = (from: number, to: number) =>
    `${formatNumber(from, decimals)} to ${formatNumber(to, decimals)}`;

  if (low === high) {
    // One pair has no spread to judge by, and several may have none at all.
    const claim = difference === 0 ? `is the same under ${a} and under ${b}` : compared;
    const evidence =
      pairs === 1 ? 'one pair of runs, which gives no interval' : `the same difference in all ${n}`;
    return { claim, evidence };
  }
  if (low <= 0 && high >= 0) {
    const claim = `shows no clear difference between ${a} and ${b}`;
    return { claim, evidence: `95 % interval of ${b} minus ${a} ${range(low, high)}, ${n}` };
  }
  const [near, far] = difference > 0 ? [low, high] : [-high, -low];
  return { claim: compared, evidence: `95 % interval ${range(near, far)}, ${n}` };
}

/** One plain sentence on how a metric of a single run came out; `start` is its value at week 0. */
export function runSentence(metric: Spoken, start: number, outcome: number, years: number): string {
  const decimals = decimalsToShow(metric, Math.abs(outcome - start));
  const when = period(metric, years);
  const { subject, unit } = phraseOf(metric);
  const value = withUnit(formatNumber(outcome, decimals), unit);
  return `${when.charAt(0).toUpperCase()}${when.slice(1)}, ${subject} is ${value} (${formatNumber(start, decimals)} at the start).`;
}

function withUnit(text: string, unit: string | undefined): string {
  return unit === undefined ? text : `${text} ${unit}`;
}

/** "after 3 years", or "on average over 3 years" where the outcome is a mean. */
export function period(metric: Spoken, years: number): string {
  const span = years === 1 ? '1 year' : `${years} years`;
  return metric.outcome === 'mean' ? `on average over ${span}` : `after ${span}`;
}

/** The words of a metric; without any of its own, its label as it reads inside a sentence. */
export function phraseOf(metric: Spoken): Phrase {
  const known = phrases[metric.key as MetricKey];
  if (known !== undefined) return known;
  const { label, unit } = metric;
  const subject = /^(English\b|[A-Z]{2})/.test(label)
    ? label
    : label.charAt(0).toLowerCase() + label.slice(1);
  return { subject, ...(BARE_UNITS.includes(unit) ? {} : { unit }) };
}

/** Units that add nothing when spoken. */
const BARE_UNITS = ['', 'share', 'trust', 'expertise', 'correlation'];
