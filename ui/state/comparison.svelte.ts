/** The comparison on the page: what is set, what runs, and what it has come to. */
import { sameSchools } from '../../analysis/comparison.ts';
import { COMPARISON_SEED, replicateSeeds } from '../../analysis/seeds.ts';
import { parameterAt, type Scenario, type Value } from '../../sim/index.ts';
import type { JobTask, Pool } from '../worker/client.ts';
import type { Opened, Step } from '../worker/contract.ts';
import { type Card, cardOf, filesFor, library, spokenNames } from './library.ts';
import type { Shared } from './link.ts';
import { type Half, Results, type View, viewOf } from './results.ts';
import { type Changes, type Settled, settle, shortest, usable } from './settings.ts';

export const DEFAULT_SEEDS = 10;
export const MOST_SEEDS = 1000;
export const LONGEST_RUN = 50;
/** Pairs that grow side by side at first, so that a difference and its interval show within seconds. */
const FIRST_PAIRS = 3;
/** The page is redrawn at most this often while runs come in. */
const REDRAW_MS = 350;

export type Status = 'idle' | 'running' | 'done' | 'cancelled' | 'failed';

/** One of the two scenarios: one of the library, and what is changed of it. */
export class Side {
  readonly half: Half;
  readonly letter: 'A' | 'B';
  card = $state.raw<Card>(library[0]);
  changes = $state.raw<Changes>(new Map());

  constructor(half: Half, card: Card) {
    this.half = half;
    this.letter = half === 'a' ? 'A' : 'B';
    this.card = card;
  }

  choose(name: string): void {
    const card = cardOf(name);
    if (card === undefined || card === this.card) return;
    this.card = card;
    this.changes = new Map();
  }

  /** Changes one setting; a change back to what the library has is none. */
  set(path: string, value: Value, base: Value): void {
    const changes = new Map(this.changes);
    if (value === base) changes.delete(path);
    else changes.set(path, value);
    this.changes = changes;
  }

  revert(path?: string): void {
    const changes = new Map(this.changes);
    if (path === undefined) changes.clear();
    else changes.delete(path);
    this.changes = changes;
  }

  /** Its title, with a word on changes. */
  get title(): string {
    return this.changes.size === 0 ? this.card.scenario.title : `${this.card.scenario.title}, changed`;
  }
}

/** What the results on the page were made of. */
export interface Made {
  a: Scenario;
  b: Scenario;
  /** Titles for headings, and what sentences call the two. */
  names: { [H in Half]: string };
  spoken: { [H in Half]: string };
  sameSchools: boolean;
  seed: string;
  seeds: number;
  years: number;
  signature: string;
}

export interface Progress {
  runs: number;
  ofRuns: number;
  /** 0 to 1, counting unfinished runs by their weeks. */
  share: number;
  /** Runs a second. */
  rate: number;
  secondsLeft: number | null;
}

const NONE: Progress = { runs: 0, ofRuns: 0, share: 0, rate: 0, secondsLeft: null };

export class Comparison {
  readonly a: Side;
  readonly b: Side;
  seed = $state(COMPARISON_SEED);
  seeds = $state(DEFAULT_SEEDS);
  years = $state(8);
  status = $state<Status>('idle');
  failure = $state('');
  progress = $state.raw<Progress>(NONE);
  made = $state.raw<Made | null>(null);
  view = $state.raw<View | null>(null);

  readonly #pool: Pool;
  #abort: AbortController | undefined;
  #flush = () => {};

  readonly settled = $derived.by((): { a: Settled; b: Settled } => ({
    a: settle(this.a.card.scenario, this.a.changes, this.years),
    b: settle(this.b.card.scenario, this.b.changes, this.years),
  }));
  readonly fewestYears = $derived.by(() =>
    Math.max(shortest(this.a.card.scenario), shortest(this.b.card.scenario)),
  );
  readonly signature = $derived.by(() =>
    JSON.stringify([
      [this.a.card.name, [...this.a.changes].sort()],
      [this.b.card.name, [...this.b.changes].sort()],
      this.seed,
      this.seeds,
      this.years,
    ]),
  );
  readonly outdated = $derived(this.made !== null && this.made.signature !== this.signature);
  readonly running = $derived(this.status === 'running');
  /** Why it cannot run as it is set, or nothing. */
  readonly obstacle = $derived.by((): string => {
    for (const side of [this.a, this.b]) {
      const { problems } = this.settled[side.half];
      if (problems.length > 0) {
        const [{ path, message, allowed }] = problems;
        return `${side.letter}: ${path.join('.')}: ${message}; allowed: ${allowed}.`;
      }
    }
    return '';
  });

  constructor(pool: Pool, a: string, b: string) {
    this.#pool = pool;
    this.a = new Side('a', cardOf(a) ?? library[0]);
    this.b = new Side('b', cardOf(b) ?? library[Math.min(1, library.length - 1)]);
    this.years = Math.max(this.a.card.scenario.years, this.b.card.scenario.years);
  }

  swap(): void {
    const { card, changes } = this.a;
    this.a.card = this.b.card;
    this.a.changes = this.b.changes;
    this.b.card = card;
    this.b.changes = changes;
  }

  async run(): Promise<void> {
    const { a, b } = this.settled;
    if (a.scenario === null || b.scenario === null || this.running) return;
    const made = this.#made(a.scenario, b.scenario);
    const abort = new AbortController();
    this.#abort = abort;
    this.status = 'running';
    this.failure = '';
    const results = new Results(replicateSeeds(made.seed, made.seeds), made.years);
    const tasks = tasksOf(made, results.seeds);
    const clock = new Clock(tasks.length * (results.samples - 1));
    this.progress = { ...NONE, ofRuns: tasks.length };
    let shown = false;
    const redraw = throttled(() => {
      if (this.#abort !== abort) return; // another run, or none, has the page by now
      this.progress = clock.progress(results, tasks.length);
      const view = viewOf(results);
      if (view === null || (shown && same(view, this.view))) return;
      shown = true;
      this.made = made;
      this.view = view;
    });
    this.#flush = redraw.now;
    try {
      const files = await filesFor([made.a, made.b]);
      const job = {
        tasks,
        files,
        firstWave: Math.min(tasks.length, Math.max(2 * FIRST_PAIRS, this.#pool.size)),
        opened: (task: JobTask, opened: Opened) => {
          results.add(task.side, task.pair, opened.sample);
          if (opened.place !== null) results.places[task.side] = opened.place;
          if (opened.frame !== null) results.frames[task.side].push(opened.frame);
          if (task.pair === 0) results.reports[task.side] = opened.report;
        },
        stepped: (task: JobTask, step: Step) => {
          results.add(task.side, task.pair, step.sample);
          if (step.frame !== null) results.frames[task.side].push(step.frame);
          const run = results.runs[task.side][task.pair];
          if (run !== undefined && step.digest !== null) run.digest = step.digest;
          clock.terms++;
          redraw.soon();
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

  /** Keeps what is finished. Runs under way are abandoned at the end of their term, and nobody waits for that. */
  cancel(): void {
    if (!this.running) return;
    this.#flush();
    this.#abort?.abort();
    this.#abort = undefined;
    this.status = 'cancelled';
  }

  /** What a link needs to bring back this comparison. */
  share(metric: string, term: number): Shared {
    const side = ({ card, changes }: Side) => {
      const settings = [...changes].filter(
        (entry): entry is [string, Value] => parameterAt(entry[0]) !== null,
      );
      return { name: card.name, base: card.base, set: new Map(settings) };
    };
    return {
      a: side(this.a),
      b: side(this.b),
      seed: this.seed,
      seeds: this.seeds,
      years: this.years,
      metric,
      term,
    };
  }

  /** Takes over what a link holds, without running it; tells what could not be taken over. */
  restore(shared: Shared): string[] {
    const notes: string[] = [];
    for (const half of ['a', 'b'] as const) {
      const { name, base, set } = shared[half];
      const card = cardOf(name);
      if (card === undefined) return [`this version has no scenario named ${name}`];
      if (card.base !== base) notes.push(`the scenario ${name} has changed since the link was made`);
      notes.push(...usable(set).dropped);
    }
    this.cancel();
    for (const half of ['a', 'b'] as const) {
      const { name, set } = shared[half];
      this[half].choose(name);
      this[half].changes = usable(set).kept;
    }
    this.seed = shared.seed;
    this.seeds = shared.seeds;
    this.years = shared.years;
    return notes;
  }

  #made(a: Scenario, b: Scenario): Made {
    const names = { a: this.a.title, b: this.b.title };
    const spoken = names.a === names.b ? { a: 'A', b: 'B' } : spokenNames(names.a, names.b);
    return {
      a,
      b,
      names,
      spoken,
      sameSchools: sameSchools(a, b),
      seed: this.seed,
      seeds: this.seeds,
      years: this.years,
      signature: this.signature,
    };
  }
}

function tasksOf(made: Made, seeds: readonly string[]): JobTask[] {
  return seeds.flatMap((seed, pair) =>
    (['a', 'b'] as const).map(
      (side): JobTask => ({ side, pair, seed, scenario: made[side], frames: pair === 0 }),
    ),
  );
}

function same(view: View, other: View | null): boolean {
  return (
    other !== null &&
    view.results === other.results &&
    view.samples === other.samples &&
    view.pairs.length === other.pairs.length
  );
}

class Clock {
  terms = 0;
  readonly #ofTerms: number;
  readonly #began = performance.now();

  constructor(ofTerms: number) {
    this.#ofTerms = ofTerms;
  }

  progress(results: Results, ofRuns: number): Progress {
    const seconds = (performance.now() - this.#began) / 1000;
    const share = this.terms / this.#ofTerms;
    let runs = 0;
    for (const half of ['a', 'b'] as const) {
      for (const run of results.runs[half]) if (run !== undefined && run.samples === results.samples) runs++;
    }
    return {
      runs,
      ofRuns,
      share,
      rate: (share * ofRuns) / seconds,
      secondsLeft: share > 0.02 ? (seconds / share) * (1 - share) : null,
    };
  }
}

/** `soon` calls at most once every REDRAW_MS, and always once after the last call. */
function throttled(call: () => void): { soon(): void; now(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    last = performance.now();
    call();
  };
  return {
    soon() {
      timer ??= setTimeout(now, Math.max(0, last + REDRAW_MS - performance.now()));
    },
    now,
  };
}
