/** The courses of a partnership now and as it is wanted, and what of the distance between them changes close. */

import { isClear } from '../../../analysis/better.ts';
import type { Share } from '../../../analysis/explain/shares.ts';
import {
  byClosed,
  type ChangeRow,
  type Ends,
  MOST_CHANGES,
  nearest,
  type SetRow,
  setRows,
  shareClosed,
  shareMissing,
} from '../../../analysis/partnership/distance.ts';
import {
  differing,
  moved,
  type Part,
  type Placement,
  type Stand,
} from '../../../analysis/partnership/placement.ts';
import { scenarioOf, yearsOf } from '../../../analysis/partnership/scenario.ts';
import { COMPARISON_SEED, replicateSeeds } from '../../../analysis/seeds.ts';
import { plainScenario, type Scenario } from '../../../sim/index.ts';
import type { Pool } from '../../worker/client.ts';
import { pairedOf, Results, type View, viewOf } from '../results.ts';
import { outcomesOf } from '../why/subject.ts';
import { type Trial, Trials } from '../why/trials.svelte.ts';

export const FEWEST_PAIRS = 2;
export const MOST_PAIRS = 50;
const FIRST_PAIRS = 6;

/** What the runs were made of. */
export interface Made {
  readonly placement: Placement;
  readonly now: Scenario;
  readonly wanted: Scenario;
  readonly years: number;
  readonly pairs: number;
  /** Of the courses and of the search. */
  readonly seeds: readonly string[];
  /** Of what the search finds: they have no part in finding it. */
  readonly fresh: readonly string[];
  readonly changed: readonly Part[];
  readonly signature: string;
}

/** Outcomes by variant and pair: a value a metric. */
type Found = Map<string, (Float64Array | undefined)[]>;

export class Courses {
  readonly both: Trials;
  readonly single: Trials;
  readonly search: Trials;
  pairs = $state(FIRST_PAIRS);
  made = $state.raw<Made | null>(null);
  /** What the search has found, and for which metric. */
  sets = $state.raw<{ metric: number; sets: readonly (readonly Part[])[] } | null>(null);

  #results: Results | null = null;
  #found: Found = new Map();
  #fresh: Found = new Map();

  constructor(pool: Pool) {
    this.both = new Trials(pool);
    this.single = new Trials(pool);
    this.search = new Trials(pool);
  }

  get running(): boolean {
    return this.both.running || this.single.running || this.search.running;
  }

  signatureOf(placement: Placement): string {
    const told = (stand: Stand) => plainScenario(scenarioOf(placement, stand, 'x'));
    return JSON.stringify([told(placement.now), told(placement.wanted), this.pairs]);
  }

  cancel(): void {
    for (const trials of [this.both, this.single, this.search]) trials.cancel();
  }

  /** Runs both courses over all seeds, pair by pair; what was found of others is forgotten. */
  async run(placement: Placement): Promise<void> {
    this.cancel();
    const { pairs } = this;
    const years = yearsOf(placement);
    const made: Made = {
      placement,
      now: scenarioOf(placement, placement.now),
      wanted: scenarioOf(placement, placement.wanted),
      years,
      pairs,
      seeds: replicateSeeds(COMPARISON_SEED, pairs),
      fresh: replicateSeeds(`${COMPARISON_SEED}/fresh`, pairs),
      changed: differing(placement),
      signature: this.signatureOf(placement),
    };
    const results = new Results(made.seeds, years);
    this.#results = results;
    this.#found = new Map();
    this.#fresh = new Map();
    this.sets = null;
    this.made = made;
    const trial = (key: 'a' | 'b', scenario: Scenario, pair: number): Trial => ({
      seed: made.seeds[pair],
      scenario: () => scenario,
      done: (_, series) => {
        results.runs[key][pair] = {
          seed: made.seeds[pair],
          series,
          samples: results.samples,
          digest: null,
        };
      },
    });
    const rounds = [made.seeds.flatMap((_, i) => [trial('a', made.now, i), trial('b', made.wanted, i)])];
    await this.both.run(years, [made.now, made.wanted], 2 * pairs, () => rounds.shift() ?? null);
  }

  /** What the courses have come to. Read it again when `both.version` rises. */
  view(): View | null {
    return this.#results === null ? null : viewOf(this.#results);
  }

  get whole(): boolean {
    return this.#results !== null && this.#results.finished === this.#results.seeds.length;
  }

  /** Runs there are to make for all single changes. */
  runsForSingle(): number {
    return this.made === null ? 0 : 2 * this.made.changed.length * this.made.pairs;
  }

  /** Now with each change alone, and wanted with each left as it is, pair by pair. */
  async runSingle(): Promise<void> {
    const { made } = this;
    if (made === null || !this.whole) return;
    const tried = (['+', '-'] as const).flatMap((sign) =>
      made.changed.map((part) => ({ key: `${sign}${part}`, stand: standOf(made, sign, [part]) })),
    );
    const rounds = made.seeds.map((_, pair) =>
      tried.flatMap(({ key, stand }) => this.#trial(made, this.#found, key, stand, made.seeds, pair)),
    );
    const expected = rounds.reduce((sum, round) => sum + round.length, 0);
    await this.single.run(made.years, [made.now, made.wanted], expected, () => rounds.shift() ?? null);
  }

  /** What single changes close of the distance in a metric, the most first. Read it again when `single.version` rises. */
  rows(metric: number): ChangeRow[] {
    const { made } = this;
    if (made === null) return [];
    const whole = this.isClear(metric);
    const rows = made.changed.flatMap((part): ChangeRow[] => {
      const alone = this.#share(made, `+${part}`, metric, shareClosed);
      if (alone === null) return [];
      const left = this.#share(made, `-${part}`, metric, shareMissing);
      return [{ part, alone: shown(alone, whole), left: left === null ? null : shown(left, whole) }];
    });
    return byClosed(rows);
  }

  /** Whether the distance in a metric is told apart from 0, over all pairs of the courses. */
  isClear(metric: number): boolean {
    const view = this.view();
    return view !== null && isClear(pairedOf(view, 'b', metric));
  }

  /**
   * Searches forward for the few changes that bring now nearest to wanted in a metric, then runs what it found, and both
   * ends, under fresh seeds: the best of many looks better than it is under the seeds by which it was chosen.
   */
  async runSearch(metric: number): Promise<void> {
    const { made } = this;
    if (made === null || !this.whole) return;
    this.sets = null;
    this.#fresh = new Map();
    const ends = this.#ends(metric);
    const sets: (readonly Part[])[] = [];
    let candidates: (readonly Part[])[] | null = null;
    let best: ArrayLike<number> = ends.now;
    let checked = false;
    const steps = Math.min(MOST_CHANGES, made.changed.length);
    const n = made.changed.length;
    const expected =
      Array.from({ length: steps }, (_, i) => n - i).reduce((sum, k) => sum + k, 0) + 2 + steps;
    const outcomes = (parts: readonly Part[]) =>
      (this.#found.get(keyOf(parts)) ?? []).map((one) => (one as Float64Array)[metric]);
    const done = await this.search.run(made.years, [made.now, made.wanted], expected * made.pairs, () => {
      if (checked) return null;
      if (candidates !== null) {
        const trials = candidates.map((parts) => ({ parts, outcomes: outcomes(parts) }));
        const found = nearest(ends, trials, best);
        if (found !== null) {
          sets.push(found.parts);
          best = found.outcomes;
        }
        if (found === null || sets.length === steps) candidates = [];
        else candidates = null;
      }
      if (candidates === null) {
        const chosen = sets.at(-1) ?? [];
        candidates = made.changed.filter((part) => !chosen.includes(part)).map((part) => [...chosen, part]);
        return candidates.flatMap((parts) =>
          made.seeds.flatMap((_, pair) =>
            this.#trial(made, this.#found, keyOf(parts), standOf(made, '+', parts), made.seeds, pair),
          ),
        );
      }
      checked = true;
      const ran = [
        { key: 'now', stand: made.placement.now },
        { key: 'wanted', stand: made.placement.wanted },
        ...sets.map((parts) => ({ key: keyOf(parts), stand: standOf(made, '+', parts) })),
      ];
      const round =
        sets.length === 0
          ? []
          : made.fresh.flatMap((_, pair) =>
              ran.flatMap(({ key, stand }) => this.#trial(made, this.#fresh, key, stand, made.fresh, pair)),
            );
      this.search.ofRuns = this.search.runs + round.length;
      return round;
    });
    if (done) this.sets = { metric, sets };
  }

  /** What the sets found close under fresh seeds, the smallest first. */
  foundRows(): SetRow[] {
    const { sets } = this;
    if (sets === null) return [];
    const of = (key: string) => (this.#fresh.get(key) ?? []).map((one) => (one as Float64Array)[sets.metric]);
    const ends: Ends = { now: of('now'), wanted: of('wanted') };
    return setRows(
      ends,
      sets.sets.map((parts) => ({ parts, outcomes: of(keyOf(parts)) })),
    );
  }

  #ends(metric: number): { now: number[]; wanted: number[] } {
    const results = this.#results;
    const of = (key: 'a' | 'b') =>
      (results?.runs[key] ?? []).map((run) =>
        run === undefined ? Number.NaN : outcomesOf(run.series)[metric],
      );
    return { now: of('a'), wanted: of('b') };
  }

  #share(
    made: Made,
    key: string,
    metric: number,
    share: (ends: Ends, tried: ArrayLike<number>) => Share,
  ): Share | null {
    const found = this.#found.get(key) ?? [];
    const pairs = made.seeds.flatMap((_, i) => (found[i] === undefined ? [] : [i]));
    if (pairs.length === 0) return null;
    const { now, wanted } = this.#ends(metric);
    return share(
      { now: pairs.map((i) => now[i]), wanted: pairs.map((i) => wanted[i]) },
      pairs.map((i) => (found[i] as Float64Array)[metric]),
    );
  }

  /** One run of a variant, or none where it has been made. */
  #trial(
    made: Made,
    into: Found,
    key: string,
    stand: Stand,
    seeds: readonly string[],
    pair: number,
  ): Trial[] {
    const found = into.get(key) ?? [];
    into.set(key, found);
    if (found[pair] !== undefined) return [];
    return [
      {
        seed: seeds[pair],
        scenario: () => scenarioOf(made.placement, stand, key.slice(0, 80)),
        done: (outcomes) => {
          found[pair] = outcomes;
        },
      },
    ];
  }
}

/** Now with these parts as they are wanted, or wanted with these left as they are now. */
function standOf({ placement: { now, wanted } }: Made, sign: '+' | '-', changed: readonly Part[]): Stand {
  return sign === '+' ? moved(now, wanted, changed) : moved(wanted, now, changed);
}

/** Of a set, whatever the order in which it was found; of one change the key under which it was tried alone. */
function keyOf(set: readonly Part[]): string {
  return `+${[...set].sort().join('+')}`;
}

/** No share is told where the distance over all pairs is not told apart from 0. */
function shown(share: Share, clear: boolean): Share {
  return clear ? share : { ...share, share: null, interval: null };
}
