import { describe, expect, test } from 'vitest';
import { dateOf, momentOf, termOf } from '../analysis/dates.ts';
import { Replay } from '../analysis/replay.ts';
import { advance, checkScenario, digest, plainScenario, type Run, start } from '../sim/index.ts';
import { busyRun } from './support/runs.ts';

/** The digest of a straight run in each of its weeks. */
function digestsOf(run: Run): string[] {
  const found = [digest(run)];
  while (run.week < run.weeks) {
    advance(run, 1);
    found.push(digest(run));
  }
  return found;
}

/** The same weeks for every test run, in no order at all. */
function shuffled(weeks: number): number[] {
  const order = Array.from({ length: weeks + 1 }, (_, week) => week);
  let x = 7;
  for (let i = order.length - 1; i > 0; i--) {
    x = (x * 48271) % 2147483647;
    const j = x % (i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

const begin = () => busyRun();
const straight = digestsOf(begin());
const weeks = straight.length - 1;
const BYTES = begin().state.buffer.byteLength;

describe('a run whose weeks are visited', () => {
  test('stands in every week as the straight run does, in whatever order, to the last bit', () => {
    const replay = new Replay(begin);
    replay.goOn(weeks);
    expect(replay.done).toBe(true);
    expect(replay.every).toBe(13);
    for (const week of shuffled(weeks).slice(0, 60)) {
      const run = replay.at(week);
      expect(run.week).toBe(week);
      expect(digest(run)).toBe(straight[week]);
    }
    expect(digest(replay.run)).toBe(straight[weeks]);
    expect(replay.run.series).toEqual(replay.at(weeks).series);
  });

  test('may be visited while it still runs ahead, and comes to the same end', () => {
    const replay = new Replay(begin);
    for (const [i, week] of shuffled(weeks).slice(0, 60).entries()) {
      replay.goOn(i % 4);
      const within = week % (replay.reached + 1);
      expect(digest(replay.at(within))).toBe(straight[within]);
    }
    replay.goOn(weeks);
    expect(digest(replay.run)).toBe(straight[weeks]);
    expect(() => replay.at(weeks + 1)).toThrow(RangeError);
    expect(() => replay.at(1.5)).toThrow(RangeError);
  });

  test('keeps no more than its budget, and further apart where that is small', () => {
    for (const room of [2, 4]) {
      const replay = new Replay(begin, room * BYTES);
      replay.goOn(weeks);
      expect(replay.bytes).toBeLessThanOrEqual(room * BYTES);
      expect(replay.every % 13).toBe(0);
      for (const week of [weeks, 1, 40, replay.every, replay.every - 1, 0])
        expect(digest(replay.at(week))).toBe(straight[week]);
    }
  });
});

describe('a run that branches off', () => {
  /** The same run with choice of school set to `value` in `week`. */
  function changed(week: number, value: number): () => Run {
    const plain = plainScenario(begin().scenario);
    const timeline = [...((plain.timeline as unknown[] | undefined) ?? [])];
    timeline.push({ week, set: { market: { choice: value } } });
    const { scenario, problems } = checkScenario({ ...plain, timeline });
    if (scenario === null) throw new Error(JSON.stringify(problems));
    return () => start(scenario, { seed: begin().seed });
  }

  test('is the run of a scenario in which the change is dated', () => {
    for (const week of [30, 39]) {
      const trunk = new Replay(begin);
      trunk.goOn(weeks);
      const other = digestsOf(changed(week, 0.05)());
      expect(other[weeks]).not.toBe(straight[weeks]);
      const branch = trunk.branch(changed(week, 0.05), week);
      expect(branch.reached).toBe(week);
      branch.goOn(weeks);
      for (const visited of [weeks, week - 1, week, week + 1, week + 14, 0])
        expect(digest(branch.at(visited)), `week ${visited} of a branch at ${week}`).toBe(other[visited]);
      // and a branch of the branch
      const later = week + 20;
      const twig = branch.branch(changed(week, 0.05), later);
      twig.goOn(weeks);
      expect(digest(twig.run)).toBe(other[weeks]);
      expect(digest(twig.at(week + 3))).toBe(other[week + 3]);
      expect(digest(trunk.at(weeks))).toBe(straight[weeks]);
    }
  });

  test('may begin with the run itself', () => {
    const other = digestsOf(changed(0, 0.05)());
    const branch = new Replay(begin).branch(changed(0, 0.05), 0);
    branch.goOn(weeks);
    for (const week of [weeks, 0, 5]) expect(digest(branch.at(week))).toBe(other[week]);
  });
});

describe('dates', () => {
  test('count weeks from one, and years of 39 weeks in three terms', () => {
    expect(dateOf(0)).toBe('year 1, week 1');
    expect(dateOf(38)).toBe('year 1, week 39');
    expect(dateOf(39)).toBe('year 2, week 1');
    expect(momentOf(0)).toBe('At the start');
    expect(momentOf(1)).toBe('Year 1, term 1, after week 1');
    expect(momentOf(13)).toBe('Year 1, term 1, after week 13');
    expect(momentOf(14)).toBe('Year 1, term 2, after week 14');
    expect(momentOf(78)).toBe('Year 2, term 3, after week 39');
    expect(termOf(14)).toBe('year 1, term 2');
    expect(termOf(40)).toBe('year 2, term 1');
  });
});
