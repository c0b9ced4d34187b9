import { type Charter, found, join, rebuildRoster } from '../collaboratives.ts';
import { type Draw, pairAddress, STREAM } from '../draw.ts';
import { forms } from '../governance/forms.ts';
import type { Founding } from '../plan.ts';
import { ensureRelation, sharedMemberships } from '../relations.ts';
import { COUNTER, LIFE, MEMBERSHIPS, NEIGHBOURS, type State } from '../state.ts';

/**
 * Foundings: those that a scenario dates, and those that come of two heads agreeing. Those who agree join what
 * the other is in, if it takes members, or else found something of their own (B 5.2.1, 14.2).
 */
export const writes = ['collaborativeLife', 'membershipOf'] as const;

/** Founds all that `plan` asks for. */
export function foundPlanned(s: State, plan: Founding, draw: Draw, week: number): void {
  const charter = { ...plan, lead: -1 };
  if (plan.members.length > 0) {
    const schools = plan.members.map((id) => s.schoolId.indexOf(id)).filter((a) => a >= 0);
    establish(s, charter, schools, plan.mode, week);
  } else {
    draw.open(STREAM.founding, week);
    for (let time = 0; time < plan.times; time++) {
      const schools = pickMembers(s, plan, draw, time);
      if (schools.length < 2) break; // no school is left that could be in one more
      establish(s, charter, schools, plan.mode, week);
    }
  }
  rebuildRoster(s);
}

function establish(s: State, charter: Charter, schools: readonly number[], mode: string, week: number): void {
  const lead = schools.reduce(
    (best, a) => (s.schoolStanding[a] > s.schoolStanding[best] ? a : best),
    schools[0],
  );
  const c = found(s, { ...charter, lead }, week);
  if (c < 0) return;
  const commitment = mode === 'coerced' ? 0.3 : mode === 'incentivised' ? 0.45 : 0.55;
  for (const a of schools) join(s, a, c, commitment, week);
  for (let i = 1; i < schools.length; i++) ensureRelation(s, schools[0], schools[i], week);
}

/** The schools of one collaborative that picks its members. */
function pickMembers(s: State, plan: Founding, draw: Draw, time: number): number[] {
  const free = (a: number) => s.schoolCollaboratives[a] === 0;
  const n = s.schoolPosts.length;
  let first = -1;
  let best = Number.POSITIVE_INFINITY;
  for (let a = 0; a < n; a++) {
    if (!free(a)) continue;
    // By lot, or from the lowest standing upwards.
    const rank =
      plan.pick === 'weak' || plan.pick === 'weak and strong' ? s.schoolStanding[a] : draw.uniform(a, time);
    if (rank < best) {
      best = rank;
      first = a;
    }
  }
  if (first < 0) return [];
  const chosen = [first];
  while (chosen.length < plan.size) {
    const next = nextMember(s, plan, draw, time, chosen, free);
    if (next < 0) break;
    chosen.push(next);
  }
  return chosen;
}

/** The next member: the free school of the same phase that suits best, among the neighbours or, by lot, among all. */
function nextMember(
  s: State,
  plan: Founding,
  draw: Draw,
  time: number,
  chosen: readonly number[],
  free: (a: number) => boolean,
): number {
  let next = -1;
  let best = Number.POSITIVE_INFINITY;
  const consider = (b: number, rank: number) => {
    if (
      b < 0 ||
      rank >= best ||
      !free(b) ||
      chosen.includes(b) ||
      s.schoolPhase[b] !== s.schoolPhase[chosen[0]]
    )
      return;
    best = rank;
    next = b;
  };
  if (plan.pick === 'random') {
    for (let b = 0; b < s.schoolPosts.length; b++) consider(b, draw.uniform(b, 4096 + time));
    return next;
  }
  // Growing from each member found reaches further than the first one's neighbours.
  for (const a of chosen) {
    for (let k = 0; k < NEIGHBOURS; k++) {
      const b = s.neighbourSchool[a * NEIGHBOURS + k];
      if (b < 0) break;
      const near = s.neighbourDistance[a * NEIGHBOURS + k];
      const gap = s.schoolStanding[b] - s.schoolStanding[chosen[0]];
      const rank =
        plan.pick === 'weak'
          ? s.schoolStanding[b]
          : plan.pick === 'weak and strong'
            ? -gap
            : plan.pick === 'alike'
              ? Math.abs(gap)
              : near;
      consider(b, rank);
    }
  }
  return next;
}

/**
 * Turns agreements into memberships: `accepted[b]` is the school whose offer b takes up. Of new collaboratives that
 * bid for a grant the share `bids` gets one. Returns whether any came about.
 */
export function foundAgreed(
  s: State,
  charter: Charter,
  largest: number,
  bids: number,
  accepted: Int32Array,
  draw: Draw,
  week: number,
): boolean {
  let changed = false;
  draw.open(STREAM.founding, week);
  for (let b = 0; b < accepted.length; b++) {
    const a = accepted[b];
    if (a < 0) continue;
    // Two who made each other an offer have agreed once, not twice.
    if (sharedMemberships(s, a, b) > 0) continue;
    const c = openTo(s, b, a, largest, week);
    const d = c >= 0 ? -1 : openTo(s, a, b, largest, week);
    if (c >= 0) changed = join(s, a, c, 0.5, week) || changed;
    else if (d >= 0) changed = join(s, b, d, 0.5, week) || changed;
    else if (s.schoolCollaboratives[a] < MEMBERSHIPS && s.schoolCollaboratives[b] < MEMBERSHIPS) {
      const lead = s.schoolStanding[b] > s.schoolStanding[a] ? b : a;
      const funded = draw.uniform(pairAddress(a, b), 8192) < bids;
      const fresh = found(s, { ...charter, lead, grantWeeks: funded ? charter.grantWeeks : 0 }, week);
      if (fresh < 0) continue;
      join(s, a, fresh, 0.55, week);
      join(s, b, fresh, 0.55, week);
      changed = true;
    }
    if (ensureRelation(s, a, b, week) < 0) s.counter[COUNTER.contactsWithoutRoom]++;
  }
  if (changed) rebuildRoster(s);
  return changed;
}

const TERM = 13;

/** A collaborative of `b` that `a` could join, -1 for none: open to members, not full, not about to end. */
function openTo(s: State, b: number, a: number, largest: number, week: number): number {
  if (s.schoolCollaboratives[a] >= MEMBERSHIPS) return -1;
  for (let m = b * MEMBERSHIPS; m < (b + 1) * MEMBERSHIPS; m++) {
    const c = s.membershipOf[m];
    if (c < 0 || s.collaborativeLife[c] === LIFE.none) continue;
    if (s.collaborativeEnds[c] >= 0 && s.collaborativeEnds[c] - week <= TERM) continue;
    // What can be left at will can be joined at will; a merger of governing bodies cannot.
    if (forms[s.collaborativeForm[c]].exit && s.collaborativeMembers[c] < largest) return c;
  }
  return -1;
}
