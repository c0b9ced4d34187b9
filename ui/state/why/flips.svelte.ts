/** Where the order turns over what is assumed: a screening that picks assumptions, then settings spread over them. */
import {
  type Disputed,
  disputed,
  farEnd,
  type Influence,
  influences,
} from '../../../analysis/explain/disputed.ts';
import { type FlipPoint, type Flips, flipDesign } from '../../../analysis/explain/flips.ts';
import { withValues } from '../../../analysis/explain/switches.ts';
import { mean } from '../../../analysis/moments.ts';
import { replicateSeeds } from '../../../analysis/seeds.ts';
import type { Scenario } from '../../../sim/index.ts';
import type { Pool } from '../../worker/client.ts';
import { Explainer } from '../../worker/explainer.ts';
import type { Subject } from './subject.ts';
import { type Trial, Trials } from './trials.svelte.ts';

/** The most assumptions varied together. */
export const MOST_VARIED = 6;
/** Powers of 2, as a Sobol' sequence asks. */
export const POINTS = [16, 32, 64, 128] as const;
/** What the rounds of the screening take on: groups of parameters, then assumptions, under these many seeds. */
const GROUPS_KEPT = 5;
const FINALISTS = 12;
const FINAL_SEEDS = 3;

type Differences = (number | undefined)[];

export class FlipsPanel {
  readonly screening: Trials;
  readonly settings: Trials;
  subject = $state.raw<Subject | null>(null);
  /** Index of the metric the screening was made for, and the influences it found, the greatest first. */
  screened = $state.raw<{ metric: number; influences: readonly Influence[] } | null>(null);
  /** Paths of the assumptions to be varied. */
  varied = $state.raw<readonly string[]>([]);
  points = $state<number>(32);
  /** What was run: the assumptions, and the outcomes by setting. */
  studied = $state.raw<{
    subject: Subject;
    factors: readonly Disputed[];
    design: readonly (readonly number[])[];
  } | null>(null);
  #outcomes: { a?: Float64Array; b?: Float64Array }[] = [];
  #explainer: Explainer | undefined;

  constructor(pool: Pool) {
    this.screening = new Trials(pool);
    this.settings = new Trials(pool);
  }

  /** Forgets what was found of another subject. */
  about(subject: Subject): void {
    if (this.subject?.signature === subject.signature) return;
    this.screening.cancel();
    this.settings.cancel();
    this.subject = subject;
    this.screened = null;
    const known = new Set(disputed(subject.a.scenario, subject.b.scenario).map(({ path }) => path));
    this.varied = this.varied.filter((path) => known.has(path));
  }

  choose(path: string, chosen: boolean): void {
    const others = this.varied.filter((one) => one !== path);
    this.varied = chosen && others.length < MOST_VARIED ? [...others, path] : others;
  }

  /**
   * Sorts out which assumptions move the difference of a metric: first all of a group at once, each moved to the far
   * end of its range; then each by itself in the groups that moved it most; then the furthest of these under more
   * seeds. Ticks the furthest.
   */
  async screen(subject: Subject, metric: number): Promise<void> {
    const all = disputed(subject.a.scenario, subject.b.scenario);
    const groups = new Map<string, Disputed[]>();
    for (const one of all) {
      const group = one.path.split('.')[0];
      groups.set(group, [...(groups.get(group) ?? []), one]);
    }
    const base = subject.outcomes.map(({ a, b }) => b[metric] - a[metric]);
    const found = new Map<string, Differences>();
    const rank = (paths: readonly string[]) =>
      influences(
        paths.map((path) => ({ path, differences: upTo(found.get(path) ?? []) })),
        base,
      );
    const trial = (name: string, moved: readonly Disputed[], pair: number): Trial[] => {
      const values = new Map(moved.map((one) => [one.path, farEnd(one)]));
      const differences = found.get(name) ?? new Array<undefined>(FINAL_SEEDS).fill(undefined);
      found.set(name, differences);
      const both: (Float64Array | undefined)[] = [];
      return [subject.a.scenario, subject.b.scenario].map((scenario, side) => ({
        seed: subject.seeds[pair],
        scenario: () => withValues(scenario, values, name),
        done: (outcomes: Float64Array) => {
          both[side] = outcomes;
          const [a, b] = both;
          if (a !== undefined && b !== undefined) differences[pair] = b[metric] - a[metric];
        },
      }));
    };
    const seeds = Math.min(FINAL_SEEDS, subject.seeds.length);
    const rounds = [
      () => [...groups].flatMap(([group, moved]) => trial(group, moved, 0)),
      () => kept().flatMap((one) => trial(one.path, [one], 0)),
      () =>
        finalists().flatMap(({ path }) =>
          range(1, seeds).flatMap((pair) =>
            trial(
              path,
              all.filter((one) => one.path === path),
              pair,
            ),
          ),
        ),
    ];
    const kept = () =>
      rank([...groups.keys()])
        .slice(0, GROUPS_KEPT)
        .flatMap(({ path }) => groups.get(path) ?? []);
    const finalists = () => rank(all.map(({ path }) => path)).slice(0, FINALISTS);
    const each = Math.ceil(all.length / groups.size);
    const expected = 2 * (groups.size + GROUPS_KEPT * each + FINALISTS * (seeds - 1));
    const done = await this.screening.run(
      subject.years,
      [subject.a.scenario, subject.b.scenario],
      expected,
      () => {
        const round = rounds.shift()?.() ?? null;
        if (round !== null && rounds.length === 1)
          this.screening.ofRuns = 2 * groups.size + round.length + 2 * FINALISTS * (seeds - 1);
        return round;
      },
    );
    if (!done) return;
    const last = rank(all.map(({ path }) => path));
    const surest = last.filter((one) => one.seeds === seeds).slice(0, FINALISTS);
    this.screened = { metric, influences: surest };
    this.varied = surest
      .filter(({ change }) => change !== 0)
      .slice(0, MOST_VARIED)
      .map(({ path }) => path);
  }

  /** Runs both scenarios under every setting, each setting under a seed of its own. */
  async study(subject: Subject): Promise<void> {
    const all = disputed(subject.a.scenario, subject.b.scenario);
    const factors = this.varied.flatMap((path) => all.find((one) => one.path === path) ?? []);
    const design = flipDesign(
      factors.map(({ factor }) => factor),
      this.points,
      subject.seed,
    );
    const seeds = replicateSeeds(subject.seed, design.length);
    this.#outcomes = design.map(() => ({}));
    const outcomes = this.#outcomes;
    this.studied = { subject, factors, design };
    const trial = (scenario: Scenario, i: number, side: 'a' | 'b'): Trial => ({
      seed: seeds[i],
      scenario: () =>
        withValues(scenario, new Map(factors.map(({ path }, f) => [path, design[i][f]])), `setting ${i + 1}`),
      done: (found) => {
        outcomes[i][side] = found;
      },
    });
    const rounds = [
      design.flatMap((_, i) => [trial(subject.a.scenario, i, 'a'), trial(subject.b.scenario, i, 'b')]),
    ];
    await this.settings.run(
      subject.years,
      [subject.a.scenario, subject.b.scenario],
      2 * design.length,
      () => rounds.shift() ?? null,
    );
  }

  /** The settings that are through. Read it again when `settings.version` rises. */
  found(metric: number): FlipPoint[] {
    const { studied } = this;
    if (studied === null) return [];
    return studied.design.flatMap((values, i) => {
      const { a, b } = this.#outcomes[i];
      return a === undefined || b === undefined ? [] : [{ values, a: a[metric], b: b[metric] }];
    });
  }

  /** Where the order turns, worked out in a worker. */
  async analyse(points: readonly FlipPoint[], usual: 1 | -1): Promise<Flips | null> {
    const { studied } = this;
    if (studied === null || points.length === 0) return null;
    this.#explainer ??= new Explainer();
    const factors = studied.factors.map(({ factor }) => factor);
    return this.#explainer.ask((worker) => worker.flips(factors, [...points], usual, studied.subject.seed));
  }

  end(): void {
    this.screening.cancel();
    this.settings.cancel();
    this.#explainer?.end();
    this.#explainer = undefined;
  }
}

/** The sign of B minus A with the assumptions as they are, over all pairs. */
export function usualOf({ outcomes }: Subject, metric: number): 1 | -1 {
  return mean(outcomes.map(({ a, b }) => b[metric] - a[metric])) >= 0 ? 1 : -1;
}

const range = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

/** The differences of the first seeds, as far as there are any without a gap. */
function upTo(differences: Differences): number[] {
  const end = differences.indexOf(undefined);
  return (end < 0 ? differences : differences.slice(0, end)) as number[];
}
