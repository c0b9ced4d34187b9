/**
 * Random small states for the second implementation of the rules: every column filled with values of its
 * declared range, every structure (ties, relations, collaboratives, memberships, contacts) sound, every group of
 * parameters at its defaults or anywhere in its range.
 */
import { Draw } from '../../sim/draw.ts';
import { agencyKinds } from '../../sim/governance/agencies.ts';
import { forms } from '../../sim/governance/forms.ts';
import { recall } from '../../sim/mechanisms/decisions.ts';
import { Model } from '../../sim/model.ts';
import { type GroupName, groups, type ParameterValues } from '../../sim/parameters.ts';
import { type Founding, founding, type Shock } from '../../sim/plan.ts';
import type { Scenario } from '../../sim/scenario.ts';
import { defaults, type Parameter, type Value } from '../../sim/schema.ts';
import {
  allocate,
  COUNTER,
  type ColumnName,
  columnNames,
  columns,
  contacts,
  copyState,
  FOUNDING_MODES,
  INSIDE,
  LIFE,
  MEMBERSHIPS,
  NEIGHBOURS,
  PARTNERS,
  ROLE,
  restoreState,
  type State,
  TIES,
} from '../../sim/state.ts';
import { Lot } from './lot.ts';
import { randomDecisions } from './random-decisions.ts';

/** One random state with the parameters, the week and the scenario it is tried under. */
export interface Case {
  readonly seed: number;
  readonly week: number;
  readonly model: Model;
  /** The state before the step, and the contacts in hand. */
  readonly before: ArrayBuffer;
  readonly rows: Rows;
  readonly inHand: number;
  /** How many of the contacts in hand, the first ones, are between schools. */
  readonly across: number;
}

type Rows = Record<string, Float32Array | Int32Array | Uint8Array>;

const YEARS = 4;
export const contactColumns = columnNames.filter((name) => columns[name].transient);

export function caseOf(seed: number): Case {
  const lot = new Lot(seed);
  const week = lot.integer(0, 120);
  const s = randomState(lot, week);
  const draw = new Draw(`reference ${seed}`);
  const model = new Model(s, randomParameters(lot), draw, randomScenario(lot, s, week));
  putAtThresholds(lot, s, model.parameters);
  const { inHand, across } = fillContacts(lot, s);
  return { seed, week, model, before: copyState(s), rows: copyContacts(s), inHand, across };
}

/** Puts the case's state and contacts back as they were. */
export function rewind(c: Case, onlyAcross: boolean): void {
  restoreState(c.model.state, c.before);
  for (const name of contactColumns) contacts[name as keyof typeof contacts].set(c.rows[name] as never);
  c.model.contacts = onlyAcross ? c.across : c.inHand;
  c.model.now = c.week;
  if (c.model.decided === null) return;
  recall(c.model.decided, c.week + 1);
  c.model.decided.left.set(c.model.decided.hours);
}

function copyContacts(s: State): Rows {
  return Object.fromEntries(contactColumns.map((name) => [name, s[name].slice()])) as Rows;
}

/** A state of its own with the same numbers: nothing the model does to the one is seen in the other. */
export function twin(s: State): State {
  const buffer = s.buffer.slice(0);
  const entries = columnNames.map((name) => {
    const from = s[name];
    const Kind = from.constructor as new (buffer: ArrayBufferLike, at: number, length: number) => unknown;
    return [
      name,
      columns[name].transient ? from.slice() : new Kind(buffer, from.byteOffset, from.length),
    ] as const;
  });
  return Object.freeze(Object.fromEntries([...entries, ['counts', s.counts], ['buffer', buffer]])) as State;
}

function randomParameters(lot: Lot): ParameterValues {
  const values: Record<string, Record<string, Value>> = {};
  for (const group of Object.keys(groups) as GroupName[]) {
    const { params } = groups[group];
    values[group] = { ...defaults(params) };
    if (lot.chance(0.3)) continue;
    for (const [name, parameter] of Object.entries(params) as [string, Parameter][]) {
      if (lot.chance(0.4)) values[group][name] = randomValue(lot, parameter);
    }
  }
  return values as unknown as ParameterValues;
}

function randomValue(lot: Lot, parameter: Parameter): Value {
  if (parameter.kind === 'flag') return lot.chance(0.5);
  if (parameter.kind === 'choice') return lot.pick(parameter.options);
  const { min, max, integer } = parameter;
  if (lot.chance(0.1)) return lot.chance(0.5) ? min : max;
  return integer ? lot.integer(min, max) : lot.number(min, max);
}

/** What the columns of a unit hold where their declaration sets no bounds. */
function openRange(unit: string, week: number): [number, number] {
  if (unit === 'week') return [Math.min(week, -39), week];
  if (unit === 'points') return [-20, 20];
  if (unit === 'standard deviations') return [-2.5, 2.5];
  if (unit === 'km') return [0, 20];
  if (unit === 'pupils') return [0, 60];
  if (unit === 'hours') return [-3, 6];
  return [0, 6];
}

function fillAtRandom(lot: Lot, s: State, week: number): void {
  for (const name of columnNames) {
    const { kind, min, max, unit, transient } = columns[name];
    if (transient) continue;
    const array = s[name];
    const [low, high] = openRange(unit, week);
    const from = Math.max(min, low);
    const to = Math.min(max, high);
    const whole = kind !== 'f32' && kind !== 'f64';
    for (let i = 0; i < array.length; i++) {
      // The ends of the range are where rules change their course.
      if (lot.chance(0.12)) array[i] = lot.chance(0.5) ? Math.max(from, 0) : to;
      else array[i] = whole ? lot.integer(Math.ceil(from), Math.floor(to)) : lot.number(from, to);
    }
  }
}

function randomState(lot: Lot, week: number): State {
  const schools = lot.integer(3, 5);
  const rooms: number[] = [];
  const posts: number[] = [];
  for (let a = 0; a < schools; a++) {
    // Now and then a school in which nobody can know everybody.
    posts.push(lot.chance(0.15) ? lot.integer(10, 13) : lot.integer(3, 5));
    rooms.push(posts[a] + lot.integer(0, 3));
  }
  const staff = rooms.reduce((sum, n) => sum + n, 0);
  const families = rooms.map(() => lot.integer(3, 8));
  const s = allocate({
    staff,
    schools,
    families: families.reduce((sum, n) => sum + n, 0),
    relations: lot.chance(0.3) ? lot.integer(2, 6) : lot.integer(8, 14),
    collaboratives: lot.integer(3, 6),
    innovations: lot.integer(0, 12),
    events: lot.integer(8, 40),
    contacts: lot.chance(0.2) ? lot.integer(16, 22) : lot.integer(40, 128),
  });
  fillAtRandom(lot, s, week);
  settleSchools(lot, s, rooms, posts);
  const isolated = lot.chance(0.2); // where relations come to be forgotten
  for (let a = 0; a < schools; a++) {
    for (let n = 0; n < posts[a]; n++) knowPeople(lot, s, s.schoolFirst[a] + n, week, isolated);
  }
  relate(lot, s);
  settleNeighbours(lot, s);
  settleFamilies(lot, s, families, week);
  settleAgencies(lot, s);
  collaborate(lot, s);
  for (let r = 0; r < s.relationA.length; r++) s.relationShared[r] = shared(s, r);
  s.counter[COUNTER.events] = lot.integer(0, s.counts.events);
  s.counter[COUNTER.innovations] = lot.integer(0, s.counts.innovations);
  return s;
}

function settleSchools(lot: Lot, s: State, rooms: number[], posts: number[]): void {
  s.schoolClosed.fill(0); // a closed school is told by its own tests
  s.tieTarget.fill(-1);
  for (const column of [s.tieTrust, s.tieStrength, s.tieSince, s.tieSuccesses, s.staffSchool]) column.fill(0);
  let first = 0;
  rooms.forEach((room, a) => {
    s.schoolId[a] = 100 + a;
    s.schoolFirst[a] = first;
    s.schoolPosts[a] = posts[a];
    for (let n = 0; n < room; n++) {
      s.staffSchool[first + n] = n < posts[a] ? a : 0;
      s.staffRole[first + n] = n === 0 ? ROLE.head : lot.integer(ROLE.senior, ROLE.support);
    }
    first += room;
    s.schoolLowAge[a] = lot.pick([4, 4, 7, 11]);
    s.schoolHighAge[a] = s.schoolLowAge[a] + lot.integer(0, 7);
    s.schoolScale[a] = lot.number(0.5, 8);
    s.schoolPupilsAStaff[a] = lot.number(5, 25);
    s.schoolDenomination[a] = lot.integer(0, 2);
    s.schoolPublished[a] = lot.chance(0.1) ? 100 : lot.number(90, 115);
    for (let k = 0; k < 3; k++) s.schoolCohort[a * 3 + k] = lot.chance(0.3) ? 0 : lot.integer(1, 5);
    for (let k = 0; k < 9; k++) s.schoolExpected[a * 9 + k] = lot.number(80, 120);
  });
  s.schoolFirst[rooms.length] = first;
}

/** Random ties of `i` in either half, the filled slots first. */
function knowPeople(lot: Lot, s: State, i: number, week: number, isolated: boolean): void {
  const colleagues: number[] = [];
  const others: number[] = [];
  for (let a = 0; a < s.schoolPosts.length; a++) {
    for (let j = s.schoolFirst[a]; j < s.schoolFirst[a] + s.schoolPosts[a]; j++) {
      if (j !== i) (a === s.staffSchool[i] ? colleagues : others).push(j);
    }
  }
  for (const [offset, people] of [
    [0, colleagues],
    [INSIDE, others],
  ] as const) {
    const most = isolated && offset === INSIDE ? lot.integer(0, 1) * lot.integer(0, 1) : INSIDE;
    const known = lot.shuffle(people).slice(0, lot.chance(0.3) ? most : lot.integer(0, most));
    known.forEach((j, n) => {
      const t = i * TIES + offset + n;
      s.tieTarget[t] = j;
      s.tieTrust[t] = lot.chance(0.1) ? lot.integer(0, 1) : lot.next();
      s.tieStrength[t] = lot.chance(0.2) ? 0 : lot.number(0, 2);
      s.tieSince[t] = lot.chance(0.3) ? week : lot.integer(-10, week);
      s.tieSuccesses[t] = lot.chance(0.1) ? 255 : lot.integer(0, 20);
    });
  }
}

/** Families stand in order of their means, one of each at least. */
function settleFamilies(lot: Lot, s: State, families: readonly number[], week: number): void {
  let first = 0;
  families.forEach((n, a) => {
    s.schoolFamilies[a] = first;
    const low = lot.integer(1, n - 2);
    const high = lot.integer(1, n - 1 - low);
    for (let at = 0; at < n; at++) {
      s.familyStratum[first + at] = at < low ? 0 : at < n - high ? 1 : 2;
      s.familyArrived[first + at] = week - lot.integer(0, 300);
    }
    first += n;
  });
  s.schoolFamilies[families.length] = first;
}

/** All schools are served by the agencies of one area. */
function settleAgencies(lot: Lot, s: State): void {
  s.schoolArea.fill(0);
  s.agencyKind.forEach((_, g) => {
    s.agencyKind[g] = g % agencyKinds.length;
    s.agencyHorizon[g] = lot.number(10, 160);
    s.agencyCaseload[g] = lot.number(0, 200);
  });
  s.liaisonSince.forEach((_, l) => {
    const head = s.staffArrived[s.schoolFirst[Math.floor(l / agencyKinds.length)]];
    if (lot.chance(0.7)) s.liaisonHead[l] = head;
    if (lot.chance(0.5)) return;
    s.liaisonSince[l] = -1;
    s.liaisonWork[l] = 0;
    s.liaisonBound[l] = 0;
  });
}

function relate(lot: Lot, s: State): void {
  const rows = s.relationA.length;
  const schools = s.schoolPosts.length;
  s.partnerRelation.fill(-1);
  const pairs: [number, number][] = [];
  for (let a = 0; a < schools; a++) for (let b = a + 1; b < schools; b++) pairs.push([a, b]);
  const chosen = lot.shuffle(pairs).slice(0, Math.min(rows, lot.integer(0, pairs.length)));
  const places = lot.shuffle(Array.from({ length: rows }, (_, r) => r));
  const filled = new Array<number>(schools).fill(0);
  for (const name of columnNames) {
    if (columns[name].entity !== 'relation') continue;
    for (const r of places.slice(chosen.length)) s[name][r] = 0;
  }
  for (const r of places.slice(chosen.length)) {
    s.relationA[r] = -1;
    s.relationB[r] = -1;
  }
  chosen.forEach(([a, b], n) => {
    const r = places[n];
    s.relationA[r] = a;
    s.relationB[r] = b;
    for (const school of [a, b]) s.partnerRelation[school * PARTNERS + filled[school]++] = r;
    const contacts = lot.chance(0.3) ? 0 : lot.integer(1, 30);
    s.relationContacts[r] = contacts;
    s.relationSuccesses[r] = lot.integer(0, contacts);
    s.relationJoint[r] = lot.integer(0, contacts);
    s.relationCandour[r] = lot.number(0, s.relationSuccesses[r]);
    if (lot.chance(0.3)) s.relationCompetition[r] *= 0.1;
  });
  s.counter[COUNTER.relations] = chosen.length;
}

/** Some relations stand just at what a stage asks for, or a little above or below it. */
function putAtThresholds(lot: Lot, s: State, { stages: p }: ParameterValues): void {
  const asked = [
    [s.relationContact, [p.associationContact, p.cooperationContact, p.collaborationContact]],
    [s.relationSharing, [p.cooperationSharing, p.collaborationSharing]],
    [s.relationTask, [p.collaborationTask]],
    [s.relationTrust, [p.cooperationTrust, p.collaborationTrust, p.collegialityTrust]],
    [s.relationDependence, [p.collegialityDependence]],
    [s.relationValues, [p.collegialityValues]],
    [s.relationResponsibility, [p.collegialityResponsibility]],
  ] as const;
  for (let r = 0; r < s.relationA.length; r++) {
    if (s.relationA[r] < 0 || lot.chance(0.5)) continue;
    // All at once, or no stage would hang on any of them.
    const part = lot.pick([1, p.hysteresis]);
    for (const [column, thresholds] of asked)
      column[r] = Math.min(1, Math.max(...thresholds) * part * lot.pick([1, 1.0005, 1.5]));
    const [column, thresholds] = lot.pick(asked);
    column[r] = Math.min(1, lot.pick(thresholds) * part * lot.pick([0.9995, 1, 1.0005]));
  }
}

/** Everybody is a neighbour of nearly everybody, nearest first. */
function settleNeighbours(lot: Lot, s: State): void {
  s.neighbourSchool.fill(-1);
  s.neighbourDistance.fill(0);
  s.neighbourOverlap.fill(0);
  const schools = s.schoolPosts.length;
  for (let a = 0; a < schools; a++) {
    const near = Array.from({ length: schools }, (_, b) => ({
      b,
      d: Math.sqrt((s.schoolX[a] - s.schoolX[b]) ** 2 + (s.schoolY[a] - s.schoolY[b]) ** 2),
    }))
      .filter(({ b }) => b !== a)
      .sort((p, q) => p.d - q.d || p.b - q.b)
      .slice(0, lot.chance(0.7) ? schools : lot.integer(0, schools));
    near.forEach(({ b, d }, n) => {
      s.neighbourSchool[a * NEIGHBOURS + n] = b;
      s.neighbourDistance[a * NEIGHBOURS + n] = d;
      s.neighbourOverlap[a * NEIGHBOURS + n] = lot.chance(0.25) ? 0 : lot.next();
    });
  }
}

function collaborate(lot: Lot, s: State): void {
  const rows = s.collaborativeLife.length;
  const schools = s.schoolPosts.length;
  s.membershipOf.fill(-1);
  for (let c = 0; c < rows; c++) {
    s.collaborativeForm[c] = lot.integer(0, forms.length - 1);
    s.collaborativeMode[c] = lot.integer(0, FOUNDING_MODES.length - 1);
    s.collaborativeLead[c] = lot.integer(0, schools - 1);
    s.collaborativeGoals[c] = lot.integer(1, 12);
    if (lot.chance(0.5)) s.collaborativeEnds[c] = -1;
    if (lot.chance(0.5)) s.collaborativeGrantEnds[c] = -1;
    else s.collaborativeGrantEnds[c] = lot.integer(0, 200);
    s.collaborativeContacts[c] = lot.chance(0.2) ? 0 : lot.integer(1, 30);
    s.collaborativeSuccesses[c] = lot.integer(0, s.collaborativeContacts[c]);
    if (lot.chance(0.3)) {
      s.collaborativeLife[c] = LIFE.none;
      s.collaborativeLead[c] = -1;
      s.collaborativeEnds[c] = -1;
      s.collaborativeGrantEnds[c] = -1;
    } else s.collaborativeLife[c] = lot.integer(LIFE.courting, LIFE.embedded);
  }
  for (let a = 0; a < schools; a++) {
    const alive = [...s.collaborativeLife.keys()].filter((c) => s.collaborativeLife[c] !== LIFE.none);
    const places = lot.shuffle([0, 1, 2, 3]);
    const most = Math.min(alive.length, lot.chance(0.2) ? MEMBERSHIPS : lot.integer(0, 2));
    lot
      .shuffle(alive)
      .slice(0, most)
      .forEach((c, n) => {
        s.membershipOf[a * MEMBERSHIPS + places[n]] = c;
      });
  }
  const members = Array.from(s.membershipOf);
  for (let m = 0; m < members.length; m++) {
    if (members[m] >= 0) continue;
    for (const name of columnNames) if (columns[name].entity === 'membership') s[name][m] = 0;
    s.membershipOf[m] = -1;
  }
  for (let a = 0; a < schools; a++) {
    s.schoolCollaboratives[a] = members
      .slice(a * MEMBERSHIPS, (a + 1) * MEMBERSHIPS)
      .filter((c) => c >= 0).length;
  }
  s.rosterMembership.fill(-1);
  let first = 0;
  for (let c = 0; c < rows; c++) {
    s.collaborativeFirst[c] = first;
    members.forEach((of, m) => {
      if (of === c) s.rosterMembership[first++] = m;
    });
    s.collaborativeMembers[c] = first - s.collaborativeFirst[c];
  }
  s.collaborativeFirst[rows] = first;
}

function shared(s: State, r: number): number {
  if (s.relationA[r] < 0) return 0;
  const of = (a: number) => [...s.membershipOf.slice(a * MEMBERSHIPS, (a + 1) * MEMBERSHIPS)];
  return of(s.relationA[r]).filter((c) => c >= 0 && of(s.relationB[r]).includes(c)).length;
}

/** Puts random contacts in hand, inside schools and between related ones; returns how many, those between schools first. */
function fillContacts(lot: Lot, s: State): { inHand: number; across: number } {
  for (const name of contactColumns) {
    const { min, max, kind } = columns[name];
    for (let c = 0; c < s[name].length; c++) {
      const high = Math.min(max, 6);
      s[name][c] = kind === 'f32' ? lot.number(min, high) : lot.integer(min, high);
    }
  }
  const related = [...s.relationA.keys()].filter((r) => s.relationA[r] >= 0);
  const person = (a: number) => s.schoolFirst[a] + lot.integer(0, s.schoolPosts[a] - 1);
  const count = lot.integer(0, Math.min(s.counts.contacts, 24));
  const outward = related.length === 0 ? 0 : lot.integer(0, count);
  for (let c = 0; c < count; c++) {
    const across = c < outward;
    const r = across ? lot.pick(related) : -1;
    const inside = lot.integer(0, s.schoolPosts.length - 1);
    const a = across ? (lot.chance(0.5) ? s.relationA[r] : s.relationB[r]) : inside;
    const b = across ? s.relationA[r] + s.relationB[r] - a : inside;
    const from = person(a);
    let to = person(b);
    if (to === from) to = s.schoolFirst[b] + ((to - s.schoolFirst[b] + 1) % s.schoolPosts[b]);
    s.contactFrom[c] = from;
    s.contactTo[c] = to;
    s.contactRelation[c] = r;
    s.contactTie[c] = tieOf(s, from, to);
    s.contactBack[c] = lot.chance(0.2) ? -1 : tieOf(s, to, from); // not yet recalled, as it may be
    s.contactKind[c] = across ? lot.integer(1, 6) : 0;
    const of = [...s.collaborativeLife.keys()].filter((x) => s.collaborativeLife[x] !== LIFE.none);
    s.contactMembership[c] = across && of.length > 0 && lot.chance(0.6) ? lot.pick(of) : -1;
    if (!across) {
      s.contactFacilitation[c] = 0;
      s.contactGuard[c] = 0;
      s.contactFormality[c] = 0;
    }
    s.contactSuccess[c] = lot.chance(0.7) ? 1 : 0;
  }
  return { inHand: count, across: outward };
}

function tieOf(s: State, i: number, j: number): number {
  for (let t = i * TIES; t < (i + 1) * TIES; t++) if (s.tieTarget[t] === j) return t;
  return -1;
}

function randomScenario(lot: Lot, s: State, week: number): Scenario {
  const ids = [...s.schoolId];
  const some = () => (lot.chance(0.5) ? [] : lot.shuffle(ids).slice(0, lot.integer(2, ids.length)));
  const foundings = Array.from({ length: lot.integer(0, 2) }, (_, n): Founding => {
    const values = Object.fromEntries(
      (Object.entries(founding) as [string, Parameter][]).map(([name, parameter]) => [
        name,
        lot.chance(0.5) ? parameter.default : randomValue(lot, parameter),
      ]),
    );
    const near = {
      week: lot.chance(0.8) ? week : week + 1,
      times: lot.integer(1, 3),
      size: lot.integer(2, 4),
    };
    return { ...values, ...near, name: `${n}`, members: some() } as unknown as Founding;
  });
  const shocks = Array.from({ length: lot.integer(0, 2) }, (): Shock => {
    const kind = lot.pick(['head leaves', 'special measures'] as const);
    const dated = { week: lot.chance(0.8) ? week : week + 1, kind, share: lot.next() };
    return { ...dated, severity: 0.5, weeks: 39, schools: some() };
  });
  const decisions = randomDecisions(lot, s, week);
  return { years: YEARS, timeline: [], foundings, shocks, decisions } as unknown as Scenario;
}

/** Whether two columns hold the same numbers, of floats to within `ulps` units in the last place; -0 counts as 0. */
export function firstDifference(
  name: ColumnName,
  one: ArrayLike<number>,
  other: ArrayLike<number>,
  ulps: number,
): number {
  const { kind } = columns[name];
  for (let i = 0; i < one.length; i++) {
    if (one[i] === other[i]) continue;
    if (ulps === 0 || (kind !== 'f32' && kind !== 'f64')) return i;
    const unit = (kind === 'f32' ? 2 ** -23 : 2 ** -52) * Math.max(Math.abs(one[i]), 2 ** -20);
    if (!(Math.abs(one[i] - other[i]) <= ulps * unit)) return i;
  }
  return -1;
}
