import { basename } from 'node:path';
import { sizeOf } from '../analysis/sweep/plan.ts';
import { isSweepPlan } from '../scenarios/plans.ts';
import { formatProblem } from '../scenarios/problem.ts';
import { readRegister } from '../scenarios/register.ts';
import { isStory, readStory } from '../scenarios/stories.ts';
import { BadInput } from './errors.ts';
import { readTableText, shownPath } from './files.ts';
import { print } from './output.ts';
import { library, loadOpened, openScenario, type ScenarioFile } from './scenarios.ts';
import { misfitLines, misfits, readSweep, sweepOf } from './sweep/folder.ts';
import { count } from './text.ts';

/** `collegium validate`: says of each file that it can be used, or all that is wrong with it, as BadInput in the end. */
export function validate(files: readonly string[]): void {
  const problems: string[] = [];
  for (const file of files) {
    try {
      print(`${file}: valid: ${describe(file)}`);
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      problems.push(...error.lines);
    }
  }
  if (problems.length > 0) throw new BadInput(problems);
}

function describe(named: string): string {
  if (/\.csv$/i.test(named)) return describeRegister(named);
  const opened = openScenario(named);
  if (isStory(opened.text)) return describeStory(opened);
  return isSweepPlan(opened.text) ? describePlan(opened) : describeScenario(opened);
}

function describeRegister(file: string): string {
  const reading = readRegister(readTableText(file), file);
  if (reading.schools === null) throw new BadInput(reading.problems.map(formatProblem));
  return count(reading.schools.length, 'school');
}

function describeScenario(opened: ScenarioFile): string {
  const { scenario, schools } = loadOpened(opened, {});
  const from = basename(scenario.files?.register ?? '');
  const where = schools === null ? 'generated schools' : `${count(schools.length, 'school')} from ${from}`;
  return `${scenario.title}; ${count(scenario.years, 'year')}, ${where}`;
}

/** A plan is right when its scenarios are, and when all its cells are scenarios that can be run. */
function describePlan({ file, text }: ScenarioFile): string {
  const { manifest, inputs } = readSweep(file, false, text);
  const sweep = sweepOf(file, manifest, (schools) => inputs.get(schools) ?? '');
  const { plan, bases, cells } = sweep;
  const found = misfits(sweep);
  if (found.length > 0) throw new BadInput(misfitLines(found, { file: shownPath(file), text }));
  const { points, runs } = sizeOf(plan);
  const [least, most] = runs;
  const all = least === most ? count(most, 'run') : `${least} to ${count(most, 'run')}`;
  const size = [count(bases.length, 'scenario'), count(points, 'point'), count(cells.length, 'cell'), all];
  return `${plan.title}; plan of a sweep: ${size.join(', ')}`;
}

/** A story is right when its sides are scenarios of the library that run as it sets them. */
function describeStory({ file, text }: ScenarioFile): string {
  const { value: story, problems } = readStory(
    text,
    shownPath(file),
    Object.fromEntries(library().map(({ id, scenario }) => [id, scenario])),
  );
  if (story === null) throw new BadInput(problems.map(formatProblem));
  const { title, sides, steps, minutes, seeds } = story;
  const size = [
    count(steps.length, 'step'),
    count(minutes, 'minute'),
    `${count(sides.length, 'side')} of ${count(seeds, 'run')}`,
  ];
  return `${title}; story: ${size.join(', ')}`;
}
