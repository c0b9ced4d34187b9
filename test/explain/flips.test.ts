/** Where the order of two scenarios turns: the ranges varied, and what is found where the answer is known. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { disputed, farEnd, influences } from '../../analysis/explain/disputed.ts';
import { type FlipPoint, flipDesign, flipsOf, rankingOf, wilson } from '../../analysis/explain/flips.ts';
import { withValues } from '../../analysis/explain/switches.ts';
import type { NumberFactor } from '../../analysis/sweep/plan.ts';
import { scenarioOf } from '../support/district.ts';

const factor = (name: string, from = 0, to = 1): NumberFactor => ({
  kind: 'number',
  name,
  path: name,
  from,
  to,
  integer: false,
  scale: 'linear',
});

describe('disputed assumptions', () => {
  const a = scenarioOf({});
  const paths = (x = a, y = a) => disputed(x, y).map(({ path }) => path);

  test('are numbers that no source gives and no policy sets, from half to twice their value', () => {
    const all = disputed(a, a);
    expect(all.length).toBeGreaterThan(100);
    expect(all.find(({ path }) => path === 'trust.firstAcross')).toMatchObject({
      now: 0.25,
      factor: { from: 0.125, to: 0.5, scale: 'log' },
    });
    expect(all.find(({ path }) => path === 'attainment.low')?.factor).toMatchObject({ from: -9, to: -2.25 });
    expect(all.find(({ path }) => path === 'competition.guardHead')?.factor).toMatchObject({
      from: 0.45,
      to: 1,
    });
    expect(paths()).not.toContain('market.choice');
    expect(paths()).not.toContain('trust.gain');
    for (const one of all) {
      const { factor, parameter, now } = one;
      expect(factor.from).toBeGreaterThanOrEqual(parameter.min);
      expect(factor.to).toBeLessThanOrEqual(parameter.max);
      expect(factor.from <= now && now <= factor.to, one.path).toBe(true);
      expect(farEnd(one)).not.toBe(now);
      expect(() => withValues(a, new Map([[one.path, farEnd(one)]]), one.path)).not.toThrow();
    }
  });

  test('leave out what the scenarios set differently or date, and mechanisms that are off in both', () => {
    expect(paths()).toContain('power.growth');
    expect(paths(a, scenarioOf({ power: { growth: 0.5 } }))).not.toContain('power.growth');
    expect(paths(a, scenarioOf({ timeline: [{ week: 9, set: { power: { growth: 0.3 } } }] }))).not.toContain(
      'power.growth',
    );
    const off = scenarioOf({ power: { on: false } });
    expect(paths(off, a)).toContain('power.growth');
    expect(paths(off, off)).not.toContain('power.growth');
    expect(paths()).not.toContain('agencies.gain');
    expect(paths(a, scenarioOf({ agencies: { coverage: 1 } }))).toContain('agencies.gain');
    expect(paths()).not.toContain('harm.cutHours');
  });

  test('are ranked by how far they move the difference, whatever its sign', () => {
    const moved = [
      { path: 'little', differences: [1.1, 2.1] },
      { path: 'down', differences: [-4] },
      { path: 'up', differences: [4, 5] },
      { path: 'unseen', differences: [] },
    ];
    const found = influences(moved, [1, 2]);
    expect(found.map(({ path }) => path)).toEqual(['down', 'up', 'little']);
    expect(found[0]).toMatchObject({ change: -5, interval: null, seeds: 1 });
    expect(found[1]).toMatchObject({ change: 3, interval: [3, 3], seeds: 2 });
  });
});

describe('flips', () => {
  const factors = [factor('x'), factor('y'), factor('z')];
  const design = flipDesign(factors, 32, 'test');
  const points = (b: (values: readonly number[]) => number): FlipPoint[] =>
    design.map((values) => ({ values, a: 0, b: b(values) }));

  test('are looked for all over the ranges, in an order that every first part covers too', () => {
    for (const part of [8, 16, 32]) {
      for (let f = 0; f < factors.length; f++) {
        const cells = design.slice(0, part).map((values) => Math.floor(values[f] * part));
        expect(new Set(cells).size).toBe(part);
      }
    }
  });

  test('are separated without error by the factor that makes them', () => {
    const found = flipsOf(
      factors,
      points(([, y]) => (y > 0.7 ? -1 : 1)),
      1,
      'test',
    );
    const turned = design.filter(([, y]) => y > 0.7).length;
    expect(found).toMatchObject({ points: 32, flipped: turned, below: turned, above: 32 - turned, level: 0 });
    const [first, second] = found.splits;
    expect(first).toMatchObject({ factor: 'y', turnsAbove: true, error: 0, guess: turned / 32 });
    expect(first.threshold).toBeCloseTo(0.7, 1);
    expect(first.chance).toBeLessThan(0.01);
    expect(second.error).toBeGreaterThan(0.1);
    const other = flipsOf(
      factors,
      points(([, y]) => (y > 0.7 ? -1 : 1)),
      -1,
      'test',
    );
    expect(other.splits[0]).toMatchObject({ factor: 'y', turnsAbove: false, error: 0 });
  });

  test('dealt out by lot are separated by nothing beyond chance', () => {
    let sure = 0;
    for (let trial = 0; trial < 40; trial++) {
      const flat = flipDesign([factor('luck')], 32, `trial ${trial}`).map(([u]) => u);
      const random = design.map((values, i): FlipPoint => ({ values, a: 0, b: Math.sin(1e4 * flat[i]) }));
      if (flipsOf(factors, random, 1, 'test').splits[0].chance < 0.05) sure++;
    }
    expect(sure).toBeLessThanOrEqual(6);
  });

  test('may be none, all, or undecided', () => {
    expect(
      flipsOf(
        factors,
        points(() => 1),
        1,
        'test',
      ),
    ).toMatchObject({ flipped: 0, splits: [] });
    expect(
      flipsOf(
        factors,
        points(() => 1),
        -1,
        'test',
      ),
    ).toMatchObject({ flipped: 32, splits: [] });
    expect(
      flipsOf(
        factors,
        points(() => 0),
        1,
        'test',
      ),
    ).toMatchObject({ flipped: 0, level: 32 });
    expect(() => flipsOf(factors, [], 1, 'test')).toThrow(RangeError);
  });

  test('stand in the ranking of the two scenarios too, part by part', () => {
    const ranking = rankingOf(
      factors,
      points(([, y]) => (y > 0.7 ? -1 : 1)),
    );
    expect(ranking).toMatchObject({ matched: true, points: 32 });
    expect(ranking?.regimes[0].level).toBe('B');
    const turn = ranking?.turns.find(({ factor }) => factor === 'y');
    expect(turn?.flips).toBe(true);
    expect(turn?.regions.map(({ best }) => best)).toEqual(['B', 'A']);
  });
});

test('the interval of a share is Wilson’s', () => {
  // Newcombe 1998, table I: 81 of 263, and 0 of 20.
  expect(wilson(81, 263).map((x) => x.toFixed(4))).toEqual(['0.2553', '0.3662']);
  expect(wilson(0, 20).map((x) => x.toFixed(4))).toEqual(['0.0000', '0.1611']);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 300 }), (n, k) => {
      const hits = Math.min(n, k);
      const [low, high] = wilson(hits, n);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low <= hits / n + 1e-12 && hits / n <= high + 1e-12).toBe(true);
    }),
    { seed: 5 },
  );
});
