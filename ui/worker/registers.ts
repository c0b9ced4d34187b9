/** The schools of scenarios as a worker has them: files handed to it as text, each read once. */
import { formatProblem } from '../../scenarios/problem.ts';
import { type ImputationReport, readRegister } from '../../scenarios/register.ts';
import { type Run, type Scenario, type SchoolRecord, start } from '../../sim/index.ts';

interface Read {
  schools: readonly SchoolRecord[];
  report: readonly string[];
}

const texts = new Map<string, string>();
const registers = new Map<string, Read>();

/** Gives the worker a file of schools under the name by which scenarios ask for it. */
export function provide(name: string, text: string): void {
  texts.set(name, text);
}

/** The schools of a scenario's files; reading them takes a moment, so it is done once. */
function schoolsOf({ files }: Scenario): Read | null {
  if (files === null) return null;
  const key = `${files.register} ${files.results ?? ''}`;
  let read = registers.get(key);
  if (read === undefined) {
    const results =
      files.results === null ? undefined : { text: textOf(files.results), fileName: files.results };
    const reading = readRegister(textOf(files.register), files.register, results);
    if (reading.schools === null) throw new Error(reading.problems.map(formatProblem).join('\n'));
    read = { schools: reading.schools, report: sentencesOf(reading.report) };
    registers.set(key, read);
  }
  return read;
}

function textOf(name: string): string {
  const text = texts.get(name);
  if (text === undefined) throw new Error(`The worker was not given the file of schools ${name}.`);
  return text;
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

/** Sets a run up at week 0; `report` says what had to be filled in or left out when the schools were read. */
export function begin(scenario: Scenario, seed: string): { run: Run; report: readonly string[] } {
  const read = schoolsOf(scenario);
  const run = start(scenario, read === null ? { seed } : { seed, schools: read.schools });
  return { run, report: read?.report ?? [] };
}
