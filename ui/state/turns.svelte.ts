/**
 * Hands a value to several parts of the page one after the other, each in a task of its own, so that no task
 * grows long. A newer value overtakes an older one that is still under way.
 */
export class Turn<T> {
  value = $state.raw<T | null>(null);
}

const PAUSE_MS = 30;

export class Turns<T> {
  readonly parts: readonly Turn<T>[];
  /** The part served longest ago comes first: quick successions of values would else starve the last ones. */
  #queue: Turn<T>[];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: number) {
    this.parts = Array.from({ length: parts }, () => new Turn<T>());
    this.#queue = [...this.parts];
  }

  pass(value: T): void {
    this.stop();
    let left = this.parts.length;
    const next = () => {
      const part = this.#queue.shift() as Turn<T>;
      this.#queue.push(part);
      part.value = value;
      left--;
      if (left > 0) this.#timer = setTimeout(next, PAUSE_MS);
    };
    this.#timer = setTimeout(next, 0);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
