/**
 * Votes of a room. Whoever collects them implements `Polls`: by hand, as here, or from the phones of those in the room.
 * Nobody who votes is known: a poll holds counts and no more.
 */

export interface Polls {
  /** Puts a question to the room. What was open before stays as it is until it is closed. */
  open(question: string, options: readonly string[]): Poll;
}

export interface Poll {
  readonly question: string;
  readonly options: readonly string[];
  /** Votes by option, whole numbers from 0. Observed by what shows them, so an implementation keeps them in `$state`. */
  readonly counts: readonly number[];
  /** Whether votes are still taken. */
  readonly isOpen: boolean;
  /** No more votes are taken; those there are stay. */
  close(): void;
  /**
   * Sets the votes of one option, as somebody counted them in the room; null where only the room itself may. Counts
   * below 0 or above `MOST_VOTES` become the nearest that is allowed.
   */
  readonly set: ((option: number, votes: number) => void) | null;
}

export const MOST_VOTES = 100_000;

/** Counts that whoever leads the session enters. */
export class HandPoll implements Poll {
  readonly question: string;
  readonly options: readonly string[];
  counts = $state.raw<readonly number[]>([]);
  isOpen = $state(true);

  constructor(question: string, options: readonly string[]) {
    this.question = question;
    this.options = options;
    this.counts = options.map(() => 0);
  }

  readonly set = (option: number, votes: number): void => {
    if (!this.isOpen || !(option in this.options) || Number.isNaN(votes)) return;
    const next = Math.max(0, Math.min(MOST_VOTES, Math.round(votes)));
    this.counts = this.counts.map((count, i) => (i === option ? next : count));
  };

  close(): void {
    this.isOpen = false;
  }
}

export const byHand: Polls = { open: (question, options) => new HandPoll(question, options) };
