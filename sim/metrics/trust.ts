import { INSIDE, STAGE, type State, TIES } from '../state.ts';
import { at, meanOver, meanOverSchools, metric, staffCount } from './metric.ts';

const group = 'Trust and ties';

export const trustWithinSchools = metric({
  key: 'trustWithinSchools',
  group,
  unit: 'trust',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 12.4',
  doc: 'Mean trust of the ties inside schools, averaged over schools.',
  high: 'Colleagues rely on one another.',
  measure: (s) => meanOverSchools(s, (a) => s.schoolClimate[a]),
});

export const trustBetweenSchools = metric({
  key: 'trustBetweenSchools',
  group,
  unit: 'trust',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 12.4, 13.1',
  doc: 'Mean trust of the pairs of schools that are in contact; 0 where there are none.',
  high: 'Schools that deal with one another rely on one another.',
  measure: (s) =>
    meanOver(
      s.relationA.length,
      (r) => at(s, r, STAGE.association),
      (r) => s.relationTrust[r],
    ),
});

export const boundarySpanners = metric({
  key: 'boundarySpanners',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 14.2',
  doc: 'Share of staff with ties in use to staff of other schools.',
  high: 'Many hold the ties of their school.',
  measure: (s) => {
    let spanners = 0;
    for (let a = 0; a < s.schoolSpanners.length; a++) spanners += s.schoolSpanners[a];
    return Math.min(1, spanners / staffCount(s));
  },
});

export const relianceOnOneSpanner = metric({
  key: 'relianceOnOneSpanner',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 14.2',
  doc: 'Part of a school’s trusted contact with others that rests on one person, averaged over schools that have any.',
  high: 'When one person goes, the ties go.',
  measure: (s) =>
    meanOver(
      s.schoolSpanners.length,
      (a) => s.schoolSpanners[a] > 0,
      (a) => s.schoolReliance[a],
    ),
});

/** Pairs that belong to a collaborative together. */
const partners = (s: State, r: number) => s.relationA[r] >= 0 && s.relationShared[r] > 0;

export const inequalityOfPartners = metric({
  key: 'inequalityOfPartners',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 5.2.2',
  doc: 'How unequal schools are that belong to a collaborative together, in name, knowledge, size and who leads; 0 where there are none.',
  high: 'Strong schools work with weak ones.',
  measure: (s) =>
    meanOver(
      s.relationA.length,
      (r) => partners(s, r),
      (r) => Math.abs(s.relationInequality[r]),
    ),
});

export const resentment = metric({
  key: 'resentment',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  outcome: 'mean',
  source: 'B 5.2.2, 12.4',
  doc: 'Mean resentment of the weaker of two schools that belong to a collaborative together; 0 where there are none.',
  high: 'Weaker partners feel colonised.',
  measure: (s) =>
    meanOver(
      s.relationA.length,
      (r) => partners(s, r),
      (r) => s.relationResentment[r],
    ),
});

export const tiesBetweenSchools = metric({
  key: 'tiesBetweenSchools',
  group,
  unit: 'ties a member of staff',
  min: 0,
  max: 8,
  level: 'term',
  source: 'B 3.2',
  doc: 'Ties to staff of other schools, for each member of staff.',
  high: 'Staff know many people elsewhere.',
  measure: (s) => {
    let ties = 0;
    for (let a = 0; a < s.schoolPosts.length; a++) {
      for (let i = s.schoolFirst[a]; i < s.schoolFirst[a] + s.schoolPosts[a]; i++) {
        for (let t = i * TIES + INSIDE; t < (i + 1) * TIES && s.tieTarget[t] >= 0; t++) ties++;
      }
    }
    return ties / staffCount(s);
  },
});

export const sharing = metric({
  key: 'sharing',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 11.12, 13.1',
  doc: 'Candour of the contacts between schools that succeed, averaged over pairs in contact.',
  high: 'Schools share openly what they know.',
  measure: (s) =>
    meanOver(
      s.relationA.length,
      (r) => at(s, r, STAGE.association),
      (r) => s.relationSharing[r],
    ),
});

export const competition = metric({
  key: 'competition',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 2.4',
  doc: 'Competition, averaged over pairs of schools in contact.',
  high: 'Schools that meet stand in one another’s way.',
  measure: (s) =>
    meanOver(
      s.relationA.length,
      (r) => at(s, r, STAGE.association),
      (r) => s.relationCompetition[r],
    ),
});

export const partnerDistance = metric({
  key: 'partnerDistance',
  group,
  unit: 'km',
  min: 0,
  max: 2000,
  level: 'term',
  source: 'B 5.2.6',
  doc: 'Mean distance of pairs of schools at cooperation or beyond.',
  high: 'Schools look for partners far away.',
  measure: (s) =>
    meanOver(
      s.relationA.length,
      (r) => at(s, r, STAGE.cooperation),
      (r) => s.relationDistance[r],
    ),
});
