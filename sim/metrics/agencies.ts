import { agencyKinds } from '../governance/agencies.ts';
import { type State, WELLBEING_AT_REST } from '../state.ts';
import { meanOver, meanOverSchools, metric } from './metric.ts';

const group = 'Work with agencies';
const KINDS = agencyKinds.length;

/** Whether the work of liaison `l` has succeeded in about half of recent terms or more. */
const works = (s: State, l: number) => s.liaisonSince[l] >= 0 && s.liaisonWork[l] >= 0.5;

export const agencyLinks = metric({
  key: 'agencyLinks',
  group,
  unit: 'share of schools',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 10',
  doc: 'Schools whose work with at least one agency has succeeded in about half of recent terms or more.',
  high: 'Many schools work well with other services.',
  measure: (s) =>
    meanOverSchools(s, (a) => {
      for (let l = a * KINDS; l < (a + 1) * KINDS; l++) if (works(s, l)) return 1;
      return 0;
    }),
});

export const agencyTrust = metric({
  key: 'agencyTrust',
  group,
  unit: 'trust',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 10.3.2',
  doc: 'Mean trust of schools and the agencies they work with; 0 where none do.',
  high: 'Schools and agencies trust each other.',
  measure: (s) =>
    meanOver(
      s.liaisonSince.length,
      (l) => s.liaisonSince[l] >= 0,
      (l) => s.liaisonTrust[l],
    ),
});

export const agencyHours = metric({
  key: 'agencyHours',
  group,
  unit: 'hours a week',
  min: 0,
  max: 1000,
  level: 'term',
  source: 'B 10.3.2',
  doc: 'Hours a week that staff of a school spend on work with agencies, mean of all schools.',
  high: 'Work with agencies takes much time.',
  measure: (s) => meanOverSchools(s, (a) => s.schoolAgencyHours[a]),
});

export const wellbeingOfTargetedPupils = metric({
  key: 'wellbeingOfTargetedPupils',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 10.1',
  doc: 'Mean wellbeing of the pupils whom work with agencies is meant for; its level at rest where it is meant for none.',
  high: 'Pupils at risk are well.',
  measure: (s) => {
    let sum = 0;
    let pupils = 0;
    for (let a = 0; a < s.schoolPosts.length; a++) {
      const n =
        s.schoolTargeted[a] * (s.schoolPupils[a * 3] + s.schoolPupils[a * 3 + 1] + s.schoolPupils[a * 3 + 2]);
      sum += n * s.schoolTargetedWellbeing[a];
      pupils += n;
    }
    return pupils > 0 ? sum / pupils : WELLBEING_AT_REST;
  },
});
