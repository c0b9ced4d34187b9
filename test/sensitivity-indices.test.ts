/** Sobol' indices and elementary effects against closed forms, published functions and other people's estimators. */
import xor4096 from 'seedrandom/lib/xor4096.js';
import { describe, expect, test } from 'vitest';
import { type SaltelliMatrix, saltelli as saltelliRows } from '../analysis/designs/saltelli.ts';
import { differenceVariance, noiseOf } from '../analysis/sensitivity/cells.ts';
import { elementaryEffects, type Trajectory } from '../analysis/sensitivity/morris.ts';
import { bootstrap } from '../analysis/sensitivity/resample.ts';
import { type SaltelliOutcomes, sobolIndices } from '../analysis/sensitivity/sobol.ts';
import type { CategoryFactor, Factor, FactorValue, NumberFactor } from '../analysis/sweep/plan.ts';
import stored from './support/sensitivity.generated.json' with { type: 'json' };

const resampling = { seed: 'test' };

type Fn = (x: readonly number[]) => number;

/** y = sin z1 + a sin^2 z2 + b z3^4 sin z1 over -pi to pi (Ishigami and Homma 1990), a = 7, b = 0.1. */
const ishigami: Fn = (x) => {
  const [z1, z2, z3] = x.map((u) => Math.PI * (2 * u - 1));
  return Math.sin(z1) + 7 * Math.sin(z2) ** 2 + 0.1 * z3 ** 4 * Math.sin(z1);
};

/** Product of (|4 x_i - 2| + a_i) / (1 + a_i) (Sobol' 1993). */
const a = [0, 1, 4.5, 9, 99, 99];
const gFunction: Fn = (x) => x.reduce((y, u, i) => (y * (Math.abs(4 * u - 2) + a[i])) / (1 + a[i]), 1);

/** By rows that are drawn one by one. */
function saltelli(f: Fn, k: number, rows: number, seed = 'rows'): SaltelliOutcomes {
  const random = xor4096(seed);
  const matrix = () => Array.from({ length: rows }, () => Array.from({ length: k }, () => random.double()));
  const [A, B] = [matrix(), matrix()];
  return {
    a: A.map(f),
    b: B.map(f),
    ab: Array.from({ length: k }, (_, i) => A.map((row, j) => f(row.with(i, B[j][i])))),
  };
}

/** By the rows that sweeps take. */
function designed(f: Fn, k: number, rows: number): SaltelliOutcomes {
  const all = saltelliRows(k, rows, 'designed').map(({ matrix, unit: u }) => ({ matrix, y: f(u) }));
  const of = (wanted: SaltelliMatrix) => all.flatMap(({ matrix, y }) => (matrix === wanted ? [y] : []));
  return { a: of('A'), b: of('B'), ab: Array.from({ length: k }, (_, i) => of(i)) };
}

describe('Sobol’ indices', () => {
  for (const { name, first, total, ...outcomes } of stored.sobol) {
    test(`of ${name} are those of scipy.stats.sobol_indices (${stored.made})`, () => {
      const { factors } = sobolIndices(outcomes, resampling);
      factors?.forEach((factor, i) => {
        expect(factor.first).toBeCloseTo(first[i], 9);
        expect(factor.total).toBeCloseTo(total[i], 9);
      });
      expect(factors?.length).toBe(first.length);
    });
  }

  test('of the Ishigami function come to their closed forms, within their intervals', () => {
    const result = sobolIndices(saltelli(ishigami, 3, 8192), resampling);
    // V = a^2 / 8 + b pi^4 / 5 + b^2 pi^8 / 18 + 1 / 2.
    const [p4, p8] = [Math.PI ** 4, Math.PI ** 8];
    const V = 49 / 8 + (0.1 * p4) / 5 + (0.01 * p8) / 18 + 0.5;
    const V1 = 0.5 * (1 + (0.1 * p4) / 5) ** 2;
    const V13 = 0.01 * p8 * (1 / 18 - 1 / 50);
    const firsts = [V1 / V, 49 / 8 / V, 0];
    const totals = [(V1 + V13) / V, 49 / 8 / V, V13 / V];
    expect(firsts.map((s) => Number(s.toFixed(4)))).toEqual([0.3139, 0.4424, 0]); // as they are printed everywhere
    expect(result.variance / V).toBeCloseTo(1, 1);
    result.factors?.forEach((index, i) => {
      expect(Math.abs(index.first - firsts[i])).toBeLessThan(0.03);
      expect(Math.abs(index.total - totals[i])).toBeLessThan(0.03);
      const [low, high] = index.firstInterval ?? [1, 0];
      expect(low).toBeLessThan(firsts[i]);
      expect(high).toBeGreaterThan(firsts[i]);
      expect((index.totalInterval?.[0] ?? 1) < totals[i] && totals[i] < (index.totalInterval?.[1] ?? 0)).toBe(
        true,
      );
    });
    expect(result.factors?.map(({ totalUnsure }) => totalUnsure)).toEqual([false, false, false]);
    expect(result.factors?.map(({ firstUnsure }) => firstUnsure)).toEqual([false, false, true]); // the third is 0
  });

  test('of Sobol’s G function come to their closed forms, by drawn rows and ten times nearer by those of sweeps', () => {
    const V = a.map((ai) => 1 / 3 / (1 + ai) ** 2);
    const all = V.reduce((product, v) => product * (1 + v), 1);
    const errors = (outcomes: SaltelliOutcomes) =>
      (sobolIndices(outcomes, { seed: 'g', resamples: 10 }).factors ?? []).flatMap(({ first, total }, i) => [
        Math.abs(first - V[i] / (all - 1)),
        Math.abs(total - (V[i] * all) / (1 + V[i]) / (all - 1)),
      ]);
    expect(Math.max(...errors(saltelli(gFunction, 6, 8192)))).toBeLessThan(0.03);
    expect(Math.max(...errors(designed(gFunction, 6, 8192)))).toBeLessThan(0.003);
    expect(Math.max(...errors(designed(gFunction, 6, 256)))).toBeLessThan(0.04);
  });

  test('say how much of a total index is luck', () => {
    const random = xor4096('luck');
    const noise = () => random.double() - 0.5; // of variance 1 / 12
    const { a: A, b: B, ab } = designed(ishigami, 3, 2048);
    const noisy = (list: ArrayLike<number>) => Array.from(list, (y) => y + 4 * noise());
    const luck = ab.map(() => (2 * 16) / 12);
    const result = sobolIndices({ a: noisy(A), b: noisy(B), ab: ab.map(noisy), luck }, resampling);
    const plain = sobolIndices({ a: A, b: B, ab }, resampling);
    result.factors?.forEach((one, i) => {
      const share = plain.variance / result.variance;
      expect(Math.abs(one.total - (one.luck ?? 0) - share * (plain.factors?.[i].total ?? 0))).toBeLessThan(
        0.02,
      );
    });
    expect(plain.factors?.[0].luck).toBeNull();
  });

  test('have intervals that hold the closed form about as often as they say', () => {
    // First order of x1 of Ishigami's function, 0.3139, over 200 samples of 256 rows.
    let held = 0;
    for (let s = 0; s < 200; s++) {
      const outcomes = saltelli(ishigami, 3, 256, `cover/${s}`);
      const [one] = sobolIndices(outcomes, { seed: `${s}`, resamples: 200 }).factors ?? [];
      const [low, high] = one.firstInterval ?? [1, 0];
      if (low <= 0.313905 && high >= 0.313905) held++;
    }
    expect(held / 200).toBeGreaterThan(0.89);
    expect(held / 200).toBeLessThan(0.99);
  });

  test('warn where rows are too few', () => {
    const few = sobolIndices(saltelli(gFunction, 6, 16), resampling).factors ?? [];
    expect(few.filter(({ firstUnsure }) => firstUnsure).length).toBeGreaterThanOrEqual(4);
    expect(sobolIndices(saltelli(gFunction, 6, 1), resampling).factors?.[0]).toMatchObject({
      firstInterval: null,
      firstUnsure: true,
    });
  });

  test('leave out rows that miss an outcome, and only those', () => {
    const outcomes = saltelli(ishigami, 3, 64);
    const without = (list: ArrayLike<number>, drop: number) => Array.from(list).filter((_, j) => j !== drop);
    const holed = {
      ...outcomes,
      ab: outcomes.ab.map((column, i) => Array.from(column).with(5, i === 1 ? Number.NaN : column[5])),
    };
    const result = sobolIndices(holed, resampling);
    expect(result).toMatchObject({ rows: 63, missing: 1 });
    const shorter = {
      a: without(outcomes.a, 5),
      b: without(outcomes.b, 5),
      ab: outcomes.ab.map((one) => without(one, 5)),
    };
    expect(result.factors).toEqual(sobolIndices(shorter, resampling).factors);
  });

  test('there are none of an outcome that does not vary', () => {
    expect(
      sobolIndices(
        saltelli(() => 0.1 + 0.2, 3, 16),
        resampling,
      ).factors,
    ).toBeNull();
    expect(sobolIndices({ a: [], b: [], ab: [[]] }, resampling).factors).toBeNull();
  });

  test('depend on the seed of the resampling alone, and only in their intervals', () => {
    const outcomes = saltelli(ishigami, 3, 64);
    const one = sobolIndices(outcomes, { seed: 'one' });
    expect(sobolIndices(outcomes, { seed: 'one' })).toEqual(one);
    const two = sobolIndices(outcomes, { seed: 'two' });
    expect(two.factors?.[0].first).toBe(one.factors?.[0].first);
    expect(two.factors?.[0].firstInterval).not.toEqual(one.factors?.[0].firstInterval);
  });
});

const unit = (name: string): NumberFactor => ({
  kind: 'number',
  name,
  path: `a.${name}`,
  from: 0,
  to: 1,
  integer: false,
  scale: 'linear',
});

describe('elementary effects', () => {
  const { points, outcomes, mu, muStar, sigma } = stored.morris;
  const factors = mu.map((_, i) => unit(`x${i + 1}`));
  const trajectories: Trajectory[] = points.map((walk, t) => ({
    points: walk.map((levels) => [...levels].map((level) => Number(level) / 3)),
    cells: outcomes[t].map((y) => [y]),
  }));

  test(`of Morris’s function of 20 inputs are those worked by ${stored.made}`, () => {
    const effects = elementaryEffects(factors, trajectories, false, resampling);
    effects.forEach((effect, i) => {
      expect(effect.mu).toBeCloseTo(mu[i], 9);
      expect(effect.muStar).toBeCloseTo(muStar[i], 9);
      expect(effect.sigma).toBeCloseTo(sigma[i], 9);
      const [low, high] = effect.muStarInterval ?? [1, 0];
      expect(low).toBeLessThanOrEqual(muStar[i]);
      expect(high).toBeGreaterThanOrEqual(muStar[i]);
    });
  });

  test('have intervals of the strongest alone where so many are asked for, the same as if all had them', () => {
    const all = elementaryEffects(factors, trajectories, false, resampling);
    const most = [...all].sort((p, q) => (q.muStar ?? 0) - (p.muStar ?? 0)).slice(0, 3);
    const few = elementaryEffects(factors, trajectories, false, resampling, 3);
    expect(few.filter(({ muStarInterval }) => muStarInterval !== null)).toEqual(
      all.filter((one) => most.includes(one)),
    );
    expect(few.map(({ muStar }) => muStar)).toEqual(all.map(({ muStar }) => muStar));
  });

  test('find what Morris 1991 finds: ten inputs matter, and of these 8, 9 and 10 alone act by themselves', () => {
    const effects = elementaryEffects(factors, trajectories, false, resampling);
    const size = effects.map((effect) => effect.muStar ?? 0);
    expect(Math.min(...size.slice(0, 10))).toBeGreaterThan(Math.max(...size.slice(10)));
    const ratio = effects.map((effect) => (effect.sigma ?? 0) / (effect.muStar ?? 1));
    expect(Math.max(...ratio.slice(7, 10))).toBeLessThan(Math.min(...ratio.slice(0, 7)));
    for (const i of [7, 8, 9]) expect(Math.abs((effects[i].mu ?? 0) - 40)).toBeLessThan(12); // 2 x 20 over the range, and what the small coefficients add
  });

  test('by hand: y = 3 p + 2 [colour is green] + 5 p [colour is blue], p over 10 to 1,000 by its logarithm', () => {
    const p: NumberFactor = { ...unit('p'), from: 10, to: 1000, scale: 'log' };
    const colour: CategoryFactor = {
      kind: 'category',
      name: 'colour',
      levels: ['red', 'green', 'blue'].map((name) => ({ name, settings: {} })),
    };
    const own: Factor[] = [p, colour];
    const y = ([value, level]: readonly FactorValue[]) => {
      const u = Math.log10(Number(value) / 10) / 2;
      return 3 * u + (level === 'green' ? 2 : level === 'blue' ? 5 * u : 0);
    };
    const walks: FactorValue[][][] = [
      [
        [10, 'red'],
        [10, 'green'],
        [100, 'green'],
      ], // +2 red to green; 1.5 over half the range: 3
      [
        [1000, 'green'],
        [1000, 'red'],
        [100, 'red'],
      ], // -2 green to red: +2 red to green; -1.5 over -1/2: 3
      [
        [1000, 'blue'],
        [1000, 'red'],
        [10, 'red'],
      ], // blue to red -5: +5 red to blue; 3
      [
        [10, 'red'],
        [10, 'blue'],
        [1000, 'blue'],
      ], // 0 red to blue; 8 over the range
    ];
    // Two replicates whose luck, 0 and 2, all cells share; those with red have 1 more of it in the second.
    const cell = (point: readonly FactorValue[]) => [
      y(point) - 1,
      y(point) + 1 + (point[1] === 'red' ? 1 : 0),
    ];
    const walk = (points: FactorValue[][]): Trajectory => ({
      points,
      cells: points.map((point) => cell(point).map((x) => x - (point[1] === 'red' ? 0.5 : 0))),
    });
    const [ofP, ofColour] = elementaryEffects(own, walks.map(walk), true, resampling);
    expect(ofP).toMatchObject({
      n: 4,
      mu: expect.closeTo(17 / 4, 12),
      muStar: expect.closeTo(17 / 4, 12),
      pairs: [],
    });
    expect(ofP.sigma).toBeCloseTo(2.5, 12); // of 3, 3, 3, 8
    expect(ofColour).toMatchObject({ n: 4, mu: null, muInterval: null, muStar: expect.closeTo(9 / 4, 12) });
    // Within pairs: 2, 2 and 5, 0: squares 12.5 over 2 degrees of freedom.
    expect(ofColour.sigma).toBeCloseTo(2.5, 12);
    expect(ofColour.pairs).toEqual([
      { from: 'red', to: 'green', n: 2, change: expect.closeTo(2, 12), size: expect.closeTo(2, 12) },
      { from: 'red', to: 'blue', n: 2, change: expect.closeTo(2.5, 12), size: expect.closeTo(2.5, 12) },
    ]);
    // Differences of red from another are d - 1/2 and d + 1/2: variance 1/2 of one, 1/4 of the mean of two.
    expect(ofColour.luck).toBeCloseTo(Math.sqrt((2 / Math.PI) * 0.25), 12);
    expect(ofP.luck).toBeCloseTo(0, 12); // what moves both ends alike is no error
  });

  test('have a mu* as large as their luck where a factor does nothing', () => {
    const random = xor4096('luck');
    const noise = () =>
      Array.from({ length: 12 }, () => random.double() - 0.5).reduce((sum, x) => sum + x, 0);
    const walks = Array.from({ length: 500 }, () => ({
      points: [[0], [2 / 3]],
      cells: [0, 1].map(() => [noise(), noise(), noise()]),
    }));
    const [effect] = elementaryEffects([unit('x')], walks, false, { seed: 'x', resamples: 50 });
    expect((effect.muStar ?? 0) / (effect.luck ?? 1)).toBeCloseTo(1, 1);
    const [single] = elementaryEffects(
      [unit('x')],
      walks.map((walk) => ({ ...walk, cells: [[0], [1]] })),
      false,
      {
        seed: 'x',
      },
    );
    expect(single.luck).toBeNull();
  });

  test('are lost only where an end of the step is missing', () => {
    const walk: Trajectory = {
      points: [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
      cells: [[Number.NaN], [2], [5]],
    };
    const [one, two] = elementaryEffects([unit('x'), unit('y')], [walk, walk], false, resampling);
    expect(one).toMatchObject({ n: 0, mu: null, muStar: null, unsure: true });
    expect(two).toMatchObject({ n: 2, mu: 3, muStar: 3, sigma: 0, unsure: false });
  });

  test('refuse a step that moves no factor or two', () => {
    const walk = (points: number[][]) => () =>
      elementaryEffects(
        [unit('x'), unit('y')],
        [{ points, cells: points.map(() => [0]) }],
        false,
        resampling,
      );
    expect(
      walk([
        [0, 0],
        [1, 1],
      ]),
    ).toThrow('step 1 of a trajectory moves 2 factors');
    expect(
      walk([
        [0, 0],
        [0, 1],
        [0, 1],
      ]),
    ).toThrow('step 2 of a trajectory moves 0 factors');
  });
});

describe('noise', () => {
  test('by hand: cells 1, 3 and 5, 9', () => {
    // Within cells 2 and 8, pooled 5; means 2 and 7, so 2.5 of 12.5.
    expect(
      noiseOf(
        [
          [1, 3],
          [5, 9],
        ],
        false,
      ),
    ).toEqual({ perRun: 5, perMean: 2.5, share: 0.2 });
    // Under common luck replicate 2 gives every cell 3 more than replicate 1 but for 1 either way: residuals of 1/2.
    expect(
      noiseOf(
        [
          [1, 3],
          [5, 9],
        ],
        true,
      ),
    ).toEqual({ perRun: 1, perMean: 0.5, share: 0.04 });
  });

  test('is not told from single runs, and common luck that all cells share is none', () => {
    expect(noiseOf([[1], [2]], true)).toBeNull();
    expect(
      noiseOf(
        [
          [1, 11],
          [2, 12],
          [5, 15],
        ],
        true,
      ),
    ).toMatchObject({ share: expect.closeTo(0, 12) });
    expect(noiseOf([[1, Number.NaN, 3], [5, 7, 9], []], false)?.perRun).toBeCloseTo((2 + 8) / 3, 12);
  });
});

test('the variance of a difference by luck, by hand', () => {
  // Differences 1, 3, 5: variance 4, of the mean of three 4 / 3.
  expect(differenceVariance([0, 0, 0], [1, 3, 5], true)).toBeCloseTo(4 / 3, 12);
  expect(differenceVariance([0, 5, 0], [1, 8, 5], true)).toBeCloseTo(4 / 3, 12);
  // 1, 3 has variance 2 and 5, 9 has 8: 2 / 2 + 8 / 2.
  expect(differenceVariance([1, 3], [5, 9, Number.NaN], false)).toBe(5);
  expect(differenceVariance([1, 3], [Number.NaN, 9], true)).toBeNull();
  expect(differenceVariance([1], [5, 9], false)).toBeNull();
});

describe('the bootstrap', () => {
  test('of a mean has the width of its standard error', () => {
    const values = Array.from({ length: 100 }, (_, i) => i);
    const [interval] = bootstrap(
      100,
      1,
      (drawn, into) => {
        into[0] = drawn.reduce((sum, i) => sum + values[i], 0) / drawn.length;
      },
      { seed: 'mean', resamples: 4000 },
    );
    const [low, high] = interval ?? [0, 0];
    expect((high - low) / 2 / 1.96).toBeCloseTo(28.866 / 10, 0.5); // sd of 0 to 99 over 10
    expect((high + low) / 2).toBeCloseTo(49.5, 0);
  });

  test('gives none of one unit, nor where most resamples have no value', () => {
    const measure = (_: Int32Array, into: Float64Array) => into.fill(1);
    expect(bootstrap(1, 2, measure, resampling)).toEqual([null, null]);
    expect(bootstrap(5, 1, (_, into) => into.fill(Number.NaN), resampling)).toEqual([null]);
  });
});
