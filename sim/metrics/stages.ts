import { PARTNERS, STAGE, type State } from '../state.ts';
import { at, metric, openSchools } from './metric.ts';

const group = 'Stages of relations';

/** Share of the pairs in contact that stand at `stage`. */
function shareAt(s: State, stage: number): number {
  let all = 0;
  let here = 0;
  for (let r = 0; r < s.relationA.length; r++) {
    if (!at(s, r, STAGE.association)) continue;
    all++;
    if (s.relationStage[r] === stage) here++;
  }
  return all === 0 ? 0 : here / all;
}

/** Share of schools with at least one relation at `stage` or beyond. */
function schoolsAt(s: State, stage: number): number {
  let here = 0;
  const schools = s.schoolPosts.length;
  for (let a = 0; a < schools; a++) {
    for (let p = a * PARTNERS; p < (a + 1) * PARTNERS && s.partnerRelation[p] >= 0; p++) {
      if (s.relationStage[s.partnerRelation[p]] < stage) continue;
      here++;
      break;
    }
  }
  return here / openSchools(s);
}

export const associations = metric({
  key: 'associations',
  group,
  unit: 'share of pairs',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 11.12',
  doc: 'Pairs of schools in contact that are associations: occasional contact.',
  high: 'Contact stays occasional.',
  measure: (s) => shareAt(s, STAGE.association),
});

export const cooperations = metric({
  key: 'cooperations',
  group,
  unit: 'share of pairs',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 11.12',
  doc: 'Pairs in contact that are cooperations: recurrent contact and incidental sharing.',
  high: 'Schools help one another now and then.',
  measure: (s) => shareAt(s, STAGE.cooperation),
});

export const collaborations = metric({
  key: 'collaborations',
  group,
  unit: 'share of pairs',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 11.12',
  doc: 'Pairs in contact that are collaborations: a joint task for expected gains.',
  high: 'Schools work on joint tasks.',
  measure: (s) => shareAt(s, STAGE.collaboration),
});

export const collegialities = metric({
  key: 'collegialities',
  group,
  unit: 'share of pairs',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 11.12',
  doc: 'Pairs in contact that have reached collegiality: interdependence within agreed values.',
  high: 'Schools have become colleagues.',
  measure: (s) => shareAt(s, STAGE.collegiality),
});

export const collaboratingSchools = metric({
  key: 'collaboratingSchools',
  group,
  unit: 'share of schools',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 11.12',
  doc: 'Schools with at least one relation at collaboration or beyond.',
  high: 'Few schools work alone.',
  measure: (s) => schoolsAt(s, STAGE.collaboration),
});

export const collegialSchools = metric({
  key: 'collegialSchools',
  group,
  unit: 'share of schools',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 11.12',
  doc: 'Schools with at least one collegial relation.',
  high: 'Most schools have true colleagues elsewhere.',
  measure: (s) => schoolsAt(s, STAGE.collegiality),
});
