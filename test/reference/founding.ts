import { type Charter, FOUNDS } from '../../sim/collaboratives.ts';
import { pairAddress, STREAM } from '../../sim/draw.ts';
import { forms } from '../../sim/governance/forms.ts';
import { writes } from '../../sim/mechanisms/founding.ts';
import type { Founding } from '../../sim/plan.ts';
import { RELATES } from '../../sim/relations.ts';
import { COUNTER, EVENT, LIFE, MEMBERSHIPS } from '../../sim/state.ts';
import { rollOf } from './market.ts';
import { likeness } from './relating.ts';
import { type Rule, step } from './rule.ts';
import { acquaint, agree, found, join, relist } from './structures.ts';
import type { Collaborative, School, World } from './world.ts';

export const foundingWrites = writes;

function establish(w: World, plan: Founding, schools: readonly School[]): void {
  const lead = schools.reduce((best, a) => (a.standing > best.standing ? a : best));
  const c = found(w, { ...plan, lead: lead.index });
  if (c === undefined) return;
  for (const a of schools) join(w, a, c, commitmentOf(plan));
  for (const a of schools.slice(1)) acquaint(w, schools[0], a);
}

function foundPlanned(w: World): void {
  for (const plan of w.foundings) {
    if (plan.week !== w.week) continue;
    w.draw.open(STREAM.founding, w.week);
    if (plan.replaces !== 'nothing') replace(w, plan);
    else if (plan.members.length > 0) {
      const named = plan.members.map((id) => w.schools.find((a) => a.id === id));
      establish(
        w,
        plan,
        named.filter((a) => a !== undefined),
      );
    } else {
      // Where each school stands among those of its phase, from 0 to 1, in what the type goes by.
      const places = new Map(w.schools.map((a) => [a, placeOf(w, a, plan.pick)]));
      for (let time = 0; time < plan.times; time++) {
        const schools = pick(w, plan, time, places);
        if (schools.length < 2) break;
        establish(w, plan, schools);
      }
    }
    relist(w);
  }
}

/** Collaboratives of one form go on under other terms: all, or those of the members named. */
function replace(w: World, plan: Founding): void {
  for (const c of w.collaboratives) {
    if (w.formOf(c).name !== plan.replaces) continue;
    const members = w.rosterOf(c).map((m) => w.holder(m));
    if (members.length === 0 || !plan.members.every((id) => members.some((a) => a.id === id))) continue;
    const lead = members.reduce((best, a) => (a.standing > best.standing ? a : best));
    const grant = c.grantEnds;
    agree(w, c, { ...plan, lead: lead.index });
    if (plan.grantWeeks === 0) c.grantEnds = grant;
    c.life = Math.min(c.life, LIFE.aligning);
    for (const m of w.rosterOf(c)) m.commitment += (commitmentOf(plan) - m.commitment) / 2;
    w.record(EVENT.formChanged, lead.index, c.index, c.form);
  }
}

function commitmentOf({ mode }: Founding): number {
  return mode === 'coerced' ? 0.3 : mode === 'incentivised' ? 0.45 : 0.55;
}

type Places = ReadonlyMap<School, number>;

function placeOf(w: World, a: School, by: Founding['pick']): number {
  const of = (b: School) =>
    by === 'performance' ? b.standing : by === 'mainstreaming' ? b.expertise[4] : rollOf(b);
  const alike = w.schools.filter((b) => b.phase === a.phase);
  const before = alike.filter((b) => of(b) < of(a) || (of(b) === of(a) && b.index < a.index)).length;
  return (before + 0.5) / alike.length;
}

/** Whether the plan may pick `a`: one in nothing or, where it says so, in nothing founded this week. */
function mayPick(w: World, plan: Founding, a: School): boolean {
  if (a.collaboratives === 0) return true;
  const exclusive = forms.find(({ name }) => name === plan.form)?.exclusive;
  if (!plan.overlap || a.collaboratives >= MEMBERSHIPS || exclusive || bound(w, a)) return false;
  return w.membershipsOf(a).every((m) => w.collaborativeRows[m.of].founded !== w.week);
}
const typed: readonly Founding['pick'][] = ['performance', 'size', 'cross-phase', 'faith', 'mainstreaming'];

function mayLead(a: School, by: Founding['pick'], place: number): boolean {
  if (by === 'performance' || by === 'size') return place <= 1 / 3;
  if (by === 'mainstreaming') return place >= 0.9;
  if (by === 'cross-phase') return a.phase !== 0;
  return by === 'faith' ? a.denomination !== 0 : true;
}

function maySecond(a: School, first: School, by: Founding['pick'], place: number): boolean {
  if ((a.phase === first.phase) === (by === 'cross-phase')) return false;
  if (by === 'performance') return place >= 2 / 3;
  if (by === 'size') return place <= 2 / 3;
  if (by === 'mainstreaming') return place <= 0.5;
  return by === 'faith' ? a.denomination === first.denomination : true;
}

/** Of a list the first with the least rank. */
function least<T>(list: readonly T[], rank: (one: T) => number): T | undefined {
  return list.reduce<T | undefined>(
    (best, one) => (best === undefined || rank(one) < rank(best) ? one : best),
    undefined,
  );
}

function pick(w: World, plan: Founding, time: number, places: Places): School[] {
  const by = plan.pick;
  const weakest = by === 'weak' || by === 'weak and strong';
  const leads = w.schools.filter((a) => mayPick(w, plan, a) && mayLead(a, by, places.get(a) ?? 0));
  const rank = (a: School) =>
    weakest ? a.standing : w.draw.uniform(a.index, typed.includes(by) ? 16384 + time : time);
  const order = [...leads].sort((a, b) => rank(a) - rank(b) || a.index - b.index);
  for (const first of order) {
    const chosen = [first];
    while (chosen.length < plan.size) {
      const next = nextOf(w, plan, time, places, chosen);
      if (next === undefined) break;
      chosen.push(next);
    }
    if (chosen.length > 1) return chosen;
  }
  return [];
}

function nextOf(
  w: World,
  plan: Founding,
  time: number,
  places: Places,
  chosen: School[],
): School | undefined {
  const by = plan.pick;
  const [first] = chosen;
  const fits = (b: School) =>
    mayPick(w, plan, b) && !chosen.includes(b) && maySecond(b, first, by, places.get(b) ?? 0);
  if (by === 'random') return least(w.schools.filter(fits), (b) => w.draw.uniform(b.index, 4096 + time));
  const near = chosen
    .flatMap((a) => w.neighboursOf(a).map((n) => ({ b: w.schools[n.school], distance: n.distance })))
    .filter(({ b }) => fits(b));
  const best = least(near, ({ b, distance }) => {
    if (by === 'weak') return b.standing;
    if (by === 'weak and strong') {
      const strong = plan.strong === 0 ? plan.size - 1 : plan.strong;
      return chosen.length < plan.size - strong ? b.standing : first.standing - b.standing;
    }
    if (by === 'unlike') return likeness(first, b);
    return by === 'alike' ? Math.abs(b.standing - first.standing) : distance;
  });
  return best?.b;
}

/** Those who have agreed join what the other is in, or found something of their own. */
export function foundAgreed(w: World, charter: Charter, accepted: ReadonlyMap<School, School>): void {
  const exclusive = forms.find(({ name }) => name === charter.form)?.exclusive;
  const mayFound = (a: School) => !bound(w, a) && a.collaboratives < (exclusive ? 1 : MEMBERSHIPS);
  w.draw.open(STREAM.founding, w.week);
  let changed = false;
  for (const b of w.schools) {
    const a = accepted.get(b);
    if (a === undefined || w.sharedBy(a, b).length > 0) continue;
    const theirs = openTo(w, b, a);
    const ours = theirs === undefined ? openTo(w, a, b) : undefined;
    if (theirs !== undefined) changed = join(w, a, theirs, 0.5) || changed;
    else if (ours !== undefined) changed = join(w, b, ours, 0.5) || changed;
    else if (mayFound(a) && mayFound(b)) {
      const lead = b.standing > a.standing ? b : a;
      const bids = w.draw.uniform(pairAddress(a.index, b.index), 8192) < w.p.incentives.bids;
      const grantWeeks = bids ? charter.grantWeeks : 0;
      const c = found(w, { ...charter, lead: lead.index, grantWeeks });
      if (c === undefined) continue;
      join(w, a, c, 0.55);
      join(w, b, c, 0.55);
      changed = true;
    }
    if (acquaint(w, a, b) === undefined) w.counter[COUNTER.contactsWithoutRoom]++;
  }
  if (changed) relist(w);
}

/** Whether `a` belongs to something that leaves it nothing beside it. */
function bound(w: World, a: School): boolean {
  return w.membershipsOf(a).some((m) => w.formOf(w.collaborativeRows[m.of]).exclusive);
}

/** The first collaborative of `b` that takes `a`. */
function openTo(w: World, b: School, a: School): Collaborative | undefined {
  if (a.collaboratives >= MEMBERSHIPS || bound(w, a)) return undefined;
  return w
    .membershipsOf(b)
    .map((m) => w.collaborativeRows[m.of])
    .find((c) => {
      const { entry, exclusive } = w.formOf(c);
      const ending = c.ends >= 0 && c.ends - w.week <= 13;
      if (ending || entry === 'closed' || (exclusive && a.collaboratives > 0)) return false;
      if (entry === 'licence' && c.lead !== b.index) return false;
      return entry === 'open' || c.members < w.p.collaborativeLife.largest;
    });
}

/** Few foundings in small districts: not every column of the lists they share comes to change. */
export const spared = [...FOUNDS, ...RELATES];

export const rules: Rule[] = [step('founding', writes, foundPlanned)];
