import { describe, expect, it } from 'vitest';
import { Draw } from '../../sim/draw.ts';
import { choose, clearContacts, params } from '../../sim/mechanisms/colleague-choice.ts';
import { fillFading, makeFading, params as trust } from '../../sim/mechanisms/trust.ts';
import { defaults } from '../../sim/schema.ts';
import { CONTACT, INSIDE, type State, TIES } from '../../sim/state.ts';
import { putTie } from '../../sim/ties.ts';
import { blank } from '../support/district.ts';

const p = { ...defaults(params), exploration: 0.4 };
const WEEKS = 4000;
/** What is left of trust after idle weeks: all of it, so that shares stay what they are. */
const kept = new Float64Array(WEEKS + 1).fill(1);

/** Half of what there was is left a week later. */
function halving(): Float64Array {
  const fading = makeFading(400);
  fillFading(fading, { ...defaults(trust), fading: 0.5 });
  return fading.trust;
}

/** Contacts of the schools [from, to) in one week, as pairs with the row of the tie they go by. */
function week(s: State, w: number, exploration: number, from = 0, to = s.schoolPosts.length, left = kept) {
  const count = choose(s, { exploration }, new Draw('colleagues'), left, w, from, to);
  return Array.from({ length: count }, (_, c) => ({
    from: s.contactFrom[c],
    to: s.contactTo[c],
    tie: s.contactTie[c],
  }));
}

/** How often member 0 turned to each of the first `n` staff over many weeks, as shares. */
function shares(s: State, exploration: number, n = 6): number[] {
  const counts = Array<number>(n).fill(0);
  for (let w = 0; w < WEEKS; w++) counts[week(s, w, exploration, 0, 1)[0].to]++;
  return counts.map((x) => x / WEEKS);
}

/** Four standard errors of a share `q` of all weeks. */
const error = (q: number) => 4 * Math.sqrt((q * (1 - q)) / WEEKS) + 1e-12;

describe('a week', () => {
  it('lets every member of staff turn to one colleague, never to themselves or another school', () => {
    const s = blank(3, 7);
    for (let w = 0; w < 60; w++) {
      const met = week(s, w, p.exploration);
      expect(met.map(({ from }) => from)).toEqual(Array.from({ length: 21 }, (_, i) => i));
      for (const { from, to } of met) {
        expect(to).not.toBe(from);
        expect(s.staffSchool[to]).toBe(s.staffSchool[from]);
      }
    }
  });

  it('passes over posts that are not filled and schools of one', () => {
    const s = blank(3, 6);
    s.schoolPosts.set([1, 4, 2]);
    for (let w = 0; w < 60; w++) {
      const met = week(s, w, p.exploration);
      expect(met.map(({ from }) => from)).toEqual([6, 7, 8, 9, 12, 13]);
      for (const { from, to } of met) expect(to < (from < 12 ? 10 : 14)).toBe(true);
      expect(met.slice(4).map(({ to }) => to)).toEqual([13, 12]); // of two, each has the other
    }
  });

  it('does not hang on the schools it is taken together with', () => {
    const together = blank(4, 6);
    const apart = blank(4, 6);
    for (const s of [together, apart])
      for (let i = 0; i < 24; i++) putTie(s, i * TIES, i % 6 === 0 ? i + 1 : i - 1, 0.6, 0);
    for (let w = 0; w < 20; w++) {
      const all = week(together, w, p.exploration);
      const split = [0, 1, 2, 3].flatMap((a) => week(apart, w, p.exploration, a, a + 1));
      expect(split).toEqual(all);
    }
  });
});

describe('whom one turns to', () => {
  it('is one of one’s ties in proportion to trust, or anyone with the weight of exploration', () => {
    const s = blank(1, 6);
    putTie(s, 0, 1, 0.8, 0);
    putTie(s, 1, 2, 0.4, 0);
    // Summed trust 1.2 and 0.4 for anyone: 0.8 / 1.6, 0.4 / 1.6, and 0.4 / 1.6 over five, each with 0.05.
    const found = shares(s, 0.4);
    for (const [j, q] of [0, 0.55, 0.3, 0.05, 0.05, 0.05].entries())
      expect(Math.abs(found[j] - q), `colleague ${j}`).toBeLessThan(error(q));
  });

  it('is anyone alike where there are no ties', () => {
    const found = shares(blank(1, 6), p.exploration);
    expect(found[0]).toBe(0);
    for (const share of found.slice(1)) expect(Math.abs(share - 0.2)).toBeLessThan(error(0.2));
  });

  it('is a stranger the less, the more one trusts and the less one explores', () => {
    const strangers = (trusted: number, exploration: number) => {
      const s = blank(1, 6);
      putTie(s, 0, 1, trusted, 0);
      return 1 - shares(s, exploration)[1];
    };
    // Four fifths of exploring end elsewhere: 0.8 * 0.4 / (0.4 + trust).
    for (const [trusted, exploration, q] of [
      [0.4, 0.4, 0.4],
      [1, 0.4, 0.8 * (0.4 / 1.4)],
      [0.4, 1.2, 0.6],
      [1, 0.01, 0.8 * (0.01 / 1.01)],
    ])
      expect(Math.abs(strangers(trusted, exploration) - q)).toBeLessThan(error(q));
  });

  it('is sought by what is left of trust, not by what it was', () => {
    const left = halving();
    const s = blank(1, 6);
    putTie(s, 0, 1, 0.8, 0); // three idle weeks by week 4: an eighth is left
    putTie(s, 1, 2, 0.4, 3); // used last week: all of it
    const counts = Array<number>(6).fill(0);
    for (let n = 0; n < WEEKS; n++) {
      choose(s, { exploration: 0.5 }, new Draw(`week ${n}`), left, 4, 0, 1);
      counts[s.contactTo[0]]++;
    }
    // 0.1, 0.4 and 0.5 for anyone, a fifth of which is each: 0.2 and 0.5.
    expect(Math.abs(counts[1] / WEEKS - 0.2)).toBeLessThan(error(0.2));
    expect(Math.abs(counts[2] / WEEKS - 0.5)).toBeLessThan(error(0.5));
  });

  it('is never one across schools: those ties stand in the other half of the row', () => {
    const s = blank(2, 6);
    putTie(s, INSIDE, 8, 1, 0);
    for (let w = 0; w < 200; w++) expect(week(s, w, 0.01)[0].to).toBeLessThan(6);
  });

  it('comes with the tie it goes by, whether sought or come upon, and -1 where there is none', () => {
    const s = blank(1, 6);
    putTie(s, 0, 1, 0.5, 0);
    putTie(s, 1, 4, 0.5, 0);
    const ways = new Map<number, Set<number>>();
    for (let w = 0; w < 400; w++) {
      const { to, tie } = week(s, w, 2)[0];
      ways.set(to, (ways.get(to) ?? new Set()).add(tie));
    }
    expect([...ways].map(([to, ties]) => [to, [...ties]]).sort()).toEqual([
      [1, [0]],
      [2, [-1]],
      [3, [-1]],
      [4, [1]],
      [5, [-1]],
    ]);
  });
});

it('a batch is cleared to contacts among colleagues, and no further', () => {
  const s = blank(2, 6);
  const columns = [s.contactFacilitation, s.contactGuard, s.contactFormality];
  for (const column of columns) column.fill(0.5);
  s.contactRelation.fill(3);
  s.contactMembership.fill(2);
  s.contactKind.fill(CONTACT.visit);
  clearContacts(s, 10);
  for (const column of columns) expect([...column.subarray(8, 12)]).toEqual([0, 0, 0.5, 0.5]);
  expect([...s.contactRelation.subarray(8, 12)]).toEqual([-1, -1, 3, 3]);
  expect([...s.contactMembership.subarray(8, 12)]).toEqual([-1, -1, 2, 2]);
  expect([...s.contactKind.subarray(8, 12)]).toEqual([
    ...Array(2).fill(CONTACT.colleagues),
    ...Array(2).fill(CONTACT.visit),
  ]);
});
