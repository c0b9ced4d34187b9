/** Replicates and power against R's power.t.test, published figures and simulation. */
import xor4096 from 'seedrandom/lib/xor4096.js';
import { describe, expect, test } from 'vitest';
import { paired } from '../analysis/paired.ts';
import { replicateNeeds } from '../analysis/sensitivity/needs.ts';
import {
  type Aim,
  MOST_REPLICATES,
  overPowered,
  power,
  replicatesFor,
  replicatesForHalfWidth,
  ruleOfSecchiAndSeri,
  smallestDifference,
} from '../analysis/sensitivity/replicates.ts';
import { summariseAll, summariseCell } from '../analysis/sensitivity/summary.ts';
import { welch, welchInterval } from '../analysis/t-test.ts';
import stored from './support/power.generated.json' with { type: 'json' };

const aim = (changes: Partial<Aim>): Aim => ({
  comparison: 'independent',
  difference: 1,
  sd: 1,
  alpha: 0.05,
  power: 0.8,
  ...changes,
});
const comparisonOf = (type: string) => (type === 'paired' ? 'paired' : 'independent');

describe(`as power.t.test has it (${stored.made})`, () => {
  test('replicates needed', () => {
    for (const { type, d, alpha, power, n } of stored.needed) {
      const found = replicatesFor(
        aim({ comparison: comparisonOf(type), difference: 3 * d, sd: 3, alpha, power }),
      );
      expect(found, `${type} d ${d} alpha ${alpha} power ${power}`).toBe(Math.max(2, Math.ceil(n)));
    }
  });

  test('power', () => {
    for (const { type, n, d, alpha, power: expected } of stored.achieved) {
      expect(power(aim({ comparison: comparisonOf(type), difference: d, alpha }), n)).toBeCloseTo(
        expected,
        7,
      );
    }
  });
});

describe('replicates', () => {
  test('of two independent configurations at alpha 0.01 and power 0.95, as published and exactly', () => {
    // Secchi and Seri 2017: 876, 221 and 56 runs for f = 0.1, 0.2, 0.4; ten configurations 313, 79, 20.
    const f = [0.1, 0.2, 0.4];
    expect(f.map((one) => ruleOfSecchiAndSeri(2, one))).toEqual([876, 221, 56]);
    expect(f.map((one) => ruleOfSecchiAndSeri(10, one))).toEqual([313, 79, 20]);
    // Their rule is a fit; f = 0.1 is d = 0.2, and R's power.t.test says 892.4, 224.3 and 57.4.
    const exact = f.map((one) => replicatesFor(aim({ difference: 2 * one, alpha: 0.01, power: 0.95 })));
    expect(exact).toEqual([893, 225, 58]);
    exact.forEach((n, i) => {
      expect(ruleOfSecchiAndSeri(2, f[i]) / (n ?? 0)).toBeGreaterThan(0.96);
    });
  });

  test('have the power that simulated tests have', () => {
    const random = xor4096('power');
    const normal = () => Array.from({ length: 12 }, () => random.double()).reduce((sum, x) => sum + x, -6);
    const n = replicatesFor(aim({ comparison: 'paired', difference: 0.5 })) ?? 0;
    let found = 0;
    for (let s = 0; s < 2000; s++) {
      const luck = Array.from({ length: n }, () => 5 * normal());
      const [low, high] = paired(
        luck,
        luck.map((x) => x + 0.5 + normal()),
      ).intervals?.[95] ?? [0, 0];
      if (low > 0 || high < 0) found++;
    }
    expect(n).toBe(34); // Cohen 1988, and R
    expect(Math.abs(found / 2000 - 0.81)).toBeLessThan(0.03);
  });

  test('for an interval: the fewest whose half-width is no more than asked', () => {
    // t for 17 degrees of freedom is 2.110: 2.110 / sqrt 18 = 0.4973; for 16, 2.120 / sqrt 17 = 0.5142.
    expect(replicatesForHalfWidth(1, 0.5, 0.95)).toBe(18);
    expect(replicatesForHalfWidth(10, 5, 0.95)).toBe(18);
    expect(replicatesForHalfWidth(0, 1, 0.95)).toBe(2);
  });

  test('grow with the square of what is asked, and past the most are none', () => {
    // R's power.t.test: 3924441.
    expect((replicatesFor(aim({ difference: 0.002 })) ?? 0) / 3924441).toBeCloseTo(1, 5);
    expect(replicatesFor(aim({ difference: 0.001 }))).toBeNull(); // 15,697,760
    expect(replicatesFor(aim({ difference: 1e-5 }))).toBeNull();
    expect(replicatesFor(aim({ difference: 1000 }))).toBe(2);
    expect(replicatesForHalfWidth(1, 1e-6, 0.95)).toBeNull();
    expect(MOST_REPLICATES).toBe(10_000_000);
  });

  test('have a smallest difference, which they find with just the power asked for', () => {
    const { difference, ...rest } = aim({ comparison: 'paired', sd: 2.5 });
    expect(difference).toBe(1);
    const smallest = smallestDifference(rest, 40);
    expect(power({ ...rest, difference: smallest }, 40)).toBeCloseTo(0.8, 6);
  });

  test('are too many from twice those needed on', () => {
    const wanted = aim({ comparison: 'paired', difference: 0.5 }); // needs 34
    expect([34, 68, 69, 1000].map((n) => overPowered(wanted, n))).toEqual([false, false, true, true]);
  });
});

describe('what a sweep needs', () => {
  const options = { alpha: 0.05, power: 0.8, difference: null };
  const until = {
    kind: 'until',
    outcome: 'attainment',
    width: 4,
    confidence: 0.95,
    min: 2,
    max: 9,
    block: 1,
  } as const;

  test('by hand: cells 1, 3 and 5, 9, with shared luck and without', () => {
    // Within cells 2 and 8, pooled 5; residuals of 1/2 under shared luck, so a variance of 1 and of a difference 2.
    const cells = [
      [1, 3],
      [5, 9],
    ];
    const shared = replicateNeeds(cells, true, options, null);
    expect(shared).toMatchObject({
      sdRun: Math.sqrt(5),
      sdDifference: Math.SQRT2,
      comparison: 'paired',
      replicates: 2,
    });
    const own = replicateNeeds(cells, false, options, null);
    expect(own).toMatchObject({ sdRun: Math.sqrt(5), sdDifference: null, comparison: 'independent' });
    expect(own?.differences.map(({ f, d, paired: n }) => [f, d, n])).toEqual(
      [
        [0.1, 0.2, null],
        [0.2, 0.4, null],
        [0.4, 0.8, null],
      ].map((row) => row.map((x) => (x === null ? null : expect.closeTo(x, 12)))),
    );
    // R's power.t.test: 393.4, 99.1 and 25.5 of each for d = 0.2, 0.4 and 0.8.
    expect(own?.differences.map(({ independent }) => independent)).toEqual([394, 100, 26]);
    expect(own?.differences[0].rule).toBeNull();
    const strict = replicateNeeds(cells, false, { alpha: 0.01, power: 0.95, difference: null }, null);
    expect(strict?.differences.map(({ rule }) => rule)).toEqual([876, 221, 56]);
  });

  test('nothing is told of pairs where there is one cell, nor of luck from single runs', () => {
    expect(replicateNeeds([[1, 3, 4]], true, options, null)).toMatchObject({ sdDifference: null });
    expect(replicateNeeds([[1], [2]], true, options, null)).toBeNull();
    expect(
      replicateNeeds(
        [
          [2, 2],
          [3, 3],
        ],
        true,
        options,
        null,
      ),
    ).toBeNull();
  });

  test('counts the cells whose interval is narrow enough', () => {
    // t for 3 degrees of freedom is 3.182: 2 x 3.182 x sd / 2 is 3.67 for sd 1.155 and 11 for three times that.
    const cells = [
      [1, 1, 3, 3],
      [3, 3, 9, 9],
    ];
    const needs = replicateNeeds(cells, false, options, until);
    expect(needs?.width).toMatchObject({ width: 4, reached: 1, cells: 2 });
    // Pooled sd 2.582: 2 at most to each side takes 9.
    expect(needs?.width?.replicates).toBe(replicatesForHalfWidth(Math.sqrt(20 / 3), 2, 0.95));
  });
});

describe('Welch’s interval', () => {
  // R: t.test(extra ~ group, data = sleep) prints -3.3654832 and 0.2054832, with t = -1.8608 and df = 17.776.
  const one = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
  const two = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

  test('of Student’s sleep data is the one that R prints', () => {
    expect(welch(one, two)?.df).toBeCloseTo(17.776, 3);
    const [low, high] = welchInterval(one, two, 0.95) ?? [0, 0];
    expect(low).toBeCloseTo(-3.3654832, 6);
    expect(high).toBeCloseTo(0.2054832, 6);
  });

  test('has no width where nothing varies, and is none of single values', () => {
    expect(welchInterval([2, 2], [1, 1], 0.95)).toEqual([1, 1]);
    expect(welchInterval([2], [1, 1], 0.95)).toBeNull();
  });
});

describe('summaries', () => {
  test('of a cell, by hand, with a run that failed', () => {
    const summary = summariseCell([4, Number.NaN, 2, 6]);
    expect(summary).toMatchObject({ n: 3, failed: 1, mean: 4, sd: 2, min: 2, max: 6 });
    // t for 2 degrees of freedom is 4.302653.
    expect(summary.interval?.[0]).toBeCloseTo(4 - (4.302653 * 2) / Math.sqrt(3), 5);
    expect(summary.quantiles).toEqual([2.2, 3, 4, 5, 5.8].map((x) => expect.closeTo(x, 12)));
    expect(summariseCell([Number.NaN])).toMatchObject({ n: 0, failed: 1, mean: Number.NaN, interval: null });
  });

  test('of all have the interval of the means of replicates that all cells have', () => {
    const summary = summariseAll([
      [1, 2, 9],
      [3, 6, Number.NaN],
      [Number.NaN, Number.NaN, Number.NaN],
    ]);
    expect(summary).toMatchObject({ n: 5, failed: 4, mean: 4.2 });
    // Means of the first two replicates: 2 and 4; t for one degree of freedom is 12.7062.
    expect(summary.interval?.[0]).toBeCloseTo(3 - 12.7062, 3);
    expect(summariseAll([[1], [2]]).interval).toBeNull();
  });
});
