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
 * Core-periphery fit among `members`: correlation over their pairs of contact with the product of both members'
 * contact with all (Borgatti and Everett's continuous model with coreness by strength). 0 for fewer than four, or
 * where contact does not vary.
 */
export function corePeripheryFit(s: State, members: readonly number[]): number {
  const n = members.length;
  if (n < 4) return 0;
  const contact = members.map((a) =>
    members.map((b) => {
      const r = a === b ? -1 : relationOf(s, a, b);
      return r < 0 ? 0 : s.relationContact[r];
    }),
  );
  const strength = contact.map((row) => row.reduce((sum, value) => sum + value, 0));
  const xs: number[] = [];
  const ys: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      xs.push(contact[i][j]);
      ys.push(strength[i] * strength[j]);
    }
  }
  return correlation(xs, ys);
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
