import { basename } from 'node:path';
import { formatProblem } from '../scenarios/problem.ts';
import { readRegister } from '../scenarios/register.ts';
import { BadInput } from './errors.ts';
import { readTableText } from './files.ts';
import { print } from './output.ts';
import { load } from './scenarios.ts';
import { count } from './text.ts';

/** `collegium validate`: says of each file that it can be used, or all that is wrong with it, as BadInput in the end. */
export function validate(files: readonly string[]): void {
  const problems: string[] = [];
  for (const file of files) {
    try {
      print(`${file}: valid: ${/\.csv$/i.test(file) ? describeRegister(file) : describeScenario(file)}`);
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      problems.push(...error.lines);
    }
  }
  if (problems.length > 0) throw new BadInput(problems);
}

function describeRegister(file: string): string {
  const reading = readRegister(readTableText(file), file);
  if (reading.schools === null) throw new BadInput(reading.problems.map(formatProblem));
  return count(reading.schools.length, 'school');
}

function describeScenario(file: string): string {
  const { scenario, schools } = load(file, {});
  const from = basename(scenario.files?.register ?? '');
  const where = schools === null ? 'generated schools' : `${count(schools.length, 'school')} from ${from}`;
  return `${scenario.title}; ${count(scenario.years, 'year')}, ${where}`;
}
