import { meanOverSchools, metric } from './metric.ts';

const group = 'Staff and schools';

export const anomie = metric({
  key: 'anomie',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  outcome: 'mean',
  source: 'B 4.2',
  doc: 'Mean anomie of schools: how far change has worn norms down where no ties and shared rules hold.',
  high: 'Schools have lost their bearings.',
  measure: (s) => meanOverSchools(s, (a) => s.schoolAnomie[a]),
});

export const fatalism = metric({
  key: 'fatalism',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  outcome: 'mean',
  source: 'B 4.2',
  doc: 'Mean fatalism of schools: how far they live by rules from outside that they cannot make their own.',
  high: 'Schools do as they are told and expect nothing of it.',
  measure: (s) => meanOverSchools(s, (a) => s.schoolFatalism[a]),
});
