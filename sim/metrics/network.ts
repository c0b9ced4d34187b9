import { findRelation, otherEnd } from '../relations.ts';
import { MEMBERSHIPS, PARTNERS, STAGE, type State } from '../state.ts';
import { at, meanOver, meanOverSchools, metric, openSchools } from './metric.ts';

const group = 'Network of schools';

/** Partners of school `a` at cooperation or beyond. */
function degree(s: State, a: number): number {
  let d = 0;
  for (let p = a * PARTNERS; p < (a + 1) * PARTNERS && s.partnerRelation[p] >= 0; p++) {
    if (s.relationStage[s.partnerRelation[p]] >= STAGE.cooperation) d++;
  }
  return d;
}

function edges(s: State): number {
  let m = 0;
  for (let r = 0; r < s.relationA.length; r++) if (at(s, r, STAGE.cooperation)) m++;
  return m;
}

export const meanDegree = metric({
  key: 'meanDegree',
  group,
  unit: 'partners a school',
  min: 0,
  max: PARTNERS,
  level: 'term',
  source: 'B 3.3',
  doc: 'Partners at cooperation or beyond, for each school.',
  high: 'Schools have many partners.',
  measure: (s) => (2 * edges(s)) / openSchools(s),
});

export const density = metric({
  key: 'density',
  group,
  unit: 'share of pairs',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 5.2.3',
  doc: 'Pairs of schools at cooperation or beyond, of all pairs there could be.',
  high: 'The network is dense.',
  measure: (s) => edges(s) / Math.max(1, (openSchools(s) * (openSchools(s) - 1)) / 2),
});

export const clustering = metric({
  key: 'clustering',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 3.3',
  doc: 'Transitivity: of all pairs of partners of a school, the share that are partners of each other.',
  high: 'Partners form tight groups.',
  measure: (s) => {
    let open = 0;
    let closed = 0;
    const partner = new Int32Array(PARTNERS);
    for (let a = 0; a < s.schoolPosts.length; a++) {
      let n = 0;
      for (let p = a * PARTNERS; p < (a + 1) * PARTNERS && s.partnerRelation[p] >= 0; p++) {
        const r = s.partnerRelation[p];
        if (s.relationStage[r] >= STAGE.cooperation) partner[n++] = otherEnd(s, r, a);
      }
      for (let i = 0; i < n; i++) {
        for (let j = i + 1; j < n; j++) {
          const r = findRelation(s, partner[i], partner[j]);
          if (r >= 0 && s.relationStage[r] >= STAGE.cooperation) closed++;
          else open++;
        }
      }
    }
    return open + closed === 0 ? 0 : closed / (open + closed);
  },
});

export const centralisation = metric({
  key: 'centralisation',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 3.3; Freeman’s degree centralisation',
  doc: 'How far degrees fall short of the most central school’s, as a share of what a star would show.',
  high: 'One school holds the network together.',
  measure: (s) => {
    const n = openSchools(s);
    let most = 0;
    let sum = 0;
    for (let a = 0; a < s.schoolPosts.length; a++) {
      const d = degree(s, a);
      sum += d;
      most = Math.max(most, d);
    }
    return n < 3 ? 0 : (n * most - sum) / ((n - 1) * (n - 2));
  },
});

export const corePeriphery = metric({
  key: 'corePeriphery',
  group,
  unit: 'correlation',
  min: -1,
  max: 1,
  level: 'term',
  source: 'B 5.2.7; Borgatti and Everett’s fit with coreness by degree',
  doc: 'Correlation over all pairs of being partners with the product of both degrees.',
  high: 'A core of busy schools and a periphery around it.',
  measure: (s) => {
    const n = openSchools(s);
    const pairs = Math.max(1, (n * (n - 1)) / 2);
    let d1 = 0;
    let d2 = 0;
    let d4 = 0;
    for (let a = 0; a < s.schoolPosts.length; a++) {
      const d = degree(s, a);
      d1 += d;
      d2 += d * d;
      d4 += d * d * d * d;
    }
    let m = 0;
    let onEdges = 0;
    for (let r = 0; r < s.relationA.length; r++) {
      if (!at(s, r, STAGE.cooperation)) continue;
      m++;
      onEdges += degree(s, s.relationA[r]) * degree(s, s.relationB[r]);
    }
    const sum = (d1 * d1 - d2) / 2;
    const square = (d2 * d2 - d4) / 2;
    const varianceP = square - (sum * sum) / pairs;
    const varianceA = m - (m * m) / pairs;
    return varianceP <= 0 || varianceA <= 0
      ? 0
      : (onEdges - (m * sum) / pairs) / Math.sqrt(varianceP * varianceA);
  },
});

export const modularity = metric({
  key: 'modularity',
  group,
  unit: 'share',
  min: -1,
  max: 1,
  level: 'term',
  source: 'B 5.2.9; Newman’s modularity of the grouping by collaborative',
  doc: 'How much more of the partnerships lie within collaboratives than chance would put there; each school counts with the first it belongs to.',
  high: 'Partnerships stay within collaboratives.',
  measure: (s) => {
    const m = edges(s);
    if (m === 0) return 0;
    const total = new Float64Array(s.collaborativeLife.length);
    let alone = 0;
    let inside = 0;
    for (let a = 0; a < s.schoolPosts.length; a++) {
      const d = degree(s, a);
      const c = firstOf(s, a);
      if (c >= 0) total[c] += d;
      else alone += d * d;
    }
    for (let r = 0; r < s.relationA.length; r++) {
      if (!at(s, r, STAGE.cooperation)) continue;
      const c = firstOf(s, s.relationA[r]);
      if (c >= 0 && c === firstOf(s, s.relationB[r])) inside++;
    }
    let expected = alone;
    for (let c = 0; c < total.length; c++) expected += total[c] * total[c];
    return inside / m - expected / (4 * m * m);
  },
});

/** The first collaborative of `a` on its list, -1 for none. */
function firstOf(s: State, a: number): number {
  for (let k = a * MEMBERSHIPS; k < (a + 1) * MEMBERSHIPS; k++)
    if (s.membershipOf[k] >= 0) return s.membershipOf[k];
  return -1;
}

export const isolatedSchools = metric({
  key: 'isolatedSchools',
  group,
  unit: 'share of schools',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 5.2.2',
  doc: 'Schools without any partner at cooperation or beyond.',
  high: 'Many schools stand alone.',
  measure: (s) => meanOverSchools(s, (a) => (degree(s, a) === 0 ? 1 : 0)),
});

/** Share of schools in no collaborative among those that `holds`. */
function outside(s: State, holds: (a: number) => boolean): number {
  return meanOver(
    s.schoolPosts.length,
    (a) => s.schoolClosed[a] === 0 && holds(a),
    (a) => (s.schoolCollaboratives[a] === 0 ? 1 : 0),
  );
}

export const schoolsLeftOut = metric({
  key: 'schoolsLeftOut',
  group,
  unit: 'share of schools',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 5.2.2',
  doc: 'Schools that belong to no collaborative.',
  high: 'Partnership passes many schools by.',
  measure: (s) => outside(s, () => true),
});

export const gapInBeingLeftOut = metric({
  key: 'gapInBeingLeftOut',
  group,
  unit: 'share of schools',
  min: -1,
  max: 1,
  level: 'term',
  source: 'B 5.2.2',
  doc: 'Share left out among the fifth of schools with the lowest published results, less that among the highest fifth.',
  high: 'It is the weak schools that are left out.',
  measure: (s) => {
    const order = s.schoolStanding.filter((_, a) => s.schoolClosed[a] === 0).sort((p, q) => p - q);
    const low = order[Math.floor((order.length - 1) * 0.2)];
    const high = order[Math.ceil((order.length - 1) * 0.8)];
    return outside(s, (a) => s.schoolStanding[a] <= low) - outside(s, (a) => s.schoolStanding[a] >= high);
  },
});
