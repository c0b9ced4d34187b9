import { type Draw, STREAM } from '../draw.ts';
import { clamp, normalQuantile } from '../math/index.ts';
import { number, type Values } from '../schema.ts';
import { MOST_FAMILIES, STRATA, type State } from '../state.ts';

/**
 * Families. A sampled family stands for a slice of its school's families of the same means; those whose children
 * leave are followed by new ones of the same slice, who have heard of the school from those already there.
 */
export const params = {
  familySample: number({
    default: 0.05,
    min: 0.01,
    max: 1,
    unit: 'share',
    structural: true,
    doc: 'Families of the run for each pupil; a school has 12 at least, as far as it has pupils, and 40 at most.',
    source: 'model description 2: keeps national runs affordable',
  }),
  homeLow: number({
    default: 0.35,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Engagement with learning that a home of low means brings of itself.',
    source: 'assumption',
  }),
  homeMiddle: number({
    default: 0.45,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'The same for middle means.',
    source: 'assumption',
  }),
  homeHigh: number({
    default: 0.55,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'The same for high means.',
    source: 'assumption',
  }),
  homeSpread: number({
    default: 0.12,
    min: 0,
    max: 0.5,
    unit: 'share',
    doc: 'Standard deviation between homes of the same means.',
    source: 'assumption',
  }),
  reachLow: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How hard families of low means are to reach by the usual ways of schools.',
    source: 'assumption, after E',
  }),
  reachMiddle: number({
    default: 0.25,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'The same for middle means.',
    source: 'assumption, after E',
  }),
  reachHigh: number({
    default: 0.15,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'The same for high means.',
    source: 'assumption, after E',
  }),
  reachSpread: number({
    default: 0.15,
    min: 0,
    max: 0.5,
    unit: 'share',
    doc: 'Most by which a family is easier or harder to reach than is usual for its means.',
    source: 'assumption',
  }),
  firstTrust: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Trust of new families in a school of which they know nothing.',
    source: 'assumption',
  }),
  reputation: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How far new families take over the trust of those already there.',
    source: 'assumption',
  }),
};
export const writes = [
  'familyStratum',
  'familyArrived',
  'familyHome',
  'familyReach',
  'familyTrust',
  'familyEngagement',
] as const;

type P = Values<typeof params> & { on: boolean };
const K = STRATA.length;
const count = new Float64Array(K);
const sum = new Float64Array(K);

/** Families of a run in a school of so many pupils: one of each means at least, 40 at most. */
export function sampleOf(roll: number, p: { on: boolean; familySample: number }): number {
  if (!p.on) return 0;
  return Math.max(K, Math.min(Math.round(roll), clamp(Math.round(roll * p.familySample), 12, MOST_FAMILIES)));
}

/** Families of every school by means, at week 0. */
export function layOut(s: State, p: P, draw: Draw): void {
  if (!p.on) return;
  draw.open(STREAM.firstFamilies, 0);
  for (let a = 0; a < s.schoolPosts.length; a++) {
    const first = s.schoolFamilies[a];
    const n = s.schoolFamilies[a + 1] - first;
    const roll = s.schoolPupils[a * K] + s.schoolPupils[a * K + 1] + s.schoolPupils[a * K + 2];
    const low = clamp(Math.round((n * s.schoolPupils[a * K]) / Math.max(1, roll)), 1, n - 2);
    const high = clamp(Math.round((n * s.schoolPupils[a * K + 2]) / Math.max(1, roll)), 1, n - 1 - low);
    const years = yearsAt(s, a);
    const start = draw.integer(years, a, 0);
    for (let f = first; f < first + n; f++) {
      const at = f - first;
      s.familyStratum[f] = at < low ? 0 : at < n - high ? 1 : 2;
      s.familyArrived[f] = -39 * ((at + start) % years);
    }
    countMeans(s, a);
    for (let f = first; f < first + n; f++) move(s, p, draw, a, f);
  }
}

function yearsAt(s: State, a: number): number {
  return Math.max(1, s.schoolHighAge[a] - s.schoolLowAge[a]);
}

/** Counts the families of school `a` by means. */
function countMeans(s: State, a: number): void {
  count.fill(0);
  for (let f = s.schoolFamilies[a]; f < s.schoolFamilies[a + 1]; f++) count[s.familyStratum[f]]++;
}

/**
 * A family moves in: what its home brings lies in the slice of homes that its place stands for, so that few
 * families are as good a sample as many.
 */
function move(s: State, p: P, draw: Draw, a: number, f: number): void {
  const k = s.familyStratum[f];
  const before = k === 0 ? 0 : k === 1 ? count[0] : count[0] + count[1];
  const local = f - s.schoolFamilies[a];
  const address = a * 64 + local;
  const z = normalQuantile((local - before + draw.uniform(address, 1)) / count[k]);
  const home = k === 0 ? p.homeLow : k === 1 ? p.homeMiddle : p.homeHigh;
  const reach = k === 0 ? p.reachLow : k === 1 ? p.reachMiddle : p.reachHigh;
  s.familyHome[f] = clamp(home + p.homeSpread * z, 0, 1);
  s.familyReach[f] = clamp(reach + p.reachSpread * (2 * draw.uniform(address, 2) - 1), 0, 1);
  s.familyEngagement[f] = s.familyHome[f];
  s.familyTrust[f] = p.firstTrust;
}

/** Each year: families whose children have left are followed by new ones, who have heard of the school. */
export function succeed(s: State, p: P, draw: Draw, week: number): void {
  if (!p.on) return;
  draw.open(STREAM.families, week);
  for (let a = 0; a < s.schoolPosts.length; a++) {
    const weeks = yearsAt(s, a) * 39;
    countMeans(s, a);
    sum.fill(0);
    for (let f = s.schoolFamilies[a]; f < s.schoolFamilies[a + 1]; f++)
      sum[s.familyStratum[f]] += s.familyTrust[f];
    for (let f = s.schoolFamilies[a]; f < s.schoolFamilies[a + 1]; f++) {
      if (week + 1 - s.familyArrived[f] < weeks) continue;
      const k = s.familyStratum[f];
      move(s, p, draw, a, f);
      s.familyTrust[f] = p.reputation * (sum[k] / count[k]) + (1 - p.reputation) * p.firstTrust;
      s.familyArrived[f] = week + 1;
    }
  }
}
