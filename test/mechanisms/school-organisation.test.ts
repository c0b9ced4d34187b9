import { describe, expect, it } from 'vitest';
import { organise, params, settle } from '../../sim/mechanisms/school-organisation.ts';
import { budget, params as hours } from '../../sim/mechanisms/workload.ts';
import { defaults } from '../../sim/schema.ts';
import { ORGANISATION, type State } from '../../sim/state.ts';
import { blank } from '../support/district.ts';

const p = defaults(params);
/** Nothing but the organisation itself. */
const bare = { ...p, vision: 0, processes: 0, resources: 0, time: 0, training: 0 };
const multi = { ...p, organisation: 'multi-age' as const };

/** A secondary school of 950 pupils and 100 posts. */
function school(set: (s: State) => void = () => {}): State {
  const s = blank(1, 100);
  s.schoolPhase[0] = 1;
  s.schoolPupils.fill(950 / 3);
  set(s);
  settle(s, p);
  return s;
}

function terms(s: State, settings: typeof p, n: number): number[] {
  return Array.from({ length: n }, () => {
    organise(s, settings);
    return s.schoolChangeover[0];
  });
}

describe('capacity to listen', () => {
  const passing = (0.8 * 150) / (150 + 950);
  const listening = (settings: typeof p, c: number, set: (s: State) => void = () => {}) => {
    const s = school(set);
    s.schoolChangeover[0] = c;
    settle(s, settings);
    return s.schoolListening[0];
  };

  it('of age groups is five minutes with each of ten teachers once a year, a quarter of it listening', () => {
    expect(listening(bare, 0)).toBeCloseTo(passing + (10 * 5 * 0.25) / 60, 5);
  });

  it('of tutors is forty minutes and three a week, for as many pupils as there are tutors', () => {
    // By hand: 950 pupils make 50 groups of 19, which want 100 tutors, and there are 100 posts.
    expect(listening(bare, 1)).toBeCloseTo(passing + 40 / 60 + (39 * 3) / 60, 5);
    const fewer = listening(bare, 1, (s) => {
      s.schoolPosts[0] = 50;
    });
    expect(fewer).toBeCloseTo(passing + 0.5 * (40 / 60 + (39 * 3) / 60), 5);
  });

  it('is greater in small schools, who know every child', () => {
    const small = listening(bare, 0, (s) => s.schoolPupils.fill(50 / 3));
    expect(small).toBeCloseTo((0.8 * 150) / 200 + (10 * 5 * 0.25) / 60, 5);
  });

  it('grows by skill, by what leaders add, and more where the structure can take it up', () => {
    for (const c of [0, 1]) {
      for (const name of ['training', 'processes', 'resources', 'time', 'vision'] as const)
        expect(listening({ ...p, [name]: 1 }, c), name).toBeGreaterThan(listening(p, c));
    }
    const added = (c: number) => listening({ ...p, processes: 1 }, c) - listening({ ...p, processes: 0 }, c);
    expect(added(1)).toBeGreaterThan(2 * added(0));
  });

  it('is wasted by one-way communication and by lists bolted on', () => {
    expect(listening({ ...p, oneWay: 1 }, 0)).toBeCloseTo(0.3 * listening(p, 0), 5);
    const bolted = { ...p, boltOn: 1, pitfall: 1 };
    expect(listening({ ...bolted, processes: 1, resources: 1, time: 1 }, 0)).toBeCloseTo(
      listening({ ...bolted, processes: 0, resources: 0, time: 0 }, 0),
      6,
    );
  });
});

describe('changing over', () => {
  it('does not happen unasked', () => {
    const s = school();
    expect(terms(s, p, 6)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(s.schoolOrganisation[0]).toBe(ORGANISATION.sameAge);
  });

  it('takes two to three terms', () => {
    const [first, second, third] = terms(school(), multi, 3);
    expect(first).toBeCloseTo(0.4, 6);
    expect(second).toBeCloseTo(0.8, 6);
    expect(third).toBe(1);
  });

  it('holds where leaders have a vision', () => {
    const s = school();
    const path = terms(s, { ...multi, vision: 0.6 }, 24);
    expect(Math.min(...path.slice(2))).toBeGreaterThan(0.6);
    expect(path[23]).toBeGreaterThan(0.99);
    expect(s.schoolOrganisation[0]).toBe(ORGANISATION.multiAge);
  });

  it('slides back where the mindset stays what it was, and is tried again when it has changed', () => {
    const s = school((t) => t.schoolPressure.fill(1));
    const path = terms(s, { ...multi, vision: 0 }, 30);
    expect(path[2]).toBe(1);
    expect(path[29]).toBe(0);
    expect(s.schoolOrganisation[0]).toBe(ORGANISATION.slidBack);
    s.schoolPressure.fill(0);
    expect(terms(s, { ...multi, vision: 1 }, 30)[29]).toBe(1);
  });

  it('slides back by the part that the mindset does not bear', () => {
    const s = school();
    s.schoolOrganisation[0] = ORGANISATION.multiAge;
    s.schoolChangeover[0] = 1;
    s.schoolMindset[0] = 0.4;
    organise(s, { ...multi, mindsetPace: 0 });
    expect(s.schoolChangeover[0]).toBeCloseTo(1 - 0.3 * (1 - 0.4 / 0.5), 6);
  });

  it('goes back over as many terms when same-age is asked for', () => {
    const s = school();
    terms(s, { ...multi, vision: 1 }, 6);
    const back = terms(s, p, 3);
    expect(back[0]).toBeCloseTo(0.6, 5);
    expect(back[2]).toBe(0);
  });
});

describe('mindset', () => {
  const rest = (settings: Partial<typeof p>, set: (s: State) => void = () => {}) => {
    const s = school(set);
    settle(s, { ...p, ...settings });
    return s.schoolMindset[0];
  };

  it('opens by vision, shared leadership and practice, and closes by pressure and deficit thinking', () => {
    const usual = rest({});
    expect(usual).toBeCloseTo(0.1 + 0.5 * 0.3 + 0.2 * 0.4, 5);
    expect(rest({ vision: 1 })).toBeGreaterThan(usual);
    expect(rest({}, (s) => s.schoolDistribution.fill(1))).toBeGreaterThan(usual);
    expect(rest({}, (s) => s.schoolChangeover.fill(1))).toBeCloseTo(usual + 0.3, 5);
    expect(rest({}, (s) => s.schoolPressure.fill(1))).toBeLessThan(usual);
    expect(rest({ deficitThinking: 1 })).toBeCloseTo(usual - 0.7 * 0.15, 5);
    expect(rest({ training: 1 })).toBe(usual);
  });
});

describe('hours', () => {
  it('of tutoring come out of the development time of every post, as far as they replace nothing', () => {
    const s = school();
    s.schoolChangeover[0] = 1;
    settle(s, bare);
    // By hand: 9.5 pupils a tutor at 40 minutes a year and 3 a week.
    const week = (9.5 * (40 / 60 + (39 * 3) / 60)) / 39;
    expect(s.schoolTutoring[0]).toBeCloseTo(0.3 * week, 5);
    const before = blank(1, 100);
    budget(before, defaults(hours));
    budget(s, defaults(hours));
    expect(before.staffHours[3] - s.staffHours[3]).toBeCloseTo(0.3 * week, 5);
  });

  it('of changing over are asked while it lasts', () => {
    const s = school();
    organise(s, { ...multi, load: 0 });
    expect(s.schoolTutoring[0]).toBeCloseTo(0.25, 6);
    terms(s, { ...multi, load: 0 }, 2);
    expect(s.schoolTutoring[0]).toBe(0);
  });
});

it('switched off, does nothing', () => {
  const s = blank(1, 100);
  settle(s, { ...multi, on: false });
  terms(s, { ...multi, on: false }, 5);
  expect([s.schoolChangeover[0], s.schoolMindset[0], s.schoolListening[0], s.schoolTutoring[0]]).toEqual([
    0, 0, 0, 0,
  ]);
});
