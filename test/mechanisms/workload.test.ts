import { describe, expect, it } from 'vitest';
import { budget, params } from '../../sim/mechanisms/workload.ts';
import { defaults } from '../../sim/schema.ts';
import { ROLE, type State } from '../../sim/state.ts';
import { blank } from '../support/district.ts';

const p = { ...defaults(params), teachingNeed: 0, memory: 0.92 };

/** One head, senior, middle leader, teacher and member of the support staff in either of two schools. */
function staffed(): State {
  const s = blank(2, 5);
  s.staffRole[4] = ROLE.support;
  s.staffRole[9] = ROLE.support;
  return s;
}

/** Hours of the five roles after a week's budget. */
function hours(set: (s: State) => void, settings: Partial<typeof p> = {}): number[] {
  const s = staffed();
  set(s);
  budget(s, { ...p, ...settings });
  return [...s.staffHours.subarray(0, 5)];
}

describe('hours a week', () => {
  it('by role, where nothing is asked', () => {
    expect(hours(() => {})).toEqual([6, 4, 3, 1.5, 0.5]);
  });

  it('pressure takes 3, 2.5, 1.5 and 0.75 hours at its fullest, in proportion, and none from support staff', () => {
    expect(hours((s) => s.schoolPressure.fill(1))).toEqual([3, 1.5, 1.5, 0.75, 0.5]);
    expect(hours((s) => s.schoolPressure.fill(0.5))).toEqual([4.5, 2.75, 2.25, 1.125, 0.5]);
  });

  it('special measures double it', () => {
    const set = (s: State) => {
      s.schoolPressure.fill(0.5);
      s.schoolSpecial.fill(1);
    };
    expect(hours(set)).toEqual([3, 1.5, 1.5, 0.75, 0.5]);
  });

  it('released time gives hours back to all who lead or teach', () => {
    expect(hours((s) => s.schoolRelease.fill(1.25))).toEqual([7.25, 5.25, 4.25, 2.75, 0.5]);
  });

  it('the own classroom comes first', () => {
    expect(hours(() => {}, { teachingNeed: 0.5 })).toEqual([3, 2, 1.5, 0.75, 0.25]);
  });

  it('leading a network costs the head half the hours of the share, at that school alone', () => {
    const s = staffed();
    s.schoolAway[0] = 0.4;
    budget(s, p);
    expect(s.staffHours[0]).toBeCloseTo(6 - 0.4 * 6 * 0.5, 6);
    expect(s.staffHours[5]).toBe(6);
  });
});

describe('overload', () => {
  it('is a moving average of the shortfall', () => {
    const s = staffed();
    let expected = 0;
    for (const short of [1, 2, 0, -3]) {
      s.staffHours[3] = -short; // what activities left of the teacher's week
      budget(s, p);
      // By hand: the shortfall as a share of 1.5 hours, no more than all of it, and time left over is none.
      expected = expected * 0.92 + Math.min(1, Math.max(0, short / 1.5)) * 0.08;
      expect(s.staffOverload[3]).toBeCloseTo(expected, 6);
    }
  });

  it('nears 1 under an endless shortfall and never passes it', () => {
    const s = staffed();
    for (let w = 0; w < 300; w++) {
      s.staffHours[0] = -1000;
      budget(s, p);
    }
    expect(s.staffOverload[0]).toBeGreaterThan(0.999);
    expect(s.staffOverload[0]).toBeLessThanOrEqual(1);
  });

  it('does not come where time is left', () => {
    const s = staffed();
    for (let w = 0; w < 50; w++) budget(s, p);
    expect(Math.max(...s.staffOverload)).toBe(0);
  });
});
