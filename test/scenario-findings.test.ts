import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../analysis/outcomes.ts';
import { advance, digest, metrics, type Run, type Scenario, start, WEEKS_A_YEAR } from '../sim/index.ts';
import { library } from './support/library.ts';

/**
 * What scenarios say of themselves in `about`, held against runs: B less A in the outcome of the metric, where all
 * of six pairs or more agreed when it was written. Two pairs are run here.
 */
const FINDINGS: readonly [b: string, a: string, metric: string, more: boolean][] = [
  ['future-federated-trusts', 'future-loose-associations', 'commitmentOfTeachers', true],
  ['future-federated-trusts', 'future-loose-associations', 'voiceHeard', true],
  ['future-federated-trusts', 'future-loose-associations', 'partnershipHours', true],
  ['future-brands', 'future-self-organising', 'practiceVariance', false],
  ['future-brands', 'future-self-organising', 'innovations', false],
  ['future-brands', 'future-self-organising', 'fatalism', true],
  ['future-alliances', 'future-federated-trusts', 'schoolsLeftOut', true],
  ['future-teacher-owned', 'future-loose-associations', 'turnover', false],
  ['future-self-organising', 'future-brands', 'schoolsLeftOut', true],
  ['future-parent-governed', 'future-federated-trusts', 'voiceHeardGap', true],
  ['cameo-trained-leaders', 'cameo-few-know', 'collaboratingSchools', true],
  ['cameo-trained-leaders', 'cameo-few-know', 'commitmentOfTeachers', true],
  ['cameo-new-clusters', 'cameo-own-networks', 'fatalism', true],
  ['cameo-new-clusters', 'cameo-own-networks', 'commitmentOfTeachers', false],
  ['cameo-four-regions', 'cameo-new-clusters', 'goalAttainment', true],
  ['cameo-whole-service', 'cameo-fear-of-risk', 'agencyTrust', true],
  ['vertical-tutoring', 'same-age', 'voiceHeard', true],
  ['vertical-tutoring', 'trained-staff', 'familyEngagement', true],
  ['slide-back', 'vertical-tutoring', 'multiAgeTutoring', false],
  ['trained-staff', 'same-age', 'voiceHeard', true],
  ['rising-voice', 'same-age', 'voiceHeard', false],
  ['rising-voice', 'same-age', 'familyTrust', false],
  ['rising-voice-tutored', 'rising-voice', 'familyEngagement', true],
  ['led-partnership', 'unled-partnership', 'familyEngagement', true],
  ['led-partnership', 'unled-partnership', 'voiceHeardGap', true],
  ['led-one-way', 'unled-partnership', 'familyTrust', false],
  ['led-one-way', 'unled-partnership', 'familyEngagement', false],
  ['led-deficit-thinking', 'led-partnership', 'familyTrust', false],
  ['led-deficit-thinking', 'led-partnership', 'engagementGap', true],
  ['led-one-size', 'led-partnership', 'engagementGap', true],
  ['led-bolt-on', 'led-partnership', 'voiceHeard', false],
  ['takeover', 'takeover-with-a-say', 'resentment', true],
  ['takeover', 'takeover-with-a-say', 'fatalism', true],
  ['takeover', 'takeover-with-a-say', 'attainment', false],
  ['federation-performance', 'federation-size', 'attainment', true],
  ['federation-performance', 'federation-size', 'resentment', true],
  ['soft-to-hard', 'federation-cross-phase', 'trustBetweenSchools', true],
  ['soft-to-hard', 'federation-cross-phase', 'overload', true],
  ['soft-to-hard', 'federation-cross-phase', 'fatalism', true],
  ['to-the-classroom', 'heads-alone', 'attainment', true],
  ['to-the-classroom', 'heads-alone', 'partnershipHours', true],
  ['large-networks', 'small-networks', 'goalAttainment', false],
  ['many-boundary-spanners', 'one-boundary-spanner', 'collaboratingSchools', true],
  ['networks-of-weak-schools', 'weak-and-strong', 'attainment', false],
  ['honest-broker', 'outsider', 'schoolsLeftOut', false],
  ['honest-broker', 'outsider', 'gapInBeingLeftOut', false],
  ['league-table', 'collective-accountability', 'sharing', false],
  ['league-table', 'collective-accountability', 'pupilsExcluded', true],
  ['league-table', 'collective-accountability', 'attainmentGap', true],
  ['agencies-by-team', 'agencies-by-commitment', 'wellbeingOfTargetedPupils', true],
  ['agencies-by-team', 'agencies-by-commitment', 'agencyHours', true],
];
const SEEDS = ['findings/0', 'findings/1'];

const byId = new Map(library().map(({ id, scenario }) => [id, scenario]));
const runs = new Map<string, Run>();

function ended(id: string, seed: string): Run {
  const at = `${id} ${seed}`;
  let run = runs.get(at);
  if (run === undefined) {
    const scenario = byId.get(id) as Scenario;
    run = start({ ...scenario, seed });
    advance(run, scenario.years * WEEKS_A_YEAR);
    runs.set(at, run);
  }
  return run;
}

function outcome(id: string, seed: string, key: string): number {
  const metric = metrics.find((m) => m.key === key);
  if (metric === undefined) throw new Error(`no metric ${key}`);
  return outcomeOf(metric, ended(id, seed).series[metric.key]);
}

describe('what scenarios say of themselves holds', { timeout: 120_000 }, () => {
  test.each(FINDINGS)('%s beside %s: %s more is %s', (b, a, key, more) => {
    for (const seed of SEEDS) {
      const difference = outcome(b, seed, key) - outcome(a, seed, key);
      expect(more ? difference : -difference, `${key}, ${seed}`).toBeGreaterThan(0);
    }
  });
});

test('the futures of governance have the same first year', () => {
  const futures = [...byId].filter(([id]) => id.startsWith('future-'));
  expect(futures).toHaveLength(7);
  const digests = futures.map(([, scenario]) => {
    const run = start(scenario);
    advance(run, 39);
    return digest(run);
  });
  expect(new Set(digests).size).toBe(1);
});
