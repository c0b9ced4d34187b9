import { leave, rebuildRoster } from '../collaboratives.ts';
import { removeRelation } from '../relations.ts';
import { movePerson } from '../staff.ts';
import {
  EVENT,
  MEMBERSHIPS,
  NEIGHBOURS,
  PARTNERS,
  PHASES,
  ROLE,
  record,
  STRATA,
  type State,
} from '../state.ts';
import { clearTies, retarget } from '../ties.ts';

/**
 * A school closes (B 5.2.5, 11.5). Its pupils, and the families who live nearest to it, go to the nearest schools that
 * can teach them, in proportion to (places left) / (1 + distance). Those open posts for the pupils they take and fill
 * them with teachers of the closing school, who bring what they know and no ties; all others leave. Its relations,
 * memberships and ties end, and it is nobody's neighbour any more: what goes by neighbours, relations, memberships or
 * posts passes it by.
 */
export const writes = [
  'schoolClosed',
  'schoolPupils',
  'schoolResident',
  'schoolPosts',
  'staffSchool',
  'tieTarget',
  'membershipOf',
  'partnerRelation',
  'neighbourSchool',
] as const;

const K = STRATA.length;
/** Schools among which the pupils of one that closes are shared out. */
const TAKERS = 6;
const taker = new Int32Array(TAKERS);
const weight = new Float64Array(TAKERS);

/**
 * Closes the schools on the list, each of which needs one that stays open to take its pupils: where all of a phase are
 * to close, the first on the list stays. Returns how many closed.
 * `moved` is scratch of one entry a post.
 */
export function close(s: State, schools: readonly number[], moved: Int32Array, week: number): number {
  for (const a of schools) s.schoolClosed[a] = 1;
  let closed = 0;
  for (let i = 0; i < moved.length; i++) moved[i] = i;
  for (const a of schools) {
    const takers = findTakers(s, a);
    if (takers === 0) {
      s.schoolClosed[a] = 0;
      continue;
    }
    sharePupils(s, a, takers);
    for (let i = s.schoolFirst[a]; i < s.schoolFirst[a] + s.schoolPosts[a]; i++) moved[i] = -1;
    for (let n = 0; n < takers; n++) takeOn(s, a, taker[n], week);
    emptyPosts(s, a);
    cutBonds(s, a, week);
    record(s, week, EVENT.closed, a, -1, takers);
    closed++;
  }
  if (closed === 0) return 0;
  retarget(s, moved);
  forget(s);
  rebuildRoster(s);
  for (const a of schools) if (s.schoolClosed[a] === 1) handOnLead(s, a);
  return closed;
}

/** Whether the pupils of `a` can be taught at `b`. */
function teaches(s: State, b: number, a: number): boolean {
  if (s.schoolPhase[b] === s.schoolPhase[a]) return true;
  const through = PHASES.indexOf('all-through');
  const both = s.schoolPhase[a] === through || s.schoolPhase[b] === through;
  return both && s.schoolLowAge[a] < s.schoolHighAge[b] && s.schoolLowAge[b] < s.schoolHighAge[a];
}

/** Lists the nearest open schools that can take pupils of `a`, with the share each takes; returns how many. */
function findTakers(s: State, a: number): number {
  let count = 0;
  let sum = 0;
  for (let n = a * NEIGHBOURS; n < (a + 1) * NEIGHBOURS && count < TAKERS; n++) {
    const b = s.neighbourSchool[n];
    if (b < 0) break;
    if (s.schoolClosed[b] === 1 || !teaches(s, b, a)) continue;
    const left = Math.max(1, s.schoolPlaces[b] - rollOf(s, b));
    taker[count] = b;
    weight[count] = left / (1 + s.neighbourDistance[n]);
    sum += weight[count++];
  }
  for (let n = 0; n < count; n++) weight[n] /= sum;
  return count;
}

function rollOf(s: State, a: number): number {
  return s.schoolPupils[a * K] + s.schoolPupils[a * K + 1] + s.schoolPupils[a * K + 2];
}

function sharePupils(s: State, a: number, takers: number): void {
  for (let k = 0; k < K; k++) {
    for (let n = 0; n < takers; n++) {
      s.schoolPupils[taker[n] * K + k] += weight[n] * s.schoolPupils[a * K + k];
      s.schoolResident[taker[n] * K + k] += weight[n] * s.schoolResident[a * K + k];
    }
    s.schoolPupils[a * K + k] = 0;
    s.schoolResident[a * K + k] = 0;
    s.schoolCohort[a * K + k] = 0;
  }
}

/** School `b` fills the posts that its new pupils pay for with teachers of `a`, in the order of their posts. */
function takeOn(s: State, a: number, b: number, week: number): void {
  const room = s.schoolFirst[b + 1] - s.schoolFirst[b];
  const paid = Math.min(room, Math.round(rollOf(s, b) / s.schoolPupilsAStaff[b]));
  for (let i = s.schoolFirst[a] + 1; i < s.schoolFirst[a] + s.schoolPosts[a]; i++) {
    if (s.schoolPosts[b] >= paid) return;
    if (s.staffRole[i] === ROLE.support) continue; // support staff, and who has gone already
    const post = s.schoolFirst[b] + s.schoolPosts[b]++;
    movePerson(s, i, post);
    clearTies(s, post);
    s.staffSchool[post] = b;
    s.staffRole[post] = ROLE.teacher;
    s.staffDepartment[post] = s.schoolPosts[b] % 6;
    s.staffArrived[post] = week;
    s.staffRole[i] = ROLE.support;
  }
}

/** Nobody works at `a` any more, and nobody there looks for partners. */
function emptyPosts(s: State, a: number): void {
  for (let i = s.schoolFirst[a]; i < s.schoolFirst[a] + s.schoolPosts[a]; i++) {
    clearTies(s, i);
    s.staffRole[i] = ROLE.support;
    s.staffHours[i] = 0;
  }
  s.schoolPosts[a] = 0;
  for (const column of [
    s.schoolLeavers,
    s.schoolSpecial,
    s.schoolGaming,
    s.schoolExcluded,
    s.schoolFunds,
    s.schoolRelease,
    s.schoolGained,
    s.schoolDamage,
    s.schoolCut,
    s.schoolStanding,
    s.schoolReach,
    s.schoolBurden,
    s.schoolVisits,
    s.schoolHelp,
    s.schoolAgencyHours,
    s.schoolTargeted,
  ])
    column[a] = 0;
}

/** Ends the relations, memberships and work with agencies of `a`. */
function cutBonds(s: State, a: number, week: number): void {
  while (s.partnerRelation[a * PARTNERS] >= 0) removeRelation(s, s.partnerRelation[a * PARTNERS]);
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) if (s.membershipOf[m] >= 0) leave(s, m, week);
  const kinds = s.liaisonSince.length / s.schoolPosts.length;
  s.liaisonSince.fill(-1, a * kinds, (a + 1) * kinds);
}

/** Takes closed schools off every list of neighbours, and empties their own. */
function forget(s: State): void {
  for (let a = 0; a < s.schoolPosts.length; a++) {
    let write = a * NEIGHBOURS;
    const end = write + NEIGHBOURS;
    for (let n = write; n < end && s.neighbourSchool[n] >= 0; n++) {
      if (s.schoolClosed[a] === 1 || s.schoolClosed[s.neighbourSchool[n]] === 1) continue;
      s.neighbourSchool[write] = s.neighbourSchool[n];
      s.neighbourDistance[write] = s.neighbourDistance[n];
      s.neighbourOverlap[write++] = s.neighbourOverlap[n];
    }
    for (; write < end; write++) {
      s.neighbourSchool[write] = -1;
      s.neighbourDistance[write] = 0;
      s.neighbourOverlap[write] = 0;
    }
  }
}

/** What `a` led is led by the member that stands highest. */
function handOnLead(s: State, a: number): void {
  for (let c = 0; c < s.collaborativeLife.length; c++) {
    if (s.collaborativeLead[c] !== a) continue;
    let best = -1;
    for (let k = s.collaborativeFirst[c]; k < s.collaborativeFirst[c + 1]; k++) {
      const b = Math.floor(s.rosterMembership[k] / MEMBERSHIPS);
      if (best < 0 || s.schoolStanding[b] > s.schoolStanding[best]) best = b;
    }
    s.collaborativeLead[c] = best;
  }
}
