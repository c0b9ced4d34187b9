/** Runs made to explain a difference: rounds of them in the page's workers, with progress, cancel and failure. */
import { metrics, type Scenario, TERMS_A_YEAR } from '../../../sim/index.ts';
import type { JobTask, Pool } from '../../worker/client.ts';
import type { Step } from '../../worker/contract.ts';
import { filesFor } from '../files.ts';
import { BASELINE } from '../sides.ts';
import { outcomesOf } from './subject.ts';

export type TrialStatus = 'idle' | 'running' | 'done' | 'cancelled' | 'failed';

/** One run to make. The scenario is put together only when its turn comes. */
export interface Trial {
  readonly scenario: () => Scenario;
  readonly seed: string;
  /** Takes the outcomes, a value a metric, and the series they were read from: a value at the start and after every term. */
  readonly done: (outcomes: Float64Array, series: readonly Float64Array[]) => void;
}

/** The page is redrawn at most this often while runs come in. */
const REDRAW_MS = 300;

export class Trials {
  status = $state<TrialStatus>('idle');
  failure = $state('');
  runs = $state(0);
  ofRuns = $state(0);
  secondsLeft = $state<number | null>(null);
  /** Rises when there are new outcomes to be shown. */
  version = $state(0);
  readonly running = $derived(this.status === 'running');

  readonly #pool: Pool;
  #abort: AbortController | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /**
   * Makes one round of runs after the other, until `next` has no more; `expected` is how many runs there will be in
   * all, as far as one can tell. Resolves with true when all were made.
   */
  async run(
    years: number,
    scenarios: readonly Scenario[],
    expected: number,
    next: () => readonly Trial[] | null,
  ): Promise<boolean> {
    this.cancel();
    const abort = new AbortController();
    this.#abort = abort;
    this.status = 'running';
    this.failure = '';
    this.runs = 0;
    this.ofRuns = expected;
    this.secondsLeft = null;
    try {
      const files = await filesFor(scenarios);
      const clock = new Clock(this, years);
      for (let round = next(); round !== null; round = next()) {
        if (abort.signal.aborted) return false;
        await this.#round(round, years, files, clock, abort.signal);
        if (abort.signal.aborted) return false;
        this.version++;
      }
      this.status = 'done';
      return true;
    } catch (error) {
      if (this.#abort !== abort) return false;
      this.status = 'failed';
      this.failure = error instanceof Error ? error.message : String(error);
      return false;
    }
  }

  /** What is finished stays. */
  cancel(): void {
    if (!this.running) return;
    this.#abort?.abort();
    this.#abort = undefined;
    this.status = 'cancelled';
    this.version++;
  }

  async #round(
    round: readonly Trial[],
    years: number,
    files: Readonly<Record<string, string>>,
    clock: Clock,
    signal: AbortSignal,
  ): Promise<void> {
    const trials = new Map<JobTask, { trial: Trial; series: Float64Array[]; samples: number }>();
    for (const trial of round) {
      const series: Float64Array[] = [];
      const task: JobTask = {
        side: BASELINE,
        pair: 0,
        seed: trial.seed,
        frames: false,
        get scenario() {
          return trial.scenario();
        },
      };
      trials.set(task, { trial, series, samples: 0 });
    }
    const take = (task: JobTask, sample: Float64Array) => {
      const held = trials.get(task);
      if (held === undefined) return;
      if (held.samples === 0)
        held.series.push(...metrics.map(() => new Float64Array(years * TERMS_A_YEAR + 1)));
      held.series.forEach((values, i) => {
        values[held.samples] = sample[i];
      });
      held.samples++;
    };
    await this.#pool.run(
      {
        tasks: [...trials.keys()],
        firstWave: 0,
        headStart: 0,
        files,
        opened: (task, { sample }) => take(task, sample),
        stepped: (task, step: Step) => {
          if (signal.aborted) return;
          take(task, step.sample);
          clock.term();
          if (step.digest === null) return;
          const held = trials.get(task);
          if (held === undefined) return;
          trials.delete(task);
          held.trial.done(outcomesOf(held.series), held.series);
          clock.run();
        },
      },
      signal,
    );
  }
}

/** Counts terms and runs, and tells the page of it now and then. */
class Clock {
  readonly #trials: Trials;
  readonly #termsARun: number;
  readonly #began = performance.now();
  #terms = 0;
  #runs = 0;
  #told = performance.now();

  constructor(trials: Trials, years: number) {
    this.#trials = trials;
    this.#termsARun = years * TERMS_A_YEAR;
  }

  term(): void {
    this.#terms++;
    this.#tell();
  }

  run(): void {
    this.#runs++;
    this.#tell();
  }

  #tell(): void {
    const now = performance.now();
    if (now - this.#told < REDRAW_MS && this.#runs < this.#trials.ofRuns) return;
    this.#told = now;
    const share = this.#terms / (this.#termsARun * Math.max(1, this.#trials.ofRuns));
    if (this.#trials.runs !== this.#runs) this.#trials.version++;
    this.#trials.runs = this.#runs;
    this.#trials.secondsLeft =
      share > 0.02 ? ((now - this.#began) / 1000 / share) * Math.max(0, 1 - share) : null;
  }
}
