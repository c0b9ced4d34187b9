import { checkSweepPlan, type SweepPlan } from '../analysis/sweep/plan.ts';
import type { Problem } from '../sim/index.ts';
import type { PlacedProblem } from './problem.ts';
import { readChecked } from './yaml.ts';

/** Keys of plans that no scenario has; any one of them says that a file is meant as a plan. */
const PLANS_ALONE = ['scenarios', 'factors', 'design'];

/** Whether a YAML text is meant as the plan of a sweep, right or wrong; a text that is no YAML is not. */
export function isSweepPlan(text: string): boolean {
  let found = false;
  readChecked(text, '', 'plan', (plain) => {
    found = PLANS_ALONE.some((key) => Object.hasOwn(Object(plain), key));
    return { value: null, problems: [] };
  });
  return found;
}

/**
 * The plan of a sweep in a YAML text, or everything that is wrong with it, each with its place. `further` looks at a plan
 * that reads, for what only its surroundings can tell: whether its scenarios are there, whether its settings fit them.
 */
export function readSweepPlan(
  text: string,
  fileName: string,
  further: (plan: SweepPlan) => readonly Problem[] = () => [],
): { value: SweepPlan; problems: readonly [] } | { value: null; problems: readonly PlacedProblem[] } {
  return readChecked(text, fileName, 'plan', (plain) => {
    const checked = checkSweepPlan(plain);
    const problems = checked.value === null ? checked.problems : further(checked.value);
    return problems.length === 0 ? checked : { value: null, problems };
  });
}
