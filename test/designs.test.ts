/** Designs of sweeps: what each promises, and published points and values where there are any. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { grid } from '../analysis/designs/grid.ts';
import { designOf, pointCount } from '../analysis/designs/index.ts';
import { latinHypercube, MOST_OPTIMISED } from '../analysis/designs/latin-hypercube.ts';
import { type MorrisFactor, morris, morrisStep } from '../analysis/designs/morris.ts';
import { oneAtATime } from '../analysis/designs/one-at-a-time.ts';
import { saltelli } from '../analysis/designs/saltelli.ts';
import { SOBOL_DIMENSIONS, sobolSequence } from '../analysis/designs/sobol-sequence.ts';
import { levelAt, levelsOf, valueAt } from '../analysis/designs/values.ts';
import type { CategoryFactor, Design, Factor, NumberFactor } from '../analysis/sweep/plan.ts';
import inR from './support/lhs.generated.json' with { type: 'json' };
import inSciPy from './support/sobol.generated.json' with { type: 'json' };

const number = (changes: Partial<NumberFactor> = {}): NumberFactor => ({
  kind: 'number',
  name: 'n',
  path: 'market.choice',
  from: 0,
  to: 1,
  integer: false,
  scale: 'linear',
  ...changes,
});
const category = (...names: string[]): CategoryFactor => ({
  kind: 'category',
  name: 'c',
  levels: names.map((name) => ({ name, settings: {} })),
});
const numbers = (n: number) => Array.from({ length: n }, () => null);

/** The distance between the two nearest rows. */
function smallestDistance(rows: readonly (readonly number[])[]): number {
  let smallest = Number.POSITIVE_INFINITY;
  rows.forEach((row, i) => {
    for (const other of rows.slice(i + 1))
      smallest = Math.min(smallest, Math.hypot(...row.map((value, c) => value - other[c])));
  });
  return smallest;
}

describe('the unit interval becomes values', () => {
  const factors = fc.oneof(
    fc
      .record({
        ends: fc.tuple(
          fc.double({ min: -1e6, max: 1e6, noNaN: true }),
          fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        ),
      })
      .map(({ ends: [from, width] }) => number({ from, to: from + width })),
    fc
      .tuple(
        fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
        fc.double({ min: 1.0001, max: 1e6, noNaN: true }),
      )
      .map(([from, ratio]) => number({ from, to: from * ratio, scale: 'log' })),
    fc
      .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 400 }))
      .map(([from, width]) => number({ from, to: from + width, integer: true })),
    fc
      .tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 400 }))
      .map(([from, width]) => number({ from, to: from + width, integer: true, scale: 'log' })),
  );
  const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  test('that lie in the range, whole where the parameter is, and rise with it', () => {
    fc.assert(
      fc.property(factors, unit, unit, (factor, u, v) => {
        for (const at of [valueAt, levelAt]) {
          const [low, high] = [at(factor, Math.min(u, v)), at(factor, Math.max(u, v))] as [number, number];
          expect(low).toBeGreaterThanOrEqual(factor.from);
          expect(high).toBeLessThanOrEqual(factor.to);
          expect(high).toBeGreaterThanOrEqual(low);
          if (factor.integer) expect([low, high].every(Number.isInteger)).toBe(true);
        }
        expect(levelAt(factor, 0)).toBe(factor.from);
        expect(levelAt(factor, 1)).toBe(factor.to);
      }),
      { numRuns: 1000 },
    );
  });

  test('with every whole number of a range and every category equally likely', () => {
    const counts = (factor: Factor) => {
      const seen = new Map<unknown, number>();
      for (let i = 0; i < 6000; i++) {
        const value = valueAt(factor, (i + 0.5) / 6000);
        seen.set(value, (seen.get(value) ?? 0) + 1);
      }
      return [...seen];
    };
    expect(counts(number({ from: -1, to: 4, integer: true }))).toEqual(
      [-1, 0, 1, 2, 3, 4].map((value) => [value, 1000]),
    );
    expect(counts(category('a', 'b', 'c'))).toEqual(['a', 'b', 'c'].map((value) => [value, 2000]));
  });

  test('on a log scale by equal ratios', () => {
    const factor = number({ from: 0.01, to: 100, scale: 'log' });
    expect([0, 0.25, 0.5, 0.75].map((u) => valueAt(factor, u))).toEqual([0.01, 0.1, 1, 10]);
    expect(levelsOf(factor, 5)).toEqual([0.01, 0.1, 1, 10, 100]);
    // Cells of 1, 2 and 3 end at 2 and 3 of 4: at log 2 / log 4 and log 3 / log 4.
    const whole = number({ from: 1, to: 3, integer: true, scale: 'log' });
    expect([0.499, 0.501, 0.792, 0.793].map((u) => valueAt(whole, u))).toEqual([1, 2, 2, 3]);
  });

  test('without the dust of binary fractions', () => {
    expect(levelsOf(number({ from: 0.1, to: 0.9 }), 9)).toEqual([
      0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9,
    ]);
    expect(levelsOf(number({ from: 1, to: 3, integer: true }), 10)).toEqual([1, 2, 3]);
    expect(levelsOf(number({ values: [0.2, 0.5] }), 10)).toEqual([0.2, 0.5]);
  });
});

describe('a grid', () => {
  test('has every combination once, the last factor fastest', () => {
    expect(grid([2, 1, 3])).toEqual([
      [0, 0, 0],
      [0, 0, 1],
      [0, 0, 2],
      [1, 0, 0],
      [1, 0, 1],
      [1, 0, 2],
    ]);
    expect(grid([])).toEqual([[]]);
  });
});

describe('one at a time', () => {
  test('leaves the base by one factor, each other value once', () => {
    const levels = [
      [1, 2, 3],
      ['a', 'b'],
    ];
    expect(oneAtATime(levels, [2, 'b'])).toEqual([
      [2, 'b'],
      [1, 'b'],
      [3, 'b'],
      [2, 'a'],
    ]);
    expect(oneAtATime([[1, 3]], [2])).toEqual([[2], [1], [3]]);
  });
});

describe('a Latin hypercube', () => {
  test('has one point in each cell of each column, and all of a category equally often', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 40 }),
        fc.array(fc.option(fc.integer({ min: 2, max: 5 }), { freq: 3 }), { minLength: 1, maxLength: 5 }),
        fc.string({ maxLength: 5 }),
        (points, columns, seed) => {
          const rows = latinHypercube(columns, points, seed);
          expect(rows).toHaveLength(points);
          columns.forEach((_, c) => {
            const cells = rows.map((row) => Math.floor(row[c] * points)).sort((a, b) => a - b);
            expect(cells).toEqual(Array.from({ length: points }, (_, i) => i));
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  test('follows from its seed', () => {
    const rows = latinHypercube(numbers(3), 20, 'one');
    expect(latinHypercube(numbers(3), 20, 'one')).toEqual(rows);
    expect(latinHypercube(numbers(3), 20, 'two')).not.toEqual(rows);
  });

  test.each(inR.designs)(
    `of $points points in $factors factors keeps them further apart than $method of ${inR.made}`,
    ({ points, factors, best, median }) => {
      const distances = [1, 2, 3].map((i) =>
        smallestDistance(latinHypercube(numbers(factors), points, `r${i}`)),
      );
      // The points lie at random within their cells, so that a single design may fall a little short.
      expect(distances[0] + distances[1] + distances[2]).toBeGreaterThan(3 * median);
      expect(Math.max(...distances)).toBeGreaterThan(0.95 * best);
    },
  );

  test('of 1,000 points in 20 factors takes seconds at most, and keeps them further apart than chance does', () => {
    const start = performance.now();
    const rows = latinHypercube(numbers(20), 1000, 'large');
    // About one second where nothing else runs.
    expect(performance.now() - start).toBeLessThan(15_000);
    // The first points of a larger, unoptimised hypercube lie as they fall.
    const chance = latinHypercube(numbers(20), MOST_OPTIMISED + 1, 'large').slice(0, 1000);
    expect(smallestDistance(rows)).toBeGreaterThan(1.3 * smallestDistance(chance));
  });

  test('spreads categories too: no two of eight points alike in three switches', () => {
    const rows = latinHypercube([2, 2, 2], 8, 'switches');
    expect(new Set(rows.map((row) => row.map((u) => Math.floor(2 * u)).join(''))).size).toBe(8);
  });
});

describe('the Sobol’ sequence', () => {
  test('begins as Joe and Kuo’s own program does', () => {
    expect(sobolSequence(3, 8, null)).toEqual([
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25],
      [0.25, 0.75, 0.75],
      [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125],
      [0.625, 0.125, 0.875],
      [0.125, 0.625, 0.375],
    ]);
  });

  test(`equals ${inSciPy.made}, in all ${SOBOL_DIMENSIONS} dimensions`, () => {
    expect(inSciPy.dimensions).toBe(SOBOL_DIMENSIONS);
    const rows = sobolSequence(SOBOL_DIMENSIONS, Math.max(...inSciPy.indices) + 1, null);
    inSciPy.indices.forEach((index, i) => {
      expect(rows[index].map((u) => u * 0x100000000)).toEqual(inSciPy.points[i]);
    });
  });

  test('refuses more dimensions than it has numbers for', () => {
    expect(() => sobolSequence(SOBOL_DIMENSIONS + 1, 1, null)).toThrow(RangeError);
  });

  /** Whether each box of 2^-(m-t) volume with sides of powers of 2 holds 2^t of the 2^m rows. */
  function isNet(rows: readonly (readonly number[])[], m: number, t: number): boolean {
    const dimensions = rows[0].length;
    const shapes = grid(numbers(dimensions).map(() => m - t + 1)).filter(
      (shape) => shape.reduce((a, b) => a + b, 0) === m - t,
    );
    return shapes.every((shape) => {
      const counts = new Map<string, number>();
      for (const row of rows) {
        const box = row.map((u, j) => Math.floor(u * 2 ** shape[j])).join(' ');
        counts.set(box, (counts.get(box) ?? 0) + 1);
      }
      return counts.size === 2 ** (m - t) && [...counts.values()].every((count) => count === 2 ** t);
    });
  }

  test.each([null, 'a', 'b', 'c'])(
    'is a net in base 2 with seed %s: t = 0 in two dimensions, 1 in three',
    (seed) => {
      for (let m = 1; m <= 9; m++) expect(isNet(sobolSequence(2, 2 ** m, seed), m, 0)).toBe(true);
      for (let m = 2; m <= 8; m++) expect(isNet(sobolSequence(3, 2 ** m, seed), m, 1)).toBe(true);
      // Any run of 2^m points from a multiple of 2^m on is a net too.
      expect(isNet(sobolSequence(2, 768, seed).slice(512), 8, 0)).toBe(true);
      const every = sobolSequence(SOBOL_DIMENSIONS, 64, seed);
      for (let j = 0; j < SOBOL_DIMENSIONS; j++)
        expect(
          isNet(
            every.map((row) => [row[j]]),
            6,
            0,
          ),
        ).toBe(true);
    },
  );

  test('is no net once its first point is gone', () => {
    expect(isNet(sobolSequence(2, 257, null).slice(1), 8, 0)).toBe(false);
  });

  test('is uniform in each point by itself once it is scrambled', () => {
    const first = Array.from({ length: 2000 }, (_, i) => sobolSequence(1, 3, `seed ${i}`));
    for (const point of [0, 1, 2]) {
      const quarters = [0, 0, 0, 0];
      for (const rows of first) quarters[Math.floor(4 * rows[point][0])]++;
      // 500 expected; five standard deviations are 97.
      for (const count of quarters) expect(Math.abs(count - 500)).toBeLessThan(97);
    }
  });

  test('integrates a smooth function far better than chance, scrambled or not', () => {
    // The mean of the product of 12 (u - 1/2)^2 over three dimensions is 1, its variance 1.8^3 - 1.
    const error = (seed: string | null) => {
      const rows = sobolSequence(3, 1024, seed);
      const sum = rows.reduce((total, row) => total + row.reduce((f, u) => f * 12 * (u - 0.5) ** 2, 1), 0);
      return Math.abs(sum / 1024 - 1);
    };
    const chance = Math.sqrt((1.8 ** 3 - 1) / 1024);
    for (const seed of [null, 'a', 'b', 'c', 'd']) expect(error(seed)).toBeLessThan(chance / 5);
  });

  test('begins with its shorter self', () => {
    expect(sobolSequence(4, 100, 's').slice(0, 37)).toEqual(sobolSequence(4, 37, 's'));
    expect(sobolSequence(4, 9, 's').map((row) => row.slice(0, 2))).toEqual(sobolSequence(2, 9, 's'));
  });
});

describe('Saltelli’s design', () => {
  const rows = saltelli(3, 16, 'seed');

  test('has A, B and one AB for each factor, row by row', () => {
    expect(rows.map(({ matrix }) => matrix)).toEqual(
      Array.from({ length: 16 }, () => ['A', 'B', 0, 1, 2]).flat(),
    );
    for (let row = 0; row < 16; row++) {
      const [a, b, ...mixed] = rows.filter((one) => one.row === row);
      mixed.forEach(({ unit, matrix }) => {
        expect(unit).toEqual(a.unit.map((u, j) => (j === matrix ? b.unit[j] : u)));
      });
      expect(a.unit.every((u, j) => u !== b.unit[j])).toBe(true);
    }
  });

  test('takes A and B from one sequence in twice as many dimensions', () => {
    const of = (name: string) => rows.filter(({ matrix }) => matrix === name).map(({ unit }) => unit);
    const points = of('A').map((a, i) => [...a, ...of('B')[i]]);
    expect(points).toEqual(sobolSequence(6, 16, 'seed/saltelli'));
    expect(saltelli(3, 4, 'seed')).toEqual(rows.slice(0, 20));
  });

  test('gives the indices of an additive function whose variances are known', () => {
    // f = x + 2 y + 3 z: shares of the variance are 1/14, 4/14, 9/14.
    const f = ([x, y, z]: readonly number[]) => x + 2 * y + 3 * z;
    const large = saltelli(3, 1024, 'additive');
    const of = (matrix: unknown) => large.filter((row) => row.matrix === matrix).map(({ unit }) => f(unit));
    const [a, b] = [of('A'), of('B')];
    const mean = a.reduce((sum, value) => sum + value, 0) / a.length;
    const variance = a.reduce((sum, value) => sum + (value - mean) ** 2, 0) / a.length;
    [1, 4, 9].forEach((share, i) => {
      const ab = of(i);
      const first = b.reduce((sum, value, r) => sum + value * (ab[r] - a[r]), 0) / a.length / variance;
      expect(first).toBeCloseTo(share / 14, 2);
    });
  });
});

describe('Morris’s design', () => {
  const factors: MorrisFactor[] = [
    { levels: 4, ordered: true },
    { levels: 3, ordered: false },
    { levels: 2, ordered: false },
    { levels: 10, ordered: true },
  ];

  test('moves each factor once in a trajectory, and one at a step', () => {
    const rows = morris(factors, 30, 'seed');
    expect(rows).toHaveLength(30 * 5);
    for (let t = 0; t < 30; t++) {
      const trajectory = rows.filter((row) => row.trajectory === t);
      expect(trajectory.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4]);
      expect(trajectory[0].factor).toBeNull();
      const moved = trajectory.slice(1).map(({ factor }) => factor as number);
      expect([...moved].sort()).toEqual([0, 1, 2, 3]);
      trajectory.slice(1).forEach((row, i) => {
        const before = trajectory[i].levels;
        const changed = row.levels.flatMap((level, j) => (level === before[j] ? [] : [j]));
        expect(changed).toEqual([row.factor]);
        const { levels, ordered } = factors[row.factor as number];
        const [from, to] = [before[changed[0]], row.levels[changed[0]]];
        expect(to).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThan(levels);
        if (ordered) expect(Math.abs(to - from)).toBe(morrisStep(levels));
      });
    }
    expect(morris(factors, 7, 'seed')).toEqual(rows.slice(0, 35));
    expect(morris(factors, 7, 'other')).not.toEqual(rows.slice(0, 35));
  });

  test('moves numbers by p / (2 (p - 1)), from and to every level equally often, in every order', () => {
    expect(morrisStep(4) / 3).toBeCloseTo(2 / 3, 15);
    const rows = morris(factors.slice(0, 2), 4000, 'even');
    const from = [0, 0, 0, 0];
    const orders = [0, 0];
    const moves = new Map<string, number>();
    rows.forEach((row, i) => {
      if (row.factor === null) return;
      const before = rows[i - 1].levels[row.factor];
      if (row.step === 1) orders[row.factor]++;
      if (row.factor === 0) from[before]++;
      else {
        const move = `${before}>${row.levels[1]}`;
        moves.set(move, (moves.get(move) ?? 0) + 1);
      }
    });
    // 1,000 of 4,000 expected at each of four levels; five standard deviations are 137.
    for (const count of from) expect(Math.abs(count - 1000)).toBeLessThan(137);
    for (const count of orders) expect(Math.abs(count - 2000)).toBeLessThan(158);
    // From each of three categories to each other one: six moves, 667 expected each, five standard deviations 118.
    expect([...moves.keys()].sort()).toEqual(['0>1', '0>2', '1>0', '1>2', '2>0', '2>1']);
    for (const count of moves.values()) expect(Math.abs(count - 4000 / 6)).toBeLessThan(118);
  });

  test('always moves the value of a factor, whole numbers on any scale too', () => {
    for (const scale of ['linear', 'log'] as const)
      for (let from = 1; from <= 12; from++)
        for (let to = from + 1; to <= from + 12; to++)
          for (const levels of [2, 4, 6, 20])
            for (let i = 0; i < levels / 2; i++) {
              const factor = number({ from, to, integer: true, scale });
              const low = levelAt(factor, i / (levels - 1));
              const high = levelAt(factor, (i + levels / 2) / (levels - 1));
              expect(high, `${scale} ${from} to ${to}, level ${i} of ${levels}`).toBeGreaterThan(low);
            }
  });
});

describe('the points of a plan', () => {
  const factors: Factor[] = [
    number({ name: 'share' }),
    number({ name: 'count', from: 1, to: 6, integer: true }),
    category('low', 'middle', 'high'),
    number({ name: 'rate', from: 0.001, to: 10, scale: 'log' }),
  ];
  const designs: Design[] = [
    { kind: 'grid', levels: 3 },
    { kind: 'list', points: [[0.5, 2, 'low', 0.1]] },
    { kind: 'one-at-a-time', levels: 3, base: [0.5, 2, 'middle', 0.1] },
    { kind: 'latin-hypercube', points: 17 },
    { kind: 'sobol-sequence', points: 33, scramble: true },
    { kind: 'sobol-sequence', points: 33, scramble: false },
    { kind: 'saltelli', rows: 8 },
    { kind: 'morris', trajectories: 9, levels: 4 },
  ];

  test.each(designs)('of $kind are as many as said, inside every range, and the same each time', (design) => {
    const points = designOf(factors, design, 'seed');
    expect(points).toHaveLength(pointCount(factors, design));
    expect(points.length).toBeGreaterThan(0);
    expect(designOf(factors, design, 'seed')).toEqual(points);
    for (const { values } of points)
      factors.forEach((factor, i) => {
        const value = values[i];
        if (factor.kind === 'category') expect(['low', 'middle', 'high']).toContain(value);
        else {
          expect(value).toBeGreaterThanOrEqual(factor.from);
          expect(value).toBeLessThanOrEqual(factor.to);
          if (factor.integer) expect(Number.isInteger(value)).toBe(true);
        }
      });
  });

  test('say where they stand in designs whose points belong together', () => {
    const places = (design: Design) => designOf(factors, design, 'seed').map(({ place }) => place);
    expect(places({ kind: 'latin-hypercube', points: 3 })).toEqual([null, null, null]);
    expect(places({ kind: 'saltelli', rows: 2 }).slice(5, 9)).toEqual([
      { kind: 'saltelli', matrix: 3, row: 0 },
      { kind: 'saltelli', matrix: 'A', row: 1 },
      { kind: 'saltelli', matrix: 'B', row: 1 },
      { kind: 'saltelli', matrix: 0, row: 1 },
    ]);
    const trajectories = designOf(factors, { kind: 'morris', trajectories: 2, levels: 4 }, 'seed');
    trajectories.forEach(({ place, values }, i) => {
      if (place?.kind !== 'morris') throw new Error('no place in a trajectory');
      expect([place.trajectory, place.step]).toEqual([Math.floor(i / 5), i % 5]);
      const moved = values.flatMap((value, j) => (value === trajectories[i - 1]?.values[j] ? [] : [j]));
      if (place.step > 0) expect(moved).toEqual([place.factor]);
      else expect(place.factor).toBeNull();
    });
  });
});
