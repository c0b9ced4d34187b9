import { describe, expect, it } from 'vitest';
import {
  converge,
  fillCurves,
  makeCurves,
  params,
  perceive,
} from '../../sim/mechanisms/cognitive-distance.ts';
import { defaults } from '../../sim/schema.ts';
import { blank, contact } from '../support/district.ts';

const p = defaults(params);
const curves = makeCurves();
fillCurves(curves, p);

/** u and n of two people whose views are `d` apart, all of it in one dimension or spread over all four. */
function perceived(d: number, spread = false): { u: number; n: number } {
  const s = blank();
  s.staffView.fill(0);
  // |v| = 2 d: in one dimension a difference of 2 d, in each of four one of d.
  for (let v = 0; v < 4; v++) s.staffView[4 + v] = spread ? d : v === 0 ? 2 * d : 0;
  contact(s, 0, 0, 1);
  perceive(s, curves, 1);
  return { u: s.contactUnderstanding[0], n: s.contactNovelty[0] };
}

describe('understanding and novelty', () => {
  // By hand: u = exp(-(d / 0.45)^2), n = 1 - exp(-d / 0.2).
  it.each([
    [0, 1, 0],
    [0.225, 0.778801, 0.675348], // exp(-0.25), 1 - exp(-1.125)
    [0.45, 0.367879, 0.894601], // exp(-1), 1 - exp(-2.25)
  ])('at distance %f', (d, u, n) => {
    const seen = perceived(d);
    expect(Math.abs(seen.u - u)).toBeLessThan(0.001);
    expect(Math.abs(seen.n - n)).toBeLessThan(0.001);
    expect(perceived(d, true).u).toBeCloseTo(seen.u, 3);
  });

  it('at the greatest distance there is', () => {
    expect(perceived(1, true).u).toBeCloseTo(Math.exp(-1 / 0.45 ** 2), 3);
    expect(perceived(1, true).n).toBeCloseTo(1 - Math.exp(-5), 3);
  });

  it('their product rises once and falls once: an inverted U', () => {
    const useful = Array.from({ length: 101 }, (_, i) => {
      const { u, n } = perceived(i / 100, true);
      return u * n;
    });
    const turns = useful.filter((x, i) => i > 0 && i < 100 && x > useful[i - 1] && x > useful[i + 1]);
    expect(turns).toHaveLength(1);
    // At the top n' / n = -u' / u, that is 5 exp(-5 d) / (1 - exp(-5 d)) = 2 d / 0.2025. At d = 0.23 the left side is
    // 2.316 and the right 2.272, at d = 0.24 they are 2.155 and 2.370: the top lies between.
    expect([0.23, 0.24]).toContain(useful.indexOf(turns[0]) / 100);
  });
});

describe('convergence', () => {
  function viewsAfter(given: Parameters<typeof contact>[4], rate = p.convergence): Float32Array {
    const s = blank();
    s.staffView.set([0.2, 0.5, 0.9, 0], 0);
    s.staffView.set([0.8, 0.5, 0.4, 1], 4);
    contact(s, 0, 0, 1, given);
    converge(s, { ...p, convergence: rate }, 1);
    return s.staffView.slice(0, 8);
  }

  it('moves both by 0.01 * trust * u of the difference', () => {
    // 0.01 * 0.5 * 0.8 = 0.004 of the differences 0.6, 0, -0.5 and 1.
    const moved = viewsAfter({ trust: 0.5, understanding: 0.8 });
    for (const [i, x] of [0.2024, 0.5, 0.898, 0.004, 0.7976, 0.5, 0.402, 0.996].entries())
      expect(moved[i]).toBeCloseTo(x, 6);
  });

  it('never goes past the other, even at its fastest', () => {
    const moved = viewsAfter({ trust: 1, understanding: 1 }, params.convergence.max);
    expect(moved[0]).toBeLessThan(moved[4]);
    expect(moved[2]).toBeGreaterThan(moved[6]);
  });

  it('does not happen after a failure, without trust, or at rate 0', () => {
    const still = [0.2, 0.5, 0.9, 0, 0.8, 0.5, 0.4, 1].map(Math.fround);
    expect([...viewsAfter({ success: 0 })]).toEqual(still);
    expect([...viewsAfter({ trust: 0 })]).toEqual(still);
    expect([...viewsAfter({}, 0)]).toEqual(still);
  });
});
