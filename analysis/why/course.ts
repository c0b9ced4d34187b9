import { type Run, WEEKS_A_TERM } from '../../sim/index.ts';
import { decimalsToShow, formatNumber } from '../format.ts';

/** Figures over the terms before an event, read from the weeks as they are done once more. */

/** A run that can be visited in any week up to where it has come; what it gives is read before the next is asked for. */
export interface Weeks {
  at(week: number): Pick<Run, 'week' | 'state' | 'parameters'>;
}

export type Moment = ReturnType<Weeks['at']>;

export interface Figure {
  readonly what: string;
  readonly unit: string;
  /** One a moment; null where there was no such thing yet. */
  readonly values: readonly (number | null)[];
  /** What the rule asks for at the last moment; null where it asks for nothing. */
  readonly needs: number | null;
  /** Whether it was met, by moment; null where there is nothing to be met. */
  readonly met: readonly (boolean | null)[];
}

export interface Course {
  /** Weeks done at the moments at which the figures are read, in order. */
  readonly moments: readonly number[];
  readonly figures: readonly Figure[];
}

export const NO_COURSE: Course = { moments: [], figures: [] };

/** One figure as read at one moment. */
export interface Reading {
  readonly what: string;
  readonly unit: string;
  readonly has: number;
  readonly needs?: number | null;
}

/** `last` and the ends of terms before it, `count` in all at most, none before `first`. */
export function momentsBefore(last: number, count = 4, first = 0): number[] {
  const moments = [last];
  let end = Math.floor((last - 1) / WEEKS_A_TERM) * WEEKS_A_TERM;
  for (; moments.length < count && end >= first && end < last && end >= 0; end -= WEEKS_A_TERM)
    moments.unshift(end);
  return moments;
}

/** Reads the same figures at each of these moments; null where there was nothing to be read. */
export function courseOf(
  weeks: Weeks,
  moments: readonly number[],
  read: (at: Moment) => Reading[] | null,
): Course {
  const readings = moments.map((week) => read(weeks.at(week)));
  const latest = readings.findLast((one) => one !== null) ?? [];
  const figures = latest.map(({ what, unit, needs = null }): Figure => {
    const of = readings.map((all) => all?.find((one) => one.what === what) ?? null);
    return {
      what,
      unit,
      needs,
      values: of.map((one) => one?.has ?? null),
      met: of.map((one) =>
        one === null || one.needs === undefined || one.needs === null ? null : one.has >= one.needs,
      ),
    };
  });
  return { moments, figures };
}

/** A figure in words: shares and small numbers with two digits. */
export function sayFigure(value: number): string {
  if (Number.isInteger(value)) return formatNumber(value, 0);
  return formatNumber(value, decimalsToShow({ unit: '', min: 0, max: 1 }, Math.abs(value)));
}

/** Those figures that were met at the last moment and not at the one before it, or the other way round. */
export function turned({ figures }: Course): Figure[] {
  return figures.filter(({ met }) => {
    const [then, now] = met.slice(-2);
    return met.length > 1 && now !== null && then !== null && now !== then;
  });
}

/** "contact rose from 0.12 to 0.31 contacts a week, 0.15 being asked for". */
export function sayTurned({ what, unit, values, needs }: Figure): string {
  const [then, now] = values.slice(-2) as number[];
  const words = unit === what || unit === 'share' ? '' : ` ${unit}`;
  return `${what} ${now > then ? 'rose' : 'fell'} from ${sayFigure(then)} to ${sayFigure(now)}${words} (${sayFigure(needs ?? 0)} asked for)`;
}

/** "a", "a and b", "a, b and c". */
export function listed(parts: readonly string[]): string {
  return parts.length < 2
    ? (parts[0] ?? '')
    : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
}
