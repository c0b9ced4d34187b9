import { forms } from '../../sim/governance/forms.ts';
import { clamp } from '../../sim/math/index.ts';
import { writes } from '../../sim/mechanisms/power.ts';
import { COORDINATORS, EXPERTISE } from '../../sim/state.ts';
import { type Rule, step } from './rule.ts';
import type { Collaborative, Relation, World } from './world.ts';

/** Collaboratives that two schools share, once for each pair of their memberships. */
function common(w: World, r: Relation): Collaborative[] {
  const of = (school: number) =>
    w.membershipRows.filter((m) => Math.floor(m.index / 4) === school && m.of >= 0).map((m) => m.of);
  return of(r.a).flatMap((c) => of(r.b).flatMap((d) => (c === d ? [w.collaborativeRows[c]] : [])));
}

function inequalityOf(w: World, r: Relation): number {
  const p = w.p.power;
  const [one, two] = [w.schools[r.a], w.schools[r.b]];
  let knows = 0;
  for (let e = 0; e < EXPERTISE.length; e++) knows += one.expertise[e] - two.expertise[e];
  const apart =
    p.standing * (one.standing - two.standing) +
    (p.expertise * knows) / EXPERTISE.length +
    (p.size * (one.posts - two.posts)) / (one.posts + two.posts);
  let leads = 0;
  for (const c of common(w, r)) {
    if (COORDINATORS[c.coordinator] === 'honest broker') continue;
    const weight = forms[c.form].executive ? p.executive : p.lead;
    const side = c.lead === r.a ? 1 : c.lead === r.b ? -1 : 0;
    if (weight * Math.abs(side) > Math.abs(leads)) leads = weight * side;
  }
  return clamp(apart + leads, -1, 1);
}

export function weigh(w: World): void {
  const p = w.p.power;
  for (const c of w.collaborativeRows) c.inequality = 0;
  if (!p.on) for (const r of w.relationRows) r.inequality = r.resentment = r.doubt = 0;
  else for (const r of w.relations) feel(w, r);
}

function feel(w: World, r: Relation): void {
  const p = w.p.power;
  const inequality = inequalityOf(w, r);
  const size = Math.abs(inequality);
  r.inequality = inequality;
  const shared = common(w, r);
  for (const c of shared)
    c.inequality = Math.min(1, c.inequality + size / ((c.members * (c.members - 1)) / 2));
  const gains = r.gainA + r.gainB;
  const returned = gains > 0 ? Math.min(1, (2 * (inequality > 0 ? r.gainA : r.gainB)) / gains) : 0;
  const agenda = Math.max(0, ...shared.map((c) => c.ownAgenda));
  const broker = shared.some((c) => COORDINATORS[c.coordinator] === 'honest broker') ? 1 : r.mediation;
  const felt = size * (r.contact / (r.contact + p.halfContact)) * (1 - r.identity);
  const slighted = (1 - p.strengths * returned) * (1 - p.agenda * agenda) * (1 - p.broker * broker);
  const hurt = Math.min(1, p.resentment * felt * slighted);
  const unsure = Math.min(1, p.doubt * felt * (1 - returned));
  r.resentment += (hurt > r.resentment ? p.growth : p.healing) * (hurt - r.resentment);
  r.doubt += (unsure > r.doubt ? p.growth : p.healing) * (unsure - r.doubt);
}

export const rules: Rule[] = [step('power', writes, weigh)];
