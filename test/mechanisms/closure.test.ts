import { describe, expect, it } from 'vitest';
import { advance, digest, metrics, restore, snapshot, start } from '../../sim/index.ts';
import { close } from '../../sim/mechanisms/closure.ts';
import { type ColumnName, columnNames, columns, NEIGHBOURS, PARTNERS, type State } from '../../sim/state.ts';
import { collaborativeOf } from '../support/charter.ts';
import { blank, relate, roll } from '../support/district.ts';
import { busyRun } from '../support/runs.ts';

/** Three primary schools and a secondary in a row, one kilometre apart, each with room for two more posts. */
function row(): State {
  const s = blank(4, 6);
  s.schoolPhase[3] = 1;
  s.schoolPosts.fill(4);
  s.schoolPupilsAStaff.fill(20);
  s.schoolPupils.fill(80 / 3);
  s.schoolResident.fill(80 / 3);
  s.schoolPlaces.set([100, 80, 140, 200]);
  for (let a = 0; a < 4; a++) {
    const others = [0, 1, 2, 3].filter((b) => b !== a).sort((b, c) => Math.abs(b - a) - Math.abs(c - a));
    others.forEach((b, n) => {
      s.neighbourSchool[a * NEIGHBOURS + n] = b;
      s.neighbourDistance[a * NEIGHBOURS + n] = Math.abs(b - a);
      s.neighbourOverlap[a * NEIGHBOURS + n] = 0.5;
    });
  }
  return s;
}

const scratch = (s: State) => new Int32Array(s.staffSchool.length);
const neighbours = (s: State, a: number) => [
  ...s.neighbourSchool.subarray(a * NEIGHBOURS, a * NEIGHBOURS + 4),
];

describe('a school that closes', () => {
  it('sends its pupils and families to near schools of its phase, by room and distance', () => {
    const s = row();
    expect(close(s, [1], scratch(s), 20)).toBe(1);
    // 20 places left at school 0 and 60 at school 2, both a kilometre away: a quarter and three quarters.
    expect([0, 1, 2, 3].map((a) => roll(s, a))).toEqual([
      expect.closeTo(100, 9),
      0,
      expect.closeTo(140, 9),
      expect.closeTo(80, 9),
    ]);
    expect(s.schoolResident[0]).toBeCloseTo((80 / 3) * 1.25, 9);
    expect(s.schoolResident.reduce((sum, x) => sum + x, 0)).toBeCloseTo(320, 9);
  });

  it('leaves its teachers to the schools that need them, with what they know and without ties', () => {
    const s = row();
    s.staffExplicit.fill(0.9, 6 * 6, 12 * 6); // staff of school 1
    s.tieTarget[0] = 7; // somebody of school 0 knows somebody of school 1
    s.tieTrust[0] = 0.5;
    close(s, [1], scratch(s), 20);
    // 100 pupils pay for five posts, 140 for seven, of which there is room for six.
    expect([...s.schoolPosts]).toEqual([5, 0, 6, 4]);
    expect(s.staffExplicit[4 * 6]).toBeCloseTo(0.9, 6);
    expect(s.staffSchool[4]).toBe(0);
    expect(s.staffArrived[4]).toBe(20);
    expect(s.tieTarget[0]).toBe(-1);
  });

  it('is in no relation, collaborative or neighbourhood any more', () => {
    const s = row();
    const r = relate(s, 0, 1, 2);
    relate(s, 0, 2, 2);
    collaborativeOf(s, [0, 1, 2]);
    s.collaborativeLead[0] = 1;
    s.schoolStanding[2] = 1;
    close(s, [1], scratch(s), 20);
    expect(s.relationA[r]).toBe(-1);
    expect(s.partnerRelation[PARTNERS]).toBe(-1);
    expect(s.schoolCollaboratives[1]).toBe(0);
    expect(s.collaborativeMembers[0]).toBe(2);
    expect(s.collaborativeLead[0]).toBe(2);
    expect(neighbours(s, 0)).toEqual([2, 3, -1, -1]);
    expect(neighbours(s, 1)).toEqual([-1, -1, -1, -1]);
    expect(s.neighbourDistance[0]).toBe(2);
  });

  it('stays open where nobody could take its pupils', () => {
    const s = row();
    expect(close(s, [3], scratch(s), 20)).toBe(0);
    expect([...s.schoolClosed]).toEqual([0, 0, 0, 0]);
    // Where all primaries are to close, the first stays and takes the pupils of the others.
    expect(close(s, [0, 1, 2], scratch(s), 20)).toBe(2);
    expect([...s.schoolClosed]).toEqual([0, 1, 1, 0]);
    expect(roll(s, 0)).toBeCloseTo(240, 9);
  });
});

describe('runs with closures', () => {
  const shocks = [0, 13, 38, 39, 60, 61, 90].map((week, n) => ({
    week,
    kind: 'closure',
    share: 0.1 + 0.02 * n,
  }));
  const plan = {
    shocks: [
      ...shocks,
      { week: 20, kind: 'fire', share: 0.3 },
      { week: 25, kind: 'funding cut', share: 1, severity: 1 },
      { week: 70, kind: 'special measures', share: 0.5 },
      { week: 71, kind: 'head leaves', share: 1 },
    ],
    foundings: [
      { week: 5, form: 'hard federation', size: 2, times: 2 },
      { week: 64, size: 3, times: 5, pick: 'random' },
    ],
  };

  it('come to their end with every number in its range', () => {
    for (const seed of ['one', 'two', 'three']) {
      const run = busyRun(seed, plan);
      advance(run, run.weeks);
      const s = run.state;
      const closed = s.schoolClosed.reduce((sum, x) => sum + x, 0);
      expect(closed).toBeGreaterThan(3);
      expect(closed).toBeLessThan(14);
      for (const name of columnNames as ColumnName[]) {
        if (columns[name].transient) continue;
        const { min, max } = columns[name];
        const bad = s[name].findIndex((x: number) => !(x >= min && x <= max));
        expect(bad, `${name} ${s[name][bad]}`).toBe(-1);
      }
      for (const { key, min, max } of metrics) {
        for (const value of run.series[key]) {
          expect(value, key).toBeGreaterThanOrEqual(min);
          expect(value, key).toBeLessThanOrEqual(max);
        }
      }
      for (let a = 0; a < s.schoolClosed.length; a++) {
        if (s.schoolClosed[a] === 0) continue;
        expect([
          s.schoolPosts[a],
          roll(s, a),
          s.schoolCollaboratives[a],
          s.partnerRelation[a * PARTNERS],
        ]).toEqual([0, 0, 0, -1]);
        expect(s.neighbourSchool.includes(a)).toBe(false);
        for (const target of s.tieTarget) if (target >= 0) expect(s.staffSchool[target]).not.toBe(a);
      }
    }
  });

  it('come to the same end from a snapshot, and again', () => {
    const whole = busyRun('one', plan);
    advance(whole, whole.weeks);
    const first = busyRun('one', plan);
    advance(first, 62);
    const second = start(first.scenario, { seed: 'one' });
    restore(second, snapshot(first));
    advance(second, second.weeks);
    expect(digest(second)).toBe(digest(whole));
  });
});
