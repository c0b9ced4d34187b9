import { clamp, exp, one } from '../math/index.ts';
import { closeRow, findRelation, openRow, otherEnd, overlapOf } from '../relations.ts';
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
    default: 0.5,
    min: -2,
    max: 5,
    unit: 'value',
    doc: 'Value above which a head offers or accepts partnership.',
    source: 'assumption',
  }),
  gain: number({
    default: 3,
    min: 0,
    max: 20,
    unit: 'value a unit',
    doc: 'Worth of complementary expertise that can be understood and trusted.',
    source: 'assumption, after B 12.2',
  }),
  need: number({
    default: 1.2,
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
    default: 0.05,
    min: 0,
    max: 2,
    unit: 'value an hour',
    doc: 'Pull of an hour a week of released time.',
    source: 'assumption, after B 13.2',
  }),
  recognition: number({
    default: 0.2,
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
  news: number({
    default: 0.25,
    min: 0,
    max: 5,
    unit: 'value',
    doc: 'Worth of having staff who fully span the boundary and know a school already in touch from within.',
    source: 'assumption, after B 14.2',
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

/** What is the same for every candidate that the head of one school weighs. */
const own = {
  school: -1,
  gain: 0,
  need: 0,
  peers: 0,
  grant: 0,
  release: 0,
  recognition: 0,
  busy: 0,
  overload: 0,
  openness: 0,
  news: 0,
};

/** Puts the head of `a` in place to weigh candidates. */
function consider(s: State, p: Values<typeof params>, regime: Regime, a: number): void {
  const head = s.schoolFirst[a];
  const shift = regime.campaign * 0.5 * s.staffSelfInterest[head];
  own.school = a;
  own.gain = (s.staffSelfInterest[head] - shift) * p.gain;
  own.need = (s.staffAltruism[head] + shift) * p.need;
  own.peers = s.staffFear[head] * p.peers * peersIn(s, a);
  // One grant a school: money does not draw those who have it already.
  own.grant = s.schoolFunds[a] > 0 ? 0 : p.incentive * regime.grant;
  own.release = p.release * regime.releasedTime;
  own.recognition = p.recognition * regime.recognition;
  own.busy = p.busy * s.schoolCollaboratives[a];
  own.overload = p.overload * s.staffOverload[head];
  own.news = p.news * s.schoolSpanning[a];
  own.openness = 0.2 * (s.schoolOpenness[a] - 0.5);
}

/**
 * Value of school `b`, related by `r` or -1, as a partner to the head last put in place, leaving out luck; where it
 * is below `floor`, something below `floor`.
 */
function worth(
  s: State,
  p: Values<typeof params>,
  regime: Regime,
  b: number,
  r: number,
  overlap: number,
  floor: number,
): number {
  const { schoolView, schoolExpertise, schoolDenomination } = s;
  const a = own.school;
  const trust = Math.max(regime.firstTrust, r < 0 ? 0 : s.relationTrust[r]);
  let distance2 = 0;
  for (let v = 0; v < VIEWS.length; v++) {
    const d = schoolView[a * VIEWS.length + v] - schoolView[b * VIEWS.length + v];
    distance2 += d * d;
  }
  const likeness = clamp(1 - Math.sqrt(distance2), 0, 1);
  let theirs = 0;
  let ours = 0;
  for (let e = 0; e < EXPERTISE.length; e++) {
    const d = schoolExpertise[b * EXPERTISE.length + e] - schoolExpertise[a * EXPERTISE.length + e];
    const more = one(d > 0);
    theirs += more * d;
    ours -= (1 - more) * d;
  }
  const identity = r < 0 ? 0 : s.relationIdentity[r];
  const dx = s.schoolX[a] - s.schoolX[b];
  const dy = s.schoolY[a] - s.schoolY[b];
  const same = schoolDenomination[a] !== 0 && schoolDenomination[a] === schoolDenomination[b] ? 1 : 0;
  const weakness = Math.max(0, -s.schoolStanding[b]);
  const rivalry = p.competition * Math.min(1, overlap * regime.rivalry) * (1 - identity);
  const distance = p.distance * Math.sqrt(dx * dx + dy * dy);
  const risk = p.statusRisk * weakness * regime.individualPressure;
  const news = r < 0 ? 0 : own.news;
  // First as if they understood each other fully: most fall short even so, and need no exponential.
  let u = 1;
  for (let exact = false; ; exact = true) {
    // A school in trouble may need much and yet cost those who stand next to it their name (B 5.2.2).
    const sum =
      own.gain * theirs * u * trust +
      own.need * ours * u +
      own.peers +
      own.grant +
      own.release +
      own.recognition +
      p.denomination * same +
      p.values * (likeness - 0.5) +
      identity -
      rivalry -
      distance -
      own.busy -
      own.overload -
      risk +
      own.openness +
      news;
    if (exact || sum < floor) return sum;
    u = exp(-distance2 / (4 * regime.reach * regime.reach));
  }
}

/** Value of school `b` as a partner to the head of `a`, leaving out luck. */
export function value(s: State, p: Values<typeof params>, regime: Regime, a: number, b: number): number {
  consider(s, p, regime, a);
  const r = findRelation(s, a, b);
  return worth(
    s,
    p,
    regime,
    b,
    r,
    r < 0 ? overlapOf(s, a, b) : s.relationOverlap[r],
    Number.NEGATIVE_INFINITY,
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
  if (s.schoolCollaboratives[a] === 0 || s.schoolCollaboratives[b] === 0) return false;
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    const c = s.membershipOf[m];
    if (c < 0) continue;
    for (let n = b * MEMBERSHIPS; n < (b + 1) * MEMBERSHIPS; n++) if (s.membershipOf[n] === c) return true;
  }
  return false;
}

let bestSchool = -1;
let bestValue = 0;

/** The search in which each school was last weighed, so that no head weighs one twice. */
let weighed = new Int32Array(0);
let search = 0;

function weigh(
  s: State,
  p: Values<typeof params>,
  regime: Regime,
  b: number,
  r: number,
  overlap: number,
): void {
  const a = own.school;
  if (b === a || weighed[b] === search) return;
  weighed[b] = search;
  if (together(s, a, b)) return;
  const size = p.size * sizeOf(s, b);
  const found = worth(s, p, regime, b, r, overlap, bestValue) - size;
  // Ties go to the lower index, so that the order of candidates does not matter.
  if (found > bestValue || (found === bestValue && bestSchool > b)) {
    bestValue = found;
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

/** The best school above the threshold among those that the head of `a` knows of, -1 for none. */
function seek(s: State, p: Values<typeof params>, regime: Regime, a: number): number {
  const { neighbourSchool, neighbourOverlap, partnerRelation, relationOverlap } = s;
  bestSchool = -1;
  bestValue = p.threshold;
  search = (search + 1) | 0;
  consider(s, p, regime, a);
  const relationTo = openRow(s, a);
  for (let n = a * NEIGHBOURS; n < (a + 1) * NEIGHBOURS; n++) {
    const b = neighbourSchool[n];
    if (b < 0) break;
    const r = relationTo[b];
    weigh(s, p, regime, b, r, r < 0 ? neighbourOverlap[n] : relationOverlap[r]);
  }
  for (let q = a * PARTNERS; q < (a + 1) * PARTNERS; q++) {
    const r = partnerRelation[q];
    if (r < 0) break;
    const friend = otherEnd(s, r, a);
    weigh(s, p, regime, friend, r, relationOverlap[r]);
    // Only friends worth the name introduce one to their friends.
    if (s.relationTrust[r] <= 0.4) continue;
    for (let f = friend * PARTNERS; f < (friend + 1) * PARTNERS; f++) {
      if (partnerRelation[f] < 0) break;
      const b = otherEnd(s, partnerRelation[f], friend);
      if (weighed[b] === search) continue;
      const known = relationTo[b];
      weigh(s, p, regime, b, known, known < 0 ? overlapOf(s, a, b) : relationOverlap[known]);
    }
  }
  closeRow(s, a);
  return bestSchool;
}

/** A school that a head knows of, and its value as a partner above the threshold. */
export interface Prospect {
  readonly school: number;
  readonly value: number;
}

/** All that the head of `a` knows of and is in nothing with, as they are weighed in `seek`, the best first. To be read between weeks. */
export function prospects(s: State, p: Values<typeof params>, regime: Regime, a: number): Prospect[] {
  const known = new Set(s.neighbourSchool.subarray(a * NEIGHBOURS, (a + 1) * NEIGHBOURS));
  const related = (of: number) =>
    s.partnerRelation.subarray(of * PARTNERS, (of + 1) * PARTNERS).filter((r) => r >= 0);
  for (const r of related(a)) {
    const friend = otherEnd(s, r, a);
    known.add(friend);
    if (s.relationTrust[r] > 0.4) for (const q of related(friend)) known.add(otherEnd(s, q, friend));
  }
  return [...known]
    .filter((b) => b >= 0 && b !== a && !together(s, a, b))
    .map((b) => ({
      school: b,
      value: value(s, p, regime, a, b) - p.size * sizeOf(s, b) - p.threshold,
    }))
    .sort((x, y) => y.value - x.value || x.school - y.school);
}

/** Writes to `offer` the school each head would go to, -1 for none. */
export function offerAll(s: State, p: Values<typeof params>, regime: Regime, offer: Int32Array): void {
  if (weighed.length < offer.length) weighed = new Int32Array(offer.length).fill(-1);
  for (let a = 0; a < offer.length; a++) {
    const looking = s.schoolCollaboratives[a] < MEMBERSHIPS && s.staffRole[s.schoolFirst[a]] === ROLE.head;
    offer[a] = looking ? seek(s, p, regime, a) : -1;
  }
}

/** What the head of `b` has decided about `a`: 1 to join it, -1 to have nothing to do with it, 0 nothing. */
export type Said = (b: number, a: number) => number;

/**
 * Writes to `accepted` the school whose offer each school takes up, -1 for none: the best above the threshold, unless
 * its head has `said` otherwise.
 */
export function answerAll(
  s: State,
  p: Values<typeof params>,
  regime: Regime,
  offer: Int32Array,
  accepted: Int32Array,
  said: Said | null,
): void {
  accepted.fill(-1);
  for (let a = 0; a < offer.length; a++) {
    const b = offer[a];
    if (b < 0 || s.schoolCollaboratives[b] >= MEMBERSHIPS) continue;
    const decided = said === null ? 0 : said(b, a);
    if (decided < 0) continue;
    if (decided > 0) accepted[b] = a;
    if (said !== null && accepted[b] >= 0 && said(b, accepted[b]) > 0) continue;
    // An offer is a sign of goodwill: it is met a little more kindly than one's own search.
    const found = value(s, p, regime, b, a) + 0.1;
    if (found < p.threshold) continue;
    const rival = accepted[b];
    if (rival < 0 || found > value(s, p, regime, b, rival) + 0.1) accepted[b] = a;
  }
}
