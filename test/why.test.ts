import { describe, expect, test } from 'vitest';
import { Replay } from '../analysis/replay.ts';
import { Chronicle, chronicleOf, logOf } from '../analysis/why/chronicle.ts';
import { conditionsOf, waitOf } from '../analysis/why/conditions.ts';
import { turned } from '../analysis/why/course.ts';
import { concerns, groupOf, subjectOf } from '../analysis/why/history.ts';
import { why } from '../analysis/why/why.ts';
import { advance, COUNTER, EVENT, EVENTS, LIFE, lacks, STAGE } from '../sim/index.ts';
import { busyRun } from './support/runs.ts';

const BEGIN = () =>
  busyRun('why', {
    years: 4,
    shocks: [
      { week: 50, kind: 'head leaves', share: 0.4 },
      { week: 70, kind: 'closure', share: 0.15 },
      { week: 71, kind: 'fire', share: 0.4, severity: 0.5 },
      { week: 72, kind: 'funding cut', share: 0.4, severity: 0.2 },
    ],
    collaborativeLife: { patience: 0.1, inertia: 0.3, agreedLife: 60 },
    foundings: [{ week: 5, form: 'alliance', size: 3, times: 2, name: 'pact' }],
  });

const replay = new Replay(BEGIN);
replay.goOn(replay.weeks);
const chronicle = chronicleOf(replay.run);
const { events } = chronicle;
const ofKind = (...kinds: number[]) => events.filter(({ kind }) => kinds.includes(kind));

describe('the log in words', () => {
  test('has every recorded event, each in a sentence with names in it', () => {
    expect(events.length).toBe(replay.run.state.counter[COUNTER.events]);
    expect(replay.run.state.counter[COUNTER.eventsLost]).toBe(0);
    const kinds = new Set(events.map(({ kind }) => kind));
    expect([...kinds].map((kind) => EVENTS[kind]).sort()).toEqual(
      expect.arrayContaining([
        'closed',
        'dissolved',
        'fire',
        'founded',
        'head left',
        'joined',
        'left',
        'policy changed',
      ]),
    );
    for (const { text, a } of events) {
      expect(text).not.toMatch(/undefined|NaN|Event \d/);
      if (a >= 0 && !/ends|settled|grant|terms/i.test(text)) expect(text).toContain(replay.run.names[a]);
    }
    expect(ofKind(EVENT.policyChanged).map(({ text }) => text)).toEqual([
      'Policy: Choice of school: choice becomes 0.2',
      expect.stringMatching(/^Policy: Trust: gain becomes 0.08/),
    ]);
  });

  test('numbers collaboratives by their founding, and knows who is in them', () => {
    const { state } = replay.run;
    const alive = chronicle.collaboratives.filter((one) => one !== undefined && one.ended === null);
    expect(chronicle.collaboratives.length).toBe(ofKind(EVENT.founded).length + 1);
    expect(alive.length).toBe(state.collaborativeLife.filter((life) => life !== LIFE.none).length);
    for (const one of alive) {
      const members = Array.from(state.membershipOf.keys()).filter((m) => state.membershipOf[m] === one?.row);
      expect([...(one?.members ?? [])].sort((p, q) => p - q)).toEqual(members.map((m) => Math.floor(m / 4)));
      expect(chronicle.inRow(one?.row ?? -1)).toBe(one);
    }
    // A row that was used twice has two numbers.
    const rows = chronicle.collaboratives.slice(1).map((one) => one?.row);
    expect(new Set(rows).size).toBeLessThan(rows.length);
  });

  test('is the same when it is taken over piece by piece', () => {
    const run = BEGIN();
    const grown = new Chronicle(run.names, run.scenario);
    while (run.week < run.weeks) {
      advance(run, 7);
      const log = logOf(run.state);
      const from = grown.events.length;
      const rest = { ...log, week: log.week, kind: log.kind };
      const part = Object.fromEntries(
        Object.entries(rest).map(([name, column]) => [name, Array.from(column).slice(from)]),
      ) as unknown as typeof log;
      grown.take(part, run.state.counter[COUNTER.events] - from);
    }
    expect(grown.events).toEqual(events);
  });
});

describe('what a stage asks for', () => {
  test('is what the simulation says a relation lacks', () => {
    let compared = 0;
    for (const week of [0, 13, 40, 90, replay.weeks]) {
      const run = replay.at(week);
      const { state, parameters } = run;
      for (let r = 0; r < state.relationA.length; r++) {
        if (state.relationA[r] < 0 || state.relationStage[r] === STAGE.collegiality) continue;
        const asked = conditionsOf(run, r, state.relationStage[r] + 1);
        const wait = waitOf(run, r);
        if (wait !== null) asked.push(wait);
        expect(asked.filter(({ has, needs }) => has < needs)).toEqual(
          lacks(state, parameters.stages, r, week),
        );
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(50);
  });
});

describe('the why-ledger', () => {
  test('tells only what was recorded before, in order', () => {
    for (const { index } of events.filter((_, i) => i % 5 === 0)) {
      const { before, rule, facts, course } = why(chronicle, index, replay);
      expect(before.every((one) => one.index < index)).toBe(true);
      expect(before.length).toBeLessThanOrEqual(10);
      expect(rule).not.toBe('');
      for (const fact of facts) expect(fact).not.toMatch(/undefined|NaN|because/);
      for (const { values } of course.figures) expect(values.length).toBe(course.moments.length);
      expect([...course.moments].sort((p, q) => p - q)).toEqual(course.moments);
    }
    expect(() => why(chronicle, events.length, replay)).toThrow(RangeError);
  });

  test('of a rise: all that the stage asks for was met, and of a fall: something no longer was', () => {
    let [rises, falls, explained] = [0, 0, 0];
    for (const event of ofKind(EVENT.stageRose, EVENT.stageFell).filter((_, i) => i % 3 === 0)) {
      const { course, facts } = why(chronicle, event.index, replay);
      const now = course.figures.map(({ met }) => met[met.length - 1]);
      if (event.kind === EVENT.stageRose) {
        rises++;
        expect(now, event.text).not.toContain(false);
      } else {
        falls++;
        expect(now, event.text).toContain(false);
      }
      const changed = turned(course);
      if (changed.length > 0) explained++;
      if (changed.some(({ met }) => met[met.length - 1] === (event.kind === EVENT.stageRose)))
        expect(facts[0]).toContain('Since the end of the term before');
    }
    expect(rises).toBeGreaterThan(20);
    expect(falls).toBeGreaterThan(5);
    expect(explained / (rises + falls)).toBeGreaterThan(0.8);
  });

  test('of a leaving: what the membership was worth before it; of an end: what ended it', () => {
    const left = ofKind(EVENT.left).map(({ index }) => why(chronicle, index, replay));
    const alone = left.filter(({ rule }) => rule.includes('weighs what belonging brings'));
    expect(alone.length).toBeGreaterThan(2);
    expect(left.some(({ rule }) => rule.includes('closes leaves all'))).toBe(true);
    expect(left.some(({ rule }) => rule.includes('those who are left in it'))).toBe(true);
    for (const one of alone) {
      const { week, a } = events[one.index];
      const { state } = replay.at(week);
      const benefit = one.course.figures.find(({ what }) => what === 'benefit of the work');
      const held = [0, 1, 2, 3].map((k) => state.membershipBenefit[a * 4 + k]);
      expect(held).toContain(benefit?.values.at(-1));
    }
    const ends = ofKind(EVENT.dissolved).map(({ index }) => why(chronicle, index, replay).facts.join(' '));
    expect(ends.some((text) => text.includes('fewer than two members'))).toBe(true);
    expect(ends.some((text) => text.includes('agreed at its founding'))).toBe(true);
  });

  test('of a joining: how it came about, and how the two stood', () => {
    const planned = why(chronicle, ofKind(EVENT.founded).find(({ week }) => week === 5)?.index ?? -1, replay);
    expect(planned.facts[0]).toBe('The scenario dates this: “pact”.');
    const joined = ofKind(EVENT.joined).filter(({ week }) => week > 12);
    const pairs = joined.map(({ index }) => why(chronicle, index, replay).course.figures.length);
    expect(pairs.filter((n) => n > 0).length).toBeGreaterThan(pairs.length / 2);
  });
});

describe('decisions', () => {
  const decided = new Replay(() =>
    busyRun('why', {
      partnerChoice: { threshold: 3 },
      foundings: [{ week: 5, form: 'soft federation', members: [5, 6] }],
      decisions: [
        { week: 2, school: 3, kind: 'offer', with: 4 },
        { week: 2, school: 4, kind: 'join', with: 3 },
        { week: 3, school: 4, post: 2, kind: 'guard' },
        { week: 30, school: 6, kind: 'leave' },
      ],
    }),
  );
  decided.goOn(40);
  const log = chronicleOf(decided.run);
  const [a, b] = [decided.run.names[2], decided.run.names[3]];
  const told = log.events.filter(({ kind }) => kind === EVENT.decided);

  test('are told in the order in which they count, with the schools they are about', () => {
    expect(told.map(({ week, text }) => `${week} ${text}`)).toEqual([
      `3 Somebody on the staff of ${b} guards against other schools`,
      `12 The head of ${a} offers partnership to ${b}`,
      `12 The head of ${b} wants to join ${a}`,
      `38 The head of ${decided.run.names[5]} leaves all that the school belongs to`,
    ]);
    const pair = concerns(log, { kind: 'relation', a: 2, b: 3 }, 40);
    expect(told.filter(pair).map(({ a }) => a)).toEqual([2, 3]);
    expect(told.map((one) => subjectOf(log, one))).toEqual(
      [3, 2, 3, 5].map((school) => ({ kind: 'school', school })),
    );
    expect(told.every(({ kind }) => groupOf(kind) === 'decisions')).toBe(true);
  });

  test('stand with what came of them', () => {
    const founded = log.events.find(({ kind, week }) => kind === EVENT.founded && week === 12);
    const together = why(log, founded?.index ?? -1, decided);
    expect(together.facts).toContain(`The head of ${a} offers partnership to ${b}.`);
    expect(together.facts).toContain(`The head of ${b} wants to join ${a}.`);
    const gone = log.events.find(({ kind, a }) => kind === EVENT.left && a === 5);
    expect(why(log, gone?.index ?? -1, decided)).toMatchObject({
      rule: expect.stringContaining('decides to leave'),
      facts: [`${told[3].text}.`],
    });
    expect(why(log, told[3].index, decided).rule).toContain('in place of the model');
  });
});
