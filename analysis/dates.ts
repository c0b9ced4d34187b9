import { TERMS_A_YEAR, WEEKS_A_TERM, WEEKS_A_YEAR } from '../sim/index.ts';

/** How weeks are dated in words. People count from one: the first week of a run is week 1 of year 1. */

/** The week in which something happened, by its number from 0: "year 3, week 18". */
export function dateOf(week: number): string {
  return `year ${Math.floor(week / WEEKS_A_YEAR) + 1}, week ${(week % WEEKS_A_YEAR) + 1}`;
}

/** The moment after so many weeks: "At the start", "Year 3, term 2, after week 18". */
export function momentOf(weeksDone: number): string {
  if (weeksDone === 0) return 'At the start';
  const week = weeksDone - 1;
  const term = Math.floor((week % WEEKS_A_YEAR) / WEEKS_A_TERM) + 1;
  return `Year ${Math.floor(week / WEEKS_A_YEAR) + 1}, term ${term}, after week ${(week % WEEKS_A_YEAR) + 1}`;
}

/** The term that is over after so many weeks, or under way: "year 3, term 2". */
export function termOf(weeksDone: number): string {
  const term = Math.floor(Math.max(0, weeksDone - 1) / WEEKS_A_TERM);
  return `year ${Math.floor(term / TERMS_A_YEAR) + 1}, term ${(term % TERMS_A_YEAR) + 1}`;
}
