/** What a room predicts, held against runs: values worked by hand. */
import { describe, expect, test } from 'vitest';
import { answerOf, optionsOf, type Told } from '../analysis/prediction/answer.ts';
import { blankCurve, missing, stroked, withValue } from '../analysis/prediction/curve.ts';
import { gapOf, gapSentence } from '../analysis/prediction/gap.ts';
import { saidBy, voteSentence } from '../analysis/prediction/votes.ts';
import type { Vote } from '../analysis/stories/story.ts';
import { type MetricKey, metrics } from '../sim/index.ts';

const trust = metrics.find(({ key }) => key === 'trustBetweenSchools') ?? metrics[0];
const NONE = Number.NaN;

describe('a drawn curve', () => {
  test('begins with its start alone, which nothing moves', () => {
    const curve = blankCurve(3, 0.25);
    expect([...curve]).toEqual([0.25, NONE, NONE, NONE]);
    expect(missing(curve)).toBe(3);
    expect([...withValue(curve, 0, 0.9)]).toEqual([0.25, NONE, NONE, NONE]);
    expect([...withValue(curve, 4, 0.9)]).toEqual([0.25, NONE, NONE, NONE]);
    expect([...withValue(withValue(curve, 2, 0.5), 2, NONE)]).toEqual([0.25, NONE, NONE, NONE]);
  });

  test('takes the line between two points of a stroke, whichever way it goes', () => {
    // From (0.5, 0.1) to (3.5, 0.7): a rise of 0.2 a year, so 0.2, 0.4 and 0.6 at years 1 to 3; year 4 is the nearest to the end.
    const there = stroked(blankCurve(5, 0), { year: 0.5, value: 0.1 }, { year: 3.5, value: 0.7 });
    const close = (curve: Float64Array) => [...curve].map((value) => Number(value.toFixed(12)));
    expect(close(there)).toEqual([0, 0.2, 0.4, 0.6, 0.7, NONE]);
    const back = stroked(blankCurve(5, 0), { year: 3.5, value: 0.7 }, { year: 0.5, value: 0.1 });
    // The end of this stroke lies nearest to year 1 (0.5 rounds up).
    expect(close(back)).toEqual([0, 0.1, 0.4, 0.6, NONE, NONE]);
    expect(close(stroked(there, { year: 2, value: 0.9 }, { year: 2, value: 0.9 }))[2]).toBe(0.9);
  });
});

/** A run of three years that is at these values at the ends of its years, in steps. */
const run = (...years: number[]) =>
  Float64Array.from([years[0], ...years.slice(1).flatMap((y) => [y, y, y])]);

describe('the gap', () => {
  // Means of the two runs at the ends of years 1 to 3: 0.3, 0.4, 0.6. Bands of two runs reach nearly from one to the other.
  const runs = [run(0.2, 0.2, 0.3, 0.5), run(0.2, 0.4, 0.5, 0.7)];

  test('is the mean of the differences at the ends of years, and how it ends', () => {
    const gap = gapOf(Float64Array.of(0.2, 0.5, 0.4, 0.3), runs);
    // 0.2, 0 and -0.3.
    expect(gap.years).toBe(3);
    expect(gap.average).toBeCloseTo(-0.1 / 3, 12);
    expect(gap.distance).toBeCloseTo(0.5 / 3, 12);
    expect(gap.last.year).toBe(3);
    expect(gap.last.gap).toBeCloseTo(-0.3, 12);
    expect(gap.inside).toBe(1);
    expect(gapSentence(trust, gap)).toBe(
      'On average your curve lay 0.03 below the mean of the runs; at the end of year 3 it lay 0.30 below the mean of the runs. ' +
        'It lay within the band that holds 95 % of the runs in 1 of 3 years.',
    );
  });

  test('leaves out what is not drawn, and says where nothing is', () => {
    const gap = gapOf(Float64Array.of(0.2, NONE, 0.42, NONE), runs);
    expect(gap).toMatchObject({ years: 1, inside: 1, last: { year: 2 } });
    expect(gapSentence(trust, gap)).toBe(
      'On average your curve lay 0.020 above the mean of the runs; at the end of year 2 it lay 0.020 above the mean of the runs. ' +
        'It stayed within the band that holds 95 % of the runs.',
    );
    const none = gapOf(blankCurve(3, 0.2), runs);
    expect(none).toMatchObject({ years: 0, inside: 0 });
    expect(gapSentence(trust, none)).toBe('Nothing was drawn, so there is no gap to tell.');
  });

  test('is told in the unit of the metric', () => {
    const attainment = metrics.find(({ key }) => key === 'attainment') ?? metrics[0];
    const gap = gapOf(Float64Array.of(100, 103), [run(100, 101), run(100, 101)]);
    expect(gapSentence(attainment, gap)).toBe(
      'On average your curve lay 2.0 points above the mean of the runs; at the end of year 1 it lay 2.0 points above the mean of ' +
        'the runs. It never lay within the band that holds 95 % of the runs.',
    );
  });
});

describe('votes', () => {
  const options = ['Higher', 'Same', 'Lower'];

  test('are counted in shares', () => {
    expect(saidBy([3, 0, 1])).toEqual({ votes: 4, shares: [0.75, 0, 0.25], leading: [0] });
    expect(saidBy([2, 2, 0]).leading).toEqual([0, 1]);
    expect(saidBy([0, 0, 0])).toEqual({ votes: 0, shares: [0, 0, 0], leading: [] });
  });

  test.each([
    [[0, 0, 0], 'Nobody had voted.'],
    [[4, 0, 0], 'All 4 had said so.'],
    [[1, 0, 0], 'The one who voted had said so.'],
    [[3, 0, 1], '3 of 4 (75 %) had said so.'],
    [[1, 2, 1], '1 of 4 (25 %) had said so. Most votes went to “Same”.'],
    [[0, 5, 0], 'Nobody had said so. Most votes went to “Same”.'],
    [[2, 2, 0], '2 of 4 (50 %) had said so. As many went to “Same”.'],
  ])('%j against “Higher”: %s', (counts, said) => {
    expect(voteSentence(options, counts, 0)).toBe(said);
  });
});

describe('the answer comes from the runs', () => {
  /** Four runs of each of three sides; what is measured at the end of year 1 and 2. */
  const values: Record<string, readonly (readonly [number, number])[]> = {
    low: [
      [0.2, 0.1],
      [0.3, 0.2],
      [0.2, 0.1],
      [0.3, 0.2],
    ],
    high: [
      [0.2, 0.6],
      [0.3, 0.7],
      [0.2, 0.6],
      [0.3, 0.8],
    ],
    wild: [
      [0.2, 0.1],
      [0.3, 0.9],
      [0.2, 0.9],
      [0.3, 0.9],
    ],
  };
  const names = Object.keys(values);
  const told: Told = {
    names,
    sameSchools: () => true,
    series: (side) => values[names[side]].map(([one, two]) => run(0.25, one, two)),
  };
  const metric: MetricKey = 'trustBetweenSchools';
  const question = 'Which?';
  const said = (vote: Vote) => {
    const { option, sentence } = answerOf(vote, told);
    return { option: optionsOf(vote, names)[option], sentence };
  };

  test('a difference is higher, lower or not clear', () => {
    const vote = { kind: 'difference', question, metric, side: 1, than: 0, years: 2 } as const;
    // Differences 0.5, 0.5, 0.5 and 0.6: mean 0.525, standard error 0.025, t(3) = 3.182, so 0.445 to 0.605.
    expect(said(vote)).toEqual({
      option: 'Higher under high',
      sentence:
        'Same schools, same luck: after 2 years, trust between schools is 0.53 higher under high than under low (95 % interval 0.45 to 0.60, 4 pairs of runs).',
    });
    expect(said({ ...vote, side: 0, than: 1 }).option).toBe('Lower under low');
    expect(said({ ...vote, side: 2, than: 1 }).option).toBe('No clear difference');
    expect(said({ ...vote, years: 1 }).option).toBe('No clear difference');
  });

  test('a change rises, falls or is not clear', () => {
    const vote = { kind: 'change', question, metric, side: 1, from: 1, years: 2 } as const;
    // 0.4, 0.4, 0.4 and 0.5.
    expect(said(vote)).toEqual({
      option: 'It rises',
      sentence:
        'Under high, trust between schools rises by 0.42 from the end of year 1 to the end of year 2 (95 % interval of the change 0.35 to 0.50, 4 runs).',
    });
    expect(said({ ...vote, side: 0 }).option).toBe('It falls');
    expect(said({ ...vote, side: 2 }).option).toBe('No clear change');
    expect(said({ ...vote, side: 2 }).sentence).toContain('shows no clear change from the end of year 1');
  });

  test('a winner has to be clear of the next', () => {
    const vote = { kind: 'winner', question, metric, seek: 'highest', among: [0, 1], years: 2 } as const;
    expect(said(vote)).toMatchObject({ option: 'High' });
    expect(said(vote).sentence).toMatch(
      /^After 2 years, trust between schools is highest under high: 0\.68 under high, 0\.15 under low comes next/,
    );
    expect(said({ ...vote, seek: 'lowest' }).option).toBe('Low');
    // 0.7 against 0.675: nobody could tell.
    expect(said({ ...vote, among: [0, 1, 2] }).option).toBe('Too close to call');
    expect(said({ ...vote, among: [0, 1, 2] }).sentence).toContain('the highest two are too close to call');
  });

  test('a stage is the one of most runs, or none', () => {
    const share: Record<string, readonly number[]> = {
      cooperations: [1, 0, 0, 0],
      collaborations: [0, 1, 1, 0.5],
      collegialities: [0, 0, 0, 0.5],
    };
    const stages = (of: typeof share): Told => ({
      ...told,
      series: (_, key) => (of[key] ?? [0, 0, 0, 0]).map((value) => run(0, value)),
    });
    const vote = { kind: 'stage', question, side: 0, years: 1 } as const;
    const answer = answerOf(vote, stages(share));
    expect(optionsOf(vote, names)[answer.option]).toBe('Collaboration');
    // The last run is in two stages alike, so it speaks for none.
    expect(answer.sentence).toBe(
      'After 1 year, the stage of most pairs of schools in contact under low: cooperation in 1, collaboration in 2, no single stage in 1, of 4 runs.',
    );
    const tied = answerOf(vote, stages({ cooperations: [1, 1, 0, 0], collaborations: [0, 0, 1, 1] }));
    expect(optionsOf(vote, names)[tied.option]).toBe('Too close to call');
  });
});
