import { checkScenario, type Scenario } from '../../sim/index.ts';
import { dimensions, stepOf } from './dimensions.ts';
import { goals, type TimeScale, timeScales, YEARS } from './goals.ts';
import type { Placement, PlacementSide, Stand } from './placement.ts';

/** Years both courses are run over: as the longest of the goals asks, medium where there are none. */
export function yearsOf({ now, wanted }: Pick<Placement, PlacementSide>): number {
  const scales = new Set<TimeScale>([now, wanted].flatMap((stand) => Object.values(stand.goals).flat()));
  const longest = timeScales.findLast((scale) => scales.has(scale)) ?? 'medium';
  return YEARS[longest];
}

/** How many goals a stand has: one for each cell of the table of goals and time scales. */
export function goalsOf(stand: Stand): number {
  return goals.reduce((sum, { key }) => sum + stand.goals[key].length, 0);
}

/**
 * The scenario of a stand in the placement's district, as a plain object that `checkScenario` takes: the settings of
 * every step, and from the first week on as many such partnerships as there are schools for.
 */
export function plainScenarioOf(placement: Placement, stand: Stand, title: string): Record<string, unknown> {
  const { district } = placement;
  const plain: Record<string, Record<string, unknown>> = {
    district: { ...district },
    collaborativeLife: { goals: goalsOf(stand) },
    founding: { goals: goalsOf(stand) },
  };
  for (const dimension of dimensions) {
    for (const [path, value] of Object.entries(stepOf(dimension, stand.steps[dimension.key]).sets)) {
      const [group, name] = path.split('.');
      plain[group] = { ...plain[group], [name]: value };
    }
  }
  const { founding, ...groups } = plain;
  const times = Math.max(1, Math.floor(district.schools / Number(founding.size)));
  return {
    title,
    about:
      'A partnership placed on ten dimensions and its goals, told as a scenario: as many partnerships like it as the ' +
      'district has schools for begin in the first week, among schools that hardly know each other.',
    source: 'B 5.1, 5.2; how dimensions become settings is assumed',
    years: yearsOf(placement),
    ...groups,
    foundings: [{ name: 'partnership', times, ...founding }],
  };
}

/** Throws RangeError where the stand gives no scenario, which no checked placement does. */
export function scenarioOf(
  placement: Placement,
  stand: Stand,
  title = `${placement.name}, ${stand === placement.wanted ? 'wanted' : 'now'}`,
): Scenario {
  const { scenario, problems } = checkScenario(plainScenarioOf(placement, stand, title));
  if (scenario === null) throw new RangeError(`${problems[0].path.join('.')}: ${problems[0].message}`);
  return scenario;
}
