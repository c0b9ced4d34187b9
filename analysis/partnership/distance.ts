import { type Share, shareCarried } from '../explain/shares.ts';
import { meanInterval } from '../interval.ts';
import { mean } from '../moments.ts';
import type { Part } from './placement.ts';

/**
 * How far single changes close the distance between two courses, now and wanted, in one outcome. All runs of a seed share
 * their luck, and shares have the interval of Fieller, as for mechanisms: what a change adds to now is the same ratio of
 * paired differences as what a mechanism carries. Dimensions interact, so shares need not add up to 1.
 */

/** Outcomes of runs in the order of the seeds, of both ends of the distance. */
export interface Ends {
  readonly now: ArrayLike<number>;
  readonly wanted: ArrayLike<number>;
}

/** The share of the distance that is closed by `tried`, outcomes of now with something changed: 0 none, 1 all, above 1 past it. */
export function shareClosed({ now, wanted }: Ends, tried: ArrayLike<number>): Share {
  return shareCarried({ a: now, b: wanted, offA: tried, offB: wanted });
}

/** The share of the distance that is missing from `without`, outcomes of wanted with something left as it is now. */
export function shareMissing({ now, wanted }: Ends, without: ArrayLike<number>): Share {
  return shareCarried({ a: now, b: wanted, offA: now, offB: without });
}

export interface ChangeRow {
  readonly part: Part;
  /** Now with this alone changed. */
  readonly alone: Share;
  /** Wanted with this alone left as it is; null until it has been run. */
  readonly left: Share | null;
}

/** Those that close most first; where no share is told, those first that moved furthest. */
export function byClosed(rows: readonly ChangeRow[]): ChangeRow[] {
  const told = ({ alone }: ChangeRow) => alone.share ?? Number.NEGATIVE_INFINITY;
  const moved = ({ alone }: ChangeRow) => Math.abs(alone.with - alone.without);
  return [...rows].sort((p, q) => (told(p) === told(q) ? moved(q) - moved(p) : told(q) - told(p)));
}

/** The most changes in the set that is looked for. */
export const MOST_CHANGES = 3;

export interface Trial {
  readonly parts: readonly Part[];
  /** Outcomes of now with these parts changed, in the order of the seeds. */
  readonly outcomes: ArrayLike<number>;
}

/**
 * The trial that ends nearest to wanted, on average: a step of the search forward. Null where none ends nearer than
 * `best` did, the set found so far, or now itself.
 */
export function nearest(ends: Ends, trials: readonly Trial[], best: ArrayLike<number>): Trial | null {
  const goal = mean(ends.wanted);
  const off = (outcomes: ArrayLike<number>) => Math.abs(goal - mean(outcomes));
  let found: Trial | null = null;
  let least = off(best);
  for (const trial of trials) {
    const left = off(trial.outcomes);
    if (left < least) [found, least] = [trial, left];
  }
  return found;
}

/** A set of changes that the search came to, one more change a row, with outcomes under seeds that had no part in it. */
export interface SetRow {
  readonly parts: readonly Part[];
  readonly share: Share;
  /** Whether it is told apart, 95 per cent, from the set before, or from now, in the direction of wanted. */
  readonly adds: boolean;
}

/** The rows of the sets found, the smallest first. */
export function setRows(ends: Ends, sets: readonly Trial[]): SetRow[] {
  const way = Math.sign(mean(ends.wanted) - mean(ends.now));
  return sets.map(({ parts, outcomes }, i) => {
    const before = i === 0 ? ends.now : sets[i - 1].outcomes;
    const gained = Float64Array.from(outcomes, (value, pair) => way * (value - before[pair]));
    const interval = meanInterval(gained, 95);
    return { parts, share: shareClosed(ends, outcomes), adds: interval !== null && interval[0] > 0 };
  });
}
