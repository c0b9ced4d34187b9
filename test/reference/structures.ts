/** Founding, joining and leaving collaboratives, and how schools come to be related, spelt out. */
import type { Charter } from '../../sim/collaboratives.ts';
import { forms } from '../../sim/governance/forms.ts';
import { COORDINATORS, COUNTER, EVENT, FOUNDING_MODES, LIFE, PARTNERS } from '../../sim/state.ts';
import { forget } from './relating.ts';
import type { Collaborative, Membership, Relation, School, World } from './world.ts';

export function found(w: World, charter: Charter): Collaborative | undefined {
  const c = w.collaborativeRows.find(({ life }) => life === LIFE.none);
  if (c === undefined) return undefined;
  agree(w, c, charter);
  const { week } = w;
  const life = w.formOf(c).exit ? LIFE.courting : LIFE.aligning;
  Object.assign(c, { life, founded: week, members: 0, inequality: 0, wins: 0.3 });
  Object.assign(c, { attainment: 0, resistance: 0, spent: 0, contacts: 0, successes: 0 });
  w.counter[COUNTER.founded]++;
  w.record(EVENT.founded, charter.lead, c.index, c.form);
  return c;
}

/** Puts the terms of a charter in force. */
export function agree(w: World, c: Collaborative, charter: Charter): void {
  const form = forms.findIndex(({ name }) => name === charter.form);
  const row = forms[form];
  const weeks = charter.weeks < 0 ? row.life : charter.weeks;
  const coordinator = row.executive ? 'executive head' : charter.coordinator;
  Object.assign(c, {
    form,
    mode: FOUNDING_MODES.indexOf(charter.mode as (typeof FOUNDING_MODES)[number]),
    lead: charter.lead,
    since: w.week,
    ends: weeks > 0 ? w.week + weeks : -1,
    grantEnds: charter.grantWeeks > 0 ? w.week + charter.grantWeeks : -1,
    goals: charter.goals === 0 ? row.goals : charter.goals,
    clarity: charter.clarity,
    ownAgenda: charter.ownAgenda < 0 ? row.ownAgenda : charter.ownAgenda,
    coordinator: COORDINATORS.indexOf(coordinator as (typeof COORDINATORS)[number]),
    formality: charter.formality < 0 ? row.formality : charter.formality,
    unit: row.unit,
  });
}

export function join(w: World, a: School, c: Collaborative, commitment: number): boolean {
  if (w.membershipsOf(a).some((m) => m.of === c.index)) return false;
  const m = w.places(a).find(({ of }) => of < 0);
  if (m === undefined) return false;
  Object.assign(m, {
    of: c.index,
    since: w.week,
    commitment,
    benefit: 0.5,
    expected: 0.3,
    burden: 0,
    hours: 0,
  });
  c.members++;
  a.collaboratives++;
  w.record(EVENT.joined, a.index, c.index, c.members);
  return true;
}

export function leave(w: World, m: Membership): void {
  const c = w.collaborativeRows[m.of];
  const a = w.holder(m);
  Object.assign(m, { of: -1, since: 0, commitment: 0, benefit: 0, expected: 0, burden: 0, hours: 0 });
  c.members--;
  a.collaboratives--;
  w.record(EVENT.left, a.index, c.index, c.members);
}

export function dissolve(w: World, c: Collaborative): void {
  for (const m of w.rosterOf(c)) leave(w, m);
  w.record(EVENT.dissolved, c.lead, c.index, w.week - c.founded);
  w.counter[COUNTER.dissolved]++;
  Object.assign(c, { life: LIFE.none, lead: -1, grantEnds: -1, ends: -1 });
}

/** Lists who is in what, and marks what related schools share. */
export function relist(w: World): void {
  const listed = w.collaborativeRows.flatMap((c) => w.rosterOf(c).map((m) => m.index));
  w.s.rosterMembership.fill(-1);
  w.s.rosterMembership.set(listed);
  let first = 0;
  w.collaborativeRows.forEach((c, n) => {
    w.s.collaborativeFirst[n] = first;
    first += w.rosterOf(c).length;
  });
  w.s.collaborativeFirst[w.collaborativeRows.length] = first;
  for (const r of w.relationRows) {
    const shared = r.a < 0 ? [] : w.sharedBy(w.schools[r.a], w.schools[r.b]);
    r.shared = shared.length;
    r.formality = Math.max(0, ...shared.map((c) => c.formality));
  }
}

function overlapOf(w: World, a: School, b: School): number {
  const near = w.neighboursOf(a).find(({ school }) => school === b.index);
  const back = w.neighboursOf(b).find(({ school }) => school === a.index);
  return (near ?? back)?.overlap ?? 0;
}

export { overlapOf };

/** The relation of two schools; made where there is none, at the cost of one long unused where rows have run out. */
export function acquaint(w: World, a: School, b: School): Relation | undefined {
  const known = w.relationBetween(a, b);
  if (known !== undefined) return known;
  const r = freeRow(w);
  if (r === undefined) return undefined;
  const low = w.schools[Math.min(a.index, b.index)];
  const high = w.schools[Math.max(a.index, b.index)];
  const dx = a.x - b.x;
  const dy = a.y - b.y;
  // Trust by way of third parties: the best chain through a school that both know.
  const chains = w.relationsOf(low).map((first) => {
    const second = w.relationBetween(w.other(first, low), high);
    return second === undefined ? 0 : first.trust * second.trust;
  });
  Object.assign(r, {
    a: low.index,
    b: high.index,
    distance: Math.sqrt(dx * dx + dy * dy),
    overlap: overlapOf(w, low, high),
    trust: Math.max(0, ...chains),
    stageSince: w.week,
    last: w.week,
    shared: w.sharedBy(low, high).length,
  });
  for (const school of [low, high]) {
    w.s.partnerRelation[school.index * PARTNERS + w.relationsOf(school).length] = r.index;
  }
  w.counter[COUNTER.relations]++;
  return r;
}

/** A row in no use, from the number of rows in use on if there is one; or that of the oldest relation nobody minds. */
function freeRow(w: World): Relation | undefined {
  const free = w.relationRows.filter(({ a }) => a < 0);
  const beyond = free.find(({ index }) => index >= w.counter[COUNTER.relations]);
  if (free.length > 0) return beyond ?? free[0];
  const idle = w.relations.filter((r) => r.shared === 0 && r.stage <= 1 && r.last < w.week);
  if (idle.length === 0) return undefined;
  const oldest = idle.reduce((old, r) => (r.last < old.last ? r : old));
  forget(w, oldest);
  w.counter[COUNTER.relationsRecycled]++;
  return oldest;
}

/** How collaboratives are set up that schools found for themselves. */
export function charterOf(w: World): Charter {
  const { collaborativeLife: life, incentives } = w.p;
  const paid = incentives.grant > 0;
  const own =
    life.ownAgenda < 0 ? (forms.find(({ name }) => name === life.form)?.ownAgenda ?? 0) : life.ownAgenda;
  return {
    form: life.form,
    mode: paid ? 'incentivised' : 'voluntary',
    lead: -1,
    weeks: life.agreedLife,
    grantWeeks: paid ? incentives.grantWeeks : 0,
    goals: life.goals,
    clarity: life.clarity,
    ownAgenda: own * (paid ? 1 - incentives.conditions : 1),
    coordinator: life.coordinator,
    formality: life.formality,
  };
}
