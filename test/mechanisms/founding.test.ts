import { describe, expect, it } from 'vitest';
import { Draw } from '../../sim/draw.ts';
import { formIndex } from '../../sim/governance/forms.ts';
import { foundAgreed, foundPlanned } from '../../sim/mechanisms/founding.ts';
import { type Founding, founding } from '../../sim/plan.ts';
import { findRelation } from '../../sim/relations.ts';
import { defaults } from '../../sim/schema.ts';
import { COORDINATORS, COUNTER, LIFE, MEMBERSHIPS, NEIGHBOURS, type State } from '../../sim/state.ts';
import { charter, collaborativeOf } from '../support/charter.ts';
import { blank, modelOf, roll } from '../support/district.ts';

/** Members of each collaborative alive. */
function members(s: State): number[][] {
  const of: number[][] = [];
  for (let c = 0; c < s.collaborativeLife.length; c++) {
    if (s.collaborativeLife[c] === LIFE.none) continue;
    of.push([...s.schoolPosts.keys()].filter((a) => memberships(s, a).includes(c)));
  }
  return of;
}

function memberships(s: State, a: number): number[] {
  return [...s.membershipOf.subarray(a * MEMBERSHIPS, (a + 1) * MEMBERSHIPS)];
}

/** What comes of agreements: `accepted[b]` is the school whose offer b takes up. */
function agreed(s: State, accepted: number[], form = 'loose association', largest = 12): State {
  foundAgreed(s, { ...charter, form }, largest, 1, Int32Array.from(accepted), new Draw('agreed'), 12);
  return s;
}

describe('two who agree', () => {
  it('found a collaborative of their own and are related', () => {
    const s = agreed(blank(3), [-1, 0, -1]);
    expect(members(s)).toEqual([[0, 1]]);
    expect(findRelation(s, 0, 1)).toBeGreaterThanOrEqual(0);
    expect(s.schoolCollaboratives[2]).toBe(0);
  });

  it('found one, not two, when each has made the other an offer', () => {
    for (const form of ['loose association', 'hard federation'])
      expect(members(agreed(blank(2), [1, 0], form))).toEqual([[0, 1]]);
  });

  it('join what one of them is in, if it takes members', () => {
    const s = blank(4);
    collaborativeOf(s, [1, 2]);
    expect(members(agreed(s, [-1, 0, -1, -1]))).toEqual([[0, 1, 2]]); // 0 offered to 1
    expect(members(agreed(s, [3, -1, -1, -1]))).toEqual([[0, 1, 2, 3]]); // 3 offered to 0
  });

  it('do not join what is full, what cannot be left, or what is about to end', () => {
    for (const [given, largest] of [
      [{}, 2],
      [{ form: 'hard federation' }, 12],
      [{ weeks: 25 }, 12], // founded in week 0, and this is week 12
    ] as const) {
      const s = blank(3);
      collaborativeOf(s, [1, 2], given);
      expect(members(agreed(s, [-1, 0, -1], undefined, largest))).toEqual([
        [1, 2],
        [0, 1],
      ]);
    }
    const lasting = blank(3);
    collaborativeOf(lasting, [1, 2], { weeks: 60 });
    expect(members(agreed(lasting, [-1, 0, -1]))).toEqual([[0, 1, 2]]);
  });

  it('are led by the one that stands higher', () => {
    const s = blank(2);
    s.schoolStanding.set([-1, 1]);
    expect(agreed(s, [-1, 0]).collaborativeLead[0]).toBe(1);
  });
});

describe('foundings that a scenario dates', () => {
  const plan = (given: Partial<Founding>): Founding => ({
    ...(defaults(founding) as Founding),
    name: 'planned',
    members: [],
    ...given,
  });

  it('take the members named, by reference number', () => {
    const s = blank(4);
    foundPlanned(s, plan({ members: [4, 2], mode: 'coerced' }), new Draw('named'), 0);
    expect(members(s)).toEqual([[1, 3]]);
    expect(s.membershipCommitment[MEMBERSHIPS]).toBeCloseTo(0.3, 6);
    expect(findRelation(s, 1, 3)).toBeGreaterThanOrEqual(0);
  });

  it('pick as many as asked for, of free schools of one phase, near ones together', () => {
    const m = modelOf({ district: { schools: 30, secondaryShare: 0.3 }, staffing: { acquaintance: 0 } });
    foundPlanned(m.state, plan({ times: 6, size: 3 }), m.draw, 0);
    const { state: s } = m;
    const all = members(s);
    expect(all).toHaveLength(6);
    for (const some of all) {
      expect(some).toHaveLength(3);
      expect(new Set(some.map((a) => s.schoolPhase[a])).size).toBe(1);
    }
    expect(new Set(all.flat()).size).toBe(18);
    expect(s.counter[COUNTER.founded]).toBe(6);
  });

  it('stop when no school is left', () => {
    const m = modelOf({ district: { schools: 9 } });
    foundPlanned(m.state, plan({ times: 50, size: 2 }), m.draw, 0);
    expect(members(m.state)).toHaveLength(4);
  });

  it('bring weak ones together, or a weak one with a strong one', () => {
    const standing = (pick: Founding['pick']) => {
      const m = modelOf({ district: { schools: 20 } });
      foundPlanned(m.state, plan({ pick, size: 2 }), m.draw, 0);
      const order = [...m.state.schoolStanding].sort((x, y) => x - y);
      return members(m.state)[0]
        .map((a) => order.indexOf(m.state.schoolStanding[a]))
        .sort((x, y) => x - y);
    };
    expect(standing('weak')).toEqual([0, 1]);
    expect(standing('weak and strong')).toEqual([0, 19]);
  });

  it('look for another lead where the first finds no partner', () => {
    const s = blank(3);
    s.schoolPhase.set([1, 0, 0]); // a secondary alone, and two primaries that are neighbours
    s.neighbourSchool.set([1], 0);
    s.neighbourSchool.set([2], NEIGHBOURS);
    s.neighbourSchool.set([1], 2 * NEIGHBOURS);
    for (const seed of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const t = structuredClone(s);
      foundPlanned(t, plan({}), new Draw(seed), 0);
      expect(members(t)).toEqual([[1, 2]]);
    }
  });
});

describe('foundings that overlap', () => {
  const plan = (given: Partial<Founding>): Founding => ({
    ...(defaults(founding) as Founding),
    name: 'planned',
    members: [],
    ...given,
  });
  const networks = (given: Partial<Founding>, before: (s: State) => void = () => {}) => {
    const m = modelOf({ district: { schools: 12 } });
    before(m.state);
    foundPlanned(m.state, plan({ week: 7, times: 20, size: 4, ...given }), m.draw, 7);
    return m.state;
  };
  const first = (s: State) => collaborativeOf(s, [0, 1, 2, 3, 4, 5, 6, 7]);
  const fresh = (s: State) => members(s).slice(1);

  it('pick schools that are in something already, each once a week', () => {
    expect(fresh(networks({}, first)).flat()).toHaveLength(4);
    expect(new Set(fresh(networks({ overlap: true }, first)).flat()).size).toBe(12);
    const s = networks({ overlap: true });
    expect(members(s).flat()).toHaveLength(12);
    expect(new Set(members(s).flat()).size).toBe(12);
  });

  it('do not pick those who have no room or are bound to one thing', () => {
    const full = (s: State) => {
      for (let k = 0; k < MEMBERSHIPS; k++) collaborativeOf(s, [0, 1]);
    };
    for (const c of members(networks({ overlap: true }, full)).slice(MEMBERSHIPS))
      expect(c).not.toEqual(expect.arrayContaining([0]));
    const bound = networks({ overlap: true }, (s) => collaborativeOf(s, [0, 1], { form: 'brand' }));
    expect(fresh(bound).flat()).toHaveLength(10);
    expect(fresh(networks({ overlap: true, form: 'brand' }, first)).flat()).toHaveLength(4);
  });
});

describe('a form that replaces another', () => {
  const soft = { form: 'soft federation', grantWeeks: 117 };
  const harden = (s: State, given: Partial<Founding> = {}) => {
    const plan: Founding = {
      ...(defaults(founding) as Founding),
      name: 'hardening',
      members: [],
      form: 'hard federation',
      replaces: 'soft federation',
      ...given,
    };
    foundPlanned(s, plan, new Draw('replace'), 60);
    return s;
  };
  const hard = formIndex('hard federation');

  it('keeps members, age, progress and a running grant, and takes on the new terms', () => {
    const s = blank(4);
    s.schoolStanding.set([0, 0.5, 1, 2]);
    const c = collaborativeOf(s, [0, 1, 2], soft, 0.65);
    s.collaborativeAttainment[c] = 0.4;
    harden(s, { goals: 5, clarity: 0.3 });
    expect(members(s)).toEqual([[0, 1, 2]]);
    expect(s.collaborativeForm[c]).toBe(hard);
    expect(s.collaborativeFormality[c]).toBeCloseTo(0.7);
    expect(s.collaborativeCoordinator[c]).toBe(COORDINATORS.indexOf('executive head'));
    expect([s.collaborativeGoals[c], s.collaborativeLead[c]]).toEqual([5, 2]);
    expect(s.collaborativeAttainment[c]).toBeCloseTo(0.4);
    expect([s.collaborativeFounded[c], s.collaborativeGrantEnds[c]]).toEqual([0, 117]);
    expect(s.counter[COUNTER.founded]).toBe(1);
  });

  it('is negotiated anew, and members have to be won once more', () => {
    for (const [mode, commitment] of [
      ['voluntary', 0.6], // (0.65 + 0.55) / 2
      ['coerced', 0.475], // (0.65 + 0.3) / 2
    ] as const) {
      const s = blank(2);
      const c = collaborativeOf(s, [0, 1], soft, 0.65);
      harden(s, { mode });
      expect([s.collaborativeLife[c], s.collaborativeSince[c]]).toEqual([LIFE.aligning, 60]);
      expect(s.membershipCommitment[0]).toBeCloseTo(commitment);
    }
  });

  it('is for those of that form, and of the members named', () => {
    const s = blank(6);
    const [a, b, c] = [
      collaborativeOf(s, [0, 1], soft),
      collaborativeOf(s, [2, 3], soft),
      collaborativeOf(s, [4, 5]),
    ];
    harden(s, { members: [2, 3].map((k) => s.schoolId[k]) });
    expect([a, b, c].map((k) => s.collaborativeForm[k] === hard)).toEqual([false, true, false]);
    harden(s);
    expect([a, b, c].map((k) => s.collaborativeForm[k] === hard)).toEqual([true, true, false]);
  });
});

describe('types of federation', () => {
  const district = { district: { schools: 150, secondaryShare: 0.3, faithShare: 0.4 } };
  const found = (pick: Founding['pick'], given: Partial<Founding> = {}, seed = 'types') => {
    const m = modelOf(district, seed);
    const plan: Founding = {
      ...(defaults(founding) as Founding),
      name: pick,
      members: [],
      pick,
      times: 6,
      ...given,
    };
    foundPlanned(m.state, plan, m.draw, 0);
    return { s: m.state, all: members(m.state) };
  };
  /** Share of the schools of its phase that lie below `a` in `value`. */
  const below = (s: State, a: number, value: (b: number) => number) => {
    const peers = [...s.schoolPosts.keys()].filter((b) => s.schoolPhase[b] === s.schoolPhase[a]);
    return peers.filter((b) => value(b) < value(a)).length / peers.length;
  };
  const near = (s: State, a: number, b: number) =>
    s.neighbourSchool.subarray(a * NEIGHBOURS, (a + 1) * NEIGHBOURS).includes(b);

  it('bring low and high performing schools together', () => {
    const { s, all } = found('performance', { size: 3 });
    expect(all).toHaveLength(6);
    for (const some of all) {
      const ranks = some.map((a) => below(s, a, (b) => s.schoolStanding[b])).sort((x, y) => x - y);
      expect(ranks).toHaveLength(3);
      expect(ranks[0]).toBeLessThan(1 / 3);
      expect(ranks[1]).toBeGreaterThan(0.6);
    }
  });

  it('bring small schools together with small or middling ones', () => {
    const { s, all } = found('size');
    expect(all).toHaveLength(6);
    for (const some of all) {
      const ranks = some.map((a) => below(s, a, (b) => roll(s, b)));
      expect(Math.min(...ranks)).toBeLessThan(1 / 3);
      expect(Math.max(...ranks)).toBeLessThan(2 / 3);
    }
  });

  it('bring different phases together, a later one with near earlier ones', () => {
    const { s, all } = found('cross-phase', { size: 3 });
    expect(all).toHaveLength(6);
    for (const some of all) expect(some.map((a) => s.schoolPhase[a]).sort()).toEqual([0, 0, 1]);
    const none = modelOf({ district: { schools: 20 } }); // primaries only
    foundPlanned(
      none.state,
      { ...(defaults(founding) as Founding), name: '', members: [], pick: 'cross-phase' },
      none.draw,
      0,
    );
    expect(members(none.state)).toEqual([]);
  });

  it('bring one denomination together', () => {
    const { s, all } = found('faith');
    expect(all).toHaveLength(6);
    for (const [a, b] of all) {
      expect(s.schoolDenomination[a]).toBeGreaterThan(0);
      expect(s.schoolDenomination[b]).toBe(s.schoolDenomination[a]);
    }
  });

  it('bring expertise in inclusion to where there is less', () => {
    const { s, all } = found('mainstreaming', { times: 4 });
    expect(all).toHaveLength(4);
    for (const some of all) {
      const ranks = some.map((a) => below(s, a, (b) => s.schoolExpertise[b * 6 + 4])).sort((x, y) => x - y);
      expect(ranks[1]).toBeGreaterThan(0.85);
      expect(ranks[0]).toBeLessThan(0.5);
    }
  });

  it('keep to one phase unless they are across phases, to neighbours, and to schools in nothing else', () => {
    for (const pick of ['performance', 'size', 'faith', 'mainstreaming'] as const) {
      const { s, all } = found(pick);
      for (const [a, b] of all) {
        expect(s.schoolPhase[a]).toBe(s.schoolPhase[b]);
        expect(near(s, a, b) || near(s, b, a)).toBe(true);
      }
      expect(new Set(all.flat()).size).toBe(all.flat().length);
    }
  });

  it('are drawn by lot: another seed brings other schools together', () => {
    expect(found('size').all).toEqual(found('size').all);
    expect(found('size').all).not.toEqual(found('size', {}, 'other').all);
  });
});
