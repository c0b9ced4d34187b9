import xor4096 from 'seedrandom/lib/xor4096.js';
import { shuffled } from './shuffled.ts';

/** A factor of a Latin hypercube: null for a number, or how many categories the unit interval is cut into. */
export type LatinColumn = number | null;

/** Designs of more points are not optimised: the table of their distances would take too much memory. */
export const MOST_OPTIMISED = 2000;
/** Exchanges tried, and distances computed for them, at most: together they bound the time to about two seconds on an idle machine. */
const MOST_EXCHANGES = 200_000;
const MOST_DISTANCES = 1e8;
const STAGES = 50;
/** By what share an exchange may raise the criterion at first; it falls by a straight line to nothing. */
const TOLERANCE = 0.5;

/**
 * A Latin hypercube in the unit cube, rows of values in [0, 1): each column is cut into as many cells of equal width as
 * there are points, and every cell holds one point, at random within it.
 *
 * Up to `MOST_OPTIMISED` points, the cells are spread by exchanging two of a column at a time, under threshold
 * acceptance, to lower the criterion of Morris and Mitchell (1995, "Exploratory designs for computational experiments", Journal of
 * Statistical Planning and Inference 43), the sum over pairs of points of distance^-20, which stands for the largest
 * smallest distance (maximin). Half the exchanges take the point that is worst placed. Between categories the distance is
 * one for all pairs, such that a category weighs as much as a number does on average.
 */
export function latinHypercube(columns: readonly LatinColumn[], points: number, seed: string): number[][] {
  const random = xor4096(`${seed}/latin-hypercube`);
  const cells = columns.map(() => Int32Array.from(shuffled(points, random)));
  if (points > 2 && points <= MOST_OPTIMISED && columns.length > 1)
    new Spreading(columns, cells).spread(random);
  const inside = columns.map(() => Array.from({ length: points }, () => random()));
  return Array.from({ length: points }, (_, i) =>
    columns.map((_, c) => (cells[c][i] + inside[c][i]) / points),
  );
}

/** The cells of a hypercube while they are exchanged, and the distances between its points. */
class Spreading {
  private readonly n: number;
  /** Squared distances of all pairs in units of a cell: whole numbers, so that adding and taking away loses nothing. */
  private readonly squared: Float64Array;
  /** Each point's part of the criterion; exact at the start of a stage, and near enough to find the worst point. */
  private readonly sums: Float64Array;
  /** Squared distance between two categories of a column; null for numbers. */
  private readonly apart: readonly (number | null)[];
  /** The squared distances that the two points of an exchange would have. */
  private readonly newA: Float64Array;
  private readonly newB: Float64Array;

  private readonly columns: readonly LatinColumn[];
  private readonly cells: readonly Int32Array[];

  constructor(columns: readonly LatinColumn[], cells: readonly Int32Array[]) {
    this.columns = columns;
    this.cells = cells;
    const n = cells[0].length;
    this.n = n;
    this.squared = new Float64Array(n * n);
    this.sums = new Float64Array(n);
    this.newA = new Float64Array(n);
    this.newB = new Float64Array(n);
    // Two uniform numbers are 1/6 apart in the mean square; two of L categories differ with chance 1 - 1/L.
    this.apart = columns.map((levels) =>
      levels === null ? null : Math.round((n * n * levels) / (6 * Math.max(1, levels - 1))),
    );
    for (let i = 0; i < n; i++)
      for (let k = 0; k < n; k++)
        for (let c = 0; c < columns.length; c++)
          this.squared[i * n + k] += this.between(c, cells[c][i], cells[c][k]);
  }

  spread(random: () => number): void {
    const { n, columns, sums } = this;
    const tries = Math.min(MOST_EXCHANGES, Math.floor(MOST_DISTANCES / (2 * n)));
    for (let stage = 0; stage < STAGES; stage++) {
      const tolerance = TOLERANCE * (1 - (stage + 1) / STAGES);
      this.sum();
      for (let i = Math.floor(tries / STAGES); i > 0; i--) {
        const a = random() < 0.5 ? largest(sums) : Math.floor(random() * n);
        const b = (a + 1 + Math.floor(random() * (n - 1))) % n;
        this.exchange(Math.floor(random() * columns.length), a, b, 1 + tolerance * random());
      }
    }
  }

  /** Squared distance of two cells of a column. */
  private between(column: number, p: number, q: number): number {
    const levels = this.columns[column];
    if (levels === null) return (p - q) * (p - q);
    const same = Math.floor((p * levels) / this.n) === Math.floor((q * levels) / this.n);
    return same ? 0 : (this.apart[column] as number);
  }

  /** distance^-20 in units where the side of the cube is 1. Points alike in every category count as half a cell apart. */
  private power(squared: number): number {
    const x = (this.n * this.n) / Math.max(squared, 0.25);
    const x2 = x * x;
    const x4 = x2 * x2;
    return x4 * x4 * x2;
  }

  private sum(): void {
    const { n, squared, sums } = this;
    sums.fill(0);
    for (let i = 0; i < n; i++)
      for (let k = 0; k < i; k++) {
        const power = this.power(squared[i * n + k]);
        sums[i] += power;
        sums[k] += power;
      }
  }

  /** Lets points a and b change places in a column, unless what they add to the criterion would rise by more than `most`. */
  private exchange(column: number, a: number, b: number, most: number): void {
    const { n, squared, sums, newA, newB } = this;
    const cells = this.cells[column];
    const [p, q] = [cells[a], cells[b]];
    let before = 0;
    let sumA = 0;
    let sumB = 0;
    for (let i = 0; i < n; i++) {
      if (i === a || i === b) continue;
      const oldA = squared[a * n + i];
      const oldB = squared[b * n + i];
      const fromP = this.between(column, p, cells[i]);
      const fromQ = this.between(column, q, cells[i]);
      newA[i] = oldA - fromP + fromQ;
      newB[i] = oldB - fromQ + fromP;
      before += this.power(oldA) + this.power(oldB);
      sumA += this.power(newA[i]);
      sumB += this.power(newB[i]);
    }
    if (sumA + sumB >= before * most) return;
    for (let i = 0; i < n; i++) {
      if (i === a || i === b) continue;
      const [ai, bi] = [a * n + i, b * n + i];
      sums[i] +=
        this.power(newA[i]) + this.power(newB[i]) - this.power(squared[ai]) - this.power(squared[bi]);
      squared[ai] = newA[i];
      squared[i * n + a] = newA[i];
      squared[bi] = newB[i];
      squared[i * n + b] = newB[i];
    }
    const between = this.power(squared[a * n + b]);
    sums[a] = sumA + between;
    sums[b] = sumB + between;
    cells[a] = q;
    cells[b] = p;
  }
}

/** Where the largest number stands. */
function largest(numbers: Float64Array): number {
  let at = 0;
  for (let i = 1; i < numbers.length; i++) if (numbers[i] > numbers[at]) at = i;
  return at;
}
