import { describe, expect, it } from 'vitest';
import { Draw } from '../../sim/draw.ts';
import { learn, params } from '../../sim/mechanisms/learning.ts';
import { defaults } from '../../sim/schema.ts';
import { CONTACT, COUNTER, type State } from '../../sim/state.ts';
import { blank, contact, relate } from '../support/district.ts';

/** The parameters by which the values below are worked by hand. */
const p = {
  ...defaults(params),
  rate: 0.08,
  jointDepth: 5,
  jointBreadth: 1,
  credibleGap: 0.4,
  innovationRate: 0,
  challengeTrust: 0.4,
};
const WEAK = 0;
const STRONG = 8; // of the other school

/** Everybody of school 1 is 0.4 ahead of everybody of school 0 in all fields. */
function unequal(): { s: State; r: number } {
  const s = blank(2, 6);
  s.staffExplicit.fill(0.3).fill(0.7, 36);
  s.staffTacit.fill(0.2).fill(0.6, 36);
  return { s, r: relate(s, 0, 1) };
}

/** What one contact teaches whom, summed over fields. */
function taught(
  given: Parameters<typeof contact>[4],
  settings: Partial<typeof p> = {},
  from = WEAK,
  to = STRONG,
) {
  const { s, r } = unequal();
  const before = { explicit: s.staffExplicit.slice(), tacit: s.staffTacit.slice() };
  const inside = given?.relation === -1;
  // o u n = 0.5 * 0.8 * 0.5 = 0.2
  contact(s, 0, from, inside ? from + 1 : to, {
    candour: 0.5,
    understanding: 0.8,
    novelty: 0.5,
    relation: r,
    ...given,
  });
  learn(s, { ...p, ...settings }, new Draw('lesson'), 5, 1);
  const gained = (now: Float32Array, then: Float32Array, i: number) => {
    let sum = 0;
    for (let e = i * 6; e < i * 6 + 6; e++) sum += now[e] - then[e];
    return sum;
  };
  return {
    s,
    r,
    explicit: gained(s.staffExplicit, before.explicit, WEAK),
    tacit: gained(s.staffTacit, before.tacit, WEAK),
    stronger: gained(s.staffExplicit, before.explicit, STRONG) + gained(s.staffTacit, before.tacit, STRONG),
  };
}

describe('what is learnt', () => {
  it('is rate * o u n * gap, by the weaker side alone, in one field', () => {
    const { s, explicit, tacit, stronger } = taught({ kind: CONTACT.meeting });
    expect(explicit).toBeCloseTo(0.0064, 6); // 0.08 * 0.2 * 0.4
    expect(tacit).toBe(0);
    expect(stronger).toBe(0);
    expect([...s.staffExplicit].filter((x) => x !== Math.fround(0.3) && x !== Math.fround(0.7))).toHaveLength(
      1,
    );
  });

  it('is the same whoever turned to whom', () => {
    expect(taught({ kind: CONTACT.meeting }, {}, STRONG, WEAK).explicit).toBeCloseTo(0.0064, 6);
    expect(taught({ kind: CONTACT.meeting }, {}, STRONG, WEAK).stronger).toBe(0);
  });

  it('goes deeper in joint work, which alone passes on what is tacit', () => {
    for (const kind of [CONTACT.development, CONTACT.sharedPost]) {
      const { explicit, tacit } = taught({ kind });
      // Five times 0.0064, of which half is taken over: the gap of 0.4 is as large as the credible one.
      expect(explicit).toBeCloseTo(0.016, 6);
      expect(tacit).toBeCloseTo(0.016, 6);
      expect(taught({ kind, trust: 0.1 }).tacit).toBeCloseTo(0.016, 6); // it is visits that need trust
    }
    for (const kind of [CONTACT.informal, CONTACT.meeting, CONTACT.workingGroup])
      expect(taught({ kind }).tacit).toBe(0);
  });

  it('is little on a visit without the trust for challenge', () => {
    const shown = taught({ kind: CONTACT.visit, trust: 0.39 });
    expect([shown.explicit, shown.tacit].map((x) => Math.round(x * 1e6) / 1e6)).toEqual([0.0064, 0]);
    const challenged = taught({ kind: CONTACT.visit, trust: 0.41 });
    expect(challenged.explicit).toBeCloseTo(0.016, 6);
    expect(challenged.tacit).toBeCloseTo(0.016, 6);
  });

  it('is nothing after a failure, without candour, or at rate 0', () => {
    for (const [given, settings] of [
      [{ success: 0 }, {}],
      [{ candour: 0 }, {}],
      [{}, { rate: 0 }],
    ] as const) {
      const { explicit, tacit } = taught({ kind: CONTACT.development, ...given }, settings);
      expect([explicit, tacit]).toEqual([0, 0]);
    }
  });

  it('never takes the weaker beyond the stronger, at any setting', () => {
    const all = { candour: 1, understanding: 1, novelty: 1 };
    const { s } = taught({ kind: CONTACT.development, ...all }, { rate: 1, jointDepth: 20 });
    expect(Math.max(...s.staffExplicit)).toBe(Math.fround(0.7));
    expect(Math.max(...s.staffTacit)).toBe(Math.fround(0.6));
  });

  it('closes the gap step by step over many contacts', () => {
    const { s, r } = unequal();
    for (let w = 0; w < 2000; w++) {
      contact(s, 0, WEAK, STRONG, { kind: CONTACT.development, relation: r });
      learn(s, { ...p, credibleGap: 0.001 }, new Draw('lessons'), w, 1);
    }
    for (let e = 0; e < 6; e++) {
      expect(s.staffExplicit[e]).toBeLessThanOrEqual(Math.fround(0.7));
      expect(s.staffExplicit[e]).toBeCloseTo(0.7, 4);
    }
  });
});

describe('joint work', () => {
  /** Fields of the weaker in which it learnt, explicit or tacit. */
  const touched = (column: Float32Array, before: number) =>
    [0, 1, 2, 3, 4, 5].filter((e) => column[e] !== Math.fround(before));

  it('touches as many fields as it is broad, the next ones after the one drawn, each in full', () => {
    const drawn = touched(taught({ kind: CONTACT.development }).s.staffExplicit, 0.3);
    expect(drawn).toHaveLength(1);
    for (const jointBreadth of [2, 4, 6]) {
      const { s, explicit, tacit } = taught({ kind: CONTACT.development }, { jointBreadth });
      const fields = Array.from({ length: jointBreadth }, (_, n) => (drawn[0] + n) % 6).sort();
      expect(touched(s.staffExplicit, 0.3)).toEqual(fields);
      expect(touched(s.staffTacit, 0.2)).toEqual(fields);
      expect(explicit).toBeCloseTo(0.016 * jointBreadth, 5);
      expect(tacit).toBeCloseTo(0.016 * jointBreadth, 5);
    }
  });

  it('starts from any field, and comes round from the last to the first', () => {
    const starts = new Set<number>();
    for (let n = 0; n < 60; n++) {
      const { s, r } = unequal();
      contact(s, 0, WEAK, STRONG, { kind: CONTACT.development, relation: r });
      learn(s, { ...p, jointBreadth: 2 }, new Draw('fields'), n, 1);
      const [one, two] = touched(s.staffExplicit, 0.3);
      expect([1, 5]).toContain(two - one);
      starts.add(two - one === 5 ? two : one);
    }
    expect([...starts].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('leaves a conversation as it is, however broad or choosy it is', () => {
    for (const settings of [{ jointBreadth: 6 }, { credibleGap: 0.001 }, { credibleGap: 1 }])
      expect(taught({ kind: CONTACT.meeting }, settings).explicit).toBeCloseTo(0.0064, 6);
  });

  it('is followed by gap / (gap + credible gap)', () => {
    // 5 * 0.08 * 0.2 * 0.4 = 0.032 if the other were followed in everything.
    for (const [credibleGap, part] of [
      [0.1, 0.8],
      [0.4, 0.5],
      [0.6, 0.4],
      [1, 0.4 / 1.4],
    ])
      expect(taught({ kind: CONTACT.development }, { credibleGap }).explicit).toBeCloseTo(0.032 * part, 6);
  });

  it('hardly moves those who are hardly behind', () => {
    const learnt = (gap: number) => {
      const { s, r } = unequal();
      s.staffExplicit.fill(0.7 - gap, 0, 6);
      contact(s, 0, WEAK, STRONG, { kind: CONTACT.development, relation: r });
      learn(s, { ...p, jointBreadth: 6, credibleGap: 0.2 }, new Draw('near'), 5, 1);
      return (s.staffExplicit[0] - (0.7 - gap)) / gap;
    };
    // Part of the gap closed: 0.4 * 0.05 / 0.25 and 0.4 * 0.4 / 0.6.
    expect(learnt(0.05)).toBeCloseTo(0.08, 5);
    expect(learnt(0.4)).toBeCloseTo(0.26667, 5);
  });

  it('teaches both where each is better in something, in each field the weaker', () => {
    const { s, r } = unequal();
    s.staffTacit.fill(0.5);
    for (let e = 0; e < 2; e++) {
      s.staffExplicit[e] = 0.8;
      s.staffExplicit[STRONG * 6 + e] = 0.4;
    }
    contact(s, 0, WEAK, STRONG, { kind: CONTACT.development, relation: r });
    learn(s, { ...p, jointBreadth: 6, rate: 0.02 }, new Draw('both'), 5, 1);
    // Every gap is 0.4 either way: 0.02 * 5 * 0.4 / 2 = 0.02 in each of two and four fields.
    for (let e = 0; e < 6; e++) {
      expect(s.staffExplicit[e]).toBeCloseTo(e < 2 ? 0.8 : 0.32, 6);
      expect(s.staffExplicit[STRONG * 6 + e]).toBeCloseTo(e < 2 ? 0.42 : 0.7, 6);
    }
    expect(s.schoolGained[0]).toBeCloseTo(0.08, 6);
    expect(s.schoolGained[1]).toBeCloseTo(0.04, 6);
    expect(s.relationLearntA[r]).toBeCloseTo(0.08, 6);
    expect(s.relationLearntB[r]).toBeCloseTo(0.04, 6);
  });
});

describe('what is booked', () => {
  it('goes to the school and the side of the relation that gained, explicit and tacit', () => {
    const { s, r } = taught({ kind: CONTACT.development }, {}, STRONG, WEAK);
    expect([...s.schoolGained].map((x) => Math.round(x * 1e6) / 1e6)).toEqual([0.032, 0]);
    expect(s.relationLearntA[r]).toBeCloseTo(0.032, 6);
    expect(s.relationLearntB[r]).toBe(0);
  });

  it('is nothing for contacts inside a school', () => {
    const { s } = taught({ kind: CONTACT.colleagues, relation: -1 });
    expect([...s.schoolGained]).toEqual([0, 0]);
  });
});

describe('innovation', () => {
  it('is recorded with week, author, partner and field', () => {
    const all = { candour: 1, understanding: 1, novelty: 1, kind: CONTACT.meeting };
    const { s } = taught(all, { innovationRate: 1 });
    expect(s.counter[COUNTER.innovations]).toBe(1);
    expect([s.innovationWeek[0], s.innovationAuthor[0], s.innovationPartner[0]]).toEqual([5, WEAK, STRONG]);
    // In the field in which they talked: the one where the weaker side learnt.
    expect(s.innovationSubject[0]).toBe([...s.staffExplicit.subarray(0, 6)].findIndex((x) => x > 0.31));
  });

  it('comes with probability 0.02 o u n', () => {
    const s = blank(2, 200, { contacts: 40000, innovations: 2000 });
    for (let c = 0; c < 40000; c++)
      contact(s, c, c % 200, 200 + Math.floor(c / 200), { candour: 0.5, understanding: 0.8, novelty: 0.5 });
    learn(s, { ...p, innovationRate: 0.02 }, new Draw('new'), 1, 40000);
    // 40,000 * 0.02 * 0.2 = 160; four standard deviations of a Poisson count.
    expect(Math.abs(s.counter[COUNTER.innovations] - 160)).toBeLessThan(4 * Math.sqrt(160));
  });

  it('is counted as lost where there is no room, and needs a success', () => {
    const { s, r } = unequal();
    const full = { candour: 1, understanding: 1, novelty: 1, relation: r };
    s.counter[COUNTER.innovations] = s.counts.innovations;
    contact(s, 0, WEAK, STRONG, full);
    learn(s, { ...p, innovationRate: 1 }, new Draw('full'), 1, 1);
    expect(s.counter[COUNTER.innovationsLost]).toBe(1);
    contact(s, 0, WEAK, STRONG, { ...full, success: 0 });
    learn(s, { ...p, innovationRate: 1 }, new Draw('full'), 2, 1);
    expect(s.counter[COUNTER.innovationsLost]).toBe(1);
  });
});
