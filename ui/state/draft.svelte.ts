/**
 * The scenario that is being built: what it changes of one of the library, and its text, two views of one thing. What
 * is done in the form is written into the text; a text that is right becomes what the form shows; one that is not stays
 * as it was typed and changes nothing else.
 */
import type { Plain } from '../../scenarios/plain.ts';
import type { PlacedProblem } from '../../scenarios/problem.ts';
import { label, plainScenario, type Scenario } from '../../sim/index.ts';
import type { TextReading } from '../worker/read-contract.ts';
import { nearestCard } from './draft-base.ts';
import { History } from './history.ts';
import type { Card } from './library.svelte.ts';
import type { KeptDraft } from './own-database.ts';
import { type Changes, differences, settle } from './settings.ts';
import { merged } from './splice.ts';

/** The reading worker, as far as scenarios go. */
export interface TextReader {
  read(text: string, fileName: string): Promise<TextReading>;
  write(scenario: Scenario): Promise<string>;
  patch(text: string, scenario: Scenario): Promise<string>;
}

export interface Moment {
  readonly card: Card;
  /** Until a typed text has been read, those of before. */
  changes: Changes;
  /** Null while it is being written. */
  text: string | null;
  /** The scenario of one's own that it is to become again. */
  id: string | null;
}

const MOST_STEPS = 200;
/** Characters of all texts that can be undone to: a few megabytes. */
const MOST_CHARACTERS = 4_000_000;
/** Typing and dragging pause for so long before the other view follows. */
const FOLLOW_MS = 160;
const FILE_NAME = 'scenario.yaml';

export class Draft {
  /** As `SettingsGroup` asks for it. */
  readonly key = 'draft';
  card = $state.raw() as Card;
  changes = $state.raw<Changes>(new Map());
  text = $state.raw('');
  id = $state<string | null>(null);
  /** What is wrong with the text; while there is anything, form and comparison keep what was right last. */
  problems = $state.raw<readonly PlacedProblem[]>([]);
  /** Typed and not read yet. */
  unread = $state(false);
  /** Why the last edit of the form was not taken over, or ''. */
  refused = $state('');
  undoes = $state<string | null>(null);
  redoes = $state<string | null>(null);

  readonly #reader: TextReader;
  readonly #history: History<Moment>;
  #forgo = () => {};
  #reading: Promise<void> = Promise.resolve();
  /** The text on which the form is being written, and what was typed on it meanwhile. */
  #pending: { before: string; typed: string | null } | null = null;

  readonly scenario = $derived.by(
    (): Scenario => settle(this.card.scenario, this.changes).scenario ?? this.card.scenario,
  );
  readonly locked = $derived(this.problems.length > 0);
  readonly title = $derived.by(() => this.scenario.title);
  /** The scenario as plain values, for parts that are no settings. */
  readonly plain = $derived.by(() => plainScenario(this.scenario) as Readonly<Record<string, Plain>>);
  /** The same of the scenario it is counted from. */
  readonly basePlain = $derived.by(
    () => plainScenario(this.card.scenario) as Readonly<Record<string, Plain>>,
  );

  constructor(reader: TextReader, first: Moment) {
    this.#reader = reader;
    this.#history = new History({ ...first }, MOST_STEPS, MOST_CHARACTERS, ({ text }) => text?.length ?? 0);
    this.#show(first);
    if (first.text === null) this.#write(0, true);
    else this.#readSoon();
  }

  /** What is to be kept so that nothing is lost. */
  get kept(): KeptDraft {
    return { id: this.id, card: this.card.name, changes: [...this.changes], text: this.text };
  }

  /** One setting; as `SettingsGroup` calls it. */
  set(path: string, value: Plain, base: Plain): void {
    const what = label(path.split('.').at(-1) ?? path).toLowerCase();
    this.edit(what, path, (changes) => {
      if (value === base) changes.delete(path);
      else changes.set(path, value);
    });
  }

  /** One part that is no setting, whole; null leaves it out. */
  put(key: string, value: Plain, what = key): void {
    const plain = isEmpty(value) ? null : value;
    this.edit(what, key, (changes) => {
      if (JSON.stringify(plain) === JSON.stringify(this.basePlain[key] ?? null)) changes.delete(key);
      else changes.set(key, plain);
    });
  }

  revert(path?: string): void {
    const what =
      path === undefined
        ? 'reverting all'
        : `reverting ${label(path.split('.').at(-1) ?? path).toLowerCase()}`;
    this.edit(what, '', (changes) => {
      if (path === undefined) changes.clear();
      else changes.delete(path);
    });
  }

  /** An edit of the form. Edits of one `kind` that follow at once are one step. */
  edit(what: string, kind: string, make: (changes: Map<string, Plain>) => void): void {
    if (this.unread) {
      // What was typed a moment ago comes first.
      void this.settled().then(() => this.edit(what, kind, make));
      return;
    }
    if (this.locked) return;
    const changes = new Map(this.changes);
    make(changes);
    const { problems } = settle(this.card.scenario, changes);
    if (problems.length > 0) {
      const [{ path, message, allowed }] = problems;
      this.refused = `Not taken over: ${path.join('.')}: ${message}; allowed: ${allowed}.`;
      return;
    }
    this.#put({ card: this.card, changes, text: null, id: this.id }, what, kind);
    this.#write(FOLLOW_MS);
  }

  /** What stands in the editor now. */
  type(text: string): void {
    if (text === this.text) return;
    if (this.#pending !== null) {
      this.#pending.typed = text;
      this.text = text;
      this.unread = true;
      return;
    }
    this.#put({ card: this.card, changes: this.changes, text, id: this.id }, 'typing', 'text');
    this.unread = true;
    this.#after(FOLLOW_MS, () => this.#readNow());
  }

  /** Another scenario in place of this one, which undoing brings back. */
  open(card: Card, changes: Changes, text: string | null, id: string | null, what: string): void {
    this.#put({ card, changes, text, id }, what, '');
    if (text === null) this.#write(0, true);
    else this.#readSoon();
  }

  /** A text from a file or from this browser; `card` is that of the library it is counted from, the nearest if not given. */
  async openText(text: string, card: Card | null, id: string | null, what: string): Promise<void> {
    const { scenario } = await this.#reader.read(text, FILE_NAME).catch(() => ({ scenario: null }));
    const from = card ?? (scenario === null ? this.card : nearestCard(scenario));
    this.open(from, scenario === null ? new Map() : differences(from.scenario, scenario), text, id, what);
    await this.#reading;
  }

  /** The text made new from the form: what to do with a text that is wrong and not worth putting right. */
  rewrite(): void {
    this.#put({ card: this.card, changes: this.changes, text: null, id: this.id }, 'the new text', '');
    this.#write(0, true);
  }

  /** From now on it is the scenario of one's own with this id. */
  adopt(id: string): void {
    this.id = id;
    this.#history.now.id = id;
  }

  undo(): void {
    this.#restore(this.#history.undo());
  }

  redo(): void {
    this.#restore(this.#history.redo());
  }

  /** Resolves when text and form say the same, or the text is known to be wrong. */
  async settled(): Promise<void> {
    for (let last: Promise<void> | undefined; last !== this.#reading; ) {
      last = this.#reading;
      await last;
    }
    if (this.unread) await this.#readNow();
  }

  #put(moment: Moment, what: string, kind: string): void {
    this.#pending = null;
    this.#history.push(moment, what, kind, performance.now());
    this.refused = '';
    this.#show(moment);
  }

  #restore(moment: Moment | null): void {
    if (moment === null) return;
    this.#pending = null;
    this.#show(moment);
    this.refused = '';
    if (moment.text === null) this.#write(0);
    else this.#readSoon();
  }

  #show({ card, changes, text, id }: Moment): void {
    this.card = card;
    this.changes = changes;
    this.id = id;
    if (text !== null) this.text = text;
    this.undoes = this.#history.undoes;
    this.redoes = this.#history.redoes;
  }

  /** Does one thing after a pause, in place of what else was waiting. */
  #after(pause: number, work: () => Promise<void>): void {
    this.#forgo();
    this.#reading = new Promise((done) => {
      const timer = setTimeout(() => void work().finally(done), pause);
      this.#forgo = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  #readSoon(): void {
    this.unread = true;
    this.#reading = this.#readNow();
  }

  /** Takes over what the text says, if it says it rightly. */
  async #readNow(): Promise<void> {
    this.#forgo();
    const { text } = this;
    const { scenario, problems } = await this.#reader.read(text, FILE_NAME).catch((error: unknown) => ({
      scenario: null,
      problems: [problemOf(error)],
    }));
    if (text !== this.text) return; // typed on since
    this.problems = problems;
    this.unread = false;
    if (scenario === null) return;
    this.changes = differences(this.card.scenario, scenario);
    const moment = this.#history.now;
    if (moment.text === text) moment.changes = this.changes;
  }

  /** Writes the present of the form into the text: where it stands, or, if `anew`, without regard to what stood there. */
  #write(pause: number, anew = false): void {
    this.unread = false;
    this.problems = [];
    const moment = this.#history.now;
    const pending: { before: string; typed: string | null } = { before: this.text, typed: null };
    this.#pending = pending;
    this.#after(pause, async () => {
      const { scenario } = this;
      const writing = anew ? this.#reader.write(scenario) : this.#reader.patch(pending.before, scenario);
      const written = await writing.catch((error: unknown) => {
        this.refused = `The text could not be written: ${problemOf(error).found}.`;
        return pending.before;
      });
      if (this.#pending !== pending) return; // whatever came since writes itself
      this.#pending = null;
      moment.text = written;
      this.text = written;
      if (pending.typed !== null && !anew) this.type(merged(pending.before, written, pending.typed));
    });
  }
}

function problemOf(error: unknown): PlacedProblem {
  return {
    file: FILE_NAME,
    line: 1,
    column: 1,
    path: '',
    message: 'the text could not be read',
    found: error instanceof Error ? error.message : String(error),
    allowed: 'a scenario that is read within moments',
  };
}

function isEmpty(value: Plain): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}
