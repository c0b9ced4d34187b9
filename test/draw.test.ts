import { describe, expect, it } from 'vitest';
import { bits, Draw, pairAddress, STREAM, uniform } from '../sim/draw.ts';
import { modelOf } from './support/district.ts';

const N = 100000;

function opened(seed: string, stream: number, week: number): Draw {
  const draw = new Draw(seed);
  draw.open(stream, week);
  return draw;
}

/** Mean and variance of `n` numbers. */
function moments(of: (i: number) => number, n = N): { mean: number; variance: number } {
  let sum = 0;
  let square = 0;
  for (let i = 0; i < n; i++) {
    sum += of(i);
    square += of(i) ** 2;
  }
  return { mean: sum / n, variance: square / n - (sum / n) ** 2 };
}

describe('a draw', () => {
  it('depends on its address alone, not on what was drawn before', () => {
    const draw = opened('order', STREAM.turnover, 38);
    const forwards = Array.from({ length: 500 }, (_, i) => draw.uniform(i, i % 7));
    const other = new Draw('order');
    other.open(STREAM.review, 12);
    other.uniform(3, 3);
    other.open(STREAM.turnover, 38);
    const backwards = Array.from({ length: 500 }, (_, i) => other.uniform(499 - i, (499 - i) % 7)).reverse();
    expect(backwards).toEqual(forwards);
  });

  it('changes with the seed, the stream, the week, the agent and k', () => {
    const base = opened('seed', 3, 5).uniform(7, 2);
    expect(opened('seed', 3, 5).uniform(7, 2)).toBe(base);
    const others = [
      opened('Seed', 3, 5).uniform(7, 2),
      opened('seed', 4, 5).uniform(7, 2),
      opened('seed', 3, 6).uniform(7, 2),
      opened('seed', 3, 5).uniform(8, 2),
      opened('seed', 3, 5).uniform(7, 3),
    ];
    expect(new Set([base, ...others]).size).toBe(6);
  });

  it('lies in the open interval: the middle of one of 2^32 equal cells', () => {
    const { a, b } = opened('cells', 1, 0);
    for (let i = 0; i < 1000; i++) expect(uniform(a, b, i, 0)).toBe((bits(a, b, i, 0) + 0.5) / 2 ** 32);
    expect((0 + 0.5) / 2 ** 32).toBeGreaterThan(0);
    expect((2 ** 32 - 1 + 0.5) / 2 ** 32).toBeLessThan(1);
    for (let i = 0; i < 1000; i++) expect(bits(a, b, i, 1)).toBeGreaterThanOrEqual(0);
  });
});

describe('many draws', () => {
  // Five standard errors: of a mean of n uniforms sqrt(1 / 12 n), of their variance sqrt(1 / 180 n).
  it.each([
    ['over agents', (d: Draw, i: number) => d.uniform(i, 0)],
    ['over k', (d: Draw, i: number) => d.uniform(12, i)],
    ['over pairs of schools', (d: Draw, i: number) => d.uniform(pairAddress(i % 300, 400 + (i % 299)), 1)],
  ])('are uniform %s', (_, of) => {
    const draw = opened('uniform', STREAM.encounter, 17);
    const { mean, variance } = moments((i) => of(draw, i));
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / (12 * N)));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / (180 * N)));
  });

  it('of neighbouring addresses, streams and weeks do not go together', () => {
    const here = opened('apart', STREAM.colleague, 100);
    const next = opened('apart', STREAM.colleague, 101);
    const beside = opened('apart', STREAM.encounter, 100);
    for (const other of [
      (i: number) => here.uniform(i + 1, 0),
      (i: number) => here.uniform(i, 1),
      (i: number) => next.uniform(i, 0),
      (i: number) => beside.uniform(i, 0),
    ]) {
      const { mean } = moments((i) => (here.uniform(i, 0) - 0.5) * (other(i) - 0.5));
      expect(Math.abs(mean)).toBeLessThan(5 / (12 * Math.sqrt(N))); // the product has standard deviation 1 / 12
    }
  });

  it('of whole numbers reach every one of them alike', () => {
    const draw = opened('integers', 1, 1);
    const count = new Float64Array(7);
    for (let i = 0; i < 70000; i++) count[draw.integer(7, i, 4)]++;
    // Chi-square with 6 degrees of freedom is below 27.9 with probability 0.9999.
    expect(count.reduce((sum, n) => sum + (n - 10000) ** 2 / 10000, 0)).toBeLessThan(27.9);
  });

  it('of the normal distribution have mean 0 and variance 1', () => {
    const draw = opened('normal', STREAM.examination, 38);
    const { mean, variance } = moments((i) => draw.normal(i, 0));
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(N));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / N));
  });
});

describe('addresses', () => {
  it('every stream has its own number', () => {
    expect(new Set(Object.values(STREAM)).size).toBe(Object.keys(STREAM).length);
  });

  it('every stream of every week has words of its own', () => {
    const draw = new Draw('words');
    const words = new Set<string>();
    let opens = 0;
    for (const stream of Object.values(STREAM)) {
      for (let week = -1; week < 400; week++, opens++) {
        draw.open(stream, week);
        words.add(`${draw.a},${draw.b}`);
      }
    }
    expect(words.size).toBe(opens);
  });

  it('of pairs of schools are all different, up to the largest run', () => {
    const schools = [0, 1, 2, 3, 127, 128, 4095, 4096, 29998, 29999];
    const addresses = schools.flatMap((a) => schools.map((b) => pairAddress(a, b)));
    expect(new Set(addresses).size).toBe(schools.length ** 2);
    for (const address of addresses) expect(address).toBeLessThan(2 ** 31);
  });

  it('are used once each when a district is populated', () => {
    const drawn = new Set<string>();
    let open = '';
    let twice = 0;
    const { open: opening, uniform: drawing } = Draw.prototype;
    const note = (agent: number, k: number) => {
      const address = `${open}:${agent}:${k}`;
      if (drawn.has(address)) twice++;
      drawn.add(address);
    };
    const normal = Draw.prototype.normal;
    const integer = Draw.prototype.integer;
    try {
      Draw.prototype.open = function (stream, week) {
        open = `${stream}:${week}`;
        opening.call(this, stream, week);
      };
      Draw.prototype.uniform = function (agent, k) {
        note(agent, k);
        return drawing.call(this, agent, k);
      };
      Draw.prototype.normal = function (agent, k) {
        note(agent, k);
        return normal.call(this, agent, k);
      };
      Draw.prototype.integer = function (n, agent, k) {
        note(agent, k);
        return integer.call(this, n, agent, k);
      };
      modelOf({ district: { schools: 12, secondaryShare: 0.25 } });
    } finally {
      Object.assign(Draw.prototype, { open: opening, uniform: drawing, normal, integer });
    }
    expect(drawn.size).toBeGreaterThan(5000);
    expect(twice).toBe(0);
  });
});
