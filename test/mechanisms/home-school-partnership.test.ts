import { describe, expect, it } from 'vitest';
import { Draw } from '../../sim/draw.ts';
import { formIndex } from '../../sim/governance/forms.ts';
import { advance, digest, type Run, start } from '../../sim/index.ts';
import { params, partner, settle } from '../../sim/mechanisms/home-school-partnership.ts';
import { params as side } from '../../sim/mechanisms/school-organisation.ts';
import { metrics } from '../../sim/metrics/index.ts';
import { params as families, layOut, sampleOf, succeed } from '../../sim/population/families.ts';
import { defaults, type Parameter } from '../../sim/schema.ts';
import { columnNames, columns, LIFE, type State } from '../../sim/state.ts';
import { blank, mean, modelOf, schoolRecord, weeks } from '../support/district.ts';
import { scenarioOf } from '../support/runs.ts';

const p = { ...defaults(side), ...defaults(params), ...defaults(families) };

/** A school of three families, one of each means, all alike and a third of 60 pupils each unless said otherwise. */
function three(listening: number, set: (s: State) => void = () => {}): State {
  const s = blank(1, 6, { families: 3 });
  s.schoolPupils.fill(20);
  s.schoolFamilies[1] = 3;
  s.familyStratum.set([0, 1, 2]);
  s.familyEngagement.fill(0.5);
  s.familyHome.fill(0.5);
  s.familyTrust.fill(0.5);
  s.schoolListening[0] = listening;
  set(s);
  return s;
}

/** What each family is heard, after a term. */
function heard(s: State, settings: Partial<typeof p> = {}): number[] {
  partner(s, { ...p, training: 0, ...settings });
  return [...s.familyHeard];
}

const spread = (s: State) => s.familyReach.set([0.5, 0.25, 0]);

describe('listening', () => {
  it('hears all of what is wanted where there are hours for it', () => {
    // By hand: 0.4 * 2 h * (0.5 + 0.5) = 0.8 hours a year wanted of each.
    expect(heard(three(0.8))).toEqual([1, 1, 1]);
  });

  it('hears the share that there are hours for where all are alike', () => {
    for (const share of heard(three(0.2))) expect(share).toBeCloseTo(0.25, 6);
    for (const share of heard(three(0.4), { voice: 1 })) expect(share).toBeCloseTo(0.2, 6);
  });

  it('misses those who do not come, however many hours there are', () => {
    expect(heard(three(100, spread))).toEqual([0.5, 0.75, 1]);
  });

  it('smooths away the hard to reach first where hours are short', () => {
    const shares = heard(three(0.4, spread));
    // By hand: claims 0.6, 0.8, 1; hours wanted 16 * 1.25, 16 * 1.125, 16 each; 24 hours to listen in all.
    const theta = 24 / (16 * (1.25 * 0.6 + 1.125 * 0.8 + 1));
    for (const [i, claim] of [0.6, 0.8, 1].entries()) expect(shares[i]).toBeCloseTo(theta * claim, 6);
  });

  it('gives what the fully heard leave over to the rest', () => {
    const shares = heard(three(0.62, spread));
    // By hand: the first comes to half of it at most, 10 of 37.2 hours; the others share the rest by claim.
    const theta = (37.2 - 10) / (16 * (1.125 * 0.8 + 1));
    for (const [i, share] of [0.5, 0.8 * theta, theta].entries()) expect(shares[i]).toBeCloseTo(share, 5);
  });

  it('never takes more hours than there are, nor leaves anybody unheard who could be heard', () => {
    for (let listening = 0; listening < 2; listening += 0.05) {
      const s = three(listening, spread);
      const shares = heard(s);
      const used = 16 * (1.25 * shares[0] + 1.125 * shares[1] + shares[2]);
      expect(used).toBeLessThanOrEqual(listening * 60 + 1e-4);
      const full = 16 * (1.25 * 0.5 + 1.125 * 0.75 + 1);
      expect(used).toBeCloseTo(Math.min(listening * 60, full), 4);
    }
  });

  it('reaches further through tutors and through trained staff', () => {
    const tutored = three(100, (s) => {
      spread(s);
      s.schoolChangeover[0] = 1;
    });
    expect(heard(tutored, { tutorReach: 0.6 })[0]).toBeCloseTo(1 - 0.5 * 0.4, 6);
    expect(heard(three(100, spread), { training: 1, skillReach: 0.5 })[0]).toBeCloseTo(0.75, 6);
  });
});

describe('trust of families', () => {
  const trusting = (listening: number, settings: Partial<typeof p> = {}) => {
    const s = three(listening);
    partner(s, { ...p, training: 0, ...settings });
    return s.familyTrust[0];
  };
  const said = 0.8 / (0.8 + 0.5);

  it('grows by being heard and breaks by not being heard, in proportion to what there was to say', () => {
    expect(trusting(1)).toBeCloseTo(0.5 + said * 0.1 * 0.5, 6);
    expect(trusting(0)).toBeCloseTo(0.5 - said * 0.1 * 0.5, 6);
    expect(trusting(0, { voice: 0 })).toBe(0.5);
  });

  it('suffers from deficit thinking, of families of low means most', () => {
    const s = three(1);
    partner(s, { ...p, training: 0, deficitThinking: 1 });
    expect(s.familyTrust[0]).toBeLessThan(s.familyTrust[1]);
    expect(s.familyTrust[1]).toBeCloseTo(s.familyTrust[2], 6);
    expect(s.familyTrust[2]).toBeLessThan(trusting(1));
  });

  it('suffers from one size for all where a family is far from the usual', () => {
    const s = three(100, (t) => t.familyReach.set([0.4, 0, 0]));
    const wide = three(100, (t) => t.familyReach.set([0.4, 0, 0]));
    partner(s, p);
    partner(wide, { ...p, oneSizeFitsAll: 1 });
    expect(wide.familyTrust[0]).toBeLessThan(s.familyTrust[0]);
    expect(wide.familyTrust[1]).toBe(s.familyTrust[1]);
  });
});

describe('engagement', () => {
  it('moves towards what home, trust and conversation make of it', () => {
    const s = three(1);
    partner(s, { ...p, training: 0 });
    const y = 0.8 * 0.5; // all heard, in fragments
    const target = 0.5 + 0.8 * 0.5 * 0.5 * (y / (y + 0.5));
    expect(s.familyEngagement[0]).toBeCloseTo(0.5 + 0.2 * (target - 0.5), 6);
    expect(s.schoolEngagement[0]).toBeCloseTo(s.familyEngagement[0], 6);
  });

  it('stays what the home makes it where nobody is heard or trusts', () => {
    for (const s of [three(0), three(1, (t) => t.familyTrust.fill(0))]) {
      for (let term = 0; term < 9; term++) {
        partner(s, { ...p, gain: 0 });
        expect(s.familyEngagement[0]).toBe(0.5);
      }
    }
  });

  it('is deeper in long conversations than in five-minute ones', () => {
    const engaged = (c: number) => {
      const s = three(100, (t) => t.schoolChangeover.fill(c));
      partner(s, p);
      return s.familyEngagement[0];
    };
    expect(engaged(1)).toBeGreaterThan(engaged(0));
  });

  it('brings wellbeing along, and so does a tutor who knows the pupil', () => {
    const s = three(0, (t) => t.familyEngagement.fill(0.7));
    s.familyHome.fill(0.7);
    s.schoolWellbeing.fill(0.5);
    partner(s, p);
    expect(s.schoolWellbeing[0]).toBeCloseTo(0.5 + 0.2 * 0.5 * 0.2, 6);
    s.schoolWellbeing.fill(0.5);
    s.schoolChangeover.fill(1);
    partner(s, p);
    expect(s.schoolWellbeing[0]).toBeCloseTo(0.5 + 0.2 * (0.5 * 0.2 + 0.1), 6);
  });
});

describe('families of a run', () => {
  it('are 12 to 40 a school, as far as there are pupils, and three at least', () => {
    const of = (roll: number) => sampleOf(roll, { on: true, familySample: 0.05 });
    expect([1, 2, 3, 7, 12, 210, 500, 1000].map(of)).toEqual([3, 3, 3, 7, 12, 12, 25, 40]);
    expect(sampleOf(500, { on: false, familySample: 0.05 })).toBe(0);
  });

  const tiny = modelOf({ years: 2 }, 'tiny', [
    schoolRecord({ id: 1, roll: 1, places: 1, deprivation: 0 }),
    schoolRecord({ id: 2, roll: 4, places: 9, deprivation: 1, lowAge: 4, highAge: 5 }),
    schoolRecord({ id: 3, roll: 500, places: 500 }),
  ]);

  it('are there by means in the smallest schools too, and a run of those stays finite', () => {
    const s = tiny.state;
    expect([...s.schoolFamilies]).toEqual([0, 3, 7, 32]);
    for (let a = 0; a < 3; a++) {
      const means = [...s.familyStratum.subarray(s.schoolFamilies[a], s.schoolFamilies[a + 1])];
      expect(means).toEqual([...means].sort());
      expect(new Set(means).size).toBe(3);
    }
    for (let year = 0; year < 2; year++) {
      weeks(tiny, year * 39, year * 39 + 39);
      for (const { key, measure } of metrics) expect(Number.isFinite(measure(s, year * 39)), key).toBe(true);
    }
  });

  it('come from poorer and richer homes, evenly over the slices of either', () => {
    const { state: s } = modelOf({ years: 1, district: { schools: 60 } });
    const of = (k: number, column: Float32Array) =>
      mean([...column].filter((_, f) => s.familyStratum[f] === k));
    expect(Math.abs(of(0, s.familyHome) - 0.35)).toBeLessThan(0.03);
    expect(Math.abs(of(1, s.familyHome) - 0.45)).toBeLessThan(0.03);
    expect(Math.abs(of(2, s.familyHome) - 0.55)).toBeLessThan(0.03);
    expect(of(0, s.familyReach)).toBeGreaterThan(of(1, s.familyReach) + 0.2);
  });

  it('leave when their years are over, and new ones trust as those tell them who are there', () => {
    const s = three(1);
    s.schoolLowAge.fill(4);
    s.schoolHighAge.fill(6);
    s.familyArrived.set([-39, 0, -39]);
    s.familyTrust.set([0.9, 0.9, 0.2]);
    s.familyEngagement.fill(0.9);
    succeed(s, { ...p, reputation: 0.5, firstTrust: 0.5 }, new Draw('next'), 38);
    expect([...s.familyArrived]).toEqual([39, 0, 39]);
    expect(s.familyTrust[0]).toBeCloseTo(0.7, 6);
    expect(s.familyTrust[1]).toBeCloseTo(0.9, 6);
    expect(s.familyTrust[2]).toBeCloseTo(0.35, 6);
    expect(s.familyEngagement[0]).toBe(s.familyHome[0]);
    expect(s.familyEngagement[1]).toBeCloseTo(0.9, 6);
  });

  it('are at rest at the start under the usual levers', () => {
    const m = modelOf({ years: 4, district: { schools: 60 } }, 'rest');
    const before = mean(m.state.schoolEngagement);
    const trust = mean(m.state.familyTrust);
    weeks(m, 0, 4 * 39);
    expect(Math.abs(mean(m.state.schoolEngagement) - before)).toBeLessThan(0.01);
    expect(Math.abs(mean(m.state.familyTrust) - trust)).toBeLessThan(0.02);
  });

  it('start the same whatever the levers are: what is set takes effect from then on', () => {
    const usual = modelOf({ years: 1, district: { schools: 20 } }).state;
    const other = modelOf({
      years: 1,
      district: { schools: 20 },
      homeSchool: { organisation: 'multi-age', voice: 1, training: 1, vision: 1, oneSizeFitsAll: 1 },
    }).state;
    expect(other.familyEngagement).toEqual(usual.familyEngagement);
    expect(other.schoolListening).toEqual(usual.schoolListening);
  });
});

describe('governance', () => {
  const under = (form: string, life: number = LIFE.embedded) => {
    const s = three(0.4, (t) => {
      spread(t);
      t.familyEngagement.set([0.3, 0.5, 0.7]);
      t.membershipOf[0] = 0;
      t.collaborativeLife[0] = life;
      t.collaborativeForm[0] = formIndex(form);
    });
    return heard(s);
  };
  const [parents, trust, none] = ['parent-governed', 'federated trust', 'loose association'].map((form) =>
    under(form),
  );

  it('by parents hears the engaged more than a trust of all stakeholders does, and those hard to reach less', () => {
    expect(parents[2]).toBeGreaterThan(trust[2]);
    expect(parents[0]).toBeLessThan(trust[0]);
  });

  it('that seeks out everybody brings those hard to reach nearer to the rest than none does', () => {
    expect(trust[0]).toBeGreaterThan(none[0]);
    expect(trust[2] - trust[0]).toBeLessThan(parents[2] - parents[0]);
  });

  it('is felt once the partnership has left the courting behind', () => {
    expect(under('parent-governed', LIFE.courting)).toEqual(none);
    expect(under('parent-governed', LIFE.aligning)).toEqual(parents);
  });
});

/** A run of eight years; engagement at the ends of years. */
function run(homeSchool: Record<string, unknown>, seed = 'a'): Run {
  const one = start(scenarioOf({ years: 8, district: { schools: 20, secondaryShare: 0.3 }, homeSchool }), {
    seed,
  });
  advance(one, one.weeks);
  return one;
}
const yearly = (one: Run, key: 'familyEngagement' | 'voiceHeard') =>
  Array.from({ length: 9 }, (_, y) => one.series[key][y * 3]);

describe('over years', () => {
  const multi = run({ organisation: 'multi-age', training: 0 });
  const all = { vision: 1, processes: 1, resources: 1, time: 1, training: 1 };

  it('structure gains more than will and skill inside the old one', () => {
    const skilled = run({ training: 1 });
    expect(yearly(multi, 'familyEngagement')[5]).toBeGreaterThan(
      yearly(skilled, 'familyEngagement')[5] + 0.02,
    );
  });

  it('partnership takes years, because trust does', () => {
    for (const settings of [{ ...all, organisation: 'multi-age' }, all]) {
      const engaged = yearly(run(settings), 'familyEngagement');
      const first = engaged.findIndex((e) => e - engaged[0] >= 0.8 * (engaged[8] - engaged[0]));
      expect(first).toBeGreaterThanOrEqual(3);
      expect(engaged[8]).toBeGreaterThan(engaged[0] + 0.02);
    }
  });

  it('demand is smoothed away by age groups and absorbed by tutors', () => {
    const end = (organisation: string, voice: number) =>
      yearly(run({ organisation, voice }), 'voiceHeard')[8];
    const [quiet, loud] = [end('same-age', 0.2), end('same-age', 1)];
    expect(loud).toBeLessThan(quiet * 0.5);
    expect(Math.abs(end('multi-age', 1) - end('multi-age', 0.2))).toBeLessThan(0.1);
  });

  it('activity without listening lifts nothing', () => {
    const busy = run({ processes: 1, resources: 1, boltOn: 1, oneWay: 1 });
    const usual = run({});
    expect(yearly(busy, 'familyEngagement')[8]).toBeLessThanOrEqual(yearly(usual, 'familyEngagement')[8]);
  });

  it('engagement raises results', () => {
    const off = run({ organisation: 'multi-age', training: 0, on: false });
    expect(multi.series.attainment[24]).toBeGreaterThan(off.series.attainment[24] + 0.1);
  });
});

const everything = { ...side, ...params, ...families };
/** Each parameter's value at one end of its range, or the option or flag that is not the default. */
const atEnd = (end: 'min' | 'max') =>
  Object.fromEntries(
    Object.entries(everything).map(([name, one]: [string, Parameter]) => [
      name,
      one.kind === 'number'
        ? one[end]
        : one.kind === 'flag'
          ? !one.default
          : one.options.find((o) => o !== one.default),
    ]),
  );
const usual = defaults(everything);

describe('switched off', () => {
  const of = (homeSchool: Record<string, unknown>) => {
    const one = start(scenarioOf({ years: 1, district: { schools: 6 }, homeSchool }), { seed: 'off' });
    advance(one, one.weeks);
    return digest(one);
  };
  const off = of({ on: false });

  it('changes nothing, whatever else is set', () => {
    for (const end of ['min', 'max'] as const) {
      for (const [name, value] of Object.entries(atEnd(end))) {
        if (name !== 'on') expect(of({ on: false, [name]: value }), name).toBe(off);
      }
    }
    expect(of({})).not.toBe(off);
  });
});

describe('at the ends of every range', () => {
  const mixed = (pick: (n: number) => 'min' | 'max' | 'default') =>
    Object.fromEntries(
      Object.keys(everything).map((name, n) => {
        const end = pick(n);
        return [name, end === 'default' ? usual[name as keyof typeof usual] : atEnd(end)[name]];
      }),
    );
  it.each([
    ['least', mixed(() => 'min')],
    ['most', mixed(() => 'max')],
    ['least and most in turn', mixed((n) => (n % 2 === 0 ? 'min' : 'max'))],
    ['most and least in turn', mixed((n) => (n % 2 === 0 ? 'max' : 'min'))],
    ['every third', mixed((n) => (n % 3 === 0 ? 'max' : n % 3 === 1 ? 'min' : 'default'))],
  ])('%s: every column stays within its own', (_, homeSchool) => {
    const m = modelOf({ years: 2, district: { schools: 8 }, homeSchool: { ...homeSchool, on: true } });
    for (let term = 0; term < 6; term++) {
      weeks(m, term * 13, term * 13 + 13);
      for (const name of columnNames.filter((n) =>
        /^family|^school(Engag|Well|Mind|Change|List|Tut)/.test(n),
      )) {
        const { min, max } = columns[name];
        for (const value of m.state[name]) {
          if (!(value >= min && value <= max)) throw new Error(`${name} holds ${value} in term ${term}`);
        }
      }
    }
  });
});

it('a dated change makes schools change over from then on', () => {
  const one = start(
    scenarioOf({
      years: 3,
      district: { schools: 6 },
      timeline: [{ week: 39, set: { homeSchool: { organisation: 'multi-age', vision: 1 } } }],
    }),
    { seed: 'dated' },
  );
  advance(one, one.weeks);
  const tutoring = [...one.series.multiAgeTutoring];
  expect(tutoring.slice(0, 4)).toEqual([0, 0, 0, 0]);
  expect(tutoring[4]).toBeCloseTo(0.4, 6);
  expect(tutoring[6]).toBe(1);
});

it('settles nothing without families', () => {
  const s = blank(2);
  layOut(s, { ...p, on: false }, new Draw('x'));
  settle(s, { ...p, on: false });
  expect(Math.max(...s.schoolEngagement, ...s.schoolWellbeing)).toBe(0);
});
