/** Analysis against values worked by hand, printed in textbooks or tables, or given by R; each says which. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bands, differenceBands } from '../analysis/bands.ts';
import { compareOutcomes, sameSchools } from '../analysis/comparison.ts';
import { decimalsOf, decimalsToShow, formatNumber } from '../analysis/format.ts';
import { LEVELS, meanInterval } from '../analysis/interval.ts';
import { mean, quantile, variance } from '../analysis/moments.ts';
import { outcomeOf, summarise, transferables } from '../analysis/outcomes.ts';
import { paired } from '../analysis/paired.ts';
import { HEADLINES, phrases } from '../analysis/phrases.ts';
import { COMPARISON_SEED, replicateSeeds } from '../analysis/seeds.ts';
import { differenceSentence, runSentence } from '../analysis/sentence.ts';
import { advance, checkScenario, digest, metrics, type Scenario, start } from '../sim/index.ts';

/**
 * Extra hours of sleep of ten patients under two drugs (Student 1908, "The probable error of a mean"; `sleep`
 * in R). R's `t.test(g2, g1, paired = TRUE)` prints the mean 1.58 and the interval 0.7001142 to 2.4598858.
 */
const drug1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
const drug2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 30 });

function scenario(plain: object): Scenario {
  const checked = checkScenario(plain);
  if (checked.scenario === null) throw new Error(JSON.stringify(checked.problems));
  return checked.scenario;
}

describe('moments', () => {
  test('by hand: 2, 4, 4, 4, 5, 5, 7, 9 have mean 5 and squares about it summing to 32', () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9];
    expect(mean(values)).toBe(5);
    expect(variance(values)).toBeCloseTo(32 / 7, 14);
  });

  test('equal values have exactly no variance, whatever their digits', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
        fc.integer({ min: 2, max: 60 }),
        (x, n) => {
          const values = new Array(n).fill(x);
          expect(mean(values) === x).toBe(true);
          expect(variance(values)).toBe(0);
        },
      ),
    );
  });

  test('quantiles agree with R: quantile(c(1, 2, 3, 4, 10), c(.1, .25, .5, .95)) and quantile(1:10, .9)', () => {
    const sorted = [1, 2, 3, 4, 10];
    expect([0.1, 0.25, 0.5, 0.95].map((p) => quantile(sorted, p))).toEqual(
      [1.4, 2, 3, 8.8].map((x) => expect.closeTo(x, 12)),
    );
    expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBeCloseTo(9.1, 12);
    expect([0, 0.5, 1].map((p) => quantile([7], p))).toEqual([7, 7, 7]);
  });
});

describe('the t interval', () => {
  test('has the half-widths of the printed t table', () => {
    // Fisher and Yates, table III: t for 2, 9 and 30 degrees of freedom, two-sided 5 %, 20 % and 50 %.
    const printed = { 2: [0.816, 1.886, 4.303], 9: [0.703, 1.383, 2.262], 30: [0.683, 1.31, 2.042] };
    for (const [df, row] of Object.entries(printed)) {
      const n = Number(df) + 1;
      const values = Array.from({ length: n }, (_, i) => i);
      const standardError = Math.sqrt(variance(values) / n);
      LEVELS.forEach((level, i) => {
        const [low, high] = meanInterval(values, level) ?? [0, 0];
        expect((high - low) / 2 / standardError).toBeCloseTo(row[i], 2.9);
        expect((high + low) / 2).toBeCloseTo(mean(values), 12);
      });
    }
  });

  test('needs two values', () => {
    expect(meanInterval([], 95)).toBeNull();
    expect(meanInterval([3], 95)).toBeNull();
  });
});

describe('paired differences', () => {
  test('of Student’s sleep data are those that R prints', () => {
    const result = paired(drug1, drug2);
    expect(result.pairs).toBe(10);
    expect(result.a).toBeCloseTo(0.75, 12);
    expect(result.b).toBeCloseTo(2.33, 12);
    expect(result.difference).toBeCloseTo(1.58, 12);
    const [low, high] = result.intervals?.[95] ?? [0, 0];
    expect(low).toBeCloseTo(0.7001142, 6);
    expect(high).toBeCloseTo(2.4598858, 6);
    // Nine patients slept longer under the second drug and one the same: (9 + 1/2) / 10.
    expect(result.probability).toBe(0.95);
    // By R: mean(d) / sd(d), and var(d) / (var(g1) + var(g2)).
    expect(result.effect).toBeCloseTo(1.284558, 5);
    expect(result.varianceRatio).toBeCloseTo(0.209845, 5);
  });

  test('by hand: 1, 2, 3 against 2, 4, 6', () => {
    // Differences 1, 2, 3: mean 2, sd 1, so d = 2; variances 1 and 4, so the ratio is 1 / 5.
    const result = paired([1, 2, 3], [2, 4, 6]);
    expect(result.difference).toBe(2);
    expect(result.effect).toBe(2);
    expect(result.varianceRatio).toBe(0.2);
    // 4.302653 is t for 2 degrees of freedom: 2 +- 4.302653 / sqrt 3.
    expect(result.intervals?.[95][0]).toBeCloseTo(2 - 4.302653 / Math.sqrt(3), 5);
  });

  test('that do not vary have no effect size and an interval of no width', () => {
    const result = paired([0.1, 0.2, 0.3], [0.1, 0.2, 0.3]);
    expect(result).toMatchObject({ difference: 0, effect: null, probability: 0.5, varianceRatio: 0 });
    expect(result.intervals?.[95]).toEqual([0, 0]);
    expect(paired([1, 1], [1, 1]).varianceRatio).toBeNull();
    // 0.59 - 0.52 and 0.61 - 0.54 differ in their last digit, which is rounding and no finding.
    const rounded = paired([0.52, 0.54], [0.59, 0.61]);
    expect(rounded.effect).toBeNull();
    expect(rounded.intervals?.[95]).toEqual([rounded.difference, rounded.difference]);
  });

  test('of one pair give no interval; of none, or of uneven lists, are refused', () => {
    expect(paired([1], [2])).toMatchObject({ difference: 1, intervals: null, effect: null, probability: 1 });
    expect(() => paired([], [])).toThrow('no pairs');
    expect(() => paired([1, 2], [1])).toThrow('2 values of A against 1 of B');
  });

  test('turn round when the sides are exchanged', () => {
    fc.assert(
      fc.property(numbers, (a) => {
        const b = a.map((x, i) => x * 0.5 + i);
        const [there, back] = [paired(a, b), paired(b, a)];
        expect(back.difference === -there.difference).toBe(true);
        expect(back.probability).toBeCloseTo(1 - there.probability, 12);
        expect(back.intervals?.[95][0] === -(there.intervals?.[95][1] ?? 0)).toBe(true);
        const [low, high] = there.intervals?.[80] ?? [0, 0];
        expect(low <= there.difference && there.difference <= high).toBe(true);
      }),
    );
  });
});

describe('bands', () => {
  test('are the quantiles of the runs at each sample', () => {
    // Eleven runs worth 0 to 10 times the sample: at sample 1 the quantile p is 10 p by definition 7.
    const runs = Array.from({ length: 11 }, (_, i) => [0, i, 2 * i]);
    const { median, bands: edges, runs: n } = bands(runs);
    expect(n).toBe(11);
    expect([...median]).toEqual([0, 5, 10]);
    expect([...edges[50].low]).toEqual([0, 2.5, 5]);
    expect([...edges[80].high]).toEqual([0, 9, 18]);
    expect(edges[95].low[1]).toBeCloseTo(0.25, 12);
    expect(edges[95].high[1]).toBeCloseTo(9.75, 12);
  });

  test('lie inside one another around the median, in any order of the runs', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const { median, bands: edges } = bands(values.map((x) => [x]));
        const chain = [
          edges[95].low[0],
          edges[80].low[0],
          edges[50].low[0],
          median[0],
          edges[50].high[0],
          edges[80].high[0],
          edges[95].high[0],
        ];
        for (let i = 1; i < chain.length; i++) expect(chain[i]).toBeGreaterThanOrEqual(chain[i - 1]);
        expect(bands([...values].reverse().map((x) => [x])).median[0]).toBe(median[0]);
      }),
    );
  });

  test('of the difference agree with the paired difference at every sample', () => {
    const series = (values: readonly number[]) => values.map((x) => [x, x * 2]);
    const result = differenceBands(series(drug1), series(drug2));
    const single = paired(drug1, drug2);
    expect(result.pairs).toBe(10);
    expect(result.mean[0]).toBe(single.difference);
    expect(result.mean[1]).toBeCloseTo(2 * single.difference, 12);
    for (const level of LEVELS) {
      expect(result.intervals?.[level].low[0]).toBe(single.intervals?.[level][0]);
      expect(result.intervals?.[level].high[0]).toBe(single.intervals?.[level][1]);
    }
  });

  test('leave their input alone, and refuse what does not fit together', () => {
    const runs = [Float64Array.of(3), Float64Array.of(1), Float64Array.of(2)];
    bands(runs);
    expect(runs.map(([x]) => x)).toEqual([3, 1, 2]);
    expect(() => bands([])).toThrow('no runs');
    expect(() => bands([[1], [1, 2]])).toThrow('series of 1 and of 2 samples');
    expect(() => differenceBands([[1]], [[1], [2]])).toThrow('1 series of A against 2 of B');
    expect(differenceBands([[1]], [[3]])).toMatchObject({ pairs: 1, intervals: null });
  });
});

describe('outcomes', () => {
  const small = scenario({ title: 'Small', years: 1, district: { schools: 6 } });

  test('are the last value, or the mean of all samples after week 0 where the metric says so', () => {
    const series = Float64Array.of(100, 1, 2, 6);
    expect(outcomeOf({ outcome: 'end' }, series)).toBe(6);
    expect(outcomeOf({ outcome: 'mean' }, series)).toBe(3);
    expect(outcomeOf({ outcome: 'mean' }, Float64Array.of(5))).toBe(5);
    expect(() => outcomeOf({ outcome: 'end' }, new Float64Array())).toThrow('without samples');
  });

  test('of a run hold its digest, its series and one number a metric, and survive being posted', () => {
    const run = start(small, { seed: 'x' });
    expect(() => summarise(run)).toThrow('0 of 39 weeks');
    advance(run, 39);
    const result = summarise(run);
    expect(result).toMatchObject({ digest: digest(run), seed: 'x', weeks: 39 });
    expect([...result.sampleWeeks]).toEqual([0, 13, 26, 39]);
    for (const metric of metrics) {
      expect(result.series[metric.key]).toEqual(run.series[metric.key]);
      expect(result.outcomes[metric.key]).toBe(outcomeOf(metric, run.series[metric.key]));
    }
    expect(transferables(result)).toHaveLength(2);
    const posted = structuredClone(result, { transfer: transferables(result) });
    expect(posted.series.trustWithinSchools).toEqual(run.series.trustWithinSchools);
    expect(result.series.trustWithinSchools).toHaveLength(0);
    expect(run.series.trustWithinSchools).toHaveLength(4);
  });

  test('are compared only between runs with one seed', () => {
    const outcomes = (value: number) => Object.fromEntries(metrics.map(({ key }) => [key, value])) as never;
    const a = [{ seed: '1', outcomes: outcomes(1) }];
    const b = [{ seed: '1', outcomes: outcomes(3) }];
    expect(compareOutcomes(a, b).trustWithinSchools).toMatchObject({ pairs: 1, a: 1, b: 3, difference: 2 });
    expect(() => compareOutcomes(a, [{ seed: '2', outcomes: outcomes(3) }])).toThrow('seed 1 paired with 2');
  });

  test('are of the same schools where the files, or the generated districts, are the same', () => {
    const other = scenario({ title: 'Other', district: { schools: 6 }, market: { choice: 0.9 } });
    const larger = scenario({ title: 'Larger', district: { schools: 7 } });
    const real = scenario({ title: 'Real', schools: { register: 'a.csv' } });
    const withResults = scenario({ title: 'Real', schools: { register: 'a.csv', results: 'b.csv' } });
    expect(sameSchools(small, other)).toBe(true);
    expect(sameSchools(small, larger)).toBe(false);
    expect(sameSchools(small, real)).toBe(false);
    expect(sameSchools(real, real)).toBe(true);
    expect(sameSchools(real, withResults)).toBe(false);
  });
});

describe('replicate seeds', () => {
  test('belong to the comparison, are counted from 1, and begin every longer list', () => {
    expect(replicateSeeds('winter', 3)).toEqual(['winter/1', 'winter/2', 'winter/3']);
    expect(replicateSeeds(COMPARISON_SEED, 50).slice(0, 20)).toEqual(replicateSeeds(COMPARISON_SEED, 20));
    expect(new Set(replicateSeeds('x', 1000)).size).toBe(1000);
  });
});

describe('numbers for readers', () => {
  test('look the same everywhere', () => {
    expect(formatNumber(1234.5, 1)).toBe('1234.5');
    expect(formatNumber(12345.678, 2)).toBe('12,345.68');
    expect(formatNumber(-1234567, 0)).toBe('-1,234,567');
    expect(formatNumber(-0.001, 2)).toBe('0.00');
    expect(formatNumber(Number.NaN, 2)).toBe('none');
  });

  test('have the decimals their range and their size ask for', () => {
    const share = { unit: 'share', min: 0, max: 1 };
    const hours = { unit: 'hours a week', min: 0, max: 60 };
    expect(decimalsOf(share)).toBe(2);
    expect(decimalsOf(hours)).toBe(1);
    expect(decimalsOf({ unit: 'pounds', min: 0, max: 1e6 })).toBe(0);
    // 0.0123 would read 0.01; with a third decimal it reads 0.012.
    expect(decimalsToShow(share, 0.0123)).toBe(3);
    expect(decimalsToShow(share, 0)).toBe(2);
    expect(decimalsToShow(share, 1e-30)).toBe(5);
  });
});

describe('sentences', () => {
  const trust = { key: 'trustBetweenSchools', label: 'Trust between schools', unit: 'share', min: 0, max: 1 };
  const setting = { years: 8, a: 'A', b: 'B', sameSchools: true };

  test('name the difference, its direction, its interval and its n', () => {
    // Differences 0.12, 0.13, 0.11: mean 0.12, sd 0.01, half-width 4.3027 * 0.01 / sqrt 3 = 0.0248.
    const result = paired([0.3, 0.31, 0.32], [0.42, 0.44, 0.43]);
    expect(differenceSentence(trust, result, setting)).toBe(
      'Same schools, same luck: after 8 years, trust between schools is 0.12 higher under B than under A ' +
        '(95 % interval 0.10 to 0.14, 3 pairs of runs).',
    );
    expect(differenceSentence(trust, paired([0.42, 0.44, 0.43], [0.3, 0.31, 0.32]), setting)).toContain(
      'is 0.12 lower under B than under A (95 % interval 0.10 to 0.14, 3 pairs of runs)',
    );
  });

  test('say so when the interval holds nothing', () => {
    expect(differenceSentence(trust, paired([0.3, 0.5, 0.4], [0.5, 0.3, 0.42]), setting)).toBe(
      'Same schools, same luck: after 8 years, trust between schools shows no clear difference between A and B ' +
        '(95 % interval of B minus A -0.49 to 0.50, 3 pairs of runs).',
    );
  });

  test('say so when nothing varies, or nothing can', () => {
    expect(differenceSentence(trust, paired([0.3, 0.4], [0.3, 0.4]), setting)).toContain(
      'is the same under A and under B (the same difference in all 2 pairs of runs)',
    );
    expect(differenceSentence(trust, paired([0.3], [0.4]), setting)).toContain(
      'is 0.10 higher under B than under A (one pair of runs, which gives no interval)',
    );
  });

  test('speak of other schools, and of means over the run, as one does', () => {
    const hours = {
      key: 'partnershipHours',
      label: 'x',
      unit: 'x',
      min: 0,
      max: 60,
      outcome: 'mean',
    } as const;
    // Differences 1, 1.1, 1.2: mean 1.1, sd 0.1, half-width 4.3027 * 0.1 / sqrt 3 = 0.248.
    const result = paired([1, 2, 3], [2, 3.1, 4.2]);
    expect(differenceSentence(hours, result, { ...setting, sameSchools: false, years: 1 })).toBe(
      'Different schools, same luck: on average over 1 year, the time a member of staff gives to partnership is ' +
        '1.1 hours a week higher under B than under A (95 % interval 0.9 to 1.3, 3 pairs of runs).',
    );
    expect(runSentence(trust, 0.3, 0.5, 8)).toBe(
      'After 8 years, trust between schools is 0.50 (0.30 at the start).',
    );
  });

  test('speak of a metric that has no words yet by its label and unit', () => {
    const cups = { key: 'cups', label: 'Cups of tea', unit: 'cups a day', min: 0, max: 10 };
    expect(runSentence(cups, 2, 3, 2)).toBe(
      'After 2 years, cups of tea is 3.00 cups a day (2.00 at the start).',
    );
  });

  test('have words for every metric, and headlines among them', () => {
    const keys = metrics.map(({ key }) => key);
    expect(keys.filter((key) => phrases[key] === undefined)).toEqual([]);
    expect(HEADLINES.filter((key) => !keys.includes(key))).toEqual([]);
  });
});
