import { describe, expect, it } from 'vitest';
import { answerAll, offerAll, params, type Regime, value } from '../../sim/mechanisms/partner-choice.ts';
import { defaults } from '../../sim/schema.ts';
import { MEMBERSHIPS, NEIGHBOURS, type State } from '../../sim/state.ts';
import { collaborativeOf } from '../support/charter.ts';
import { blank, modelOf, relate, weeks } from '../support/district.ts';

const p = { ...defaults(params), threshold: 0.4 };
const quiet: Regime = {
  grant: 0,
  releasedTime: 0,
  recognition: 0,
  campaign: 0,
  individualPressure: 0.5,
  rivalry: 0.5,
  reach: 0.45,
  firstTrust: 0.25,
};

/** Schools 2 km apart on a line, each knowing all others. */
function line(schools: number): State {
  const s = blank(schools);
  for (let a = 0; a < schools; a++) {
    s.schoolX[a] = 2 * a;
    let n = a * NEIGHBOURS;
    for (let b = 0; b < schools; b++) {
      if (b === a) continue;
      s.neighbourSchool[n] = b;
      s.neighbourOverlap[n] = 0.4;
      s.neighbourDistance[n++] = 2 * Math.abs(a - b);
    }
  }
  return s;
}

/** What school 1 is worth to the head of school 0. */
function worth(set: (s: State) => void = () => {}, regime: Partial<Regime> = {}): number {
  const s = line(3);
  set(s);
  return value(s, p, { ...quiet, ...regime }, 0, 1);
}

/** School 1 is ahead by 0.1 in two fields. */
const ahead = (s: State) => s.schoolExpertise.fill(0.6, 6, 8);
/** School 1 is behind by 0.1 in three. */
const behind = (s: State) => s.schoolExpertise.fill(0.4, 6, 9);

describe('the value of a partner', () => {
  it('by hand', () => {
    // Two alike and middling: common ground 0.5 * values - competition * 0.4 * 0.5 - distance * 2.
    const base = p.values * 0.5 - p.competition * 0.2 - p.distance * 2;
    expect(worth()).toBeCloseTo(base, 6);
    // Self-interest 1/3 * gain * 0.2 ahead * u 1 * first trust 0.25.
    expect(worth(ahead)).toBeCloseTo(base + (p.gain * 0.2 * 0.25) / 3, 5);
    // Altruism 1/3 * need * 0.3 behind.
    expect(worth(behind)).toBeCloseTo(base + (p.need * 0.3) / 3, 5);
  });

  it('rises with complementary expertise, more so with trust and understanding', () => {
    const trusting = (s: State) => {
      ahead(s);
      s.relationTrust[relate(s, 0, 1)] = 0.8;
    };
    expect(worth(ahead)).toBeGreaterThan(worth());
    expect(worth(trusting)).toBeGreaterThan(worth(ahead));
    const far = (set: (s: State) => void) => (s: State) => {
      set(s);
      s.schoolView.fill(1, 4, 8);
    };
    expect(worth(far(ahead)) - worth(far(() => {}))).toBeLessThan(worth(ahead) - worth());
  });

  it('falls with competition, distance, a full diary and overload', () => {
    expect(worth(() => {}, { rivalry: 1 })).toBeLessThan(worth());
    expect(worth((s) => s.schoolX.fill(7, 1, 2))).toBeCloseTo(worth() - 5 * p.distance, 6);
    expect(worth((s) => s.schoolCollaboratives.fill(1, 0, 1))).toBeCloseTo(worth() - p.busy, 6);
    expect(worth((s) => s.staffOverload.fill(0.5, 0, 1))).toBeCloseTo(worth() - 0.5 * p.overload, 6);
  });

  it('falls with the weakness of a partner only under individual pressure', () => {
    const weak = (s: State) => s.schoolStanding.fill(-2, 1, 2);
    expect(worth(weak)).toBeCloseTo(worth() - p.statusRisk * 2 * 0.5, 6);
    expect(worth(weak, { individualPressure: 0 })).toBeCloseTo(worth(), 6);
    expect(worth((s) => s.schoolStanding.fill(2, 1, 2))).toBeCloseTo(worth(), 6);
  });

  it('rises with incentives, recognition and a shared denomination', () => {
    expect(worth(() => {}, { grant: 30 })).toBeCloseTo(worth() + 30 * p.incentive, 6);
    expect(worth(() => {}, { releasedTime: 2 })).toBeCloseTo(worth() + 2 * p.release, 6);
    expect(worth(() => {}, { recognition: 1 })).toBeCloseTo(worth() + p.recognition, 6);
    expect(worth((s) => s.schoolDenomination.fill(1))).toBeCloseTo(worth() + p.denomination, 6);
    expect(worth((s) => s.schoolDenomination.set([1, 2]))).toBeCloseTo(worth(), 6);
  });

  it('a campaign turns motives from oneself to others', () => {
    expect(worth(ahead, { campaign: 1 })).toBeLessThan(worth(ahead));
    expect(worth(behind, { campaign: 1 })).toBeCloseTo(worth(behind) + (p.need * 0.3) / 6, 5);
  });

  it('rises with the share of neighbours already in, for those who fear to be left out', () => {
    const one = (s: State) => s.schoolCollaboratives.fill(1, 2, 3);
    expect(worth(one)).toBeCloseTo(worth() + (p.peers * 0.5) / 3, 6); // one neighbour of two
    const fearless = (s: State) => {
      one(s);
      s.staffFear.fill(0);
    };
    expect(worth(fearless)).toBeCloseTo(worth(), 6);
  });

  it('a common identity counts for itself and against rivalry', () => {
    const one = (s: State) => {
      const r = relate(s, 0, 1);
      s.relationIdentity[r] = 0.5;
    };
    expect(worth(one)).toBeCloseTo(worth() + 0.5 + p.competition * 0.2 * 0.5, 6);
  });
});

/** Offers and answers of a line of schools. */
function market(s: State, settings: Partial<typeof p> = {}): { offer: number[]; accepted: number[] } {
  const n = s.schoolPosts.length;
  const [offer, accepted] = [new Int32Array(n), new Int32Array(n)];
  offerAll(s, { ...p, ...settings }, quiet, offer);
  answerAll(s, { ...p, ...settings }, quiet, offer, accepted, null);
  return { offer: [...offer], accepted: [...accepted] };
}

describe('offers', () => {
  it('go to the best school above the threshold, and to none below it', () => {
    const s = line(4);
    expect(market(s).offer).toEqual([-1, -1, -1, -1]);
    s.schoolExpertise.fill(1, 12, 18); // school 2 knows far more than the others
    expect(market(s).offer.slice(0, 2)).toEqual([2, 2]);
    expect(market(s, { threshold: 5 }).offer).toEqual([-1, -1, -1, -1]);
  });

  it('go to none with whom one is together already, nor from a school that is in four', () => {
    const s = line(2);
    s.schoolExpertise.fill(1, 6, 12);
    expect(market(s).offer[0]).toBe(1);
    const apart = s.schoolCollaboratives.slice();
    collaborativeOf(s, [0, 1]);
    expect(market(s, { busy: 0 }).offer[0]).toBe(-1);
    s.membershipOf.fill(-1);
    s.schoolCollaboratives.set(apart);
    s.schoolCollaboratives[0] = MEMBERSHIPS;
    expect(market(s, { busy: 0 }).offer[0]).toBe(-1);
  });

  it('count the members one would have to deal with', () => {
    const s = line(5);
    s.schoolExpertise.fill(1, 6, 12).fill(0.99, 12, 18); // school 1 a little better than 2
    expect(market(s, { distance: 0 }).offer[0]).toBe(1);
    collaborativeOf(s, [1, 3, 4]);
    expect(market(s, { distance: 0, peers: 0 }).offer[0]).toBe(2);
  });

  it('reach partners of partners where trust is high', () => {
    const s = line(3);
    s.neighbourSchool.fill(-1);
    s.schoolExpertise.fill(1, 12, 18);
    const known = relate(s, 0, 1);
    relate(s, 1, 2);
    s.relationTrust[known] = 0.39;
    expect(market(s).offer[0]).toBe(-1);
    s.relationTrust[known] = 0.41;
    expect(market(s).offer[0]).toBe(2);
  });

  it('do not depend on the order of neighbours', () => {
    const s = line(4);
    s.schoolExpertise.fill(1, 6, 18);
    s.schoolX[2] = s.schoolX[1]; // 1 and 2 are worth the same
    const first = market(s).offer[0];
    s.neighbourSchool.set([3, 2, 1], 0);
    expect([first, market(s).offer[0]]).toEqual([1, 1]);
  });
});

describe('agreement', () => {
  it('needs both sides: who gains nothing accepts nobody', () => {
    const s = line(2);
    s.schoolExpertise.fill(1, 6, 12);
    // To the strong school the weak one is worth what altruism and common ground make it.
    s.staffAltruism.fill(0, 6);
    s.staffSelfInterest.fill(1, 6);
    expect(market(s)).toEqual({ offer: [1, -1], accepted: [-1, -1] });
    s.staffAltruism.fill(1, 6);
    expect(market(s).accepted).toEqual([1, 0]); // now each offers, and each accepts
  });

  it('goes to the best of several offers', () => {
    const s = line(3);
    s.schoolExpertise.fill(1, 6, 12);
    s.staffAltruism.fill(1);
    s.schoolX[2] = 2.5; // nearer to school 1 than school 0 is
    expect(market(s).offer).toEqual([1, 2, 1]);
    expect(market(s).accepted[1]).toBe(2);
  });

  it('in a running district joins none below the threshold on either side', () => {
    const none = modelOf({ years: 2, district: { schools: 16 }, partnerChoice: { threshold: 5 } });
    weeks(none, 0, 78);
    expect(Math.max(...none.state.schoolCollaboratives)).toBe(0);
    const eager = modelOf({ years: 2, district: { schools: 16 }, partnerChoice: { threshold: -2 } });
    weeks(eager, 0, 26);
    expect(Math.max(...eager.state.schoolCollaboratives)).toBeGreaterThan(0);
  });
});

describe('the outsider problem', () => {
  it('under individual pressure the weak are left out more, over several districts', () => {
    /** Share of the weakest third less that of the strongest third in no collaborative, after three years. */
    const gap = (unit: string) => {
      let sum = 0;
      for (const seed of ['a', 'b', 'c', 'd']) {
        const m = modelOf(
          {
            years: 3,
            district: { schools: 30 },
            accountability: { pressure: 1, unit },
            partnerChoice: { statusRisk: 0.6, threshold: 0.3 },
          },
          seed,
        );
        weeks(m, 0, 117);
        const { schoolStanding, schoolCollaboratives } = m.state;
        const order = [...schoolStanding.keys()].sort((a, b) => schoolStanding[a] - schoolStanding[b]);
        const out = (schools: number[]) => schools.filter((a) => schoolCollaboratives[a] === 0).length;
        sum += out(order.slice(0, 10)) - out(order.slice(20));
      }
      return sum / 40;
    };
    const individual = gap('individual');
    expect(individual).toBeGreaterThan(0);
    expect(individual).toBeGreaterThan(gap('collective'));
  });
});
