/** The runs of a story: all of them start when it is opened, those of the step that is shown first. */
import { sameSchools } from '../../analysis/comparison.ts';
import type { Told } from '../../analysis/prediction/answer.ts';
import { COMPARISON_SEED, replicateSeeds } from '../../analysis/seeds.ts';
import { type Story, type StoryStep, sidesOf } from '../../analysis/stories/story.ts';
import type { Scenario } from '../../sim/index.ts';
import type { JobTask, Pool } from '../worker/client.ts';
import type { Opened, Step } from '../worker/contract.ts';
import type { Made } from './comparison.svelte.ts';
import { filesFor } from './files.ts';
import { indexOf } from './metrics.ts';
import { throttled } from './progress.ts';
import { Results, type View } from './results.ts';
import { BASELINE, letterOf, SIDE_KEYS } from './sides.ts';

export type RunsStatus = 'idle' | 'running' | 'done' | 'cancelled' | 'failed';

/** What a figure draws: the sides of a step as a comparison of their own. */
export interface Shown {
  readonly view: View;
  readonly made: Made;
}

export class StoryRuns {
  readonly story: Story;
  readonly scenarios: readonly Scenario[];
  /** What answers are worked out from. */
  readonly told: Told;
  status = $state<RunsStatus>('idle');
  failure = $state('');
  /** Terms done and to do, of all runs. */
  progress = $state.raw({ done: 0, of: 1, runs: 0, ofRuns: 0 });
  /** How many runs of each side are there, without a gap from the first. */
  finished = $state.raw<readonly number[]>([]);

  readonly #pool: Pool;
  readonly #seeds: readonly string[];
  /** One a side, each as a side of its own. */
  readonly #results: readonly Results[];
  readonly #shown = new Map<string, Shown>();
  #abort: AbortController | undefined;

  constructor(story: Story, scenarios: readonly Scenario[], pool: Pool) {
    this.story = story;
    this.scenarios = scenarios;
    this.#pool = pool;
    this.#seeds = replicateSeeds(COMPARISON_SEED, story.seeds);
    this.#results = scenarios.map(() => new Results(this.#seeds, story.years, [BASELINE]));
    this.finished = scenarios.map(() => 0);
    this.told = {
      names: story.sides.map(({ name }) => name),
      sameSchools: (side, other) => sameSchools(scenarios[side], scenarios[other]),
      series: (side, metric) =>
        this.#results[side].runs.a.flatMap((run) => (run === undefined ? [] : [run.series[indexOf(metric)]])),
    };
  }

  /** Starts what is not there yet, in the order in which the steps from `step` on need it. */
  async start(step: number): Promise<void> {
    if (this.status === 'running' || this.status === 'done') return;
    const abort = new AbortController();
    this.#abort = abort;
    this.status = 'running';
    this.failure = '';
    for (const results of this.#results) dropUnfinished(results);
    const sides = new Map<JobTask, number>();
    for (const { side, pair } of orderOf(this.story, step)) {
      if (this.#results[side].runs.a[pair] !== undefined) continue;
      const [scenario, seed] = [this.scenarios[side], this.#seeds[pair]];
      sides.set({ side: BASELINE, pair, seed, scenario, frames: pair === 0 }, side);
    }
    const redraw = throttled(() => this.#count());
    const of = (task: JobTask): Results => this.#results[sides.get(task) ?? 0];
    try {
      const job = {
        tasks: [...sides.keys()],
        files: await filesFor(this.scenarios),
        firstWave: this.#pool.size,
        headStart: 0,
        opened: (task: JobTask, { sample, place, frame, report }: Opened) => {
          const results = of(task);
          results.add(BASELINE, task.pair, sample);
          if (place !== null) results.places.a = place;
          if (frame !== null) results.frames.a.push(frame);
          if (task.pair === 0) results.reports.a = report;
        },
        stepped: (task: JobTask, { sample, frame, digest }: Step) => {
          const results = of(task);
          results.add(BASELINE, task.pair, sample);
          if (frame !== null) results.frames.a.push(frame);
          const run = results.runs.a[task.pair];
          if (run !== undefined && digest !== null) run.digest = digest;
          // A first run and a side that is through are told at once: somebody may be waiting for them.
          const whole = digest !== null && (task.pair === 0 || results.finished === this.#seeds.length);
          if (whole) redraw.now();
          else redraw.soon();
        },
      };
      await this.#pool.run(job, abort.signal);
      if (this.#abort !== abort) return;
      redraw.now();
      this.status = 'done';
    } catch (error) {
      if (this.#abort !== abort) return;
      redraw.now();
      this.status = 'failed';
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }

  /** Keeps what is finished; runs under way are let go. */
  cancel(): void {
    if (this.status !== 'running') return;
    this.#abort?.abort();
    this.#abort = undefined;
    this.status = 'cancelled';
  }

  #count(): void {
    const per = this.#results[0].samples - 1;
    let done = 0;
    let runs = 0;
    for (const results of this.#results) {
      runs += results.finishedRuns;
      for (const run of results.runs.a) done += Math.max(0, (run?.samples ?? 0) - 1);
    }
    const ofRuns = this.scenarios.length * this.#seeds.length;
    this.progress = { done, of: ofRuns * per, runs, ofRuns };
    const finished = this.#results.map((results) => {
      const first = this.#seeds.findIndex((_, pair) => results.runs.a[pair]?.samples !== results.samples);
      return first < 0 ? this.#seeds.length : first;
    });
    if (finished.some((count, side) => count !== this.finished[side])) this.finished = finished;
  }

  /** Whether all that a step needs is there. */
  ready(step: number): boolean {
    const one = this.story.steps[step];
    const runs = runsOf(this.story, one);
    return sidesOf(one).every((side) => this.finished[side] >= runs);
  }

  /** Some sides over the first years, as a comparison. Once they are finished the same answer is given again. */
  shown(sides: readonly number[], years: number): Shown {
    const name = `${sides.join()}/${years}`;
    const known = this.#shown.get(name);
    if (known !== undefined) return known;
    const keys = SIDE_KEYS.slice(0, sides.length);
    const results = new Results(this.#seeds, this.story.years, keys);
    sides.forEach((side, i) => {
      results.takeOver(keys[i], this.#results[side], BASELINE);
    });
    const samples = years * ((results.samples - 1) / this.story.years) + 1;
    const shown = {
      view: { results, pairs: this.#seeds.map((_, i) => i), samples, years, whole: true },
      made: this.#made(sides, years, name),
    };
    if (sides.every((side) => this.finished[side] === this.#seeds.length)) this.#shown.set(name, shown);
    return shown;
  }

  #made(sides: readonly number[], years: number, signature: string): Made {
    return {
      sides: sides.map((side, i) => ({
        key: SIDE_KEYS[i],
        letter: letterOf(SIDE_KEYS[i]),
        scenario: this.scenarios[side],
        name: this.story.sides[side].name,
        spoken: this.story.sides[side].name,
        sameSchools: sameSchools(this.scenarios[sides[0]], this.scenarios[side]),
      })),
      seed: COMPARISON_SEED,
      seeds: this.#seeds.length,
      years,
      signature,
    };
  }
}

/** How many runs of each of its sides a step needs: what is looked at in the first run needs no others. */
export function runsOf({ seeds }: Story, { show, ask }: StoryStep): number {
  if (ask !== null) return seeds;
  if (show.kind === 'school' || show.kind === 'relation' || show.kind === 'sandbox') return 0;
  return show.kind === 'map' || show.kind === 'network' ? 1 : seeds;
}

/** All runs of a story, in the order in which the steps from `step` on need them, then those of the steps before. */
export function orderOf(story: Story, step: number): { side: number; pair: number }[] {
  const steps = [...story.steps.slice(step), ...story.steps.slice(0, step)];
  const order = new Map<string, { side: number; pair: number }>();
  const want = (sides: readonly number[], runs: number) => {
    // Those that are looked at together come forward together.
    for (let pair = 0; pair < runs; pair++)
      for (const side of sides) order.set(`${side}/${pair}`, order.get(`${side}/${pair}`) ?? { side, pair });
  };
  for (const one of steps) want(sidesOf(one), runsOf(story, one));
  // What only some of the steps asked for is completed in the end.
  want(
    story.sides.map((_, side) => side),
    story.seeds,
  );
  return [...order.values()];
}

function dropUnfinished(results: Results): void {
  results.runs.a.forEach((run, pair) => {
    if (run === undefined || run.samples === results.samples) return;
    delete results.runs.a[pair];
    if (pair === 0) results.frames.a = [];
  });
}
