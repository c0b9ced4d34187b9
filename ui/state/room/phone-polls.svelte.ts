/** Votes of a session, given on the phones of those in the room: what `byHand` is without them. */
import { LIMITS } from '../../../analysis/room/protocol.ts';
import type { Host } from './host.svelte.ts';

export class PhonePolls {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Puts a question to every phone. A room has one vote at a time: what was open before is closed and counted. */
  open(question: string, options: readonly string[]): PhonePoll {
    if (this.#host.poll !== null) this.#host.say({ type: 'count' });
    return new PhonePoll(this.#host, question, options);
  }
}

export class PhonePoll {
  readonly question: string;
  readonly options: readonly string[];
  /** Nobody but the room sets counts. */
  readonly set = null;
  readonly #host: Host;
  /** Polls before this one. */
  readonly #after: number;
  #closed = $state(false);

  readonly #told = $derived.by(
    () =>
      this.#host.polls.filter(({ poll }) => poll > this.#after).sort((p, q) => p.poll - q.poll)[0] ?? null,
  );
  readonly counts: readonly number[] = $derived.by(() => this.#told?.counts ?? this.options.map(() => 0));
  readonly isOpen: boolean = $derived.by(() => !this.#closed && (this.#told?.open ?? true));

  constructor(host: Host, question: string, options: readonly string[]) {
    this.#host = host;
    this.question = question;
    this.options = options.slice(0, LIMITS.options);
    this.#after = Math.max(0, ...host.polls.map(({ poll }) => poll));
    host.say({
      type: 'poll',
      question: question.slice(0, LIMITS.question),
      options: this.options.map((option) => option.slice(0, LIMITS.option)),
    });
  }

  close(): void {
    if (!this.isOpen) return;
    this.#closed = true;
    this.#host.say({ type: 'count' });
  }
}
