import jstat from 'jstat';
import { describe, expect, it } from 'vitest';
import { clamp, exp, log, logistic, logit, logitOf, normalQuantile } from '../sim/math/index.ts';

const { jStat } = jstat;

/** The largest relative difference of `f` from `g` over `n` points of [low, high]. */
function worst(f: (x: number) => number, g: (x: number) => number, low: number, high: number, n = 20000) {
  let most = 0;
  for (let i = 0; i <= n; i++) {
    const x = low + ((high - low) * i) / n;
    const truth = g(x);
    most = Math.max(most, truth === 0 ? Math.abs(f(x)) : Math.abs(f(x) / truth - 1));
  }
  return most;
}

describe('exp', () => {
  it('agrees with the built-in one to 5e-16', () => {
    expect(worst(exp, Math.exp, -700, 700)).toBeLessThan(5e-16);
    expect(worst(exp, Math.exp, -1, 1)).toBeLessThan(5e-16);
  });

  it('is right at the edges', () => {
    expect(exp(0)).toBe(1);
    expect(exp(-0)).toBe(1);
    expect(exp(1)).toBeCloseTo(Math.E, 15);
    expect(exp(709.78) / Math.exp(709.78)).toBeCloseTo(1, 14);
    expect(exp(709.79)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(exp(-746)).toBe(0);
    expect(exp(Number.NaN)).toBeNaN();
  });

  it('keeps what a subnormal number can hold', () => {
    for (const x of [-709, -720, -740, -745]) expect(Math.abs(exp(x) - Math.exp(x))).toBeLessThan(1e-323);
    expect(exp(-745)).toBe(5e-324);
  });
});

describe('log', () => {
  it('agrees with the built-in one to 5e-16, near 1 too', () => {
    expect(worst(log, Math.log, 1e-6, 0.999)).toBeLessThan(5e-16);
    expect(worst(log, Math.log, 1.001, 1e6)).toBeLessThan(5e-16);
    for (let k = 1; k <= 52; k++) {
      expect(Math.abs(log(1 + 2 ** -k) / Math.log(1 + 2 ** -k) - 1)).toBeLessThan(5e-16);
      expect(Math.abs(log(1 - 2 ** -k) / Math.log(1 - 2 ** -k) - 1)).toBeLessThan(5e-16);
    }
  });

  it('is right at the edges', () => {
    expect(log(1)).toBe(0);
    expect(log(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(log(-1)).toBeNaN();
    expect(log(Number.NaN)).toBeNaN();
    for (const x of [Number.MIN_VALUE, 1e-310, 2.2250738585072014e-308, Number.MAX_VALUE])
      expect(Math.abs(log(x) / Math.log(x) - 1)).toBeLessThan(5e-16);
  });

  it('undoes exp', () => {
    expect(
      worst(
        (x) => log(exp(x)),
        (x) => x,
        0.5,
        700,
      ),
    ).toBeLessThan(1e-15);
  });
});

describe('logistic and logit', () => {
  it('agree with their definitions', () => {
    expect(worst(logistic, (z) => 1 / (1 + Math.exp(-z)), -30, 30)).toBeLessThan(1e-15);
    expect(logistic(0)).toBe(0.5);
    expect(logistic(2) + logistic(-2)).toBeCloseTo(1, 15);
    expect(logit(0.5)).toBe(0);
    expect(logit(0.8)).toBeCloseTo(Math.log(4), 14); // 0.8 / 0.2
    for (const p of [1e-9, 0.02, 0.5, 0.97]) expect(logistic(logit(p)) / p).toBeCloseTo(1, 13);
  });

  it('stay finite far out', () => {
    for (const z of [-1e4, -800, 800, 1e4]) {
      expect(logistic(z)).toBeGreaterThanOrEqual(0);
      expect(logistic(z)).toBeLessThanOrEqual(1);
    }
  });

  it('the table of logits decides with probability logistic(z) to within half a cell', () => {
    for (const z of [-6, -2.5, -0.3, 0, 0.7, 3, 8]) {
      let below = 0;
      for (const cell of logitOf) if (cell < z) below++;
      expect(Math.abs(below / logitOf.length - logistic(z))).toBeLessThan(7.7e-6);
    }
  });
});

describe('normal quantile', () => {
  // Printed values: NIST/SEMATECH e-Handbook, table of the normal distribution, to more places by AS 241.
  it.each([
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489004],
    [0.9, 1.2815515655446004],
    [0.001, -3.090232306167813],
    [1e-9, -5.9978070150076865],
  ])('of %f', (p, z) => {
    expect(Math.abs(normalQuantile(p) - z)).toBeLessThan(1.2e-9 * Math.max(1, Math.abs(z)));
  });

  it('agrees with jStat over the whole range', () => {
    expect(worst(normalQuantile, (p) => jStat.normal.inv(p, 0, 1), 1e-5, 0.4999, 2000)).toBeLessThan(2e-8);
    expect(worst(normalQuantile, (p) => jStat.normal.inv(p, 0, 1), 0.5001, 0.99999, 2000)).toBeLessThan(2e-8);
  });

  it('is odd, rises, and has no step where its two formulas meet', () => {
    let falls = 0;
    for (let i = 2; i < 20000; i++) if (normalQuantile(i / 20000) <= normalQuantile((i - 1) / 20000)) falls++;
    expect(falls).toBe(0);
    for (const p of [1e-7, 0.01, 0.02425, 0.3])
      expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(p), 8);
    for (const edge of [0.02425, 0.97575])
      expect(normalQuantile(edge + 1e-12) - normalQuantile(edge - 1e-12)).toBeLessThan(1e-8);
  });

  it('is right at the edges', () => {
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalQuantile(-0.1)).toBeNaN();
    expect(normalQuantile(Number.NaN)).toBeNaN();
    // The smallest and largest numbers a draw can give.
    expect(normalQuantile(0.5 / 2 ** 32)).toBeCloseTo(-6.3379, 3);
    expect(normalQuantile(1 - 0.5 / 2 ** 32)).toBeCloseTo(6.3379, 3);
  });
});

it('clamp', () => {
  expect([clamp(-1, 0, 1), clamp(0.3, 0, 1), clamp(2, 0, 1)]).toEqual([0, 0.3, 1]);
});
