import type { MetricKey } from '../sim/index.ts';
import { formatNumber } from './format.ts';
import type { Paired } from './paired.ts';

/**
 * Outcomes of which hardly anybody would want the opposite, and which way is the better one. The others, such as the
 * density of a network or the share of brokered partnerships, are means or matters of judgement: they have no better.
 */
export const better: Readonly<Partial<Record<MetricKey, 'higher' | 'lower'>>> = {
  attainment: 'higher',
  attainmentGap: 'lower',
  schoolShareOfVariance: 'lower',
  polarisation: 'lower',
  segregation: 'lower',
  pupilsExcluded: 'lower',
  inspectionGrade: 'lower', // 1 is outstanding
  schoolsInSpecialMeasures: 'lower',
  schoolsClosed: 'lower',
  helpInCrisis: 'higher',
  familyEngagement: 'higher',
  engagementGap: 'lower',
  familyTrust: 'higher',
  voiceHeard: 'higher',
  voiceHeardGap: 'lower',
  pupilWellbeing: 'higher',
  trustWithinSchools: 'higher',
  trustBetweenSchools: 'higher',
  relianceOnOneSpanner: 'lower',
  sharing: 'higher',
  resentment: 'lower',
  collaborations: 'higher',
  collegialities: 'higher',
  collaboratingSchools: 'higher',
  collegialSchools: 'higher',
  isolatedSchools: 'lower',
  schoolsLeftOut: 'lower',
  gapInBeingLeftOut: 'lower',
  goalAttainment: 'higher',
  purposeSpent: 'lower',
  grantCost: 'lower',
  commitmentOfHeads: 'higher',
  commitmentOfTeachers: 'higher',
  awarenessOfStaff: 'higher',
  overload: 'lower',
  turnover: 'lower',
  anomie: 'lower',
  fatalism: 'lower',
  capacityForImprovement: 'higher',
  expertise: 'higher',
  curriculumBreadth: 'higher',
  innovations: 'higher',
  practiceSpread: 'higher',
  agencyTrust: 'higher',
  wellbeingOfTargetedPupils: 'higher',
};

export interface Beats {
  /** What B is of A in these pairs: better where the outcome has a better, else higher. */
  readonly as: 'better' | 'higher';
  /** Share of pairs in which it is, ties counted half: 0 to 1. */
  readonly share: number;
}

/** How often B beats A. */
export function beats(key: string, { probability }: Paired): Beats {
  const way = better[key as MetricKey];
  if (way === undefined) return { as: 'higher', share: probability };
  return { as: 'better', share: way === 'higher' ? probability : 1 - probability };
}

/** What the interval of a difference says of B: better or worse, higher or lower, or nothing clear. */
export function verdictOf(key: string, result: Paired): 'better' | 'worse' | 'higher' | 'lower' | 'unclear' {
  if (!isClear(result)) return 'unclear';
  const higher = result.difference > 0;
  const way = better[key as MetricKey];
  if (way === undefined) return higher ? 'higher' : 'lower';
  return higher === (way === 'higher') ? 'better' : 'worse';
}

/** Whether the 95 % interval of the mean difference excludes 0; false for a single pair, which has no interval. */
export function isClear({ intervals }: Paired): boolean {
  return intervals !== null && (intervals[95][0] > 0 || intervals[95][1] < 0);
}

/** Cohen (1988): a fifth of a standard deviation is a small effect; what lies below is hardly one. */
const SMALL_EFFECT = 0.2;

/**
 * Cohen's d on the scale of single runs: the difference over the standard deviation that luck alone makes between
 * the runs of one scenario (root of the mean of both variances). Null where neither varies.
 */
export function effectBetweenRuns({ effect, varianceRatio }: Paired): number | null {
  if (varianceRatio === null || effect === null) return null;
  return effect * Math.sqrt(2 * varianceRatio);
}

/**
 * Whether a difference is clear only because there are many pairs, or because they share their luck: its interval
 * excludes 0, and yet it is small by one of the two effects. To be clear and small by the first asks for more than 95 pairs.
 */
export function isTrivial(result: Paired): boolean {
  const { effect } = result;
  const between = effectBetweenRuns(result);
  if (!isClear(result)) return false;
  return (
    (effect !== null && Math.abs(effect) < SMALL_EFFECT) ||
    (between !== null && Math.abs(between) < SMALL_EFFECT)
  );
}

/** Why a difference that is clear may still be none to act on; empty where it is not trivial. */
export function trivialityOf(result: Paired): string {
  if (!isTrivial(result)) return '';
  const { effect, pairs } = result;
  const between = effectBetweenRuns(result);
  const small = between !== null && Math.abs(between) < SMALL_EFFECT;
  const size = formatNumber(Math.abs((small ? between : effect) ?? 0), 2);
  const spread = small ? 'luck alone makes between runs' : 'the differences vary by';
  return `Clear but small: ${size} of the standard deviation that ${spread}, where ${SMALL_EFFECT} is called a small effect. With ${pairs} pairs that share their luck, differences show that nobody would notice: judge by the size.`;
}
