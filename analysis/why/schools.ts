import { EVENT } from '../../sim/index.ts';
import { formatNumber, sayGrade } from '../format.ts';
import type { Chronicle, Occurrence } from './chronicle.ts';
import { courseOf, type Moment, momentsBefore, NO_COURSE, type Reading, type Weeks } from './course.ts';
import type { Explained } from './why.ts';

const RULES: Partial<Record<number, string>> = {
  [EVENT.headLeft]:
    'Heads leave by lot at the turn of the year, more of them where overload, anomie or special measures weigh; or a scenario dates it.',
  [EVENT.inspected]:
    'Inspectors come in cycles, sooner to weak schools. The grade follows how the published result stands among schools of the phase, what the school adds to its intake, its capacity, and luck.',
  [EVENT.specialMeasures]:
    'A school that is graded inadequate is put in special measures; or a scenario dates it.',
  [EVENT.outOfSpecialMeasures]:
    'A school comes out of special measures when an inspection grades it better than inadequate.',
  [EVENT.closed]: 'A scenario dates the closing of schools.',
  [EVENT.fire]: 'A scenario dates fires.',
  [EVENT.fundingCut]: 'A scenario dates cuts of money.',
  [EVENT.policyChanged]: 'The scenario dates this change.',
  [EVENT.decided]:
    'Somebody decides in place of the model, in a session or in the scenario. What heads decide about partners counts at the end of the term.',
};

const SHOCKS: Partial<Record<number, string>> = {
  [EVENT.headLeft]: 'head leaves',
  [EVENT.specialMeasures]: 'special measures',
  [EVENT.closed]: 'closure',
  [EVENT.fire]: 'fire',
  [EVENT.fundingCut]: 'funding cut',
};

/** What happened to a single school, or to all of them by policy. */
export function whySchool({ scenario }: Chronicle, event: Occurrence, weeks: Weeks): Explained {
  const rule = RULES[event.kind] ?? '';
  if (event.a < 0) return { rule, course: NO_COURSE, facts: [] };
  const facts: string[] = [];
  const shock = scenario.shocks.find(({ week, kind }) => week === event.week && kind === SHOCKS[event.kind]);
  if (shock !== undefined) facts.push(`The scenario dates a shock of this kind in this week: ${shock.kind}.`);
  const course = courseOf(weeks, momentsBefore(event.week), (at) => readingsOf(at, event.a));
  const { state } = weeks.at(event.week);
  if (event.kind === EVENT.inspected)
    facts.push(`The grade before it was ${sayGrade(state.schoolGrade[event.a])}.`);
  if (event.kind === EVENT.headLeft) {
    const served = event.week - state.staffArrived[state.schoolFirst[event.a]];
    facts.push(`This head had served the school for ${formatNumber(served, 0)} weeks.`);
  }
  return { rule, course, facts };
}

function readingsOf({ state }: Moment, a: number): Reading[] {
  const head = state.schoolFirst[a];
  return [
    { what: 'published result', unit: 'points', has: state.schoolPublished[a] },
    { what: 'result above what the intake predicts', unit: 'points', has: state.schoolValueAdded[a] },
    { what: 'capacity for improvement', unit: 'share', has: state.schoolCapacity[a] },
    { what: 'accountability pressure felt', unit: 'share', has: state.schoolPressure[a] },
    { what: 'overload of the head', unit: 'share', has: state.staffOverload[head] },
    { what: 'anomie', unit: 'share', has: state.schoolAnomie[a] },
  ];
}
