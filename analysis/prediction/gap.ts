import { TERMS_A_YEAR } from '../../sim/index.ts';
import { bands } from '../bands.ts';
import { capital, decimalsOf, decimalsToShow, formatNumber } from '../format.ts';
import { mean } from '../moments.ts';
import { phraseOf, type Spoken } from '../sentence.ts';
import type { Curve } from './curve.ts';

/** How far a drawn curve lies from the runs, at the ends of the years that are drawn; the given start has no part in it. */
export interface Gap {
  /** Years compared, 0 where nothing is drawn. */
  readonly years: number;
  /** Mean of the curve minus the mean of the runs, in the metric's unit; above 0 the curve lay higher. NaN for no years. */
  readonly average: number;
  /** Mean distance without regard to its side, from 0. */
  readonly distance: number;
  /** At the last year drawn: which it is, and the curve minus the mean of the runs. */
  readonly last: { readonly year: number; readonly gap: number };
  /** Years in which the curve lay within the band that holds 95 % of the runs. */
  readonly inside: number;
}

/** `runs` are series of one metric, one value a term from week 0, all of one length. */
export function gapOf(curve: Curve, runs: readonly Float64Array[]): Gap {
  const { low, high } = bands(runs).bands[95];
  const gaps: number[] = [];
  let inside = 0;
  let last = { year: 0, gap: Number.NaN };
  for (let year = 1; year < curve.length; year++) {
    const at = year * TERMS_A_YEAR;
    if (Number.isNaN(curve[year]) || at >= low.length) continue;
    const gap = curve[year] - mean(runs.map((run) => run[at]));
    gaps.push(gap);
    last = { year, gap };
    if (curve[year] >= low[at] && curve[year] <= high[at]) inside++;
  }
  return {
    years: gaps.length,
    average: mean(gaps),
    distance: mean(gaps.map(Math.abs)),
    last,
    inside,
  };
}

/** The gap in plain words: "On average your curve lay 0.08 above the mean of the runs; at the end of year 8 ...". */
export function gapSentence(metric: Spoken, { years, average, distance, last, inside }: Gap): string {
  if (years === 0) return 'Nothing was drawn, so there is no gap to tell.';
  const { unit } = phraseOf(metric);
  const decimals = Math.max(decimalsOf(metric), decimalsToShow(metric, distance));
  const size = (gap: number) => {
    const text = formatNumber(Math.abs(gap), decimals);
    return /[1-9]/.test(text) ? `${text}${unit === undefined ? '' : ` ${unit}`}` : '';
  };
  const lay = (gap: number) =>
    size(gap) === ''
      ? 'on the mean of the runs'
      : `${size(gap)} ${gap > 0 ? 'above' : 'below'} the mean of the runs`;
  const end = `at the end of year ${last.year} it lay ${lay(last.gap)}`;
  const span = years === 1 ? '1 year' : `${years} years`;
  return `On average your curve lay ${lay(average)}; ${end}. ${capital(within(inside, years, span))}`;
}

function within(inside: number, years: number, span: string): string {
  const band = 'the band that holds 95 % of the runs';
  if (inside === years) return `it stayed within ${band}.`;
  if (inside === 0) return `it never lay within ${band}.`;
  return `it lay within ${band} in ${inside} of ${span}.`;
}
