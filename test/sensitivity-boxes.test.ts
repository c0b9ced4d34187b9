/** Boxes against an independent peeling and worked cases; rankings of regimes by hand. */
import xor4096 from 'seedrandom/lib/xor4096.js';
import { describe, expect, test } from 'vitest';
import { discover } from '../analysis/sensitivity/discovery.ts';
import { type Best, rankRegimes } from '../analysis/sensitivity/rankings.ts';
import type { CategoryFactor, Factor, FactorValue, NumberFactor } from '../analysis/sweep/plan.ts';
import stored from './support/sensitivity.generated.json' with { type: 'json' };

const number = (name: string, from = 0, to = 1): NumberFactor => ({
  kind: 'number',
  name,
  path: `a.${name}`,
  from,
  to,
  integer: false,
  scale: 'linear',
});
const category = (name: string, ...levels: string[]): CategoryFactor => ({
  kind: 'category',
  name,
  levels: levels.map((level) => ({ name: level, settings: {} })),
});

describe('scenario discovery', () => {
  const { columns, share, alpha, least, trajectory } = stored.box;
  const colours = ['red', 'green', 'blue'];
  const factors: Factor[] = [
    number('u'),
    number('v'),
    number('w'),
    number('steps', 1, 5),
    category('colour', ...colours),
  ];
  const points = share.map((_, i): FactorValue[] => [
    columns.u[i],
    columns.v[i],
    columns.w[i],
    columns.steps[i],
    colours[columns.colour[i]],
  ]);
  const found = discover(factors, points, share, { seed: 'box', alpha, least });

  test(`peels as ${stored.made} does from the definition`, () => {
    expect(found?.trajectory.length).toBe(trajectory.length);
    found?.trajectory.forEach((box, i) => {
      const expected = trajectory[i];
      expect(box.cases).toBe(expected.cases);
      expect(box.density).toBeCloseTo(expected.density, 12);
      expect(box.coverage).toBeCloseTo(expected.coverage, 12);
      const limit = box.limits.find(({ factor }) => factor === 'colour');
      const levels = limit?.kind === 'category' ? limit.levels : colours;
      expect(levels).toEqual(expected.levels.map((level) => colours[level]));
    });
  });

  test('finds the box that was planted, and what does nothing has no limit', () => {
    const box = found?.box;
    const limit = (name: string) => box?.limits.find(({ factor }) => factor === name);
    expect(limit('u')).toMatchObject({ low: expect.closeTo(0.6, 1), high: null });
    expect(limit('v')).toMatchObject({ low: null, high: expect.closeTo(0.5, 1) });
    expect(limit('colour')).toMatchObject({ levels: ['green', 'blue'] });
    expect(limit('w')).toBeUndefined();
    expect(limit('steps')).toBeUndefined();
    expect(box?.density).toBeGreaterThan(0.85);
    for (const { quasiP, reproduced, densityWithout } of found?.restrictions ?? []) {
      expect(quasiP).toBeLessThan(0.01);
      expect(reproduced).toBeGreaterThan(0.9);
      expect(densityWithout).toBeLessThan(box?.density ?? 0);
    }
    expect(found?.restrictions.length).toBe(3);
    expect(found?.freed).toEqual(['w']); // a limit that peeling set at the edge by chance
  });

  test('has for each box the density, coverage and mass that its limits give when counted', () => {
    for (const box of [found?.box, ...(found?.trajectory ?? [])]) {
      const inside = points.map((point) =>
        (box?.limits ?? []).every((limit) => {
          const value = point[factors.findIndex(({ name }) => name === limit.factor)];
          if (limit.kind === 'category') return limit.levels.includes(String(value));
          return Number(value) >= (limit.low ?? -1) && Number(value) <= (limit.high ?? 9);
        }),
      );
      const held = share.filter((_, i) => inside[i]);
      const sum = (list: number[]) => list.reduce((total, x) => total + x, 0);
      expect(box?.cases).toBe(held.length);
      expect(box?.mass).toBeCloseTo(held.length / share.length, 12);
      expect(box?.density).toBeCloseTo(sum(held) / held.length, 12);
      expect(box?.coverage).toBeCloseTo(sum(held) / sum(share), 12);
    }
  });

  test('by hand: pasting takes back what peeling threw away', () => {
    // x = 1 ... 20, of interest from 11 to 20. Quarters of 20, 15, 11 and 8 go from the low end: 5, 3, 2 and 2
    // cases, which leaves 13 to 20; pasting a quarter of 8 brings 11 and 12 back.
    const xs = Array.from({ length: 20 }, (_, i) => [i + 1]);
    const result = discover(
      [number('x', 1, 20)],
      xs,
      xs.map(([x]) => (x > 10 ? 1 : 0)),
      { seed: 's', alpha: 0.25, least: 0.1 },
    );
    const lows = result?.trajectory.map(({ limits: [limit] }) =>
      limit?.kind === 'number' ? limit.low : null,
    );
    expect(lows).toEqual([null, 6, 9, 12]);
    expect(result?.chosen).toBe(3);
    expect(result?.box).toMatchObject({ cases: 9, density: 1, coverage: 0.9 });
  });

  test('is nothing where nothing or everything is of interest, and leaves out what has no value', () => {
    const at = (shares: number[]) =>
      discover(
        [number('x')],
        shares.map((_, i) => [i / 10]),
        shares,
        { seed: 's' },
      );
    expect(at([0, 0, 0])).toBeNull();
    expect(at([1, 1, 1])).toBeNull();
    expect(at([])).toBeNull();
    expect(at([Number.NaN, 0, 1, 1])?.cases).toBe(3);
  });

  test('keeps no limit in three samples of four, or more, where nothing has a cause', () => {
    let kept = 0;
    for (let sample = 0; sample < 40; sample++) {
      const random = xor4096(`chance/${sample}`);
      const own = Array.from({ length: 200 }, () => [random.double(), random.double(), random.double()]);
      const shares = own.map(() => (random.double() < 0.5 ? 1 : 0));
      const result = discover([number('x'), number('y'), number('z')], own, shares, { seed: 's', halves: 1 });
      if ((result?.box.limits.length ?? 1) > 0) kept++;
      if (result?.box.limits.length === 0) expect(result.box.density).toBe(result.rate);
    }
    expect(kept).toBeLessThanOrEqual(10);
  });

  test('gives the same whatever order the cases come in, luck of resampling aside', () => {
    const order = share.map((_, i) => (i * 97) % share.length);
    const turned = discover(
      factors,
      order.map((i) => points[i]),
      order.map((i) => share[i]),
      { seed: 'box', alpha, least },
    );
    expect(turned?.box).toEqual(found?.box);
    expect(discover(factors, points, share, { seed: 'box', alpha, least })).toEqual(found);
  });
});

describe('rankings', () => {
  const regime = category('regime', 'alone', 'together', 'led');
  const p = number('p', 0, 1);

  /** Every regime at p = 0, 0.25 ... 1 with three replicates of shared luck; together overtakes alone past 0.5. */
  const grid = () => {
    const points: FactorValue[][] = [];
    const outcomes: number[][] = [];
    for (const level of ['alone', 'together', 'led']) {
      for (const x of [0, 0.25, 0.5, 0.75, 1]) {
        points.push([level, x]);
        const base = level === 'alone' ? 6 : level === 'together' ? 10 * x : 1;
        outcomes.push([-1, 0, 1].map((luck) => base + luck + (level === 'together' ? 0.1 * luck : 0)));
      }
    }
    return { points, outcomes };
  };
  const rank = (best: Best, { points, outcomes } = grid()) =>
    rankRegimes([regime, p], regime, points, outcomes, best);

  test('by hand, matched: means 6, 5 and 1', () => {
    const ranking = rank('highest');
    expect(ranking).toMatchObject({ matched: true, points: 5, over: 'replicates' });
    expect(ranking?.regimes.map(({ level, mean, cells }) => [level, mean, cells])).toEqual([
      ['alone', 6, 5],
      ['together', 5, 5],
      ['led', 1, 5],
    ]);
    // Together is best at 0.75 and 1 in every replicate, alone everywhere else.
    expect(ranking?.regimes.map(({ probability }) => probability)).toEqual(
      [0.6, 0.4, 0].map((x) => expect.closeTo(x, 12)),
    );
    const [first, second] = ranking?.pairs ?? [];
    // Differences by replicate 1.1, 1 and 0.9: t for 2 degrees of freedom is 4.302653.
    expect(first).toMatchObject({ a: 'alone', b: 'together', difference: expect.closeTo(1, 12) });
    expect(first.interval?.[0]).toBeCloseTo(1 - (4.302653 * 0.1) / Math.sqrt(3), 5);
    expect(second).toMatchObject({ a: 'alone', b: 'led', difference: 5 });
    expect(second.interval).toEqual([5, 5].map((x) => expect.closeTo(x, 12)));
    expect(ranking?.pairs.length).toBe(3);
  });

  test('say where the best flips, and that it is sure', () => {
    const [turn] = rank('highest')?.turns ?? [];
    expect(turn).toMatchObject({ factor: 'p', flips: true, sure: true });
    expect(turn.regions.map(({ where, best }) => [where, best])).toEqual([
      [[0, 0.5], 'alone'],
      [[0.75, 1], 'together'],
    ]);
    expect(turn.regions[1].lead).toMatchObject({
      a: 'together',
      b: 'alone',
      difference: expect.closeTo(2.75, 12),
    });
    expect(turn.regions[0].lead).toBeNull();
  });

  test('with the lowest best turn round; led is lowest but at p = 0', () => {
    const ranking = rank('lowest');
    expect(ranking?.regimes.map(({ level }) => level)).toEqual(['led', 'together', 'alone']);
    expect(ranking?.turns[0].regions.map(({ where, best }) => [where, best])).toEqual([
      [[0, 0], 'together'],
      [[0.25, 1], 'led'],
    ]);
  });

  test('never flip where one level is best everywhere', () => {
    const { points, outcomes } = grid();
    const raised = outcomes.map((values, c) => (points[c][0] === 'led' ? values.map((x) => x + 20) : values));
    const [turn] = rank('highest', { points, outcomes: raised })?.turns ?? [];
    expect(turn).toMatchObject({ flips: false, sure: false });
    expect(turn.regions.length).toBe(1);
    expect(turn.regions[0].where).toEqual([0, 1]);
  });

  test('of points drawn each by itself hold independent samples against each other', () => {
    const random = xor4096('rank');
    const points = Array.from({ length: 300 }, (): FactorValue[] => [
      ['alone', 'together', 'led'][Math.floor(random() * 3)],
      random.double(),
    ]);
    const outcomes = points.map(([level, x]) => [
      (level === 'alone' ? 6 : level === 'together' ? 10 * Number(x) : 1) + random.double() - 0.5,
    ]);
    const ranking = rank('highest', { points, outcomes });
    expect(ranking).toMatchObject({ matched: false, points: 0, over: 'points' });
    expect(ranking?.regimes[0].level).toBe('alone');
    // Together lies above 6 where p is above 0.6, four times in ten.
    expect(ranking?.regimes.map(({ probability }) => probability).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(ranking?.regimes[1].probability).toBeCloseTo(0.4, 0.9);
    const [turn] = ranking?.turns ?? [];
    expect(turn).toMatchObject({ flips: true, sure: true });
    const [low, high] = turn.regions;
    expect([low.best, high.best]).toEqual(['alone', 'together']);
    expect(Math.abs(Number(high.where[0]) - 0.6)).toBeLessThan(0.06);
  });

  test('leave out cells without a value, and a single level ranks nothing', () => {
    const { points, outcomes } = grid();
    const holed = outcomes.map((values, c) => (c === 4 ? values.map(() => Number.NaN) : values));
    expect(rank('highest', { points, outcomes: holed })).toMatchObject({ matched: true, points: 4 });
    const single = outcomes.map((values, c) => (points[c][0] === 'alone' ? values : [Number.NaN]));
    expect(rank('highest', { points, outcomes: single })).toBeNull();
  });
});
