import { STREAM } from '../../sim/draw.ts';
import { normalQuantile } from '../../sim/math/index.ts';
import { writes } from '../../sim/mechanisms/turnover.ts';
import { COUNTER, columnNames, EVENT, ROLE, TIES } from '../../sim/state.ts';
import { rollOf } from './market.ts';
import { type Rule, step } from './rule.ts';
import { held, type Person, type School, type World } from './world.ts';

/** What a leaving head takes along. */
function headLeaves(w: World, a: School): void {
  const p = w.p.turnover;
  w.counter[COUNTER.headsLeft]++;
  w.record(EVENT.headLeft, a.index, -1, 0);
  for (const m of w.membershipsOf(a)) {
    const c = w.collaborativeRows[m.of];
    const bound = Math.min(1, c.formality + (c.coordinator > 0 ? 0.25 : 0));
    m.commitment *= p.keptInformally + (p.keptByContract - p.keptInformally) * bound;
  }
}

/** What goes with the one who held most ties to other schools. */
function spannerLeaves(w: World, a: School): void {
  const lost = w.p.turnover.spannerLost * a.spanning * a.reliance;
  for (const m of w.membershipsOf(a)) m.commitment *= 1 - lost * (1 - w.collaborativeRows[m.of].formality);
}

/** What a person is and knows, to be taken to another post. */
type Baggage = { columns: Map<string, number[]>; ties: { [field: string]: number }[] };

/** The columns of staff that a person takes along: all but the school, which stays. */
const PERSONAL = columnNames.filter((name) => name.startsWith('staff') && name !== 'staffSchool');

function widthOf(w: World, name: (typeof PERSONAL)[number]): number {
  return w.s[name].length / w.posts.length;
}

function pack(w: World, i: Person): Baggage {
  const columns = new Map<string, number[]>();
  for (const name of PERSONAL) {
    const width = widthOf(w, name);
    columns.set(name, Array.from(w.s[name].slice(i.index * width, (i.index + 1) * width)));
  }
  const ties = w.slots
    .slice(i.index * TIES, (i.index + 1) * TIES)
    .map(({ target, trust, strength, since, successes }) => ({ target, trust, strength, since, successes }));
  return { columns, ties };
}

function unpack(w: World, { columns, ties }: Baggage, to: Person): void {
  for (const name of PERSONAL) w.s[name].set(columns.get(name) ?? [], to.index * widthOf(w, name));
  ties.forEach((tie, k) => {
    Object.assign(w.slots[to.index * TIES + k], tie);
  });
}

const NO_TIE = { target: -1, trust: 0, strength: 0, since: 0, successes: 0 };

function forgetAll(w: World, i: Person): void {
  for (const tie of [...w.half(i, false), ...w.half(i, true)]) Object.assign(tie, NO_TIE);
}

/** A newcomer in post `i`, from draws at the post's addresses; the stream is open. */
function appoint(w: World, i: Person, a: School, role: number, department: number): void {
  const p = w.p.staffing;
  const pick = w.p.turnover.pick * w.p.competition.leagueTables;
  const level = p.expertise + pick * held(a.standing, -2, 2);
  const normal = (k: number) => normalQuantile(w.draw.uniform(i.index, k));
  const luck = (k: number) => 0.4 + 1.2 * w.draw.uniform(i.index, k);
  forgetAll(w, i);
  Object.assign(i, { school: a.index, role, department, arrived: w.week });
  for (let v = 0; v < 4; v++) {
    const centre = 0.5 + p.schoolLikeness * (a.view[v] - 0.5);
    i.view[v] = held(centre + p.viewSpread * normal(v));
  }
  const led = [0.2, 0.1, 0, 0, -0.1][role];
  for (let e = 0; e < 6; e++) {
    const talent = level + (e === 5 ? led : 0) + p.expertiseSpread * normal(8 + e);
    i.explicit[e] = held(talent + 0.05 * normal(16 + e));
    i.tacit[e] = held(talent + 0.05 * normal(24 + e));
  }
  const motives = [p.altruism * luck(32), p.selfInterest * luck(33), p.fear * luck(34)];
  const sum = motives[0] + motives[1] + motives[2];
  const [altruism, selfInterest, fear] = motives.map((motive) => motive / sum);
  Object.assign(i, { altruism, selfInterest, fear, propensity: held(0.5 + 0.15 * normal(35)) });
  Object.assign(i, { threshold: held(p.threshold + p.thresholdSpread * normal(36)) });
  Object.assign(i, { commitment: 0.2, awareness: 0, overload: 0, hours: 0, involved: 0 });
}

/** Ties follow those they lead to, and end where these have left; the rest of each half moves up. */
function follow(w: World, whereNow: ReadonlyMap<number, number>): void {
  const moved = new Set(w.posts.map(({ index }) => index).filter((post) => whereNow.get(post) !== post));
  for (const i of w.posts) {
    if (![...w.half(i, false), ...w.half(i, true)].some((tie) => moved.has(tie.target))) continue;
    for (const half of [w.half(i, false), w.half(i, true)]) {
      const kept = half
        .filter((tie) => tie.target >= 0 && whereNow.has(tie.target))
        .map(({ target, trust, strength, since, successes }) => ({
          target: whereNow.get(target) ?? -1,
          trust,
          strength,
          since,
          successes,
        }));
      half.forEach((tie, n) => {
        Object.assign(tie, kept[n] ?? NO_TIE);
      });
    }
  }
}

/** How the columns mark a post that nobody holds; a post that closes keeps the mark. */
const VACANT = 0x7fff;

export function turn(w: World): void {
  const p = w.p.turnover;
  // Where everybody is, by the post held before: nobody there who has left.
  const whereNow = new Map(w.posts.map(({ index }) => [index, index]));
  w.draw.open(STREAM.turnover, w.week);
  for (const a of w.schools) {
    a.leavers = 0;
    const strain =
      p.climate * Math.max(0, 0.6 - a.climate) +
      p.specialMeasures * a.special +
      p.anomie * Math.max(0, a.anomie - 0.25) +
      p.fatalism * Math.max(0, a.fatalism - 0.3);
    // A stake in the whole keeps some of those about to leave.
    const stakes = w.membershipsOf(a).map((m) => w.formOf(w.collaborativeRows[m.of]).retention);
    const kept = Math.max(0, ...stakes);
    for (const i of w.staffOf(a)) {
      if (w.week - i.arrived < 39) continue;
      const rate = i.role === ROLE.head ? p.heads : p.staff;
      if (w.draw.uniform(i.index, 0) >= (rate + p.overload * i.overload + strain) * (1 - kept)) continue;
      whereNow.delete(i.index);
      a.leavers++;
      w.counter[COUNTER.leavers]++;
      if (i.role === ROLE.head) headLeaves(w, a);
      else if (i.index === a.spanner) spannerLeaves(w, a);
    }
  }
  const vacant = new Set(w.schools.flatMap((a) => w.staffOf(a).filter(({ index }) => !whereNow.has(index))));
  for (const i of vacant) i.arrived = VACANT;
  for (const a of w.schools) resize(w, a, whereNow, vacant);
  follow(w, whereNow);
  w.draw.open(STREAM.newcomer, w.week);
  for (const i of w.posts) if (vacant.has(i)) appoint(w, i, w.schools[i.school], i.role, i.department);
}

/** The roll decides how many posts there are. */
function resize(w: World, a: School, whereNow: Map<number, number>, vacant: Set<Person>): void {
  const most = (a.index + 1 < w.schools.length ? w.schools[a.index + 1].first : w.posts.length) - a.first;
  const paid = held(Math.round(rollOf(a) / a.pupilsAStaff), 3, most);
  while (a.posts > paid) close(w, a, whereNow, vacant);
  while (a.posts < paid) {
    const i = w.posts[a.first + a.posts];
    a.posts++;
    forgetAll(w, i);
    Object.assign(i, { school: a.index, role: ROLE.teacher, department: a.posts % 6 });
    i.arrived = VACANT;
    vacant.add(i);
  }
}

/** A vacant post below the leaders closes, the last of them, or one of the later two thirds by lot. */
function close(w: World, a: School, whereNow: Map<number, number>, vacant: Set<Person>): void {
  const staff = w.staffOf(a);
  const last = staff[staff.length - 1];
  let gap = staff.filter((i, n) => n > 0 && vacant.has(i) && i.role >= ROLE.teacher).at(-1);
  if (gap === undefined) {
    const tail = Math.max(1, Math.floor(staff.length * 0.3));
    const lot = w.draw.integer(staff.length - tail, a.index, staff.length);
    gap = staff[Math.min(staff.length - 1, tail + lot)];
    a.leavers++;
    w.counter[COUNTER.leavers]++;
    for (const [who, post] of whereNow) if (post === gap.index) whereNow.delete(who);
  }
  vacant.delete(gap);
  if (gap !== last) {
    unpack(w, pack(w, last), gap);
    for (const [who, post] of whereNow) if (post === last.index) whereNow.set(who, gap.index);
    if (vacant.delete(last)) vacant.add(gap);
  }
  forgetAll(w, last);
  a.posts--;
}

/** Heads of these schools leave and are replaced at once. */
export function replaceHeads(w: World, schools: readonly School[]): void {
  const whereNow = new Map(w.posts.map(({ index }) => [index, index]));
  for (const a of schools) {
    whereNow.delete(a.first);
    headLeaves(w, a);
  }
  follow(w, whereNow);
  w.draw.open(STREAM.newcomer, w.week);
  for (const a of schools) appoint(w, w.headOf(a), a, ROLE.head, 0);
}

export const rules: Rule[] = [step('turnover', writes, turn)];
