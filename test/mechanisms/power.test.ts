import { describe, expect, it } from 'vitest';
import { Draw } from '../../sim/draw.ts';
import { advance, digest } from '../../sim/index.ts';
import { params as life, review } from '../../sim/mechanisms/collaborative-life.ts';
import { guard, params as rivalry } from '../../sim/mechanisms/competition.ts';
import { modelled, params, weigh } from '../../sim/mechanisms/power.ts';
import { defaults, type NumberParameter } from '../../sim/schema.ts';
import { CONTACT, type State } from '../../sim/state.ts';
import { collaborativeOf } from '../support/charter.ts';
import { blank, contact, mean, modelOf, relate, schoolRecord, weeks } from '../support/district.ts';
import { busyRun } from '../support/runs.ts';

const p = {
  ...defaults(params),
  standing: 0.15,
  expertise: 1.5,
  size: 0.2,
  lead: 0.1,
  executive: 0.35,
  halfContact: 0.2,
  strengths: 0.6,
  agenda: 0.4,
  broker: 0.5,
  resentment: 1.2,
  doubt: 1,
  growth: 0.3,
  healing: 0.15,
  modelling: 1.2,
};

/** Schools 0 and 1, in touch 0.2 a week, after one term at full pace; school 0 stands two standard deviations higher. */
function pair(set: (s: State, r: number) => void = () => {}, given: Partial<typeof p> = {}): State {
  const s = blank(3, 6);
  const r = relate(s, 0, 1);
  s.schoolStanding[0] = 2;
  s.relationContact[r] = 0.2;
  set(s, r);
  weigh(s, { ...p, growth: 1, ...given });
  return s;
}

const inequality = (set: (s: State, r: number) => void) => pair(set).relationInequality[0];
const resentment = (set?: (s: State, r: number) => void) => pair(set).relationResentment[0];
const doubt = (set?: (s: State, r: number) => void) => pair(set).relationDoubt[0];

describe('inequality', () => {
  const level = (s: State) => s.schoolStanding.fill(0);

  it('is a matter of standing, knowledge and size, and turns its sign with the sides', () => {
    expect(inequality(level)).toBe(0);
    expect(inequality(() => {})).toBeCloseTo(0.3, 6);
    expect(inequality((s) => s.schoolStanding.set([0, 2]))).toBeCloseTo(-0.3, 6);
    expect(inequality((s) => s.schoolExpertise.fill(0.7, 0, 6))).toBeCloseTo(0.3 + 1.5 * 0.2, 6);
    expect(inequality((s) => s.schoolPosts.fill(2, 1, 2))).toBeCloseTo(0.3 + 0.2 * 0.5, 6);
    expect(inequality((s) => s.schoolStanding.fill(20, 0, 1))).toBe(1);
  });

  it('is a matter of who leads, most where one head becomes the executive of both', () => {
    const led = (given: object, schools = [0, 1]) =>
      inequality((s) => {
        level(s);
        collaborativeOf(s, schools, given);
      });
    expect(led({})).toBeCloseTo(0.1, 6);
    expect(led({}, [1, 0])).toBeCloseTo(-0.1, 6);
    expect(led({}, [2, 0, 1])).toBe(0); // a third one leads
    expect(led({ form: 'hard federation' })).toBeCloseTo(0.35, 6);
    expect(led({ coordinator: 'honest broker' })).toBe(0);
  });

  it('of a collaborative is the mean over the pairs of its members', () => {
    const s = pair((state) => {
      collaborativeOf(state, [2, 0, 1]);
      relate(state, 0, 2); // inequality 0.3 less the lead of the third
    });
    expect(s.collaborativeInequality[0]).toBeCloseTo((0.3 + 0.2) / 3, 6); // the third pair has not met
  });
});

describe('resentment', () => {
  it('follows from inequality as far as contact makes it felt', () => {
    expect(resentment()).toBeCloseTo(1.2 * 0.3 * 0.5, 6);
    expect(resentment((s) => s.relationContact.fill(1.8))).toBeCloseTo(1.2 * 0.3 * 0.9, 6);
    expect(resentment((s) => s.relationContact.fill(0))).toBe(0);
    expect(resentment((s) => s.schoolStanding.fill(1))).toBe(0);
    expect(resentment((s) => s.relationIdentity.fill(0.75))).toBeCloseTo(1.2 * 0.3 * 0.5 * 0.25, 6);
  });

  it('grows at 0.3 a term and heals at half that', () => {
    const s = pair(() => {}, { growth: 0.3 });
    expect(s.relationResentment[0]).toBeCloseTo(0.3 * 0.18, 6);
    s.schoolStanding.fill(0);
    weigh(s, p);
    expect(s.relationResentment[0]).toBeCloseTo(0.85 * 0.3 * 0.18, 6);
  });

  it('is less where the strengths of the weaker school are acknowledged', () => {
    const gains = (stronger: number, weaker: number) =>
      resentment((s) => {
        s.relationGainA.fill(stronger);
        s.relationGainB.fill(weaker);
      });
    expect(gains(0, 1)).toBeCloseTo(0.18, 6);
    expect(gains(1, 1)).toBeCloseTo(0.18 * 0.4, 6);
    expect(gains(1, 3)).toBeCloseTo(0.18 * (1 - 0.6 * 0.5), 6);
    expect(gains(3, 1)).toBeCloseTo(0.18 * 0.4, 6);
    const member = (given: object) => {
      const s = pair((state) => void collaborativeOf(state, [2, 0, 1], given));
      return s.relationResentment[0];
    };
    expect(member({ ownAgenda: 0 })).toBeCloseTo(0.18, 6);
    expect(member({ ownAgenda: 0.5 })).toBeCloseTo(0.18 * 0.8, 6);
    expect(member({ ownAgenda: 0.5, coordinator: 'honest broker' })).toBeCloseTo(0.18 * 0.8 * 0.5, 6);
  });
});

describe('doubt of the stronger', () => {
  it('is there as long as it does not learn as much as it teaches', () => {
    const gains = (stronger: number, weaker: number) =>
      doubt((s) => {
        s.relationGainA.fill(stronger);
        s.relationGainB.fill(weaker);
      });
    expect(gains(0, 1)).toBeCloseTo(0.15, 6);
    expect(gains(1, 3)).toBeCloseTo(0.075, 6);
    expect(gains(2, 1)).toBe(0);
  });
});

/** Members without a head to win over, with an agenda that counts 0.3. */
const plain = { headSupport: 0, agenda: 0.3, crowdingOut: 0, disappointment: 0, fairness: 0 };

describe('what comes of it', () => {
  it('both sides hold back, beside what they hold back as rivals', () => {
    const held = (rival: number) => {
      const s = blank();
      const r = relate(s, 0, 1);
      s.relationResentment[r] = 0.4;
      s.relationOverlap[r] = rival;
      contact(s, 0, 0, 6, { relation: r });
      const q = { ...defaults(rivalry), leagueTables: 1, strength: 1, guardHead: 1, resentment: 0.5 };
      guard(s, q, 1, 0, 1, null);
      return s.contactGuard[0];
    };
    expect(held(0)).toBeCloseTo(0.2, 6);
    expect(held(0.5)).toBeCloseTo(0.5 + 0.5 * 0.2, 6);
    expect(held(1)).toBeCloseTo(1, 6);
  });

  it('joint work is better facilitated, and talk is not', () => {
    const s = pair();
    expect(modelled(s, p, 0, CONTACT.visit)).toBeCloseTo(1.2 * 0.3, 6);
    expect(modelled(s, p, 0, CONTACT.development)).toBeCloseTo(1.2 * 0.3, 6);
    expect(modelled(s, p, 0, CONTACT.meeting)).toBe(0);
    s.schoolStanding.fill(0);
    weigh(s, p);
    expect(modelled(s, p, 0, CONTACT.visit)).toBe(0);
  });

  it('resentment weighs on the weaker at the review, doubt on the stronger', () => {
    const commitments = (set: (s: State, r: number) => void) => {
      const s = blank(2, 6);
      const r = relate(s, 0, 1);
      collaborativeOf(s, [0, 1]);
      s.relationInequality[r] = 0.5;
      set(s, r);
      const q = { ...defaults(life), ...plain, resentment: 0.3, doubt: 0.2, patience: 1 };
      review(s, q, new Draw('power'), 12, () => 0);
      return [s.membershipCommitment[0], s.membershipCommitment[4]];
    };
    const calm = commitments(() => {});
    const hurt = commitments((s, r) => s.relationResentment.fill(1, r, r + 1));
    expect(hurt[0]).toBeCloseTo(calm[0], 6);
    // Mood falls by 0.3 / 2, of which 0.55 * agenda * clarity counts, and commitment goes 0.3 of the way.
    expect(hurt[1]).toBeCloseTo(calm[1] - 0.3 * 0.15 * 0.55 * (0.7 + 0.3 * 0.8) * (0.8 + 0.2 * 0.7), 6);
    const doubting = commitments((s, r) => s.relationDoubt.fill(1, r, r + 1));
    expect(doubting[0]).toBeCloseTo(calm[0] - (calm[1] - hurt[1]) * (0.2 / 0.3), 6);
    expect(doubting[1]).toBeCloseTo(calm[1], 6);
  });
});

describe('a strong school that takes on a weak one', () => {
  const records = Array.from({ length: 12 }, (_, n) =>
    schoolRecord({ id: n + 1, x: 3 * n, attainment: n % 2 === 0 ? 109 : 98, roll: n % 2 === 0 ? 420 : 210 }),
  );
  const pairs = Array.from({ length: 6 }, (_, n) => ({
    week: 0,
    form: 'hard federation',
    members: [2 * n + 1, 2 * n + 2],
  }));

  /** After `until` weeks: what the weak school learnt in a term from the strong one, candour between the two, resentment. */
  function outcome(settings: object, until: number, given: object = {}) {
    const m = modelOf(
      { foundings: pairs.map((plan) => ({ ...plan, ...given })), ...settings },
      'takeover',
      records,
    );
    weeks(m, 0, until);
    const { state: s } = m;
    const own = Array.from(s.relationA, (_, r) => r).filter((r) => s.relationShared[r] > 0);
    const all = (column: Float32Array) => mean(own.map((r) => column[r]));
    return {
      learnt: all(s.relationGainB),
      candour: all(s.relationSharing),
      resentment: all(s.relationResentment),
    };
  }

  it('passes practice on faster than equals would', () => {
    const fast = outcome({}, 91);
    const plain = outcome({ power: { modelling: 0 }, activities: { support: 0 } }, 91);
    expect(fast.learnt).toBeGreaterThan(1.1 * plain.learnt);
  });

  it('is resented, less with an agenda of both, and candour suffers', () => {
    const told = outcome({}, 156, { ownAgenda: 0 });
    const asked = outcome({}, 156, { ownAgenda: 1 });
    expect(told.resentment).toBeGreaterThan(asked.resentment + 0.03);
    const silent = outcome({ competition: { resentment: 1 } }, 156, { ownAgenda: 0 });
    const frank = outcome({ competition: { resentment: 0 } }, 156, { ownAgenda: 0 });
    expect(silent.candour).toBeLessThan(frank.candour);
  });
});

describe('switched off', () => {
  it('leaves its columns alone, and nothing else of the group matters', () => {
    const ending = (settings: object) => {
      const run = busyRun('off', { years: 2, power: { ...settings, on: false } });
      advance(run, run.weeks);
      const columns = [
        'relationInequality',
        'relationResentment',
        'relationDoubt',
        'collaborativeInequality',
      ];
      for (const column of columns as 'relationDoubt'[])
        expect(
          run.state[column].every((x) => x === 0),
          column,
        ).toBe(true);
      return digest(run);
    };
    const off = ending({});
    for (const [name, { min, max, default: usual }] of Object.entries(params) as [
      string,
      NumberParameter,
    ][]) {
      if (name !== 'on') expect(ending({ [name]: usual === max ? min : max }), name).toBe(off);
    }
    const on = busyRun('off', { years: 2 });
    advance(on, on.weeks);
    expect(digest(on)).not.toBe(off);
  });
});
