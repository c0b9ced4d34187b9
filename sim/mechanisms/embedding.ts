import { forms } from '../governance/forms.ts';
import { findRelation } from '../relations.ts';
import { number, type Values } from '../schema.ts';
import { EVENT, LIFE, MEMBERSHIPS, record, type State } from '../state.ts';

/**
 * The road of collaboratives (B 14.2): they court, align and become embedded, faster where trust, an honest broker and
 * staff who span boundaries are there, and slower where decisions take long.
 */
export const params = {
  courting: number({
    default: 10,
    min: 1,
    max: 78,
    unit: 'weeks',
    doc: 'Weeks of courting between strangers.',
    source: 'assumption, after B 14.2',
  }),
  aligning: number({
    default: 12,
    min: 1,
    max: 156,
    unit: 'weeks',
    doc: 'Weeks of aligning between strangers.',
    source: 'assumption, after B 14.2',
  }),
  spanners: number({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of the road that staff save who fully span the boundaries of the members.',
    source: 'assumption, after B 14.2: boundary spanners matter most at the start',
  }),
};
export const writes = [
  'collaborativeLife',
  'collaborativeSince',
  'counter',
  'eventWeek',
  'eventKind',
  'eventA',
  'eventB',
  'eventValue',
] as const;

/** Each term: collaboratives move along their road. */
export function mature(s: State, p: Values<typeof params>, week: number, slowness = 1): void {
  for (let c = 0; c < s.collaborativeLife.length; c++) {
    const life = s.collaborativeLife[c];
    if (life === LIFE.none || life === LIFE.embedded) continue;
    const trust = trustWithin(s, c);
    const broker = s.collaborativeCoordinator[c] === 2 ? 0.6 : 1;
    const decision = forms[s.collaborativeForm[c]].decisionWeeks / 4;
    const needed =
      (life === LIFE.courting ? p.courting : p.aligning) *
      (1 - 0.7 * trust) *
      broker *
      slowness *
      (1 - p.spanners * spanningWithin(s, c)) *
      Math.sqrt(decision);
    const coerced = s.collaborativeMode[c] === 3 && life === LIFE.courting;
    if (!coerced && week - s.collaborativeSince[c] < needed) continue;
    s.collaborativeLife[c] = life + 1;
    s.collaborativeSince[c] = week;
    if (life + 1 === LIFE.embedded)
      record(s, week, EVENT.embedded, s.collaborativeLead[c], c, week - s.collaborativeFounded[c]);
  }
}

/** How far, on average, the staff of the members of `c` span the boundaries of their schools. */
function spanningWithin(s: State, c: number): number {
  const first = s.collaborativeFirst[c];
  const end = s.collaborativeFirst[c + 1];
  let sum = 0;
  for (let k = first; k < end; k++) sum += s.schoolSpanning[Math.floor(s.rosterMembership[k] / MEMBERSHIPS)];
  return end > first ? sum / (end - first) : 0;
}

/** Mean trust of the related pairs among the members of `c`. */
function trustWithin(s: State, c: number): number {
  let sum = 0;
  let pairs = 0;
  if (s.collaborativeFirst[c + 1] - s.collaborativeFirst[c] < 2) return 0;
  for (let k = s.collaborativeFirst[c]; k < s.collaborativeFirst[c + 1]; k++) {
    // A ring through the members: as many pairs as members, whatever the size.
    const next = k + 1 < s.collaborativeFirst[c + 1] ? k + 1 : s.collaborativeFirst[c];
    const a = Math.floor(s.rosterMembership[k] / MEMBERSHIPS);
    const r = findRelation(s, a, Math.floor(s.rosterMembership[next] / MEMBERSHIPS));
    if (r >= 0) sum += s.relationTrust[r];
    pairs++;
  }
  return sum / pairs;
}
