import { describe, expect, it } from 'vitest';
import { advance, COUNTER, DECISIONS, digest, EVENT, type Run, start } from '../../sim/index.ts';
import { guard, params } from '../../sim/mechanisms/competition.ts';
import { makeDecided, said, take } from '../../sim/mechanisms/decisions.ts';
import { sharedMemberships } from '../../sim/relations.ts';
import { defaults } from '../../sim/schema.ts';
import { CONTACT, MEMBERSHIPS, ROLE } from '../../sim/state.ts';
import { blank, contact, relate } from '../support/district.ts';
import { scenarioOf } from '../support/runs.ts';

type Decided = Record<string, unknown>;

/** Ten primary schools, 1 and 2 in a federation, 3 to 5 in an association; nobody comes together of their own accord. */
const DISTRICT = {
  seed: 'decided',
  years: 2,
  district: { schools: 10, secondaryShare: 0, density: 1 },
  partnerChoice: { threshold: 5 },
  foundings: [
    { week: 0, form: 'soft federation', name: 'pair', members: [1, 2] },
    { week: 0, form: 'loose association', name: 'three', members: [3, 4, 5] },
  ],
};

function runOf(decisions: readonly Decided[], weeks: number, more: Record<string, unknown> = {}): Run {
  const run = start(scenarioOf({ ...DISTRICT, ...more, decisions }));
  advance(run, weeks);
  return run;
}

/** All but those named go to nobody in the first term. */
const othersQuiet = (...but: number[]): Decided[] =>
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    .filter((school) => !but.includes(school))
    .map((school) => ({ week: 0, school, kind: 'offer' }));

const isTogether = ({ state }: Run, a: number, b: number) => sharedMemberships(state, a - 1, b - 1) > 0;

/** What has been recorded as decided: [school, other school or 0, kind]. */
function recorded({ state: s }: Run): [number, number, string][] {
  return [...s.eventKind.subarray(0, s.counter[COUNTER.events]).keys()]
    .filter((e) => s.eventKind[e] === EVENT.decided)
    .map((e) => [s.eventA[e] + 1, s.eventB[e] + 1, DECISIONS[s.eventValue[e]]]);
}

describe('heads who decide about partners', () => {
  it('come together with the school they join at the end of the term, when its head joins too', () => {
    const both = [
      { week: 3, school: 6, kind: 'offer', with: 9 },
      { week: 5, school: 9, kind: 'join', with: 6 },
    ];
    expect(isTogether(runOf([], 13), 6, 9)).toBe(false);
    expect(isTogether(runOf(both, 12), 6, 9)).toBe(false);
    const run = runOf(both, 13);
    expect(isTogether(run, 6, 9)).toBe(true);
    expect(recorded(run)).toEqual([
      [6, 9, 'offer'],
      [9, 6, 'join'],
    ]);
    // An offer alone is answered by the other head's own judgement, and no longer stands in the next term.
    expect(isTogether(runOf([both[0]], 39), 6, 9)).toBe(false);
    expect(isTogether(runOf([both[0], { ...both[1], week: 13 }], 39), 6, 9)).toBe(false);
    expect(isTogether(runOf([{ ...both[0], kind: 'join' }, both[1]], 13), 6, 9)).toBe(true);
  });

  it('stay as they are when somebody offers whom they have declined', () => {
    const easy = { partnerChoice: { threshold: -2 } };
    const offer = { week: 0, school: 6, kind: 'offer', with: 9 };
    expect(isTogether(runOf([offer, ...othersQuiet(6)], 13, easy), 6, 9)).toBe(true);
    for (const declined of [6, 0]) {
      const no = { week: 0, school: 9, kind: 'decline', with: declined };
      const run = runOf([offer, no, ...othersQuiet(6)], 13, easy);
      expect(isTogether(run, 6, 9)).toBe(false);
      expect(recorded(run)).toContainEqual([9, declined, 'decline']);
      expect(recorded(run)).toContainEqual([6, 9, 'offer']);
    }
  });

  it('take the next best offer where they decline the best, and one they join before any other', () => {
    const offers = [6, 7, 8].map((school) => ({ week: 0, school, kind: 'offer', with: 9 }));
    const easy = { partnerChoice: { threshold: -2 } };
    const taken = (decisions: Decided[]) => {
      const run = runOf([...offers, ...othersQuiet(6, 7, 8), ...decisions], 13, easy);
      return [6, 7, 8].filter((a) => isTogether(run, a, 9));
    };
    const [best] = taken([]);
    const next = taken([{ week: 0, school: 9, kind: 'decline', with: best }]);
    expect(next).toHaveLength(1);
    expect(next).not.toEqual([best]);
    const [last] = [6, 7, 8].filter((a) => a !== best && a !== next[0]);
    expect(taken([{ week: 0, school: 9, kind: 'join', with: last }])).toEqual([last]);
  });

  it('are out of what they leave at the end of the term, and it ends with its last but one', () => {
    const leaving = { week: 2, school: 3, kind: 'leave', with: 4 };
    const [before, after] = [runOf([], 13), runOf([leaving], 13)];
    expect([isTogether(before, 3, 4), isTogether(after, 3, 4), isTogether(after, 4, 5)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(isTogether(runOf([leaving], 12), 3, 4)).toBe(true);
    expect(recorded(after)).toEqual([[3, 4, 'leave']]);
    const pair = runOf([{ week: 0, school: 1, kind: 'leave' }], 13);
    expect(isTogether(pair, 1, 2)).toBe(false);
    expect(pair.state.counter[COUNTER.dissolved]).toBe(1);
    // Two who leave what they share leave it both, whoever stands first.
    const two = runOf([leaving, { week: 2, school: 4, kind: 'leave', with: 3 }], 13);
    expect([isTogether(two, 3, 5), isTogether(two, 4, 5)]).toEqual([false, false]);
  });

  it('stay in what its form lets nobody leave, and are told so by no record', () => {
    const hard = { foundings: [{ week: 0, form: 'hard federation', members: [1, 2] }] };
    const run = runOf([{ week: 0, school: 1, kind: 'leave' }], 13, hard);
    expect(isTogether(run, 1, 2)).toBe(true);
    expect(recorded(run)).toEqual([]);
  });

  it('are not brought together by a broker with whom they decline', () => {
    const brokered = {
      authority: { stance: 'facilitating', brokers: 50, capacity: 1 },
      partnerChoice: { threshold: -2 },
      foundings: [],
    };
    const among = (decisions: Decided[]) =>
      [...runOf([...othersQuiet(), ...decisions], 13, brokered).state.schoolCollaboratives].map((n) => n > 0);
    const first = among([]).indexOf(true);
    expect(first).toBeGreaterThanOrEqual(0);
    expect(among([{ week: 0, school: first + 1, kind: 'decline' }])[first]).toBe(false);
  });
});

describe('posts that guard or share', () => {
  it('hold back in full or not at all on their side of a contact, the other side as the model has it', () => {
    const s = blank(2, 6);
    const r = relate(s, 0, 1);
    s.relationOverlap[r] = 0.5;
    s.relationResentment[r] = 0.4;
    const p = defaults(params);
    const held = (near: number, far: number) => {
      contact(s, 0, 0, 9, { relation: r, kind: CONTACT.meeting });
      const decided = new Int8Array(12).fill(-1);
      decided[0] = near;
      decided[9] = far;
      guard(s, p, 1, 0, 1, decided);
      return s.contactGuard[0];
    };
    // Rivalry 0.5 * 0.6; the head guards 0.9 of it, a teacher 0.4; resentment takes 0.5 * 0.4 of what is left.
    const side = (own: number) => 0.3 * own + (1 - 0.3 * own) * 0.2;
    expect(held(-1, -1)).toBeCloseTo((side(0.9) + side(0.4)) / 2, 6);
    expect(held(0, -1)).toBeCloseTo(side(0.4) / 2, 6);
    expect(held(-1, 1)).toBeCloseTo((side(0.9) + 1) / 2, 6);
    expect([held(0, 0), held(1, 1), held(1, 0)]).toEqual([0, 1, 0.5]);
  });

  it('let more be shared in a run, or less, until they go by their own judgement again', () => {
    const all = (kind: string, week: number) =>
      Array.from({ length: 8 }, (_, post) => ({ week, school: 3, post, kind }));
    const candour = (decisions: Decided[], from: number, to: number) => {
      const run = runOf(decisions, from);
      const before = run.state.relationCandour.reduce((sum, x) => sum + x, 0);
      advance(run, to - from);
      return run.state.relationCandour.reduce((sum, x) => sum + x, 0) - before;
    };
    const usual = candour([], 0, 12);
    expect(candour(all('share', 0), 0, 12)).toBeGreaterThan(usual);
    expect(candour(all('guard', 0), 0, 12)).toBeLessThan(usual);
    const back = runOf([...all('guard', 4), ...all('own judgement', 5)], 5);
    expect(recorded(back)).toEqual([[3, 0, 'guard']]);
    expect(digest(back)).not.toBe(digest(runOf([], 5)));
  });
});

describe('posts that decide how much time to give', () => {
  const hours = (given: number, week = 0) =>
    Array.from({ length: 8 }, (_, post) => ({ week, school: 3, post, kind: 'spend time', hours: given }));
  const came = (decisions: Decided[], from = 0) => {
    const run = runOf(decisions, from);
    const before = run.state.schoolBurden[2];
    advance(run, 12 - from);
    return run.state.schoolBurden[2] - before;
  };

  it('come to what they are asked to while it lasts, or not at all', () => {
    const usual = came([]);
    expect(usual).toBeGreaterThan(0);
    expect(came(hours(0))).toBe(0);
    expect(came(hours(20))).toBeGreaterThan(usual);
    expect(came(hours(-1))).toBe(usual);
    expect(came(hours(0, 6), 6)).toBe(0);
  });

  it('come less again when they go by their own judgement', () => {
    const back = [
      ...hours(0),
      ...hours(0).map((one) => ({ ...one, week: 1, kind: 'own judgement', hours: -1 })),
    ];
    expect(came(back, 1)).toBeGreaterThan(0);
  });
});

describe('decisions', () => {
  const many = [
    { week: 20, school: 6, kind: 'offer', with: 9 },
    { week: 20, school: 6, post: 2, kind: 'spend time', hours: 3 },
    { week: 20, school: 9, kind: 'join', with: 6 },
    { week: 20, school: 3, kind: 'leave' },
    { week: 20, school: 3, kind: 'guard' },
    { week: 20, school: 5, post: 4, kind: 'share' },
  ];

  it('leave every week before theirs as it was, to the last bit', () => {
    const [usual, decided] = [runOf([], 20), runOf(many, 20)];
    expect(digest(decided)).toBe(digest(usual));
    advance(usual, 1);
    advance(decided, 1);
    expect(digest(decided)).not.toBe(digest(usual));
  });

  it('come to the same in any order of the list', () => {
    const one = digest(runOf(many, 40));
    expect(digest(runOf([...many].reverse(), 40))).toBe(one);
    expect(digest(runOf([...many.slice(3), ...many.slice(0, 3)], 40))).toBe(one);
  });

  it('of one post on one matter in a week count as the last of the list', () => {
    const s = blank(4, 6);
    const at = { week: 3, school: 1, post: 0, with: 0, hours: -1 } as const;
    const inForce = (...list: Partial<Parameters<typeof makeDecided>[1][number]>[]) => {
      const d = makeDecided(
        s,
        list.map((one) => ({ ...at, kind: 'share', ...one }) as never),
      );
      if (d === null) throw new Error('nothing decided');
      take(s, d, 3);
      return { guard: d.guard[0], hours: d.hours[0], said: [1, 2, 3].map((b) => said(d, 12, 0, b)) };
    };
    expect(inForce({ kind: 'share' }, { kind: 'guard' }).guard).toBe(1);
    expect(inForce({ kind: 'guard' }, { kind: 'share' }).guard).toBe(0);
    expect(inForce({ kind: 'guard' }, { kind: 'own judgement' }).guard).toBe(-1);
    expect(inForce({ kind: 'own judgement' }, { kind: 'guard' }).guard).toBe(1);
    expect(inForce({ kind: 'spend time', hours: 2 }, { kind: 'spend time', hours: 1 }).hours).toBe(1);
    expect(inForce({ kind: 'spend time', hours: 2 }, { kind: 'own judgement' }).hours).toBe(-1);
    expect(inForce({ kind: 'join', with: 2 }, { kind: 'join', with: 3 }).said).toEqual([0, 1, 0]);
    expect(inForce({ kind: 'join', with: 2 }, { kind: 'decline' }).said).toEqual([-1, -1, -1]);
    expect(inForce({ kind: 'decline' }, { kind: 'join', with: 2 }).said).toEqual([1, -1, -1]);
    // Of two weeks the later stands.
    expect(inForce({ kind: 'join', with: 2, week: 1 }, { kind: 'decline', with: 2 }).said[0]).toBe(-1);
    expect(inForce({ kind: 'decline', with: 2 }, { kind: 'join', with: 2, week: 1 }).said[0]).toBe(-1);
    expect(inForce({ kind: 'leave', with: 2, week: 1 }, { kind: 'offer', with: 2 }).said[0]).toBe(0);
  });

  it('of posts that nobody holds any more change nothing', () => {
    const run = runOf(
      [
        { week: 30, school: 9, kind: 'guard' },
        { week: 30, school: 9, kind: 'offer', with: 6 },
        { week: 30, school: 6, kind: 'join', with: 9 },
      ],
      39,
      { shocks: [{ week: 10, kind: 'closure', schools: [9] }] },
    );
    const without = runOf([], 39, { shocks: [{ week: 10, kind: 'closure', schools: [9] }] });
    expect(run.state.staffRole[run.state.schoolFirst[8]]).toBe(ROLE.support);
    expect(digest(run)).toBe(digest(without));
    expect(run.state.membershipOf.subarray(8 * MEMBERSHIPS, 9 * MEMBERSHIPS).every((c) => c < 0)).toBe(true);
  });
});
