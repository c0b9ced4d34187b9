/** A session: decisions taken in a run under way, and the scenario that is its log. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  advance,
  checkScenario,
  type Decision,
  decide,
  digest,
  InputError,
  outlookOf,
  plainScenario,
  played,
  type Run,
  restore,
  snapshot,
  start,
} from '../sim/index.ts';
import { busyRun, scenarioOf } from './support/runs.ts';

/** Half a year of a district in which partnerships come and go. */
const SESSION = {
  years: 1,
  district: { schools: 6, secondaryShare: 0, density: 0.5, primaryRoll: 120 },
  partnerChoice: { threshold: 0.8 },
  foundings: [{ week: 2, form: 'soft federation', members: [1, 2, 3] }],
};

const begin = (seed = 'session') => start(scenarioOf(SESSION), { seed });

const heads = fc.record({
  school: fc.integer({ min: 1, max: 6 }),
  kind: fc.constantFrom<Decision['kind']>('offer', 'join', 'decline', 'leave'),
  other: fc.integer({ min: 1, max: 5 }),
});
const anybody = fc.record({
  school: fc.integer({ min: 1, max: 6 }),
  post: fc.integer({ min: 0, max: 3 }),
  kind: fc.constantFrom<Decision['kind']>('share', 'guard', 'spend time', 'own judgement'),
  hours: fc.integer({ min: -1, max: 6 }),
});

/** A decision as it would be taken by hand: of a head about one of the other schools, or of anybody. */
const anyDecision = fc.oneof(
  heads.map(({ school, kind, other }) => ({ school, kind, with: ((school - 1 + other) % 6) + 1 })),
  anybody.map(({ hours, ...rest }) => ({ ...rest, hours: rest.kind === 'spend time' ? hours : -1 })),
);

/** Some weeks go by, and then something is decided; now and then the run is put back to where it was before that. */
const anyRound = fc.record({
  weeks: fc.integer({ min: 0, max: 8 }),
  decisions: fc.array(anyDecision, { maxLength: 5 }),
  back: fc.boolean(),
});

describe('a run in which people decide', () => {
  test('is that of its log, however it was come by, and in any order of what one week holds', () => {
    fc.assert(
      fc.property(fc.array(anyRound, { maxLength: 6 }), fc.nat(), (rounds, turn) => {
        const live = begin();
        for (const { weeks, decisions, back } of rounds) {
          const saved = snapshot(live);
          advance(live, Math.min(weeks, 30 - live.week));
          for (const one of decisions) decide(live, one);
          if (back) restore(live, saved);
        }
        advance(live, 39);
        const log = played(live);
        const straight = start(log);
        advance(straight, 20);
        advance(straight, 39);
        expect(digest(straight)).toBe(digest(live));
        expect(straight.series).toEqual(live.series);
        // A visitor that comes to the middle of it by way of a state kept from the other run.
        const visitor = start(log);
        const half = start(log);
        advance(half, 17);
        restore(visitor, snapshot(half));
        advance(visitor, 39);
        expect(digest(visitor)).toBe(digest(live));
        // Written down and read again, with the posts in turn.
        const { decisions, ...rest } = plainScenario(log) as { decisions?: { school: number }[] };
        const list = decisions ?? [];
        const turned = [1, 2, 3, 4, 5, 6].flatMap((k) =>
          list.filter(({ school }) => school === ((k + turn) % 6) + 1),
        );
        const read = checkScenario({ ...rest, decisions: turned }).scenario;
        if (read === null) throw new Error('the log is not a scenario');
        const shuffled = start(read);
        advance(shuffled, 39);
        expect(digest(shuffled)).toBe(digest(live));
        const other = start(log, { seed: 'another' });
        advance(other, 39);
        expect(other.week).toBe(39);
        expect(digest(other)).not.toBe(digest(live));
      }),
      { numRuns: 8 },
    );
  });

  test('takes no notice of decisions until they are there', () => {
    const run = busyRun();
    const usual = busyRun();
    advance(run, 20);
    advance(usual, 20);
    decide(run, { school: 3, kind: 'guard', week: 22 });
    advance(run, 2);
    advance(usual, 2);
    expect(digest(run)).toBe(digest(usual));
    advance(run, 1);
    advance(usual, 1);
    expect(digest(run)).not.toBe(digest(usual));
  });

  test('says which decision it cannot take, and takes none of it', () => {
    const run = begin();
    advance(run, 10);
    const before = run.scenario;
    const refused = (given: Parameters<typeof decide>[1]) => {
      let message = '';
      try {
        decide(run, given);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        message = (error as Error).message;
      }
      return message;
    };
    expect(refused({ school: 1, week: 9 })).toBe(
      'decision.week: week 9 is done; allowed: a whole number from 10 to 38',
    );
    expect(refused({ school: 1, week: 39 })).toContain('week: after the end of the run');
    expect(refused({ school: 7 })).toBe(
      'decision.school: no school has the reference number 7; allowed: the 6 schools of this run',
    );
    expect(refused({ school: 1, kind: 'offer', with: 9 })).toContain('decision.with: no school');
    expect(refused({ school: 1, post: 500 })).toMatch(
      /^decision\.post: school 1 has no post 500; allowed: a whole number from 0 to \d+$/,
    );
    expect(refused({ school: 1, post: 2, kind: 'join', with: 2 })).toContain('post: heads alone join');
    expect(refused({ school: 1, kind: 'join' })).toContain('with: nobody to join');
    expect(refused({ school: 1, kind: 'leave', with: 1 })).toContain('with: a school and itself');
    expect(refused({ school: 1, kind: 'share', with: 2 })).toContain("with: 'share' is about all schools");
    expect(refused({ school: 1, kind: 'guard', hours: 2 })).toContain("hours: 'guard' takes no hours");
    expect(run.scenario).toBe(before);
    expect(decide(run, { school: 1 })).toEqual({
      week: 10,
      school: 1,
      post: 0,
      kind: 'share',
      with: 0,
      hours: -1,
    });
  });

  test('is refused at the start where it was taken, and not under seeds that staff schools otherwise', () => {
    const log = scenarioOf({ ...SESSION, decisions: [{ school: 2, post: 90 }] });
    expect(() => start(log)).toThrow(/^decisions\.0\.post: school 2 has no post 90; allowed: /);
    const elsewhere = start(log, { seed: 'elsewhere' });
    const usual = begin('elsewhere');
    for (const run of [elsewhere, usual]) advance(run, 39);
    expect(digest(elsewhere)).toBe(digest(usual));
    const unknown = scenarioOf({ ...SESSION, decisions: [{ school: 1, kind: 'offer', with: 70 }] });
    expect(() => start(unknown)).toThrow('decisions.0.with: no school has the reference number 70');
  });
});

describe('what a head makes of partnership', () => {
  const plain = { ...SESSION, partnerChoice: { threshold: 0.2 }, foundings: [] };
  const run: Run = start(scenarioOf(plain));
  advance(run, 8);
  const outlooks = [0, 1, 2, 3, 4, 5].map((a) => outlookOf(run, a));

  test('is the best of those it knows, and who would come is who would go', () => {
    expect(outlooks.some(({ offer }) => offer >= 0)).toBe(true);
    outlooks.forEach(({ prospects, offer, offers }, a) => {
      expect(offer).toBe(prospects[0].value > 0 ? prospects[0].school : -1);
      expect(offers).toEqual([0, 1, 2, 3, 4, 5].filter((b) => outlooks[b].offer === a));
      const values = prospects.map(({ value }) => value);
      expect(values).toEqual([...values].sort((x, y) => y - x));
    });
  });

  test('counts in what has been decided, and changes nothing', () => {
    const before = digest(run);
    const shy = start(scenarioOf({ ...plain, decisions: [{ school: 1, kind: 'offer', with: 4 }] }));
    advance(shy, 8);
    expect(outlookOf(shy, 0).offer).toBe(3);
    expect(outlookOf(shy, 3).offers).toContain(0);
    outlookOf(run, 2);
    expect(digest(run)).toBe(before);
  });
});
