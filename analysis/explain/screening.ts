import { type Disputed, type Influence, influences } from './disputed.ts';

/**
 * Which of many assumptions move the difference between two scenarios, found in three rounds of runs, so that not all
 * need to be tried by themselves:
 *
 * 1. All of a group of parameters at once, each moved to the far end of its range; and every second of them alone. What
 *    the others do is the first less the second, as far as effects add up. A group counts by the largest of the three:
 *    two assumptions that cancel each other in the whole do so in neither half, where they stand in different ones.
 * 2. One at a time: those of the groups that moved it most, and those that a recorded study found strongest for the
 *    outcome, whatever their group did.
 * 3. The furthest of these under more seeds.
 *
 * Two opposite assumptions in the same half of a group can still hide each other, unless the record names one of them.
 */
export interface ScreeningTrial {
  readonly name: string;
  /** Moved together, each to the far end of its range. */
  readonly moved: readonly Disputed[];
  /** Index of the seed. */
  readonly pair: number;
}

export const GROUPS_KEPT = 5;
export const FINALISTS = 12;
export const FINAL_SEEDS = 3;

type Differences = (number | undefined)[];

export class Screening {
  readonly #all: readonly Disputed[];
  readonly #base: readonly number[];
  readonly #recorded: ReadonlySet<string>;
  readonly #groups = new Map<string, readonly Disputed[]>();
  readonly #found = new Map<string, Differences>();
  #round = 0;
  #alone = 0;

  /** `base` are the differences with nothing moved, seed by seed; `recorded` paths that are to be tried by themselves. */
  constructor(all: readonly Disputed[], base: readonly number[], recorded: readonly string[]) {
    this.#all = all;
    this.#base = base;
    this.#recorded = new Set(recorded);
    for (const one of all) {
      const group = one.path.split('.')[0];
      this.#groups.set(group, [...(this.#groups.get(group) ?? []), one]);
    }
  }

  get groups(): number {
    return this.#groups.size;
  }

  /** Assumptions tried by themselves so far. */
  get alone(): number {
    return this.#alone;
  }

  get seeds(): number {
    return Math.min(FINAL_SEEDS, this.#base.length);
  }

  /** Trials that there will be in all: what is left of the rounds is guessed. */
  get expected(): number {
    const first = this.#groupTrials().length;
    const each = Math.ceil(this.#all.length / Math.max(1, this.groups));
    const second = this.#round > 1 ? this.#alone : Math.min(this.#all.length, GROUPS_KEPT * each);
    return first + second + Math.min(FINALISTS, this.#all.length) * (this.seeds - 1);
  }

  /** The trials of the next round, once those of the last are noted; null after the last. */
  next(): ScreeningTrial[] | null {
    this.#round++;
    if (this.#round === 1) return this.#groupTrials();
    if (this.#round === 2) {
      const alone = this.#chosen();
      this.#alone = alone.length;
      return alone.map((one) => ({ name: one.path, moved: [one], pair: 0 }));
    }
    if (this.#round > 3) return null;
    const finalists = this.#ranked().slice(0, FINALISTS);
    return finalists.flatMap(({ path }) =>
      Array.from({ length: this.seeds - 1 }, (_, i) => ({
        name: path,
        moved: this.#all.filter((one) => one.path === path),
        pair: i + 1,
      })),
    );
  }

  /** Takes the difference that a trial came to. */
  note({ name, pair }: ScreeningTrial, difference: number): void {
    const differences = this.#found.get(name) ?? new Array<undefined>(FINAL_SEEDS).fill(undefined);
    differences[pair] = difference;
    this.#found.set(name, differences);
  }

  /** Of the finalists, the greatest first. */
  influences(): Influence[] {
    return this.#ranked()
      .filter(({ seeds }) => seeds === this.seeds)
      .slice(0, FINALISTS);
  }

  #groupTrials(): ScreeningTrial[] {
    return [...this.#groups].flatMap(([group, members]) => [
      { name: whole(group), moved: members, pair: 0 },
      ...(members.length < 2
        ? []
        : [{ name: half(group), moved: members.filter((_, i) => i % 2 === 0), pair: 0 }]),
    ]);
  }

  /** By how much a group moves the first difference: all of it, one half or the other. */
  #moved(group: string): number {
    const change = (name: string) => {
      const difference = this.#found.get(name)?.[0];
      return difference === undefined ? 0 : difference - this.#base[0];
    };
    const [all, one] = [change(whole(group)), change(half(group))];
    return Math.max(Math.abs(all), Math.abs(one), Math.abs(all - one));
  }

  #chosen(): Disputed[] {
    const most = [...this.#groups.keys()]
      .sort((p, q) => this.#moved(q) - this.#moved(p))
      .slice(0, GROUPS_KEPT);
    return this.#all.filter(({ path }) => most.includes(path.split('.')[0]) || this.#recorded.has(path));
  }

  #ranked(): Influence[] {
    const moved = this.#all.map(({ path }) => ({ path, differences: upTo(this.#found.get(path) ?? []) }));
    return influences(moved, this.#base);
  }
}

const whole = (group: string) => `all of ${group}`;
const half = (group: string) => `half of ${group}`;

/** The differences of the first seeds, as far as there are any without a gap. */
function upTo(differences: Differences): number[] {
  const end = differences.indexOf(undefined);
  return (end < 0 ? differences : differences.slice(0, end)) as number[];
}
