/**
 * Questions before and after a session. Answers are counts: who gave which is never known, not even here. They last as
 * long as the page, unless somebody asks for them to be kept in this browser.
 */
import { csvRow } from '../../analysis/export/csv.ts';
import { answersOf, type Story, type StoryQuestion } from '../../analysis/stories/story.ts';
import { forget, remember, remembered } from './remember.ts';

export const PARTS = ['before', 'after'] as const;
export type Part = (typeof PARTS)[number];

/** One count an answer, by question. */
type Counts = readonly (readonly number[])[];
const MOST = 100_000;

export class Survey {
  readonly story: Story;
  counts = $state.raw<Readonly<Record<Part, Counts>>>({ before: [], after: [] });
  /** Whether the counts are kept in this browser. */
  kept = $state(false);

  readonly #name: `answers.${string}`;

  constructor(story: Story, id: string) {
    this.story = story;
    this.#name = `answers.${id}`;
    this.counts = { before: blank(story.before), after: blank(story.after) };
    const text = remembered(this.#name);
    if (text === null) return;
    this.kept = true;
    const found = read(text);
    if (found !== null && PARTS.every((part) => fits(found[part], story[part]))) this.counts = found;
  }

  /** Questions of a part, or none. */
  questions(part: Part): readonly StoryQuestion[] {
    return this.story[part];
  }

  set(part: Part, question: number, answer: number, count: number): void {
    if (Number.isNaN(count)) return;
    const next = Math.max(0, Math.min(MOST, Math.round(count)));
    this.#put(part, (value, q, a) => (q === question && a === answer ? next : value));
  }

  /** Adds one person's answers, by question; null where there is none. */
  add(part: Part, answers: readonly (number | null)[]): void {
    this.#put(part, (value, q, a) => (answers[q] === a ? value + 1 : value));
  }

  clear(part: Part): void {
    this.#put(part, () => 0);
  }

  #put(part: Part, change: (value: number, question: number, answer: number) => number): void {
    const counts = this.counts[part].map((row, q) => row.map((value, a) => change(value, q, a)));
    this.counts = { ...this.counts, [part]: counts };
    this.#keep();
  }

  keep(on: boolean): void {
    this.kept = on;
    this.#keep();
  }

  #keep(): void {
    if (this.kept) remember(this.#name, JSON.stringify(this.counts));
    else forget(this.#name);
  }

  /** One row an answer: story, before or after, question, answer, how many gave it. */
  csv(): string {
    const guard = { guard: true };
    const rows = PARTS.flatMap((part) =>
      this.questions(part).flatMap((question, q) =>
        answersOf(question).map((answer, a) =>
          csvRow([this.story.title, part, question.ask, answer, this.counts[part][q][a]], guard),
        ),
      ),
    );
    return csvRow(['story', 'when', 'question', 'answer', 'count'], guard) + rows.join('');
  }
}

function blank(questions: readonly StoryQuestion[]): Counts {
  return questions.map((question) => answersOf(question).map(() => 0));
}

/** What was kept; null where somebody else wrote it, or an earlier version of the story. */
function read(text: string): Record<Part, Counts> | null {
  try {
    const found = JSON.parse(text) as Record<Part, Counts> | null;
    const whole = (count: unknown) => Number.isInteger(count) && Number(count) >= 0 && Number(count) <= MOST;
    const good = PARTS.every((part) => found?.[part].every((row) => row.every(whole)));
    return good ? found : null;
  } catch {
    return null;
  }
}

function fits(counts: Counts, questions: readonly StoryQuestion[]): boolean {
  const other = blank(questions);
  return counts.length === other.length && counts.every((row, q) => row.length === other[q].length);
}
