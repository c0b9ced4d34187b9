import { type Charter, FOUNDS } from '../../sim/collaboratives.ts';
import { STREAM } from '../../sim/draw.ts';
import { obstruct, writes } from '../../sim/mechanisms/authority.ts';
import { RELATES } from '../../sim/relations.ts';
import { MEMBERSHIPS, ROLE } from '../../sim/state.ts';
import { saidOf } from './decisions.ts';
import { ringTrust } from './embedding.ts';
import { foundAgreed } from './founding.ts';
import { hinder, partnerValue } from './partner-choice.ts';
import { type Rule, step } from './rule.ts';
import { acquaint, charterOf, found, join, relist } from './structures.ts';
import { held, type School, total, type World } from './world.ts';

export function mediate(w: World): void {
  const p = w.p.authority;
  const skill = p.stance === 'facilitating' ? p.mediation * p.capacity : 0;
  for (const r of w.relations) {
    const failing = r.contacts === 0 ? 0 : 1 - r.successes / r.contacts;
    r.mediation = skill === 0 ? 0 : (r.mediation + skill * failing) / 2;
  }
}

export function direct(w: World): void {
  const p = w.p.authority;
  const imposed = p.stance === 'directing' ? p.imposition * p.capacity : 0;
  for (const c of w.collaboratives) {
    if (imposed === 0 && c.resistance === 0) continue;
    const roster = w.rosterOf(c);
    const commitment = total(roster.map((m) => m.commitment)) / roster.length;
    const strength = roster.length < 2 ? 0 : (commitment + ringTrust(w, c)) / 2;
    const now = c.resistance + 0.3 * (held(p.resistance * imposed * strength) - c.resistance);
    c.resistance = imposed === 0 && now < 0.01 ? 0 : now;
    const most = 1 - imposed * (1 - now);
    if (c.ownAgenda > most) c.ownAgenda += 0.3 * (most - c.ownAgenda);
    for (const m of roster) m.commitment *= 1 - 0.3 * now;
  }
}

function looking(w: World, a: School): boolean {
  return a.collaboratives < MEMBERSHIPS && w.headOf(a).role === ROLE.head;
}

/** With what weight brokers approach a school: anyone, or those outside and of low standing. */
function priority(w: World, a: School): number {
  const { equityWeight } = w.p.authority;
  if (!looking(w, a)) return 0;
  const outsider = a.collaboratives === 0 ? 1 + Math.max(0, -a.standing) : 0;
  return 1 - equityWeight + equityWeight * outsider;
}

function match(w: World, a: School): School | undefined {
  const p = w.p.authority;
  const judge = (x: School, y: School) => partnerValue(w, x, y) - w.p.partnerChoice.threshold;
  const softened = (b: School) =>
    -p.persuasion * p.capacity * (1 + p.equityWeight * Math.max(0, -b.standing));
  const known = new Set([
    ...w.neighboursOf(a).map((n) => w.schools[n.school]),
    ...w.relationsOf(a).map((r) => w.other(r, a)),
  ]);
  const candidates = [...known]
    .filter((b) => looking(w, b) && w.sharedBy(a, b).length === 0)
    .filter((b) => saidOf(w, a, b) !== 'part' && saidOf(w, b, a) !== 'part')
    .map((b) => ({ b, ours: judge(a, b), theirs: judge(b, a) }))
    .filter(({ b, ours, theirs }) => ours >= softened(b) && theirs >= softened(a))
    .sort((x, y) => y.ours + y.theirs - (x.ours + x.theirs) || x.b.index - y.b.index);
  return candidates[0]?.b;
}

export function actForOutsiders(w: World): void {
  const p = w.p.authority;
  if (p.stance === 'facilitating') broker(w);
  if (p.stance === 'directing') allocate(w);
}

function broker(w: World): void {
  const p = w.p.authority;
  const all = total(w.schools.map((a) => priority(w, a)));
  const each = all > 0 ? (p.brokers * p.capacity * w.schools.length) / 100 / all : 0;
  w.draw.open(STREAM.authority, w.week);
  const approached = w.schools.filter((a) => w.draw.uniform(a.index, 0) < each * priority(w, a));
  const accepted = new Map<School, School>();
  for (const a of approached) {
    const b = match(w, a);
    if (b === undefined) continue;
    const rival = accepted.get(b);
    if (rival === undefined || partnerValue(w, b, a) > partnerValue(w, b, rival)) accepted.set(b, a);
  }
  if (accepted.size === 0) return;
  foundAgreed(w, { ...charterOf(w), mode: 'brokered', coordinator: 'honest broker' }, accepted);
}

function allocate(w: World): void {
  const p = w.p.authority;
  const leftOver = (a: School) => a.collaboratives === 0 && looking(w, a);
  const left = w.schools.filter(leftOver).length;
  const chance = left > 0 ? (p.clusters * p.capacity * w.schools.length) / 100 / left : 0;
  const charter: Charter = charterOf(w);
  charter.form = 'authority-led cluster';
  charter.mode = 'coerced';
  charter.ownAgenda *= 1 - p.imposition * p.capacity;
  w.draw.open(STREAM.authority, w.week);
  let changed = false;
  for (const a of w.schools) {
    if (!leftOver(a) || w.draw.uniform(a.index, 2) >= chance) continue;
    const others = w
      .neighboursOf(a)
      .map((n) => w.schools[n.school])
      .filter((b) => b.phase === a.phase && leftOver(b))
      .slice(0, p.clusterSize - 1);
    if (others.length === 0) continue;
    const c = found(w, { ...charter, lead: a.index });
    if (c === undefined) continue;
    changed = true;
    join(w, a, c, 0.3);
    for (const b of others) {
      join(w, b, c, 0.3);
      acquaint(w, a, b);
    }
  }
  if (changed) relist(w);
}

/** Few foundings in small districts: not every column of the lists they share comes to change. */
export const spared = [...FOUNDS, ...RELATES];

export const rules: Rule[] = [
  step('authority: mediate', writes, mediate),
  step('authority: direct', writes, direct),
  step('authority: broker', writes, actForOutsiders),
  {
    name: 'obstruct',
    writes,
    real: (m, week) => {
      // Everybody has taken up the offer of the next school.
      const accepted = Int32Array.from(m.state.schoolPosts, (_, b) => (b + 1) % m.state.schoolPosts.length);
      obstruct(m.state, m.parameters.authority, m.draw, week, accepted);
      return [...accepted];
    },
    naive: (w) => {
      const accepted = new Map(w.schools.map((b, n) => [b, w.schools[(n + 1) % w.schools.length]]));
      hinder(w, accepted);
      return w.schools.map((b) => accepted.get(b)?.index ?? -1);
    },
  },
];
