/** One run that is watched: the trunk, or a future that branches off it. */
import { Chronicle } from '../../analysis/why/chronicle.ts';
import type { Scenario } from '../../sim/index.ts';
import type { Place } from '../worker/contract.ts';
import type { Future, Reached } from '../worker/watch-contract.ts';

/** Of the trunk and of three branches: as many as a comparison takes sides. */
export const MOST_BRANCHES = 3;

export class Watched {
  readonly id: number;
  /** What lists and charts call it. */
  readonly name: string;
  readonly scenario: Scenario;
  readonly weeks: number;
  /** Week in which it branched off, 0 for the trunk. */
  readonly from: number;
  /** Place in the list of the run it branched off; null for the trunk. */
  readonly of: Watched | null;
  readonly place: Place;
  readonly every: number;
  /** What the branch changes, in words. */
  readonly changes: readonly string[];
  /** Weeks done so far. */
  reached = $state(0);
  digest = $state<string | null>(null);
  lost = $state(0);
  /** Grows with the samples and events below, which are not observed themselves. */
  grown = $state(0);
  /** One array a sample: week 0 and the end of every term. */
  readonly samples: Float64Array[] = [];
  readonly chronicle: Chronicle;

  constructor(
    future: Future,
    given: { name: string; scenario: Scenario; of: Watched | null; changes: readonly string[] },
  ) {
    this.id = future.id;
    this.weeks = future.weeks;
    this.from = future.from;
    this.place = future.place;
    this.every = future.every;
    this.name = given.name;
    this.scenario = given.scenario;
    this.of = given.of;
    this.changes = given.changes;
    this.chronicle = new Chronicle(future.place.names, given.scenario);
  }

  take({ week, samples, events, count, lost, digest }: Reached): void {
    this.samples.push(...samples);
    this.chronicle.take(events, count);
    this.lost = lost;
    this.digest = digest;
    this.reached = week;
    this.grown++;
  }

  get done(): boolean {
    return this.reached >= this.weeks;
  }

  /** Values of one metric, by sample. */
  series(metric: number): number[] {
    void this.grown;
    return this.samples.map((sample) => sample[metric]);
  }
}
