import { expect, test } from 'vitest';
import {
  beats,
  better,
  effectBetweenRuns,
  isClear,
  isTrivial,
  trivialityOf,
  verdictOf,
} from '../analysis/better.ts';
import { paired } from '../analysis/paired.ts';
import { meanRegion } from '../analysis/region.ts';
import { metrics } from '../sim/index.ts';

const [a, b] = [
  [1, 2, 3, 4],
  [2, 3.5, 4, 6],
];

test('every outcome with a better is one, and its description says so of the high end', () => {
  const declared = new Map<string, (typeof metrics)[number]>(metrics.map((metric) => [metric.key, metric]));
  for (const key of Object.keys(better)) expect(declared.get(key)?.high, key).toBeTruthy();
  expect(better.attainment).toBe('higher');
  expect(better.overload).toBe('lower');
  expect(better.density).toBeUndefined();
});

test('who beats whom depends on which way is better', () => {
  const result = paired(a, b); // B is above A in all four pairs
  expect(beats('attainment', result)).toEqual({ as: 'better', share: 1 });
  expect(beats('overload', result)).toEqual({ as: 'better', share: 0 });
  expect(beats('density', result)).toEqual({ as: 'higher', share: 1 });
  expect(['attainment', 'overload', 'density'].map((key) => verdictOf(key, result))).toEqual([
    'better',
    'worse',
    'higher',
  ]);
  expect(verdictOf('attainment', paired([1, 2, 3], [2, 1, 3.5]))).toBe('unclear');
  expect(isClear(paired([1], [2]))).toBe(false);
});

test('the effect between runs is the difference over the root of the mean variance', () => {
  // By hand: differences 1, 1.5, 1, 2 with mean 1.375; variances 5/3 and 2.72917; 1.375 / sqrt(2.19792) = 0.92746.
  expect(effectBetweenRuns(paired(a, b))).toBeCloseTo(0.92746, 5);
  expect(effectBetweenRuns(paired([1, 1], [2, 2]))).toBeNull();
});

test('a clear difference is trivial when it is small beside what luck does', () => {
  const runs = Array.from({ length: 20 }, (_, i) => i);
  const little = runs.map((value, i) => value + 0.5 + (i % 2) / 10);
  expect(isClear(paired(runs, little))).toBe(true);
  expect(isTrivial(paired(runs, little)), '0.55 of a standard deviation of 5.9').toBe(true);
  expect(
    isTrivial(
      paired(
        runs,
        runs.map((value, i) => value + 3 + (i % 2) / 10),
      ),
    ),
  ).toBe(false);
  // Not clear, so not trivial either: nothing can be said of it.
  expect(
    isTrivial(
      paired(
        runs,
        runs.map((value, i) => value + (i % 2 ? 1 : -1)),
      ),
    ),
  ).toBe(false);
  expect(trivialityOf(paired(runs, little))).toMatch(
    /^Clear but small: 0\.09 of .* between runs.* With 20 pairs/,
  );
  // Many pairs: a fifteenth of the spread of the differences themselves.
  const many = Array.from({ length: 2000 }, (_, i) => (i % 2 ? 1.066 : -0.934));
  const shallow = paired(new Float64Array(2000), many);
  expect(isTrivial(shallow)).toBe(true);
  expect(trivialityOf(shallow)).toMatch(/^Clear but small: 0\.0\d of .* With 2000 pairs/);
});

test('the region of a mean is an ellipse after Hotelling', () => {
  expect(meanRegion([1, 2], [1, 2], 95)).toBeNull();
  // By hand: variances 10/4 and 2.5, covariance 2 => eigenvalues 4.5 and 0.5 along 45 degrees; F(2, 3) at 95 % is 9.5521.
  const region = meanRegion([1, 2, 3, 4, 5], [2, 1, 3, 5, 4], 95);
  const reach = (2 * 4 * 9.5521) / (5 * 3);
  expect(region?.x).toBe(3);
  expect(region?.angle).toBeCloseTo(Math.PI / 4, 9);
  expect(region?.long).toBeCloseTo(Math.sqrt(reach * 4.5), 3);
  expect(region?.short).toBeCloseTo(Math.sqrt(reach * 0.5), 3);
  expect(meanRegion([1, 2, 3], [2, 4, 6], 95)?.short).toBeCloseTo(0, 6);
  expect(meanRegion([1, 1, 1], [2, 2, 2], 95)).toMatchObject({ long: 0, short: 0 });
});
