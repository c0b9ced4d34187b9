import { type Charter, change, FOUNDS, found, join, membershipIn, rebuildRoster } from '../collaboratives.ts';
import { type Draw, pairAddress, STREAM } from '../draw.ts';
import { formIndex, forms } from '../governance/forms.ts';
import type { Founding } from '../plan.ts';
import { ensureRelation, likeness, RELATES, sharedMemberships } from '../relations.ts';
import { COUNTER, EXPERTISE, LIFE, MEMBERSHIPS, NEIGHBOURS, PHASES, type State } from '../state.ts';

/**
 * Foundings: those that a scenario dates, and those that come of two heads agreeing. Those who agree join what
 * the other is in, if it takes members, or else found something of their own (B 5.2.1, 14.2).
 */
export const writes = [...FOUNDS, ...RELATES] as const;

/** Founds all that `plan` asks for. */
export function foundPlanned(s: State, plan: Founding, draw: Draw, week: number): void {
  const charter = { ...plan, lead: -1 };
  const schools = plan.members
    .map((id) => s.schoolId.indexOf(id))
    .filter((a) => a >= 0 && s.schoolClosed[a] === 0);
  if (plan.replaces !== 'nothing') {
    replace(s, plan, schools, week);
  } else if (plan.members.length > 0) {
    establish(s, charter, schools, plan.mode, week);
  } else {
    draw.open(STREAM.founding, week);
    const ranks = rankSchools(s, plan.pick);
    for (let time = 0; time < plan.times; time++) {
      const schools = pickMembers(s, plan, ranks, draw, time, week);
      if (schools.length < 2) break; // no school is left that could be in one more
      establish(s, charter, schools, plan.mode, week);
    }
  }
  rebuildRoster(s);
}

function establish(s: State, charter: Charter, schools: readonly number[], mode: string, week: number): void {
  const c = found(s, { ...charter, lead: highest(s, schools) }, week);
  if (c < 0) return;
  for (const a of schools) join(s, a, c, commitmentOf(mode), week);
  for (let i = 1; i < schools.length; i++) ensureRelation(s, schools[0], schools[i], week);
}

/** The one that stands highest, whose head leads; the first among equals. */
function highest(s: State, schools: readonly number[]): number {
  return schools.reduce((best, a) => (s.schoolStanding[a] > s.schoolStanding[best] ? a : best), schools[0]);
}

/** With what commitment schools come in. */
function commitmentOf(mode: string): number {
  return mode === 'coerced' ? 0.3 : mode === 'incentivised' ? 0.45 : 0.55;
}

/** Collaboratives of one form go over to another: all, or those that have `named` among their members. */
function replace(s: State, plan: Founding, named: readonly number[], week: number): void {
  const from = formIndex(plan.replaces);
  for (let c = 0; c < s.collaborativeLife.length; c++) {
    if (s.collaborativeLife[c] === LIFE.none || s.collaborativeForm[c] !== from) continue;
    // Where all that were named have closed, nothing is left to be changed.
    const meant = named.length > 0 && named.every((a) => membershipIn(s, a, c) >= 0);
    if (plan.members.length > 0 && !meant) continue;
    const members: number[] = [];
    for (let a = 0; a < s.schoolPosts.length; a++) if (membershipIn(s, a, c) >= 0) members.push(a);
    if (members.length > 0)
      change(s, c, { ...plan, lead: highest(s, members) }, commitmentOf(plan.mode), week);
  }
}

/** Whether the plan may pick `a`: one that is in nothing, or, where it says so, in nothing of the same week. */
function isFree(s: State, plan: Founding, a: number, week: number): boolean {
  if (s.schoolClosed[a] !== 0) return false;
  if (s.schoolCollaboratives[a] === 0) return true;
  if (!plan.overlap || s.schoolCollaboratives[a] >= MEMBERSHIPS) return false;
  if (forms[formIndex(plan.form)].exclusive || isBound(s, a)) return false;
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++)
    if (s.membershipOf[m] >= 0 && s.collaborativeFounded[s.membershipOf[m]] === week) return false;
  return true;
}

/** The schools of one collaborative that picks its members: from the first lead that finds a partner. */
function pickMembers(
  s: State,
  plan: Founding,
  ranks: Ranks | null,
  draw: Draw,
  time: number,
  week: number,
): number[] {
  const n = s.schoolPosts.length;
  const tried: number[] = [];
  const free = (a: number) => isFree(s, plan, a, week);
  for (;;) {
    let first = -1;
    let best = Number.POSITIVE_INFINITY;
    for (let a = 0; a < n; a++) {
      if (!free(a) || tried.includes(a)) continue;
      const rank = leadRank(s, plan, ranks, draw, time, a);
      if (rank < best) {
        best = rank;
        first = a;
      }
    }
    if (first < 0) return [];
    const chosen = [first];
    while (chosen.length < plan.size) {
      const next = nextMember(s, plan, ranks, draw, time, chosen, free);
      if (next < 0) break;
      chosen.push(next);
    }
    if (chosen.length > 1) return chosen;
    tried.push(first);
  }
}

/** How early `a` comes up as the first of a collaborative; infinite where it cannot be. By lot unless it stands here. */
function leadRank(
  s: State,
  { pick }: Founding,
  ranks: Ranks | null,
  draw: Draw,
  time: number,
  a: number,
): number {
  if (pick === 'weak' || pick === 'weak and strong') return s.schoolStanding[a];
  if (ranks === null) return draw.uniform(a, time);
  if (
    pick === 'cross-phase' ? s.schoolPhase[a] === 0 : pick === 'faith' ? s.schoolDenomination[a] === 0 : false
  )
    return Number.POSITIVE_INFINITY;
  if (!within(ranks.lead, ranks.of[a])) return Number.POSITIVE_INFINITY;
  return draw.uniform(a, TYPED + time);
}

/** The next member: the free school that suits best, among the neighbours or, by lot, among all. */
function nextMember(
  s: State,
  plan: Founding,
  ranks: Ranks | null,
  draw: Draw,
  time: number,
  chosen: readonly number[],
  free: (a: number) => boolean,
): number {
  let next = -1;
  let best = Number.POSITIVE_INFINITY;
  const [first] = chosen;
  const consider = (b: number, rank: number) => {
    if (b < 0 || rank >= best || !free(b) || chosen.includes(b)) return;
    if ((s.schoolPhase[b] !== s.schoolPhase[first]) !== (plan.pick === 'cross-phase')) return;
    if (ranks !== null && !within(ranks.partner, ranks.of[b])) return;
    if (plan.pick === 'faith' && s.schoolDenomination[b] !== s.schoolDenomination[first]) return;
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
      const gap = s.schoolStanding[b] - s.schoolStanding[first];
      const rank =
        plan.pick === 'weak'
          ? s.schoolStanding[b]
          : plan.pick === 'weak and strong'
            ? chosen.length < plan.size - strongOf(plan)
              ? s.schoolStanding[b]
              : -gap
            : plan.pick === 'alike'
              ? Math.abs(gap)
              : plan.pick === 'unlike'
                ? likeness(s, first, b)
                : near;
      consider(b, rank);
    }
  }
  return next;
}

/** How many members of a collaborative of weak and strong schools are strong. */
function strongOf({ strong, size }: Founding): number {
  return strong === 0 ? size - 1 : strong;
}

/** Where lots of the types of federation begin; earlier numbers are taken by other picks. */
const TYPED = 16384;
type Range = readonly [from: number, to: number];
const ALL: Range = [0, 1];

/** Where schools rank within their phase in what a type of federation goes by, and which of them come in question. */
interface Ranks {
  readonly of: Float64Array;
  readonly lead: Range;
  readonly partner: Range;
}

/**
 * The types of federation found in England (B 7.3.1). Bounds are shares of the schools of a phase, from the lowest
 * up: a low-performing school with high-performing ones, a small one with small or middling ones, one strong in
 * inclusion with ones that are not.
 */
const TYPES: Readonly<
  Partial<Record<Founding['pick'], { by: (s: State, a: number) => number; lead: Range; partner: Range }>>
> = {
  performance: { by: (s, a) => s.schoolStanding[a], lead: [0, 1 / 3], partner: [2 / 3, 1] },
  size: { by: rollOf, lead: [0, 1 / 3], partner: [0, 2 / 3] },
  mainstreaming: { by: inclusionOf, lead: [0.9, 1], partner: [0, 0.5] },
  'cross-phase': { by: rollOf, lead: ALL, partner: ALL },
  faith: { by: rollOf, lead: ALL, partner: ALL },
};

function rollOf(s: State, a: number): number {
  return s.schoolPupils[a * 3] + s.schoolPupils[a * 3 + 1] + s.schoolPupils[a * 3 + 2];
}

function inclusionOf(s: State, a: number): number {
  return s.schoolExpertise[a * EXPERTISE.length + INCLUSION];
}

const INCLUSION = EXPERTISE.indexOf('inclusion');

function within([from, to]: Range, rank: number): boolean {
  return rank >= from && rank <= to;
}

/** Ranks for a pick that is a type of federation; null for others. The lower index comes first among equals. */
function rankSchools(s: State, pick: Founding['pick']): Ranks | null {
  const type = TYPES[pick];
  if (type === undefined) return null;
  const of = new Float64Array(s.schoolPosts.length);
  for (let phase = 0; phase < PHASES.length; phase++) {
    const schools: number[] = [];
    for (let a = 0; a < of.length; a++) if (s.schoolPhase[a] === phase) schools.push(a);
    const value = (a: number) => type.by(s, a);
    schools.sort((a, b) => value(a) - value(b) || a - b);
    schools.forEach((a, k) => {
      of[a] = (k + 0.5) / schools.length;
    });
  }
  return { of, lead: type.lead, partner: type.partner };
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
  // What leaves its members nothing beside it is for those who are in nothing.
  const room = forms[formIndex(charter.form)].exclusive ? 1 : MEMBERSHIPS;
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
    else if (
      !isBound(s, a) &&
      !isBound(s, b) &&
      s.schoolCollaboratives[a] < room &&
      s.schoolCollaboratives[b] < room
    ) {
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

/** Whether `a` belongs to something that leaves it nothing beside it. */
function isBound(s: State, a: number): boolean {
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    const c = s.membershipOf[m];
    if (c >= 0 && forms[s.collaborativeForm[c]].exclusive) return true;
  }
  return false;
}

/** A collaborative of `b` that `a` could join, -1 for none: one that takes members, not full, not about to end. */
function openTo(s: State, b: number, a: number, largest: number, week: number): number {
  if (s.schoolCollaboratives[a] >= MEMBERSHIPS || isBound(s, a)) return -1;
  for (let m = b * MEMBERSHIPS; m < (b + 1) * MEMBERSHIPS; m++) {
    const c = s.membershipOf[m];
    if (c < 0 || s.collaborativeLife[c] === LIFE.none) continue;
    if (s.collaborativeEnds[c] >= 0 && s.collaborativeEnds[c] - week <= TERM) continue;
    const { entry, exclusive } = forms[s.collaborativeForm[c]];
    if (entry === 'closed' || (exclusive && s.schoolCollaboratives[a] > 0)) continue;
    // The centre grants the licence; a platform has no walls.
    if (entry === 'licence' && s.collaborativeLead[c] !== b) continue;
    if (entry === 'open' || s.collaborativeMembers[c] < largest) return c;
  }
  return -1;
}
