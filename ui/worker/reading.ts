/** Schools read from a register and its results: as the page is built, or in a worker where a reader brings files. */
import { formatProblem } from '../../scenarios/problem.ts';
import { type ImputationReport, readRegister } from '../../scenarios/register.ts';
import type { Reading } from './contract.ts';

/** Throws what is wrong with the files, a line a problem. `text` gives the text of a file by its name. */
export function readSchools(
  { register, results }: { register: string; results: string | null },
  text: (name: string) => string,
): Reading {
  const joined = results === null ? undefined : { text: text(results), fileName: results };
  const { schools, report, problems } = readRegister(text(register), register, joined);
  if (schools === null) throw new Error(problems.map(formatProblem).join('\n'));
  return { schools, report: sentencesOf(report) };
}

function sentencesOf({ rows, schools, imputed, dropped }: ImputationReport): string[] {
  const sentences = [`${schools} schools from the ${rows} rows of the register.`];
  for (const [reason, n] of Object.entries(dropped)) sentences.push(`Left out: ${n} rows, ${reason}.`);
  for (const [field, reasons] of Object.entries(imputed)) {
    for (const [reason, n] of Object.entries(reasons))
      sentences.push(`Filled in: ${field} of ${n} schools, ${reason}.`);
  }
  return sentences;
}
