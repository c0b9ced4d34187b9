import xor4096 from 'seedrandom/lib/xor4096.js';
import { DIRECTION_NUMBERS } from './direction-numbers.ts';

const BITS = 32;
const lines = DIRECTION_NUMBERS.trim().split('\n');

export const SOBOL_DIMENSIONS = lines.length + 1;

/**
 * The first points of the Sobol' sequence, each a row of `dimensions` values in [0, 1), in the order of Gray codes
 * (Antonov and Saleev 1979), in which Joe and Kuo's own program gives them. The first point is kept, for without it the
 * first 2^m points are no net (Owen 2022, "On dropping the first Sobol' point").
 *
 * With a seed each dimension is scrambled by a random lower triangular matrix and a random shift, both in base 2
 * (Matoušek 1998): the net stays a net, each point by itself is uniform over the cube, and none lies on its edge for
 * all seeds. A dimension has its luck from the seed and its own number. Without a seed the points are the
 * published ones, and the first of them is the corner 0, ..., 0.
 */
export function sobolSequence(dimensions: number, points: number, seed: string | null): number[][] {
  if (dimensions > SOBOL_DIMENSIONS)
    throw new RangeError(`${dimensions} dimensions; allowed: up to ${SOBOL_DIMENSIONS}`);
  const directions = Array.from({ length: dimensions }, (_, j) => directionsOf(j));
  const at = new Int32Array(dimensions);
  if (seed !== null)
    for (let j = 0; j < dimensions; j++) at[j] = scramble(directions[j], `${seed}/sobol/${j}`);
  const rows: number[][] = [];
  for (let i = 0; i < points; i++) {
    if (i > 0) {
      const bit = 31 - Math.clz32(i & -i);
      for (let j = 0; j < dimensions; j++) at[j] ^= directions[j][bit];
    }
    rows.push(Array.from(at, (x) => (x >>> 0) / 0x100000000));
  }
  return rows;
}

/** The 32 direction numbers of a dimension (from 0), as fractions of 2^32 with the first binary digit highest. */
function directionsOf(dimension: number): Int32Array {
  const v = new Int32Array(BITS);
  if (dimension === 0) {
    for (let k = 0; k < BITS; k++) v[k] = 1 << (BITS - 1 - k);
    return v;
  }
  const [s, a, ...m] = lines[dimension - 1].split(' ').map(Number);
  for (let k = 0; k < BITS; k++) {
    if (k < s) {
      v[k] = m[k] << (BITS - 1 - k);
      continue;
    }
    v[k] = v[k - s] ^ (v[k - s] >>> s);
    for (let i = 1; i < s; i++) if ((a >> (s - 1 - i)) & 1) v[k] ^= v[k - i];
  }
  return v;
}

/** Multiplies the direction numbers by a random lower triangular matrix, in place; returns a random shift. */
function scramble(v: Int32Array, seed: string): number {
  const random = xor4096(seed);
  // Row r makes digit r from the digits before it, each or not, and from itself.
  const rows = Int32Array.from({ length: BITS }, (_, r) => {
    const own = 1 << (BITS - 1 - r);
    const before = r === 0 ? 0 : -1 << (BITS - r);
    return (random.int32() & before) | own;
  });
  for (let k = 0; k < BITS; k++) {
    let out = 0;
    for (let r = 0; r < BITS; r++) out |= parity(rows[r] & v[k]) << (BITS - 1 - r);
    v[k] = out;
  }
  return random.int32();
}

/** 1 where an odd number of bits is set. */
function parity(x: number): number {
  let folded = x ^ (x >>> 16);
  folded ^= folded >>> 8;
  folded ^= folded >>> 4;
  return (0x6996 >> (folded & 15)) & 1;
}
