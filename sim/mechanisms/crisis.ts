import { type Draw, STREAM } from '../draw.ts';
import { clamp } from '../math/index.ts';
import { otherEnd } from '../relations.ts';
import { flag, number, type Values } from '../schema.ts';
import { CONTACT, PARTNERS, ROLE, STAGE, type State } from '../state.ts';

/**
 * Help in a crisis (B 11.5). A school is in trouble while it is in special measures or its premises are damaged. Each
 * week every school related to it at cooperation or beyond, or in a collaborative with it, sends somebody with
 * probability
 *   visits * trouble * ((1 - solidarity) * trust + solidarity * identity):
 * to work alongside a colleague where they share a collaborative, on a visit where they do not. It costs the helper
 * hours and gives the school some back, and each term capacity recovers and damage is made good the sooner:
 *   capacity += recovery * h / (1 + h) * (1 - capacity),  damage *= 1 - recovery * h / (1 + h),
 * with h the visits a week of that term.
 */
export const params = {
  on: flag({
    default: true,
    doc: 'Whether partners help a school in trouble.',
    source: 'B 11.5',
  }),
  visits: number({
    default: 1,
    min: 0,
    max: 3,
    unit: 'visits a week',
    doc: 'Help from a partner on whom a school in full trouble can wholly rely; more than one a week is one.',
    source: 'assumption, after B 11.5',
  }),
  solidarity: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'How far help goes by common identity, the rest going by trust.',
    source: 'assumption, after B 11.12',
  }),
  hours: number({
    default: 3,
    min: 0,
    max: 10,
    unit: 'hours',
    doc: 'Time that a visit to a school in trouble takes the helper.',
    source: 'assumption',
  }),
  relief: number({
    default: 1.5,
    min: 0,
    max: 10,
    unit: 'hours',
    doc: 'Time that a visit gives back to the colleague who is helped.',
    source: 'assumption, after B 11.5',
  }),
  recovery: number({
    default: 0.15,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'How far a term of help without end makes good what is lacking.',
    source: 'assumption, after B 11.5',
  }),
};
export const writes = [
  'staffHours',
  'schoolVisits',
  'schoolHelp',
  'schoolCapacity',
  'schoolDamage',
  'schoolBurden',
] as const;

type P = Values<typeof params>;
export type AddHelp = (from: number, to: number, kind: number, relation: number) => void;

/** How far school `a` is in trouble, 0 to 1. */
export function trouble(s: State, a: number): number {
  return s.schoolSpecial[a] === 1 ? 1 : s.schoolDamage[a];
}

/** Each week: calls `add` for every visit to a school in trouble. */
export function help(s: State, p: P, draw: Draw, week: number, add: AddHelp): void {
  if (!p.on) return;
  draw.open(STREAM.crisis, week);
  for (let a = 0; a < s.schoolPosts.length; a++) {
    const need = trouble(s, a);
    if (need === 0) continue;
    for (let q = a * PARTNERS; q < (a + 1) * PARTNERS && s.partnerRelation[q] >= 0; q++) {
      const r = s.partnerRelation[q];
      if (s.relationStage[r] < STAGE.cooperation && s.relationShared[r] === 0) continue;
      const b = otherEnd(s, r, a);
      const address = a * 32768 + b;
      const close = (1 - p.solidarity) * s.relationTrust[r] + p.solidarity * s.relationIdentity[r];
      // Who is in trouble as well has nobody to spare.
      if (draw.uniform(address, 0) >= p.visits * need * close * (1 - trouble(s, b))) continue;
      const from = teacherOf(s, draw, b, address, 1);
      const to = teacherOf(s, draw, a, address, 9);
      s.staffHours[from] -= p.hours;
      s.schoolBurden[b] += p.hours;
      s.staffHours[to] += p.relief;
      s.schoolVisits[a]++;
      add(from, to, s.relationShared[r] > 0 ? CONTACT.sharedPost : CONTACT.visit, r);
    }
  }
}

/** Somebody of school `a` below the head who is not support staff, or the head where a few tries find none. */
function teacherOf(s: State, draw: Draw, a: number, address: number, k: number): number {
  for (let attempt = 0; attempt < 6; attempt++) {
    const i = s.schoolFirst[a] + draw.integer(s.schoolPosts[a], address, k + attempt);
    if (s.staffRole[i] !== ROLE.support && s.staffRole[i] !== ROLE.head) return i;
  }
  return s.schoolFirst[a];
}

/** Each term: what the visits have come to. */
export function recover(s: State, p: P): void {
  for (let a = 0; a < s.schoolPosts.length; a++) {
    if (s.schoolVisits[a] === 0 && s.schoolHelp[a] === 0) continue;
    const visits = s.schoolVisits[a] / 13;
    const gain = (p.recovery * visits) / (1 + visits);
    s.schoolCapacity[a] = clamp(s.schoolCapacity[a] + gain * (1 - s.schoolCapacity[a]), 0, 1);
    s.schoolDamage[a] *= 1 - gain;
    s.schoolHelp[a] = visits;
    s.schoolVisits[a] = 0;
  }
}
