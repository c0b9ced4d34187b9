/** What page and explaining worker say to one another. */
import type { FlipPoint, Flips } from '../../analysis/explain/flips.ts';
import type { Parting } from '../../analysis/explain/parting.ts';
import type { NumberFactor } from '../../analysis/sweep/plan.ts';
import type { Scenario } from '../../sim/index.ts';

/** What of twins stays the same while they run. */
export interface TwinsOpened {
  names: readonly string[];
  /** Where the schools lie, km. */
  x: Float64Array;
  y: Float64Array;
  /** School by post. */
  schoolOfStaff: Int16Array;
  parting: Parting;
}

export interface ExplainWorker {
  provide(name: string, text: string): void;
  /** Sets both runs of a seed up at week 0; they take the place of any before. Rejects where they are no twins. */
  open(a: Scenario, b: Scenario, seed: string): Promise<TwinsOpened>;
  /** So many weeks further, and what has been found by then. */
  advance(weeks: number): Parting;
  /** Where the order turns, with splits held against chance. */
  flips(factors: readonly NumberFactor[], points: readonly FlipPoint[], usual: 1 | -1, seed: string): Flips;
}
