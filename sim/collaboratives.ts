import { formIndex, forms } from './governance/forms.ts';
import { findRelation } from './relations.ts';
import {
  COORDINATORS,
  COUNTER,
  EVENT,
  FOUNDING_MODES,
  LIFE,
  MEMBERSHIPS,
  PARTNERS,
  RECORDS,
  record,
  type State,
} from './state.ts';

/**
 * Collaboratives and their members. A school holds up to four memberships; the roster lists memberships by
 * collaborative and is rebuilt when memberships have changed.
 */

/** What joining, leaving and the roster after them write. */
export const JOINS = [
  'membershipOf',
  'membershipSince',
  'membershipCommitment',
  'membershipBenefit',
  'membershipExpected',
  'membershipBurden',
  'membershipHours',
  'collaborativeMembers',
  'schoolCollaboratives',
  'collaborativeFirst',
  'rosterMembership',
  'relationShared',
  'relationFormality',
  ...RECORDS,
] as const;
/** What dissolving writes. */
export const DISSOLVES = [
  'collaborativeLife',
  'collaborativeLead',
  'collaborativeEnds',
  'collaborativeGrantEnds',
  ...JOINS,
] as const;
/** What founding writes. */
export const FOUNDS = [
  'collaborativeForm',
  'collaborativeMode',
  'collaborativeFounded',
  'collaborativeSince',
  'collaborativeGoals',
  'collaborativeClarity',
  'collaborativeOwnAgenda',
  'collaborativeCoordinator',
  'collaborativeFormality',
  'collaborativeUnit',
  'collaborativeInequality',
  'collaborativeWins',
  'collaborativeAttainment',
  'collaborativeResistance',
  'collaborativeSpent',
  'collaborativeContacts',
  'collaborativeSuccesses',
  ...DISSOLVES,
] as const;

export interface Charter {
  form: string;
  mode: string;
  lead: number;
  /** Weeks of agreed life, 0 for open, -1 for that of the form. */
  weeks: number;
  grantWeeks: number;
  /** 0 takes that of the form. */
  goals: number;
  clarity: number;
  /** -1 takes that of the form. */
  ownAgenda: number;
  coordinator: string;
  /** -1 takes that of the form. */
  formality: number;
}

/** An unused row of the collaboratives filled in, or -1 when all rows are in use. */
export function found(s: State, charter: Charter, week: number): number {
  let c = 0;
  while (c < s.collaborativeLife.length && s.collaborativeLife[c] !== LIFE.none) c++;
  if (c === s.collaborativeLife.length) return -1;
  agree(s, c, charter, week);
  // Nobody enters what cannot be left again before the courting is over.
  s.collaborativeLife[c] = forms[s.collaborativeForm[c]].exit ? LIFE.courting : LIFE.aligning;
  s.collaborativeFounded[c] = week;
  s.collaborativeMembers[c] = 0;
  s.collaborativeInequality[c] = 0;
  s.collaborativeWins[c] = 0.3;
  s.collaborativeAttainment[c] = 0;
  s.collaborativeResistance[c] = 0;
  s.collaborativeSpent[c] = 0;
  s.collaborativeContacts[c] = 0;
  s.collaborativeSuccesses[c] = 0;
  s.counter[COUNTER.founded]++;
  record(s, week, EVENT.founded, charter.lead, c, s.collaborativeForm[c]);
  return c;
}

/** Puts the terms of `charter` in force for `c`. */
function agree(s: State, c: number, charter: Charter, week: number): void {
  const form = formIndex(charter.form);
  const row = forms[form];
  s.collaborativeForm[c] = form;
  s.collaborativeMode[c] = FOUNDING_MODES.indexOf(charter.mode as (typeof FOUNDING_MODES)[number]);
  s.collaborativeLead[c] = charter.lead;
  s.collaborativeSince[c] = week;
  const life = charter.weeks < 0 ? row.life : charter.weeks;
  s.collaborativeEnds[c] = life > 0 ? week + life : -1;
  s.collaborativeGrantEnds[c] = charter.grantWeeks > 0 ? week + charter.grantWeeks : -1;
  s.collaborativeGoals[c] = charter.goals > 0 ? charter.goals : row.goals;
  s.collaborativeClarity[c] = charter.clarity;
  s.collaborativeOwnAgenda[c] = charter.ownAgenda < 0 ? row.ownAgenda : charter.ownAgenda;
  const coordinator = row.executive ? 'executive head' : charter.coordinator;
  s.collaborativeCoordinator[c] = COORDINATORS.indexOf(coordinator as (typeof COORDINATORS)[number]);
  s.collaborativeFormality[c] = charter.formality < 0 ? row.formality : charter.formality;
  s.collaborativeUnit[c] = row.unit;
}

/**
 * `c` goes on with the same members under other terms. What was settled is negotiated anew, and members have to be
 * won once more: their commitment comes half of the way to `commitment` (B 5.2.10, 6.3.1.2).
 */
export function change(s: State, c: number, charter: Charter, commitment: number, week: number): void {
  const granted = s.collaborativeGrantEnds[c]; // a grant that runs is not lost by it
  agree(s, c, charter, week);
  if (charter.grantWeeks === 0) s.collaborativeGrantEnds[c] = granted;
  s.collaborativeLife[c] = Math.min(s.collaborativeLife[c], LIFE.aligning);
  for (let m = 0; m < s.membershipOf.length; m++)
    if (s.membershipOf[m] === c) s.membershipCommitment[m] += (commitment - s.membershipCommitment[m]) / 2;
  record(s, week, EVENT.formChanged, charter.lead, c, s.collaborativeForm[c]);
}

/** The membership of `school` in `c`, or -1. */
export function membershipIn(s: State, school: number, c: number): number {
  for (let m = school * MEMBERSHIPS; m < (school + 1) * MEMBERSHIPS; m++)
    if (s.membershipOf[m] === c) return m;
  return -1;
}

/** Makes `school` a member of `c`; false when it is one or has no membership left. */
export function join(s: State, school: number, c: number, commitment: number, week: number): boolean {
  if (membershipIn(s, school, c) >= 0) return false;
  const m = membershipIn(s, school, -1);
  if (m < 0) return false;
  s.membershipOf[m] = c;
  s.membershipSince[m] = week;
  s.membershipCommitment[m] = commitment;
  s.membershipBenefit[m] = 0.5;
  s.membershipExpected[m] = 0.3;
  s.membershipBurden[m] = 0;
  s.membershipHours[m] = 0;
  s.collaborativeMembers[c]++;
  s.schoolCollaboratives[school]++;
  record(s, week, EVENT.joined, school, c, s.collaborativeMembers[c]);
  return true;
}

/** Ends membership `m`. */
export function leave(s: State, m: number, week: number): void {
  const c = s.membershipOf[m];
  const school = Math.floor(m / MEMBERSHIPS);
  s.membershipOf[m] = -1;
  s.membershipSince[m] = 0;
  s.membershipCommitment[m] = 0;
  s.membershipBenefit[m] = 0;
  s.membershipExpected[m] = 0;
  s.membershipBurden[m] = 0;
  s.membershipHours[m] = 0;
  s.collaborativeMembers[c]--;
  s.schoolCollaboratives[school]--;
  record(s, week, EVENT.left, school, c, s.collaborativeMembers[c]);
}

/** Ends collaborative `c` and every membership in it. */
export function dissolve(s: State, c: number, week: number): void {
  for (let m = 0; m < s.membershipOf.length; m++) if (s.membershipOf[m] === c) leave(s, m, week);
  record(s, week, EVENT.dissolved, s.collaborativeLead[c], c, week - s.collaborativeFounded[c]);
  s.counter[COUNTER.dissolved]++;
  s.collaborativeLife[c] = LIFE.none;
  s.collaborativeLead[c] = -1;
  s.collaborativeGrantEnds[c] = -1;
  s.collaborativeEnds[c] = -1;
}

/** Lists memberships by collaborative, schools in order, and marks what related schools share. */
export function rebuildRoster(s: State): void {
  const { collaborativeFirst, rosterMembership, membershipOf } = s;
  collaborativeFirst.fill(0);
  rosterMembership.fill(-1);
  for (let m = 0; m < membershipOf.length; m++)
    if (membershipOf[m] >= 0) collaborativeFirst[membershipOf[m] + 1]++;
  for (let c = 0; c < collaborativeFirst.length - 1; c++) collaborativeFirst[c + 1] += collaborativeFirst[c];
  // The start of each list moves to its end while it fills, and then every start is the end of the list before.
  for (let m = 0; m < membershipOf.length; m++) {
    const c = membershipOf[m];
    if (c >= 0) rosterMembership[collaborativeFirst[c]++] = m;
  }
  for (let c = collaborativeFirst.length - 1; c > 0; c--) collaborativeFirst[c] = collaborativeFirst[c - 1];
  collaborativeFirst[0] = 0;
  markShared(s);
}

/** Counts what every related pair shares, and the strongest bond among it. */
function markShared(s: State): void {
  for (let r = 0; r < s.relationA.length; r++) {
    s.relationShared[r] = 0;
    s.relationFormality[r] = 0;
  }
  for (let a = 0; a < s.schoolPosts.length; a++) {
    if (s.schoolCollaboratives[a] === 0 || s.partnerRelation[a * PARTNERS] < 0) continue;
    for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
      const c = s.membershipOf[m];
      if (c < 0) continue;
      for (let k = s.collaborativeFirst[c]; k < s.collaborativeFirst[c + 1]; k++) {
        const b = Math.floor(s.rosterMembership[k] / MEMBERSHIPS);
        if (b <= a) continue;
        const r = findRelation(s, a, b);
        if (r < 0) continue;
        s.relationShared[r]++;
        s.relationFormality[r] = Math.max(s.relationFormality[r], s.collaborativeFormality[c]);
      }
    }
  }
}
