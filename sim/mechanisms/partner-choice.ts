import { exp } from '../math/index.ts';
import { findRelation, likeness, otherEnd, overlapOf } from '../relations.ts';
import { number, type Values } from '../schema.ts';
import { EXPERTISE, MEMBERSHIPS, NEIGHBOURS, PARTNERS, ROLE, type State, VIEWS } from '../state.ts';

/**
 * Motive and choice of partner. Each term a head values every candidate among the neighbours and the partners'
 * partners:
 *   self-interest * gain + altruism * need + fear * peers in + incentive + common ground
 *   - competition - transaction cost - status risk,
 * gain being complementary expertise * understanding * expected trust, and offers itself to the best one above
 * the threshold; both sides must agree (B 12.2, 13.4, 5.2.2, 14.2).
 */
export const params = {
  threshold: number({
    default: 0.42,
    min: -2,
    max: 5,
    unit: 'value',
    doc: 'Value above which a head offers or accepts partnership.',
    source: 'assumption',
  }),
  gain: number({
    default: 4,
    min: 0,
    max: 20,
    unit: 'value a unit',
    doc: 'Worth of complementary expertise that can be understood and trusted.',
    source: 'assumption, after B 12.2',
  }),
  need: number({
    default: 2,
    min: 0,
    max: 20,
    unit: 'value a unit',
    doc: 'Worth to an altruist of helping a school in need.',
    source: 'assumption, after B 13.4',
  }),
  peers: number({
    default: 0.8,
    min: 0,
    max: 10,
    unit: 'value',
    doc: 'Pull of all neighbours being in a partnership already.',
    source: 'assumption, after B 13.4',
  }),
  incentive: number({
    default: 0.012,
    min: 0,
    max: 1,
    unit: 'value a thousand pounds',
    doc: 'Pull of a grant.',
    source: 'assumption, after B 13.2',
  }),
  release: number({
    default: 0.1,
    min: 0,
    max: 2,
    unit: 'value an hour',
    doc: 'Pull of an hour a week of released time.',
    source: 'assumption, after B 13.2',
  }),
  recognition: number({
    default: 0.3,
    min: 0,
    max: 5,
    unit: 'value',
    doc: 'Pull of full public recognition.',
    source: 'assumption, after B 13.2',
  }),
  denomination: number({
    default: 0.12,
    min: 0,
    max: 5,
    unit: 'value',
    doc: 'Common ground of a shared denomination.',
    source: 'assumption, after B 13.1',
  }),
  values: number({
    default: 0.3,
    min: 0,
    max: 5,
    unit: 'value',
    doc: 'Common ground of like views.',
    source: 'assumption, after B 13.1',
  }),
  competition: number({
    default: 1.2,
    min: 0,
    max: 10,
    unit: 'value',
    doc: 'Deterrence by full competition.',
    source: 'assumption, after B 13.1',
  }),
  distance: number({
    default: 0.02,
    min: 0,
    max: 1,
    unit: 'value a km',
    doc: 'Transaction cost of distance.',
    source: 'assumption, after B 5.2.6',
  }),
  size: number({
    default: 0.03,
    min: 0,
    max: 1,
    unit: 'value a member',
    doc: 'Transaction cost of each member already there.',
    source: 'assumption, after B 5.2.7',
  }),
  busy: number({
    default: 0.5,
    min: 0,
    max: 5,
    unit: 'value a membership',
    doc: 'Cost of each collaborative one is in already.',
    source: 'assumption, after B 5.2.9',
  }),
  overload: number({
    default: 1,
    min: 0,
    max: 10,
    unit: 'value',
    doc: 'Deterrence by full overload of the head.',
    source: 'assumption, after B 8.6',
  }),
  statusRisk: number({
    default: 0.25,
    min: 0,
    max: 5,
    unit: 'value a standard deviation',
    doc: 'Deterrence by a partner that stands low, at full individual pressure.',
    source: 'assumption, after B 5.2.2',
  }),
};
export const writes = [] as const;

/** What the regime adds to any partnership. */
export interface Regime {
  /** Grant on offer, thousand pounds a year. */
  grant: number;
  releasedTime: number;
  recognition: number;
  /** Shift of motives from oneself to others, 0 to 1. */
  campaign: number;
  /** Pressure on single schools, 0 to 1. */
  individualPressure: number;
  /** choice * league tables * strength: competition at full overlap. */
  rivalry: number;
  /** Where understanding has fallen to 37 %, for the views of schools. */
  reach: number;
  firstTrust: number;
}

/** Value of school `b` as a partner to the head of `a`, leaving out luck. */
export function value(s: State, p: Values<typeof params>, regime: Regime, a: number, b: number): number {
  const head = s.schoolFirst[a];
  const shift = regime.campaign * 0.5 * s.staffSelfInterest[head];
  const altruism = s.staffAltruism[head] + shift;
  const selfInterest = s.staffSelfInterest[head] - shift;
  const r = findRelation(s, a, b);
  const trust = Math.max(regime.firstTrust, r < 0 ? 0 : s.relationTrust[r]);
  let distance2 = 0;
  for (let v = 0; v < VIEWS.length; v++) {
    const d = s.schoolView[a * VIEWS.length + v] - s.schoolView[b * VIEWS.length + v];
    distance2 += d * d;
  }
  const u = exp(-distance2 / (4 * regime.reach * regime.reach));
  let theirs = 0;
  let ours = 0;
  for (let e = 0; e < EXPERTISE.length; e++) {
    const d = s.schoolExpertise[b * EXPERTISE.length + e] - s.schoolExpertise[a * EXPERTISE.length + e];
    if (d > 0) theirs += d;
    else ours -= d;
  }
  const overlap = r < 0 ? overlapOf(s, a, b) : s.relationOverlap[r];
  const identity = r < 0 ? 0 : s.relationIdentity[r];
  const dx = s.schoolX[a] - s.schoolX[b];
  const dy = s.schoolY[a] - s.schoolY[b];
  const same = s.schoolDenomination[a] !== 0 && s.schoolDenomination[a] === s.schoolDenomination[b] ? 1 : 0;
  const weakness = Math.max(0, -s.schoolStanding[b]);
  // A school in trouble may need much and yet cost those who stand next to it their name (B 5.2.2).
  return (
    selfInterest * p.gain * theirs * u * trust +
    altruism * p.need * ours * u +
    s.staffFear[head] * p.peers * peersIn(s, a) +
    p.incentive * regime.grant +
    p.release * regime.releasedTime +
    p.recognition * regime.recognition +
    p.denomination * same +
    p.values * (likeness(s, a, b) - 0.5) +
    identity -
    p.competition * Math.min(1, overlap * regime.rivalry) * (1 - identity) -
    p.distance * Math.sqrt(dx * dx + dy * dy) -
    p.busy * s.schoolCollaboratives[a] -
    p.overload * s.staffOverload[head] -
    p.statusRisk * weakness * regime.individualPressure +
    0.2 * (s.schoolOpenness[a] - 0.5)
  );
}

/** Share of the nearest schools that belong to a collaborative. */
function peersIn(s: State, a: number): number {
  let all = 0;
  let inside = 0;
  for (let n = a * NEIGHBOURS; n < a * NEIGHBOURS + 8; n++) {
    const b = s.neighbourSchool[n];
    if (b < 0) break;
    all++;
    if (s.schoolCollaboratives[b] > 0) inside++;
  }
  return all === 0 ? 0 : inside / all;
}

/** Whether `a` and `b` are in a collaborative together. */
function together(s: State, a: number, b: number): boolean {
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    const c = s.membershipOf[m];
    if (c < 0) continue;
    for (let n = b * MEMBERSHIPS; n < (b + 1) * MEMBERSHIPS; n++) if (s.membershipOf[n] === c) return true;
  }
  return false;
}

let bestSchool = -1;
let bestValue = 0;

function weigh(s: State, p: Values<typeof params>, regime: Regime, a: number, b: number): void {
  if (b === a || b === bestSchool || together(s, a, b)) return;
  const worth = value(s, p, regime, a, b) - p.size * sizeOf(s, b);
  // Ties go to the lower index, so that the order of candidates does not matter.
  if (worth > bestValue || (worth === bestValue && bestSchool > b)) {
    bestValue = worth;
    bestSchool = b;
  }
}

/** Members of the largest collaborative of `b`: what joining it would mean having to deal with. */
function sizeOf(s: State, b: number): number {
  let most = 0;
  for (let m = b * MEMBERSHIPS; m < (b + 1) * MEMBERSHIPS; m++) {
    if (s.membershipOf[m] >= 0) most = Math.max(most, s.collaborativeMembers[s.membershipOf[m]]);
  }
  return most;
}

/** Writes to `offer` the school each head would go to, -1 for none. */
export function offerAll(s: State, p: Values<typeof params>, regime: Regime, offer: Int32Array): void {
  for (let a = 0; a < offer.length; a++) {
    bestSchool = -1;
    bestValue = p.threshold;
    if (s.schoolCollaboratives[a] < MEMBERSHIPS && s.staffRole[s.schoolFirst[a]] === ROLE.head) {
      for (let n = a * NEIGHBOURS; n < (a + 1) * NEIGHBOURS; n++) {
        const b = s.neighbourSchool[n];
        if (b < 0) break;
        weigh(s, p, regime, a, b);
      }
      for (let q = a * PARTNERS; q < (a + 1) * PARTNERS; q++) {
        const r = s.partnerRelation[q];
        if (r < 0) break;
        const friend = otherEnd(s, r, a);
        weigh(s, p, regime, a, friend);
        for (let f = friend * PARTNERS; f < (friend + 1) * PARTNERS; f++) {
          const further = s.partnerRelation[f];
          if (further < 0) break;
          // Only friends worth the name introduce one to their friends.
          if (s.relationTrust[r] > 0.4) weigh(s, p, regime, a, otherEnd(s, further, friend));
        }
      }
    }
    offer[a] = bestSchool;
  }
}

/** Writes to `accepted` the school whose offer each school takes up, -1 for none: the best above the threshold. */
export function answerAll(
  s: State,
  p: Values<typeof params>,
  regime: Regime,
  offer: Int32Array,
  accepted: Int32Array,
): void {
  accepted.fill(-1);
  for (let a = 0; a < offer.length; a++) {
    const b = offer[a];
    if (b < 0 || s.schoolCollaboratives[b] >= MEMBERSHIPS) continue;
    // An offer is a sign of goodwill: it is met a little more kindly than one's own search.
    const worth = value(s, p, regime, b, a) + 0.1;
    if (worth < p.threshold) continue;
    const rival = accepted[b];
    if (rival < 0 || worth > value(s, p, regime, b, rival) + 0.1) accepted[b] = a;
  }
}
