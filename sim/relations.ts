import { clamp } from './math/index.ts';
import { COUNTER, MEMBERSHIPS, NEIGHBOURS, PARTNERS, type State } from './state.ts';

/**
 * Relations of schools: a sparse set of pairs. Either school reaches a relation through its partner row; the
 * rows hold the relation's number, empty entries -1 at the end.
 */

/** The relation of schools `a` and `b`, or -1. */
export function findRelation(s: State, a: number, b: number): number {
  const { partnerRelation, relationA, relationB } = s;
  for (let p = a * PARTNERS; p < (a + 1) * PARTNERS; p++) {
    const r = partnerRelation[p];
    if (r < 0) return -1;
    if (relationA[r] === b || relationB[r] === b) return r;
  }
  return -1;
}

let relationTo = new Int32Array(0);

/**
 * The relations of `a` by the school at the other end, -1 where there is none: for those who look up many. Hand
 * the row back with `closeRow` before the next is opened.
 */
export function openRow(s: State, a: number): Int32Array {
  const schools = s.schoolPosts.length;
  if (relationTo.length < schools) relationTo = new Int32Array(schools).fill(-1);
  const { partnerRelation } = s;
  for (let p = a * PARTNERS; p < (a + 1) * PARTNERS && partnerRelation[p] >= 0; p++) {
    relationTo[otherEnd(s, partnerRelation[p], a)] = partnerRelation[p];
  }
  return relationTo;
}

export function closeRow(s: State, a: number): void {
  const { partnerRelation } = s;
  for (let p = a * PARTNERS; p < (a + 1) * PARTNERS && partnerRelation[p] >= 0; p++) {
    relationTo[otherEnd(s, partnerRelation[p], a)] = -1;
  }
}

/** The school at the other end of relation `r` from `a`. */
export function otherEnd(s: State, r: number, a: number): number {
  return s.relationA[r] === a ? s.relationB[r] : s.relationA[r];
}

/** The relation of `a` and `b`, made if there is none. -1 when neither has room and nothing can be forgotten. */
export function ensureRelation(s: State, a: number, b: number, week: number): number {
  const found = findRelation(s, a, b);
  if (found >= 0) return found;
  if (!makeRoom(s, a, week) || !makeRoom(s, b, week)) return -1;
  const r = unusedRow(s, week);
  if (r < 0) return -1;
  const low = Math.min(a, b);
  const high = Math.max(a, b);
  s.relationA[r] = low;
  s.relationB[r] = high;
  const dx = s.schoolX[a] - s.schoolX[b];
  const dy = s.schoolY[a] - s.schoolY[b];
  s.relationDistance[r] = Math.sqrt(dx * dx + dy * dy);
  s.relationOverlap[r] = overlapOf(s, low, high);
  s.relationTrust[r] = introduction(s, low, high);
  s.relationStageSince[r] = week;
  s.relationLast[r] = week;
  s.relationShared[r] = sharedMemberships(s, low, high);
  append(s, low, r);
  append(s, high, r);
  s.counter[COUNTER.relations]++;
  return r;
}

/** Overlap of the catchments of two schools: 0 unless one is among the nearest of the other. */
export function overlapOf(s: State, a: number, b: number): number {
  for (let n = a * NEIGHBOURS; n < (a + 1) * NEIGHBOURS; n++) {
    if (s.neighbourSchool[n] === b) return s.neighbourOverlap[n];
  }
  for (let n = b * NEIGHBOURS; n < (b + 1) * NEIGHBOURS; n++) {
    if (s.neighbourSchool[n] === a) return s.neighbourOverlap[n];
  }
  return 0;
}

/** Trust by way of third parties: the best chain through a school both know (B 3.2). */
function introduction(s: State, a: number, b: number): number {
  let best = 0;
  for (let p = a * PARTNERS; p < (a + 1) * PARTNERS; p++) {
    const r = s.partnerRelation[p];
    if (r < 0) break;
    const second = findRelation(s, otherEnd(s, r, a), b);
    if (second >= 0) best = Math.max(best, s.relationTrust[r] * s.relationTrust[second]);
  }
  return best;
}

/** Collaboratives that both schools belong to. */
export function sharedMemberships(s: State, a: number, b: number): number {
  let shared = 0;
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    const c = s.membershipOf[m];
    if (c < 0) continue;
    for (let n = b * MEMBERSHIPS; n < (b + 1) * MEMBERSHIPS; n++) if (s.membershipOf[n] === c) shared++;
  }
  return shared;
}

function append(s: State, a: number, r: number): void {
  for (let p = a * PARTNERS; p < (a + 1) * PARTNERS; p++) {
    if (s.partnerRelation[p] < 0) {
      s.partnerRelation[p] = r;
      return;
    }
  }
}

/** Sees to it that the partner row of `a` has an empty entry, forgetting its least used relation if it must. */
function makeRoom(s: State, a: number, week: number): boolean {
  if (s.partnerRelation[(a + 1) * PARTNERS - 1] < 0) return true;
  let least = -1;
  for (let p = a * PARTNERS; p < (a + 1) * PARTNERS; p++) {
    const r = s.partnerRelation[p];
    if (forgettable(s, r, week) && (least < 0 || s.relationContact[r] < s.relationContact[least])) least = r;
  }
  if (least < 0) return false;
  removeRelation(s, least);
  s.counter[COUNTER.relationsRecycled]++;
  return true;
}

function forgettable(s: State, r: number, week: number): boolean {
  return s.relationShared[r] === 0 && s.relationStage[r] <= 1 && s.relationLast[r] < week;
}

function unusedRow(s: State, week: number): number {
  const { relationA } = s;
  const size = relationA.length;
  let used = s.counter[COUNTER.relations];
  if (used < size) {
    // Rows fill from the start and leave gaps only when relations end: begin where a gap is likely.
    for (let r = Math.min(used, size - 1); r < size; r++) if (relationA[r] < 0) return r;
    for (let r = 0; r < size; r++) if (relationA[r] < 0) return r;
  }
  let oldest = -1;
  for (let r = 0; r < size; r++) {
    if (forgettable(s, r, week) && (oldest < 0 || s.relationLast[r] < s.relationLast[oldest])) oldest = r;
  }
  if (oldest < 0) return -1;
  removeRelation(s, oldest);
  used++;
  s.counter[COUNTER.relationsRecycled]++;
  return oldest;
}

/** Takes relation `r` out of both partner rows and clears its row. */
export function removeRelation(s: State, r: number): void {
  for (const a of [s.relationA[r], s.relationB[r]]) {
    const first = a * PARTNERS;
    let last = first + PARTNERS - 1;
    while (s.partnerRelation[last] < 0) last--;
    for (let p = first; p <= last; p++) {
      if (s.partnerRelation[p] === r) {
        s.partnerRelation[p] = s.partnerRelation[last];
        s.partnerRelation[last] = -1;
        break;
      }
    }
  }
  for (const name of RELATION_COLUMNS) s[name][r] = 0;
  s.relationA[r] = -1;
  s.relationB[r] = -1;
  s.counter[COUNTER.relations]--;
}

const RELATION_COLUMNS = [
  'relationDistance',
  'relationOverlap',
  'relationTrust',
  'relationTrustSum',
  'relationTieUse',
  'relationTies',
  'relationContact',
  'relationSharing',
  'relationTask',
  'relationDependence',
  'relationValues',
  'relationResponsibility',
  'relationIdentity',
  'relationCompetition',
  'relationFormality',
  'relationMediation',
  'relationLevels',
  'relationMeeting',
  'relationShared',
  'relationStage',
  'relationStageSince',
  'relationLast',
  'relationGainA',
  'relationGainB',
  'relationInequality',
  'relationResentment',
  'relationDoubt',
  'relationCollaborated',
  'relationContacts',
  'relationSuccesses',
  'relationJoint',
  'relationCandour',
  'relationLearntA',
  'relationLearntB',
] as const;

/** What making and removing relations writes. */
export const RELATES = [...RELATION_COLUMNS, 'relationA', 'relationB', 'partnerRelation', 'counter'] as const;

/** Likeness of the mean views of two schools: 1 for the same, 0 from half the greatest distance on. */
export function likeness(s: State, a: number, b: number): number {
  let sum = 0;
  for (let v = 0; v < 4; v++) {
    const d = s.schoolView[a * 4 + v] - s.schoolView[b * 4 + v];
    sum += d * d;
  }
  return clamp(1 - Math.sqrt(sum), 0, 1);
}
