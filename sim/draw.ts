import xor4096 from 'seedrandom/lib/xor4096.js';
import { normalQuantile } from './math/index.ts';

/**
 * Keyed, stateless draws: draw(key, stream, week, agent, k) is a hash of its address, so no draw depends on
 * how many were made before it. Runs are therefore the same for any order of work, and two scenarios with one
 * seed share their luck event by event (common random numbers).
 *
 * The text seed is expanded to a 128-bit key. A stream and a week choose two 32-bit words of that key space;
 * the address inside it is (agent, k).
 */

/** One number a purpose. Never renumber, never reuse: the numbers are part of every recorded result. */
export const STREAM = {
  population: 1,
  firstTies: 2,
  colleague: 3,
  encounter: 4,
  learning: 5,
  activity: 6,
  informalContact: 7,
  partnerChoice: 8,
  founding: 9,
  review: 10,
  examination: 11,
  inspection: 12,
  turnover: 13,
  newcomer: 14,
  market: 15,
  shock: 16,
  gaming: 17,
  chanceMeeting: 18,
  authority: 20,
  crisis: 21,
  practice: 25,
  outside: 26,
  agencyWork: 27,
  agencies: 28,
  families: 23,
  firstFamilies: 24,
} as const;

const UNIT = 1 / 4294967296;

/** A full-avalanche finaliser on 32 bits. */
function finalise(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** The 32 random bits at (agent, k) under the words `a` and `b` of an opened stream, as an unsigned integer. */
export function bits(a: number, b: number, agent: number, k: number): number {
  let h = agent ^ a;
  h = Math.imul(h ^ (h >>> 17), 0xed5ad4bb);
  h = (h + Math.imul(k + 1, 0x9e3779b1)) ^ b; // a second entry, so that one stream is no mere permutation
  h = Math.imul(h ^ (h >>> 11), 0xac4c1b51);
  h = Math.imul(h ^ (h >>> 15), 0x31848bab);
  return (h ^ (h >>> 14)) >>> 0;
}

/** A number in the open interval (0, 1) made of the bits at (agent, k). */
export function uniform(a: number, b: number, agent: number, k: number): number {
  return (bits(a, b, agent, k) + 0.5) * UNIT;
}

/** An address for an ordered pair of schools; schools are fewer than 32,768. */
export function pairAddress(a: number, b: number): number {
  return Math.imul(a, 32768) + b;
}

export class Draw {
  /** The words of the stream last opened. Kernels copy them into locals. */
  a = 0;
  b = 0;
  readonly key: Int32Array;

  constructor(seed: string) {
    const expand = xor4096(seed);
    this.key = Int32Array.of(expand.int32(), expand.int32(), expand.int32(), expand.int32());
  }

  /** Opens the stream `stream` of week `week`; `bits` and `uniform` take the words it leaves in `a` and `b`. */
  open(stream: number, week: number): void {
    const key = this.key;
    let a = finalise(key[0] + Math.imul(stream, 0x9e3779b1));
    let b = finalise(key[1] ^ a);
    a = finalise((key[2] + Math.imul(week, 0x85ebca77)) ^ a);
    b = finalise(key[3] + b + a);
    this.a = finalise(a + b);
    this.b = b;
  }

  /** A number in (0, 1) at (agent, k) of the opened stream. */
  uniform(agent: number, k: number): number {
    return uniform(this.a, this.b, agent, k);
  }

  /** An integer in [0, n) at (agent, k) of the opened stream. */
  integer(n: number, agent: number, k: number): number {
    return Math.floor(uniform(this.a, this.b, agent, k) * n);
  }

  /** A standard normal number at (agent, k) of the opened stream. */
  normal(agent: number, k: number): number {
    return normalQuantile(uniform(this.a, this.b, agent, k));
  }
}
