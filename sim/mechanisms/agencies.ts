import { type Draw, STREAM, uniform } from '../draw.ts';
import { agencyKinds } from '../governance/agencies.ts';
import { interdependences, strategies } from '../governance/strategies.ts';
import { distanceCell, end, KINDS, outlast, RANKS, rankOf, rankSchools } from '../liaisons.ts';
import { clamp, logistic } from '../math/index.ts';
import { choice, number, type Values } from '../schema.ts';
import {
  EXPERTISE,
  PARTNERS,
  ROLE,
  STAGE,
  STRATA,
  type State,
  SUBJECTS,
  VIEWS,
  WELLBEING_AT_REST,
} from '../state.ts';

/**
 * Multi-agency work (B 10, 2.2, 2.3). Schools, the most deprived first, work with agencies for their pupils at
 * risk. Agencies stand far from schools in view and look further ahead. A term's work of a school and an agency
 * succeeds with probability
 *   logistic(ease + 2.5 (e - 0.5) + 2 (u - 0.5) + 0.8 facilitation - 1.5 overload - demand
 *            + experience x + moralPurpose (altruism - 1/3) + distribution (D - 0.4) - clash P (1 - 39 / horizon))
 * with e the trust of the two, as far as missing a contract stands in for it, u their understanding, x experience of
 * school-to-school work, D distributed leadership, P the pressure that keeps the school's eyes on this year's
 * results. Trust grows with success and breaks with failure; views draw together slowly. What succeeds helps the
 * pupils it is meant for, h = 1 - product over agencies of (1 - success * strength * reach), and widens the inclusion
 * expertise of the staff who take part; it does not change the school. When a head or an agency's worker leaves, so
 * does the trust that was theirs alone; what has grown together is hard to unravel.
 */
export const params = {
  coverage: number({
    default: 0,
    min: 0,
    max: 1,
    unit: 'share of schools',
    lever: true,
    doc: 'Schools that are to work with agencies, the most deprived first; 0 is none.',
    source: 'B 10.1, 10.2: the eight schools studied all served deprived areas',
  }),
  kind: choice({
    default: 'any',
    options: ['any', ...agencyKinds.map(({ name }) => name)],
    lever: true,
    doc: 'Kind of agency that schools set out to work with.',
    source: 'B 10.3.2, 9.3: clear choices of whom to work with; a college',
  }),
  strategy: choice({
    default: 'commitment-based',
    options: strategies.map(({ name }) => name),
    lever: true,
    doc: 'How schools and agencies set out to work together, for what begins from now on.',
    source: 'B 2.3',
  }),
  interdependence: choice({
    default: 'sequential',
    options: interdependences.map(({ name }) => name),
    lever: true,
    doc: 'How closely the services are intertwined.',
    source: 'B 2.2',
  }),
  breadth: number({
    default: 3,
    min: 1,
    max: 6,
    unit: 'agencies',
    integer: true,
    lever: true,
    doc: 'Agencies that a school sets out to work with.',
    source: 'assumption, after B 10.3.2',
  }),
  target: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'Pupils of low means whom the work is meant for.',
    source: 'assumption, after B 10.1',
  }),
  caseload: number({
    default: 400,
    min: 10,
    max: 5000,
    unit: 'pupils',
    lever: true,
    doc: 'Pupils an agency can serve in full; with more, its help is spread thin.',
    source: 'assumption, after B 10.3.1: agency staff work across several schools',
  }),
  firstTrust: number({
    default: 0.25,
    min: 0,
    max: 1,
    unit: 'trust',
    doc: 'Trust at which an average school and an agency begin.',
    source: 'assumption: as between schools',
  }),
  experience: number({
    default: 0.8,
    min: 0,
    max: 5,
    unit: 'log odds',
    doc: 'What much experience of work with other schools adds to success.',
    source: 'assumption, after B 10.3.2',
  }),
  moralPurpose: number({
    default: 2,
    min: 0,
    max: 10,
    unit: 'log odds',
    doc: 'What a head moved by altruism alone rather than by nothing of it adds to success.',
    source: 'assumption, after B 10.4',
  }),
  distribution: number({
    default: 1.5,
    min: 0,
    max: 10,
    unit: 'log odds',
    doc: 'What fully distributed leadership adds to success over none.',
    source: 'assumption, after B 10.4',
  }),
  clash: number({
    default: 1,
    min: 0,
    max: 5,
    unit: 'log odds',
    doc: 'What full pressure for this year’s results takes from success with an agency of the longest horizon.',
    source: 'assumption, after B 10.3.2, 10.4',
  }),
  gain: number({
    default: 0.2,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'Share of missing trust that a term’s success restores.',
    source: 'assumption',
  }),
  loss: number({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'Share of trust that a term’s failure destroys.',
    source: 'assumption, after B 12.4: slow to build, quick to lose',
  }),
  agencyTurnover: number({
    default: 0.15,
    min: 0,
    max: 1,
    unit: 'share a year',
    doc: 'Agency workers who leave in a year.',
    source: 'assumption, after B 10.1, 2.3',
  }),
  patience: number({
    default: 4,
    min: 1,
    max: 24,
    unit: 'terms',
    integer: true,
    doc: 'Terms that a school bears with an agency without much success.',
    source: 'assumption, after B 10.3.2',
  }),
  convergence: number({
    default: 0.02,
    min: 0,
    max: 0.2,
    unit: 'share a term',
    doc: 'How far a term’s success draws the views of agency and staff together, at full trust and understanding.',
    source: 'assumption, after B 3.1',
  }),
  learning: number({
    default: 0.03,
    min: 0,
    max: 0.5,
    unit: 'share a term',
    doc: 'Share of missing inclusion expertise that a term of work which helps all it can gives those who take part.',
    source: 'assumption, after B 10.3.1',
  }),
  wellbeing: number({
    default: 0.6,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Share of missing wellbeing that all the help there could be restores to the pupils it is meant for.',
    source: 'assumption, after B 10.1',
  }),
  pace: number({
    default: 0.2,
    min: 0.02,
    max: 1,
    unit: 'share a term',
    doc: 'Part of the way that wellbeing moves in a term.',
    source: 'assumption',
  }),
  exclusion: number({
    default: 0.6,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Share of exclusions that full wellbeing of the pupils at risk prevents.',
    source: 'assumption, after B 10.3.3',
  }),
  attainment: number({
    default: 1.5,
    min: 0,
    max: 10,
    unit: 'points',
    doc: 'What full rather than usual wellbeing adds to the result of a pupil whom the work is meant for.',
    source: 'assumption, after B 10.1: small impacts',
  }),
};
export const writes = [
  'staffHours',
  'staffView',
  'staffExplicit',
  'staffTacit',
  'schoolTargeted',
  'schoolTargetedWellbeing',
  'schoolAgencyHours',
  'schoolExcluded',
  'schoolExpected',
  'agencyView',
  'agencyCaseload',
  'liaisonSince',
  'liaisonHead',
  'liaisonStrategy',
  'liaisonTrust',
  'liaisonWork',
  'liaisonBound',
] as const;

type P = Values<typeof params>;
const V = VIEWS.length;
const INCLUSION = EXPERTISE.indexOf('inclusion');
const TERM = 13;
const YEAR = 39;

/** What the step needs to know of other mechanisms' parameters: any encounter works like this. */
export interface Meeting {
  ease: number;
  trustWeight: number;
  understandingWeight: number;
  facilitationWeight: number;
  overloadWeight: number;
  contractSubstitution: number;
}

/** Scratch of one step. */
export interface Scratch {
  /** Schools by deprivation. */
  readonly rank: Int32Array;
  /** Sum of weights with which schools draw on an agency, and what they draw it to. */
  readonly weight: Float64Array;
  readonly pull: Float64Array;
}

/** Part of a term in the moving average of success. */
const FRESH = 0.35;
/** Below this average a school has had little success; from twice this on, work counts as working. */
const LITTLE = 0.25;

export function makeScratch(agencies: number): Scratch {
  return {
    rank: new Int32Array(RANKS + 1),
    weight: new Float64Array(agencies),
    pull: new Float64Array(agencies * V),
  };
}

const byRole = new Float64Array(5);
/** What the agencies of a school draw its staff to: their views, weighted. */
const towards = new Float64Array(V);

/** Each week: the hours that the work takes from those who lead it and, where leadership is shared, from those who do it. */
export function spend(s: State): void {
  const { schoolAgencyHours, schoolDistribution, schoolFirst, schoolPosts, staffHours, staffRole } = s;
  for (let a = 0; a < schoolPosts.length; a++) {
    const hours = schoolAgencyHours[a];
    if (hours === 0) continue;
    const first = schoolFirst[a];
    const end = first + schoolPosts[a];
    byRole.fill(0);
    for (let i = first; i < end; i++) byRole[staffRole[i]]++;
    const leaders = byRole[ROLE.head] + byRole[ROLE.senior];
    const others = byRole[ROLE.middle] + byRole[ROLE.support];
    const shared = others === 0 ? 0 : schoolDistribution[a];
    byRole[ROLE.head] = byRole[ROLE.senior] = (hours * (1 - shared)) / leaders;
    byRole[ROLE.middle] = byRole[ROLE.support] = others === 0 ? 0 : (hours * shared) / others;
    byRole[ROLE.teacher] = 0;
    for (let i = first; i < end; i++) staffHours[i] -= byRole[staffRole[i]];
  }
}

/** Each term: schools that are to work with agencies begin, one agency a term; others unravel what they have. */
export function engage(
  s: State,
  p: P,
  understanding: Float64Array,
  draw: Draw,
  week: number,
  scratch: Scratch,
): void {
  const schools = s.schoolPosts.length;
  const border = rankSchools(s, scratch.rank, Math.round(p.coverage * schools));
  let room = scratch.rank[RANKS]; // places left for schools at the border
  const strategy = strategies.findIndex(({ name }) => name === p.strategy);
  draw.open(STREAM.agencyWork, week);
  s.agencyCaseload.fill(0);
  for (let a = 0; a < schools; a++) {
    if (s.schoolClosed[a] === 1) continue;
    const rank = rankOf(s, a);
    const covered = rank > border || (rank === border && room > 0);
    if (rank === border) room--;
    let busy = 0;
    let broken = false;
    for (let l = a * KINDS; l < (a + 1) * KINDS; l++) {
      if (s.liaisonSince[l] < 0) {
        // What went wrong is forgotten in time.
        if (s.liaisonTrust[l] > 0) s.liaisonTrust[l] += 0.1 * (p.firstTrust - s.liaisonTrust[l]);
        continue;
      }
      const vain = week - s.liaisonSince[l] >= p.patience * TERM && s.liaisonWork[l] < LITTLE;
      if ((covered && !vain) || draw.uniform(l, 0) < s.liaisonBound[l]) {
        busy++;
        continue;
      }
      end(s, l);
      s.liaisonTrust[l] *= 1 - p.loss; // being left is a failure too
      broken = true;
    }
    const next = covered && busy < p.breadth && !broken ? choose(s, p, understanding, a) : -1;
    if (next >= 0) {
      begin(s, p, next, strategy, week);
      busy++;
    }
    const low = s.schoolPupils[a * STRATA.length];
    const all = low + s.schoolPupils[a * STRATA.length + 1] + s.schoolPupils[a * STRATA.length + 2];
    s.schoolTargeted[a] = busy > 0 && all > 0 ? (p.target * low) / all : 0;
    for (let k = 0; k < KINDS; k++)
      if (s.liaisonSince[a * KINDS + k] >= 0) s.agencyCaseload[s.schoolArea[a] * KINDS + k] += p.target * low;
  }
}

/** Each term: the work that is under way, and what comes of it. */
export function work(
  s: State,
  p: P,
  meeting: Meeting,
  understanding: Float64Array,
  draw: Draw,
  week: number,
  { weight, pull }: Scratch,
): void {
  const close = interdependences[interdependences.findIndex(({ name }) => name === p.interdependence)];
  draw.open(STREAM.agencyWork, week);
  const { a: wordA, b: wordB } = draw;
  weight.fill(0);
  pull.fill(0);
  for (let a = 0; a < s.schoolPosts.length; a++) {
    if (s.schoolClosed[a] === 1) continue;
    const head = s.schoolFirst[a];
    let hours = 0;
    let unhelped = 1;
    let drawn = 0;
    towards.fill(0);
    let met = false;
    let ready = 0; // what the school brings, the same to every agency
    for (let k = 0; k < KINDS; k++) {
      const l = a * KINDS + k;
      if (s.liaisonSince[l] < 0) continue;
      const left = s.liaisonHead[l] !== s.staffArrived[head];
      if (left || uniform(wordA, wordB, l, 1) < (p.agencyTurnover * TERM) / YEAR) {
        s.liaisonHead[l] = s.staffArrived[head];
        if (!outlast(s, l, uniform(wordA, wordB, l, 2))) continue;
      }
      if (!met) ready = readiness(s, p, a) - meeting.overloadWeight * s.staffOverload[head];
      met = true;
      const g = s.schoolArea[a] * KINDS + k;
      const way = strategies[s.liaisonStrategy[l]];
      const trust = s.liaisonTrust[l];
      const effective = trust + (1 - trust) * (1 - trust) * way.formality * meeting.contractSubstitution;
      const u = understanding[distanceCell(s, a, g)];
      const z =
        meeting.ease +
        meeting.trustWeight * (effective - 0.5) +
        meeting.understandingWeight * (u - 0.5) +
        meeting.facilitationWeight * way.facilitation +
        ready -
        close.demand -
        p.clash * s.schoolPressure[a] * Math.max(0, 1 - YEAR / s.agencyHorizon[g]);
      const success = uniform(wordA, wordB, l, 3) < logistic(z) ? 1 : 0;
      s.liaisonTrust[l] = trust + success * p.gain * (1 - trust) - (1 - success) * p.loss * trust;
      s.liaisonWork[l] += FRESH * (success - s.liaisonWork[l]);
      s.liaisonBound[l] += success * 0.15 * (close.bound - s.liaisonBound[l]);
      hours += way.hours * close.hours;
      const thin = p.caseload / Math.max(p.caseload, s.agencyCaseload[g]);
      unhelped *= 1 - success * way.strength * close.strength * agencyKinds[k].reach * thin;
      const w = success * p.convergence * trust * u;
      drawn += w;
      weight[g] += w;
      for (let v = 0; v < V; v++) {
        towards[v] += w * s.agencyView[g * V + v];
        pull[g * V + v] += w * s.schoolView[a * V + v];
      }
    }
    s.schoolAgencyHours[a] = hours;
    const helped = WELLBEING_AT_REST + (1 - WELLBEING_AT_REST) * p.wellbeing * (1 - unhelped);
    s.schoolTargetedWellbeing[a] += p.pace * (helped - s.schoolTargetedWellbeing[a]);
    s.schoolExcluded[a] *= 1 - p.exclusion * relieved(s, a);
    if (unhelped < 1) teachStaff(s, a, p.learning * (1 - unhelped), drawn);
  }
  // Agencies move only now: every school has met them as they were.
  for (let g = 0; g < weight.length; g++) {
    if (weight[g] === 0) continue;
    const most = Math.max(1, weight[g]);
    for (let v = 0; v < V; v++) {
      const at = g * V + v;
      s.agencyView[at] = clamp(s.agencyView[at] + (pull[at] - weight[g] * s.agencyView[at]) / most, 0, 1);
    }
  }
}

/** Each year, before the examination: pupils who are better off do a little better. */
export function support(s: State, p: P): void {
  for (let a = 0; a < s.schoolPosts.length; a++) {
    const points = p.attainment * p.target * relieved(s, a);
    if (points === 0) continue;
    for (let subject = 0; subject < SUBJECTS.length; subject++)
      s.schoolExpected[(a * SUBJECTS.length + subject) * STRATA.length] += points;
  }
}

/** How much of the wellbeing that pupils at risk lack at rest they have now. */
function relieved(s: State, a: number): number {
  return Math.max(0, s.schoolTargetedWellbeing[a] - WELLBEING_AT_REST) / (1 - WELLBEING_AT_REST);
}

/** Experience of other schools, moral purpose and shared leadership of school `a`, as log odds. */
function readiness(s: State, p: P, a: number): number {
  let met = 0;
  for (let q = a * PARTNERS; q < (a + 1) * PARTNERS; q++) {
    const r = s.partnerRelation[q];
    if (r < 0) break;
    const stage = s.relationStage[r];
    if (stage >= STAGE.cooperation) met += stage >= STAGE.collaboration ? 0.5 : 0.25;
  }
  return (
    p.experience * Math.min(1, met) +
    p.moralPurpose * (s.staffAltruism[s.schoolFirst[a]] - 1 / 3) +
    p.distribution * (s.schoolDistribution[a] - 0.4)
  );
}

/** The agency of those it does not work with yet that promises school `a` most: what it can do, understood and trusted. */
function choose(s: State, p: P, understanding: Float64Array, a: number): number {
  let best = -1;
  let most = -1;
  for (let k = 0; k < KINDS; k++) {
    const l = a * KINDS + k;
    if (s.liaisonSince[l] >= 0 || (p.kind !== 'any' && p.kind !== agencyKinds[k].name)) continue;
    const trust = s.liaisonTrust[l] > 0 ? s.liaisonTrust[l] : p.firstTrust;
    const promise =
      agencyKinds[k].reach * understanding[distanceCell(s, a, s.schoolArea[a] * KINDS + k)] * (0.1 + trust);
    if (promise > most) {
      most = promise;
      best = l;
    }
  }
  return best;
}

function begin(s: State, p: P, l: number, strategy: number, week: number): void {
  const head = s.schoolFirst[Math.floor(l / KINDS)];
  s.liaisonSince[l] = week;
  s.liaisonHead[l] = s.staffArrived[head];
  s.liaisonStrategy[l] = strategy;
  if (s.liaisonTrust[l] === 0)
    s.liaisonTrust[l] = clamp(p.firstTrust * (0.5 + s.staffPropensity[head]), 0, 1);
  s.liaisonWork[l] = LITTLE * 1.5; // the benefit of the doubt
}

/** Those who take part learn about inclusion and move towards the agencies' views; teachers as far as they are drawn in. */
function teachStaff(s: State, a: number, learnt: number, drawn: number): void {
  const most = 1 / Math.max(1, drawn);
  const aside = s.schoolDistribution[a] * 0.5;
  const end = s.schoolFirst[a] + s.schoolPosts[a];
  const { staffRole, staffExplicit, staffTacit, staffView } = s;
  for (let i = s.schoolFirst[a]; i < end; i++) {
    const part = staffRole[i] === ROLE.teacher ? aside : 1;
    const e = i * EXPERTISE.length + INCLUSION;
    staffExplicit[e] += part * learnt * (1 - staffExplicit[e]);
    staffTacit[e] += part * learnt * (1 - staffTacit[e]);
    const pace = part * most;
    for (let v = 0; v < V; v++) staffView[i * V + v] += pace * (towards[v] - drawn * staffView[i * V + v]);
  }
}
