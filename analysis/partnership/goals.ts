import type { MetricKey } from '../../sim/index.ts';

/**
 * What a partnership is for, by the time scale of what it does about it (B 5.1, table 5.1). Each cell is one goal. How
 * many there are is a setting of the model; the time scales say how long the two courses are run; and which goals there
 * are says which outcomes come first, but changes nothing in the model. All three are assumptions.
 */
export const goals = [
  {
    key: 'improvement',
    name: 'School improvement',
    /** One thing that a partnership might do, by time scale. */
    does: {
      short: 'A partner lends a way of working that helps with this year’s results',
      medium: 'Leaders lay their figures open to each other and help where it is needed',
      long: 'Schools answer for results together, and new leaders grow into a shared way of leading',
    },
    metrics: ['attainment', 'attainmentGap', 'capacityForImprovement', 'expertise', 'practiceSpread'],
  },
  {
    key: 'opportunities',
    name: 'Broadening opportunities',
    does: {
      short: 'A joint day of preparation for pupils of all schools',
      medium: 'Courses in one school that pupils of the others can take',
      long: 'One curriculum, planned together',
    },
    metrics: ['curriculumBreadth', 'pupilWellbeing', 'wellbeingOfTargetedPupils', 'pupilsExcluded'],
  },
  {
    key: 'resources',
    name: 'Sharing resources',
    does: {
      short: 'A teacher is lent before an inspection',
      medium: 'Teachers regularly help out or teach in each other’s schools',
      long: 'Staff are appointed, and their succession planned, for all schools together',
    },
    metrics: ['overload', 'turnover', 'tiesBetweenSchools', 'partnershipHours'],
  },
] as const satisfies readonly Goal[];

export const timeScales = ['short', 'medium', 'long'] as const;
export type TimeScale = (typeof timeScales)[number];

interface Goal {
  readonly key: string;
  readonly name: string;
  readonly does: Readonly<Record<TimeScale, string>>;
  /** Outcomes by which one would see it, the nearest first. */
  readonly metrics: readonly MetricKey[];
}

export type GoalKey = (typeof goals)[number]['key'];

/** Years over which the two courses are run for goals of a time scale. */
export const YEARS: Readonly<Record<TimeScale, number>> = { short: 2, medium: 4, long: 8 };

/** What partnership itself comes to, whatever it is for. */
const ALWAYS: readonly MetricKey[] = [
  'trustBetweenSchools',
  'collaboratingSchools',
  'collegialSchools',
  'commitmentOfTeachers',
  'goalAttainment',
  'attainment',
  'attainmentGap',
  'schoolsLeftOut',
  'overload',
];

/** The outcomes to be told, those of the goals first, in the order of the goals. */
export function outcomesFor(chosen: readonly GoalKey[]): MetricKey[] {
  const own = goals.filter(({ key }) => chosen.includes(key)).flatMap(({ metrics }) => [...metrics]);
  return [...new Set<MetricKey>([...own, ...ALWAYS])];
}
