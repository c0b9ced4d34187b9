/** The comparison on the page: what is set, what runs, and what it has come to. */
import { sameSchools } from '../../analysis/comparison.ts';
import { COMPARISON_SEED, replicateSeeds } from '../../analysis/seeds.ts';
import type { Link } from '../../scenarios/link.ts';
import { type Scenario, type Value, WEEKS_A_YEAR } from '../../sim/index.ts';
import type { JobTask, Pool } from '../worker/client.ts';
import type { Opened, Step } from '../worker/contract.ts';
import { filesFor } from './files.ts';
import { besides, type Card, cardOf, library, spokenNames } from './library.svelte.ts';
import { Clock, NONE, type Progress, throttled } from './progress.ts';
import { Results, type View, viewOf } from './results.ts';
import { type Changes, type Settled, settle, shortest } from './settings.ts';
import {
  BASELINE,
  FEWEST_SIDES,
  type Letter,
  letterOf,
  MOST_SIDES,
  SIDE_KEYS,
  type SideKey,
} from './sides.ts';

const DEFAULT_SEEDS = 10;
export const MOST_SEEDS = 1000;
export const LONGEST_RUN = 50;
/** Pairs that grow side by side at first, so that a difference and its interval show within seconds. */
const FIRST_PAIRS = 3;
/** Up to so many schools a changed control is followed at once, unless the reader says otherwise. */
export const LIVE_SCHOOLS = 100;
/** What follows one another within this time is one change: the steps of a slider that is drawn. */
const SETTLE_MS = 60;
/** So long an older result waits for whole runs of what has been changed, before parts of them replace it. */
const HOLD_MS = 700;

export type Status = 'idle' | 'running' | 'done' | 'cancelled' | 'failed';

/** One of the scenarios: one of the library, and what is changed of it. Its key and letter tell its place. */
export class Side {
  key = $state<SideKey>(BASELINE);
  card = $state.raw<Card>(library.cards[0]);
  changes = $state.raw<Changes>(new Map());

  constructor(key: SideKey, card: Card, changes: Changes = new Map()) {
    this.key = key;
    this.card = card;
    this.changes = changes;
  }

  get letter(): Letter {
    return letterOf(this.key);
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

  /** Its own title where it has been given one; else that of the library, with a word on changes. */
  get title(): string {
    const given = this.changes.get('title');
    if (typeof given === 'string') return given;
    return this.changes.size === 0 ? this.card.scenario.title : `${this.card.scenario.title}, changed`;
  }
}

/** One side of the results on the page. */
export interface MadeSide {
  key: SideKey;
  letter: Letter;
  scenario: Scenario;
  /** Its title, for headings. */
  name: string;
  /** What sentences call it. */
  spoken: string;
  /** Whether it is about the same schools as the baseline. */
  sameSchools: boolean;
}

/** What the results on the page were made of. */
export interface Made {
  /** Two to four, the baseline first. */
  sides: readonly MadeSide[];
  seed: string;
  seeds: number;
  years: number;
  signature: string;
}

export class Comparison {
  /** Two to four; the first is the baseline. Replaced as a whole when one is added, removed or moved. */
  sides = $state.raw<readonly Side[]>([]);
  seed = $state(COMPARISON_SEED);
  seeds = $state(DEFAULT_SEEDS);
  years = $state(8);
  status = $state<Status>('idle');
  failure = $state('');
  /** While a link is read: what is set now is not what its reader means to run. */
  opening = $state(false);
  progress = $state.raw<Progress>(NONE);
  made = $state.raw<Made | null>(null);
  view = $state.raw<View | null>(null);

  readonly #pool: Pool;
  #abort: AbortController | undefined;
  #flush = () => {};
  /** What was run last, whether it was shown or not. */
  #last: { made: Made; results: Results } | null = null;
  /** Whether changes may be followed: a link that was opened waits until its reader presses Run. */
  #armed = false;
  #settling: ReturnType<typeof setTimeout> | undefined;
  /** Schools by the name of their file, as far as one has been run. */
  #registers = $state.raw<ReadonlyMap<string, number>>(new Map());
  /** Whether a changed control is followed at once; null as long as the reader leaves it to the size. */
  liveChoice = $state<boolean | null>(null);

  /** What each side comes to, in their order. */
  readonly settled = $derived.by((): readonly Settled[] =>
    this.sides.map(({ card, changes }) => settle(card.scenario, changes, this.years)),
  );
  readonly fewestYears = $derived.by(() =>
    Math.max(
      ...this.sides.map(({ card, changes }) =>
        // What is dated may be changed too; no run is too short to ask.
        shortest(settle(card.scenario, changes, LONGEST_RUN).scenario ?? card.scenario),
      ),
    ),
  );
  readonly signature = $derived.by(() =>
    JSON.stringify([
      this.sides.map(({ card, changes }) => [card.name, [...changes].sort()]),
      this.seed,
      this.seeds,
      this.years,
    ]),
  );
  readonly outdated = $derived(this.made !== null && this.made.signature !== this.signature);
  readonly running = $derived(this.status === 'running');
  readonly baseline = $derived(this.sides[0]);
  /** Schools of the largest side; infinite while a file has not been read. */
  readonly schools = $derived.by(() =>
    Math.max(
      ...this.settled.map(({ scenario }) => {
        if (scenario === null) return 0;
        const { files, parameters } = scenario;
        return files === null
          ? parameters.district.schools
          : (this.#registers.get(files.register) ?? Number.POSITIVE_INFINITY);
      }),
    ),
  );
  readonly live = $derived(this.liveChoice ?? this.schools <= LIVE_SCHOOLS);
  /** Why it cannot run as it is set, or nothing. */
  readonly obstacle = $derived.by((): string => {
    if (this.opening) return 'The link is being opened.';
    for (const [i, { problems }] of this.settled.entries()) {
      if (problems.length === 0) continue;
      const [{ path, message, allowed }] = problems;
      return `${this.sides[i].letter}: ${path.join('.')}: ${message}; allowed: ${allowed}.`;
    }
    return '';
  });

  /** `names` of two to four scenarios of the library, the baseline first. */
  constructor(pool: Pool, ...names: readonly string[]) {
    this.#pool = pool;
    this.sides = names.map(
      (name, i) => new Side(SIDE_KEYS[i], cardOf(name) ?? library.cards[i % library.cards.length]),
    );
    this.years = Math.max(...this.sides.map(({ card }) => card.scenario.years));
  }

  side(key: SideKey): Side | undefined {
    return this.sides.find((side) => side.key === key);
  }

  /** Adds a scenario, at first one that is not among them and about the same schools; none past the fourth. */
  add(card: Card = this.#another(), changes: Changes = new Map()): Side | null {
    if (this.sides.length >= MOST_SIDES) return null;
    const side = new Side(SIDE_KEYS[this.sides.length], card, changes);
    this.sides = [...this.sides, side];
    this.#fit();
    return side;
  }

  /** Takes a side out; those behind it move up. Two always stay. */
  remove(side: Side): void {
    if (this.sides.length > FEWEST_SIDES) this.#order(this.sides.filter((one) => one !== side));
  }

  /** Puts a side first: every difference is then the others' minus its own. */
  makeBaseline(side: Side): void {
    this.#order([side, ...this.sides.filter((one) => one !== side)]);
  }

  #order(sides: readonly Side[]): void {
    sides.forEach((side, i) => {
      side.key = SIDE_KEYS[i];
    });
    this.sides = sides;
  }

  /** Lasts long enough for all that the scenarios date. */
  #fit(): void {
    this.years = Math.max(this.years, this.fewestYears);
  }

  #another(): Card {
    const { card } = this.baseline;
    const taken = new Set(this.sides.map((side) => side.card));
    const free = [...besides(card), ...library.cards].filter((one) => !taken.has(one));
    return free.find(({ scenario }) => sameSchools(scenario, card.scenario)) ?? free[0] ?? card;
  }

  /** To be called when something may have changed: starts anew what is out of date, once the change has settled. */
  follow(): void {
    clearTimeout(this.#settling);
    if (!this.live || !this.#armed || this.obstacle !== '') return;
    if (this.#last?.made.signature === this.signature) return;
    this.#settling = setTimeout(() => {
      this.#stop();
      void this.run();
    }, SETTLE_MS);
  }

  async run(): Promise<void> {
    clearTimeout(this.#settling);
    if (this.running) return;
    const made = this.#made();
    if (made === null) return;
    this.#armed = true;
    const abort = new AbortController();
    this.#abort = abort;
    const results = new Results(
      replicateSeeds(made.seed, made.seeds),
      made.years,
      made.sides.map(({ key }) => key),
    );
    // Asked for once more as it stands, all is run anew; else only what has changed.
    if (this.status !== 'done' || this.outdated) reuse(this.#last, made, results);
    this.#last = { made, results };
    this.status = 'running';
    this.failure = '';
    const tasks = tasksOf(made, results);
    const clock = new Clock(tasks.length * (results.samples - 1));
    const ofRuns = made.seeds * made.sides.length;
    this.progress = { ...NONE, ofRuns };
    let shown = false;
    const redraw = throttled(() => {
      if (this.#abort !== abort) return; // another run, or none, has the page by now
      this.progress = clock.progress(results, ofRuns, tasks.length);
      const view = viewOf(results);
      if (view === null || (shown && same(view, this.view))) return;
      if (!shown && !view.whole && this.view !== null && clock.ms < HOLD_MS) return;
      shown = true;
      this.made = made;
      this.view = view;
    });
    this.#flush = redraw.now;
    try {
      const first = tasks.filter(({ pair }) => pair < FIRST_PAIRS).length;
      const job = {
        tasks,
        files: await filesFor(made.sides.map(({ scenario }) => scenario)),
        // Where an older result is there to look at, whole runs are wanted first, and not the first years of many.
        firstWave: this.live && this.view !== null ? this.#pool.size : Math.max(first, this.#pool.size),
        // An empty page has something to show from the first year of the first pair; the others follow at once.
        headStart: this.view === null ? WEEKS_A_YEAR : 0,
        opened: (task: JobTask, opened: Opened) => {
          results.add(task.side, task.pair, opened.sample);
          if (opened.place !== null) {
            results.places[task.side] = opened.place;
            this.#count(task.scenario, opened.place.ids.length);
          }
          if (opened.frame !== null) results.frames[task.side].push(opened.frame);
          if (task.pair === 0) results.reports[task.side] = opened.report;
        },
        stepped: (task: JobTask, step: Step) => {
          results.add(task.side, task.pair, step.sample);
          if (step.frame !== null) results.frames[task.side].push(step.frame);
          const run = results.runs[task.side][task.pair];
          if (run !== undefined && step.digest !== null) run.digest = step.digest;
          clock.terms++;
          // What nobody has seen yet does not wait its turn: the first years of an empty page, the first whole runs of any.
          const news = !shown && (this.view === null || step.digest !== null);
          if (news && viewOf(results) !== null) redraw.now();
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

  /** Keeps what is finished. Runs under way are abandoned at the end of their term, and nobody waits for that. */
  cancel(): void {
    clearTimeout(this.#settling);
    if (!this.running) return;
    this.#flush();
    this.#stop();
  }

  #stop(): void {
    if (!this.running) return;
    this.#abort?.abort();
    this.#abort = undefined;
    this.status = 'cancelled';
  }

  #count({ files }: Scenario, schools: number): void {
    if (files === null || this.#registers.get(files.register) === schools) return;
    this.#registers = new Map(this.#registers).set(files.register, schools);
  }

  /** Takes over what a link holds, without running it; tells what has changed since, or why it cannot. */
  restore(link: Link): { notes: string[] } | { refused: string } {
    const notes: string[] = [];
    const sides: Side[] = [];
    for (const [i, { name, base, set }] of link.sides.entries()) {
      const card = cardOf(name);
      if (card === undefined) return { refused: `this version has no scenario named ${name}` };
      if (card.base !== base) notes.push(`the scenario ${name} has changed since the link was made`);
      sides.push(new Side(SIDE_KEYS[i], card, set));
    }
    this.cancel();
    this.#armed = false;
    this.sides = sides;
    // A link of a single run: what it is changed from is the natural thing to hold it against.
    if (sides.length < FEWEST_SIDES) this.add(sides[0].card);
    this.seed = link.seed;
    this.seeds = link.seeds;
    this.years = link.years;
    return { notes };
  }

  /** What a run of all sides as they are set is made of; null while one of them cannot run. */
  #made(): Made | null {
    const scenarios = this.settled.flatMap(({ scenario }) => (scenario === null ? [] : [scenario]));
    if (scenarios.length < this.sides.length) return null;
    const spoken = spokenNames(this.sides.map(({ title }) => title));
    const sides = this.sides.map(
      ({ key, letter, title }, i): MadeSide => ({
        key,
        letter,
        scenario: scenarios[i],
        name: title,
        spoken: spoken[i],
        sameSchools: sameSchools(scenarios[0], scenarios[i]),
      }),
    );
    const { seed, seeds, years, signature } = this;
    return { sides, seed, seeds, years, signature };
  }
}

/** The runs that are still to do, those of one seed together. */
function tasksOf(made: Made, results: Results): JobTask[] {
  return results.seeds.flatMap((seed, pair) =>
    made.sides.flatMap(({ key, scenario }): JobTask[] =>
      results.runs[key][pair] === undefined ? [{ side: key, pair, seed, scenario, frames: pair === 0 }] : [],
    ),
  );
}

/** Takes over what the last comparison has finished of the same scenarios: the same seeds would give it again. */
function reuse(last: { made: Made; results: Results } | null, made: Made, results: Results): void {
  if (last === null || last.results.samples !== results.samples) return;
  const texts = last.made.sides.map(({ scenario }) => JSON.stringify(scenario));
  for (const { key, scenario } of made.sides) {
    const found = texts.indexOf(JSON.stringify(scenario));
    if (found >= 0) results.takeOver(key, last.results, last.made.sides[found].key);
  }
}

function same(view: View, other: View | null): boolean {
  return (
    other !== null &&
    view.results === other.results &&
    view.samples === other.samples &&
    view.pairs.length === other.pairs.length
  );
}
