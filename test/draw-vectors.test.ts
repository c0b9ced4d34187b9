import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bits, Draw } from '../sim/draw.ts';

interface Vectors {
  bits: { a: number; b: number; agent: number; k: number; bits: number }[];
  open: { key: number[]; stream: number; week: number; a: number; b: number }[];
}

// Made by bench/draw/vectors.c, whose hash is the one that the statistical batteries were run on. If these differ,
// the results in bench/draw/RESULTS.md say nothing about the simulator.
const path = new URL('../bench/draw/vectors.json', import.meta.url);
const vectors: Vectors = JSON.parse(readFileSync(path, 'utf8'));

describe('the draw hash gives the known values of its C twin', () => {
  it('has 64 values of each function', () => {
    expect(vectors.bits).toHaveLength(64);
    expect(vectors.open).toHaveLength(64);
  });

  it('bits', () => {
    const mine = vectors.bits.map((v) => ({ ...v, bits: bits(v.a, v.b, v.agent, v.k) }));
    expect(mine).toEqual(vectors.bits);
  });

  it('Draw.open', () => {
    const draw = new Draw('any seed: the key is overwritten');
    const mine = vectors.open.map((v) => {
      draw.key.set(v.key);
      draw.open(v.stream, v.week);
      return { ...v, a: draw.a, b: draw.b };
    });
    expect(mine).toEqual(vectors.open);
  });
});
