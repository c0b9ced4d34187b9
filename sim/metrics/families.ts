import { STRATA, type State } from '../state.ts';
import { metric } from './metric.ts';

const group = 'Families';
const K = STRATA.length;

/** Mean over pupils of the means that `holds`, of what a school has for them. */
function meanOverPupils(
  s: State,
  holds: (k: number) => boolean,
  of: (school: number, k: number) => number,
): number {
  let sum = 0;
  let pupils = 0;
  for (let a = 0; a < s.schoolPosts.length; a++) {
    for (let k = 0; k < K; k++) {
      if (!holds(k)) continue;
      sum += s.schoolPupils[a * K + k] * of(a, k);
      pupils += s.schoolPupils[a * K + k];
    }
  }
  return pupils > 0 ? sum / pupils : 0;
}

const everybody = () => true;
const low = (k: number) => k === 0;
const high = (k: number) => k === K - 1;

/** Mean over families of the means that `holds`, each counting for the pupils it stands for. */
function meanOverFamilies(s: State, column: Float32Array, holds: (k: number) => boolean): number {
  return meanOverPupils(s, holds, (a, k) => {
    let sum = 0;
    let count = 0;
    for (let f = s.schoolFamilies[a]; f < s.schoolFamilies[a + 1]; f++) {
      if (s.familyStratum[f] !== k) continue;
      sum += column[f];
      count++;
    }
    return count > 0 ? sum / count : 0;
  });
}

const engagement = (s: State, holds: (k: number) => boolean) =>
  meanOverPupils(s, holds, (a, k) => s.schoolEngagement[a * K + k]);

export const familyEngagement = metric({
  key: 'familyEngagement',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'O, E, N',
  doc: 'Mean engagement of families with their children’s learning; 0 where families are not part of the run.',
  high: 'Homes take part in learning.',
  measure: (s) => engagement(s, everybody),
});

export const engagementGap = metric({
  key: 'engagementGap',
  group,
  unit: 'share',
  min: -1,
  max: 1,
  level: 'term',
  source: 'E',
  doc: 'Mean engagement of families of high means less that of families of low means.',
  high: 'The better-off gain more from partnership with schools.',
  measure: (s) => engagement(s, high) - engagement(s, low),
});

export const familyTrust = metric({
  key: 'familyTrust',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'E',
  doc: 'Mean trust of families in their school.',
  high: 'Families rely on the school.',
  measure: (s) => meanOverFamilies(s, s.familyTrust, everybody),
});

export const voiceHeard = metric({
  key: 'voiceHeard',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'O, E; Ashby’s requisite variety',
  doc: 'Part of what families want to say that the school hears, as a mean over families.',
  high: 'Schools can listen to as much as families have to say.',
  measure: (s) => meanOverFamilies(s, s.familyHeard, everybody),
});

export const voiceHeardGap = metric({
  key: 'voiceHeardGap',
  group,
  unit: 'share',
  min: -1,
  max: 1,
  level: 'term',
  source: 'G; E',
  doc: 'Part heard of families of high means less that of families of low means.',
  high: 'Those hard to reach go unheard first.',
  measure: (s) => meanOverFamilies(s, s.familyHeard, high) - meanOverFamilies(s, s.familyHeard, low),
});

export const pupilWellbeing = metric({
  key: 'pupilWellbeing',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'O 1, N',
  doc: 'Mean wellbeing of pupils, as far as it comes from home and tutors; 0 where families are not part of the run.',
  high: 'Pupils are well.',
  measure: (s) => meanOverPupils(s, everybody, (a, k) => s.schoolWellbeing[a * K + k]),
});

export const multiAgeTutoring = metric({
  key: 'multiAgeTutoring',
  group,
  unit: 'share of pupils',
  min: 0,
  max: 1,
  level: 'term',
  source: 'O, E',
  doc: 'How far multi-age tutoring works, as a mean over pupils.',
  high: 'Schools have changed over from same-age organisation and kept to it.',
  measure: (s) => meanOverPupils(s, everybody, (a) => s.schoolChangeover[a]),
});
