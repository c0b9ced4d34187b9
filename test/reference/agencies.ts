import { STREAM } from '../../sim/draw.ts';
import { agencyKinds } from '../../sim/governance/agencies.ts';
import { interdependences, strategies } from '../../sim/governance/strategies.ts';
import { exp, logistic } from '../../sim/math/index.ts';
import { writes } from '../../sim/mechanisms/agencies.ts';
import { ROLE, STAGE } from '../../sim/state.ts';
import { rollOf } from './market.ts';
import { type Rule, step } from './rule.ts';
import { type Agency, held, type Liaison, type School, total, type World } from './world.ts';

const INCLUSION = 4;
const REST = 0.5;

function agencyOf(w: World, a: School, k: number): Agency {
  return w.agencies[a.area * agencyKinds.length + k];
}

/** Understanding of a school and an agency, at the middle of the 4,096th of distance in which theirs lies. */
function understanding(w: World, a: School, g: Agency): number {
  let squares = 0;
  for (let v = 0; v < 4; v++) squares += (a.view[v] - g.view[v]) * (a.view[v] - g.view[v]);
  const d = (Math.floor((Math.sqrt(squares) / 2) * 4096) + 0.5) / 4096;
  return exp(-(d / w.p.cognitiveDistance.reach) * (d / w.p.cognitiveDistance.reach));
}

function spend(w: World): void {
  for (const a of w.schools) {
    const staff = w.staffOf(a);
    const leaders = staff.filter(({ role }) => role === ROLE.head || role === ROLE.senior);
    const others = staff.filter(({ role }) => role === ROLE.middle || role === ROLE.support);
    const shared = others.length === 0 ? 0 : a.distribution;
    for (const i of leaders) i.hours -= (a.agencyHours * (1 - shared)) / leaders.length;
    for (const i of others) i.hours -= (a.agencyHours * shared) / others.length;
  }
}

/** Deprivation in 4,096 steps; a school that works with agencies counts as a little more deprived. */
function rankOf(w: World, a: School): number {
  const all = rollOf(a);
  const stays = w.liaisonsOf(a).some((l) => l.since >= 0) ? 0.03 : 0;
  return Math.min(4095, Math.floor(((all > 0 ? a.pupils[0] / all : 0) + stays) * 4096));
}

function finish(l: Liaison): void {
  Object.assign(l, { since: -1, work: 0, bound: 0 });
}

function engage(w: World): void {
  const p = w.p.agencies;
  // The most deprived, those of lower number first among equals.
  const order = w.schools
    .map((a) => ({ a, rank: rankOf(w, a) }))
    .sort((x, y) => y.rank - x.rank || x.a.index - y.a.index);
  const covered = new Set(order.slice(0, Math.round(p.coverage * w.schools.length)).map(({ a }) => a));
  w.draw.open(STREAM.agencyWork, w.week);
  for (const g of w.agencies) g.caseload = 0;
  for (const a of w.schools) {
    const liaisons = w.liaisonsOf(a);
    let broken = false;
    for (const l of liaisons) {
      if (l.since < 0) {
        if (l.trust > 0) l.trust += 0.1 * (p.firstTrust - l.trust);
        continue;
      }
      const vain = w.week - l.since >= p.patience * 13 && l.work < 0.25;
      if ((covered.has(a) && !vain) || w.draw.uniform(l.index, 0) < l.bound) continue;
      finish(l);
      l.trust *= 1 - p.loss;
      broken = true;
    }
    const busy = liaisons.filter((l) => l.since >= 0).length;
    if (covered.has(a) && busy < p.breadth && !broken) begin(w, a);
    const at = liaisons.map((l, k) => ({ l, k })).filter(({ l }) => l.since >= 0);
    const all = rollOf(a);
    a.targeted = at.length > 0 && all > 0 ? (p.target * a.pupils[0]) / all : 0;
    for (const { k } of at) agencyOf(w, a, k).caseload += p.target * a.pupils[0];
  }
}

/** Work begins with the agency that promises most. */
function begin(w: World, a: School): void {
  const p = w.p.agencies;
  const promises = w
    .liaisonsOf(a)
    .map((l, k) => {
      const trust = l.trust > 0 ? l.trust : p.firstTrust;
      return { l, k, promise: agencyKinds[k].reach * understanding(w, a, agencyOf(w, a, k)) * (0.1 + trust) };
    })
    .filter(({ l, k }) => l.since < 0 && (p.kind === 'any' || p.kind === agencyKinds[k].name))
    .sort((x, y) => y.promise - x.promise || x.k - y.k);
  if (promises.length === 0) return;
  const { l } = promises[0];
  const head = w.headOf(a);
  const strategy = strategies.findIndex(({ name }) => name === p.strategy);
  if (l.trust === 0) l.trust = held(p.firstTrust * (0.5 + head.propensity));
  Object.assign(l, { since: w.week, head: head.arrived, strategy, work: 0.375 });
}

/** Experience of other schools, moral purpose and shared leadership, as log odds. */
function readiness(w: World, a: School): number {
  const p = w.p.agencies;
  const stages = w.relationsOf(a).map((r) => r.stage);
  const met = total(
    stages.map((stage) => (stage >= STAGE.collaboration ? 0.5 : stage >= STAGE.cooperation ? 0.25 : 0)),
  );
  const purpose = w.headOf(a).altruism - 1 / 3;
  return p.experience * Math.min(1, met) + p.moralPurpose * purpose + p.distribution * (a.distribution - 0.4);
}

interface Pull {
  g: Agency;
  share: number;
  /** Where the agency is drawn to, and where it draws the school. */
  school: number[];
}

function work(w: World): void {
  const p = w.p.agencies;
  const e = w.p.encounter;
  const close = interdependences.find(({ name }) => name === p.interdependence) ?? interdependences[0];
  w.draw.open(STREAM.agencyWork, w.week);
  const pulls: Pull[] = [];
  for (const a of w.schools) {
    const head = w.headOf(a);
    let hours = 0;
    let unhelped = 1;
    const drawn: { share: number; view: number[] }[] = [];
    w.liaisonsOf(a).forEach((l, k) => {
      if (l.since < 0) return;
      const lot = (n: number) => w.draw.uniform(l.index, n);
      const way = strategies[l.strategy];
      if (l.head !== head.arrived || lot(1) < (p.agencyTurnover * 13) / 39) {
        l.head = head.arrived;
        l.trust *= way.kept;
        if (lot(2) < (1 - way.kept) * (1 - l.bound)) {
          finish(l);
          return;
        }
      }
      const g = agencyOf(w, a, k);
      const { trust } = l;
      const u = understanding(w, a, g);
      const effective = trust + (1 - trust) * (1 - trust) * way.formality * e.contractSubstitution;
      const z =
        e.ease +
        e.trustWeight * (effective - 0.5) +
        e.understandingWeight * (u - 0.5) +
        e.facilitationWeight * way.facilitation +
        (readiness(w, a) - e.overloadWeight * head.overload) -
        close.demand -
        p.clash * a.pressure * Math.max(0, 1 - 39 / g.horizon);
      const success = lot(3) < logistic(z) ? 1 : 0;
      l.trust = success === 1 ? trust + p.gain * (1 - trust) : trust - p.loss * trust;
      l.work += 0.35 * (success - l.work);
      if (success === 1) l.bound += 0.15 * (close.bound - l.bound);
      hours += way.hours * close.hours;
      if (success === 0) return;
      const thin = p.caseload / Math.max(p.caseload, g.caseload);
      unhelped *= 1 - way.strength * close.strength * agencyKinds[k].reach * thin;
      const share = p.convergence * trust * u;
      drawn.push({ share, view: [0, 1, 2, 3].map((v) => share * g.view[v]) });
      pulls.push({ g, share, school: [0, 1, 2, 3].map((v) => share * a.view[v]) });
    });
    a.agencyHours = hours;
    const helped = REST + (1 - REST) * p.wellbeing * (1 - unhelped);
    a.targetedWellbeing += p.pace * (helped - a.targetedWellbeing);
    a.excluded *= 1 - p.exclusion * relieved(a);
    if (unhelped === 1) continue;
    const weight = total(drawn.map(({ share }) => share));
    const towards = [0, 1, 2, 3].map((v) => total(drawn.map(({ view }) => view[v])));
    for (const i of w.staffOf(a)) {
      const part = i.role === ROLE.teacher ? a.distribution * 0.5 : 1;
      const learnt = part * (p.learning * (1 - unhelped));
      i.explicit[INCLUSION] += learnt * (1 - i.explicit[INCLUSION]);
      i.tacit[INCLUSION] += learnt * (1 - i.tacit[INCLUSION]);
      const pace = part * (1 / Math.max(1, weight));
      for (let v = 0; v < 4; v++) i.view[v] += pace * (towards[v] - weight * i.view[v]);
    }
  }
  for (const g of w.agencies) {
    const own = pulls.filter((pull) => pull.g === g);
    const weight = total(own.map(({ share }) => share));
    if (weight === 0) continue;
    for (let v = 0; v < 4; v++) {
      const to = total(own.map(({ school }) => school[v]));
      g.view[v] = held(g.view[v] + (to - weight * g.view[v]) / Math.max(1, weight));
    }
  }
}

/** How much of the wellbeing that pupils at risk lack at rest they have now. */
function relieved(a: School): number {
  return Math.max(0, a.targetedWellbeing - REST) / (1 - REST);
}

function support(w: World): void {
  const { attainment, target } = w.p.agencies;
  for (const a of w.schools) for (const at of [0, 3, 6]) a.expected[at] += attainment * target * relieved(a);
}

export const rules: Rule[] = [
  step('agencies: spend', writes, spend),
  step('agencies: engage', writes, engage),
  step('agencies: work', writes, work),
  step('agencies: support', writes, support),
];
