import { basename } from 'node:path';
import { formatProblem } from '../scenarios/problem.ts';
import { readRegister } from '../scenarios/register.ts';
import { BadInput } from './errors.ts';
import { readTableText } from './files.ts';
import { print } from './output.ts';
import { load } from './scenarios.ts';
import { count } from './text.ts';

/** `collegium validate`: says that a scenario, or a register of schools, can be used, or throws all that is wrong. */
export function validate(file: string): void {
  if (/\.csv$/i.test(file)) {
    const reading = readRegister(readTableText(file), file);
    if (reading.schools === null) throw new BadInput(reading.problems.map(formatProblem));
    print(`${file}: valid: ${count(reading.schools.length, 'school')}`);
    return;
  }
  const { scenario, schools } = load(file, {});
  const where =
    schools === null
      ? 'generated schools'
      : `${count(schools.length, 'school')} from ${basename(scenario.files?.register ?? '')}`;
  print(`${file}: valid: ${scenario.title}; ${count(scenario.years, 'year')}, ${where}`);
}
