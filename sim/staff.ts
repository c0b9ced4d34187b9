import type { Draw } from './draw.ts';
import { clamp } from './math/index.ts';
import { EXPERTISE, ROLE, type State, VIEWS } from './state.ts';
import { clearTies, moveTies, TIED } from './ties.ts';

/** What newcomers are like, on average and around it. */
export interface Make {
  viewSpread: number;
  schoolLikeness: number;
  expertise: number;
  expertiseSpread: number;
  altruism: number;
  selfInterest: number;
  fear: number;
  threshold: number;
  thresholdSpread: number;
}

/**
 * Puts a new member of staff into post `i`: a view partly like the school's, expertise around `level`, motives
 * summing to 1, no ties. The draw must be open; the addresses are those of the post.
 */
export function appoint(
  s: State,
  make: Make,
  draw: Draw,
  i: number,
  school: number,
  role: number,
  department: number,
  week: number,
  level: Float64Array,
): void {
  clearTies(s, i);
  s.staffSchool[i] = school;
  s.staffRole[i] = role;
  s.staffDepartment[i] = department;
  s.staffArrived[i] = week;
  for (let v = 0; v < VIEWS.length; v++) {
    const home = s.schoolView[school * VIEWS.length + v];
    const centre = 0.5 + make.schoolLikeness * (home - 0.5);
    s.staffView[i * VIEWS.length + v] = clamp(centre + make.viewSpread * draw.normal(i, v), 0, 1);
  }
  for (let e = 0; e < EXPERTISE.length; e++) {
    const led =
      EXPERTISE[e] === 'leadership'
        ? role === ROLE.head
          ? 0.2
          : role === ROLE.senior
            ? 0.1
            : role === ROLE.support
              ? -0.1
              : 0
        : 0;
    const talent = level[e] + led + make.expertiseSpread * draw.normal(i, 8 + e);
    s.staffExplicit[i * EXPERTISE.length + e] = clamp(talent + 0.05 * draw.normal(i, 16 + e), 0, 1);
    s.staffTacit[i * EXPERTISE.length + e] = clamp(talent + 0.05 * draw.normal(i, 24 + e), 0, 1);
  }
  const altruism = make.altruism * (0.4 + 1.2 * draw.uniform(i, 32));
  const selfInterest = make.selfInterest * (0.4 + 1.2 * draw.uniform(i, 33));
  const fear = make.fear * (0.4 + 1.2 * draw.uniform(i, 34));
  const motives = altruism + selfInterest + fear;
  s.staffAltruism[i] = altruism / motives;
  s.staffSelfInterest[i] = selfInterest / motives;
  s.staffFear[i] = fear / motives;
  s.staffPropensity[i] = clamp(0.5 + 0.15 * draw.normal(i, 35), 0, 1);
  s.staffThreshold[i] = clamp(make.threshold + make.thresholdSpread * draw.normal(i, 36), 0, 1);
  s.staffCommitment[i] = 0.2;
  s.staffAwareness[i] = 0;
  s.staffOverload[i] = 0;
  s.staffHours[i] = 0;
  s.staffInvolved[i] = 0;
}

const PLAIN = [
  'staffRole',
  'staffDepartment',
  'staffArrived',
  'staffCommitment',
  'staffAwareness',
  'staffOverload',
  'staffPropensity',
  'staffThreshold',
  'staffAltruism',
  'staffSelfInterest',
  'staffFear',
  'staffHours',
  'staffInvolved',
] as const;

/** What appointing and moving people write. */
export const STAFFS = [...PLAIN, 'staffSchool', 'staffView', 'staffExplicit', 'staffTacit', ...TIED] as const;

/** Moves whoever holds post `from` to post `to` of the same school, with all they have. */
export function movePerson(s: State, from: number, to: number): void {
  for (const name of PLAIN) s[name][to] = s[name][from];
  for (let v = 0; v < VIEWS.length; v++)
    s.staffView[to * VIEWS.length + v] = s.staffView[from * VIEWS.length + v];
  for (let e = 0; e < EXPERTISE.length; e++) {
    s.staffExplicit[to * EXPERTISE.length + e] = s.staffExplicit[from * EXPERTISE.length + e];
    s.staffTacit[to * EXPERTISE.length + e] = s.staffTacit[from * EXPERTISE.length + e];
  }
  moveTies(s, from, to);
}
