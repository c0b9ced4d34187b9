/** The two-level model against lme4, published figures and closed forms. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Method, TwoLevelError, type TwoLevelFit, TwoLevelSums } from '../analysis/two-level.ts';
import stored from './support/two-level.generated.json' with { type: 'json' };

/** Fits the columns of a stored case; pupils are added in the order given. */
function estimate(
  given: { group: number[]; columns: Record<string, number[]>; outcome: string; predictors: string[] },
  method: Method,
  order: readonly number[] = given.group.map((_, i) => i),
): TwoLevelFit {
  const names = Object.keys(given.columns);
  const sums = new TwoLevelSums(names);
  for (const i of order)
    sums.add(
      given.group[i],
      names.map((name) => given.columns[name][i]),
    );
  return sums.fit(given.outcome, given.predictors, method);
}

function caseNamed(name: string) {
  const found = stored.cases.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`no case ${name}`);
  return { ...found, columns: found.columns as unknown as Record<string, number[]> };
}

/** Relative to the size of what is expected, and of 1 where that is 0. */
function expectNear(value: number, expected: number, relative: number): void {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(relative * (Math.abs(expected) || 1));
}

describe(`as ${stored.made} fits it`, () => {
  for (const { name } of stored.cases) {
    for (const method of ['REML', 'ML'] as const) {
      test(`${name}, ${method}`, () => {
        const given = caseNamed(name);
        const expected = given[method];
        const result = estimate(given, method);
        expect(result.converged).toBe(true);
        expectNear(result.logLikelihood, expected.logLikelihood, 1e-9);
        expectNear(result.within, expected.within, 1e-5);
        // lme4 stops a little above 0 where the estimate is 0.
        expect(Math.abs(result.between - expected.between)).toBeLessThanOrEqual(
          1e-5 * expected.between + 1e-9 * expected.within,
        );
        expect(result.coefficients.map((c) => c.name)).toEqual(['intercept', ...given.predictors]);
        result.coefficients.forEach(({ estimate, standardError }, k) => {
          expectNear(estimate, expected.coefficients[k], 1e-5);
          expectNear(standardError, expected.standardErrors[k], 1e-5);
        });
        expect(result.logLikelihood).toBeGreaterThanOrEqual(expected.logLikelihood - 1e-7);
        expect(result.atBoundary).toBe(result.between === 0);
        expect(result.share).toBe(result.between / (result.between + result.within));
      });
    }
  }
});

describe('as printed', () => {
  test('lme4’s vignette and manual: dyestuff and sleepstudy', () => {
    const yields = estimate(caseNamed('Dyestuff'), 'REML');
    expect(Math.sqrt(yields.between)).toBeCloseTo(42.0, 2);
    expect(Math.sqrt(yields.within)).toBeCloseTo(49.51, 2);
    expect(yields.coefficients[0].estimate).toBeCloseTo(1527.5, 8);
    expect(yields.coefficients[0].standardError).toBeCloseTo(19.38, 2);
    expect(Math.sqrt(estimate(caseNamed('Dyestuff'), 'ML').between)).toBeCloseTo(37.26, 2);
    const sleep = estimate(caseNamed('sleepstudy'), 'REML');
    expect(sleep.coefficients[0].estimate).toBeCloseTo(251.4051, 4);
    expect(sleep.coefficients[0].standardError).toBeCloseTo(9.7467, 4);
    expect(sleep.coefficients[1].estimate).toBeCloseTo(10.4673, 4);
    expect(sleep.coefficients[1].standardError).toBeCloseTo(0.8042, 4);
    expect(Math.sqrt(sleep.between)).toBeCloseTo(37.124, 3);
    expect(Math.sqrt(sleep.within)).toBeCloseTo(30.991, 3);
  });

  test('by hand: equal groups are the analysis of variance', () => {
    // Groups 1 2 3, 4 5 6 and 10 11 12: mean squares 1 inside and 3 * variance of 2, 5, 11 = 63 between.
    const sums = new TwoLevelSums(['y']);
    [1, 2, 3, 4, 5, 6, 10, 11, 12].forEach((y, i) => {
      sums.add(Math.floor(i / 3), [y]);
    });
    const { between, within, share, coefficients, groups, observations } = sums.fit('y', []);
    expect(within).toBeCloseTo(1, 10);
    expect(between).toBeCloseTo((63 - 1) / 3, 8);
    expect(share).toBeCloseTo(62 / 65, 10);
    expect(coefficients[0].estimate).toBeCloseTo(6, 12);
    expect(coefficients[0].standardError).toBeCloseTo(Math.sqrt(63 / 9), 9);
    expect([groups, observations]).toEqual([3, 9]);
  });
});

describe('what must not matter', () => {
  const given = caseNamed('schools');

  test('the order of pupils and the numbers of schools', () => {
    const forward = estimate(given, 'REML');
    const backward = estimate(
      { ...given, group: given.group.map((g) => 977 * g) },
      'REML',
      given.group.map((_, i) => given.group.length - 1 - i),
    );
    expectNear(backward.between, forward.between, 1e-9);
    expectNear(backward.coefficients[1].estimate, forward.coefficients[1].estimate, 1e-9);
  });

  test('columns that the model does not use', () => {
    const wide = estimate({ ...given, predictors: ['low'] }, 'ML');
    const { low, result } = given.columns;
    expectNear(
      estimate({ ...given, columns: { low, result }, predictors: ['low'] }, 'ML').between,
      wide.between,
      1e-12,
    );
  });

  test('units: of the outcome, of a predictor, and where they start', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5, max: 5 }),
        fc.integer({ min: -5, max: 5 }),
        fc.double({ min: -1e5, max: 1e5, noNaN: true }),
        (outcomeUnit, predictorUnit, shift) => {
          const [a, b] = [10 ** outcomeUnit, 10 ** predictorUnit];
          const { low, result } = given.columns;
          const plain = estimate({ ...given, columns: { low, result }, predictors: ['low'] }, 'REML');
          const moved = estimate(
            {
              ...given,
              columns: { low: low.map((x) => b * (x + shift)), result: result.map((y) => a * y) },
              predictors: ['low'],
            },
            'REML',
          );
          expectNear(moved.share, plain.share, 1e-5);
          expectNear(moved.coefficients[1].estimate * (b / a), plain.coefficients[1].estimate, 1e-5);
          expectNear(
            moved.coefficients[1].standardError * (b / a),
            plain.coefficients[1].standardError,
            1e-5,
          );
        },
      ),
      { numRuns: 40, seed: 1 },
    );
  });
});

describe('what cannot be fitted is named', () => {
  const make = (rows: readonly (readonly [group: number, ...values: number[]])[], columns = ['x', 'y']) => {
    const sums = new TwoLevelSums(columns);
    for (const [group, ...values] of rows) sums.add(group, values);
    return sums;
  };
  const fault = (work: () => unknown): string => {
    try {
      work();
    } catch (error) {
      if (error instanceof TwoLevelError) return error.fault;
      throw error;
    }
    return 'none';
  };
  const some = [
    [1, 0, 1],
    [1, 1, 3],
    [2, 0, 2],
    [2, 1, 7],
    [3, 1, 4],
    [3, 0, 8],
  ] as const;

  test.each([
    ['no observations', () => make([]).fit('y', [])],
    ['not a finite number', () => make([[1, 0, Number.NaN]])],
    ['unknown column', () => make(some).fit('z', [])],
    ['unknown column', () => make(some).fit('y', ['z'])],
    ['one group', () => make(some.map(([, x, y]) => [1, x, y])).fit('y', [])],
    ['one observation a group', () => make(some.map(([, x, y], i) => [i, x, y])).fit('y', [])],
    ['too few observations', () => make(some.slice(0, 3), ['x', 'y']).fit('y', ['x', 'x'])],
    ['too few groups', () => make(some.map(([g, , y]) => [g % 2, g % 2, y])).fit('y', ['x'])],
    ['collinear predictors', () => make(some.map(([g, , y]) => [g, 7, y])).fit('y', ['x'])],
    ['collinear predictors', () => make(some).fit('y', ['x', 'x'])],
    ['no variation within groups', () => make(some.map(([g, x]) => [g, x, g])).fit('y', [])],
    ['no variation within groups', () => make(some.map(([g, x]) => [g, x, 5 * x + g * g])).fit('y', ['x'])],
    ['no variation within groups', () => make(some.map(([g, x]) => [g, x, 3])).fit('y', [])],
    ['none', () => make(some).fit('y', ['x'])],
  ])('%s', (expected, work) => {
    expect(fault(work)).toBe(expected);
  });

  test('and the message says what it was about', () => {
    expect(() => make(some).fit('y', ['x', 'x'])).toThrow(
      'collinear predictors: x follows from those before it',
    );
  });
});

test('500 schools of 100 pupils take some 30 looks at the likelihood, none of them at a pupil', () => {
  const sums = new TwoLevelSums(['a', 'b', 'c', 'y']);
  for (let i = 0; i < 50_000; i++)
    sums.add(i % 500, [i % 2, (i * 7) % 11, (i * i) % 13, ((i * 31) % 101) + ((i % 500) % 17)]);
  const { converged, evaluations, share } = sums.fit('y', ['a', 'b', 'c']);
  expect(converged).toBe(true);
  expect(evaluations).toBeLessThan(40);
  expect(share).toBeGreaterThan(0.01);
});
