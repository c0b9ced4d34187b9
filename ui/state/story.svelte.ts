/** A story that is being told: which one, which step, what the room has predicted, and what has been revealed. */

import { mean } from '../../analysis/moments.ts';
import { type Answer, answerOf, optionsOf } from '../../analysis/prediction/answer.ts';
import { blankCurve, type Curve } from '../../analysis/prediction/curve.ts';
import type { StoryStep, Vote } from '../../analysis/stories/story.ts';
import { type StoryEntry, scenariosOf } from '../../scenarios/stories.ts';
import type { Pool } from '../worker/client.ts';
import { library } from './library.svelte.ts';
import { byHand, type Poll, type Polls } from './polls.svelte.ts';
import { live } from './room/live.svelte.ts';
import { StoryLooks } from './story-looks.svelte.ts';
import { StoryRuns } from './story-runs.svelte.ts';

export class Telling {
  /** The story; null while none is open. */
  entry = $state.raw<StoryEntry | null>(null);
  /** Place of the step that is shown, from 0. Changed by `go` alone. */
  step = $state(0);
  /** Places of the steps whose answer has been shown. */
  revealed = $state.raw<ReadonlySet<number>>(new Set());
  /** What was drawn, by place of the step. */
  curves = $state.raw<ReadonlyMap<number, Curve>>(new Map());
  /** Its runs, and what it looks into; null while none is open. */
  runs = $state.raw<StoryRuns | null>(null);
  looks = $state.raw<StoryLooks | null>(null);
  /** Who collects votes where no phones are in a room to vote with. */
  polls: Polls = byHand;

  readonly #pool: Pool;
  #opened = $state.raw<ReadonlyMap<number, Poll>>(new Map());

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  readonly current = $derived.by((): StoryStep | null => this.entry?.story.steps[this.step] ?? null);
  readonly steps = $derived(this.entry?.story.steps.length ?? 0);
  /** Whether the step asks something whose answer is still hidden. */
  readonly hidden = $derived.by(
    () => this.current !== null && this.current.ask !== null && !this.revealed.has(this.step),
  );

  /** Opens a story at a step and starts all of its runs. The library has to be there. */
  open(entry: StoryEntry, step = 0): void {
    if (this.entry !== entry) {
      this.leave();
      const scenarios = scenariosOf(entry.story, byId());
      this.entry = entry;
      this.revealed = new Set();
      this.curves = new Map();
      this.#opened = new Map();
      this.runs = new StoryRuns(entry.story, scenarios, this.#pool);
      this.looks = new StoryLooks(entry.story, scenarios);
    }
    this.go(step);
    this.run();
  }

  /** Shows a step; a place outside the story is the nearest inside. */
  go(step: number): void {
    if (this.entry === null || Number.isNaN(step)) return;
    this.step = Math.max(0, Math.min(this.steps - 1, Math.round(step)));
  }

  next(): void {
    this.go(this.step + 1);
  }

  back(): void {
    this.go(this.step - 1);
  }

  /** Starts the runs that are missing: at first, after a failure, or after they were stopped. */
  run(): void {
    void this.runs?.start(this.step);
    void this.looks?.start(this.step);
  }

  /** Stops runs under way; what is finished stays. */
  stop(): void {
    this.runs?.cancel();
    this.looks?.cancel();
  }

  /** Stops what runs and closes the story; what was predicted in it is forgotten. */
  leave(): void {
    this.stop();
    for (const poll of this.#opened.values()) poll.close();
    this.entry = null;
    this.runs = null;
    this.looks = null;
    this.step = 0;
  }

  /** Shows what the model says of the step, and closes its vote. */
  reveal(): void {
    if (this.current?.ask === null || this.runs?.ready(this.step) !== true) return;
    this.#opened.get(this.step)?.close();
    this.revealed = new Set(this.revealed).add(this.step);
  }

  /** Hides the answer of the step again, for another group; its curve or votes are let go. */
  hide(): void {
    const revealed = new Set(this.revealed);
    revealed.delete(this.step);
    this.revealed = revealed;
    this.curves = without(this.curves, this.step);
    this.#opened = without(this.#opened, this.step);
  }

  /** The vote of the step that is shown; null where it asks for none, or it has not been opened. */
  readonly poll = $derived.by((): Poll | null => this.#opened.get(this.step) ?? null);

  /** Opens the vote of the step that is shown, once. */
  openPoll(): void {
    const vote = voteOf(this.current);
    if (vote === null || this.#opened.has(this.step)) return;
    const names = this.entry?.story.sides.map(({ name }) => name) ?? [];
    const poll = (live.polls ?? this.polls).open(vote.question, optionsOf(vote, names));
    this.#opened = new Map(this.#opened).set(this.step, poll);
  }

  /** The curve of the step that is shown, as far as it is drawn; null where none is asked for, or its start is not known yet. */
  readonly curve = $derived.by((): Curve | null => {
    const ask = this.current?.ask;
    if (this.entry === null || this.runs === null || ask?.kind !== 'curve') return null;
    if (!this.runs.ready(this.step)) return null;
    const drawn = this.curves.get(this.step);
    if (drawn !== undefined) return drawn;
    const start = mean(this.runs.told.series(ask.side, ask.metric).map((run) => run[0]));
    return blankCurve(this.entry.story.years, start);
  });

  draw(curve: Curve): void {
    if (this.hidden) this.curves = new Map(this.curves).set(this.step, curve);
  }

  /** The model's answer to the vote of the step; null until it is revealed. */
  readonly answer = $derived.by((): Answer | null => {
    const vote = voteOf(this.current);
    if (vote === null || this.hidden || this.runs === null) return null;
    return answerOf(vote, this.runs.told);
  });
}

function voteOf(step: StoryStep | null): Vote | null {
  return step === null || step.ask === null || step.ask.kind === 'curve' ? null : step.ask;
}

function without<T>(map: ReadonlyMap<number, T>, key: number): ReadonlyMap<number, T> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}

/** The library's scenarios by id. */
export function byId() {
  return Object.fromEntries(library.cards.map(({ name, scenario }) => [name, scenario]));
}

/** The story that this page tells: one for all of its views. */
let telling: Telling | undefined;

export function tellingWith(pool: Pool): Telling {
  telling ??= new Telling(pool);
  return telling;
}
