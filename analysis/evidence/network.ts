import { PARTNERS, type State } from '../../sim/index.ts';

/** The relation of schools `a` and `b`, -1 for none. */
export function relationOf(s: State, a: number, b: number): number {
  for (let p = a * PARTNERS; p < (a + 1) * PARTNERS && s.partnerRelation[p] >= 0; p++) {
    const r = s.partnerRelation[p];
    if ((s.relationA[r] === a && s.relationB[r] === b) || (s.relationA[r] === b && s.relationB[r] === a))
      return r;
  }
  return -1;
}

/**
 * Core-periphery fit among `members` beyond chance: correlation over their pairs of contact with the product of both
 * members' contact with all (Borgatti and Everett's continuous model with coreness by strength), less the mean of the
 * same over shufflings of the pairs' contact, for in small groups any contact looks like a core. 0 for fewer than
 * four, or where contact does not vary.
 */
export function corePeripheryFit(s: State, members: readonly number[]): number {
  const n = members.length;
  if (n < 4) return 0;
  const contact: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const r = relationOf(s, members[i], members[j]);
      contact.push(r < 0 ? 0 : s.relationContact[r]);
    }
  }
  const found = fitOf(contact, n);
  let chance = 0;
  let luck = 1;
  for (let shuffle = 0; shuffle < SHUFFLES; shuffle++) {
    for (let i = contact.length - 1; i > 0; i--) {
      luck = (Math.imul(luck, 1664525) + 1013904223) >>> 0; // the same shuffles for every run: no luck of its own
      const j = Math.floor((luck / 4294967296) * (i + 1));
      [contact[i], contact[j]] = [contact[j], contact[i]];
    }
    chance += fitOf(contact, n) / SHUFFLES;
  }
  return found - chance;
}

const SHUFFLES = 100;

/** Fit of the contact of the pairs of `n` members, pairs in order of the first and then the second. */
function fitOf(contact: readonly number[], n: number): number {
  const strength = new Array<number>(n).fill(0);
  let pair = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++, pair++) {
      strength[i] += contact[pair];
      strength[j] += contact[pair];
    }
  }
  const product: number[] = [];
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) product.push(strength[i] * strength[j]);
  return correlation(contact, product);
}

function correlation(xs: readonly number[], ys: readonly number[]): number {
  const n = xs.length;
  const mx = xs.reduce((sum, x) => sum + x, 0) / n;
  const my = ys.reduce((sum, y) => sum + y, 0) / n;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < n; i++) {
    xy += (xs[i] - mx) * (ys[i] - my);
    xx += (xs[i] - mx) * (xs[i] - mx);
    yy += (ys[i] - my) * (ys[i] - my);
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}
