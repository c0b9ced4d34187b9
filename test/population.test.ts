import { describe, expect, it } from 'vitest';
import { formIndex } from '../sim/governance/forms.ts';
import { findRelation } from '../sim/relations.ts';
import { digestState, LIFE, NEIGHBOURS, ROLE, STAGE, type State } from '../sim/state.ts';
import { mean, modelOf, roll, schoolRecord } from './support/district.ts';

const deprived = (s: State) => [...s.schoolPosts.keys()].map((a) => s.schoolPupils[a * 3] / roll(s, a));

describe('a generated district', () => {
  const district = {
    schools: 400,
    secondaryShare: 0.25,
    density: 0.5,
    deprivation: 0.3,
    deprivationSpread: 0.1,
  };
  const { state: s } = modelOf({
    district: { ...district, primaryRoll: 300, secondaryRoll: 900, faithShare: 0.4 },
  });
  const rolls = (phase: number) =>
    [...s.schoolPosts.keys()].filter((a) => s.schoolPhase[a] === phase).map((a) => roll(s, a));

  it('has as many schools as asked for, by phase', () => {
    expect(s.schoolPosts).toHaveLength(400);
    expect(rolls(1)).toHaveLength(100);
    for (const a of [0, 99]) expect([s.schoolLowAge[a], s.schoolHighAge[a]]).toEqual([11, 16]);
    for (const a of [100, 399]) expect([s.schoolLowAge[a], s.schoolHighAge[a]]).toEqual([4, 11]);
  });

  it('has rolls around the means asked for', () => {
    // Log-normal with spread 0.35: a coefficient of variation of 0.36, four standard errors.
    expect(Math.abs(mean(rolls(0)) / 300 - 1)).toBeLessThan((4 * 0.36) / Math.sqrt(300));
    expect(Math.abs(mean(rolls(1)) / 900 - 1)).toBeLessThan((4 * 0.36) / Math.sqrt(100));
  });

  it('has the deprivation asked for, and as much difference between schools', () => {
    const shares = deprived(s);
    expect(Math.abs(mean(shares) - 0.3)).toBeLessThan((4 * 0.1) / Math.sqrt(400));
    const spread = Math.sqrt(mean(shares.map((x) => (x - mean(shares)) ** 2)));
    expect(Math.abs(spread - 0.1)).toBeLessThan(0.015);
  });

  it('is poorer towards its centre', () => {
    const order = [...s.schoolPosts.keys()].sort(
      (a, b) => Math.hypot(s.schoolX[a], s.schoolY[a]) - Math.hypot(s.schoolX[b], s.schoolY[b]),
    );
    const of = (schools: number[]) => mean(schools.map((a) => deprived(s)[a]));
    expect(of(order.slice(0, 100))).toBeGreaterThan(of(order.slice(300)) + 0.05);
  });

  it('lies evenly in a disc of the density asked for', () => {
    const radius = Math.sqrt(400 / (0.5 * Math.PI)); // 15.96 km
    let inner = 0;
    for (let a = 0; a < 400; a++) {
      const r = Math.hypot(s.schoolX[a], s.schoolY[a]);
      expect(r).toBeLessThanOrEqual(radius);
      if (r < radius / 2) inner++;
    }
    expect(Math.abs(inner - 100)).toBeLessThan(4 * Math.sqrt(75)); // a quarter of the area
  });

  it('has as many schools with a denomination as asked for', () => {
    const share = mean([...s.schoolDenomination].map((d) => (d > 0 ? 1 : 0)));
    expect(Math.abs(share - 0.4)).toBeLessThan(4 * Math.sqrt((0.4 * 0.6) / 400));
  });
});

describe('schools on file', () => {
  const records = Array.from({ length: 12 }, (_, n) =>
    schoolRecord({
      id: 900 - 7 * n,
      x: (n * 5) % 7,
      y: (n * 3) % 5,
      roll: 100 + 30 * n,
      places: 500,
      denomination: n % 3 === 0 ? 'Church of England' : '',
      bonds: n < 3 ? [{ name: 'Trust', form: 'hard federation' }] : [],
    }),
  );

  it('give the same run in whatever order they stand', () => {
    const first = modelOf({}, 'order', records);
    const second = modelOf({}, 'order', [...records].reverse());
    expect(digestState(second.state)).toBe(digestState(first.state));
    expect([...first.state.schoolId]).toEqual(records.map(({ id }) => id).reverse());
  });

  it('keep what is on file: roll, intake, grade and results', () => {
    const given = [
      schoolRecord({ id: 1, roll: 400, deprivation: 0.25, grade: 4, attainment: 101.5 }),
      schoolRecord({ id: 2, roll: 200, deprivation: 0.05, grade: 1, attainment: 108 }),
    ];
    const p = { mean: 104, low: -4.5, high: 3 };
    const { state: s } = modelOf({ attainment: p }, 'kept', given);
    expect([roll(s, 0), roll(s, 1)]).toEqual([expect.closeTo(400, 9), expect.closeTo(200, 9)]);
    expect(s.schoolPupils[0]).toBeCloseTo(100, 9);
    expect([...s.schoolGrade]).toEqual([4, 1]);
    expect([...s.schoolSpecial]).toEqual([1, 0]);
    expect([...s.schoolPublished]).toEqual([101.5, 108]);
    expect(s.schoolStanding[1]).toBeCloseTo(Math.SQRT1_2, 9);
    // Half of what the intake does not explain is the school's, and results are where they should be to begin with.
    const high = 0.75 * (0.55 - 0.7 * 0.25);
    const predicted = p.mean + 0.25 * p.low + high * p.high;
    expect(s.schoolIntake[0]).toBeCloseTo((101.5 - predicted) / 2, 6);
    expect(s.schoolValueAdded[0]).toBeCloseTo(101.5 - predicted, 6);
  });

  it('have staff by roll and phase', () => {
    const { state: s } = modelOf(
      { staffing: { pupilsATeacherPrimary: 20, pupilsATeacherSecondary: 15, supportATeacher: 0.5 } },
      'staff',
      [
        schoolRecord({ id: 1, roll: 400 }),
        schoolRecord({ id: 2, roll: 900, places: 950, phase: 'secondary', lowAge: 11, highAge: 16 }),
        schoolRecord({ id: 3, roll: 10 }),
      ],
    );
    const roles = (a: number) => {
      const count = [0, 0, 0, 0, 0];
      for (let i = s.schoolFirst[a]; i < s.schoolFirst[a] + s.schoolPosts[a]; i++) count[s.staffRole[i]]++;
      return count;
    };
    // 400 / 20 + 1 = 21 who teach: a head, 2 seniors (a tenth), 5 middle leaders (a quarter); 11 (10.5) support staff.
    expect(roles(0)).toEqual([1, 2, 5, 13, 11]);
    // 900 / 15 + 1 = 61: 6 seniors, 15 middle leaders, 31 (30.5) support staff.
    expect(roles(1)).toEqual([1, 6, 15, 39, 31]);
    expect(roles(2)).toEqual([1, 0, 1, 0, 1]); // two who teach, a middle leader being half of one, rounded up
    for (let a = 0; a < 3; a++) {
      const first = s.schoolFirst[a];
      const inOrder = [...s.staffRole.subarray(first, first + s.schoolPosts[a])];
      expect(inOrder).toEqual([...inOrder].sort((x, y) => x - y));
      expect(s.staffRole[first]).toBe(ROLE.head);
    }
  });

  it('turn bonds into collaboratives that have run for a year', () => {
    const { state: s } = modelOf({}, 'bonds', records);
    const [c] = [...s.collaborativeLife.keys()].filter((n) => s.collaborativeLife[n] !== LIFE.none);
    expect(s.collaborativeLife[c]).toBe(LIFE.embedded);
    expect(s.collaborativeForm[c]).toBe(formIndex('hard federation'));
    expect(s.collaborativeMembers[c]).toBe(3);
    expect(s.collaborativeFounded[c]).toBe(-39);
    // The three first on file have the highest numbers and stand last.
    expect([...s.schoolCollaboratives]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]);
    for (const [a, b] of [
      [9, 10],
      [10, 11],
      [9, 11],
    ]) {
      const r = findRelation(s, a, b);
      expect(s.relationStage[r]).toBe(STAGE.collaboration);
      expect(s.relationShared[r]).toBe(1);
      expect(s.relationTies[r]).toBeGreaterThan(0);
    }
  });

  it('make no collaborative of a bond that only one school has', () => {
    const alone = records.map((record, n) => ({ ...record, bonds: n === 0 ? record.bonds : [] }));
    expect(Math.max(...modelOf({}, 'alone', alone).state.collaborativeLife)).toBe(LIFE.none);
  });
});

describe('staff at the start', () => {
  const m = modelOf({
    district: { schools: 30 },
    staffing: { altruism: 0.3, selfInterest: 0.45, fear: 0.25 },
  });
  const { state: s } = m;
  const posts: number[] = [];
  for (let a = 0; a < 30; a++)
    for (let i = s.schoolFirst[a]; i < s.schoolFirst[a] + s.schoolPosts[a]; i++) posts.push(i);

  it('have motives that sum to 1, around the weights asked for', () => {
    for (const i of posts)
      expect(s.staffAltruism[i] + s.staffSelfInterest[i] + s.staffFear[i]).toBeCloseTo(1, 6);
    expect(mean(posts.map((i) => s.staffAltruism[i]))).toBeCloseTo(0.3, 1);
    expect(mean(posts.map((i) => s.staffSelfInterest[i]))).toBeCloseTo(0.45, 1);
  });

  it('know some colleagues and no strangers, and have been there for a year at least', () => {
    for (const i of posts) {
      const inside = s.tieTarget.subarray(i * 16, i * 16 + 8).filter((j) => j >= 0);
      if (s.staffRole[i] !== ROLE.head) expect(inside.length).toBeGreaterThan(0);
      for (const j of inside) expect(s.staffSchool[j]).toBe(s.staffSchool[i]);
      if (s.staffRole[i] !== ROLE.head) expect(s.tieTarget[i * 16 + 8]).toBe(-1);
      expect(s.staffArrived[i]).toBeLessThanOrEqual(-39);
    }
  });

  it('hold views and expertise within 0 and 1', () => {
    for (const column of [s.staffView, s.staffExplicit, s.staffTacit]) {
      expect(Math.min(...column)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...column)).toBeLessThanOrEqual(1);
    }
  });
});

describe('neighbours', () => {
  /** The sixteen nearest of the same ages and the eight nearest others, more of one kind where the other is short. */
  function bruteForce(s: State, a: number): number[] {
    const all = [...s.schoolPosts.keys()]
      .filter((b) => b !== a)
      .map((b) => ({
        b,
        d: Math.sqrt((s.schoolX[a] - s.schoolX[b]) ** 2 + (s.schoolY[a] - s.schoolY[b]) ** 2),
        rival: s.schoolLowAge[b] < s.schoolHighAge[a] && s.schoolLowAge[a] < s.schoolHighAge[b],
      }))
      .sort((p, q) => p.d - q.d || p.b - q.b);
    const rivals = all.filter(({ rival }) => rival);
    const others = all.filter(({ rival }) => !rival);
    const kept = Math.max(16, NEIGHBOURS - others.length);
    const picked = rivals.slice(0, kept);
    return [...picked, ...others.slice(0, NEIGHBOURS - picked.length)]
      .sort((p, q) => p.d - q.d || p.b - q.b)
      .map(({ b }) => b);
  }

  it.each([
    ['200 schools', { schools: 200, secondaryShare: 0.3 }],
    ['one phase alone', { schools: 60 }],
    ['hardly any others', { schools: 80, secondaryShare: 0.05 }],
    ['fewer schools than there are places', { schools: 10, secondaryShare: 0.5 }],
  ])('are the nearest there are: %s', (_, district) => {
    const { state: s } = modelOf({ district }, 'near');
    for (let a = 0; a < district.schools; a++) {
      const listed = [...s.neighbourSchool.subarray(a * NEIGHBOURS, (a + 1) * NEIGHBOURS)].filter(
        (b) => b >= 0,
      );
      expect(listed).toEqual(bruteForce(s, a));
      for (const [n, b] of listed.entries()) {
        const d = Math.hypot(s.schoolX[a] - s.schoolX[b], s.schoolY[a] - s.schoolY[b]);
        expect(s.neighbourDistance[a * NEIGHBOURS + n]).toBeCloseTo(d, 4);
      }
    }
  });

  it('all in one place, or on a line, are found too', () => {
    const heap = Array.from({ length: 40 }, (_, n) => schoolRecord({ id: n + 1, x: 0, y: 0 }));
    const line = Array.from({ length: 40 }, (_, n) => schoolRecord({ id: n + 1, x: n * n, y: 0 }));
    for (const records of [heap, line]) {
      const { state: s } = modelOf({}, 'odd', records);
      for (let a = 0; a < 40; a++) {
        const listed = [...s.neighbourSchool.subarray(a * NEIGHBOURS, (a + 1) * NEIGHBOURS)];
        expect(listed).toEqual(bruteForce(s, a));
      }
    }
  });
});
