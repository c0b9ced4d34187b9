import { EXAMINATION } from '../state.ts';
import { meanOver, meanOverSchools, metric, openSchools } from './metric.ts';

const group = 'Attainment and equity';

export const attainment = metric({
  key: 'attainment',
  group,
  unit: 'points',
  min: 0,
  max: 200,
  level: 'year',
  source: 'B 7',
  doc: 'Mean result of all pupils in English and maths at the last examination; 100 is the expected standard.',
  high: 'Pupils do well.',
  measure: (s) => s.examination[EXAMINATION.mean],
});

export const attainmentGap = metric({
  key: 'attainmentGap',
  group,
  unit: 'points',
  min: -200,
  max: 200,
  level: 'year',
  source: 'B 7.7.2, 8.3',
  doc: 'Mean result of pupils of high means less that of pupils of low means.',
  high: 'Results depend much on family means.',
  measure: (s) => s.examination[EXAMINATION.high] - s.examination[EXAMINATION.low],
});

export const schoolShareOfVariance = metric({
  key: 'schoolShareOfVariance',
  group,
  unit: 'share of variance',
  min: 0,
  max: 1,
  level: 'year',
  source: 'B 7.4: 10 to 19 %',
  doc: 'Share of the variance of pupils’ results that lies between schools, by one-way analysis of variance.',
  high: 'It matters much which school a pupil goes to.',
  measure: (s) => s.examination[EXAMINATION.schoolShare],
});

export const polarisation = metric({
  key: 'polarisation',
  group,
  unit: 'points',
  min: 0,
  max: 200,
  level: 'year',
  source: 'B 2.4, 11.2',
  doc: 'Standard deviation of published results between schools.',
  high: 'Some schools rise while others sink.',
  measure: (s) => {
    const mean = meanOverSchools(s, (a) => s.schoolPublished[a]);
    return Math.sqrt(
      meanOverSchools(s, (a) => (s.schoolPublished[a] - mean) * (s.schoolPublished[a] - mean)),
    );
  },
});

export const segregation = metric({
  key: 'segregation',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'year',
  source: 'B 2.4; Duncan’s index of dissimilarity',
  doc: 'Share of pupils of low means who would have to change school for all schools to have the same intake.',
  high: 'Rich and poor go to different schools.',
  measure: (s) => {
    let low = 0;
    let rest = 0;
    for (let a = 0; a < s.schoolPosts.length; a++) {
      low += s.schoolPupils[a * 3];
      rest += s.schoolPupils[a * 3 + 1] + s.schoolPupils[a * 3 + 2];
    }
    let sum = 0;
    for (let a = 0; a < s.schoolPosts.length; a++) {
      sum += Math.abs(
        s.schoolPupils[a * 3] / low - (s.schoolPupils[a * 3 + 1] + s.schoolPupils[a * 3 + 2]) / rest,
      );
    }
    return low > 0 && rest > 0 ? sum / 2 : 0;
  },
});

export const pupilsExcluded = metric({
  key: 'pupilsExcluded',
  group,
  unit: 'share of pupils',
  min: 0,
  max: 1,
  level: 'year',
  source: 'B 8.3',
  doc: 'Pupils informally excluded before the last examination.',
  high: 'Schools ease out pupils who would lower their figures.',
  measure: (s) => s.examination[EXAMINATION.excluded],
});

export const inspectionGrade = metric({
  key: 'inspectionGrade',
  group,
  unit: 'grade, 1 best',
  min: 1,
  max: 4,
  level: 'year',
  source: 'B 7.7.1',
  doc: 'Mean inspection grade, from 1 outstanding to 4 inadequate.',
  high: 'Inspectors find much wanting.',
  measure: (s) => meanOverSchools(s, (a) => s.schoolGrade[a]),
});

export const schoolsInSpecialMeasures = metric({
  key: 'schoolsInSpecialMeasures',
  group,
  unit: 'share of schools',
  min: 0,
  max: 1,
  level: 'year',
  source: 'B 8.3, 11.5',
  doc: 'Schools in special measures.',
  high: 'Many schools are in crisis.',
  measure: (s) => meanOverSchools(s, (a) => s.schoolSpecial[a]),
});

export const schoolsClosed = metric({
  key: 'schoolsClosed',
  group,
  unit: 'share of schools',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 11.5',
  doc: 'Schools of the start that have closed.',
  high: 'Many schools have gone.',
  measure: (s) => 1 - openSchools(s) / s.schoolClosed.length,
});

export const helpInCrisis = metric({
  key: 'helpInCrisis',
  group,
  unit: 'visits a week',
  min: 0,
  max: 32,
  level: 'term',
  outcome: 'mean',
  source: 'B 11.5',
  doc: 'Visits from partners over the last term to a school in special measures or with damaged premises; 0 where there are none.',
  high: 'Partners stand by a school in crisis.',
  measure: (s) =>
    meanOver(
      s.schoolHelp.length,
      (a) => s.schoolSpecial[a] === 1 || s.schoolDamage[a] > 0,
      (a) => s.schoolHelp[a],
    ),
});
