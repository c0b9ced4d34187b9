import { otherEnd } from '../relations.ts';
import { COUNTER, EXPERTISE, PARTNERS, ROLE, STAGE } from '../state.ts';
import { meanOverSchools, meanOverStaff, metric, staffCount } from './metric.ts';

const group = 'Staff and schools';
const teaches = (role: number) => role === ROLE.teacher || role === ROLE.middle;

export const commitmentOfHeads = metric({
  key: 'commitmentOfHeads',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 6.3.4',
  doc: 'Mean commitment of heads to partnership work.',
  high: 'Heads believe in it.',
  measure: (s) =>
    meanOverStaff(
      s,
      (role) => role === ROLE.head,
      (i) => s.staffCommitment[i],
    ),
});

export const commitmentOfTeachers = metric({
  key: 'commitmentOfTeachers',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 6.3.4',
  doc: 'Mean commitment of teachers and middle leaders to partnership work.',
  high: 'Classrooms believe in it.',
  measure: (s) => meanOverStaff(s, teaches, (i) => s.staffCommitment[i]),
});

export const awarenessOfStaff = metric({
  key: 'awarenessOfStaff',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 6.3.4',
  doc: 'How well staff other than heads know of the networks their school is in.',
  high: 'Staff know what their school is part of.',
  measure: (s) =>
    meanOverStaff(
      s,
      (role) => role !== ROLE.head,
      (i) => s.staffAwareness[i],
    ),
});

export const partnershipHours = metric({
  key: 'partnershipHours',
  group,
  unit: 'hours a week a member of staff',
  min: 0,
  max: 40,
  level: 'term',
  outcome: 'mean',
  source: 'B 8.6, 12.7',
  doc: 'Time spent on partnership activities over the last term.',
  high: 'Partnership takes much time.',
  measure: (s) => {
    let hours = 0;
    for (let a = 0; a < s.schoolBurden.length; a++) hours += s.schoolBurden[a];
    return hours / (13 * staffCount(s));
  },
});

export const overload = metric({
  key: 'overload',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  outcome: 'mean',
  source: 'B 8.6',
  doc: 'Mean overload of heads, leaders and teachers: development time they lack, as a share of what they should have.',
  high: 'Staff are asked for more than they have time for.',
  measure: (s) =>
    meanOverStaff(
      s,
      (role) => role !== ROLE.support,
      (i) => s.staffOverload[i],
    ),
});

export const turnover = metric({
  key: 'turnover',
  group,
  unit: 'share a year',
  min: 0,
  max: 1,
  level: 'year',
  source: 'B 5.2.10',
  doc: 'Staff who left at the last turn of the year.',
  high: 'Staff do not stay.',
  measure: (s) => {
    let left = 0;
    for (let a = 0; a < s.schoolLeavers.length; a++) left += s.schoolLeavers[a];
    return Math.min(1, left / staffCount(s));
  },
});

export const distributionOfLeadership = metric({
  key: 'distributionOfLeadership',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 12.5',
  doc: 'How far leadership is shared inside schools.',
  high: 'Many lead.',
  measure: (s) => meanOverSchools(s, (a) => s.schoolDistribution[a]),
});

export const capacityForImprovement = metric({
  key: 'capacityForImprovement',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 11.4',
  doc: 'Mean capacity of schools to improve.',
  high: 'Schools can improve by themselves.',
  measure: (s) => meanOverSchools(s, (a) => s.schoolCapacity[a]),
});

export const expertise = metric({
  key: 'expertise',
  group,
  unit: 'expertise',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 3.1',
  doc: 'Mean expertise of those who teach in English, maths and science.',
  high: 'Staff know their subjects well.',
  measure: (s) =>
    meanOverSchools(
      s,
      (a) => (s.schoolExpertise[a * 6] + s.schoolExpertise[a * 6 + 1] + s.schoolExpertise[a * 6 + 2]) / 3,
    ),
});

export const curriculumBreadth = metric({
  key: 'curriculumBreadth',
  group,
  unit: 'expertise',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 9.3, 9.4',
  doc: 'Best vocational expertise that a school’s pupils can draw on: its own, or that of a school it collaborates with.',
  high: 'Pupils have a broad offer.',
  measure: (s) =>
    meanOverSchools(s, (a) => {
      const field = EXPERTISE.indexOf('vocational breadth');
      let best = s.schoolExpertise[a * 6 + field];
      for (let p = a * PARTNERS; p < (a + 1) * PARTNERS && s.partnerRelation[p] >= 0; p++) {
        const r = s.partnerRelation[p];
        if (s.relationStage[r] >= STAGE.collaboration)
          best = Math.max(best, s.schoolExpertise[otherEnd(s, r, a) * 6 + field]);
      }
      return best;
    }),
});

export const innovations = metric({
  key: 'innovations',
  group,
  unit: 'a year and 100 staff',
  min: 0,
  max: 1000,
  level: 'term',
  outcome: 'mean',
  source: 'B 3.1, 3.2',
  doc: 'New practices created over the last year, for each 100 staff.',
  high: 'Staff create much that is new.',
  measure: (s, week) => {
    let recent = 0;
    for (let n = s.counter[COUNTER.innovations] - 1; n >= 0 && s.innovationWeek[n] >= week - 39; n--)
      recent++;
    return (100 * recent * 39) / (Math.max(1, Math.min(39, week)) * staffCount(s));
  },
});
