import { forms } from '../governance/forms.ts';
import { clamp } from '../math/index.ts';
import { number, type Values } from '../schema.ts';
import { LIFE, MEMBERSHIPS, MOST_FAMILIES, STRATA, type State } from '../state.ts';

/**
 * Home-school partnership (O, E, N). Families want to be heard: D_f = voice * wish * (0.5 + E_f) hours a year, and
 * it takes the longer the harder they are to reach. The school can listen for L hours (requisite variety, Ashby):
 *
 *   heard h_f = min(1 - reach_f, theta * (1 - smoothing * reach_f) * council_f),   sum of h_f D_f at most L
 *
 * so that what is asked beyond L is smoothed away, the hard to reach first. Being heard makes trust, not being
 * heard breaks it; trust and real conversation together lift engagement with learning above what the home brings:
 *
 *   E_f -> home_f + lift * (1 - home_f) * T_f * y / (y + half),   y = hours heard times their depth
 *
 * Activities that nobody is heard in lift nothing.
 */
export const params = {
  voice: number({
    default: 0.4,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'How much families want to say and be told: the demand on the school.',
    source: 'O, E; default assumed',
  }),
  oneSizeFitsAll: number({
    default: 0,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'Pitfall: one way of working with all families, however different they are.',
    source: 'N, common pitfalls',
  }),
  wish: number({
    default: 2,
    min: 0,
    max: 20,
    unit: 'hours a year',
    doc: 'Hours of conversation that a family of middling engagement wants at full voice.',
    source: 'assumption',
  }),
  reachTime: number({
    default: 0.5,
    min: 0,
    max: 5,
    unit: 'share',
    doc: 'How much longer it takes to hear a family that is hardest to reach.',
    source: 'assumption, after E',
  }),
  smoothing: number({
    default: 0.8,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How far those hard to reach are the first not to be heard when time is short.',
    source: 'assumption, after O 2',
  }),
  tutorReach: number({
    default: 0.6,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of the reach cost that a tutor who knows the pupil takes away.',
    source: 'assumption, after O table 1',
  }),
  skillReach: number({
    default: 0.25,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of the reach cost that a fully trained staff takes away.',
    source: 'assumption, after O 2',
  }),
  outreach: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of the reach cost that governance which seeks out every stakeholder takes away.',
    source: 'assumption, after G',
  }),
  council: number({
    default: 0.6,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How far organised parents are heard by their own road, and draw the school’s time to those who are engaged.',
    source: 'assumption, after G',
  }),
  fragment: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'What an hour made of five-minute meetings is worth beside an hour of deep conversation.',
    source: 'assumption, after E',
  }),
  halfHours: number({
    default: 0.5,
    min: 0.01,
    max: 10,
    unit: 'hours a year',
    doc: 'Hours of real conversation that make half of what conversation can do.',
    source: 'assumption',
  }),
  gain: number({
    default: 0.1,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'Part of missing trust in the school that a family gains which is fully heard.',
    source: 'assumption, after E; slow, as B 12.4',
  }),
  loss: number({
    default: 0.1,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'Part of its trust that a family loses which is not heard at all.',
    source: 'assumption, after N: powerless, frustrated, distressed',
  }),
  lift: number({
    default: 0.8,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of what is missing in engagement that the fullest partnership brings.',
    source: 'assumption, after O 1',
  }),
  pace: number({
    default: 0.2,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'How quickly engagement and wellbeing move.',
    source: 'assumption',
  }),
  wellbeing: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'wellbeing a unit',
    doc: 'What a unit of family engagement adds to pupils’ wellbeing.',
    source: 'assumption, after O 1',
  }),
  known: number({
    default: 0.1,
    min: 0,
    max: 1,
    unit: 'wellbeing',
    doc: 'What being known by a tutor every day adds to it.',
    source: 'assumption, after O table 1',
  }),
};
export const writes = [
  'familyTrust',
  'familyHeard',
  'familyEngagement',
  'schoolEngagement',
  'schoolEngagementUsual',
  'schoolWellbeing',
] as const;

/** What it takes of its group that others declare: the school's side, and how families come. */
interface Side {
  on: boolean;
  firstTrust: number;
  reputation: number;
  training: number;
  deficitThinking: number;
  pitfall: number;
}
type P = Values<typeof params> & Side;
const K = STRATA.length;
const TERMS = 3;
const WEEKS = 39;

const count = new Float64Array(K);
const weight = new Float64Array(K);
const sum = new Float64Array(K);
const access = new Float64Array(MOST_FAMILIES);
const asked = new Float64Array(MOST_FAMILIES);
const claim = new Float64Array(MOST_FAMILIES);

/** Every school's families at rest, each as far on its way as its years at the school allow. */
export function settle(s: State, p: P): void {
  if (!p.on) return;
  for (let a = 0; a < s.schoolPosts.length; a++) rest(s, p, a);
}

/**
 * Trust and engagement as they come to be after the years a family has been there: first where they tend, in a
 * few rounds because each hangs on the other, then how far on the way there the family is.
 */
function rest(s: State, p: P, a: number): void {
  const first = s.schoolFamilies[a];
  const end = s.schoolFamilies[a + 1];
  countMeans(s, a);
  for (let round = 0; round < 8; round++) {
    listen(s, p, a);
    for (let f = first; f < end; f++) {
      const x = felt(s, p, f);
      const made = p.gain * x;
      const lost = p.loss * (1 - x);
      const tends = made + lost > 0 ? made / (made + lost) : p.firstTrust;
      const told = p.reputation * tends + (1 - p.reputation) * p.firstTrust;
      const said = saidBy(s, p, f);
      const terms = (-s.familyArrived[f] / WEEKS) * TERMS;
      const left = kept(1 - said * (made + lost), terms);
      s.familyTrust[f] = tends + (told - tends) * left;
      const target = tendency(s, p, a, f, x);
      s.familyEngagement[f] = target + (s.familyHome[f] - target) * kept(1 - p.pace, terms);
    }
  }
  // Results on file were had at the end of a year: a year on from here, before the oldest leave.
  const year = kept(1 - p.pace, TERMS);
  sum.fill(0);
  for (let f = first; f < end; f++) {
    const target = tendency(s, p, a, f, felt(s, p, f));
    sum[s.familyStratum[f]] += target + (s.familyEngagement[f] - target) * year;
  }
  for (let k = 0; k < K; k++) {
    s.schoolEngagement[a * K + k] = sum[k] / count[k];
    s.schoolEngagementUsual[a * K + k] = s.schoolEngagement[a * K + k];
    s.schoolWellbeing[a * K + k] = wellbeing(s, p, a, k);
  }
}

/** What is left after `terms` of something of which `share` is kept each term. */
function kept(share: number, terms: number): number {
  let left = 1;
  for (let t = 0; t < terms; t++) left *= share;
  return left;
}

/** Counts the families of school `a` by means, and the pupils that each stands for. */
function countMeans(s: State, a: number): void {
  count.fill(0);
  for (let f = s.schoolFamilies[a]; f < s.schoolFamilies[a + 1]; f++) count[s.familyStratum[f]]++;
  for (let k = 0; k < K; k++) weight[k] = s.schoolPupils[a * K + k] / count[k];
}

/** Organised parents and outreach of the governance that school `a` is under: the strongest of its forms. */
const governed = { parents: 0, outreach: 0 };
function govern(s: State, a: number): void {
  governed.parents = 0;
  governed.outreach = 0;
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    const c = s.membershipOf[m];
    if (c < 0 || s.collaborativeLife[c] < LIFE.aligning) continue;
    const form = forms[s.collaborativeForm[c]];
    governed.parents = Math.max(governed.parents, form.families);
    governed.outreach = Math.max(governed.outreach, form.outreach);
  }
}

/** Shares the hours in which school `a` can listen among its families. */
function listen(s: State, p: P, a: number): void {
  const first = s.schoolFamilies[a];
  const n = s.schoolFamilies[a + 1] - first;
  govern(s, a);
  const council = p.council * governed.parents;
  const easier =
    (1 - p.tutorReach * s.schoolChangeover[a]) *
    (1 - p.skillReach * p.training) *
    (1 - p.outreach * governed.outreach);
  let pupils = 0;
  for (let i = 0; i < n; i++) {
    const f = first + i;
    const reach = s.familyReach[f] * easier;
    const each = weight[s.familyStratum[f]];
    pupils += each;
    access[i] = 1 - reach;
    asked[i] = each * wanted(s, p, f) * (1 + p.reachTime * reach);
    claim[i] =
      Math.max(0.05, 1 - p.smoothing * reach) * Math.max(0.05, 1 + council * (2 * s.familyEngagement[f] - 1));
  }
  const theta = divide(n, s.schoolListening[a] * pupils);
  for (let i = 0; i < n; i++) {
    const f = first + i;
    const heard = Math.min(access[i], theta * claim[i]);
    s.familyHeard[f] = heard + (1 - heard) * council * s.familyEngagement[f] * access[i];
  }
}

/**
 * The theta for which what is heard, min(access, theta * claim) of what is asked, takes just `hours`; where there are
 * hours for all it is large. Those who are fully heard leave the rest to the others, round by round.
 */
function divide(n: number, hours: number): number {
  let theta = 0;
  for (let round = 0; round < MOST_FAMILIES; round++) {
    let left = hours;
    let open = 0;
    for (let i = 0; i < n; i++) {
      if (theta * claim[i] >= access[i]) left -= asked[i] * access[i];
      else open += asked[i] * claim[i];
    }
    if (open <= 0) return 1e6;
    const next = Math.max(0, left) / open;
    if (next <= theta * 1.000001) return theta;
    theta = next;
  }
  return theta;
}

/** Hours a year that family `f` wants. */
function wanted(s: State, p: P, f: number): number {
  return p.voice * p.wish * (0.5 + s.familyEngagement[f]);
}

/** How much of an answer the school's ways mean to family `f`, between 0 and 1. */
function saidBy(s: State, p: P, f: number): number {
  const y = wanted(s, p, f);
  return y / (y + p.halfHours);
}

/** What of being heard is felt as such: pitfalls spoil it. */
function felt(s: State, p: P, f: number): number {
  const looked = p.pitfall * p.deficitThinking * (s.familyStratum[f] === 0 ? 1 : 0.5);
  return s.familyHeard[f] * (1 - looked) * (1 - p.pitfall * p.oneSizeFitsAll * s.familyReach[f]);
}

/** Where the engagement of family `f` tends that feels heard by `x`. */
function tendency(s: State, p: P, a: number, f: number, x: number): number {
  const depth = p.fragment + (1 - p.fragment) * s.schoolChangeover[a];
  const y = wanted(s, p, f) * x * depth;
  return s.familyHome[f] + p.lift * (1 - s.familyHome[f]) * s.familyTrust[f] * (y / (y + p.halfHours));
}

function wellbeing(s: State, p: P, a: number, k: number): number {
  return clamp(
    0.5 + p.wellbeing * (s.schoolEngagement[a * K + k] - 0.5) + p.known * s.schoolChangeover[a],
    0,
    1,
  );
}

/** Each term: families are heard or not, and trust and engagement follow. */
export function partner(s: State, p: P): void {
  if (!p.on) return;
  for (let a = 0; a < s.schoolPosts.length; a++) {
    if (s.schoolClosed[a] === 1) continue;
    countMeans(s, a);
    listen(s, p, a);
    sum.fill(0);
    for (let f = s.schoolFamilies[a]; f < s.schoolFamilies[a + 1]; f++) {
      const x = felt(s, p, f);
      const trust = s.familyTrust[f];
      const said = saidBy(s, p, f);
      s.familyEngagement[f] += p.pace * (tendency(s, p, a, f, x) - s.familyEngagement[f]);
      s.familyTrust[f] = trust + said * (p.gain * x * (1 - trust) - p.loss * (1 - x) * trust);
      sum[s.familyStratum[f]] += s.familyEngagement[f];
    }
    for (let k = 0; k < K; k++) {
      s.schoolEngagement[a * K + k] = sum[k] / count[k];
      s.schoolWellbeing[a * K + k] += p.pace * (wellbeing(s, p, a, k) - s.schoolWellbeing[a * K + k]);
    }
  }
}
