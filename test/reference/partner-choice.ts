import { FOUNDS } from '../../sim/collaboratives.ts';
import { pairAddress, STREAM } from '../../sim/draw.ts';
import { exp } from '../../sim/math/index.ts';
import { value, writes } from '../../sim/mechanisms/partner-choice.ts';
import { RELATES } from '../../sim/relations.ts';
import { MEMBERSHIPS, ROLE } from '../../sim/state.ts';
import { collectivity } from './competition.ts';
import { approach, recordAnswers, saidOf } from './decisions.ts';
import { foundAgreed, foundingWrites } from './founding.ts';
import { likeness } from './relating.ts';
import { type Rule, step } from './rule.ts';
import { charterOf, overlapOf } from './structures.ts';
import { type School, total, type World } from './world.ts';

/** Value of school `b` as a partner to the head of `a`. */
export function partnerValue(w: World, a: School, b: School): number {
  const p = w.p.partnerChoice;
  const { incentives, accountability, competition, market, cognitiveDistance, trust } = w.p;
  const head = w.headOf(a);
  const r = w.relationBetween(a, b);
  // A campaign moves motives from oneself towards others.
  const shift = incentives.campaign * 0.5 * head.selfInterest;
  const near = w.neighboursOf(a).slice(0, 8);
  const inside = near.filter((n) => w.schools[n.school].collaboratives > 0);
  const peersIn = near.length === 0 ? 0 : inside.length / near.length;

  let squares = 0;
  for (let v = 0; v < 4; v++) squares += (a.view[v] - b.view[v]) * (a.view[v] - b.view[v]);
  const u = exp(-squares / (4 * cognitiveDistance.reach * cognitiveDistance.reach));
  const gaps = [0, 1, 2, 3, 4, 5].map((e) => b.expertise[e] - a.expertise[e]);
  const theirs = total(gaps.map((gap) => Math.max(0, gap)));
  const ours = total(gaps.map((gap) => Math.max(0, -gap)));
  const identity = r?.identity ?? 0;
  const heard = Math.max(trust.firstAcross, r?.trust ?? 0);

  const gain = (head.selfInterest - shift) * p.gain * theirs * u * heard;
  const need = (head.altruism + shift) * p.need * ours * u;
  const grant = a.funds > 0 ? 0 : p.incentive * incentives.grant;
  const time = incentives.releaseForAll ? 0 : p.release * incentives.releasedTime;
  const same = a.denomination !== 0 && a.denomination === b.denomination ? 1 : 0;
  const overlap = r?.overlap ?? overlapOf(w, a, b);
  const rivalry = Math.min(1, overlap * (market.choice * competition.leagueTables * competition.strength));
  const dx = a.x - b.x;
  const dy = a.y - b.y;
  const alone = accountability.pressure * (1 - collectivity(w));
  return (
    gain +
    need +
    head.fear * p.peers * peersIn +
    grant +
    time +
    p.recognition * incentives.recognition +
    p.denomination * same +
    p.values * (likeness(a, b) - 0.5) +
    identity -
    p.competition * rivalry * (1 - identity) -
    p.distance * Math.sqrt(dx * dx + dy * dy) -
    p.busy * a.collaboratives -
    p.overload * head.overload -
    p.statusRisk * Math.max(0, -b.standing) * alone +
    0.2 * (a.openness - 0.5) +
    (r === undefined ? 0 : p.news * a.spanning)
  );
}

/** The school each head would go to: the best above the threshold among neighbours, partners and friends' partners. */
function offers(w: World): Map<School, School> {
  const p = w.p.partnerChoice;
  const found = new Map<School, School>();
  for (const a of w.schools) {
    if (a.collaboratives >= MEMBERSHIPS || w.headOf(a).role !== ROLE.head) continue;
    const partners = w.relationsOf(a).map((r) => w.other(r, a));
    const friends = w
      .relationsOf(a)
      .filter((r) => r.trust > 0.4)
      .map((r) => w.other(r, a));
    const candidates = new Set([
      ...w.neighboursOf(a).map((n) => w.schools[n.school]),
      ...partners,
      ...friends.flatMap((friend) => w.relationsOf(friend).map((r) => w.other(r, friend))),
    ]);
    const weighed = [...candidates]
      .filter((b) => b !== a && w.sharedBy(a, b).length === 0)
      .map((b) => {
        const sizes = w.membershipsOf(b).map((m) => w.collaborativeRows[m.of].members);
        return { b, worth: partnerValue(w, a, b) - p.size * Math.max(0, ...sizes) };
      })
      .filter(({ worth }) => worth > p.threshold)
      .sort((x, y) => y.worth - x.worth || x.b.index - y.b.index);
    if (weighed.length > 0) found.set(a, weighed[0].b);
  }
  return found;
}

/** A threatened authority finds reasons against some of what has been agreed: `accepted` says whose offer a school takes up. */
export function hinder(w: World, accepted: Map<School, School>): void {
  const p = w.p.authority;
  if (p.stance !== 'threatened') return;
  w.draw.open(STREAM.authority, w.week);
  for (const [b, a] of [...accepted]) {
    if (w.draw.uniform(pairAddress(a.index, b.index), 1) < p.obstruction * p.capacity) accepted.delete(b);
  }
}

function agree(w: World): void {
  const accepted = new Map<School, School>();
  const seen = (b: School, a: School) => partnerValue(w, b, a) + 0.1; // an offer is a sign of goodwill
  const made = offers(w);
  approach(w, made);
  // In order of schools: of two offers worth the same the first stands.
  for (const [a, b] of [...made].sort(([x], [y]) => x.index - y.index)) {
    const rival = accepted.get(b);
    if (b.collaboratives >= MEMBERSHIPS || saidOf(w, b, a) === 'part') continue;
    if (saidOf(w, b, a) === 'join') accepted.set(b, a);
    if (rival !== undefined && saidOf(w, b, rival) === 'join') continue;
    if (saidOf(w, b, a) === 'join' || seen(b, a) < w.p.partnerChoice.threshold) continue;
    if (rival === undefined || seen(b, a) > seen(b, rival)) accepted.set(b, a);
  }
  recordAnswers(w, made, accepted);
  hinder(w, accepted);
  foundAgreed(w, charterOf(w), accepted);
}

/** Few foundings in small districts: not every column of the lists they share comes to change. */
export const spared = [...FOUNDS, ...RELATES];

export const rules: Rule[] = [
  step('partner choice', [...writes, ...foundingWrites], agree),
  {
    name: 'value',
    writes,
    // The sum is in another order.
    real: (m) => {
      const schools = [...m.state.schoolPosts.keys()];
      const regime = m.regime();
      return schools.flatMap((a) =>
        schools.filter((b) => b !== a).map((b) => value(m.state, m.parameters.partnerChoice, regime, a, b)),
      );
    },
    naive: (w) =>
      w.schools.flatMap((a) => w.schools.filter((b) => b !== a).map((b) => partnerValue(w, a, b))),
  },
];
