import { describe, expect, it } from 'vitest';
import { involve, params } from '../../sim/mechanisms/involvement.ts';
import { defaults } from '../../sim/schema.ts';
import { MEMBERSHIPS, ROLE, type State } from '../../sim/state.ts';
import { collaborativeOf } from '../support/charter.ts';
import { blank, mean, modelOf, weeks } from '../support/district.ts';

const p = {
  ...defaults(params),
  head: 0.9,
  senior: 0.8,
  middle: 0.5,
  teacher: 0.25,
  support: 0.15,
  pace: 0.35,
  halfActivities: 2,
};

/** A school in a collaborative with one of each role, after so many terms. */
function school(terms: number, set: (s: State) => void = () => {}, commitment = 0.8): State {
  const s = blank(2, 5);
  s.staffRole[4] = ROLE.support;
  collaborativeOf(s, [0, 1], {}, commitment);
  for (let t = 0; t < terms; t++) {
    set(s);
    involve(s, p);
  }
  return s;
}

const five = (column: Float32Array) => [...column.subarray(0, 5)];

describe('awareness', () => {
  it('after a term is 0.35 of what reaches each role from a head not yet convinced', () => {
    // The head's example: 0.5 + 0.5 * commitment, which in this first term has moved from 0 to 0.35 * belief.
    const s = school(1);
    expect(s.staffAwareness[0]).toBeCloseTo(0.35 * 0.9, 6);
    // The example is read before the head's own commitment moves: 0.5 of 0.8, 0.5, 0.25 and 0.15.
    for (const [n, share] of [0.8, 0.5, 0.25, 0.15].entries())
      expect(s.staffAwareness[1 + n]).toBeCloseTo(0.35 * 0.5 * share, 6);
  });

  it('falls from the head to the classroom and stays so', () => {
    const levels = five(school(20).staffAwareness);
    for (let n = 1; n < 5; n++) expect(levels[n]).toBeLessThan(levels[n - 1]);
    expect(levels[4]).toBeGreaterThan(0);
  });

  it('grows with taking part: two activities a term make half of what is missing', () => {
    const s = school(60, (state) => state.staffInvolved.fill(2, 3, 4));
    const still = school(60);
    expect(s.staffAwareness[3]).toBeCloseTo(0.5 + 0.5 * still.staffAwareness[3], 4);
    expect(s.staffInvolved[3]).toBe(0); // counted, and the count starts anew
  });

  it('of heads is the part they know without taking part, and half of the rest with two activities a term', () => {
    for (const head of [0, 0.4, 1]) {
      const known = (involved: number) => {
        const s = blank(2, 5);
        collaborativeOf(s, [0, 1]);
        for (let t = 0; t < 60; t++) {
          s.staffInvolved.fill(involved, 0, 1);
          involve(s, { ...p, head });
        }
        return s.staffAwareness[0];
      };
      expect(known(0)).toBeCloseTo(head, 5);
      expect(known(2)).toBeCloseTo(head + (1 - head) * 0.5, 5);
    }
  });

  it('is gone in time where the school is in no collaborative', () => {
    const s = blank(2, 5);
    s.staffAwareness.fill(0.8);
    for (let t = 0; t < 30; t++) involve(s, p);
    expect(Math.max(...s.staffAwareness)).toBeLessThan(1e-5);
  });
});

describe('commitment', () => {
  it('settles at 0.15 + 0.6 * cause * awareness + 0.3 * activity - 0.5 * overload', () => {
    const s = school(80, (state) => {
      state.staffInvolved.fill(2, 0, 1);
      state.staffOverload.fill(0.2, 0, 1);
    });
    expect(s.staffCommitment[0]).toBeCloseTo(0.15 + 0.6 * 0.8 * 0.95 + 0.15 - 0.1, 4); // 0.9 + 0.1 / 2
  });

  it('follows the collaborative the school believes in most', () => {
    const s = blank(3, 5);
    collaborativeOf(s, [0, 1], {}, 0.2);
    const second = collaborativeOf(s, [0, 2], {}, 0.9);
    for (let t = 0; t < 80; t++) involve(s, p);
    const both = s.staffCommitment[0];
    expect(both).toBeCloseTo(0.15 + 0.6 * 0.9 * 0.9, 4);
    for (let m = 0; m < MEMBERSHIPS; m++) if (s.membershipOf[m] === second) s.membershipOf[m] = -1;
    for (let t = 0; t < 80; t++) involve(s, p);
    expect(s.staffCommitment[0]).toBeCloseTo(0.15 + 0.6 * 0.2 * 0.9, 4);
  });

  it('nothing moves at pace 0', () => {
    const s = blank(2, 5);
    s.staffCommitment.fill(0.4);
    s.staffAwareness.fill(0.4);
    collaborativeOf(s, [0, 1]);
    involve(s, { ...p, pace: 0 });
    expect(five(s.staffCommitment)).toEqual(Array(5).fill(Math.fround(0.4)));
  });
});

describe('reach', () => {
  it('is awareness times commitment, averaged over teachers and middle leaders', () => {
    const s = school(3);
    const product = (i: number) => s.staffAwareness[i] * s.staffCommitment[i];
    expect(s.schoolReach[0]).toBeCloseTo((product(2) + product(3)) / 2, 12);
  });
});

describe('in a running partnership', () => {
  /** Mean level by role, heads first, among the members of networks of this form after three years. */
  function levels(form: string): { commitment: number[]; awareness: number[] } {
    const m = modelOf({ years: 3, district: { schools: 24 }, foundings: [{ times: 12, form }] });
    weeks(m, 0, 117);
    const { state: s } = m;
    const level = (column: Float32Array, role: number) => {
      const values: number[] = [];
      for (let a = 0; a < 24; a++) {
        if (s.schoolCollaboratives[a] === 0) continue;
        for (let i = s.schoolFirst[a]; i < s.schoolFirst[a] + s.schoolPosts[a]; i++)
          if (s.staffRole[i] === role) values.push(column[i]);
      }
      return mean(values);
    };
    const roles = [ROLE.head, ROLE.senior, ROLE.middle, ROLE.teacher, ROLE.support];
    return {
      commitment: roles.map((role) => level(s.staffCommitment, role)),
      awareness: roles.map((role) => level(s.staffAwareness, role)),
    };
  }

  it('commitment and awareness fall from heads to leaders to teachers', () => {
    for (const column of Object.values(levels('soft federation')))
      for (let n = 1; n < 5; n++) expect(column[n]).toBeLessThan(column[n - 1]);
  });

  it('where senior staff take part more than heads they may draw level, and teachers stay behind both', () => {
    const { commitment, awareness } = levels('hard federation');
    for (const [head, senior, middle, teacher, support] of [commitment, awareness]) {
      expect(middle).toBeLessThan(Math.max(head, senior));
      expect(teacher).toBeLessThan(Math.min(head, senior, middle));
      expect(support).toBeLessThan(teacher);
    }
  });
});
