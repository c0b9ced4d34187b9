import { clamp } from '../math/index.ts';
import { number, type Values } from '../schema.ts';
import { PARTNERS, ROLE, type State } from '../state.ts';

/**
 * Leadership (B 6, 12.5, 14). Distribution grows where others than the head take part in partnership work and
 * trust runs across roles, and pressure centralises it. Capacity for improvement follows from leadership,
 * climate and expertise; the boundary opens with good contact and closes under rivalry and pressure.
 */
export const params = {
  base: number({
    default: 0.25,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Distribution of leadership that a school keeps whatever happens.',
    source: 'assumption',
  }),
  collaboration: number({
    default: 0.45,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'What full involvement below the head adds to distribution.',
    source: 'assumption, after B 12.5',
  }),
  vertical: number({
    default: 0.35,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'What full trust across roles adds to distribution.',
    source: 'assumption, after B 5.2.8',
  }),
  pressure: number({
    default: 0.2,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'What full accountability pressure takes from distribution.',
    source: 'assumption, after B 8.3',
  }),
  spanning: number({
    default: 0.15,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'What staff who fully span its boundary add to a school’s openness.',
    source: 'assumption, after B 14.2, 4.3',
  }),
  pace: number({
    default: 0.15,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'How quickly distribution, capacity and openness move.',
    source: 'assumption',
  }),
};
export const writes = ['schoolDistribution', 'schoolCapacity', 'schoolOpenness'] as const;

export function distribute(s: State, p: Values<typeof params>): void {
  for (let a = 0; a < s.schoolPosts.length; a++) {
    const wanted =
      p.base +
      p.collaboration * Math.min(1, 2.5 * s.schoolReach[a]) +
      p.vertical * s.schoolVertical[a] -
      p.pressure * s.schoolPressure[a];
    s.schoolDistribution[a] += p.pace * (clamp(wanted, 0, 1) - s.schoolDistribution[a]);
    const skill = s.schoolExpertise[a * 6 + 5];
    const capacity =
      0.15 +
      0.35 * skill +
      0.3 * s.schoolDistribution[a] +
      0.35 * s.schoolClimate[a] -
      0.3 * overloadOf(s, a) -
      0.15 * s.schoolSpecial[a];
    s.schoolCapacity[a] += p.pace * (clamp(capacity, 0, 1) - s.schoolCapacity[a]);
    const open =
      0.45 +
      0.4 * goodwill(s, a) +
      p.spanning * s.schoolSpanning[a] -
      0.25 * s.schoolPressure[a] * s.schoolGaming[a] -
      0.1 * s.schoolSpecial[a];
    s.schoolOpenness[a] += p.pace * (clamp(open, 0, 1) - s.schoolOpenness[a]);
  }
}

/** Mean overload of those who lead or teach. */
function overloadOf(s: State, a: number): number {
  let sum = 0;
  let count = 0;
  for (let i = s.schoolFirst[a]; i < s.schoolFirst[a] + s.schoolPosts[a]; i++) {
    if (s.staffRole[i] === ROLE.support) continue;
    sum += s.staffOverload[i];
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

/** Trust towards related schools less rivalry with them, in [-1, 1]; 0 without relations. */
function goodwill(s: State, a: number): number {
  let sum = 0;
  let count = 0;
  for (let q = a * PARTNERS; q < (a + 1) * PARTNERS; q++) {
    const r = s.partnerRelation[q];
    if (r < 0) break;
    sum += s.relationTrust[r] - s.relationCompetition[r];
    count++;
  }
  return count === 0 ? 0 : sum / count;
}
