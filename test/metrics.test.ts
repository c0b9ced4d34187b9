import { describe, expect, it } from 'vitest';
import { attainment, inspectionGrade, polarisation, segregation } from '../sim/metrics/attainment.ts';
import { metrics } from '../sim/metrics/index.ts';
import {
  centralisation,
  clustering,
  corePeriphery,
  density,
  gapInBeingLeftOut,
  isolatedSchools,
  meanDegree,
  modularity,
  schoolsLeftOut,
} from '../sim/metrics/network.ts';
import { curriculumBreadth, innovations, partnershipHours, turnover } from '../sim/metrics/staff.ts';
import { associations, collaboratingSchools, collaborations } from '../sim/metrics/stages.ts';
import { partnerDistance, tiesBetweenSchools, trustBetweenSchools } from '../sim/metrics/trust.ts';
import { COUNTER, EXAMINATION, INSIDE, STAGE, type State } from '../sim/state.ts';
import { freeSlot, putTie } from '../sim/ties.ts';
import { collaborativeOf } from './support/charter.ts';
import { blank, modelOf, relate, weeks } from './support/district.ts';

/** Schools with a cooperation for each of these pairs. */
function network(schools: number, pairs: readonly (readonly [number, number])[]): State {
  const s = blank(schools);
  for (const [a, b] of pairs) relate(s, a, b, STAGE.cooperation);
  return s;
}

const star = () =>
  network(5, [
    [0, 1],
    [0, 2],
    [0, 3],
    [0, 4],
  ]);
/** A triangle with a tail: degrees 2, 2, 3 and 1. */
const tailed = () =>
  network(4, [
    [0, 1],
    [0, 2],
    [1, 2],
    [2, 3],
  ]);
const triangle = () =>
  network(3, [
    [0, 1],
    [0, 2],
    [1, 2],
  ]);
const empty = () => network(4, []);
/** All values of a metric on the four networks. */
const on = (metric: { measure: (s: State, week: number) => number }) =>
  [star(), tailed(), triangle(), empty()].map((s) => metric.measure(s, 39));
const near = (...values: number[]) => values.map((x) => expect.closeTo(x, 9));

describe('networks by hand: a star of five, a triangle with a tail, a triangle, four schools alone', () => {
  it('density', () => {
    expect(on(density)).toEqual(near(4 / 10, 4 / 6, 1, 0));
  });

  it('mean degree', () => {
    expect(on(meanDegree)).toEqual(near(8 / 5, 2, 2, 0));
  });

  it('clustering', () => {
    // In the tailed triangle there are 1 + 1 + 3 pairs of partners, of which three times the one triangle is closed.
    expect(on(clustering)).toEqual(near(0, 3 / 5, 1, 0));
  });

  it('centralisation', () => {
    // Tailed triangle: (3 - 2) + (3 - 2) + 0 + (3 - 1) = 4, of 3 * 2 at most.
    expect(on(centralisation)).toEqual(near(1, 4 / 6, 0, 0));
  });

  it('core and periphery', () => {
    // Star: products of degrees are 4 on its pairs and 1 off them: a correlation of 1. Tailed triangle: products 4, 6,
    // 6, 3 on its pairs and 2, 2 off them: covariance sum 19 - 4 * 23 / 6 = 11 / 3, squares 105 - 23^2 / 6 = 101 / 6 and
    // 4 - 16 / 6 = 4 / 3. A triangle alone has no periphery.
    expect(on(corePeriphery)).toEqual(near(1, 11 / 3 / Math.sqrt((101 / 6) * (4 / 3)), 0, 0));
  });

  it('isolates', () => {
    expect(on(isolatedSchools)).toEqual(near(0, 0, 0, 1));
  });

  it('modularity', () => {
    const pairs = network(4, [
      [0, 1],
      [2, 3],
    ]);
    collaborativeOf(pairs, [0, 1]);
    collaborativeOf(pairs, [2, 3]);
    expect(modularity.measure(pairs, 0)).toBeCloseTo(1 - 2 * (2 / 4) ** 2, 9);
    const s = tailed();
    collaborativeOf(s, [0, 1, 2]);
    // Three of four pairs inside; degrees 7 inside and 1 alone, of 8.
    expect(modularity.measure(s, 0)).toBeCloseTo(3 / 4 - (7 / 8) ** 2 - (1 / 8) ** 2, 9);
    // Without collaboratives every school is its own group.
    expect(modularity.measure(tailed(), 0)).toBeCloseTo(-(4 + 4 + 9 + 1) / 64, 9);
    expect(modularity.measure(empty(), 0)).toBe(0);
  });

  it('mere associations do not count', () => {
    const s = tailed();
    relate(s, 0, 3, STAGE.association);
    expect(density.measure(s, 0)).toBeCloseTo(4 / 6, 9);
    expect(clustering.measure(s, 0)).toBeCloseTo(3 / 5, 9);
  });
});

describe('who is left out', () => {
  it('of all, and of the weakest fifth beside the strongest', () => {
    const s = blank(10);
    for (let a = 0; a < 10; a++) s.schoolStanding[a] = a - 4.5;
    collaborativeOf(s, [8, 9]);
    collaborativeOf(s, [0, 5]);
    expect(schoolsLeftOut.measure(s, 0)).toBeCloseTo(0.6, 9);
    expect(gapInBeingLeftOut.measure(s, 0)).toBeCloseTo(1 / 2 - 0, 9); // of 0 and 1 one is out, of 8 and 9 none
  });
});

describe('stages and trust', () => {
  const s = blank(5);
  s.schoolX.set([0, 3, 0, 0, 10]);
  s.schoolY.set([0, 4, 1, 9, 0]);
  const rows = [
    [0, 1, STAGE.association, 0.2],
    [0, 2, STAGE.cooperation, 0.4],
    [1, 2, STAGE.collaboration, 0.6],
    [0, 3, STAGE.collegiality, 0.8],
    [3, 4, STAGE.none, 1],
  ] as const;
  for (const [a, b, stage, trust] of rows) s.relationTrust[relate(s, a, b, stage)] = trust;

  it('shares of pairs in contact', () => {
    expect(associations.measure(s, 0)).toBeCloseTo(1 / 4, 9);
    expect(collaborations.measure(s, 0)).toBeCloseTo(1 / 4, 9);
  });

  it('shares of schools at a stage or beyond', () => {
    expect(collaboratingSchools.measure(s, 0)).toBeCloseTo(4 / 5, 9); // 0 and 3 collegial, 1 and 2 collaborating
  });

  it('trust of pairs in contact, and distance of partners', () => {
    expect(trustBetweenSchools.measure(s, 0)).toBeCloseTo(0.5, 6);
    // From 0 to 2 1 km, from 1 to 2 sqrt(9 + 9), from 0 to 3 9 km.
    expect(partnerDistance.measure(s, 0)).toBeCloseTo((1 + Math.sqrt(18) + 9) / 3, 5);
  });

  it('a broad offer: the best vocational expertise of a school and those it collaborates with', () => {
    for (let a = 0; a < 5; a++) s.schoolExpertise[a * 6 + 3] = [0.1, 0.5, 0.2, 0.9, 0.4][a];
    expect(curriculumBreadth.measure(s, 0)).toBeCloseTo((0.9 + 0.5 + 0.5 + 0.9 + 0.4) / 5, 9);
  });
});

describe('pupils and schools', () => {
  it('segregation: the index of dissimilarity', () => {
    const s = blank(2);
    s.schoolPupils.set([30, 50, 20, 10, 60, 30]);
    // Low 30 and 10 of 40, others 70 and 90 of 160: half of |0.75 - 0.4375| + |0.25 - 0.5625|.
    expect(segregation.measure(s, 0)).toBeCloseTo(0.3125, 9);
    s.schoolPupils.set([10, 0, 0, 0, 10, 10]);
    expect(segregation.measure(s, 0)).toBe(1);
    s.schoolPupils.set([10, 20, 0, 20, 0, 40]);
    expect(segregation.measure(s, 0)).toBe(0);
    s.schoolPupils.fill(0);
    expect(segregation.measure(s, 0)).toBe(0);
  });

  it('polarisation: the spread of published results', () => {
    const s = blank(4);
    s.schoolPublished.set([98, 100, 104, 106]);
    expect(polarisation.measure(s, 39)).toBeCloseTo(Math.sqrt(10), 9); // mean 102: 16, 4, 4, 16
  });

  it('attainment and grades', () => {
    const s = blank(4);
    s.examination[EXAMINATION.mean] = 103.25;
    s.schoolGrade.set([1, 2, 2, 4]);
    expect(attainment.measure(s, 39)).toBe(103.25);
    expect(inspectionGrade.measure(s, 39)).toBe(2.25);
  });
});

describe('staff', () => {
  it('ties to other schools, a head', () => {
    const s = blank(2, 6);
    for (const [i, j] of [
      [0, 6],
      [0, 7],
      [6, 0],
    ])
      putTie(s, freeSlot(s, i, INSIDE), j, 0.5, 0);
    putTie(s, freeSlot(s, 1, 0), 2, 0.5, 0); // a colleague does not count
    expect(tiesBetweenSchools.measure(s, 0)).toBeCloseTo(3 / 12, 9);
  });

  it('hours, leavers and innovations, of staff in post', () => {
    const s = blank(2, 10);
    s.schoolBurden.set([100, 30]);
    expect(partnershipHours.measure(s, 13)).toBeCloseTo(130 / (13 * 20), 9);
    s.schoolLeavers.set([2, 1]);
    expect(turnover.measure(s, 39)).toBeCloseTo(0.15, 9);
    s.innovationWeek.set([38, 39, 60, 77]);
    s.counter[COUNTER.innovations] = 4;
    expect(innovations.measure(s, 78)).toBeCloseTo((100 * 3) / 20, 9); // those of weeks 39 to 77
    expect(innovations.measure(s, 100)).toBeCloseTo((100 * 1) / 20, 9); // the one of week 61 or after
    s.counter[COUNTER.innovations] = 1;
    expect(innovations.measure(s, 13)).toBeCloseTo((100 * 1 * 3) / 20, 9); // a third of a year
  });
});

describe('every metric', () => {
  const runs = {
    'a plain district': {},
    'keen and pooled': {
      collaborativeLife: { form: 'hard federation', facilitation: 1 },
      partnerChoice: { threshold: -1 },
      incentives: { grant: 200, releasedTime: 5 },
    },
    'harsh and overloaded': {
      accountability: { pressure: 1, stakes: 1, gaming: 3, exclusion: 0.5 },
      market: { choice: 1 },
      competition: { leagueTables: 1, strength: 2 },
      workload: { teachingNeed: 1 },
      turnover: { staff: 0.6, heads: 0.9 },
    },
    'two schools, learning as fast as can be': {
      district: { schools: 2 },
      learning: { rate: 1, jointDepth: 20, innovationRate: 1 },
      trust: { gain: 1, loss: 1, contractCost: 0.5 },
      foundings: [{ form: 'hard federation', formality: 1 }],
    },
  };

  it.each(Object.entries(runs))('is finite and in its range: %s', (_, settings) => {
    const m = modelOf({ years: 2, district: { schools: 14, secondaryShare: 0.2 }, ...settings });
    for (let term = 0; term <= 6; term++) {
      if (term > 0) weeks(m, 13 * term - 13, 13 * term);
      for (const { key, measure, min, max } of metrics) {
        const value = measure(m.state, 13 * term);
        expect(Number.isFinite(value), `${key} is ${value} in term ${term}`).toBe(true);
        expect(value, key).toBeGreaterThanOrEqual(min);
        expect(value, key).toBeLessThanOrEqual(max);
      }
    }
  });

  it('has a name of its own, a unit, a source and one sentence', () => {
    expect(new Set(metrics.map(({ key }) => key)).size).toBe(metrics.length);
    for (const { key, unit, source, doc, high, min, max } of metrics) {
      for (const text of [unit, source]) expect(text, key).not.toBe('');
      for (const sentence of [doc, high]) expect(sentence, key).toMatch(/^[A-Z].*\.$/);
      expect(min, key).toBeLessThan(max);
    }
  });
});
