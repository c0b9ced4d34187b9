/** How far the runs of a comparison are, and how often the page says so. */
import type { Results } from './results.ts';

/** The page is redrawn at most this often while runs come in. */
const REDRAW_MS = 350;

export interface Progress {
  runs: number;
  ofRuns: number;
  /** 0 to 1, counting unfinished runs by their weeks. */
  share: number;
  /** Runs a second. */
  rate: number;
  secondsLeft: number | null;
}

export const NONE: Progress = { runs: 0, ofRuns: 0, share: 0, rate: 0, secondsLeft: null };

export class Clock {
  terms = 0;
  readonly #ofTerms: number;
  readonly #began = performance.now();

  get ms(): number {
    return performance.now() - this.#began;
  }

  constructor(ofTerms: number) {
    this.#ofTerms = ofTerms;
  }

  /** `ofTasks` of the runs are new; the others were there before. */
  progress(results: Results, ofRuns: number, ofTasks: number): Progress {
    const seconds = this.ms / 1000;
    const share = this.#ofTerms === 0 ? 1 : this.terms / this.#ofTerms;
    return {
      runs: results.finishedRuns,
      ofRuns,
      share,
      rate: (share * ofTasks) / seconds,
      secondsLeft: share > 0.02 ? (seconds / share) * (1 - share) : null,
    };
  }
}

/** `soon` calls at most once every REDRAW_MS, and always once after the last call. */
export function throttled(call: () => void): { soon(): void; now(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    last = performance.now();
    call();
  };
  return {
    soon() {
      timer ??= setTimeout(now, Math.max(0, last + REDRAW_MS - performance.now()));
    },
    now,
  };
}
