import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildLibrary, type LibraryEntry } from '../../scenarios/library.ts';
import { readRegister } from '../../scenarios/register.ts';
import { root } from '../../scripts/support.mjs';
import { type Run, type Scenario, type SchoolRecord, start } from '../../sim/index.ts';

const folder = join(root, 'scenarios');

/** Every scenario of the library, as the command line and the page read it. */
export function library(): LibraryEntry[] {
  const files: Record<string, string> = {};
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.yaml')) files[name] = readFileSync(join(folder, name), 'utf8');
  }
  const { entries, problems } = buildLibrary(files);
  if (problems.length > 0)
    throw new Error(`${problems.length} problems in the library: ${problems[0].message}`);
  return entries;
}

/** Sets up runs of a scenario of the library that generates its schools. */
export function runOf(name: string): () => Run {
  const entry = library().find(({ id }) => id === name);
  if (entry === undefined) throw new Error(`no scenario ${name}`);
  return () => start(entry.scenario);
}

const registers = new Map<string, readonly SchoolRecord[]>();

/** The schools of a scenario's files; undefined where they are generated. */
export function schoolsOf(scenario: Scenario): readonly SchoolRecord[] | undefined {
  if (scenario.files === null) return undefined;
  const { register, results } = scenario.files;
  const key = `${register}+${results}`;
  let schools = registers.get(key);
  if (!schools) {
    const text = (name: string) => readFileSync(join(folder, 'data', name), 'utf8');
    const joined = results === null ? undefined : { text: text(results), fileName: results };
    const reading = readRegister(text(register), register, joined);
    if (reading.schools === null) throw new Error(`${register} cannot be read`);
    schools = reading.schools;
    registers.set(key, schools);
  }
  return schools;
}
