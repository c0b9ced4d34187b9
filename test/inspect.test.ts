import { describe, expect, test } from 'vitest';
import { inspect, type Subject } from '../analysis/inspect/inspect.ts';
import { Replay } from '../analysis/replay.ts';
import { chronicleOf } from '../analysis/why/chronicle.ts';
import { concerns, numberAt, subjectOf } from '../analysis/why/history.ts';
import { digest, LIFE, lacks, MEMBERSHIPS } from '../sim/index.ts';
import { busyRun } from './support/runs.ts';

const replay = new Replay(() => busyRun('look', { shocks: [{ week: 70, kind: 'closure', share: 0.15 }] }));
replay.goOn(replay.weeks);
const chronicle = chronicleOf(replay.run);
const look = (week: number, subject: Subject) => inspect(replay.at(week), chronicle, subject);

/** All subjects that a week holds. */
function subjects(week: number): Subject[] {
  const { state } = replay.at(week);
  const rows = Array.from(state.relationA.keys()).filter((r) => state.relationA[r] >= 0);
  const bonds = Array.from(state.collaborativeLife.keys()).filter(
    (c) => state.collaborativeLife[c] !== LIFE.none,
  );
  return [
    ...Array.from(state.schoolPosts, (_, school): Subject => ({ kind: 'school', school })),
    ...rows.map((r): Subject => ({ kind: 'relation', a: state.relationA[r], b: state.relationB[r] })),
    ...bonds.map((collaborative): Subject => ({ kind: 'collaborative', collaborative })),
    ...Array.from(state.schoolFirst.subarray(0, 14), (post): Subject => ({ kind: 'person', post })),
  ];
}

describe('what is looked into', () => {
  test('is told of everything there is, in words, and changes nothing', () => {
    for (const week of [0, 20, 80, replay.weeks]) {
      const before = digest(replay.at(week));
      let empty = 0;
      for (const subject of subjects(week)) {
        const found = look(week, subject);
        if (found === null) {
          // A post of a school that has closed is nobody's.
          expect(subject.kind).toBe('person');
          empty++;
          continue;
        }
        expect(found.week).toBe(week);
        expect(JSON.stringify(found)).not.toMatch(/undefined|NaN|collaborative 0/);
        for (const { rows } of found.listings)
          for (const row of rows) if (row.subject !== null) expect(look(week, row.subject)).not.toBeNull();
      }
      expect(empty).toBe(replay.at(week).state.schoolClosed.reduce((sum, one) => sum + one, 0));
      expect(digest(replay.at(week))).toBe(before);
    }
  });

  test('of a relation: what it lacks for the next stage and by how much', () => {
    const { state, parameters } = replay.at(80);
    let lacking = 0;
    for (let r = 0; r < state.relationA.length; r++) {
      if (state.relationA[r] < 0) continue;
      const found = look(80, { kind: 'relation', a: state.relationA[r], b: state.relationB[r] });
      const short = found?.listings[0].rows.filter(({ cells }) => cells[3] !== 'nothing') ?? [];
      expect(short.length).toBe(lacks(state, parameters.stages, r, 80).length);
      lacking += short.length;
    }
    expect(lacking).toBeGreaterThan(10);
  });

  test('of a collaborative: its members; its number is the same in every week', () => {
    const { state } = replay.at(80);
    const rows = Array.from(state.collaborativeLife.keys()).filter(
      (c) => state.collaborativeLife[c] !== LIFE.none,
    );
    for (const c of rows) {
      const found = look(80, { kind: 'collaborative', collaborative: c });
      const members = Array.from(state.membershipOf.keys()).filter((m) => state.membershipOf[m] === c);
      expect(found?.listings[0].rows.map(({ subject }) => subject)).toEqual(
        members.map((m) => ({ kind: 'school', school: Math.floor(m / MEMBERSHIPS) })),
      );
      expect(found?.number).toBe(numberAt(chronicle, c, 80));
      expect(found?.number).toBeGreaterThan(0);
    }
  });

  test('is nothing where there is nothing', () => {
    expect(look(10, { kind: 'school', school: 99 })).toBeNull();
    expect(look(10, { kind: 'collaborative', collaborative: 9999 })).toBeNull();
    expect(look(10, { kind: 'person', post: -1 })).toBeNull();
    expect(look(10, { kind: 'relation', a: 1, b: 1 })).toBeNull();
  });

  test('has as its history the events about it', () => {
    for (const event of chronicle.events) {
      const subject = subjectOf(chronicle, event);
      if (subject === null) continue;
      expect(concerns(chronicle, subject, event.week)(event) || subject.kind === 'collaborative').toBe(true);
    }
    const school = chronicle.events.filter(concerns(chronicle, { kind: 'school', school: 3 }, 50));
    expect(school.length).toBeGreaterThan(3);
    expect(school.every(({ a, other }) => a === 3 || other === 3)).toBe(true);
  });
});
