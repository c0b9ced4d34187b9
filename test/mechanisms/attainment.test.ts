import { describe, expect, it } from 'vitest';
import { Draw } from '../../sim/draw.ts';
import { examine, params, potential, pupils, standings, teach } from '../../sim/mechanisms/attainment.ts';
import { defaults } from '../../sim/schema.ts';
import { EXAMINATION, ROLE, type State } from '../../sim/state.ts';
import { blank, mean, modelOf, weeks } from '../support/district.ts';

const p = {
  ...defaults(params),
  mean: 104,
  low: -4,
  high: 3,
  pupilSpread: 6,
  lag: 0.6,
  drill: 0,
  borderline: 2,
};

/** Schools with `each` pupils of every stratum entered, whose results are expected to be `expected(school)`. */
function entered(schools: number, each: number, expected: (a: number) => number): State {
  const s = blank(schools, 3);
  s.schoolCohort.fill(each);
  for (let a = 0; a < schools; a++) s.schoolExpected.fill(expected(a), a * 9, a * 9 + 9);
  return s;
}

function examined(s: State, settings: Partial<typeof p> = {}, seed = 'examination'): Float64Array {
  examine(s, { ...p, ...settings }, new Draw(seed), 38);
  return s.examination;
}

describe('the examination', () => {
  it('recovers a known share of variance between schools', () => {
    // Expected results of schools with standard deviation 3, pupils around them with 6 in the mean of two subjects
    // that share 70 % of it: 36 * (0.7 + 0.3 / 2) = 30.6. Share: 9 / (9 + 30.6) = 0.227.
    const lots = new Draw('schools');
    lots.open(1, 0);
    const truth = new Float64Array(400).map((_, a) => 100 + 3 * lots.normal(a, 0));
    const sample = truth.reduce((sum, x) => sum + (x - mean(truth)) ** 2, 0) / 399;
    const result = examined(
      entered(400, 20, (a) => truth[a]),
      { subjectShare: 0.3 },
    );
    expect(result[EXAMINATION.schoolShare]).toBeCloseTo(sample / (sample + 30.6), 1);
    expect(Math.abs(result[EXAMINATION.betweenSchools] - sample)).toBeLessThan(0.35);
  });

  it('finds no share between schools that do not differ, and all of it between those whose pupils do not', () => {
    expect(examined(entered(200, 20, () => 100))[EXAMINATION.schoolShare]).toBeLessThan(0.005);
    expect(
      examined(
        entered(50, 5, (a) => 80 + a),
        { pupilSpread: 0 },
      )[EXAMINATION.schoolShare],
    ).toBeCloseTo(1, 6);
  });

  it('weighs schools by their pupils, small ones and large ones', () => {
    const s = entered(2, 10, (a) => 100 + a);
    s.schoolCohort.fill(30, 3);
    // 30 pupils at 100 and 90 at 101, without spread.
    expect(examined(s, { pupilSpread: 0 })[EXAMINATION.mean]).toBeCloseTo(100.75, 12);
    expect(s.examination[EXAMINATION.pupils]).toBe(120);
  });

  it('gives pupils the spread asked for, part of it in each subject', () => {
    const s = entered(20, 100, () => 100);
    examined(s, { subjectShare: 0.3 });
    const [first, second]: number[][] = [[], []];
    for (const { results } of pupils(s, { ...p, subjectShare: 0.3 }, new Draw('examination'), 38)) {
      first.push(results[0] - 100);
      second.push(results[2] - 100);
    }
    const product = (x: number[], y: number[]) => mean(x.map((v, i) => v * y[i]));
    expect(Math.sqrt(product(first, first))).toBeCloseTo(6, 0);
    expect(product(first, second) / product(first, first)).toBeCloseTo(0.7, 1);
  });

  it('can be sat again pupil by pupil: the same mean to the last bit, and the same gap', () => {
    const m = modelOf({ years: 1, district: { schools: 12, secondaryShare: 0.2 } });
    weeks(m, 0, 39);
    let sum = 0;
    let count = 0;
    const schools = new Float64Array(12);
    const sizes = new Float64Array(12);
    for (const { school, results } of pupils(m.state, m.parameters.attainment, m.draw, 38)) {
      schools[school] += results[0] * 0.5 + results[1] * 0.5;
      sizes[school]++;
    }
    for (let a = 0; a < 12; a++) {
      sum += schools[a];
      count += sizes[a];
    }
    expect(count).toBe(m.state.examination[EXAMINATION.pupils]);
    expect(sum / count).toBe(m.state.examination[EXAMINATION.mean]);
    expect(m.state.schoolPublished[0]).toBeCloseTo(schools[0] / sizes[0], 0); // but for who was eased out
  });

  it('excluding pupils lifts the published figure and nothing else', () => {
    const honest = entered(2, 40, () => 100);
    const gaming = entered(2, 40, () => 100);
    for (const s of [honest, gaming])
      for (let a = 0; a < 2; a++)
        for (let subject = 0; subject < 3; subject++) s.schoolExpected[a * 9 + subject * 3] = 80;
    gaming.schoolExcluded[0] = 0.5;
    examined(honest);
    examined(gaming);
    expect(gaming.examination[EXAMINATION.excluded]).toBeCloseTo(20 / 240, 12);
    expect(gaming.schoolPublished[0]).toBeGreaterThan(honest.schoolPublished[0] + 1);
    expect(gaming.schoolPublished[1]).toBe(honest.schoolPublished[1]);
    expect(gaming.schoolValueAdded).toEqual(honest.schoolValueAdded);
    expect(gaming.schoolAttainment).toEqual(honest.schoolAttainment);
    for (const of of [EXAMINATION.mean, EXAMINATION.low, EXAMINATION.high, EXAMINATION.schoolShare])
      expect(gaming.examination[of]).toBe(honest.examination[of]);
  });

  it('knows the strata apart', () => {
    const s = entered(3, 20, () => 100);
    for (let at = 0; at < 27; at++)
      s.schoolExpected[at] = 100 + p.low * Number(at % 3 === 0) + p.high * Number(at % 3 === 2);
    const e = examined(s, { pupilSpread: 0 });
    expect([e[EXAMINATION.low], e[EXAMINATION.middle], e[EXAMINATION.high]]).toEqual([96, 100, 103]);
    // Value added is what is above mean and means: everybody here is four below 104.
    for (const added of s.schoolValueAdded) expect(added).toBeCloseTo(-4, 12);
  });
});

describe('league tables', () => {
  it('stand schools by phase: mean 0, standard deviation 1', () => {
    const s = blank(6);
    s.schoolPhase.set([0, 0, 0, 1, 1, 2]);
    s.schoolPublished.set([100, 102, 104, 60, 50, 99]);
    standings(s);
    // Primaries: mean 102, sample standard deviation 2; secondaries: mean 55, 7.07; one of a kind stands at 0.
    const half = Math.SQRT1_2;
    for (const [a, standing] of [-1, 0, 1, half, -half, 0].entries())
      expect(s.schoolStanding[a]).toBeCloseTo(standing, 9);
  });

  it('stand all alike where results are alike', () => {
    const s = blank(4);
    s.schoolPublished.fill(101);
    standings(s);
    expect([...s.schoolStanding]).toEqual([0, 0, 0, 0]);
  });
});

describe('the school effect', () => {
  it('moves 60 % of the way in a year, 84 % in two', () => {
    const s = blank(2);
    const q = { ...p, expertise: 30, climate: 3 };
    for (const [year, part] of [0.6, 0.84, 0.936].entries()) {
      s.schoolExpertise.fill(0.6);
      teach(s, q, 1);
      // 30 points a unit of expertise, 0.1 above the middle, and 3 for a climate 0.1 above it.
      const target = potential(s, q, 0, 0);
      expect(target).toBeCloseTo(3.3, 6);
      expect(s.schoolEffect[0], `year ${year}`).toBeCloseTo(part * target, 9);
    }
  });

  it('is what expertise, leadership, climate, partnership, overload and absence make it', () => {
    const set = { expertise: 30, leadership: 2, climate: 3, overload: 5, away: 1, partnership: 2 };
    const at = (change: (s: State) => void) => {
      const s = blank();
      s.schoolClimate.fill(0.5);
      change(s);
      return potential(s, { ...p, ...set }, 0, 1);
    };
    expect(at(() => {})).toBeCloseTo(0, 12);
    expect(at((s) => s.schoolExpertise.fill(0.7, 1, 2))).toBeCloseTo(6, 6);
    expect(at((s) => s.schoolExpertise.fill(0.7, 0, 1))).toBeCloseTo(0, 6); // another subject
    expect(at((s) => s.schoolDistribution.fill(0.9))).toBeCloseTo(1, 6);
    expect(at((s) => s.schoolClimate.fill(1))).toBeCloseTo(1.5, 6);
    expect(at((s) => s.schoolReach.fill(0.5))).toBeCloseTo(1, 6);
    expect(at((s) => s.schoolAway.fill(0.5))).toBeCloseTo(-0.5 * 0.6, 6);
    expect(at((s) => s.staffOverload.fill(1, 0, 3))).toBeCloseTo(-2.5, 6);
    const support = (s: State) => {
      s.staffRole[5] = ROLE.support;
      s.staffOverload[5] = 1;
    };
    expect(at(support)).toBeCloseTo(0, 6);
  });

  it('stays where nothing pulls it', () => {
    const s = blank();
    s.schoolExpertise.fill(0.5);
    s.schoolClimate.fill(0.5);
    for (let year = 0; year < 10; year++) teach(s, p, 1);
    expect(Math.max(...s.schoolEffect.map(Math.abs))).toBeLessThan(1e-9);
  });
});

describe('what counts is taught', () => {
  /** Expected results of a school by subject and stratum, at rest but for `change`. */
  function expected(change: (s: State) => void, settings: Partial<typeof p> = {}, narrow = 1): number[] {
    const s = blank();
    s.schoolClimate.fill(0.5);
    change(s);
    teach(s, { ...p, ...settings }, narrow);
    return [...s.schoolExpected.subarray(0, 9)];
  }
  const at = (...points: number[]) => points.map((x) => expect.closeTo(x, 9));

  it('strata differ by their means', () => {
    expect(expected(() => {})).toEqual(at(100, 104, 107, 100, 104, 107, 100, 104, 107));
  });

  it('gaming takes from pupils of low means and gives half of it to the borderline, at every subject alike', () => {
    const gamed = (s: State) => s.schoolGaming.fill(0.5);
    expect(expected(gamed)).toEqual(at(99, 104.5, 107, 99, 104.5, 107, 99, 104.5, 107));
  });

  it('drill moves published subjects up and the rest down, by as much, and less where a broad record counts', () => {
    const drilled = (pressure: number, narrow = 1) =>
      expected((s) => s.schoolPressure.fill(pressure), { drill: 2 }, narrow);
    const [less, more] = [drilled(0.5), drilled(1)];
    expect(more[1] - less[1]).toBeCloseTo(1, 9); // English
    expect(more[4] - less[4]).toBeCloseTo(1, 9); // maths
    expect(more[7] - less[7]).toBeCloseTo(-1, 9); // science
    expect(drilled(1, 0.4)[1] - drilled(0.5, 0.4)[1]).toBeCloseTo(0.4, 9);
  });

  it('the oldest of those on roll are entered', () => {
    const s = blank();
    s.schoolPupils.set([35, 70, 7.1]);
    teach(s, p, 1);
    expect([...s.schoolCohort.subarray(0, 3)]).toEqual([5, 10, 1]); // 7 years from 4 to 11
  });
});

it('schools of a generated district differ as real ones do: 10 to 19 % of variance, over a few years', () => {
  const m = modelOf({ years: 3, district: { schools: 60 } });
  for (let year = 0; year < 3; year++) {
    weeks(m, 39 * year, 39 * year + 39);
    // One district of 60 is a sample: the share has a standard error of about 0.025.
    expect(m.state.examination[EXAMINATION.schoolShare]).toBeGreaterThan(0.07);
    expect(m.state.examination[EXAMINATION.schoolShare]).toBeLessThan(0.22);
  }
});
