import { membershipIn } from '../collaboratives.ts';
import { type Draw, STREAM } from '../draw.ts';
import { type Form, forms } from '../governance/forms.ts';
import { clamp } from '../math/index.ts';
import { number, type Values } from '../schema.ts';
import { CONTACT, INSIDE, LIFE, MEMBERSHIPS, NEIGHBOURS, ROLE, type State } from '../state.ts';
import { findTie } from '../ties.ts';

/**
 * What collaboratives do in a week. Each governance form has its activities a term; a young collaborative only
 * meets, then adds working groups, and runs its whole programme once embedded (B 14.2). Those who take part
 * are drawn by role, time, awareness and commitment, and talk with two or three others each, however large the
 * gathering: contacts grow with people, not with pairs (B 5.2.7). Some contacts may be sought with near schools
 * outside instead, as arm's-length ties that keep novelty coming (B 3.2).
 */
export const params = {
  intensity: number({
    default: 1,
    min: 0,
    max: 3,
    unit: 'times',
    lever: true,
    doc: 'How full the programme of activities is, beside the usual one of its governance form.',
    source: 'B 5.1',
  }),
  meetings: number({
    default: 1,
    min: 0,
    max: 3,
    unit: 'times',
    lever: true,
    doc: 'How many meetings of heads there are, beside the usual number.',
    source: 'B 5.2.3, 5.2.8',
  }),
  belowHeads: number({
    default: 1,
    min: 0,
    max: 3,
    unit: 'times',
    lever: true,
    doc: 'How much is done below the heads (working groups, joint development, visits, shared posts), beside the usual amount.',
    source: 'B 5.2.3, 5.2.8',
  }),
  travel: number({
    default: 15,
    min: 1,
    max: 1000,
    unit: 'km',
    doc: 'Distance from the school that leads at which half as many come.',
    source: 'assumption, after B 5.2.6, 9.3',
  }),
  meetingHours: number({
    default: 2,
    min: 0,
    max: 10,
    unit: 'hours',
    doc: 'Time a meeting of heads takes each of them.',
    source: 'assumption',
  }),
  workingGroupHours: number({
    default: 2,
    min: 0,
    max: 10,
    unit: 'hours',
    doc: 'Time a working group takes each member.',
    source: 'assumption',
  }),
  developmentHours: number({
    default: 2.5,
    min: 0,
    max: 10,
    unit: 'hours',
    doc: 'Time a session of joint development takes each teacher.',
    source: 'assumption',
  }),
  visitHours: number({
    default: 3,
    min: 0,
    max: 10,
    unit: 'hours',
    doc: 'Time a visit takes visitor and host.',
    source: 'assumption',
  }),
  sharedPostHours: number({
    default: 1,
    min: 0,
    max: 10,
    unit: 'hours',
    doc: 'Time a week that a shared post takes from development elsewhere.',
    source: 'assumption',
  }),
  reach: number({
    default: 0.42,
    min: 0,
    max: 1,
    unit: 'share of staff',
    doc: 'Share of a school’s staff invited to joint development; half as many to a visit.',
    source: 'assumption, after B 6.3.4',
  }),
  outside: number({
    default: 0,
    min: 0,
    max: 1,
    unit: 'share of contacts',
    lever: true,
    doc: 'Share of the contacts in activities that go to near schools outside the collaborative.',
    source: 'B 3.2',
  }),
  support: number({
    default: 1,
    min: 0,
    max: 5,
    unit: 'times',
    doc: 'How much more joint development and visiting there is, beside the usual, where members are wholly unequal.',
    source: 'assumption, after B 5.2.2, 12.4: a team is sent to support the weaker school',
  }),
};
export const writes = ['staffHours', 'staffInvolved', 'membershipHours', 'schoolBurden'] as const;

/** The most who can be at one gathering. */
const SEATS = 1024;
const seats = new Int32Array(SEATS);
const seatMembership = new Int32Array(SEATS);
const hours = new Float64Array(7);
const perTerm = new Float64Array(7);
const KINDS = [CONTACT.meeting, CONTACT.workingGroup, CONTACT.development, CONTACT.visit, CONTACT.sharedPost];

/** By post: hours a week that were decided to be spent on work with others, -1 where nobody did, and what is left of them. */
export interface Given {
  readonly hours: Float64Array;
  readonly left: Float64Array;
}

export type AddContact = (from: number, to: number, kind: number, collaborative: number) => void;

/**
 * Calls `add` for every contact the week's activities bring about; `inView` is how many goals a collaborative can pursue
 * at a time. Who has decided how much time to give comes as far as distance lets them while some of it is `given`, and
 * then no more.
 */
export function gather(
  s: State,
  p: Values<typeof params>,
  inView: number,
  draw: Draw,
  week: number,
  add: AddContact,
  given: Given | null,
): void {
  hours[CONTACT.meeting] = p.meetingHours;
  hours[CONTACT.workingGroup] = p.workingGroupHours;
  hours[CONTACT.development] = p.developmentHours;
  hours[CONTACT.visit] = p.visitHours;
  hours[CONTACT.sharedPost] = p.sharedPostHours;
  if (week % 13 === 0) s.schoolBurden.fill(0);
  draw.open(STREAM.activity, week);
  for (let c = 0; c < s.collaborativeLife.length; c++) {
    const life = s.collaborativeLife[c];
    if (life === LIFE.none || s.collaborativeMembers[c] < 2) continue;
    const form = forms[s.collaborativeForm[c]];
    const { activities } = form;
    perTerm[CONTACT.meeting] = activities.meeting;
    perTerm[CONTACT.workingGroup] = life >= LIFE.aligning ? activities.workingGroup : 0;
    perTerm[CONTACT.development] = life >= LIFE.embedded ? activities.development : 0;
    perTerm[CONTACT.visit] = life >= LIFE.embedded ? activities.visit : 0;
    perTerm[CONTACT.sharedPost] = life >= LIFE.embedded ? activities.sharedPost : 0;
    // More goals than that dilute the programme: each gets less of it (B 12.1).
    const focus = Math.min(1, inView / s.collaborativeGoals[c]);
    const sent = 1 + p.support * s.collaborativeInequality[c];
    perTerm[CONTACT.development] *= sent;
    perTerm[CONTACT.visit] *= sent;
    for (let n = 0; n < KINDS.length; n++) {
      const kind = KINDS[n];
      const share = kind === CONTACT.meeting ? p.meetings : p.belowHeads * focus;
      const chance = (perTerm[kind] / 13) * p.intensity * share;
      const times = Math.floor(chance) + (draw.uniform(c, kind) < chance - Math.floor(chance) ? 1 : 0);
      for (let time = 0; time < times; time++) {
        const here = invite(s, p, draw, c, kind, time, form, given);
        if (here >= 2) talk(s, draw, c, kind, time, here, form, p.outside, week, add);
      }
    }
  }
}

/** Seats those who come and books their hours; returns how many. */
function invite(
  s: State,
  p: Values<typeof params>,
  draw: Draw,
  c: number,
  kind: number,
  time: number,
  form: Form,
  given: Given | null,
): number {
  let here = 0;
  let schools = 0;
  for (let k = s.collaborativeFirst[c]; k < s.collaborativeFirst[c + 1]; k++) {
    const m = s.rosterMembership[k];
    const school = Math.floor(m / MEMBERSHIPS);
    const first = s.schoolFirst[school];
    const posts = s.schoolPosts[school];
    const invited =
      kind === CONTACT.sharedPost
        ? 1
        : kind === CONTACT.meeting
          ? Math.min(form.table, posts)
          : kind === CONTACT.workingGroup
            ? Math.min(2, posts)
            : Math.max(1, Math.round(p.reach * posts * (kind === CONTACT.visit ? 0.5 : 1)));
    const room = 0.5 + s.schoolDistribution[school];
    const near = nearness(s, p.travel, s.collaborativeLead[c], school);
    const before = here;
    for (let n = 0; n < invited && here < SEATS; n++) {
      const address = m * SEATS + n;
      const i = first + chosen(s, draw, first, posts, kind, address, time, n);
      const willing =
        0.15 +
        0.5 * s.membershipCommitment[m] +
        0.35 * s.staffCommitment[i] * (0.3 + 0.7 * s.staffAwareness[i]);
      // Shared leadership frees others than the head to take part (B 12.5).
      const free = (s.staffHours[i] > 0 ? 1 : 0.35) * (kind === CONTACT.meeting ? 1 : Math.min(1.2, room));
      const decided = given !== null && given.hours[i] >= 0;
      const comes = decided ? (given.left[i] > 0 ? near : 0) : clamp(willing * free * near, 0, 1);
      if (draw.uniform(address, 16 + kind * 8 + time) >= comes) continue;
      if (isSeated(i, before, here)) continue;
      seats[here] = i;
      seatMembership[here] = m;
      here++;
    }
    if (here > before) schools++;
  }
  if (schools < 2) return 0; // nobody to meet: it is called off and costs nothing
  for (let n = 0; n < here; n++) {
    const i = seats[n];
    s.staffHours[i] -= hours[kind];
    if (given !== null) given.left[i] -= hours[kind];
    s.staffInvolved[i]++;
    s.membershipHours[seatMembership[n]] += hours[kind];
    s.schoolBurden[s.staffSchool[i]] += hours[kind];
  }
  return here;
}

/** How far distance from the school that leads lets staff of `school` come: 1 on the spot, 0.5 at `travel` km. */
function nearness(s: State, travel: number, lead: number, school: number): number {
  if (lead < 0) return 1;
  const dx = s.schoolX[school] - s.schoolX[lead];
  const dy = s.schoolY[school] - s.schoolY[lead];
  return travel / (travel + Math.sqrt(dx * dx + dy * dy));
}

/** Whether `i`, asked for once more, has one of the seats from `from` up to `to` already. */
function isSeated(i: number, from: number, to: number): boolean {
  for (let n = from; n < to; n++) if (seats[n] === i) return true;
  return false;
}

/** The post within the school that is asked to come to this kind of activity. */
function chosen(
  s: State,
  draw: Draw,
  first: number,
  posts: number,
  kind: number,
  address: number,
  time: number,
  n: number,
): number {
  if (kind === CONTACT.meeting && n === 0) return 0;
  // A shared post is one person's every week: it goes by the membership alone, not by lot.
  if (kind === CONTACT.sharedPost) return posts > 1 ? 1 + ((address * 7) % (posts - 1)) : 0;
  const post = draw.integer(posts, address, 96 + kind * 8 + time);
  const role = s.staffRole[first + post];
  const wanted =
    kind === CONTACT.workingGroup
      ? role === ROLE.senior || role === ROLE.middle
      : role !== ROLE.head && role !== ROLE.support;
  if (wanted) return post;
  // Second try: posts are in order of role, so leaders come first and teachers after them.
  const second = draw.uniform(address, 160 + kind * 8 + time);
  const share = kind === CONTACT.workingGroup ? 0.35 * second : 0.1 + 0.5 * second;
  return Math.min(posts - 1, Math.max(posts > 1 ? 1 : 0, Math.floor(share * posts)));
}

/** Each of those present seeks out two others from other schools. */
function talk(
  s: State,
  draw: Draw,
  c: number,
  kind: number,
  time: number,
  here: number,
  form: Form,
  outside: number,
  week: number,
  add: AddContact,
): void {
  const out = outside * (1 - form.inward);
  const rounds = here > 2 ? 2 : 1;
  for (let n = 0; n < here; n++) {
    if (here === 2 && n === 1) break; // the two have met
    const i = seats[n];
    let met = -1;
    for (let round = 0; round < rounds; round++) {
      const k = 1024 + kind * 256 + time * 32 + round * 4;
      const stranger = out > 0 ? lookOutside(s, draw, c, i, k, out, week) : -1;
      if (stranger >= 0) {
        if (stranger !== met) add(i, stranger, kind, -1);
        met = stranger;
        continue;
      }
      const other = seekOut(s, draw, n, here, k, met, form.seek);
      if (other >= 0) add(i, other, kind, c);
      met = other;
    }
  }
}

/**
 * Somebody at a near school outside `c` to whom `i` turns with the probability `out`; -1 for nobody. Heads turn to
 * heads, others to whom they come upon.
 */
function lookOutside(
  s: State,
  draw: Draw,
  c: number,
  i: number,
  k: number,
  out: number,
  week: number,
): number {
  draw.open(STREAM.outside, week);
  let found = -1;
  if (draw.uniform(i, k) < out) {
    const first = s.staffSchool[i] * NEIGHBOURS;
    let strangers = 0;
    for (let n = first; n < first + NEIGHBOURS; n++) strangers += isStranger(s, n, c);
    let left = draw.integer(strangers, i, k + 4096);
    for (let n = first; n < first + NEIGHBOURS && found < 0; n++) {
      if (isStranger(s, n, c) === 0 || left-- > 0) continue;
      const b = s.neighbourSchool[n];
      const post = s.staffRole[i] === ROLE.head ? 0 : draw.integer(s.schoolPosts[b], i, k + 8192);
      found = s.schoolFirst[b] + post;
    }
  }
  draw.open(STREAM.activity, week);
  return found;
}

/** 1 where entry `n` among the neighbours is a school outside `c`. */
function isStranger(s: State, n: number, c: number): number {
  return s.neighbourSchool[n] >= 0 && membershipIn(s, s.neighbourSchool[n], c) < 0 ? 1 : 0;
}

/**
 * Whom the person on seat `n` turns to: of a few people of other schools met by chance, the one known and trusted
 * best, or the first where all are strangers, and not again the one just `met`; -1 where there is none (B 3.2).
 */
function seekOut(
  s: State,
  draw: Draw,
  n: number,
  here: number,
  k: number,
  met: number,
  seek: number,
): number {
  const i = seats[n];
  let chosenOne = -1;
  let trust = -1;
  for (let attempt = 0; attempt < seek; attempt++) {
    const other = seats[(n + 1 + draw.integer(here - 1, i, k + attempt)) % here];
    if (other === met || s.staffSchool[other] === s.staffSchool[i]) continue;
    const tie = findTie(s.tieTarget, i, other, INSIDE);
    const known = tie < 0 ? 0 : s.tieTrust[tie];
    if (known <= trust) continue;
    trust = known;
    chosenOne = other;
  }
  return chosenOne;
}
