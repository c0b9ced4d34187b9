import { describe, expect, it } from 'vitest';
import { Draw } from '../../sim/draw.ts';
import { params, replaceHeads, turn } from '../../sim/mechanisms/turnover.ts';
import { params as staffing } from '../../sim/population/staffing.ts';
import { defaults } from '../../sim/schema.ts';
import { COUNTER, INSIDE, ROLE, type State } from '../../sim/state.ts';
import { freeSlot, putTie } from '../../sim/ties.ts';
import { blank, modelOf, roll, schoolRecord, targets, weeks } from '../support/district.ts';

const p = {
  ...defaults(params),
  staff: 0.1,
  heads: 0.12,
  overload: 0.3,
  specialMeasures: 0.08,
  climate: 0.1,
};
const make = defaults(staffing);

/** Turns the year at week 38; every post was filled long ago. */
function turned(s: State, settings: Partial<typeof p> = {}, seed = 'turn'): State {
  s.staffArrived.fill(-100);
  turn(s, { ...p, ...settings }, make, new Draw(seed), 38, new Int32Array(s.counts.staff), 0);
  return s;
}

/** Share of staff and of heads who left, of 500 schools of 20 in which the roll does not change. */
function rates(set: (s: State) => void = () => {}): { staff: number; heads: number } {
  const s = blank(500, 20);
  set(s);
  turned(s);
  return { staff: s.counter[COUNTER.leavers] / 10000, heads: s.counter[COUNTER.headsLeft] / 500 };
}

describe('who leaves', () => {
  it('at rest, 10 % of staff and 12 % of heads a year', () => {
    const { staff, heads } = rates();
    expect(Math.abs(staff - 0.101)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / 10000)); // one in twenty is a head
    expect(Math.abs(heads - 0.12)).toBeLessThan(4 * Math.sqrt((0.12 * 0.88) / 500));
  });

  it('heads at a rate of their own', () => {
    const left = (staff: number, heads: number) => {
      const s = turned(blank(200, 5), { staff, heads });
      return [s.counter[COUNTER.headsLeft], s.counter[COUNTER.leavers] - s.counter[COUNTER.headsLeft]];
    };
    expect(left(0, 1)).toEqual([200, 0]);
    expect(left(1, 0)).toEqual([0, 800]);
  });

  it('more under overload, in special measures and in a poor climate', () => {
    const near = (share: number, expected: number) => expect(Math.abs(share - expected)).toBeLessThan(0.013);
    near(rates((s) => s.staffOverload.fill(0.5)).staff, 0.251); // 0.3 * 0.5 more
    near(rates((s) => s.schoolSpecial.fill(1)).staff, 0.181);
    near(rates((s) => s.schoolClimate.fill(0.1)).staff, 0.151); // 0.1 * (0.6 - 0.1) more
  });

  it('nobody at rate 0, and nobody who has only come', () => {
    const none = { staff: 0, heads: 0 };
    expect(turned(blank(50, 10), none).counter[COUNTER.leavers]).toBe(0);
    const s = blank(50, 10);
    turn(s, { ...p, staff: 1, heads: 1 }, make, new Draw('new'), 38, new Int32Array(500), 0);
    expect(s.counter[COUNTER.leavers]).toBe(0); // all arrived in week 0
  });

  it('near the same in a running district: between 9 and 16 % a year', () => {
    const m = modelOf({ years: 3, district: { schools: 30 } });
    weeks(m, 0, 117);
    let posts = 0;
    for (const n of m.state.schoolPosts) posts += n;
    expect(m.state.counter[COUNTER.leavers] / (3 * posts)).toBeGreaterThan(0.09);
    expect(m.state.counter[COUNTER.leavers] / (3 * posts)).toBeLessThan(0.16);
  });
});

describe('newcomers', () => {
  it('take the posts of leavers, with views and expertise of their own and no ties', () => {
    const s = blank(20, 10);
    for (let i = 0; i < 200; i++) putTie(s, freeSlot(s, i, 0), i - (i % 10) + ((i + 1) % 10), 0.8, 0);
    s.staffCommitment.fill(0.9);
    turned(s, { staff: 0.5, heads: 0.5 });
    let fresh = 0;
    for (let i = 0; i < 200; i++) {
      const arrived = s.staffArrived[i] === 38;
      if (arrived) {
        fresh++;
        expect(targets(s, i, 0)).toEqual(Array(8).fill(-1));
        expect(s.staffCommitment[i]).toBeCloseTo(0.2, 6);
        expect(s.staffAltruism[i] + s.staffSelfInterest[i] + s.staffFear[i]).toBeCloseTo(1, 6);
      }
      for (const j of targets(s, i, 0)) if (j >= 0) expect(s.staffArrived[j]).toBe(-100); // nobody knows them yet
      expect(s.staffRole[i]).toBe(Math.min(i % 10, ROLE.teacher)); // whoever holds the post, it is the same post
    }
    expect(fresh).toBe(s.counter[COUNTER.leavers]);
    expect(fresh).toBeGreaterThan(70);
  });

  it('know more where a school stands well in the tables, and only there where tables count', () => {
    const level = (standing: number, leagueTables: number) => {
      const s = blank(40, 10);
      s.schoolStanding.fill(standing);
      s.staffArrived.fill(-100);
      turn(
        s,
        { ...p, staff: 1, heads: 1, pick: 0.04 },
        make,
        new Draw('pick'),
        38,
        new Int32Array(400),
        leagueTables,
      );
      return s.staffTacit.reduce((sum, x) => sum + x, 0) / s.staffTacit.length;
    };
    // 0.04 a standard deviation, of the same luck: two of them at full weight.
    expect(level(2, 1) - level(0, 1)).toBeCloseTo(0.08, 3);
    expect(level(2, 0.5) - level(0, 0.5)).toBeCloseTo(0.04, 3);
    expect(level(5, 1) - level(2, 1)).toBeCloseTo(0, 9);
    expect(level(2, 0)).toBe(level(0, 0));
  });

  it('a head replaced in the middle of a year is another person with another view, and the others stay', () => {
    const s = blank(2, 6);
    s.staffArrived.fill(-100);
    putTie(s, freeSlot(s, 3, 0), 0, 0.9, 0);
    putTie(s, freeSlot(s, 3, 0), 4, 0.9, 0);
    putTie(s, freeSlot(s, 6, INSIDE), 0, 0.9, 0);
    putTie(s, freeSlot(s, 0, INSIDE), 6, 0.9, 0);
    replaceHeads(s, p, make, new Draw('head'), [0], 20, new Int32Array(12), 0);
    expect([...s.staffArrived]).toEqual([20, ...Array(11).fill(-100)]);
    expect(s.staffRole[0]).toBe(ROLE.head);
    expect(targets(s, 3, 0)[0]).toBe(4);
    expect(targets(s, 3, 0)[1]).toBe(-1);
    expect(targets(s, 6, INSIDE)[0]).toBe(-1);
    expect(targets(s, 0, INSIDE)[0]).toBe(-1);
    expect(s.counter[COUNTER.headsLeft]).toBe(1);
  });
});

describe('posts follow the roll', () => {
  /** Two schools of 10 posts with room for 14, whose rolls have changed to `rolls`. */
  function resized(rolls: [number, number], settings: Partial<typeof p> = { staff: 0, heads: 0 }): State {
    const s = blank(2, 14);
    s.schoolPosts.fill(10);
    s.schoolPupilsAStaff.fill(20);
    s.schoolPupils.set([0, rolls[0], 0, 0, rolls[1], 0]);
    // Everybody of a school knows the next in line, and the one after.
    for (let i = 0; i < 28; i++)
      if (i % 14 < 10)
        for (const step of [1, 2])
          putTie(s, freeSlot(s, i, 0), i - (i % 14) + (((i % 14) + step) % 10), 0.5, 0);
    return turned(s, settings);
  }

  it('up, to the room there is, with teachers', () => {
    const s = resized([240, 1000]);
    expect([...s.schoolPosts]).toEqual([12, 14]);
    expect([s.staffRole[10], s.staffRole[11], s.staffArrived[10], s.staffSchool[25]]).toEqual([3, 3, 38, 1]);
    expect(s.counter[COUNTER.leavers]).toBe(0);
  });

  it('down, and those whose posts are closed are counted among the leavers', () => {
    const s = resized([140, 200]);
    expect([...s.schoolPosts]).toEqual([7, 10]);
    expect([...s.schoolLeavers]).toEqual([3, 0]);
    expect(s.counter[COUNTER.leavers]).toBe(3);
    expect([0, 1, 2].map((i) => s.staffRole[i])).toEqual([ROLE.head, ROLE.senior, ROLE.middle]);
  });

  it('down by way of those who leave anyway, where there are enough', () => {
    const s = resized([180, 180], { staff: 0.6, heads: 0 });
    expect(s.counter[COUNTER.leavers]).toBe(s.schoolLeavers[0] + s.schoolLeavers[1]);
    expect([...s.schoolPosts]).toEqual([9, 9]);
  });

  it('never below three', () => {
    expect([...resized([0, 10]).schoolPosts]).toEqual([3, 3]);
  });

  it('and ties follow those who move to other posts', () => {
    const s = resized([140, 200]);
    for (let i = 0; i < 28; i++) {
      const known = targets(s, i, 0).filter((j) => j >= 0);
      if (i % 14 >= s.schoolPosts[Math.floor(i / 14)]) expect(known).toEqual([]);
      for (const j of known) expect(j % 14).toBeLessThan(s.schoolPosts[Math.floor(j / 14)]);
    }
    // Each of the seven who stay knew two of ten; of the 14 ties those to the three who left are gone.
    let ties = 0;
    for (let i = 0; i < 14; i++) ties += targets(s, i, 0).filter((j) => j >= 0).length;
    expect(ties).toBeLessThan(14);
    expect(ties).toBeGreaterThanOrEqual(14 - 6);
  });
});

it('nobody is lost over years of choice: every post has its school and one head, first', () => {
  const m = modelOf({
    years: 5,
    district: { schools: 16 },
    market: { choice: 0.9 },
    competition: { leagueTables: 1 },
  });
  const start = m.state.schoolPosts.slice();
  for (let year = 0; year < 5; year++) {
    weeks(m, 39 * year, 39 * year + 39);
    const { state: s } = m;
    for (let a = 0; a < 16; a++) {
      const first = s.schoolFirst[a];
      const posts = s.schoolPosts[a];
      const paid = Math.round(roll(s, a) / s.schoolPupilsAStaff[a]);
      expect(posts).toBe(Math.max(3, Math.min(paid, s.schoolFirst[a + 1] - first)));
      const roles = [...s.staffRole.subarray(first, first + posts)];
      expect(roles.filter((role) => role === ROLE.head)).toHaveLength(1);
      expect(roles[0]).toBe(ROLE.head);
      for (let i = first; i < first + posts; i++) {
        expect(s.staffSchool[i]).toBe(a);
        expect(s.staffArrived[i]).toBeLessThanOrEqual(39 * year + 38);
      }
    }
  }
  expect(m.state.schoolPosts).not.toEqual(start);
});

it('a school on file keeps its head through a shrinking roll', () => {
  const records = [1, 2].map((id) => schoolRecord({ id, roll: 60, places: 60 }));
  const m = modelOf({ years: 1 }, 'small', records);
  m.state.schoolPupils.fill(1);
  m.state.schoolResident.fill(1);
  weeks(m, 0, 39);
  expect([...m.state.schoolPosts]).toEqual([3, 3]);
  expect(m.state.staffRole[m.state.schoolFirst[1]]).toBe(ROLE.head);
});
