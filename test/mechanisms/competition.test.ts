import { describe, expect, it } from 'vitest';
import { between, compete, guard, params } from '../../sim/mechanisms/competition.ts';
import { overlapOf } from '../../sim/relations.ts';
import { defaults } from '../../sim/schema.ts';
import { CONTACT, type State } from '../../sim/state.ts';
import { blank, contact, modelOf, relate, schoolRecord, weeks } from '../support/district.ts';

const p = { ...defaults(params), leagueTables: 0.5, strength: 1 };
const HEAD = 0;
const SENIOR = 1;
const TEACHER = 3;

/** Two schools whose catchments overlap by 0.8. */
function rivals(): { s: State; r: number } {
  const s = blank(2, 6);
  const r = relate(s, 0, 1);
  s.relationOverlap[r] = 0.8;
  return { s, r };
}

/** How much people at these posts of the two schools hold back at full choice. */
function held(
  from: number,
  to: number,
  set: (s: State, r: number) => void = () => {},
  collective = 0,
): number {
  const { s, r } = rivals();
  contact(s, 0, from, 6 + to, { relation: r, kind: CONTACT.meeting });
  set(s, r);
  guard(s, p, 1, collective, 1, null);
  return s.contactGuard[0];
}

describe('competition', () => {
  it('is overlap * choice * weight of league tables, and no more than 1', () => {
    expect(between(p, 0.5, 0.8)).toBeCloseTo(0.2, 12);
    expect(between({ ...p, leagueTables: 1, strength: 2 }, 1, 0.8)).toBe(1);
  });

  it('is none without choice, without league tables, or switched off', () => {
    expect(between(p, 0, 1)).toBe(0);
    expect(between({ ...p, leagueTables: 0 }, 1, 1)).toBe(0);
    expect(between({ ...p, strength: 0 }, 1, 1)).toBe(0);
  });

  it('is kept with every relation, and with none that is not there', () => {
    const { s, r } = rivals();
    compete(s, p, 0.5);
    expect(s.relationCompetition[r]).toBeCloseTo(0.2, 6);
    expect(s.relationCompetition.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0.2, 6);
  });

  it('stands only between schools for the same ages', () => {
    const near = { x: 0, y: 0 };
    const records = [
      schoolRecord({ id: 1, lowAge: 4, highAge: 7, ...near }), // infant
      schoolRecord({ id: 2, lowAge: 7, highAge: 11, ...near }), // junior, next door
      schoolRecord({ id: 3, lowAge: 4, highAge: 11, ...near }),
      schoolRecord({ id: 4, lowAge: 11, highAge: 16, phase: 'secondary', roll: 900, places: 900, ...near }),
    ];
    const s = modelOf({}, 'ages', records).state;
    expect(overlapOf(s, 0, 1)).toBe(0);
    expect(overlapOf(s, 2, 3)).toBe(0);
    expect(overlapOf(s, 0, 3)).toBe(0);
    // At no distance, the share of ages both teach: 3 of 7 years, and 4 of 7.
    expect(overlapOf(s, 0, 2)).toBeCloseTo(3 / 7, 6);
    expect(overlapOf(s, 1, 2)).toBeCloseTo(4 / 7, 6);
  });

  it('falls with distance like a Gaussian over three quarters of the two scales', () => {
    const records = [0, 2, 6, 9, 13].map((x, n) => schoolRecord({ id: n + 1, x }));
    const s = modelOf({}, 'line', records).state;
    for (const [a, b] of [
      [0, 1],
      [1, 3],
      [0, 4],
    ]) {
      const x = (records[b].x - records[a].x) / (0.75 * (s.schoolScale[a] + s.schoolScale[b]));
      expect(overlapOf(s, a, b)).toBeCloseTo(Math.exp(-x * x), 6);
      expect(overlapOf(s, b, a)).toBe(overlapOf(s, a, b));
    }
    // The scale is the distance of the fourth nearest: 13 km for the first school, 9 - 2 = 7 for the third.
    expect(s.schoolScale[0]).toBe(13);
    expect(s.schoolScale[2]).toBe(7);
  });
});

describe('guard', () => {
  // Competition is 0.8 * 1 * 0.5 = 0.4; heads guard 0.9, seniors 0.7, others 0.4 of it, and the two sides count alike.
  it('is strongest among heads', () => {
    expect(held(HEAD, HEAD)).toBeCloseTo(0.36, 6);
    expect(held(HEAD, TEACHER)).toBeCloseTo(0.4 * 0.65, 6);
    expect(held(SENIOR, SENIOR)).toBeCloseTo(0.28, 6);
    expect(held(TEACHER, TEACHER)).toBeCloseTo(0.16, 6);
  });

  it('falls with collective accountability, most within a collaborative', () => {
    expect(held(HEAD, HEAD, () => {}, 1)).toBeCloseTo(0.18, 6); // strangers: half of it counts
    const partners = (s: State, r: number) => s.relationShared.fill(1, r, r + 1);
    expect(held(HEAD, HEAD, partners, 1)).toBe(0);
    expect(held(HEAD, HEAD, partners, 0.5)).toBeCloseTo(0.18, 6);
  });

  it('falls with what the form makes common, and with a common identity', () => {
    const form = (s: State) => {
      s.contactMembership[0] = 2;
      s.collaborativeUnit[2] = 0.75;
    };
    expect(held(HEAD, HEAD, form)).toBeCloseTo(0.09, 6);
    expect(held(HEAD, HEAD, (s, r) => s.relationIdentity.fill(0.5, r, r + 1))).toBeCloseTo(0.18, 6);
    expect(held(HEAD, HEAD, (s, r) => s.relationIdentity.fill(1, r, r + 1))).toBe(0);
  });

  it('is half as strong for a shared post', () => {
    expect(held(TEACHER, TEACHER, (s) => s.contactKind.fill(CONTACT.sharedPost, 0, 1))).toBeCloseTo(0.08, 6);
  });

  it('is there at the first contact of two schools, before the term has taken stock', () => {
    const settings = {
      market: { choice: 1 },
      competition: { leagueTables: 1 },
      informalContact: { chance: 0.2 },
    };
    const m = modelOf({ ...settings, staffing: { acquaintance: 0 }, district: { schools: 12, density: 20 } });
    weeks(m, 0, 1);
    const { state: s } = m;
    expect(m.contacts).toBeGreaterThan(0);
    let guarded = 0;
    for (let c = 0; c < m.contacts; c++) {
      const overlap = s.relationOverlap[s.contactRelation[c]];
      expect(s.contactGuard[c]).toBeCloseTo(0.9 * overlap, 5); // heads
      if (overlap > 0.1) guarded++;
    }
    expect(guarded).toBeGreaterThan(0);
  });
});
