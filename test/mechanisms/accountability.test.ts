import { describe, expect, it } from 'vitest';
import { Draw } from '../../sim/draw.ts';
import { collectivity, inspect, params, press } from '../../sim/mechanisms/accountability.ts';
import { defaults } from '../../sim/schema.ts';
import { COUNTER, EVENT, type State } from '../../sim/state.ts';
import { blank, mean } from '../support/district.ts';

const p = { ...defaults(params), pressure: 0.5, stakes: 0.5 };

/** A school pressed term after term until its habits are settled. */
function pressed(settings: Partial<typeof p>, set: (s: State) => void = () => {}, terms = 60): State {
  const s = blank();
  s.schoolCapacity.fill(0);
  set(s);
  for (let t = 0; t < terms; t++) press(s, { ...p, ...settings });
  return s;
}

describe('pressure', () => {
  it('is felt more by schools that stand low', () => {
    // By hand: 0.5 * (1 - 0.2 * standing * 0.5 * 2).
    for (const [standing, felt] of [
      [0, 0.5],
      [-1, 0.6],
      [2, 0.3],
    ])
      expect(pressed({}, (s) => s.schoolStanding.fill(standing)).schoolPressure[0]).toBeCloseTo(felt, 12);
  });

  it('lies within 0 and 1, however a school stands', () => {
    const hard = { pressure: 1, stakes: 1, standingSensitivity: 1 };
    expect(pressed(hard, (s) => s.schoolStanding.fill(-4)).schoolPressure[0]).toBe(1);
    expect(pressed(hard, (s) => s.schoolStanding.fill(4)).schoolPressure[0]).toBe(0);
  });

  it('0 is no pressure, no gaming and no exclusion for anybody', () => {
    const s = pressed({ pressure: 0, stakes: 1, gaming: 3 }, (state) => state.schoolStanding.fill(-3));
    expect([s.schoolPressure[0], s.schoolGaming[0], s.schoolExcluded[0]]).toEqual([0, 0, 0]);
  });
});

describe('gaming', () => {
  it('settles at 0.6 * pressure * (0.5 + stakes) for a school alone, without capacity, judged by results', () => {
    const s = pressed({});
    expect(s.schoolGaming[0]).toBeCloseTo(0.3, 6);
    expect(s.schoolExcluded[0]).toBeCloseTo(0.06 * 0.3, 6);
  });

  it('comes over about a year: 0.3 of the way a term', () => {
    expect(pressed({}, undefined, 1).schoolGaming[0]).toBeCloseTo(0.09, 12);
    expect(pressed({}, undefined, 3).schoolGaming[0]).toBeCloseTo(0.3 * (1 - 0.7 ** 3), 12);
  });

  it('needs low capacity', () => {
    expect(pressed({}, (s) => s.schoolCapacity.fill(0.35)).schoolGaming[0]).toBeCloseTo(0.15, 6);
    expect(pressed({}, (s) => s.schoolCapacity.fill(0.7)).schoolGaming[0]).toBe(0);
  });

  it('needs a unit that is not collective', () => {
    expect(pressed({ unit: 'mixed' }).schoolGaming[0]).toBeCloseTo(0.15, 6);
    expect(pressed({ unit: 'collective' }).schoolGaming[0]).toBe(0);
    expect(['individual', 'mixed', 'collective'].map(collectivity)).toEqual([0, 0.5, 1]);
  });

  it('pays less where a broad record counts, and goes when pressure goes', () => {
    expect(pressed({ evidence: 'broad' }).schoolGaming[0]).toBeCloseTo(0.12, 6);
    const s = pressed({});
    for (let t = 0; t < 60; t++) press(s, { ...p, pressure: 0 });
    expect(s.schoolGaming[0]).toBeLessThan(1e-6);
  });
});

/** Years in which a school is inspected over 13 years, if all are found alike. */
function inspections(set: (s: State) => void, settings: Partial<typeof p> = {}): number[] {
  const s = blank(2);
  s.schoolInspected.fill(-1000);
  set(s);
  const years: number[] = [];
  for (let y = 0; y < 13; y++) {
    const week = 38 + 39 * y;
    inspect(s, { ...p, inspectionNoise: 0, ...settings }, new Draw('inspectors'), week);
    if (s.schoolInspected[0] === week) years.push(y);
  }
  return years;
}

describe('inspection', () => {
  const good = (s: State) => s.schoolStanding.fill(0.5);
  const weak = (s: State) => {
    s.schoolGrade.fill(3);
    s.schoolStanding.fill(-2.5); // 0.55 * -2.5 = -1.375: requires improvement
  };

  it('comes every four years to a school that does well, every two to one that does not', () => {
    expect(inspections(good)).toEqual([0, 4, 8, 12]);
    expect(inspections(good, { inspectionCycle: 6 })).toEqual([0, 6, 12]);
    expect(inspections(weak)).toEqual([0, 2, 4, 6, 8, 10, 12]);
    expect(inspections(weak, { inspectionCycle: 1 })).toHaveLength(13);
    expect(inspections(good, { inspections: false })).toEqual([]);
  });

  it('comes every year in special measures', () => {
    expect(inspections((s) => s.schoolStanding.fill(-4))).toHaveLength(13);
  });

  it('grades by standing, value added and capacity', () => {
    // By hand: 0.55 standing + 0.25 value added + 1.5 (capacity - 0.5) against 0.95, -1 and -2.
    for (const [standing, added, capacity, grade] of [
      [2, 0, 0.5, 1],
      [1, 0, 0.5, 2],
      [1, 2, 0.5, 1],
      [0, 0, 0, 2],
      [-0.6, 0, 0, 3],
      [-2, 0, 0, 3],
      [-2.5, 0, 0, 4],
    ]) {
      const s = blank();
      s.schoolInspected.fill(-1000);
      s.schoolStanding.fill(standing);
      s.schoolValueAdded.fill(added);
      s.schoolCapacity.fill(capacity);
      inspect(s, { ...p, inspectionNoise: 0 }, new Draw('grades'), 38);
      expect(s.schoolGrade[0]).toBe(grade);
    }
  });

  it('puts a school into special measures and takes it out, and says so', () => {
    const s = blank();
    s.schoolInspected.fill(-1000);
    s.schoolStanding.set([-5, 1]);
    inspect(s, { ...p, inspectionNoise: 0 }, new Draw('special'), 38);
    expect([...s.schoolSpecial]).toEqual([1, 0]);
    s.schoolStanding[0] = 0;
    inspect(s, { ...p, inspectionNoise: 0 }, new Draw('special'), 77);
    expect([...s.schoolSpecial]).toEqual([0, 0]);
    const events = [...s.eventKind.subarray(0, s.counter[COUNTER.events])];
    expect(events.filter((kind) => kind === EVENT.specialMeasures)).toHaveLength(1);
    expect(events.filter((kind) => kind === EVENT.outOfSpecialMeasures)).toHaveLength(1);
  });

  it('strays by as much as the noise says', () => {
    // Evidence -0.4 with noise 0.6: better than -1 with probability Phi(1) = 0.8413.
    const s = blank(4000, 3);
    s.schoolInspected.fill(-1000);
    s.schoolStanding.fill(-0.4 / 0.55);
    inspect(s, { ...p, inspectionNoise: 0.6 }, new Draw('noise'), 38);
    const passed = mean([...s.schoolGrade].map((grade) => (grade <= 2 ? 1 : 0)));
    expect(Math.abs(passed - 0.8413)).toBeLessThan(4 * Math.sqrt((0.8413 * 0.1587) / 4000));
  });
});
