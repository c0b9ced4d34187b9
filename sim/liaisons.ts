import { agencyKinds } from './governance/agencies.ts';
import { strategies } from './governance/strategies.ts';
import { STRATA, type State, VIEWS } from './state.ts';

/** Liaisons: work of a school with an agency of its area, one row for each school and kind of agency. */
export const KINDS = agencyKinds.length;
const V = VIEWS.length;

/** Schools are ordered by deprivation in so many steps. */
export const RANKS = 4096;
/** How much more deprived a school with agencies counts as: what has begun is not stopped for a pupil or two. */
const STAY = 0.03;

/** Cell of the curve of understanding at the distance of school `a` from agency `g`. */
export function distanceCell(s: State, a: number, g: number): number {
  const v0 = s.schoolView[a * V] - s.agencyView[g * V];
  const v1 = s.schoolView[a * V + 1] - s.agencyView[g * V + 1];
  const v2 = s.schoolView[a * V + 2] - s.agencyView[g * V + 2];
  const v3 = s.schoolView[a * V + 3] - s.agencyView[g * V + 3];
  return (Math.sqrt(v0 * v0 + v1 * v1 + v2 * v2 + v3 * v3) * 2048) | 0;
}

/** Ends liaison `l`; trust, or the lack of it, is remembered for a time. */
export function end(s: State, l: number): void {
  s.liaisonSince[l] = -1;
  s.liaisonWork[l] = 0;
  s.liaisonBound[l] = 0;
}

/** Whether liaison `l` outlasts a change of persons: what is written down stays, what has grown together holds. */
export function outlast(s: State, l: number, chance: number): boolean {
  const { kept } = strategies[s.liaisonStrategy[l]];
  s.liaisonTrust[l] *= kept;
  if (chance >= (1 - kept) * (1 - s.liaisonBound[l])) return true;
  end(s, l);
  return false;
}

/** Deprivation of school `a` in 4,096 steps. */
export function rankOf(s: State, a: number): number {
  const K = STRATA.length;
  const all = s.schoolPupils[a * K] + s.schoolPupils[a * K + 1] + s.schoolPupils[a * K + 2];
  let deprivation = all > 0 ? s.schoolPupils[a * K] / all : 0;
  for (let l = a * KINDS; l < (a + 1) * KINDS; l++) {
    if (s.liaisonSince[l] < 0) continue;
    deprivation += STAY;
    break;
  }
  return Math.min(RANKS - 1, Math.floor(deprivation * RANKS));
}

/** The step of deprivation at which `wanted` schools are reached; leaves in rank[RANKS] how many of those on it are among them. */
export function rankSchools(s: State, rank: Int32Array, wanted: number): number {
  rank.fill(0);
  for (let a = 0; a < s.schoolPosts.length; a++) rank[rankOf(s, a)]++;
  let border = RANKS;
  let left = wanted;
  while (left > 0 && border > 0) {
    border--;
    if (rank[border] >= left) break;
    left -= rank[border];
  }
  rank[RANKS] = left;
  return border;
}
