import { type Draw, STREAM } from '../draw.ts';
import { forms } from '../governance/forms.ts';
import { clamp } from '../math/index.ts';
import { number, type Values } from '../schema.ts';
import { appoint, type Make, movePerson, STAFFS } from '../staff.ts';
import { COUNTER, EVENT, EXPERTISE, MEMBERSHIPS, RECORDS, ROLE, record, type State } from '../state.ts';
import { clearTies, retarget } from '../ties.ts';

/**
 * Turnover (B 5.2.10). At the turn of the year staff and heads leave, more under overload and in special
 * measures; newcomers bring their own views and expertise and no ties. A head who leaves takes the informal
 * network along; formality keeps what is written down. Posts follow the roll.
 * Of those about to leave, a stake in the whole keeps some (G).
 */
export const params = {
  staff: number({
    default: 0.1,
    min: 0,
    max: 1,
    unit: 'share a year',
    doc: 'Staff who leave in a year at rest.',
    source: 'model description 4, after B 5.2.10',
  }),
  heads: number({
    default: 0.12,
    min: 0,
    max: 1,
    unit: 'share a year',
    doc: 'Heads who leave in a year at rest.',
    source: 'model description 4, after B 5.2.10',
  }),
  overload: number({
    default: 0.3,
    min: 0,
    max: 2,
    unit: 'share a year',
    doc: 'What full overload adds.',
    source: 'assumption, after B 8.6',
  }),
  specialMeasures: number({
    default: 0.08,
    min: 0,
    max: 1,
    unit: 'share a year',
    doc: 'What special measures add.',
    source: 'assumption, after B 11.5',
  }),
  climate: number({
    default: 0.1,
    min: 0,
    max: 1,
    unit: 'share a year',
    doc: 'What a climate without any trust adds.',
    source: 'assumption, after B 11.4',
  }),
  anomie: number({
    default: 0.2,
    min: 0,
    max: 2,
    unit: 'share a year',
    doc: 'What anomie beyond the usual adds, for each unit of it.',
    source: 'assumption, after B 4.2',
  }),
  fatalism: number({
    default: 0.1,
    min: 0,
    max: 2,
    unit: 'share a year',
    doc: 'What fatalism beyond the usual adds, for each unit of it.',
    source: 'assumption, after B 4.2',
  }),
  pick: number({
    default: 0.16,
    min: 0,
    max: 0.3,
    unit: 'expertise a standard deviation',
    doc: 'How much more newcomers know at a school that stands one standard deviation higher, at full weight of league tables.',
    source: 'assumption, after B 2.4',
  }),
  keptByContract: number({
    default: 0.85,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Commitment that full formality keeps when a head leaves.',
    source: 'assumption, after B 5.2.10',
  }),
  spannerLost: number({
    default: 0.7,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Commitment to an informal membership that goes with the one person on whom all ties to others rested.',
    source: 'assumption, after B 14.2',
  }),
  keptInformally: number({
    default: 0.25,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Commitment that remains of an informal membership when the head leaves.',
    source: 'assumption, after B 5.2.10',
  }),
};
export const writes = [
  'schoolPosts',
  'schoolLeavers',
  'membershipCommitment',
  ...STAFFS,
  ...RECORDS,
] as const;

/** Anomie and fatalism of a school at rest, already in the usual turnover. */
const USUAL_ANOMIE = 0.25;
const USUAL_FATALISM = 0.3;

type P = Values<typeof params>;
const level = new Float64Array(EXPERTISE.length);

/** The turn of the year; `moved` is scratch of one entry a post. */
export function turn(
  s: State,
  p: P,
  make: Make,
  draw: Draw,
  week: number,
  moved: Int32Array,
  leagueTables: number,
): void {
  for (let i = 0; i < moved.length; i++) moved[i] = i;
  draw.open(STREAM.turnover, week);
  for (let a = 0; a < s.schoolPosts.length; a++) {
    s.schoolLeavers[a] = 0;
    const strain =
      p.climate * Math.max(0, 0.6 - s.schoolClimate[a]) +
      p.specialMeasures * s.schoolSpecial[a] +
      p.anomie * Math.max(0, s.schoolAnomie[a] - USUAL_ANOMIE) +
      p.fatalism * Math.max(0, s.schoolFatalism[a] - USUAL_FATALISM);
    const stay = 1 - retention(s, a);
    for (let i = s.schoolFirst[a]; i < s.schoolFirst[a] + s.schoolPosts[a]; i++) {
      const head = s.staffRole[i] === ROLE.head;
      const chance = ((head ? p.heads : p.staff) + p.overload * s.staffOverload[i] + strain) * stay;
      // Nobody leaves in the year of coming.
      if (week - s.staffArrived[i] < 39 || draw.uniform(i, 0) >= chance) continue;
      moved[i] = -1;
      s.schoolLeavers[a]++;
      s.counter[COUNTER.leavers]++;
      if (head) headLeaves(s, p, a, week);
      else if (i === s.schoolSpanner[a]) spannerLeaves(s, p, a);
    }
  }
  resize(s, draw, moved);
  retarget(s, moved);
  draw.open(STREAM.newcomer, week);
  for (let a = 0; a < s.schoolPosts.length; a++) fill(s, make, draw, a, week, p.pick * leagueTables);
}

/** Share of those about to leave school `a` whom a stake in what it belongs to keeps (G). */
function retention(s: State, a: number): number {
  let most = 0;
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    const c = s.membershipOf[m];
    if (c >= 0) most = Math.max(most, forms[s.collaborativeForm[c]].retention);
  }
  return most;
}

/** Fills every post marked vacant, and every post beyond those that were filled. */
function fill(s: State, make: Make, draw: Draw, a: number, week: number, pick: number): void {
  for (let i = s.schoolFirst[a]; i < s.schoolFirst[a] + s.schoolPosts[a]; i++) {
    if (s.staffArrived[i] !== VACANT) continue;
    level.fill(levelAt(s, make, pick, a));
    appoint(s, make, draw, i, a, s.staffRole[i], s.staffDepartment[i], week, level);
  }
}

/** Expertise of those who come to school `a`: schools that stand well in the tables have their pick (B 2.4). */
function levelAt(s: State, make: Make, pick: number, a: number): number {
  return make.expertise + pick * clamp(s.schoolStanding[a], -2, 2);
}

/** A week no run reaches, and the largest the column holds. */
const VACANT = 0x7fff;

/** Marks leavers' posts vacant, closes posts the roll no longer pays for and opens those it does. */
function resize(s: State, draw: Draw, moved: Int32Array): void {
  for (let a = 0; a < s.schoolPosts.length; a++) {
    if (s.schoolClosed[a] === 1) continue;
    const first = s.schoolFirst[a];
    const roll = s.schoolPupils[a * 3] + s.schoolPupils[a * 3 + 1] + s.schoolPupils[a * 3 + 2];
    const paid = clamp(Math.round(roll / s.schoolPupilsAStaff[a]), 3, s.schoolFirst[a + 1] - first);
    for (let i = first; i < first + s.schoolPosts[a]; i++) if (moved[i] < 0) s.staffArrived[i] = VACANT;
    while (s.schoolPosts[a] > paid) close(s, draw, a, moved);
    while (s.schoolPosts[a] < paid) {
      const i = first + s.schoolPosts[a]++;
      clearTies(s, i);
      s.staffSchool[i] = a;
      s.staffRole[i] = ROLE.teacher;
      s.staffDepartment[i] = s.schoolPosts[a] % 6;
      s.staffArrived[i] = VACANT;
    }
  }
}

/** Closes a vacant post if there is one below the leaders, or else one by lot; the last post moves into the gap. */
function close(s: State, draw: Draw, a: number, moved: Int32Array): void {
  const first = s.schoolFirst[a];
  const last = first + s.schoolPosts[a] - 1;
  let gap = -1;
  for (let i = first + 1; i <= last; i++) {
    if (s.staffArrived[i] === VACANT && s.staffRole[i] >= ROLE.teacher) gap = i;
  }
  if (gap < 0) {
    const tail = Math.max(1, Math.floor(s.schoolPosts[a] * 0.3));
    gap = Math.min(last, first + tail + draw.integer(last - first - tail + 1, a, s.schoolPosts[a]));
    moved[holder(moved, gap, first, s.schoolFirst[a + 1])] = -1;
    s.schoolLeavers[a]++;
    s.counter[COUNTER.leavers]++;
  }
  if (gap !== last) {
    const who = holder(moved, last, first, s.schoolFirst[a + 1]);
    movePerson(s, last, gap);
    if (who >= 0) moved[who] = gap;
  }
  clearTies(s, last);
  s.schoolPosts[a]--;
}

/** Who, by the post held before the turn of the year, now holds `post`; -1 where it is vacant. */
function holder(moved: Int32Array, post: number, first: number, end: number): number {
  for (let i = first; i < end; i++) if (moved[i] === post) return i;
  return -1;
}

/** What a leaving head takes along. */
export function headLeaves(s: State, p: P, a: number, week: number): void {
  s.counter[COUNTER.headsLeft]++;
  record(s, week, EVENT.headLeft, a, -1, 0);
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    const c = s.membershipOf[m];
    if (c < 0) continue;
    const bound = s.collaborativeFormality[c] + (s.collaborativeCoordinator[c] > 0 ? 0.25 : 0);
    s.membershipCommitment[m] *=
      p.keptInformally + (p.keptByContract - p.keptInformally) * Math.min(1, bound);
  }
}

/** What goes when the one goes who held most ties to other schools: more the more rested on that one, less where it is written down. */
function spannerLeaves(s: State, p: P, a: number): void {
  const lost = p.spannerLost * s.schoolSpanning[a] * s.schoolReliance[a];
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    const c = s.membershipOf[m];
    if (c >= 0) s.membershipCommitment[m] *= 1 - lost * (1 - s.collaborativeFormality[c]);
  }
}

/** Heads of these schools leave in the middle of the year and are replaced at once (a shock). */
export function replaceHeads(
  s: State,
  p: P,
  make: Make,
  draw: Draw,
  schools: readonly number[],
  week: number,
  moved: Int32Array,
  leagueTables: number,
): void {
  for (let i = 0; i < moved.length; i++) moved[i] = i;
  for (const a of schools) {
    moved[s.schoolFirst[a]] = -1;
    headLeaves(s, p, a, week);
  }
  retarget(s, moved);
  draw.open(STREAM.newcomer, week);
  for (const a of schools) {
    level.fill(levelAt(s, make, p.pick * leagueTables, a));
    appoint(s, make, draw, s.schoolFirst[a], a, ROLE.head, 0, week, level);
  }
}
