/** What of a network is pointed at or chosen: a school, a relation of two, or a collaborative. */
import { formatNumber } from '../../analysis/format.ts';
import { formNames, STAGES } from '../../sim/index.ts';
import { gradeOf, lackingIn, pupilsOf } from '../state/schools.ts';
import type { Frame, Place } from '../worker/contract.ts';
import { membersOf } from './members.ts';

/** Schools by their index in `Place`, collaboratives by theirs in `Frame.forms`; of a relation, `a < b`. */
export type Selection =
  | { kind: 'school'; school: number }
  | { kind: 'relation'; a: number; b: number }
  | { kind: 'collaborative'; collaborative: number };

export function relationOf(a: number, b: number): Selection {
  return { kind: 'relation', a: Math.min(a, b), b: Math.max(a, b) };
}

export function sameSelection(p: Selection | null, q: Selection | null): boolean {
  if (p === null || q === null) return p === q;
  if (p.kind === 'school') return q.kind === 'school' && q.school === p.school;
  if (p.kind === 'relation') return q.kind === 'relation' && q.a === p.a && q.b === p.b;
  return q.kind === 'collaborative' && q.collaborative === p.collaborative;
}

/** The row of a frame that holds the relation of two schools, -1 where they have none. */
export function rowOf({ a, b }: Frame, p: number, q: number): number {
  for (let r = 0; r < a.length; r++) {
    if ((a[r] === p && b[r] === q) || (a[r] === q && b[r] === p)) return r;
  }
  return -1;
}

/** Rows of the relations of a school whose stage is shown, the furthest grown first. */
export function rowsOf(frame: Frame, school: number, stages: readonly boolean[]): number[] {
  const rows: number[] = [];
  for (let r = 0; r < frame.a.length; r++) {
    if ((frame.a[r] === school || frame.b[r] === school) && stages[frame.stage[r]]) rows.push(r);
  }
  return rows.sort(
    (p, q) => frame.stage[q] - frame.stage[p] || frame.trust[q] - frame.trust[p] || frame.a[p] - frame.a[q],
  );
}

/** In one sentence, as it is read aloud. */
export function sayOf(selection: Selection, place: Place, frame: Frame): string {
  if (selection.kind === 'school') return saySchool(selection.school, place, frame);
  if (selection.kind === 'relation') return sayRelation(selection.a, selection.b, place, frame);
  return sayCollaborative(selection.collaborative, place, frame);
}

function saySchool(school: number, { names }: Place, frame: Frame): string {
  const name = names[school] ?? '';
  if (frame.closed[school] === 1) return `${name}, closed.`;
  const counts = STAGES.map(() => 0);
  for (const r of rowsOf(
    frame,
    school,
    STAGES.map((_, i) => i > 0),
  ))
    counts[frame.stage[r]]++;
  const relations = STAGES.flatMap((stage, i) => (counts[i] > 0 ? [`${counts[i]} in ${stage}`] : []));
  const said = relations.length === 0 ? 'no relations' : `relations: ${relations.reverse().join(', ')}`;
  return `${name}, ${pupilsOf(frame, school)} pupils, grade ${gradeOf(frame, school)}; ${said}.`;
}

function sayRelation(a: number, b: number, { names }: Place, frame: Frame): string {
  const row = rowOf(frame, a, b);
  const pair = `${names[a] ?? ''} and ${names[b] ?? ''}`;
  if (row < 0) return `${pair}: no relation at this time.`;
  const stage = frame.stage[row];
  const trust = formatNumber(frame.trust[row], 2);
  return `${pair}: ${STAGES[stage]}, trust ${trust}; lacks for the next stage: ${lackingIn(frame.lacks[row], stage)}.`;
}

const MOST_NAMED = 6;

function sayCollaborative(collaborative: number, { names }: Place, frame: Frame): string {
  const members = membersOf(frame).get(collaborative) ?? [];
  if (members.length === 0) return 'A collaborative without members at this time.';
  const named = members.slice(0, MOST_NAMED).map((school) => names[school]);
  const more = members.length > MOST_NAMED ? ` and ${members.length - MOST_NAMED} more` : '';
  return `Collaborative, ${formNames[frame.forms[collaborative]]}, ${members.length} schools: ${named.join(', ')}${more}.`;
}
