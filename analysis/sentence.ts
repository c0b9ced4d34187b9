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
  const { a, b } = setting;
  const opening = `${setting.sameSchools ? 'Same schools' : 'Different schools'}, same luck: ${period(metric, setting.years)}, `;
  const subject = spokenLabel(metric.label);
  const verb = isPlural(metric.label) ? 'are' : 'is';
  const { difference, pairs } = result;
  if (result.intervals === null) {
    const size = spokenSize(metric, difference, decimalsToShow(metric, Math.abs(difference)));
    return `${opening}${subject} ${verb} ${compared(difference, size, a, b)} (one pair of runs, which gives no interval).`;
  }
  const [low, high] = result.intervals[95];
  if (low === high) {
    if (difference === 0)
      return `${opening}${subject} ${verb} the same under ${a} and ${b} in all ${pairs} pairs of runs.`;
    const size = spokenSize(metric, difference, decimalsToShow(metric, Math.abs(difference)));
    return `${opening}${subject} ${verb} ${compared(difference, size, a, b)} in all ${pairs} pairs of runs.`;
  }
  const decimals = decimalsToShow(metric, Math.max(Math.abs(difference), high - low));
  const runs = `${pairs} pairs of runs`;
  if (low <= 0 && high >= 0) {
    const range = `${formatNumber(low, decimals)} to ${formatNumber(high, decimals)}`;
    const do_ = isPlural(metric.label) ? 'show' : 'shows';
    return `${opening}${subject} ${do_} no clear difference between ${a} and ${b} (95 % interval of ${b} minus ${a} ${range}, ${runs}).`;
  }
  const size = spokenSize(metric, difference, decimals);
  const [near, far] = difference > 0 ? [low, high] : [-high, -low];
  const range = `${formatNumber(near, decimals)} to ${formatNumber(far, decimals)}`;
  return `${opening}${subject} ${verb} ${compared(difference, size, a, b)} (95 % interval ${range}, ${runs}).`;
}

/** One plain sentence on how a metric of a single run came out. */
export function runSentence(metric: Spoken, start: number, end: number, years: number): string {
  const decimals = decimalsToShow(metric, Math.abs(end - start));
  const subject = spokenLabel(metric.label);
  const verb = isPlural(metric.label) ? 'are' : 'is';
  const began = formatNumber(start, decimals);
  return `${capital(period(metric, years))}, ${subject} ${verb} ${formatValue(end, metric, decimals)} (${began} at the start).`;
}

function compared(difference: number, size: string, a: string, b: string): string {
  if (difference === 0) return `the same under ${a} and ${b}`;
  return `${size} ${difference > 0 ? 'higher' : 'lower'} under ${b} than under ${a}`;
}

function spokenSize(metric: Spoken, difference: number, decimals: number): string {
  return formatValue(Math.abs(difference), metric, decimals);
}

function period(metric: Spoken, years: number): string {
  const span = years === 1 ? '1 year' : `${years} years`;
  return metric.outcome === 'mean' ? `on average over ${span}` : `after ${span}`;
}

/** A label inside a sentence: lower case, but for proper names and abbreviations. */
export function spokenLabel(label: string): string {
  if (/^(English|[A-Z]{2})/.test(label)) return label;
  return label.charAt(0).toLowerCase() + label.slice(1);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whether the noun a label begins with, before "of", "in" and the like, stands in the plural. */
export function isPlural(label: string): boolean {
  const [noun] = label.split(
    / (?:of|in|between|within|across|among|with|to|for|at|per|by|from|on|a|below|above)\b|,| \(/,
  );
  return noun.split(' ').some((word) => /[^suo'’]s$/.test(word) && !/(?:is|ics)$/.test(word));
}
