import { EXPERTISE, LIFE, MEMBERSHIPS } from '../state.ts';
import { meanOver, metric } from './metric.ts';

const group = 'Practice';
const E = EXPERTISE.length;

export const practiceSpread = metric({
  key: 'practiceSpread',
  group,
  unit: 'share',
  min: 0,
  max: 1,
  level: 'term',
  source: 'B 3.3',
  doc: 'How far new practice is in use, mean of schools and fields.',
  high: 'What is new and good is in use everywhere.',
  measure: (s) =>
    meanOver(
      s.schoolPractice.length,
      (n) => s.schoolClosed[Math.floor(n / EXPERTISE.length)] === 0,
      (n) => s.schoolPractice[n],
    ),
});

export const practiceVariance = metric({
  key: 'practiceVariance',
  group,
  unit: 'variance',
  min: 0,
  max: 0.25,
  level: 'term',
  source: 'G; B 5.2.6',
  doc: 'Variance of practice between the members of a collaborative, mean of fields and of collaboratives; 0 where there are none.',
  high: 'Members of a collaborative work in different ways.',
  measure: (s) =>
    meanOver(
      s.collaborativeLife.length,
      (c) => s.collaborativeLife[c] !== LIFE.none && s.collaborativeFirst[c + 1] > s.collaborativeFirst[c],
      (c) => {
        const first = s.collaborativeFirst[c];
        const n = s.collaborativeFirst[c + 1] - first;
        let variance = 0;
        for (let e = 0; e < E; e++) {
          let mean = 0;
          for (let k = first; k < first + n; k++) mean += practiceOf(s.rosterMembership[k], e) / n;
          for (let k = first; k < first + n; k++) {
            const d = practiceOf(s.rosterMembership[k], e) - mean;
            variance += (d * d) / (n * E);
          }
        }
        return variance;

        function practiceOf(membership: number, field: number): number {
          return s.schoolPractice[Math.floor(membership / MEMBERSHIPS) * E + field];
        }
      },
    ),
});
