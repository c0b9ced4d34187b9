import { DISSOLVES, dissolve, leave, membershipIn, rebuildRoster } from '../collaboratives.ts';
import { forms } from '../governance/forms.ts';
import type { Decision } from '../plan.ts';
import { sharedMemberships } from '../relations.ts';
import { COUNTER, DECISIONS, EVENT, MEMBERSHIPS, RECORDS, ROLE, record, type State } from '../state.ts';

/**
 * Decisions that people take in place of the model. At the end of its term a head's decision about partners counts:
 * the offer goes to the school it names (B 12.2), the offer of the school to be joined is taken up, one that is declined
 * is not, and the head leaves what it shares with a school, as far as the form lets members leave. Share and guard stand
 * in for what the post holds back from other schools, 0 and 1 (B 13.1), and hours to be spent for whether it comes to
 * activities (B 8.6, 12.7), from their week until it decides otherwise.
 */
export const writes = [...DISSOLVES, ...RECORDS] as const;

type Kind = Decision['kind'];

/** A decision with places in the state for reference numbers: `to` is the other school, -1 for none named. */
interface Row {
  readonly week: number;
  readonly school: number;
  readonly post: number;
  readonly kind: Kind;
  readonly to: number;
  readonly hours: number;
}

/** The decisions of a run, and what they come to in the week under way. */
export interface Decided {
  /** In order of week; inside a week in an order that does not go by that of the scenario. */
  readonly rows: readonly Row[];
  /** By post: 0 for who shares, 1 for who guards, -1 for whoever does as the model has it. */
  readonly guard: Int8Array;
  /** By post: hours a week for work with other schools, -1 for what the model leaves. */
  readonly hours: Float64Array;
  /** What is left of them this week. */
  readonly left: Float64Array;
  /** By membership: 1 where the school is to leave. */
  readonly leaving: Uint8Array;
}

/** What comes first in a week: going back to one's own judgement before what is decided anew, parting before coming together. */
const ORDER: readonly Kind[] = [
  'leave',
  'decline',
  'offer',
  'join',
  'own judgement',
  'share',
  'guard',
  'spend time',
];

/** Looks up who decides what; null where nobody decides anything. Of two decisions on one matter in a week the later in the list stands. */
export function makeDecided(s: State, decisions: readonly Decision[]): Decided | null {
  if (decisions.length === 0) return null;
  const indexOf = new Map([...s.schoolId].map((id, a) => [id, a]));
  const rows: Row[] = [];
  for (const { week, school: id, post, kind, with: other, hours } of decisions) {
    const school = indexOf.get(id) ?? -1;
    const room = school < 0 ? 0 : s.schoolFirst[school + 1] - s.schoolFirst[school];
    if (post >= room) continue; // nobody can come to hold it
    const to = other === 0 ? -1 : (indexOf.get(other) ?? -1);
    const row = { week, school, post: s.schoolFirst[school] + post, kind, to, hours };
    for (let n = rows.length - 1; n >= 0; n--) if (replaces(row, rows[n])) rows.splice(n, 1);
    rows.push(row);
  }
  rows.sort(
    (p, q) =>
      p.week - q.week ||
      p.post - q.post ||
      ORDER.indexOf(p.kind) - ORDER.indexOf(q.kind) ||
      p.to - q.to ||
      p.hours - q.hours,
  );
  const staff = s.staffSchool.length;
  const decided = {
    rows,
    guard: new Int8Array(staff),
    hours: new Float64Array(staff),
    left: new Float64Array(staff),
    leaving: new Uint8Array(s.membershipOf.length),
  };
  recall(decided, 0);
  return decided;
}

/** Whether `later` takes the place of what the same post decided earlier in the same week. */
function replaces(later: Row, earlier: Row): boolean {
  if (later.post !== earlier.post || later.week !== earlier.week) return false;
  const { kind } = earlier;
  switch (later.kind) {
    case 'offer':
    case 'join':
    case 'spend time':
      return kind === later.kind;
    case 'share':
    case 'guard':
      return kind === 'share' || kind === 'guard';
    case 'own judgement':
      return kind === 'share' || kind === 'guard' || kind === 'spend time' || kind === later.kind;
    default: // parting
      if (kind === 'offer' || kind === 'join') return earlier.to >= 0 && isMeant(later, earlier.to);
      return kind === later.kind && later.to === earlier.to;
  }
}

/** Whether a decision to part is about school `a`. */
function isMeant({ to }: Row, a: number): boolean {
  return to < 0 || to === a;
}

/** Puts in force what was decided before `week`. */
export function recall(d: Decided, week: number): void {
  d.guard.fill(-1);
  d.hours.fill(-1);
  for (const row of d.rows) if (row.week < week) putInForce(d, row);
}

function putInForce(d: Decided, { kind, post, hours }: Row): void {
  if (kind === 'share') d.guard[post] = 0;
  if (kind === 'guard') d.guard[post] = 1;
  if (kind === 'spend time') d.hours[post] = hours < 0 ? -1 : hours;
  if (kind !== 'own judgement') return;
  d.guard[post] = -1;
  d.hours[post] = -1;
}

/** Each week: what is decided about guarding and time begins, and all have the hours of the week before them. */
export function take(s: State, d: Decided, week: number): void {
  for (const row of d.rows) {
    if (row.week !== week || ORDER.indexOf(row.kind) < ORDER.indexOf('own judgement')) continue;
    putInForce(d, row);
    if (row.post < s.schoolFirst[row.school] + s.schoolPosts[row.school]) note(s, row, week);
  }
  d.left.set(d.hours);
}

const TERM = 13;

/** Whether the decision is of the term that ends with `week`. */
function isDue(row: Row, week: number): boolean {
  return row.week <= week && row.week > week - TERM;
}

/**
 * What the head of `b` has decided about `a` in the term that ends with `week`: 1 to join it, -1 to decline or to leave
 * it, 0 nothing. The latest stands.
 */
export function said(d: Decided, week: number, b: number, a: number): number {
  let found = 0;
  for (const row of d.rows) {
    if (row.school !== b || !isDue(row, week)) continue;
    if (row.kind === 'join') found = row.to === a ? 1 : Math.min(found, 0);
    else if (row.kind === 'offer' && row.to === a) found = Math.max(found, 0);
    else if ((row.kind === 'decline' || row.kind === 'leave') && isMeant(row, a)) found = -1;
  }
  return found;
}

/** Each term, after the review: schools leave what they share with those they want to leave, all of them at once. */
export function part(s: State, d: Decided, week: number): void {
  d.leaving.fill(0);
  let any = false;
  for (const row of d.rows) {
    if (row.kind !== 'leave' || !isDue(row, week)) continue;
    let leaves = false;
    for (let m = row.school * MEMBERSHIPS; m < (row.school + 1) * MEMBERSHIPS; m++) {
      const c = s.membershipOf[m];
      if (c < 0 || !forms[s.collaborativeForm[c]].exit) continue;
      if (row.to >= 0 && membershipIn(s, row.to, c) < 0) continue;
      d.leaving[m] = 1;
      leaves = true;
    }
    if (leaves) note(s, row, week);
    any ||= leaves;
  }
  if (!any) return;
  for (let m = 0; m < d.leaving.length; m++) {
    const c = s.membershipOf[m];
    if (d.leaving[m] === 0 || c < 0) continue; // or it has fallen apart by then
    leave(s, m, week);
    if (s.collaborativeMembers[c] < 2) dissolve(s, c, week);
  }
  rebuildRoster(s);
}

/**
 * Each term: changes `offer`, the school each head would go to, to what heads have decided. To join a school is to go to
 * it as well, unless the head has decided to offer itself to another.
 */
export function approach(s: State, d: Decided, week: number, offer: Int32Array): void {
  for (let a = 0; a < offer.length; a++) if (offer[a] >= 0 && said(d, week, a, offer[a]) < 0) offer[a] = -1;
  for (const row of d.rows) {
    const { kind, school, to } = row;
    const joins = kind === 'join' && isDue(row, week) && said(d, week, school, to) > 0;
    if (joins && mayGo(s, school, to)) offer[school] = to;
  }
  for (const row of d.rows) {
    const { kind, school, to } = row;
    if (kind !== 'offer' || !isDue(row, week)) continue;
    if (to < 0) offer[school] = -1;
    else if (said(d, week, school, to) >= 0 && mayGo(s, school, to)) offer[school] = to;
  }
}

/** Whether the head of `a` can offer partnership to `b`: there is one, with room for another membership, and none is shared yet. */
function mayGo(s: State, a: number, b: number): boolean {
  const open = s.schoolClosed[a] === 0 && s.schoolClosed[b] === 0;
  const looking = s.staffRole[s.schoolFirst[a]] === ROLE.head && s.schoolCollaboratives[a] < MEMBERSHIPS;
  return open && looking && sharedMemberships(s, a, b) === 0;
}

/** Records which decisions about partners have counted, once offers have been made and answered. */
export function recordAnswers(
  s: State,
  d: Decided,
  week: number,
  offer: Int32Array,
  accepted: Int32Array,
): void {
  for (const row of d.rows) {
    const { kind, school, to } = row;
    if (!isDue(row, week) || s.schoolClosed[school] === 1) continue;
    if (kind === 'offer' && offer[school] === to) note(s, row, week);
    if (kind === 'join' && (offer[school] === to || accepted[school] === to)) note(s, row, week);
    if (kind !== 'decline') continue;
    const isRefused = (to: number, a: number) =>
      to === school && isMeant(row, a) && said(d, week, school, a) < 0;
    if (offer.some(isRefused)) note(s, row, week);
  }
}

/** Records that a school's staff have decided: one record for all who decide the same in a week. */
function note(s: State, { school, to, kind }: Row, week: number): void {
  const value = DECISIONS.indexOf(kind);
  for (let e = s.counter[COUNTER.events] - 1; e >= 0 && s.eventWeek[e] === week; e--) {
    const same = s.eventA[e] === school && s.eventB[e] === to && s.eventValue[e] === value;
    if (same && s.eventKind[e] === EVENT.decided) return;
  }
  record(s, week, EVENT.decided, school, to, value);
}
