/** What a key makes the selection of a network. */
import type { Frame } from '../worker/contract.ts';
import { membersOf, type Positions } from './members.ts';
import { schoolTowards } from './pick.ts';
import { relationOf, rowOf, rowsOf, type Selection } from './selection.ts';

export interface Held {
  at: Positions;
  frame: Frame;
  stages: readonly boolean[];
  collaboratives: boolean;
  selection: Selection | null;
  /** The school from which relations and collaboratives are gone through. */
  from: number | null;
}

/** What a key leads to, and from which school on; undefined where the key means nothing. */
export interface Step {
  selection: Selection | null;
  from: number | null;
}

export function stepOf(
  key: string,
  shift: boolean,
  arrow: readonly [number, number] | undefined,
  held: Held,
): Step | undefined {
  if (arrow !== undefined) return toSchool(arrow, held);
  const turn = shift ? -1 : 1;
  if (key === 'r' || key === 'R') return throughRelations(turn, held);
  if (key === 'c' || key === 'C') return throughCollaboratives(turn, held);
  if (key === 'o' || key === 'O') return across(held);
  if (key === 'Escape') return back(held);
  return undefined;
}

/** The school in which keys stand: the one chosen, an end of the relation, a member of the collaborative. */
export function standing({
  selection,
  from,
  frame,
}: Pick<Held, 'selection' | 'from' | 'frame'>): number | null {
  if (selection === null) return null;
  if (selection.kind === 'school') return selection.school;
  if (selection.kind === 'relation') return from === selection.a || from === selection.b ? from : selection.a;
  const members = membersOf(frame).get(selection.collaborative) ?? [];
  return from !== null && members.includes(from) ? from : (members[0] ?? null);
}

const school = (index: number): Step => ({ selection: { kind: 'school', school: index }, from: index });

function toSchool([dx, dy]: readonly [number, number], held: Held): Step | undefined {
  if (held.at.x.length === 0) return undefined;
  const from = standing(held);
  return school(from === null ? 0 : schoolTowards(held.at, from, dx, dy));
}

function throughRelations(turn: number, held: Held): Step | undefined {
  const { frame, stages, selection } = held;
  const from = standing(held);
  if (from === null) return undefined;
  const rows = rowsOf(frame, from, stages);
  if (rows.length === 0) return undefined;
  const now = selection?.kind === 'relation' ? rows.indexOf(rowOf(frame, selection.a, selection.b)) : -1;
  const next = rows[turned(now, turn, rows.length)];
  return { selection: relationOf(frame.a[next], frame.b[next]), from };
}

/** Those of the school stood in; of all schools where none is chosen or it has none. */
function throughCollaboratives(turn: number, held: Held): Step | undefined {
  const { frame, selection, collaboratives } = held;
  if (!collaboratives) return undefined;
  const from = standing(held);
  const all = [...membersOf(frame)].filter(([, list]) => list.length >= 2).sort(([p], [q]) => p - q);
  const own = from === null ? [] : all.filter(([, list]) => list.includes(from));
  const some = (own.length > 0 ? own : all).map(([c]) => c);
  if (some.length === 0) return undefined;
  const now = selection?.kind === 'collaborative' ? some.indexOf(selection.collaborative) : -1;
  const collaborative = some[turned(now, turn, some.length)];
  return { selection: { kind: 'collaborative', collaborative }, from: own.length > 0 ? from : null };
}

/** One further or back, from the end to the beginning; the first step forward is the first, backward the last. */
function turned(now: number, turn: number, length: number): number {
  return now < 0 ? (turn > 0 ? 0 : length - 1) : (now + turn + length) % length;
}

function across(held: Held): Step | undefined {
  const { selection } = held;
  if (selection?.kind !== 'relation') return undefined;
  return school(standing(held) === selection.a ? selection.b : selection.a);
}

function back(held: Held): Step {
  const from = held.selection?.kind === 'school' ? null : standing(held);
  return from === null ? { selection: null, from: null } : school(from);
}
