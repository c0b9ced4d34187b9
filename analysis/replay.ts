import { advance, type Run, restore, type Snapshot, snapshot, WEEKS_A_TERM } from '../sim/index.ts';

/** Bytes of keyframes a run may keep: a county of 430 schools over eight years needs 140 MB at a term apart. */
export const KEYFRAME_BYTES = 144 * 2 ** 20;

/**
 * One seeded run in which any week can be visited. It runs ahead once, and keeps the state at the ends of some terms; a
 * week between two of these keyframes is reached by doing the weeks from the keyframe before it once more. Draws have
 * addresses, so what is done twice comes out the same in every bit.
 */
export class Replay {
  /** Weeks of the whole run. */
  readonly weeks: number;
  /** The first week that is this run's own: 0, or the week in which it branched off. */
  readonly from: number;
  /** Weeks between keyframes: a whole number of terms. So many weeks, less one, are done again at most. */
  readonly every: number;
  readonly #begin: () => Run;
  readonly #parent: Replay | null;
  /** Runs ahead, once; holds the series and the log of all that has happened so far. */
  readonly #ahead: Run;
  /** Goes wherever it is sent. */
  #visitor: Run | null = null;
  /** In the order of weeks, the first at `from`. */
  readonly #keyframes: Snapshot[] = [];

  /**
   * `begin` sets the run up at week 0, the same each time. `budget` is how many bytes its keyframes may take; where not
   * even one for each year fits, they lie further apart.
   */
  constructor(begin: () => Run, budget = KEYFRAME_BYTES, parent: Replay | null = null, from = 0) {
    this.#begin = begin;
    this.#ahead = begin();
    this.weeks = this.#ahead.weeks;
    this.from = from;
    this.#parent = parent;
    if (parent !== null && from > 0) restore(this.#ahead, snapshot(parent.at(from)));
    const room = Math.max(2, Math.floor(budget / this.#ahead.state.buffer.byteLength));
    const terms = Math.ceil((this.weeks - from) / WEEKS_A_TERM / (room - 1));
    this.every = Math.max(1, terms) * WEEKS_A_TERM;
    this.#keyframes.push(snapshot(this.#ahead));
  }

  /**
   * A run that shares the weeks before `week` with this one. `begin` has to set up the same run but for what is dated in
   * `week` or later; at week 0 it may be any run on the same schools.
   */
  branch(begin: () => Run, week: number, budget = KEYFRAME_BYTES): Replay {
    return new Replay(begin, budget, this, week);
  }

  /** Weeks done so far. */
  get reached(): number {
    return this.#ahead.week;
  }

  get done(): boolean {
    return this.#ahead.week >= this.weeks;
  }

  /** The run as far as it has come, with its series and its log. To be read only. */
  get run(): Run {
    return this.#ahead;
  }

  /** Bytes that the keyframes take. */
  get bytes(): number {
    return this.#keyframes.length * this.#ahead.state.buffer.byteLength;
  }

  /** Runs ahead by up to `weeks` weeks. */
  goOn(weeks: number): void {
    const last = Math.min(this.weeks, this.reached + weeks);
    this.#visitor ??= this.#begin(); // before anybody waits for it
    while (this.reached < last) {
      const next = this.reached + this.every - ((this.reached - this.#first()) % this.every);
      advance(this.#ahead, Math.min(last, next) - this.reached);
      if (this.reached === next) this.#keyframes.push(snapshot(this.#ahead));
    }
  }

  /** The run as it stands after `week` weeks, to be read before another week is asked for. */
  at(week: number): Run {
    if (!Number.isInteger(week) || week < 0 || week > this.reached)
      throw new RangeError(`week ${week} of a run that has come to week ${this.reached}`);
    if (week < this.from && this.#parent !== null) return this.#parent.at(week);
    if (week === this.reached) return this.#ahead;
    let nearest = this.#keyframes[0];
    for (const keyframe of this.#keyframes) if (keyframe.week <= week) nearest = keyframe;
    this.#visitor ??= this.#begin();
    const visitor = this.#visitor;
    if (visitor.week > week || visitor.week < nearest.week) restore(visitor, nearest);
    advance(visitor, week - visitor.week);
    return visitor;
  }

  /** The last end of a term at or before the week in which this run begins: from there keyframes are counted. */
  #first(): number {
    return this.from - (this.from % WEEKS_A_TERM);
  }
}
