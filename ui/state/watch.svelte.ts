/** What is watched: one seeded run of a side and the futures that branch off it, at the week looked at. */
import type { Inspection, Subject } from '../../analysis/inspect/inspect.ts';
import { replicateSeeds } from '../../analysis/seeds.ts';
import type { Why } from '../../analysis/why/why.ts';
import { type Scenario, WEEKS_A_TERM, WEEKS_A_YEAR } from '../../sim/index.ts';
import type { Frame } from '../worker/contract.ts';
import { Watcher } from '../worker/watcher.ts';
import type { Comparison } from './comparison.svelte.ts';
import { filesFor } from './files.ts';
import { MOST_BRANCHES, Watched } from './futures.svelte.ts';
import type { WatchChoice } from './watch-choice.svelte.ts';

export type WatchStatus = 'idle' | 'opening' | 'running' | 'done' | 'failed';

export class Watch {
  readonly choice: WatchChoice;
  status = $state<WatchStatus>('idle');
  failure = $state('');
  /** The trunk first, then its branches. */
  futures = $state.raw<readonly Watched[]>([]);
  /** The one that is looked at. */
  shown = $state.raw<Watched | null>(null);
  /** The picture of the week looked at, or of the last one before it that came. */
  frame = $state.raw<Frame | null>(null);
  /** What the run under way was begun with. */
  made = $state.raw<{ scenario: Scenario; seed: string; title: string } | null>(null);

  readonly #comparison: Comparison;
  readonly #watcher = new Watcher();
  /** Grows with every beginning, so that answers to what was watched before are let go. */
  #turn = 0;
  #asking = false;
  #branches = 0;

  constructor(comparison: Comparison, choice: WatchChoice) {
    this.#comparison = comparison;
    this.choice = choice;
  }

  /** The scenario of the side chosen, as it now stands; null where it cannot run. */
  readonly scenario = $derived.by((): Scenario | null => {
    const { sides, settled } = this.#comparison;
    return (
      settled[
        Math.max(
          0,
          sides.findIndex(({ key }) => key === this.choice.side),
        )
      ]?.scenario ?? null
    );
  });
  readonly seed = $derived.by((): string => {
    const seeds = replicateSeeds(this.#comparison.seed, this.#comparison.seeds);
    return seeds[Math.min(this.choice.replicate, seeds.length - 1)];
  });
  readonly outdated = $derived.by(
    () =>
      this.made !== null &&
      (this.made.seed !== this.seed || JSON.stringify(this.made.scenario) !== JSON.stringify(this.scenario)),
  );
  readonly weeks = $derived.by(() => this.shown?.weeks ?? (this.scenario?.years ?? 0) * WEEKS_A_YEAR);

  /** Begins the run of the side and seed chosen, at the week that is set. */
  async begin(): Promise<void> {
    const scenario = this.scenario;
    if (scenario === null) return;
    const turn = ++this.#turn;
    const title = this.#comparison.side(this.choice.side)?.title ?? scenario.title;
    const seed = this.seed;
    this.choice.waits = false;
    this.status = 'opening';
    this.failure = '';
    this.#branches = 0;
    this.futures = [];
    this.shown = null;
    this.frame = null;
    this.made = { scenario, seed, title };
    try {
      for (const [name, text] of Object.entries(await filesFor([scenario]))) {
        await this.#watcher.ask((worker) => worker.provide(name, text));
      }
      const future = await this.#watcher.ask((worker) => worker.open(scenario, seed));
      if (turn !== this.#turn) return;
      const trunk = new Watched(future, { name: 'The run', scenario, of: null, changes: [] });
      this.futures = [trunk];
      this.shown = trunk;
      this.choice.week = Math.min(this.choice.week, trunk.weeks);
      await this.#goOn(turn);
    } catch (error) {
      this.#failed(turn, error);
    }
  }

  /** Runs all that is watched to its end, that which is looked at first. */
  async #goOn(turn: number): Promise<void> {
    this.status = 'running';
    for (;;) {
      const left = this.futures.filter(({ done, digest }) => !done || digest === null);
      const next = left.find((one) => one === this.shown) ?? left[0];
      if (next === undefined) break;
      const reached = await this.#watcher.ask((worker) => worker.goOn(next.id));
      if (turn !== this.#turn) return;
      if (!this.futures.includes(next)) continue;
      next.take(reached);
      if (this.frame?.week !== this.#visible()) void this.look();
    }
    this.status = 'done';
  }

  #failed(turn: number, error: unknown): void {
    if (turn !== this.#turn) return;
    this.#turn++;
    this.#watcher.end();
    this.status = 'failed';
    this.failure = error instanceof Error ? error.message : String(error);
  }

  /** The week that can be shown: that looked at, or as far as the run has come. */
  #visible(): number {
    return Math.min(this.choice.week, this.shown?.reached ?? 0);
  }

  go(week: number): void {
    const next = Math.max(0, Math.min(this.weeks, Math.round(week)));
    if (next === this.choice.week) return;
    this.choice.week = next;
    void this.look();
  }

  /** To the end of the next term, or of the one before. */
  goTerm(step: 1 | -1): void {
    const terms = this.choice.week / WEEKS_A_TERM;
    this.go((step > 0 ? Math.floor(terms) + 1 : Math.ceil(terms) - 1) * WEEKS_A_TERM);
  }

  show(future: Watched): void {
    this.shown = future;
    void this.look();
  }

  /** Fetches the picture of the week looked at; weeks passed over meanwhile are not asked for. */
  async look(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    const turn = this.#turn;
    try {
      for (;;) {
        const shown = this.shown;
        const week = this.#visible();
        if (shown === null) break;
        const frame = await this.#watcher.ask((worker) => worker.frame(shown.id, week));
        if (turn !== this.#turn) break;
        this.frame = frame;
        if (this.shown === shown && this.#visible() === week) break;
      }
    } catch (error) {
      this.#failed(turn, error);
    } finally {
      this.#asking = false;
    }
    if (turn !== this.#turn && this.shown !== null) void this.look();
  }

  /** The pictures of the ends of all terms so far: what the places of a network are worked out from. */
  async termFrames(future: Watched): Promise<Frame[]> {
    const frames: Frame[] = [];
    for (let week = 0; week <= future.reached; week += WEEKS_A_TERM)
      frames.push(await this.#watcher.ask((worker) => worker.frame(future.id, week)));
    return frames;
  }

  inspect(future: Watched, week: number, subject: Subject): Promise<Inspection | null> {
    return this.#watcher.ask((worker) => worker.inspect(future.id, week, subject));
  }

  why(future: Watched, index: number): Promise<Why> {
    return this.#watcher.ask((worker) => worker.why(future.id, index));
  }

  digestAt(future: Watched, week: number): Promise<string> {
    return this.#watcher.ask((worker) => worker.digestAt(future.id, week));
  }

  /** Branches are numbered as they come, and no number is given twice in one watching. */
  nextBranch(): number {
    return ++this.#branches;
  }

  get mayBranch(): boolean {
    return this.futures.length > 0 && this.futures.length <= MOST_BRANCHES;
  }

  /** A new future of the run that is looked at, from the week looked at on, under `scenario`. */
  async branch(scenario: Scenario, name: string, changes: readonly string[]): Promise<void> {
    const of = this.shown;
    if (of === null || !this.mayBranch) return;
    const turn = this.#turn;
    const week = this.#visible();
    try {
      const future = await this.#watcher.ask((worker) => worker.branch(of.id, week, scenario));
      if (turn !== this.#turn) return;
      const branch = new Watched(future, { name, scenario, of, changes });
      this.futures = [...this.futures, branch];
      this.shown = branch;
      if (this.status !== 'running') await this.#goOn(turn);
    } catch (error) {
      this.#failed(turn, error);
    }
  }

  /** Lets a branch go; branches of it stay. */
  drop(branch: Watched): void {
    if (branch.of === null) return;
    this.futures = this.futures.filter((one) => one !== branch);
    if (this.shown === branch) this.show(this.futures[0]);
    void this.#watcher.ask((worker) => Promise.resolve(worker.close(branch.id))).catch(() => {});
  }
}
