import { number, type Values } from '../schema.ts';
import { CONTACT, ROLE, type State } from '../state.ts';

/**
 * Competition of two schools for the same ages: overlap of catchments * intensity of choice * weight of league
 * tables. Heads guard what a competitor could use; others guard less; where results count for partners
 * together there is less to guard (B 2.4, 13.1, 13.3). Resentment between unequal partners holds back as well (B 5.2.2).
 */
export const params = {
  leagueTables: number({
    default: 0.6,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'Weight of published league tables in how schools are seen.',
    source: 'B 2.4',
  }),
  strength: number({
    default: 1,
    min: 0,
    max: 2,
    unit: 'times',
    doc: 'Scales all competition; 0 switches it off.',
    source: 'assumption',
  }),
  guardHead: number({
    default: 0.9,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How far a head guards against a competitor.',
    source: 'assumption, after B 13.1',
  }),
  guardSenior: number({
    default: 0.7,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How far a senior leader guards against a competitor.',
    source: 'assumption, after B 13.1',
  }),
  guardStaff: number({
    default: 0.4,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How far other staff guard against a competitor.',
    source: 'assumption, after B 13.1',
  }),
  resentment: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How far full resentment of the weaker partner makes both hold back.',
    source: 'assumption, after B 5.2.2',
  }),
};
export const writes = ['relationCompetition', 'contactGuard'] as const;

/** Competition between schools whose catchments overlap by `overlap`, in [0, 1]. */
export function between(p: Values<typeof params>, choiceIntensity: number, overlap: number): number {
  return Math.min(1, overlap * choiceIntensity * p.leagueTables * p.strength);
}

/** Brings the competition of every relation up to date. */
export function compete(s: State, p: Values<typeof params>, choiceIntensity: number): void {
  for (let r = 0; r < s.relationA.length; r++) {
    if (s.relationA[r] >= 0) s.relationCompetition[r] = between(p, choiceIntensity, s.relationOverlap[r]);
  }
}

/**
 * How much the two sides of each contact hold back. `collective` is the regime's share of common accountability.
 * Competition is taken as it stands this week: a relation may be newer than the term. What a contact is guarded by is
 * the mean of its two sides; `decided` holds by post how far those guard who have decided it, 0 or 1, -1 for all others.
 */
export function guard(
  s: State,
  p: Values<typeof params>,
  choiceIntensity: number,
  collective: number,
  count: number,
  decided: Int8Array | null,
): void {
  const { contactFrom, contactTo, contactRelation, contactMembership, contactGuard, contactKind } = s;
  for (let c = 0; c < count; c++) {
    const r = contactRelation[c];
    const together = contactMembership[c];
    const shared = s.relationShared[r] > 0 ? collective : collective * 0.5;
    const common = Math.max(shared, together < 0 ? 0 : s.collaborativeUnit[together]);
    const held = (guardOf(p, s.staffRole[contactFrom[c]]) + guardOf(p, s.staffRole[contactTo[c]])) * 0.5;
    // Those who have come to see themselves as one have little to guard.
    const open = (1 - common) * (1 - s.relationIdentity[r]);
    const rivalry = between(p, choiceIntensity, s.relationOverlap[r]);
    const rival = rivalry * held * open * (contactKind[c] === CONTACT.sharedPost ? 0.5 : 1);
    contactGuard[c] = rival + (1 - rival) * p.resentment * s.relationResentment[r];
    if (decided === null) continue;
    const i = contactFrom[c];
    const j = contactTo[c];
    if (decided[i] < 0 && decided[j] < 0) continue;
    const full = rivalry * open * (contactKind[c] === CONTACT.sharedPost ? 0.5 : 1);
    const resented = p.resentment * s.relationResentment[r];
    const near = decided[i] < 0 ? sideOf(p, s.staffRole[i], full, resented) : decided[i];
    const far = decided[j] < 0 ? sideOf(p, s.staffRole[j], full, resented) : decided[j];
    contactGuard[c] = (near + far) * 0.5;
  }
}

/** How far one side holds back, were `full` the rivalry of two who guard in full. */
function sideOf(p: Values<typeof params>, role: number, full: number, resented: number): number {
  const rival = full * guardOf(p, role);
  return rival + (1 - rival) * resented;
}

function guardOf(p: Values<typeof params>, role: number): number {
  return role === ROLE.head ? p.guardHead : role === ROLE.senior ? p.guardSenior : p.guardStaff;
}
