import { membershipIn } from '../collaboratives.ts';
import { forms } from '../governance/forms.ts';
import { clamp } from '../math/index.ts';
import { otherEnd } from '../relations.ts';
import { flag, number, type Values } from '../schema.ts';
import { COUNTER, EXPERTISE, LIFE, MEMBERSHIPS, PARTNERS, type State, VIEWS } from '../state.ts';

/**
 * Spread of practice (B 3.3, after Valente, 1996; G). Practice P of a school in a field says how far what is new
 * and good is in use. Each term
 *   P -= fade P                                   it goes stale,
 *   P += invention (1 - P) (1 - k)                for each innovation of its staff,
 *   P += pace (1 + incentive h) (Q - P) (1 - k)   where exposure E reaches the threshold,
 *   P += push k / w (C - P)                       where a centre lays practice down.
 * E is the share of partners that are further on, weighed by trust; each collaborative counts as one partner more,
 * at the mean of the other members, weighed by its reach. Q is the mean of those further on, weighed likewise. The
 * threshold is that of its staff on average, lower where the boundary is open; h are hours of released time a week;
 * k is how alike practice is required to be in the strictest of its collaboratives, w the weeks a decision takes
 * there, C the practice of the centre. Views of staff are drawn to the centre's likewise. The centre itself is free.
 */
export const params = {
  on: flag({
    default: true,
    structural: true,
    doc: 'Practice spreads between schools; without it no school has anything to pass on.',
    source: 'B 3.3',
  }),
  start: number({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'share',
    structural: true,
    doc: 'How far new practice is in use at the start, on average.',
    source: 'assumption, near rest',
  }),
  startSpread: number({
    default: 0.12,
    min: 0,
    max: 0.5,
    unit: 'share',
    structural: true,
    doc: 'Standard deviation between schools, field by field, at the start.',
    source: 'assumption',
  }),
  fade: number({
    default: 0.06,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'Part of practice in use that goes stale.',
    source: 'assumption',
  }),
  invention: number({
    default: 0.15,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of what is missing that an innovation adds at its author’s school.',
    source: 'assumption, after B 3.2',
  }),
  pace: number({
    default: 0.1,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'Part of the gap to those further on that a school closes once its threshold is reached.',
    source: 'assumption, after B 3.3',
  }),
  openness: number({
    default: 0.5,
    min: 0,
    max: 2,
    unit: 'threshold',
    doc: 'How much a boundary fully open instead of closed lowers the threshold.',
    source: 'assumption, after B 4.3',
  }),
  incentive: number({
    default: 0.3,
    min: 0,
    max: 2,
    unit: 'share an hour',
    doc: 'How much an hour a week of released time quickens adoption.',
    source: 'assumption, after B 13.2',
  }),
  push: number({
    default: 0.6,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'Part of the gap to its centre that a school closes where practice is fully laid down and decided in a week.',
    source: 'assumption, after G',
  }),
  views: number({
    default: 0.15,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'Part of the gap in views to the centre that closes likewise.',
    source: 'assumption, after G',
  }),
};
export const writes = ['schoolPractice', 'staffView'] as const;

type P = Values<typeof params>;
const E = EXPERTISE.length;
/** By how much practice elsewhere must be ahead to be seen as further on. */
const AHEAD = 0.02;
/** Openness of an ordinary boundary, at which staff have the thresholds they came with. */
const USUAL_OPENNESS = 0.45;
/** Share of time beyond which more of it quickens nothing: one hour's worth twice over. */
const MOST_HOURS = 2;

const ahead = new Float64Array(E);
const target = new Float64Array(E);
/** Practice before the term, and its sum over the members of each collaborative. */
let before = new Float64Array(0);
let common = new Float64Array(0);

/** Each term: practice fades, is invented, adopted and laid down; everybody acts on what was there before. */
export function spread(s: State, p: P, week: number): void {
  if (!p.on) return;
  const { schoolPractice } = s;
  if (before.length < schoolPractice.length) before = new Float64Array(schoolPractice.length);
  if (common.length < s.collaborativeLife.length * E)
    common = new Float64Array(s.collaborativeLife.length * E);
  for (let n = 0; n < schoolPractice.length; n++) before[n] = schoolPractice[n];
  share(s);
  for (let a = 0; a < s.schoolPosts.length; a++) {
    const m = strictest(s, a);
    const form = m < 0 ? null : forms[s.collaborativeForm[s.membershipOf[m]]];
    const free = form === null ? 1 : 1 - form.standardisation;
    const weight = expose(s, a);
    const quick = Math.min(1, p.pace * (1 + p.incentive * Math.min(MOST_HOURS, s.schoolRelease[a]))) * free;
    const threshold = thresholdOf(s, p, a);
    const pull = form === null ? 0 : form.standardisation / form.decisionWeeks;
    const centre = m < 0 ? a : s.collaborativeLead[s.membershipOf[m]];
    for (let e = 0; e < E; e++) {
      const now = before[a * E + e];
      let step = -p.fade * now;
      if (ahead[e] > 0 && ahead[e] >= threshold * weight) step += quick * (target[e] / ahead[e] - now);
      step += p.push * pull * (before[centre * E + e] - now);
      schoolPractice[a * E + e] = clamp(now + step, 0, 1);
    }
    if (pull > 0) drawViews(s, a, centre, p.views * pull);
  }
  invent(s, p, week);
}

/** Sums practice over the members of each collaborative. */
function share(s: State): void {
  for (let c = 0; c < s.collaborativeLife.length; c++) {
    for (let e = 0; e < E; e++) common[c * E + e] = 0;
    for (let k = s.collaborativeFirst[c]; k < s.collaborativeFirst[c + 1]; k++) {
      const a = Math.floor(s.rosterMembership[k] / MEMBERSHIPS);
      for (let e = 0; e < E; e++) common[c * E + e] += before[a * E + e];
    }
  }
}

/** The membership through which practice is laid down for `a`: of the strictest form in which it is not the centre; -1. */
export function strictest(s: State, a: number): number {
  let found = -1;
  let most = 0;
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    const c = s.membershipOf[m];
    if (c < 0 || s.collaborativeLife[c] < LIFE.embedded) continue;
    const centre = s.collaborativeLead[c];
    if (centre < 0 || centre === a || membershipIn(s, centre, c) < 0) continue;
    const strict = forms[s.collaborativeForm[c]].standardisation;
    // Of equals the older, whatever row it stands in.
    const older =
      found >= 0 &&
      strict === most &&
      s.collaborativeFounded[c] < s.collaborativeFounded[s.membershipOf[found]];
    if (strict <= most && !older) continue;
    most = strict;
    found = m;
  }
  return found;
}

/** Fills `ahead` and `target` with the weight of those further on than `a` and their weighed practice; returns the weight of all. */
function expose(s: State, a: number): number {
  let weight = 0;
  for (let e = 0; e < E; e++) {
    ahead[e] = 0;
    target[e] = 0;
  }
  for (let q = a * PARTNERS; q < (a + 1) * PARTNERS; q++) {
    const r = s.partnerRelation[q];
    if (r < 0) break;
    const trust = s.relationTrust[r];
    const b = otherEnd(s, r, a);
    weight += trust;
    for (let e = 0; e < E; e++) {
      if (before[b * E + e] < before[a * E + e] + AHEAD) continue;
      ahead[e] += trust;
      target[e] += trust * before[b * E + e];
    }
  }
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    const c = s.membershipOf[m];
    if (c < 0) continue;
    const others = s.collaborativeFirst[c + 1] - s.collaborativeFirst[c] - 1;
    const { reach } = forms[s.collaborativeForm[c]];
    if (others < 1 || reach === 0) continue;
    weight += reach;
    for (let e = 0; e < E; e++) {
      const mean = (common[c * E + e] - before[a * E + e]) / others;
      if (mean < before[a * E + e] + AHEAD) continue;
      ahead[e] += reach;
      target[e] += reach * mean;
    }
  }
  return weight;
}

/** Share of partners further on at which school `a` follows. */
export function thresholdOf(s: State, p: P, a: number): number {
  let sum = 0;
  for (let i = s.schoolFirst[a]; i < s.schoolFirst[a] + s.schoolPosts[a]; i++) sum += s.staffThreshold[i];
  return clamp(
    sum / Math.max(1, s.schoolPosts[a]) - p.openness * (s.schoolOpenness[a] - USUAL_OPENNESS),
    0,
    1,
  );
}

/** Draws the views of the staff of `a` to the mean view at its centre. */
function drawViews(s: State, a: number, centre: number, share: number): void {
  const V = VIEWS.length;
  for (let i = s.schoolFirst[a]; i < s.schoolFirst[a] + s.schoolPosts[a]; i++) {
    for (let v = 0; v < V; v++)
      s.staffView[i * V + v] += share * (s.schoolView[centre * V + v] - s.staffView[i * V + v]);
  }
}

/** What the last thirteen weeks have created comes into use where it was created, as far as there is room for it. */
function invent(s: State, p: P, week: number): void {
  for (let n = s.counter[COUNTER.innovations] - 1; n >= 0 && s.innovationWeek[n] > week - 13; n--) {
    const a = s.staffSchool[s.innovationAuthor[n]];
    const m = strictest(s, a);
    const free = m < 0 ? 1 : 1 - forms[s.collaborativeForm[s.membershipOf[m]]].standardisation;
    const at = a * E + s.innovationSubject[n];
    s.schoolPractice[at] += p.invention * free * (1 - s.schoolPractice[at]);
  }
}
