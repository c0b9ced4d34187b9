/** What can be undone and done again: a bounded list of states, each with what led to it. */

export interface Step<T> {
  state: T;
  /** What was done, for the button that undoes it. */
  what: string;
}

interface Kept<T> extends Step<T> {
  /** Steps of the same kind that follow one another at once are one step. */
  kind: string;
  at: number;
}

/** A pause of so many milliseconds ends a step: one drag of a slider or one word is undone at once. */
export const PAUSE_MS = 700;

export class History<T> {
  #steps: Kept<T>[];
  #at = 0;
  readonly #most: number;
  readonly #heaviest: number;
  readonly #weigh: (state: T) => number;

  /** At most `most` steps, which together weigh at most `heaviest`; the present one is always kept. */
  constructor(first: T, most: number, heaviest: number, weigh: (state: T) => number) {
    this.#steps = [{ state: first, what: '', kind: '', at: Number.NEGATIVE_INFINITY }];
    this.#most = most;
    this.#heaviest = heaviest;
    this.#weigh = weigh;
  }

  get now(): T {
    return this.#steps[this.#at].state;
  }

  /** What the next undo takes back, and the next redo does again; null when there is none. */
  get undoes(): string | null {
    return this.#at === 0 ? null : this.#steps[this.#at].what;
  }

  get redoes(): string | null {
    return this.#steps[this.#at + 1]?.what ?? null;
  }

  get length(): number {
    return this.#steps.length;
  }

  /** A new present, at the time `at` in milliseconds; what was undone before is gone. */
  push(state: T, what: string, kind: string, at: number): void {
    const last = this.#steps[this.#at];
    const goesOn = kind !== '' && this.#at > 0 && last.kind === kind && at - last.at < PAUSE_MS;
    this.#steps.length = this.#at + (goesOn ? 0 : 1);
    this.#steps.push({ state, what, kind, at });
    this.#forget();
    this.#at = this.#steps.length - 1;
  }

  undo(): T | null {
    if (this.#at === 0) return null;
    this.#at--;
    return this.now;
  }

  redo(): T | null {
    if (this.#at === this.#steps.length - 1) return null;
    this.#at++;
    return this.now;
  }

  #forget(): void {
    let weight = 0;
    let kept = 0;
    for (let i = this.#steps.length - 1; i >= 0; i--) {
      weight += this.#weigh(this.#steps[i].state);
      if (kept > 0 && (kept === this.#most || weight > this.#heaviest)) break;
      kept++;
    }
    this.#steps.splice(0, this.#steps.length - kept);
  }
}
