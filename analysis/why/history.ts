import { EVENT } from '../../sim/index.ts';
import type { Subject } from '../inspect/inspect.ts';
import type { Chronicle, Occurrence } from './chronicle.ts';

/** Which events are about what somebody looks at, and what an event is about. */

export const GROUPS = {
  stages: [EVENT.stageRose, EVENT.stageFell],
  collaboratives: [
    EVENT.founded,
    EVENT.joined,
    EVENT.left,
    EVENT.dissolved,
    EVENT.embedded,
    EVENT.grantEnded,
    EVENT.formChanged,
  ],
  schools: [
    EVENT.headLeft,
    EVENT.inspected,
    EVENT.specialMeasures,
    EVENT.outOfSpecialMeasures,
    EVENT.closed,
    EVENT.fire,
    EVENT.fundingCut,
  ],
  decisions: [EVENT.decided],
  policy: [EVENT.policyChanged],
} as const satisfies Record<string, readonly number[]>;

export type Group = keyof typeof GROUPS;

export function groupOf(kind: number): Group {
  const found = (Object.keys(GROUPS) as Group[]).find((group) =>
    (GROUPS[group] as readonly number[]).includes(kind),
  );
  return found ?? 'policy';
}

/** Number of the collaborative that holds `row` after `week` weeks; 0 where none does. */
export function numberAt({ collaboratives }: Chronicle, row: number, week: number): number {
  const found = collaboratives.findLast(
    (one) =>
      one?.row === row &&
      (one.founded < week || one.founded === 0) &&
      (one.ended === null || one.ended >= week),
  );
  return found?.number ?? 0;
}

/** Whether an event is about `subject`, as it is looked at after `week` weeks. Persons have no records of their own. */
export function concerns(
  chronicle: Chronicle,
  subject: Subject,
  week: number,
): (event: Occurrence) => boolean {
  switch (subject.kind) {
    case 'school':
      return ({ a, other }) => a === subject.school || other === subject.school;
    case 'relation':
      return ({ a, other }) =>
        (a === subject.a && other === subject.b) || (a === subject.b && other === subject.a);
    case 'collaborative': {
      const number = numberAt(chronicle, subject.collaborative, week);
      return (event) => number > 0 && event.number === number;
    }
    case 'person':
      return () => false;
  }
}

/** What can be looked into of an event; null where it concerns all. */
export function subjectOf(
  { collaboratives }: Chronicle,
  { kind, a, other, number }: Occurrence,
): Subject | null {
  // Who decides about another school need not be related to it yet.
  if (other >= 0 && kind !== EVENT.decided) return { kind: 'relation', a, b: other };
  if (a >= 0) return { kind: 'school', school: a };
  const row = collaboratives[number]?.row;
  return row === undefined ? null : { kind: 'collaborative', collaborative: row };
}
