import { LIMITS, type Poll, type Refusal } from './protocol.ts';

/** The polls of a room, one at a time: a vote a participant, and counts alone are told. */
export class Polls {
  #poll: { question: string; options: readonly string[]; open: boolean; counts: number[] } | null = null;
  /** Option by participant; gone when the poll closes. */
  readonly #votes = new Map<number, number>();
  #number = 0;

  open(question: string, options: readonly string[]): Refusal | null {
    if (this.#poll?.open) return 'poll open';
    if (options.length < 2) return 'not understood';
    if (this.#number >= LIMITS.polls) return 'too many polls';
    this.#number++;
    this.#votes.clear();
    this.#poll = { question, options, open: true, counts: options.map(() => 0) };
    return null;
  }

  vote(participant: number, poll: number, option: number): Refusal | null {
    const now = this.#poll;
    if (now === null || poll !== this.#number || !now.open) return 'no poll';
    if (option >= now.options.length) return 'not understood';
    if (this.#votes.has(participant)) return 'voted';
    this.#votes.set(participant, option);
    now.counts[option]++;
    return null;
  }

  close(): Refusal | null {
    if (!this.#poll?.open) return 'no poll';
    this.#poll.open = false;
    this.#votes.clear();
    return null;
  }

  clear(): void {
    this.#poll = null;
    this.#votes.clear();
  }

  /** The poll as a participant sees it, or a host (null); null where there has been none. */
  seen(participant: number | null): Poll | null {
    if (this.#poll === null) return null;
    const { question, options, open, counts } = this.#poll;
    return {
      poll: this.#number,
      question,
      options,
      open,
      votes: counts.reduce((sum, count) => sum + count, 0),
      counts: participant === null || !open ? [...counts] : null,
      mine: participant === null ? null : (this.#votes.get(participant) ?? null),
    };
  }
}
