import { clamp } from '../math/index.ts';
import { number, type Values } from '../schema.ts';
import { MEMBERSHIPS, ROLE, type State } from '../state.ts';

/**
 * Depth of involvement (B 5.2.3, 6.3.4). Awareness and commitment start with the head, thin out on the way to
 * the classroom and grow with taking part. How far they reach there decides whether a partnership has any
 * effect in classrooms.
 */
export const params = {
  head: number({
    default: 0.7,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of what a network does that heads know of without taking part themselves.',
    source: 'assumption, after B 14.1',
  }),
  senior: number({
    default: 0.8,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of the head’s awareness that reaches senior leaders by itself.',
    source: 'assumption, after B 6.3.4',
  }),
  middle: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part that reaches middle leaders by itself.',
    source: 'assumption, after B 6.3.4',
  }),
  teacher: number({
    default: 0.25,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part that reaches teachers by itself.',
    source: 'assumption, after B 6.3.4',
  }),
  support: number({
    default: 0.15,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part that reaches support staff by itself.',
    source: 'assumption, after B 6.3.4',
  }),
  anomie: number({
    default: 0.25,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'What full anomie takes from commitment.',
    source: 'assumption, after B 4.2',
  }),
  fatalism: number({
    default: 0.2,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'What full fatalism takes from commitment.',
    source: 'assumption, after B 4.2',
  }),
  pace: number({
    default: 0.35,
    min: 0,
    max: 1,
    unit: 'share a term',
    doc: 'How quickly awareness and commitment move.',
    source: 'assumption',
  }),
  halfActivities: number({
    default: 2,
    min: 0.1,
    max: 50,
    unit: 'activities a term',
    doc: 'Activities that make half of the greatest involvement.',
    source: 'assumption',
  }),
};
export const writes = ['staffAwareness', 'staffCommitment', 'staffInvolved', 'schoolReach'] as const;

const share = new Float64Array(5);

export function involve(s: State, p: Values<typeof params>): void {
  share[ROLE.head] = p.head;
  share[ROLE.senior] = p.senior;
  share[ROLE.middle] = p.middle;
  share[ROLE.teacher] = p.teacher;
  share[ROLE.support] = p.support;
  for (let a = 0; a < s.schoolPosts.length; a++) {
    const cause = strongestCommitment(s, a);
    const first = s.schoolFirst[a];
    let reach = 0;
    let classroom = 0;
    const malaise = p.anomie * s.schoolAnomie[a] + p.fatalism * s.schoolFatalism[a];
    // The head's example is worth as much as the head's own belief in it.
    const example = 0.5 + 0.5 * s.staffCommitment[first];
    for (let i = first; i < first + s.schoolPosts[a]; i++) {
      const role = s.staffRole[i];
      const active = s.staffInvolved[i] / (s.staffInvolved[i] + p.halfActivities);
      const told = cause > 0 ? share[role] * (role === ROLE.head ? 1 : example) : 0;
      s.staffAwareness[i] += p.pace * (told + (1 - told) * active - s.staffAwareness[i]);
      const belief = clamp(
        0.15 + 0.6 * cause * s.staffAwareness[i] + 0.3 * active - 0.5 * s.staffOverload[i] - malaise,
        0,
        1,
      );
      s.staffCommitment[i] += p.pace * (belief - s.staffCommitment[i]);
      s.staffInvolved[i] = 0;
      if (role === ROLE.teacher || role === ROLE.middle) {
        classroom++;
        reach += s.staffAwareness[i] * s.staffCommitment[i];
      }
    }
    s.schoolReach[a] = classroom === 0 ? 0 : reach / classroom;
  }
}

/** The school's commitment to the collaborative it believes in most, 0 when it is in none. */
function strongestCommitment(s: State, a: number): number {
  let most = 0;
  for (let m = a * MEMBERSHIPS; m < (a + 1) * MEMBERSHIPS; m++) {
    if (s.membershipOf[m] >= 0) most = Math.max(most, s.membershipCommitment[m]);
  }
  return most;
}
