import { describe, expect, it } from 'vitest';
import { distribute, params } from '../../sim/mechanisms/leadership.ts';
import { defaults } from '../../sim/schema.ts';
import { ROLE, type State } from '../../sim/state.ts';
import { blank, relate } from '../support/district.ts';

const p = { ...defaults(params), base: 0.25, collaboration: 0.45, vertical: 0.35, pressure: 0.2, pace: 0.15 };

/** A school at rest after many terms of the same. */
function settled(set: (s: State) => void, settings: Partial<typeof p> = {}): State {
  const s = blank();
  set(s);
  for (let t = 0; t < 200; t++) distribute(s, { ...p, ...settings });
  return s;
}

describe('distribution of leadership', () => {
  it('moves 0.15 of the way a term', () => {
    const s = blank();
    distribute(s, p);
    expect(s.schoolDistribution[0]).toBeCloseTo(0.4 + 0.15 * (0.25 - 0.4), 12);
  });

  it('rises with involvement below the head, until that is plain enough', () => {
    const at = (reach: number) => settled((s) => s.schoolReach.fill(reach)).schoolDistribution[0];
    expect(at(0)).toBeCloseTo(0.25, 6);
    expect(at(0.2)).toBeCloseTo(0.25 + 0.45 * 0.5, 6);
    expect(at(0.4)).toBeCloseTo(0.7, 6);
    expect(at(0.9)).toBeCloseTo(0.7, 6);
  });

  it('rises with trust across roles and falls with pressure', () => {
    expect(settled((s) => s.schoolVertical.fill(0.6)).schoolDistribution[0]).toBeCloseTo(0.25 + 0.21, 6);
    expect(settled((s) => s.schoolPressure.fill(0.5)).schoolDistribution[0]).toBeCloseTo(0.15, 6);
    expect(settled((s) => s.schoolPressure.fill(1), { base: 0.1 }).schoolDistribution[0]).toBeCloseTo(0, 6);
  });

  it('stays as it is at pace 0', () => {
    const s = settled((state) => state.schoolReach.fill(1), { pace: 0 });
    expect([s.schoolDistribution[0], s.schoolCapacity[0], s.schoolOpenness[0]]).toEqual([0.4, 0.5, 0.5]);
  });
});

describe('capacity', () => {
  it('follows leadership, its spread, climate, overload and special measures', () => {
    // At rest: 0.15 + 0.35 * 0.5 + 0.3 * 0.25 + 0.35 * 0.6 = 0.61.
    expect(settled(() => {}).schoolCapacity[0]).toBeCloseTo(0.61, 6);
    expect(settled((s) => s.schoolSpecial.fill(1)).schoolCapacity[0]).toBeCloseTo(0.46, 6);
    expect(settled((s) => s.staffOverload.fill(0.5)).schoolCapacity[0]).toBeCloseTo(0.46, 6);
    expect(settled((s) => s.schoolExpertise.fill(0.9)).schoolCapacity[0]).toBeCloseTo(0.75, 6);
  });

  it('does not count the overload of support staff', () => {
    const s = settled((state) => {
      state.staffRole[5] = ROLE.support;
      state.staffOverload[5] = 1;
    });
    expect(s.schoolCapacity[0]).toBeCloseTo(0.61, 6);
  });
});

describe('openness', () => {
  it('grows with trust in partners and shrinks with rivalry', () => {
    const open = (trust: number, rivalry: number) =>
      settled((s) => {
        const r = relate(s, 0, 1);
        s.relationTrust[r] = trust;
        s.relationCompetition[r] = rivalry;
      }).schoolOpenness[0];
    expect(open(0.6, 0.1)).toBeCloseTo(0.45 + 0.4 * 0.5, 6);
    expect(open(0.1, 0.6)).toBeCloseTo(0.45 - 0.4 * 0.5, 6);
    expect(settled(() => {}).schoolOpenness[0]).toBeCloseTo(0.45, 6);
  });

  it('shrinks where pressure has led to gaming, and in special measures', () => {
    const s = settled((state) => {
      state.schoolPressure.fill(1);
      state.schoolGaming.fill(0.4);
      state.schoolSpecial.fill(1);
    });
    expect(s.schoolOpenness[0]).toBeCloseTo(0.45 - 0.1 - 0.1, 6);
  });
});
