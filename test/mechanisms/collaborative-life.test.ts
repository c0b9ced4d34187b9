import { describe, expect, it } from 'vitest';
import { join, rebuildRoster } from '../../sim/collaboratives.ts';
import { Draw } from '../../sim/draw.ts';
import { facilitationOf, lead, linkHours, params, review } from '../../sim/mechanisms/collaborative-life.ts';
import { headLeaves, params as leaving } from '../../sim/mechanisms/turnover.ts';
import { defaults } from '../../sim/schema.ts';
import { COUNTER, LIFE, MEMBERSHIPS, type State } from '../../sim/state.ts';
import { type charter, collaborativeOf } from '../support/charter.ts';
import { blank, modelOf, relate, weeks } from '../support/district.ts';

/** The parameters by which the values below are worked by hand; what a test is about it sets itself. */
const p = {
  ...defaults(params),
  linkCost: 0.1,
  benefitScale: 2.5,
  patience: 0.5,
  inertia: 0.75,
  solidarity: 1,
  loyalty: 1.2,
  focus: 1,
  headSupport: 0,
  detailCost: 0,
  contractHold: 0,
  agenda: 0.3,
  crowdingOut: 0,
  disappointment: 0,
  fairness: 0.5,
};
const nothing = () => 0;

describe('transaction cost', () => {
  it('grows with n (n - 1) / 2 links among all and n - 1 through a coordinator, shared by n', () => {
    // A link takes 0.1 hours of either side. Six schools: 15 links * 0.2 / 6 = 0.5 hours each; coordinated 5 * 0.2 / 6.
    expect(linkHours(p, 6, false)).toBeCloseTo(0.5, 12);
    expect(linkHours(p, 6, true)).toBeCloseTo(1 / 6, 12);
    expect(linkHours(p, 2, false)).toBeCloseTo(0.1, 12);
    expect(linkHours(p, 2, true)).toBeCloseTo(0.1, 12);
    expect(linkHours(p, 30, false) / linkHours(p, 15, false)).toBeCloseTo(29 / 14, 12);
    expect(linkHours(p, 30, true)).toBeLessThan(0.2);
  });

  it('takes heads away from home, the leading one most, the honest broker none', () => {
    const s = blank(6);
    collaborativeOf(s, [2, 3, 4]);
    lead(s, p, 12); // 3 links * 0.2 / 3 = 0.2 hours of 6
    expect([...s.schoolAway].map((x) => Math.round(x * 1e4) / 1e4)).toEqual([
      0, 0, 0.2333, 0.0333, 0.0333, 0,
    ]);
    const brokered = blank(6);
    collaborativeOf(brokered, [2, 3, 4], { coordinator: 'honest broker' });
    lead(brokered, p, 12);
    expect(brokered.schoolAway[2]).toBe(brokered.schoolAway[3]);
  });
});

describe('facilitation', () => {
  it('is that of the regime or the better one of a coordinator, and shared leadership helps', () => {
    const s = blank(4);
    const skill = (coordinator: string, facilitation: number) =>
      facilitationOf(s, { ...p, facilitation }, collaborativeOf(s, [0, 1], { coordinator }), 0, 1);
    // 0.7 * skill + 0.3 * the mean distribution, which is 0.4.
    expect(skill('none', 0.2)).toBeCloseTo(0.14 + 0.12, 12);
    expect(skill('insider', 0.2)).toBeCloseTo(0.35 + 0.12, 12);
    expect(skill('insider', 0.9)).toBeCloseTo(0.63 + 0.12, 12);
    expect(skill('honest broker', 0.2)).toBeCloseTo(0.7 + 0.12, 12);
    s.schoolDistribution.set([1, 0.8]);
    expect(skill('honest broker', 0.2)).toBeCloseTo(0.7 + 0.27, 12);
  });
});

/** Reviews a collaborative for so many terms, with `set` before each. */
function reviewed(
  s: State,
  terms: number,
  set: (s: State) => void = () => {},
  settings: Partial<typeof p> = {},
  outlook: (c: number) => number = nothing,
): State {
  const draw = new Draw('reviews');
  for (let t = 0; t < terms; t++) {
    set(s);
    if (review(s, { ...p, ...settings }, draw, 38 + 13 * t, outlook)) rebuildRoster(s);
  }
  return s;
}

/** Two schools in a collaborative. */
function collaboratively(): State {
  const s = blank(2);
  collaborativeOf(s, [0, 1]);
  return s;
}

describe('a review', () => {
  /** Two members after one review, worked by hand below: neither loyal, clear about goals of their own, one hour of patience. */
  function once(
    settings: Partial<typeof p> = {},
    given: Partial<typeof charter> = {},
    set: (s: State) => void = () => {},
    paid = 0,
  ): State {
    const s = blank(2);
    collaborativeOf(s, [0, 1], { clarity: 1, ownAgenda: 1, formality: 0, ...given }, 0.6);
    return reviewed(s, 1, set, { loyalty: 0, patience: 1, ...settings }, () => paid);
  }
  const committed = (...given: Parameters<typeof once>) => once(...given).membershipCommitment[0];
  // Wins fall from 0.3 to 0.3 * 0.6 = 0.18, benefit from 0.5 to 0.5 + 0.3 (0.4 * 0.18 - 0.5) = 0.3716, burden is
  // 0.3 * 0.1 = 0.03: net 0.3416, mood 0.5 + 0.3416 / 2 = 0.6708, target 0.25 + 0.55 * 0.6708 + 0.2 * 0.18 = 0.65494.
  const usual = 0.6 + 0.3 * (0.65494 - 0.6);

  it('moves commitment 0.3 of the way to what mood and wins make of it', () => {
    expect(committed()).toBeCloseTo(usual, 6);
    expect(once().membershipBenefit[0]).toBeCloseTo(0.3716, 6);
    expect(once().membershipBurden[0]).toBeCloseTo(0.03, 6);
  });

  it('makes commitment depend on a head who believes in it, in full from a commitment of 0.25', () => {
    const headed = (commitment: number, headSupport = 0.7) =>
      committed({ headSupport }, {}, (s) => s.staffCommitment.fill(commitment, 0, 1));
    expect(headed(0.25)).toBeCloseTo(usual, 6);
    expect(headed(0.9)).toBeCloseTo(usual, 6);
    // Two fifths of the belief: 1 - 0.7 * 0.6 = 0.58 of the target; none of it: 0.3.
    expect(headed(0.1)).toBeCloseTo(0.6 + 0.3 * (0.58 * 0.65494 - 0.6), 6);
    expect(headed(0)).toBeCloseTo(0.6 + 0.3 * (0.3 * 0.65494 - 0.6), 6);
    expect(headed(0, 0)).toBeCloseTo(usual, 6);
    // The other school has its own head, and staff below the head do not count.
    const s = once({ headSupport: 0.7 }, {}, (state) => state.staffCommitment.fill(1, 0, 6));
    expect(s.membershipCommitment[0]).toBeCloseTo(usual, 6);
    expect(s.membershipCommitment[MEMBERSHIPS]).toBeCloseTo(0.6 + 0.3 * (0.3 * 0.65494 - 0.6), 6);
    expect(committed({ headSupport: 0.7 }, {}, (state) => state.staffCommitment.fill(1, 1, 6))).toBeCloseTo(
      0.6 + 0.3 * (0.3 * 0.65494 - 0.6),
      6,
    );
  });

  it('counts the part of commitment and of success that is their own agenda', () => {
    // Agenda 1 - 0.4 * 0.5 = 0.8: benefit 0.5 + 0.3 (0.4 * 0.18 * 0.8 - 0.5) = 0.36728, net 0.33728, mood 0.66864.
    const target = 0.8 * (0.25 + 0.55 * 0.66864 + 0.036);
    expect(committed({ agenda: 0.4 }, { ownAgenda: 0.5 })).toBeCloseTo(0.6 + 0.3 * (target - 0.6), 6);
    expect(committed({ agenda: 0 }, { ownAgenda: 0 })).toBeCloseTo(usual, 6);
    expect(committed({ agenda: 1 }, { ownAgenda: 1 })).toBeCloseTo(usual, 6);
    // Wholly imposed where only their own counts: nothing to be committed to.
    expect(committed({ agenda: 1 }, { ownAgenda: 0 })).toBeCloseTo(0.6 * 0.7, 6);
  });

  it('lets pay hold members without committing them, as far as it crowds out', () => {
    const paid = (crowdingOut: number) => committed({ crowdingOut }, {}, undefined, 0.4);
    expect(paid(1)).toBeCloseTo(usual, 6);
    // What counts of the 0.4 hours moves mood by half of it, and commitment by 0.3 * 0.55 of that.
    expect(paid(0.5)).toBeCloseTo(usual + 0.3 * 0.55 * 0.1, 6);
    expect(paid(0)).toBeCloseTo(usual + 0.3 * 0.55 * 0.2, 6);
    const lipService = (wage: number) =>
      reviewed(
        collaboratively(),
        12,
        (s) => s.membershipHours.fill(60),
        { inertia: 0, crowdingOut: 1 },
        () => wage,
      );
    // Held by the money they stay, and are no more committed than those who left at once.
    expect(lipService(9).counter[COUNTER.dissolved]).toBe(0);
    expect(lipService(9).membershipCommitment[0]).toBeLessThan(0.3);
    expect(lipService(0).counter[COUNTER.dissolved]).toBe(1);
  });

  it('remembers what the membership was worth, and minds getting less', () => {
    const expecting = (expected: number, disappointment: number) =>
      once({ disappointment }, {}, (s) => s.membershipExpected.fill(expected));
    // One hour more than the 0.3716 there are, of which 0.3 counts: mood falls by 0.15.
    expect(expecting(1.3716, 0.3).membershipCommitment[0]).toBeCloseTo(usual - 0.3 * 0.55 * 0.15, 6);
    expect(expecting(1.3716, 0).membershipCommitment[0]).toBeCloseTo(usual, 6);
    expect(expecting(0.1, 3).membershipCommitment[0]).toBeCloseTo(usual, 6); // more than expected is no loss
    // A fifth of the way to what it is worth, down and up, pay included.
    expect(expecting(1.3716, 0.3).membershipExpected[0]).toBeCloseTo(1.1716, 6);
    expect(expecting(0.1, 0.3).membershipExpected[0]).toBeCloseTo(0.1 + 0.2 * 0.2716, 6);
    expect(once({}, {}, undefined, 0.4).membershipExpected[0]).toBeCloseTo(0.3 + 0.2 * 0.4716, 6);
  });

  it('breaks up those whose pay ends, where they had come to expect it, and keeps those never paid', () => {
    const alive = (disappointment: number, paidTerms: number) => {
      const s = collaboratively();
      const settings = { inertia: 0, disappointment, crowdingOut: 1, loyalty: 0, linkCost: 0 };
      reviewed(
        s,
        paidTerms,
        () => {},
        settings,
        () => 4,
      );
      reviewed(s, 3, () => {}, settings);
      return s.counter[COUNTER.dissolved] === 0;
    };
    expect([alive(0.3, 12), alive(0, 12), alive(0.3, 0)]).toEqual([false, true, true]);
  });

  it('charges an agreement for the detail beyond what is clear', () => {
    const burden = (formality: number, detailCost = 0.4) =>
      once({ detailCost }, { formality }).membershipBurden[0];
    expect(burden(0.2)).toBeCloseTo(0.3 * 0.1, 6);
    expect(burden(0.5)).toBeCloseTo(0.3 * 0.1, 6); // all that matters is clear
    expect(burden(0.75)).toBeCloseTo(0.3 * (0.1 + 0.2), 6);
    expect(burden(1)).toBeCloseTo(0.3 * (0.1 + 0.4), 6);
    expect(burden(1, 0)).toBeCloseTo(0.3 * 0.1, 6);
  });
});

describe('a clear agreement', () => {
  /** Of 200 members who all would rather go, those who left at a review, by number. */
  function left(formality: number, settings: Partial<typeof p> = {}): number[] {
    const s = blank(200, 3);
    collaborativeOf(
      s,
      Array.from({ length: 200 }, (_, a) => a),
      { formality },
    );
    reviewed(s, 1, (state) => state.membershipHours.fill(500), {
      inertia: 0,
      contractHold: 0.6,
      ...settings,
    });
    return Array.from({ length: 200 }, (_, a) => a).filter((a) => s.schoolCollaboratives[a] === 0);
  }
  /** Whether `n` of 200 is a share `q` within four standard errors. */
  const about = (n: number, q: number) => Math.abs(n / 200 - q) < 4 * Math.sqrt((q * (1 - q)) / 200);

  it('holds part of those who would rather go, as far as it is clear', () => {
    expect(left(0)).toHaveLength(200);
    expect(about(left(0.25).length, 1 - 0.6 * 0.5)).toBe(true);
    expect(about(left(0.5).length, 1 - 0.6)).toBe(true);
    expect(left(0.5, { contractHold: 1 })).toEqual([]);
    expect(left(0.5, { contractHold: 0 })).toHaveLength(200);
  });

  it('binds no more by further detail', () => {
    expect(left(1)).toEqual(left(0.5));
  });

  it('holds of those whom inertia leaves', () => {
    expect(about(left(0.5, { inertia: 0.5 }).length, 0.5 * 0.4)).toBe(true);
    expect(about(left(0, { inertia: 0.5 }).length, 0.5)).toBe(true);
  });
});

describe('members', () => {
  it('leave where burden outweighs benefit, sooner without inertia', () => {
    const left = (inertia: number) => {
      const s = blank(40);
      for (let a = 0; a < 16; a += 2) collaborativeOf(s, [a, a + 1]);
      reviewed(s, 4, (state) => state.membershipHours.fill(200), { inertia });
      return s.counter[COUNTER.dissolved];
    };
    expect(left(0)).toBe(8);
    expect(left(0.9)).toBeLessThan(8);
    expect(left(1)).toBe(0);
  });

  it('stay where benefit outweighs it', () => {
    const s = blank(4);
    collaborativeOf(s, [0, 1, 2]);
    reviewed(s, 20, (state) => state.schoolGained.fill(5), { inertia: 0 });
    expect(s.counter[COUNTER.dissolved]).toBe(0);
    expect(s.membershipCommitment[0]).toBeGreaterThan(0.6);
  });

  it('do not leave in their first half year', () => {
    const s = blank(3);
    const c = collaborativeOf(s, [0, 1, 2]);
    s.membershipSince.fill(20);
    const ruin = (state: State) => state.membershipHours.fill(500);
    reviewed(s, 1, ruin, { inertia: 0 });
    expect(s.collaborativeMembers[c]).toBe(3); // week 38 is 18 weeks on
    reviewed(s, 12, ruin, { inertia: 0 });
    expect(s.counter[COUNTER.dissolved]).toBe(1);
  });

  it('stay out of solidarity once they see each other as one', () => {
    const alive = (identity: number, solidarity = 1) => {
      const s = blank(2);
      collaborativeOf(s, [0, 1]);
      const r = relate(s, 0, 1);
      reviewed(
        s,
        12,
        (state) => {
          state.relationIdentity[r] = identity;
          state.membershipHours.fill(60);
        },
        { inertia: 0, solidarity },
      );
      return s.counter[COUNTER.dissolved] === 0;
    };
    expect([alive(0), alive(1), alive(0.8, 0), alive(0.8, 10)]).toEqual([false, true, false, true]);
  });

  it('mind gaining less than the others do', () => {
    const commitment = (fairness: number) => {
      const s = blank(3);
      collaborativeOf(s, [0, 1, 2]);
      reviewed(s, 6, (state) => state.schoolGained.set([0, 3, 3]), { fairness, inertia: 1 });
      return s.membershipCommitment[0];
    };
    expect(commitment(3)).toBeLessThan(commitment(0));
  });

  it('are held by money as long as it is there, and by a hard federation for good', () => {
    const ruin = (state: State) => state.membershipHours.fill(60);
    const paid = blank(2);
    collaborativeOf(paid, [0, 1]);
    reviewed(paid, 6, ruin, { inertia: 0 }, () => 5);
    expect(paid.counter[COUNTER.dissolved]).toBe(0);
    reviewed(paid, 12, ruin, { inertia: 0 });
    expect(paid.counter[COUNTER.dissolved]).toBe(1);
    const merged = blank(2);
    collaborativeOf(merged, [0, 1], { form: 'hard federation' });
    reviewed(merged, 12, ruin, { inertia: 0 });
    expect(merged.counter[COUNTER.dissolved]).toBe(0);
  });

  it('commit more to an agenda of their own', () => {
    const commitment = (ownAgenda: number) => {
      const s = blank(2);
      collaborativeOf(s, [0, 1], { ownAgenda });
      reviewed(s, 10, () => {}, { inertia: 1 });
      return s.membershipCommitment[0];
    };
    expect(commitment(1)).toBeGreaterThan(commitment(0.2) + 0.05);
  });
});

describe('goals', () => {
  it('progress is effort spread over them', () => {
    const progress = (goals: number, successes: number) => {
      const s = blank(2);
      const c = collaborativeOf(s, [0, 1], { goals, clarity: 1 });
      s.collaborativeContacts[c] = 50;
      s.collaborativeSuccesses[c] = successes;
      review(s, p, new Draw('goals'), 12, nothing);
      return s.collaborativeAttainment[c];
    };
    // 24 successes of 2 members: 12 a goal for one goal, 12 / (12 + 4) = 0.75; four goals get 3 each, 3 / 7.
    expect(progress(1, 24)).toBeCloseTo(0.25 * 0.75, 6);
    expect(progress(4, 24)).toBeCloseTo((0.25 * 3) / 7, 6);
    expect(progress(8, 24)).toBeLessThan(progress(4, 24));
    expect(progress(4, 0)).toBe(0);
  });

  it('beyond those that can be pursued at a time take from all, and fewer gain nothing', () => {
    const progress = (goals: number) => {
      const s = blank(2);
      const c = collaborativeOf(s, [0, 1], { goals, clarity: 1 });
      s.collaborativeContacts[c] = 50;
      s.collaborativeSuccesses[c] = 24;
      review(s, { ...p, focus: 4 }, new Draw('goals'), 12, nothing);
      return s.collaborativeAttainment[c];
    };
    for (const goals of [1, 3, 4]) expect(progress(goals)).toBeCloseTo((0.25 * 3) / 7, 6);
    expect(progress(8)).toBeCloseTo((0.25 * 1.5) / 5.5, 6);
  });

  it('wins are a moving average of the share of contacts that succeed', () => {
    const s = blank(2);
    const c = collaborativeOf(s, [0, 1]);
    s.collaborativeContacts[c] = 10;
    s.collaborativeSuccesses[c] = 8;
    review(s, p, new Draw('wins'), 12, nothing);
    expect(s.collaborativeWins[c]).toBeCloseTo(0.3 + 0.4 * 0.5, 6);
    review(s, p, new Draw('wins'), 25, nothing); // a term without contact is one without wins
    expect(s.collaborativeWins[c]).toBeCloseTo(0.3, 6);
  });
});

describe('the end', () => {
  it('comes when fewer than two are left, and frees the row and all memberships', () => {
    const s = blank(2);
    const c = collaborativeOf(s, [0, 1]);
    s.membershipOf[MEMBERSHIPS] = -1;
    s.collaborativeMembers[c]--;
    s.schoolCollaboratives[1] = 0;
    rebuildRoster(s);
    expect(review(s, p, new Draw('end'), 12, nothing)).toBe(true);
    expect(s.collaborativeLife[c]).toBe(LIFE.none);
    expect(s.membershipOf.every((m) => m === -1)).toBe(true);
    expect([...s.schoolCollaboratives]).toEqual([0, 0]);
    expect(s.counter[COUNTER.dissolved]).toBe(1);
  });

  it('comes when it was agreed, however well it goes', () => {
    const s = blank(2);
    const c = collaborativeOf(s, [0, 1], { weeks: 39 });
    const well = (state: State) => state.schoolGained.fill(9);
    well(s);
    review(s, p, new Draw('agreed'), 38, nothing);
    expect(s.collaborativeLife[c]).toBe(LIFE.embedded);
    well(s);
    review(s, p, new Draw('agreed'), 51, nothing);
    expect(s.collaborativeLife[c]).toBe(LIFE.none);
  });

  it('leaves the books in order over years of a district: members, memberships and roster agree', () => {
    const m = modelOf({ years: 4, district: { schools: 20 }, incentives: { grant: 40, grantWeeks: 39 } });
    for (let year = 0; year < 4; year++) {
      weeks(m, 39 * year, 39 * year + 39);
      const { state: s } = m;
      rebuildRoster(s);
      for (let c = 0; c < s.collaborativeLife.length; c++) {
        const members = [...s.membershipOf].filter((of) => of === c).length;
        const listed = s.collaborativeFirst[c + 1] - s.collaborativeFirst[c];
        if (s.collaborativeLife[c] === LIFE.none) expect([members, listed]).toEqual([0, 0]);
        else expect([members, listed]).toEqual(Array(2).fill(s.collaborativeMembers[c]));
      }
      for (let a = 0; a < 20; a++) {
        const row = [...s.membershipOf.subarray(a * MEMBERSHIPS, (a + 1) * MEMBERSHIPS)].filter(
          (c) => c >= 0,
        );
        expect(s.schoolCollaboratives[a]).toBe(row.length);
        expect(new Set(row).size).toBe(row.length);
      }
    }
    expect(m.state.counter[COUNTER.founded]).toBeGreaterThan(2);
  });
});

describe('a head who leaves', () => {
  it('takes most of an informal commitment along and little of a formal one', () => {
    const kept = (given: Partial<typeof charter>) => {
      const s = blank(2);
      collaborativeOf(s, [0, 1], given, 0.8);
      headLeaves(s, { ...defaults(leaving), keptByContract: 0.85, keptInformally: 0.25 }, 0, 38);
      expect(s.membershipCommitment[MEMBERSHIPS]).toBeCloseTo(0.8, 6); // the partner's is its own
      return s.membershipCommitment[0] / Math.fround(0.8);
    };
    expect(kept({ formality: 0 })).toBeCloseTo(0.25, 6);
    expect(kept({ formality: 0.5 })).toBeCloseTo(0.55, 6);
    expect(kept({ formality: 1 })).toBeCloseTo(0.85, 6);
    expect(kept({ formality: 0.5, coordinator: 'insider' })).toBeCloseTo(0.25 + 0.6 * 0.75, 6);
  });
});

it('nobody is a member twice', () => {
  const s = blank(2);
  const c = collaborativeOf(s, [0, 1]);
  expect(join(s, 0, c, 0.5, 3)).toBe(false);
  expect(s.collaborativeMembers[c]).toBe(2);
});
