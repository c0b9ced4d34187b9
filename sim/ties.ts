import { one } from './math/index.ts';
import { ACROSS, INSIDE, type State, TIES } from './state.ts';

/**
 * Ties of staff: sixteen slots each, the first eight inside the school, the last eight across schools. Filled
 * slots come first in either half, so an empty slot (target -1, trust 0) ends the search.
 */

/**
 * The tie of `i` to `j` in the half that starts at `offset` (0 inside, INSIDE across), or -1. All eight slots are
 * looked at: a loop that ends at the hit is mispredicted nearly every time.
 */
export function findTie(target: Int32Array, i: number, j: number, offset: number): number {
  const t = i * TIES + offset;
  const hit =
    one(target[t] === j) |
    (one(target[t + 1] === j) << 1) |
    (one(target[t + 2] === j) << 2) |
    (one(target[t + 3] === j) << 3) |
    (one(target[t + 4] === j) << 4) |
    (one(target[t + 5] === j) << 5) |
    (one(target[t + 6] === j) << 6) |
    (one(target[t + 7] === j) << 7);
  return hit === 0 ? -1 : t + 31 - Math.clz32(hit);
}

/** A slot for a new tie of `i` in the half at `offset`: the first empty one, or else that of the weakest tie. */
export function freeSlot(s: State, i: number, offset: number): number {
  const { tieTarget, tieTrust, tieStrength } = s;
  const first = i * TIES + offset;
  if (tieTarget[first + INSIDE - 1] < 0) {
    let empty = first;
    while (tieTarget[empty] >= 0) empty++;
    return empty;
  }
  // A tie is worth its trust and its use, up to 64; a worn one makes room. In whole numbers, with the slot in the last
  // three bits, the least is found without a branch: which slot holds it is anybody's guess.
  let least = 0x7fffffff;
  for (let slot = 0; slot < INSIDE; slot++) {
    const worth = (((tieTrust[first + slot] + tieStrength[first + slot]) * 4194304) << 3) | slot;
    const more = worth - least;
    least += more & (more >> 31);
  }
  return first + (least & 7);
}

/** What beginning, moving and ending ties write. */
export const TIED = ['tieTarget', 'tieTrust', 'tieStrength', 'tieSince', 'tieSuccesses'] as const;

/** Writes a fresh tie into slot `t`. */
export function putTie(s: State, t: number, j: number, trust: number, week: number): void {
  s.tieTarget[t] = j;
  s.tieTrust[t] = trust;
  s.tieStrength[t] = 0;
  s.tieSince[t] = week;
  s.tieSuccesses[t] = 0;
}

function clearTie(s: State, t: number): void {
  s.tieTarget[t] = -1;
  s.tieTrust[t] = 0;
  s.tieStrength[t] = 0;
  s.tieSince[t] = 0;
  s.tieSuccesses[t] = 0;
}

function moveTie(s: State, from: number, to: number): void {
  s.tieTarget[to] = s.tieTarget[from];
  s.tieTrust[to] = s.tieTrust[from];
  s.tieStrength[to] = s.tieStrength[from];
  s.tieSince[to] = s.tieSince[from];
  s.tieSuccesses[to] = s.tieSuccesses[from];
}

/** Empties every slot of `i`. */
export function clearTies(s: State, i: number): void {
  for (let t = i * TIES; t < (i + 1) * TIES; t++) clearTie(s, t);
}

/** Moves all ties of `from` to the post `to`. */
export function moveTies(s: State, from: number, to: number): void {
  for (let k = 0; k < TIES; k++) moveTie(s, from * TIES + k, to * TIES + k);
  clearTies(s, from);
}

/**
 * Points every tie at where its target now is: `moved[j]` is the new post of whoever held post j, or -1 where
 * they left, and then the tie dies. Linear in the number of ties.
 */
export function retarget(s: State, moved: Int32Array): void {
  const { tieTarget } = s;
  for (let half = 0; half < tieTarget.length; half += ACROSS) {
    let write = half;
    for (let t = half; t < half + ACROSS; t++) {
      const j = tieTarget[t];
      if (j < 0) break;
      const now = moved[j];
      if (now < 0) continue;
      if (write !== t) moveTie(s, t, write);
      tieTarget[write++] = now;
    }
    for (let t = write; t < half + ACROSS; t++) {
      if (tieTarget[t] < 0) break;
      clearTie(s, t);
    }
  }
}
