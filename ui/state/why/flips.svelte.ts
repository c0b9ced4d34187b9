/** Where the order turns over what is assumed: a screening that picks assumptions, then settings spread over them. */
import { type Disputed, disputed, farEnd, type Influence } from '../../../analysis/explain/disputed.ts';
import { type FlipPoint, type Flips, flipDesign } from '../../../analysis/explain/flips.ts';
import { Screening, type ScreeningTrial } from '../../../analysis/explain/screening.ts';
import { withValues } from '../../../analysis/explain/switches.ts';
import type { InfluenceRecord } from '../../../analysis/influence/record.ts';
import { mean } from '../../../analysis/moments.ts';
import { replicateSeeds } from '../../../analysis/seeds.ts';
import { metrics, type Scenario } from '../../../sim/index.ts';
import type { Pool } from '../../worker/client.ts';
import { Explainer } from '../../worker/explainer.ts';
import type { Subject } from './subject.ts';
import { type Trial, Trials } from './trials.svelte.ts';

/** The most assumptions varied together. */
export const MOST_VARIED = 6;
/** Powers of 2, as a Sobol' sequence asks. */
export const POINTS = [16, 32, 64, 128] as const;

export interface Screened {
  readonly metric: number;
  readonly influences: readonly Influence[];
  /** Groups tried whole and by half, assumptions tried one at a time, and seeds of the last round. */
  readonly tried: { readonly groups: number; readonly alone: number; readonly seeds: number };
}

/** The recorded study of influence, fetched when it is asked for; null where there is none, or it cannot be fetched. */
const recorded = (): Promise<InfluenceRecord | null> =>
  import('virtual:influence').then(
    (module) => module.default,
    () => null,
  );

export class FlipsPanel {
  readonly screening: Trials;
  readonly settings: Trials;
  subject = $state.raw<Subject | null>(null);
  /** Index of the metric the screening was made for, and the influences it found, the greatest first. */
  screened = $state.raw<Screened | null>(null);
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
   * Sorts out which assumptions move the difference of a metric, and ticks the furthest: by group, whole and by half;
   * one at a time in the groups that moved it most, with those that the recorded study of influence found strongest; and
   * the furthest of these under more seeds.
   */
  async screen(subject: Subject, metric: number): Promise<void> {
    const all = disputed(subject.a.scenario, subject.b.scenario);
    const base = subject.outcomes.map(({ a, b }) => b[metric] - a[metric]);
    const strongest = (await recorded())?.ranked[metrics[metric].key]?.difference ?? [];
    const plan = new Screening(
      all,
      base,
      strongest.map(({ path }) => path),
    );
    const trial = (one: ScreeningTrial): Trial[] => {
      const values = new Map(one.moved.map((moved) => [moved.path, farEnd(moved)]));
      const both: (Float64Array | undefined)[] = [];
      return [subject.a.scenario, subject.b.scenario].map((scenario, side) => ({
        seed: subject.seeds[one.pair],
        scenario: () => withValues(scenario, values, one.name),
        done: (outcomes: Float64Array) => {
          both[side] = outcomes;
          const [a, b] = both;
          if (a !== undefined && b !== undefined) plan.note(one, b[metric] - a[metric]);
        },
      }));
    };
    const done = await this.screening.run(
      subject.years,
      [subject.a.scenario, subject.b.scenario],
      2 * plan.expected,
      () => {
        const round = plan.next();
        this.screening.ofRuns = 2 * plan.expected;
        return round?.flatMap(trial) ?? null;
      },
    );
    if (!done) return;
    const found = plan.influences();
    this.screened = {
      metric,
      influences: found,
      tried: { groups: plan.groups, alone: plan.alone, seeds: plan.seeds },
    };
    this.varied = found
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
