/** How much of a difference a mechanism carries: values worked by hand, and what Fieller's interval promises. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byShare, shareCarried } from '../../analysis/explain/shares.ts';
import { meanInterval } from '../../analysis/interval.ts';
import { mean } from '../../analysis/moments.ts';

const zeros = (n: number) => new Array<number>(n).fill(0);

describe('the share of a difference', () => {
  test('is what is lost of it without the mechanism', () => {
    const base = { a: [1, 2, 3], b: [5, 6, 7], offA: [0, 0, 0] };
    expect(shareCarried({ ...base, offB: [1, 1, 1] })).toMatchObject({ with: 4, without: 1, share: 0.75 });
    expect(shareCarried({ ...base, offB: [4, 4, 4] }).share).toBe(0);
    expect(shareCarried({ ...base, offB: [-2, -2, -2] }).share).toBe(1.5);
    expect(shareCarried({ ...base, offB: [6, 6, 6] }).share).toBe(-0.5);
    expect(shareCarried({ ...base, offB: [1, 1, 1] }).interval).toEqual([0.75, 0.75]);
  });

  test('is exactly nothing, without any doubt, for a mechanism that does nothing', () => {
    const runs = { a: [1, 2, 5], b: [2, 4, 6.5] };
    const { share, interval } = shareCarried({ ...runs, offA: runs.a, offB: runs.b });
    expect(share).toBe(0);
    expect(interval?.[0]).toBeCloseTo(0, 12);
    expect(interval?.[1]).toBeCloseTo(0, 12);
  });

  test('is not told where the difference is not told apart from 0', () => {
    const none = shareCarried({ a: [0, 0, 0], b: [1, -1, 0.3], offA: zeros(3), offB: zeros(3) });
    expect(none).toMatchObject({ share: null, interval: null, pairs: 3 });
    expect(none.withInterval).not.toBeNull();
    expect(shareCarried({ a: [1, 1], b: [1, 1], offA: [0, 0], offB: [3, 4] }).share).toBeNull();
    // Rounding is no difference.
    expect(shareCarried({ a: [1e6], b: [1e6 + 1e-6], offA: [0], offB: [0] }).share).toBeNull();
  });

  test('of one pair has no interval', () => {
    expect(shareCarried({ a: [0], b: [2], offA: [0], offB: [1] })).toMatchObject({
      share: 0.5,
      interval: null,
    });
  });

  test('has an interval at whose ends the paired t test is on the brink', () => {
    const real = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(real, real), { minLength: 3, maxLength: 12 }), (pairs) => {
        const on = pairs.map(([x]) => 4 + x);
        const off = pairs.map(([x, y]) => 1 + x / 2 + y);
        const { share, interval } = shareCarried({
          a: zeros(on.length),
          b: on,
          offA: zeros(on.length),
          offB: off,
        });
        if (share === null || interval === null) return;
        expect(interval[0]).toBeLessThanOrEqual(share + 1e-9);
        expect(interval[1]).toBeGreaterThanOrEqual(share - 1e-9);
        for (const end of interval) {
          const rest = off.map((value, i) => value - (1 - end) * on[i]);
          const [low, high] = meanInterval(rest, 95) ?? [0, 0];
          const nearest = Math.min(Math.abs(low), Math.abs(high));
          expect(nearest).toBeLessThan(1e-6 * (1 + Math.abs(mean(rest))));
        }
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  test('refuses lists that are no quartets', () => {
    expect(() => shareCarried({ a: [], b: [], offA: [], offB: [] })).toThrow(RangeError);
    expect(() => shareCarried({ a: [1], b: [1], offA: [1], offB: [] })).toThrow(
      '1 runs of A beside 1, 1 and 0',
    );
  });

  test('puts the most carried first and what has none last', () => {
    const row = (name: string, offB: number[], b = [5, 6]) => ({
      name,
      share: shareCarried({ a: [0, 1], b, offA: [0, 0], offB }),
    });
    const rows = byShare([
      row('none', [9, 9], [1, 0]),
      row('little', [4, 4]),
      row('all', [0, 0]),
      row('against', [9, 9]),
    ]);
    expect(rows.map(({ name }) => name)).toEqual(['all', 'little', 'against', 'none']);
  });
});
