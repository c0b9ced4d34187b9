import { number, type Values } from '../schema.ts';
import { ROLE, type State } from '../state.ts';

/**
 * Time. Each week every role has hours for development work; accountability takes compliance hours, released
 * time gives hours back, activities spend what is left, and may overdraw it. Overload is the moving average of
 * the shortfall as a share of the role's own hours, one at least (B 8.6, 12.7).
 */
export const params = {
  head: number({
    default: 6,
    min: 0,
    max: 20,
    unit: 'hours a week',
    doc: 'Development time of a head.',
    source: 'model description 4, after B 8.6',
  }),
  senior: number({
    default: 4,
    min: 0,
    max: 20,
    unit: 'hours a week',
    doc: 'Development time of a senior leader.',
    source: 'model description 4, after B 8.6',
  }),
  middle: number({
    default: 3,
    min: 0,
    max: 20,
    unit: 'hours a week',
    doc: 'Development time of a middle leader.',
    source: 'model description 4, after B 8.6',
  }),
  teacher: number({
    default: 1.5,
    min: 0,
    max: 20,
    unit: 'hours a week',
    doc: 'Development time of a teacher.',
    source: 'model description 4, after B 8.6',
  }),
  support: number({
    default: 0.5,
    min: 0,
    max: 20,
    unit: 'hours a week',
    doc: 'Development time of support staff.',
    source: 'model description 4, after B 8.6',
  }),
  complianceHead: number({
    default: 3,
    min: 0,
    max: 20,
    unit: 'hours a week',
    doc: 'Compliance time of a head at full pressure.',
    source: 'model description 4, after B 8.3',
  }),
  complianceSenior: number({
    default: 2.5,
    min: 0,
    max: 20,
    unit: 'hours a week',
    doc: 'Compliance time of a senior leader at full pressure.',
    source: 'model description 4, after B 8.3',
  }),
  complianceMiddle: number({
    default: 1.5,
    min: 0,
    max: 20,
    unit: 'hours a week',
    doc: 'Compliance time of a middle leader at full pressure.',
    source: 'model description 4, after B 8.3',
  }),
  complianceTeacher: number({
    default: 0.75,
    min: 0,
    max: 20,
    unit: 'hours a week',
    doc: 'Compliance time of a teacher at full pressure.',
    source: 'model description 4, after B 8.3',
  }),
  specialMeasures: number({
    default: 2,
    min: 1,
    max: 5,
    unit: 'times',
    doc: 'How many times the compliance time special measures take.',
    source: 'model description 4, after B 11.5',
  }),
  teachingNeed: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Share of development time that one’s own classroom needs before there is time for others.',
    source: 'assumption',
  }),
  memory: number({
    default: 0.92,
    min: 0.5,
    max: 0.999,
    unit: 'share a week',
    doc: 'What is kept each week of the moving average of overload.',
    source: 'assumption',
  }),
};
export const writes = ['staffHours', 'staffOverload'] as const;

const own = new Float64Array(5);
const compliance = new Float64Array(5);

/** Closes last week's account of hours and opens this week's. */
export function budget(s: State, p: Values<typeof params>): void {
  own[ROLE.head] = p.head;
  own[ROLE.senior] = p.senior;
  own[ROLE.middle] = p.middle;
  own[ROLE.teacher] = p.teacher;
  own[ROLE.support] = p.support;
  compliance[ROLE.head] = p.complianceHead;
  compliance[ROLE.senior] = p.complianceSenior;
  compliance[ROLE.middle] = p.complianceMiddle;
  compliance[ROLE.teacher] = p.complianceTeacher;
  const {
    schoolFirst,
    schoolPosts,
    schoolPressure,
    schoolRelease,
    schoolSpecial,
    schoolAway,
    schoolTutoring,
  } = s;
  const { staffRole, staffHours, staffOverload } = s;
  const { memory, specialMeasures } = p;
  const need = 1 - p.teachingNeed;
  for (let school = 0; school < schoolPosts.length; school++) {
    const first = schoolFirst[school];
    const end = first + schoolPosts[school];
    const pressure = schoolPressure[school] * (schoolSpecial[school] === 1 ? specialMeasures : 1);
    const release = schoolRelease[school];
    const tutoring = schoolTutoring[school];
    for (let i = first; i < end; i++) {
      const role = staffRole[i];
      const base = own[role];
      const short = staffHours[i] < 0 ? Math.min(1, -staffHours[i] / Math.max(1, base)) : 0;
      staffOverload[i] = staffOverload[i] * memory + short * (1 - memory);
      // Support staff are released with the rest only where there is something to be released from.
      staffHours[i] =
        base * need - pressure * compliance[role] + (role === ROLE.support ? 0 : release) - tutoring;
    }
    // Leading a network takes its hours out of the head's week.
    staffHours[first] -= schoolAway[school] * p.head * 0.5;
  }
}
