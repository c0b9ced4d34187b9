import { checkPlan, type Plan } from '../analysis/calibration/plan.ts';
import type { Experiment } from '../analysis/evidence/experiment.ts';
import type { PlacedProblem } from './problem.ts';
import { readChecked } from './yaml.ts';

/** The plan of a calibration in a YAML text, or everything that is wrong with it, each with its place. */
export function readPlan(
  text: string,
  fileName: string,
  experiments: readonly Experiment[],
): { value: Plan; problems: readonly [] } | { value: null; problems: readonly PlacedProblem[] } {
  return readChecked(text, fileName, 'plan', (plain) => {
    const { plan, problems } = checkPlan(plain, experiments);
    return { value: plan, problems };
  });
}
