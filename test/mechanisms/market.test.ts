import { describe, expect, it } from 'vitest';
import { enrol, makeEnrolment, params } from '../../sim/mechanisms/market.ts';
import { segregation } from '../../sim/metrics/attainment.ts';
import { defaults } from '../../sim/schema.ts';
import type { State } from '../../sim/state.ts';
import { modelOf, roll, schoolRecord, weeks } from '../support/district.ts';

const p = { ...defaults(params), choice: 0.6, home: 2.5, leaving: 6, resultsWeight: 2 };

/** Schools 1 km apart with plenty of room, the last of which has far the best results. */
function town(schools = 5, places = 1200): State {
  const records = Array.from({ length: schools }, (_, n) =>
    schoolRecord({ id: n + 1, places, attainment: n === schools - 1 ? 110 : 102, deprivation: 0.3 }),
  );
  return modelOf({}, 'town', records).state;
}

/** Pupils by stratum and school after so many years of choice. */
function chosen(s: State, years: number, settings: Partial<typeof p> = {}, leagueTables = 1): Float64Array {
  const enrolment = makeEnrolment(s.schoolPosts.length);
  for (let y = 0; y < years; y++) enrol(s, { ...p, ...settings }, leagueTables, enrolment);
  return s.schoolPupils;
}

const total = (values: Float64Array) => values.reduce((sum, x) => sum + x, 0);

describe('choice of school', () => {
  it('keeps families at home where there is none, to within the bond', () => {
    const s = town();
    const before = s.schoolPupils.slice();
    chosen(s, 20, { choice: 0 });
    // Bond 8.5: each of four others has odds of at most e^-8.5 = 0.0002 beside home.
    for (let at = 0; at < before.length; at++)
      expect(Math.abs(s.schoolPupils[at] / before[at] - 1)).toBeLessThan(0.002);
  });

  it('loses no pupil and finds none', () => {
    for (const choice of [0, 0.5, 1]) {
      const s = town();
      const before = total(s.schoolPupils);
      expect(total(chosen(s, 12, { choice }))).toBeCloseTo(before, 6);
      expect(Math.min(...s.schoolPupils)).toBeGreaterThanOrEqual(0);
    }
  });

  it('by hand: two schools 1 km apart', () => {
    const records = [1, 2].map((id) => schoolRecord({ id, places: 400, attainment: id === 1 ? 100 : 106 }));
    const { state: s } = modelOf({}, 'two', records);
    s.schoolScale.fill(2);
    // Standing -0.7071 and 0.7071. At choice 0.6 the bond is 2.5 + 0.4 * 6 = 4.9, and the pull of results for middle
    // means 2 * 1 * 0.6 = 1.2 a standard deviation: odds at home exp(4.9 - 0.849), away exp(0.849 - 1 / 2).
    const away = Math.exp(1.2 * Math.SQRT1_2 - 0.5);
    const home = Math.exp(4.9 - 1.2 * Math.SQRT1_2);
    const back = Math.exp(-1.2 * Math.SQRT1_2 - 0.5);
    const there = Math.exp(4.9 + 1.2 * Math.SQRT1_2);
    const middle = s.schoolResident[1];
    chosen(s, 300);
    const stay = middle * (home / (home + away)) + middle * (back / (back + there));
    expect(s.schoolPupils[1]).toBeCloseTo(stay, 3);
  });

  it('of a good school is sharper among the better-off', () => {
    const s = town();
    const before = s.schoolPupils.slice();
    chosen(s, 20, { choice: 0.9 });
    const growth = [12, 13, 14].map((at) => s.schoolPupils[at] / before[at]); // low, middle, high at the best school
    expect(growth[0]).toBeGreaterThan(1);
    expect(growth[1]).toBeGreaterThan(growth[0]);
    expect(growth[2]).toBeGreaterThan(growth[1]);
    // and without league tables nobody moves by results
    const blind = chosen(town(), 20, { choice: 0.9 }, 0);
    const gap = blind[14] / before[14] - blind[12] / before[12];
    expect(Math.abs(gap)).toBeLessThan(0.02);
  });

  it('is bounded by places: who finds none stays near home', () => {
    const s = town(8, 215);
    for (let y = 0; y < 30; y++) {
      chosen(s, 1, { choice: 1, resultsWeight: 6, places: 1.02 });
      for (let a = 0; a < 8; a++) expect(roll(s, a)).toBeLessThanOrEqual(1.02 * 215 + 1e-6);
    }
    expect(roll(s, 7)).toBeCloseTo(1.02 * 215, 6); // the best school is full
  });

  it('fills no school of a district far beyond its places, however strong', () => {
    const m = modelOf({
      years: 5,
      district: { schools: 40, secondaryShare: 0.2 },
      market: { choice: 0.9 },
      competition: { leagueTables: 1 },
    });
    weeks(m, 0, 195);
    for (let a = 0; a < 40; a++)
      expect(roll(m.state, a)).toBeLessThan(1.03 * m.parameters.market.places * m.state.schoolPlaces[a]);
  });

  it('goes to schools for the same ages alone', () => {
    const records = [1, 2, 3, 4].map((id) =>
      schoolRecord(
        id < 3
          ? { id, places: 400 }
          : { id, places: 900, roll: 600, phase: 'secondary', lowAge: 11, highAge: 16 },
      ),
    );
    const { state: s } = modelOf({}, 'ages', records);
    chosen(s, 30, { choice: 1 });
    expect(roll(s, 0) + roll(s, 1)).toBeCloseTo(420, 6);
    expect(roll(s, 2) + roll(s, 3)).toBeCloseTo(1200, 6);
  });
});

it('where there is room, choice by league tables segregates, and the more of it the more', () => {
  for (const seed of ['a', 'b', 'c']) {
    const settings = { district: { schools: 40, spare: 1 } };
    const years = 15;
    const at = (choice: number, leagueTables = 1) => {
      const { state } = modelOf(settings, seed);
      chosen(state, years, { choice, home: 4 }, leagueTables);
      return segregation.measure(state, 0);
    };
    expect(at(0)).toBeCloseTo(segregation.measure(modelOf(settings, seed).state, 0), 3);
    expect(at(0.6)).toBeGreaterThan(at(0) + 0.002);
    expect(at(0.8)).toBeGreaterThan(at(0.6) + 0.002);
    // Free choice without league tables mixes neighbourhoods instead.
    expect(at(0.8, 0)).toBeLessThan(at(0));
  }
});
