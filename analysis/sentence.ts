import { decimalsToShow, formatNumber, formatValue, type Scale } from './format.ts';
import type { Paired } from './paired.ts';

/** What a sentence needs to know of a metric; every metric of the simulation has it. */
export interface Spoken extends Scale {
  readonly label: string;
  /** 'mean' where the outcome is the mean over the run and not the value at its end. */
  readonly outcome?: 'last' | 'mean';
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
  const schools = setting.sameSchools ? 'Same schools, same luck' : 'Other schools, same luck';
  const { claim, evidence } = finding(metric, result, setting);
  return `${schools}: ${period(metric, setting.years)}, ${subjectOf(metric)} ${claim} (${evidence}).`;
}

function finding(metric: Spoken, result: Paired, { a, b }: Setting): { claim: string; evidence: string } {
  const { difference, intervals, pairs } = result;
  const n = pairs === 1 ? '1 pair of runs' : `${pairs} pairs of runs`;
  const [low, high] = intervals?.[95] ?? [difference, difference];
  const decimals = decimalsToShow(metric, Math.max(Math.abs(difference), high - low));
  const size = formatValue(Math.abs(difference), metric, decimals);
  const compared = `${verb(metric)} ${size} ${difference > 0 ? 'higher' : 'lower'} under ${b} than under ${a}`;
  const range = (from: number, to: number) =>
    `${formatNumber(from, decimals)} to ${formatNumber(to, decimals)}`;

  if (low === high) {
    // One pair has no spread to judge by, and several may have none at all.
    const claim = difference === 0 ? `${verb(metric)} the same under ${a} and under ${b}` : compared;
    const evidence =
      pairs === 1 ? 'one pair of runs, which gives no interval' : `the same difference in all ${n}`;
    return { claim, evidence };
  }
  if (low <= 0 && high >= 0) {
    const claim = `${isPlural(metric.label) ? 'show' : 'shows'} no clear difference between ${a} and ${b}`;
    return { claim, evidence: `95 % interval of ${b} minus ${a} ${range(low, high)}, ${n}` };
  }
  const [near, far] = difference > 0 ? [low, high] : [-high, -low];
  return { claim: compared, evidence: `95 % interval ${range(near, far)}, ${n}` };
}

/** One plain sentence on how a metric of a single run came out; `start` is its value at week 0. */
export function runSentence(metric: Spoken, start: number, outcome: number, years: number): string {
  const decimals = decimalsToShow(metric, Math.abs(outcome - start));
  const when = period(metric, years);
  const value = formatValue(outcome, metric, decimals);
  return `${when.charAt(0).toUpperCase()}${when.slice(1)}, ${subjectOf(metric)} ${verb(metric)} ${value} (${formatNumber(start, decimals)} at the start).`;
}

function period(metric: Spoken, years: number): string {
  const span = years === 1 ? '1 year' : `${years} years`;
  return metric.outcome === 'mean' ? `on average over ${span}` : `after ${span}`;
}

function verb({ label }: Spoken): string {
  return isPlural(label) ? 'are' : 'is';
}

/** A label inside a sentence: lower case, but for proper names and abbreviations. */
function subjectOf({ label }: Spoken): string {
  return /^(English\b|[A-Z]{2})/.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);
}

/** Whether the noun a label begins with, before "of", "in" and the like, stands in the plural. */
export function isPlural(label: string): boolean {
  const [noun] = label.split(
    / (?:of|in|between|within|across|among|with|to|for|at|per|by|from|on|a|below|above)\b|,| \(/,
  );
  return noun.split(' ').some((word) => /[^suo'’]s$/.test(word) && !/(?:is|ics)$/.test(word));
}
