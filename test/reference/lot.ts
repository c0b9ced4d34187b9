/** Luck for the making of random states: seeded, and no part of the simulation. */
export class Lot {
  private h: number;

  constructor(seed: number) {
    this.h = Math.imul(seed + 1, 0x9e3779b1);
  }

  /** A number in [0, 1). */
  next(): number {
    this.h = (this.h + 0x6d2b79f5) | 0;
    let t = Math.imul(this.h ^ (this.h >>> 15), this.h | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  number(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor((high - low + 1) * this.next());
  }

  chance(p: number): boolean {
    return this.next() < p;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.integer(0, list.length - 1)];
  }

  /** The list in random order. */
  shuffle<T>(list: readonly T[]): T[] {
    const left = [...list];
    const out: T[] = [];
    while (left.length > 0) out.push(...left.splice(this.integer(0, left.length - 1), 1));
    return out;
  }
}
