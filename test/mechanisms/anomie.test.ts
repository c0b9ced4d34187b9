import { describe, expect, it } from 'vitest';
import { Draw } from '../../sim/draw.ts';
import { advance, digest, start } from '../../sim/index.ts';
import { begin, drift, params } from '../../sim/mechanisms/anomie.ts';
import { potential, params as teaching } from '../../sim/mechanisms/attainment.ts';
import { involve, params as involvement } from '../../sim/mechanisms/involvement.ts';
import { params as leaving, turn } from '../../sim/mechanisms/turnover.ts';
import { params as staffing } from '../../sim/population/staffing.ts';
import { defaults, type NumberParameter } from '../../sim/schema.ts';
import { COUNTER, type State } from '../../sim/state.ts';
import { collaborativeOf } from '../support/charter.ts';
import { blank, mean, modelOf, relate, weeks } from '../support/district.ts';
import { BUSY, busyRun, scenarioOf } from '../support/runs.ts';

const p = {
  ...defaults(params),
  turnover: 1.2,
  usualTurnover: 0.12,
  newHead: 0.25,
  specialMeasures: 0.35,
  roll: 2,
  churn: 0.3,
  chronic: 0.15,
  acute: 0.85,
  integration: 0.7,
  inside: 0.5,
  halfTies: 0.5,
  regulation: 0.5,
  targets: 0.7,
  commonUnit: 0.6,
  agenda: 0.4,
  standardisation: 0.3,
  shared: 0.4,
  autonomy: 0.5,
  pace: 0.3,
};

/** Two quiet schools of ten, set up and brought to where they belong. */
function settled(set: (s: State) => void = () => {}, given: Partial<typeof p> = {}, collective = 0): State {
  const s = blank(2, 10);
  s.staffArrived.fill(-100);
  set(s);
  begin(s, { ...p, ...given }, collective);
  return s;
}

const turbulence = (set: (s: State) => void) => settled(set).schoolTurbulence[0];
const anomie = (set?: (s: State) => void) => settled(set).schoolAnomie[0];
const fatalism = (set: (s: State) => void, collective = 0) => settled(set, {}, collective).schoolFatalism[0];

/** Schools 0 and 1 with this much trust and contact. */
function tie(s: State, trust: number, contact: number): number {
  const r = relate(s, 0, 1);
  s.relationTrust[r] = trust;
  s.relationContact[r] = contact;
  return r;
}

describe('turbulence', () => {
  it('is what has changed within the year', () => {
    expect(turbulence(() => {})).toBe(0);
    expect(turbulence((s) => s.schoolLeavers.fill(3))).toBeCloseTo(1.2 * (0.3 - 0.12), 12);
    expect(turbulence((s) => s.schoolLeavers.fill(1))).toBe(0); // no more than usual
    expect(turbulence((s) => s.staffArrived.fill(-38, 0, 1))).toBeCloseTo(0.25, 12);
    expect(turbulence((s) => s.staffArrived.fill(-38, 1, 10))).toBe(0); // new, but not the head
    expect(turbulence((s) => s.schoolSpecial.fill(1))).toBeCloseTo(0.35, 12);
    expect(turbulence((s) => s.schoolRollChange.fill(-0.1))).toBeCloseTo(0.2, 12);
    expect(turbulence((s) => s.schoolRollChange.fill(0.1))).toBeCloseTo(0.2, 12);
    expect(turbulence((s) => s.schoolPressure.fill(0.5))).toBeCloseTo(0.15, 12);
    expect(turbulence((s) => s.schoolLeavers.fill(10) && s.schoolSpecial.fill(1))).toBe(1);
  });

  it('moves 0.3 of the way a term', () => {
    const s = blank(2, 10);
    s.staffArrived.fill(-100);
    s.schoolSpecial.fill(1);
    drift(s, p, 0, 12);
    expect(s.schoolTurbulence[0]).toBeCloseTo(0.3 * 0.35, 12);
    drift(s, p, 0, 25);
    expect(s.schoolTurbulence[0]).toBeCloseTo(0.51 * 0.35, 12);
  });

  it('has the market say by how much the roll changed', () => {
    const m = modelOf({ district: { schools: 12 }, market: { choice: 1 } });
    const roll = (a: number) => mean(m.state.schoolPupils.subarray(a * 3, a * 3 + 3)) * 3;
    const before = Array.from(m.state.schoolPosts, (_, a) => roll(a));
    weeks(m, 0, 39);
    expect(before.some((was, a) => Math.abs(roll(a) / was - 1) > 0.01)).toBe(true);
    for (const [a, was] of before.entries())
      expect(m.state.schoolRollChange[a]).toBeCloseTo(roll(a) / was - 1, 9);
  });
});

describe('anomie', () => {
  const unrest = (s: State) => {
    s.schoolSpecial.fill(1);
    s.schoolRollChange.fill(0.1); // turbulence 0.55
  };

  it('rises with turbulence, and a little without any ties at all', () => {
    const held = 1 - 0.7 * 0.5 * 0.6; // trust inside is 0.6
    expect(anomie()).toBeCloseTo(0.15 * held, 9);
    expect(anomie(unrest)).toBeCloseTo((0.15 + 0.85 * 0.55) * held, 9);
    expect(anomie((s) => s.schoolClimate.fill(0))).toBeCloseTo(0.15, 9);
  });

  it('is eased by ties inside the school and to others, and not undone by them', () => {
    const with_ = (climate: number, trust: number, contact: number) =>
      anomie((s) => {
        unrest(s);
        s.schoolClimate.fill(climate);
        tie(s, trust, contact);
      });
    // Trusted contact of 0.5 a week integrates half of its half.
    expect(with_(0.6, 1, 0.5)).toBeCloseTo(0.6175 * (1 - 0.7 * (0.3 + 0.25)), 6);
    expect(with_(0.6, 0, 3)).toBeCloseTo(anomie(unrest), 9); // contact without trust is no tie
    expect(with_(0.9, 0, 0)).toBeLessThan(with_(0.6, 0, 0));
    expect(with_(1, 1, 3)).toBeGreaterThan(0.15);
  });

  it('is eased by rules one shares in: an agenda of one’s own, values held together', () => {
    const member = (ownAgenda: number, commitment: number, identity = 0) =>
      anomie((s) => {
        unrest(s);
        collaborativeOf(s, [0, 1], { ownAgenda }, commitment);
        const r = tie(s, 0, 0);
        s.relationIdentity[r] = identity;
        s.relationValues[r] = 0.5;
      });
    const alone = anomie(unrest);
    expect(member(0.8, 0.5)).toBeCloseTo(alone * (1 - 0.5 * 0.4), 6);
    expect(member(0.8, 0)).toBeCloseTo(alone, 9); // on paper only
    expect(member(0, 1)).toBeCloseTo(alone, 9); // rules of others
    expect(member(0.8, 0.5, 0.6)).toBeCloseTo(alone * (1 - 0.5 * (0.4 + 0.6 * 0.3)), 6);
  });
});

describe('fatalism', () => {
  const pressed = (s: State) => s.schoolPressure.fill(0.8);

  it('comes of targets on the single school, and of turbulence not at all', () => {
    expect(fatalism(() => {})).toBe(0);
    expect(fatalism((s) => s.schoolSpecial.fill(1))).toBe(0);
    expect(fatalism(pressed)).toBeCloseTo(0.7 * 0.8 * (1 - 0.5 * 0.4), 9); // leadership spread 0.4
    expect(fatalism(pressed, 1)).toBeCloseTo(0.4 * fatalism(pressed), 9);
  });

  it('comes of an agenda of others, twice as much where one was made to join, and of standards', () => {
    const member = (given: object) => fatalism((s) => collaborativeOf(s, [0, 1], given, 0));
    const loose = 0.3 * 0.1; // an association has few standards
    expect(member({ ownAgenda: 1 })).toBeCloseTo(loose * 0.8, 6);
    expect(member({ ownAgenda: 0.25 })).toBeCloseTo((0.4 * 0.5 * 0.75 + loose) * 0.8, 6);
    expect(member({ ownAgenda: 0.25, mode: 'coerced' })).toBeCloseTo((0.4 * 0.75 + loose) * 0.8, 6);
    expect(member({ ownAgenda: 1, form: 'hard federation' })).toBeCloseTo(0.3 * 0.5 * 0.8, 6);
  });

  it('is only of what goes beyond the rules one shares in, and falls with a say of one’s own', () => {
    const member = (s: State) => {
      pressed(s);
      collaborativeOf(s, [0, 1], { ownAgenda: 1 }, 0.5);
    };
    expect(fatalism(member)).toBeCloseTo((0.56 + 0.03 - 0.4 * 0.5) * 0.8, 6);
    const shared = fatalism((s) => {
      pressed(s);
      s.schoolDistribution.fill(0.9);
    });
    expect(shared).toBeCloseTo(0.56 * 0.55, 9);
  });
});

describe('what they cost', () => {
  const both = (s: State) => {
    s.schoolAnomie.fill(0.5);
    s.schoolFatalism.fill(0.6);
  };

  it('teaching', () => {
    const s = blank();
    const q = { ...defaults(teaching), anomie: 3, fatalism: 1.5 };
    const before = potential(s, q, 0, 0);
    both(s);
    expect(potential(s, q, 0, 0)).toBeCloseTo(before - 3 * 0.5 - 1.5 * 0.6, 9);
  });

  it('commitment', () => {
    const q = { ...defaults(involvement), anomie: 0.25, fatalism: 0.2, pace: 1 };
    const committed = (set: (s: State) => void) => {
      const s = blank();
      collaborativeOf(s, [0, 1], {}, 0.8);
      set(s);
      involve(s, q);
      return s.staffCommitment[0];
    };
    expect(committed(both)).toBeCloseTo(committed(() => {}) - 0.25 * 0.5 - 0.2 * 0.6, 6);
  });

  it('staff who leave: only where it is worse than usual', () => {
    const left = (set: (s: State) => void, weights: object) => {
      const s = blank(300, 20);
      s.staffArrived.fill(-100);
      set(s);
      const q = { ...defaults(leaving), ...weights };
      turn(s, q, defaults(staffing), new Draw('leave'), 38, new Int32Array(s.counts.staff), 0);
      return s.counter[COUNTER.leavers] / 6000;
    };
    const rest = left(() => {}, {});
    const worse = (set: (s: State) => void) => left(set, { anomie: 0.4, fatalism: 0.2 }) - rest;
    expect(Math.abs(worse((s) => s.schoolAnomie.fill(0.75)) - 0.4 * 0.5)).toBeLessThan(0.02);
    expect(Math.abs(worse((s) => s.schoolFatalism.fill(0.8)) - 0.2 * 0.5)).toBeLessThan(0.02);
    expect(worse((s) => s.schoolAnomie.fill(0.2))).toBe(0);
  });
});

describe('a district', () => {
  const shaken = {
    years: 3,
    district: { schools: 20 },
    market: { choice: 0.1 },
    shocks: [
      { week: 20, kind: 'head leaves', share: 0.5 },
      { week: 25, kind: 'special measures', share: 0.5 },
    ],
  };
  const network = { foundings: [{ week: 1, form: 'soft federation', size: 5, times: 4 }] };
  const outcome = (plain: object) => {
    const run = start(scenarioOf({ ...shaken, ...plain }), { seed: 'shaken' });
    advance(run, run.weeks);
    return { anomie: mean(run.series.anomie), fatalism: mean(run.series.fatalism) };
  };

  it('starts at rest: without shocks nothing jumps in the first term', () => {
    const run = start(scenarioOf({ district: { schools: 30 } }), { seed: 'calm' });
    advance(run, 13);
    const { anomie: a, fatalism: f } = run.series;
    expect(a[0]).toBeGreaterThan(0.1);
    expect(Math.abs(a[1] - a[0])).toBeLessThan(0.02);
    expect(Math.abs(f[1] - f[0])).toBeLessThan(0.02);
  });

  it('in turmoil is less anomic with a network; targets imposed on it make fatalism', () => {
    const alone = outcome({});
    const together = outcome(network);
    const told = outcome({ ...network, accountability: { pressure: 0.95 } });
    expect(together.anomie).toBeLessThan(alone.anomie - 0.02);
    expect(told.fatalism).toBeGreaterThan(together.fatalism + 0.1);
    expect(told.fatalism).toBeGreaterThan(alone.fatalism);
  });

  it('has neither when it is switched off, and then nothing else of the group matters', () => {
    const ending = (settings: object) => {
      const run = busyRun('off', { years: 2, anomie: { ...settings, strength: 0 } });
      advance(run, run.weeks);
      for (const column of ['schoolTurbulence', 'schoolAnomie', 'schoolFatalism'] as const)
        expect(Math.max(...run.state[column]), column).toBe(0);
      return digest(run);
    };
    const off = ending({});
    for (const [name, { min, max, default: usual }] of Object.entries(params) as [
      string,
      NumberParameter,
    ][]) {
      if (name === 'strength') continue;
      expect(ending({ [name]: usual === max ? min : max }), name).toBe(off);
    }
    const on = busyRun('off', { years: BUSY.years - 1 });
    advance(on, on.weeks);
    expect(digest(on)).not.toBe(off);
  });
});
