import { number } from '../schema.ts';

/** Who works in a school. Ratios are near those of the English school workforce; views and motives are assumed. */
export const params = {
  pupilsATeacherPrimary: number({ default: 20.9, min: 5, max: 60, unit: 'pupils', structural: true, doc: 'Pupils for each teacher in a primary school.', source: 'assumption, near the English pupil-teacher ratio of 2019' }),
  pupilsATeacherSecondary: number({ default: 16.6, min: 5, max: 60, unit: 'pupils', structural: true, doc: 'Pupils for each teacher in a secondary school.', source: 'assumption, near the English pupil-teacher ratio of 2019' }),
  supportATeacher: number({ default: 0.6, min: 0, max: 3, unit: 'staff', structural: true, doc: 'Support staff for each teacher.', source: 'assumption' }),
  viewSpread: number({ default: 0.15, min: 0, max: 0.5, unit: 'view', doc: 'Standard deviation of staff views around what is usual at their school.', source: 'assumption' }),
  schoolViewSpread: number({ default: 0.1, min: 0, max: 0.5, unit: 'view', structural: true, doc: 'Standard deviation of schools’ usual views.', source: 'assumption' }),
  schoolLikeness: number({ default: 0.8, min: 0, max: 1, unit: 'share', doc: 'How far staff share the usual view of the school they come to.', source: 'assumption' }),
  expertise: number({ default: 0.5, min: 0, max: 1, unit: 'expertise', doc: 'Mean expertise of newcomers.', source: 'assumption' }),
  expertiseSpread: number({ default: 0.14, min: 0, max: 0.5, unit: 'expertise', doc: 'Standard deviation of staff expertise within a school.', source: 'assumption' }),
  schoolExpertiseSpread: number({ default: 0.04, min: 0, max: 0.3, unit: 'expertise', structural: true, doc: 'Standard deviation of schools’ expertise in a subject beyond what their results show.', source: 'assumption' }),
  altruism: number({ default: 0.3, min: 0.01, max: 1, unit: 'weight', doc: 'Weight of altruism among the motives of newcomers.', source: 'B 13.4; value assumed' }),
  selfInterest: number({ default: 0.45, min: 0.01, max: 1, unit: 'weight', doc: 'Weight of enlightened self-interest.', source: 'B 13.4; value assumed' }),
  fear: number({ default: 0.25, min: 0.01, max: 1, unit: 'weight', doc: 'Weight of the fear of being left out.', source: 'B 13.4; value assumed' }),
  firstColleagues: number({ default: 5, min: 0, max: 8, unit: 'ties', integer: true, structural: true, doc: 'Ties inside the school that staff have at the start.', source: 'assumption' }),
  acquaintance: number({ default: 0.3, min: 0, max: 1, unit: 'probability', structural: true, doc: 'Probability that heads of near schools know each other at the start.', source: 'assumption' }),
};
