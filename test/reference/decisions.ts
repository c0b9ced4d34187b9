import { recall, writes } from '../../sim/mechanisms/decisions.ts';
import type { Decision } from '../../sim/plan.ts';
import { DECISIONS, EVENT, MEMBERSHIPS, RECORDS, ROLE } from '../../sim/state.ts';
import { type Rule, step, stepOf } from './rule.ts';
import { dissolve, leave, relist } from './structures.ts';
import type { Person, School, World } from './world.ts';

const schoolOf = (w: World, id: number): School | undefined => w.schools.find((a) => a.id === id);

/** Whether the decision to part is about the school of this number, or would be of everybody. */
const isAbout = (one: Decision, id: number) => one.with === 0 || one.with === id;

/** What the decision is about, so that of two about the same in one week the one further down the list stands. */
function mattersOf(one: Decision): string[] {
  const { kind } = one;
  if (kind === 'share' || kind === 'guard') return ['guarding'];
  if (kind === 'spend time') return ['time'];
  if (kind === 'own judgement') return ['guarding', 'time'];
  return [kind === 'offer' || kind === 'join' ? kind : `${kind} ${one.with}`];
}

function isOverruled(one: Decision, by: Decision): boolean {
  if (by.week !== one.week || by.school !== one.school || by.post !== one.post) return false;
  const parts = by.kind === 'decline' || by.kind === 'leave';
  if (parts && (one.kind === 'offer' || one.kind === 'join')) return one.with > 0 && isAbout(by, one.with);
  const left = mattersOf(one).filter((matter) => !mattersOf(by).includes(matter));
  return one.kind === 'own judgement' ? by.kind === one.kind : left.length === 0;
}

/** Decisions that stand, in order of week, school, post and, so that all have an order, kind and partner. */
function standing(w: World): Decision[] {
  const order = ['leave', 'decline', 'offer', 'join', 'own judgement', 'share', 'guard', 'spend time'];
  const place = (id: number) => schoolOf(w, id)?.index ?? -1;
  return w.decisions
    .filter((one, n) => !w.decisions.slice(n + 1).some((by) => isOverruled(one, by)))
    .sort(
      (p, q) =>
        p.week - q.week ||
        place(p.school) - place(q.school) ||
        p.post - q.post ||
        order.indexOf(p.kind) - order.indexOf(q.kind) ||
        place(p.with) - place(q.with),
    );
}

/** Those of the term that ends with this week, of the head of `a`. */
function ofHead(w: World, a: School): Decision[] {
  return standing(w).filter((one) => one.school === a.id && one.week <= w.week && one.week > w.week - 13);
}

/** What the post has decided last on a matter. */
function lastOf(w: World, i: Person, matter: string): Decision | undefined {
  const a = w.schools.find(({ first, index }) => i.index >= first && i.index < w.s.schoolFirst[index + 1]);
  return standing(w)
    .filter((one) => one.week <= w.week && one.school === a?.id && one.post === i.index - (a?.first ?? 0))
    .filter((one) => mattersOf(one).includes(matter))
    .at(-1);
}

/** How far somebody has decided to guard: 0 or 1, or as the model has it. */
export function guardDecided(w: World, i: Person): number | undefined {
  const kind = lastOf(w, i, 'guarding')?.kind;
  return kind === 'share' ? 0 : kind === 'guard' ? 1 : undefined;
}

/** Hours a week that somebody has decided to give, or as the model has it. */
export function hoursDecided(w: World, i: Person): number | undefined {
  const one = lastOf(w, i, 'time');
  return one?.kind === 'spend time' && one.hours >= 0 ? one.hours : undefined;
}

/** What the head of `b` has decided about `a`. */
export function saidOf(w: World, b: School, a: School): 'join' | 'part' | undefined {
  let said: 'join' | 'part' | undefined;
  for (const one of ofHead(w, b)) {
    if (one.kind === 'join' && one.with === a.id) said = 'join';
    else if (one.kind === 'join' && said === 'join') said = undefined;
    if (one.kind === 'offer' && one.with === a.id && said === 'part') said = undefined;
    if ((one.kind === 'decline' || one.kind === 'leave') && isAbout(one, a.id)) said = 'part';
  }
  return said;
}

/** Changes the offers that heads would make to those they have decided on. */
export function approach(w: World, offers: Map<School, School>): void {
  for (const [a, b] of [...offers]) if (saidOf(w, a, b) === 'part') offers.delete(a);
  for (const a of w.schools) {
    const canGo = (b: School) =>
      w.headOf(a).role === ROLE.head && a.collaboratives < MEMBERSHIPS && w.sharedBy(a, b).length === 0;
    const joined = w.schools.find((b) => saidOf(w, a, b) === 'join');
    if (joined !== undefined && canGo(joined)) offers.set(a, joined);
    for (const one of ofHead(w, a).filter(({ kind }) => kind === 'offer')) {
      const b = schoolOf(w, one.with);
      if (b === undefined) offers.delete(a);
      else if (saidOf(w, a, b) !== 'part' && canGo(b)) offers.set(a, b);
    }
  }
}

/** Records the decisions that offers and answers have gone by. */
export function recordAnswers(w: World, offers: Map<School, School>, accepted: Map<School, School>): void {
  const due = w.schools.flatMap((a) => ofHead(w, a)).sort((p, q) => p.week - q.week);
  for (const one of due) {
    const a = schoolOf(w, one.school);
    if (a === undefined) continue;
    const to = offers.get(a)?.id ?? 0;
    if (one.kind === 'offer' && to === one.with) note(w, one);
    if (one.kind === 'join' && (to === one.with || accepted.get(a)?.id === one.with)) note(w, one);
    const suitors = [...offers].filter(([b, to]) => to === a && isAbout(one, b.id));
    if (one.kind === 'decline' && suitors.some(([b]) => saidOf(w, a, b) === 'part')) note(w, one);
  }
}

/** One record of all in a school who decide the same in a week. */
function note(w: World, one: Decision): void {
  const a = schoolOf(w, one.school)?.index ?? -1;
  const b = schoolOf(w, one.with)?.index ?? -1;
  const value = DECISIONS.indexOf(one.kind);
  // What was recorded this week is at the end; before it lies what earlier weeks left.
  const kept = w.happenings.slice(0, w.counter[2]);
  const before = kept.findLastIndex(({ week }) => week !== w.week);
  const known = kept
    .slice(before + 1)
    .some((e) => e.kind === EVENT.decided && e.a === a && e.b === b && e.value === value);
  if (!known) w.record(EVENT.decided, a, b, value);
}

function take(w: World): unknown {
  for (const one of standing(w)) {
    const a = schoolOf(w, one.school);
    const atOnce = mattersOf(one).some((matter) => matter === 'guarding' || matter === 'time');
    if (atOnce && one.week === w.week && a !== undefined && one.post < a.posts) note(w, one);
  }
  return {
    guard: w.posts.map((i) => guardDecided(w, i) ?? -1),
    hours: w.posts.map((i) => hoursDecided(w, i) ?? -1),
    left: w.posts.map((i) => hoursDecided(w, i) ?? -1),
  };
}

function part(w: World): void {
  const wanted = w.schools.flatMap((a) =>
    ofHead(w, a)
      .filter(({ kind }) => kind === 'leave')
      .map((one) => ({ a, one })),
  );
  const leaving = wanted.flatMap(({ a, one }) => {
    const other = schoolOf(w, one.with);
    const places = w.membershipsOf(a).filter((m) => {
      const c = w.collaborativeRows[m.of];
      return w.formOf(c).exit && (other === undefined || w.sharedBy(a, other).includes(c));
    });
    return places.map((m) => ({ m, one }));
  });
  const gone = [...new Set(leaving.map(({ one }) => one))].sort((p, q) => p.week - q.week);
  for (const one of gone) note(w, one);
  for (const m of w.membershipRows) {
    if (m.of < 0 || !leaving.some((one) => one.m === m)) continue;
    const c = w.collaborativeRows[m.of];
    leave(w, m);
    if (c.members < 2) dissolve(w, c);
  }
  if (leaving.length > 0) relist(w);
}

export const rules: Rule[] = [
  {
    name: 'decisions',
    writes: RECORDS,
    real: (m, week) => {
      const { decided } = m;
      if (decided === null) return null;
      recall(decided, week);
      stepOf('decisions')(m, week);
      return { guard: [...decided.guard], hours: [...decided.hours], left: [...decided.left] };
    },
    naive: (w) => (w.decisions.length === 0 ? null : take(w)),
  },
  step('decisions: leave', writes, part),
];
