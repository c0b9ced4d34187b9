import * as cognitiveDistance from './cognitive-distance.ts';
import * as encounter from './encounter.ts';
import * as learning from './learning.ts';
import type { Rule } from './rule.ts';
import * as trust from './trust.ts';

/** Every rule that has a second implementation, by the file of its mechanism. */
export const files: Record<string, { rules: readonly Rule[] }> = {
  'cognitive-distance': cognitiveDistance,
  encounter,
  learning,
  trust,
};
