import { checkSweepPlan, type SweepPlan } from '../analysis/sweep/plan.ts';
import type { PlacedProblem } from './problem.ts';
import { readChecked } from './yaml.ts';

/** The plan of a sweep in a YAML text, or everything that is wrong with it, each with its place. */
export function readSweepPlan(
  text: string,
  fileName: string,
): { value: SweepPlan; problems: readonly [] } | { value: null; problems: readonly PlacedProblem[] } {
  return readChecked(text, fileName, 'plan', checkSweepPlan);
}
