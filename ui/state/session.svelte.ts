/**
 * A session that is led from two windows: the projector's, which tells a story and runs the model, and the presenter's,
 * with notes and clock. The projector's holds the truth and says so after every change; the presenter's asks for changes.
 * Either may be loaded anew, closed or opened at any time. Windows of two versions of the page do not hear each other.
 */
import type { Story } from '../../analysis/stories/story.ts';
import { movedOn, pausedAt, startedAt, stopped, type Timing } from '../../analysis/stories/timing.ts';
import type { StoryEntry } from '../../scenarios/stories.ts';
import type { Telling } from './story.svelte.ts';

/** What lies over the projection, so that the room looks at whoever speaks. */
export type Cover = 'none' | 'black' | 'white';

/** What is known of a session in both windows: plain data, which a channel carries. */
export interface Session {
  readonly entry: StoryEntry;
  readonly step: number;
  /** Places of steps whose answer has been shown. */
  readonly revealed: readonly number[];
  /** Whether the runs of the step that is shown are there. */
  readonly ready: boolean;
  /** Votes by option of the step that is shown; null without a vote. */
  readonly votes: readonly { readonly option: string; readonly count: number }[] | null;
  readonly timing: Timing;
  readonly cover: Cover;
}

/** What one window asks of the other, or does itself. */
export type Act =
  | { readonly act: 'go'; readonly step: number }
  | { readonly act: 'reveal' | 'hide' | 'clock' | 'clock anew' }
  | { readonly act: 'cover'; readonly cover: Cover };

type Message =
  /** Somebody has just been opened: `from` tells which of the two. */
  | { readonly kind: 'hello'; readonly from: 'projector' | 'presenter' }
  | { readonly kind: 'session'; readonly session: Session }
  /** What the presenter's window knew last, for a projector's that was opened anew. */
  | { readonly kind: 'last'; readonly session: Session }
  | { readonly kind: 'act'; readonly act: Act }
  | { readonly kind: 'left' };

class Channel {
  readonly #channel: BroadcastChannel;

  constructor(hear: (message: Message) => void) {
    const version = document.querySelector<HTMLScriptElement>('script[type=module]')?.src ?? '';
    this.#channel = new BroadcastChannel(`collegium session ${version}`);
    this.#channel.onmessage = ({ data }) => hear(data);
  }

  say(message: Message): void {
    this.#channel.postMessage(message);
  }

  close(): void {
    this.#channel.close();
  }
}

/** The side of the window that tells the story. Works as well alone. */
export class Projector {
  cover = $state<Cover>('none');
  /** Null until its story is there. */
  timing = $state.raw<Timing | null>(null);
  /** Whether a presenter's window has been heard of. */
  followed = $state(false);

  readonly #telling: Telling;
  readonly #channel: Channel;
  #entry: StoryEntry | null = null;
  /** Answers that were shown before this window was loaded anew, until their runs are there. */
  #shownBefore: readonly number[] = [];

  constructor(telling: Telling) {
    this.#telling = telling;
    this.#channel = new Channel((message) => this.#hear(message));
    this.#channel.say({ kind: 'hello', from: 'projector' });
  }

  /** Where the session stands; null while no story is told. */
  readonly session = $derived.by((): Session | null => {
    const { entry, step, revealed, runs, poll } = this.#telling;
    if (entry === null) return null;
    return {
      entry,
      step,
      revealed: [...revealed],
      ready: runs?.ready(step) ?? false,
      votes: poll === null ? null : poll.options.map((option, i) => ({ option, count: poll.counts[i] })),
      timing: this.timing ?? stopped(entry.story),
      cover: this.cover,
    };
  });

  /** To be called whenever the session has changed: begins its clock, takes up what was before, tells the other window. */
  changed(session: Session): void {
    if (session.entry !== this.#entry) {
      this.#entry = session.entry;
      this.#shownBefore = [];
      this.timing = stopped(session.entry.story);
      this.#takeUp(kept());
    }
    if (this.#shownBefore.includes(session.step) && session.ready) {
      this.#shownBefore = this.#shownBefore.filter((step) => step !== session.step);
      this.#telling.reveal();
    }
    keep(session);
    this.#channel.say({ kind: 'session', session });
  }

  do(act: Act): void {
    const telling = this.#telling;
    const now = Date.now();
    if (act.act === 'go') telling.go(act.step);
    else if (act.act === 'reveal') telling.reveal();
    else if (act.act === 'hide') telling.hide();
    else if (act.act === 'cover') this.cover = this.cover === act.cover ? 'none' : act.cover;
    else if (telling.entry !== null) {
      const timing = this.timing ?? stopped(telling.entry.story);
      this.timing =
        act.act === 'clock anew' ? stopped(telling.entry.story) : turned(timing, telling.step, now);
    }
  }

  /** To be called when another step is shown than before: the clock counts each step for itself, and nothing covers it. */
  moved(from: number): void {
    this.cover = 'none';
    if (this.timing !== null) this.timing = movedOn(this.timing, from, Date.now());
  }

  /** The story is told no more. */
  leave(): void {
    this.cover = 'none';
    this.#channel.say({ kind: 'left' });
  }

  close(): void {
    this.leave();
    this.#channel.close();
  }

  #hear(message: Message): void {
    if (message.kind === 'act') this.do(message.act);
    else if (message.kind === 'last') this.#takeUp(message.session);
    else if (message.kind === 'hello' && message.from === 'presenter') {
      this.followed = true;
      if (this.session !== null) this.#channel.say({ kind: 'session', session: this.session });
    }
  }

  /** The same story as before: its clock and its answers are as they were. */
  #takeUp(before: Session | null): void {
    const { entry, revealed } = this.#telling;
    if (before === null || entry === null || !isSame(before.entry, entry)) return;
    this.timing = before.timing;
    this.#shownBefore = before.revealed.filter((step) => !revealed.has(step));
    const session = this.session;
    if (session !== null) this.changed(session);
  }
}

/** The side of the presenter's window. */
export class Presenter {
  /** As the projector's window has told it last; null until it does. */
  session = $state.raw<Session | null>(null);
  /** Whether that window is there. */
  linked = $state(false);

  readonly #channel: Channel;

  constructor() {
    this.#channel = new Channel((message) => this.#hear(message));
    this.#channel.say({ kind: 'hello', from: 'presenter' });
  }

  /** Asks the other window for it; without one, steps and clock are this window's own. */
  do(act: Act): void {
    const { session } = this;
    if (this.linked) this.#channel.say({ kind: 'act', act });
    else if (session !== null) this.session = alone(session, act, Date.now());
  }

  close(): void {
    this.#channel.close();
  }

  #hear(message: Message): void {
    if (message.kind === 'session') {
      this.session = message.session;
      this.linked = true;
    } else if (message.kind === 'left') {
      this.linked = false;
      // The story may be told in yet another window.
      this.#channel.say({ kind: 'hello', from: 'presenter' });
    } else if (message.kind === 'hello' && message.from === 'projector' && this.session !== null)
      this.#channel.say({ kind: 'last', session: this.session });
  }
}

/** A session of notes and clock, without anything to show. */
function alone(session: Session, act: Act, now: number): Session {
  const { entry, step, timing } = session;
  if (act.act === 'go') {
    const to = Math.max(0, Math.min(entry.story.steps.length - 1, act.step));
    return to === step ? session : { ...session, step: to, timing: movedOn(timing, step, now) };
  }
  if (act.act === 'clock anew') return { ...session, timing: stopped(entry.story) };
  return act.act === 'clock' ? { ...session, timing: turned(timing, step, now) } : session;
}

/** The clock started where it stands, paused where it runs. */
function turned(timing: Timing, step: number, now: number): Timing {
  return timing.since === null ? startedAt(timing, now) : pausedAt(timing, step, now);
}

function isSame(one: StoryEntry, other: StoryEntry): boolean {
  return one.id === other.id && shapeOf(one.story) === shapeOf(other.story);
}

/** A story of somebody's own may have been changed under its name. */
function shapeOf({ title, steps }: Story): string {
  return JSON.stringify([title, steps.map((step) => step.title)]);
}

/** In the tab alone, which forgets it when it is closed. */
const KEPT = 'collegium.session';

function keep(session: Session): void {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(session));
  } catch {
    // Switched off or full: loading the window anew then begins the clock anew.
  }
}

function kept(): Session | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
  } catch {
    return null;
  }
}
