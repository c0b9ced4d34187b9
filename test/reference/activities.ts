import { STREAM } from '../../sim/draw.ts';
import { gather, writes } from '../../sim/mechanisms/activities.ts';
import { CONTACT, LIFE, ROLE } from '../../sim/state.ts';
import { hoursDecided } from './decisions.ts';
import type { Rule } from './rule.ts';
import { type Collaborative, held, type Membership, type Person, type School, type World } from './world.ts';

/** A contact that somebody seeks: with whom, in what kind of activity, of which collaborative. */
export type Seek = (from: Person, to: Person, kind: number, of: Collaborative | undefined) => void;

interface Guest {
  person: Person;
  membership: Membership;
}

/** What is left this week of the hours that people have decided to give. */
type Given = Map<Person, number>;

const SEATS = 1024;

export function gatherAll(w: World, seek: Seek): void {
  const p = w.p.activities;
  const given: Given = new Map();
  for (const i of w.posts) {
    const hours = hoursDecided(w, i);
    if (hours !== undefined) given.set(i, hours);
  }
  if (w.week % 13 === 0) for (const a of w.schools) a.burden = 0;
  for (const c of w.collaboratives) {
    if (c.members < 2) continue;
    const { activities } = w.formOf(c);
    const sent = 1 + p.support * c.inequality; // unequal partners send one another more people
    const embedded = c.life === LIFE.embedded;
    const programme: [kind: number, aTerm: number][] = [
      [CONTACT.meeting, activities.meeting],
      [CONTACT.workingGroup, c.life === LIFE.courting ? 0 : activities.workingGroup],
      [CONTACT.development, embedded ? activities.development * sent : 0],
      [CONTACT.visit, embedded ? activities.visit * sent : 0],
      [CONTACT.sharedPost, embedded ? activities.sharedPost : 0],
    ];
    for (const [kind, aTerm] of programme) {
      const focus = Math.min(1, w.p.collaborativeLife.focus / c.goals);
      const share = kind === CONTACT.meeting ? p.meetings : p.belowHeads * focus;
      const wanted = (aTerm / 13) * p.intensity * share;
      w.draw.open(STREAM.activity, w.week);
      const more = w.draw.uniform(c.index, kind) < wanted - Math.floor(wanted) ? 1 : 0;
      for (let time = 0; time < Math.floor(wanted) + more; time++) hold(w, c, kind, time, seek, given);
    }
  }
}

/** One gathering: some come, and talk with people of other schools. */
function hold(w: World, c: Collaborative, kind: number, time: number, seek: Seek, given: Given): void {
  const p = w.p.activities;
  const guests = w.rosterOf(c).flatMap((m) => comers(w, c, m, kind, time, given));
  const schools = new Set(guests.map(({ person }) => person.school));
  if (schools.size < 2) return;
  const hours = [
    0,
    0,
    p.meetingHours,
    p.workingGroupHours,
    p.developmentHours,
    p.visitHours,
    p.sharedPostHours,
  ];
  for (const { person, membership } of guests) {
    person.hours -= hours[kind];
    const decided = given.get(person);
    if (decided !== undefined) given.set(person, decided - hours[kind]);
    person.involved++;
    membership.hours += hours[kind];
    w.schoolOf(person).burden += hours[kind];
  }
  const people = guests.map(({ person }) => person);
  const talkers = people.length === 2 ? people.slice(0, 1) : people;
  talkers.forEach((person, seat) => {
    let met: Person | undefined;
    for (let round = 0; round < (people.length > 2 ? 2 : 1); round++) {
      const k = 1024 + kind * 256 + time * 32 + round * 4;
      const stranger = outsider(w, c, person, k);
      if (stranger !== undefined) {
        if (stranger !== met) seek(person, stranger, kind, undefined);
        met = stranger;
        continue;
      }
      const other = approached(w, c, people, seat, k, met);
      if (other !== undefined) seek(person, other, kind, c);
      met = other;
    }
  });
}

/** Who of the member `m` comes. */
function comers(
  w: World,
  c: Collaborative,
  m: Membership,
  kind: number,
  time: number,
  given: Given,
): Guest[] {
  const a = w.holder(m);
  const staff = w.staffOf(a);
  const part = w.p.activities.reach * (kind === CONTACT.visit ? 0.5 : 1);
  const invited =
    kind === CONTACT.sharedPost
      ? 1
      : kind === CONTACT.meeting
        ? Math.min(w.formOf(c).table, staff.length)
        : kind === CONTACT.workingGroup
          ? Math.min(2, staff.length)
          : Math.max(1, Math.round(part * staff.length));
  const lead = w.schools[c.lead];
  const far =
    lead === undefined ? 0 : Math.sqrt((a.x - lead.x) * (a.x - lead.x) + (a.y - lead.y) * (a.y - lead.y));
  const near = w.p.activities.travel / (w.p.activities.travel + far);
  const coming: Person[] = [];
  for (let n = 0; n < invited; n++) {
    const address = m.index * SEATS + n;
    const i = staff[asked(w, a, kind, address, time, n)];
    const willing = 0.15 + 0.5 * m.commitment + 0.35 * i.commitment * (0.3 + 0.7 * i.awareness);
    const time1 = i.hours > 0 ? 1 : 0.35;
    const shared = kind === CONTACT.meeting ? 1 : Math.min(1.2, 0.5 + a.distribution);
    w.draw.open(STREAM.activity, w.week);
    const decided = given.get(i);
    const chance = decided === undefined ? held(willing * (time1 * shared) * near) : decided > 0 ? near : 0;
    if (w.draw.uniform(address, 16 + kind * 8 + time) >= chance) continue;
    if (!coming.includes(i)) coming.push(i);
  }
  return coming.map((person) => ({ person, membership: m }));
}

/** Which post of `a` is asked, counted from the head's. */
function asked(w: World, a: School, kind: number, address: number, time: number, n: number): number {
  const staff = w.staffOf(a);
  if (kind === CONTACT.meeting && n === 0) return 0;
  if (kind === CONTACT.sharedPost) return staff.length > 1 ? 1 + ((address * 7) % (staff.length - 1)) : 0;
  w.draw.open(STREAM.activity, w.week);
  const post = Math.floor(w.draw.uniform(address, 96 + kind * 8 + time) * staff.length);
  const { role } = staff[post];
  const middling = role === ROLE.senior || role === ROLE.middle;
  if (kind === CONTACT.workingGroup ? middling : middling || role === ROLE.teacher) return post;
  const lot = w.draw.uniform(address, 160 + kind * 8 + time);
  const share = kind === CONTACT.workingGroup ? 0.35 * lot : 0.1 + 0.5 * lot;
  return held(Math.floor(share * staff.length), Math.min(1, staff.length - 1), staff.length - 1);
}

/** Somebody outside the collaborative whom `i` turns to instead. */
function outsider(w: World, c: Collaborative, i: Person, k: number): Person | undefined {
  const out = w.p.activities.outside * (1 - w.formOf(c).inward);
  if (out === 0) return undefined;
  w.draw.open(STREAM.outside, w.week);
  if (w.draw.uniform(i.index, k) >= out) return undefined;
  const strangers = w
    .neighboursOf(w.schoolOf(i))
    .map((n) => w.schools[n.school])
    .filter((b) => !w.membershipsOf(b).some((m) => m.of === c.index));
  if (strangers.length === 0) return undefined;
  const b = strangers[Math.floor(w.draw.uniform(i.index, k + 4096) * strangers.length)];
  if (i.role === ROLE.head) return w.headOf(b);
  return w.staffOf(b)[Math.floor(w.draw.uniform(i.index, k + 8192) * b.posts)];
}

/** Of a few people of other schools met by chance, the one trusted most, but not the one just met. */
function approached(
  w: World,
  c: Collaborative,
  people: readonly Person[],
  seat: number,
  k: number,
  met: Person | undefined,
): Person | undefined {
  const i = people[seat];
  // Everybody else, beginning with the next seat.
  const others = [...people.slice(seat + 1), ...people.slice(0, seat)];
  w.draw.open(STREAM.activity, w.week);
  const chance = Array.from({ length: w.formOf(c).seek }, (_, n) => {
    return others[Math.floor(w.draw.uniform(i.index, k + n) * others.length)];
  }).filter((j) => j !== met && j.school !== i.school);
  const trust = (j: Person) => w.tieTo(i, j, true)?.trust ?? 0;
  return chance.reduce<Person | undefined>(
    (best, j) => (best === undefined || trust(j) > trust(best) ? j : best),
    undefined,
  );
}

export const rules: Rule[] = [
  {
    name: 'gather',
    writes,
    real: (m, week) => {
      const found: number[][] = [];
      const add = (...contact: number[]) => void found.push(contact);
      gather(
        m.state,
        m.parameters.activities,
        m.parameters.collaborativeLife.focus,
        m.draw,
        week,
        add,
        m.decided,
      );
      return found;
    },
    naive: (w) => {
      const found: number[][] = [];
      gatherAll(w, (from, to, kind, of) => {
        found.push([from.index, to.index, kind, of?.index ?? -1]);
      });
      return found;
    },
  },
];
