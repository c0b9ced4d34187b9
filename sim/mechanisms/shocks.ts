import { type Draw, STREAM } from '../draw.ts';
import type { Shock } from '../plan.ts';
import { number, type Values } from '../schema.ts';
import { EVENT, RECORDS, ROLE, record, type State } from '../state.ts';

/**
 * Shocks that a scenario dates (B 5.2.10, 11.5): heads who leave, schools put into special measures, closures, fires
 * and cuts of money. A fire takes capacity at once, and hours and capacity until the premises are restored, evenly over
 * its weeks; a cut takes hours, and its part of grants and released time, until it ends.
 */
export const params = {
  damageHours: number({
    default: 2,
    min: 0,
    max: 10,
    unit: 'hours a week',
    doc: 'Time that the loss of all premises takes from each of those who lead or teach.',
    source: 'assumption, after B 11.5',
  }),
  damageCapacity: number({
    default: 0.4,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of its capacity for improvement that a school loses with all its premises.',
    source: 'assumption, after B 11.5',
  }),
  cutHours: number({
    default: 1.5,
    min: 0,
    max: 10,
    unit: 'hours a week',
    doc: 'Time that the loss of all money for development takes from each of those who lead or teach.',
    source: 'assumption, after B 8.6',
  }),
};
export const writes = ['schoolSpecial', 'schoolGrade', 'schoolInspected', ...RECORDS] as const;
/** What fires and cuts write beside. */
export const harms = [
  'schoolDamage',
  'schoolDamageUntil',
  'schoolCut',
  'schoolCutUntil',
  'schoolCapacity',
  'schoolFunds',
  'schoolRelease',
  'staffHours',
] as const;

type P = Values<typeof params>;

/**
 * Strikes the schools the shock names, or its share of all schools by lot; returns those whose heads it makes leave, or
 * that it closes.
 */
export function strike(s: State, p: P, shock: Shock, draw: Draw, week: number): readonly number[] {
  const others: number[] = [];
  draw.open(STREAM.shock, week);
  for (let a = 0; a < s.schoolPosts.length; a++) {
    const hit =
      shock.schools.length > 0 ? shock.schools.includes(s.schoolId[a]) : draw.uniform(a, 0) < shock.share;
    if (!hit || s.schoolClosed[a] === 1) continue;
    if (shock.kind === 'special measures') {
      if (s.schoolSpecial[a] === 1) continue;
      s.schoolSpecial[a] = 1;
      s.schoolGrade[a] = 4;
      s.schoolInspected[a] = week;
      record(s, week, EVENT.specialMeasures, a, -1, 4);
    } else if (shock.kind === 'fire') {
      s.schoolCapacity[a] *= 1 - p.damageCapacity * shock.severity;
      s.schoolDamage[a] = Math.max(s.schoolDamage[a], shock.severity);
      s.schoolDamageUntil[a] = Math.max(s.schoolDamageUntil[a], week + shock.weeks);
      record(s, week, EVENT.fire, a, -1, shock.severity);
    } else if (shock.kind === 'funding cut') {
      s.schoolCut[a] = Math.max(s.schoolCut[a], shock.severity);
      s.schoolCutUntil[a] = Math.max(s.schoolCutUntil[a], week + shock.weeks);
      record(s, week, EVENT.fundingCut, a, -1, shock.severity);
    } else {
      others.push(a);
    }
  }
  return others;
}

/** Each week: hours that damage and cuts take. */
export function strain(s: State, p: P, week: number): void {
  for (let a = 0; a < s.schoolPosts.length; a++) {
    if (s.schoolCut[a] > 0 && week >= s.schoolCutUntil[a]) s.schoolCut[a] = 0;
    if (s.schoolDamage[a] === 0 && s.schoolCut[a] === 0) continue;
    const lost = p.damageHours * s.schoolDamage[a] + p.cutHours * s.schoolCut[a];
    for (let i = s.schoolFirst[a]; i < s.schoolFirst[a] + s.schoolPosts[a]; i++)
      if (s.staffRole[i] !== ROLE.support) s.staffHours[i] -= lost;
  }
}

const TERM = 13;
/** How quickly capacity follows what becomes of a school, a term. */
const PACE = 0.15;

/** Each term, once money is paid out and capacity has moved: cuts, and premises that are restored bit by bit. */
export function recover(s: State, p: P, week: number): void {
  for (let a = 0; a < s.schoolPosts.length; a++) {
    s.schoolFunds[a] *= 1 - s.schoolCut[a];
    s.schoolRelease[a] *= 1 - s.schoolCut[a];
    if (s.schoolDamage[a] === 0) continue;
    s.schoolCapacity[a] *= 1 - PACE * p.damageCapacity * s.schoolDamage[a];
    const left = s.schoolDamageUntil[a] - week;
    s.schoolDamage[a] = left <= 0 ? 0 : (s.schoolDamage[a] * left) / (left + TERM);
  }
}
