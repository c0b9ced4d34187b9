/** The schools of scenarios as a worker has them: those that come with the page, and files handed to it as text. */
import addresses from 'virtual:readings';
import { type Run, type Scenario, start } from '../../sim/index.ts';
import { type Reading, readingKey } from './contract.ts';

const texts = new Map<string, string>();
const readings = new Map<string, Promise<Reading>>();

/** Gives the worker a file of schools under the name by which scenarios ask for it. */
export function provide(name: string, text: string): void {
  texts.set(name, text);
  readings.clear();
}

/** The schools of a scenario's files; reading them takes a moment, so it is done once. */
function readingOf(files: NonNullable<Scenario['files']>): Promise<Reading> {
  const key = readingKey(files);
  let reading = readings.get(key);
  if (reading === undefined) {
    reading = read(files, key);
    readings.set(key, reading);
    reading.catch(() => readings.delete(key)); // may be tried again
  }
  return reading;
}

/** What the page gave comes before what came with it; schools that came with it were read as it was built. */
async function read(files: NonNullable<Scenario['files']>, key: string): Promise<Reading> {
  const given = texts.has(files.register) || (files.results !== null && texts.has(files.results));
  const address = addresses[key];
  if (!given && address !== undefined) return JSON.parse(await textAt(address, files.register));
  const { readSchools } = await import('./reading.ts');
  const { tables } = await import('./tables.ts');
  const needed = [files.register, files.results].filter((name) => name !== null);
  for (const name of needed) {
    if (texts.has(name)) continue;
    if (tables[name] === undefined)
      throw new Error(`The file of schools ${name} does not come with this page.`);
    texts.set(name, await textAt(tables[name], name));
  }
  return readSchools(files, (name) => texts.get(name) as string);
}

async function textAt(address: string, name: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The file of schools ${name} could not be loaded (${response.status}).`);
  return response.text();
}

/** Sets a run up at week 0; `report` says what had to be filled in or left out when the schools were read. */
export async function begin(
  scenario: Scenario,
  seed: string,
): Promise<{ run: Run; report: readonly string[] }> {
  const { start, report } = await starter(scenario, seed);
  return { run: start(), report };
}

/** What sets a run up as often as it is wanted: its schools are read once. */
export async function starter(
  scenario: Scenario,
  seed: string,
): Promise<{ start: () => Run; report: readonly string[] }> {
  if (scenario.files === null) return { start: () => start(scenario, { seed }), report: [] };
  const { schools, report } = await readingOf(scenario.files);
  return { start: () => start(scenario, { seed, schools }), report };
}

/** Sets the same run up at week 0 as often as it is called. */
export async function beginning(scenario: Scenario, seed: string): Promise<() => Run> {
  if (scenario.files === null) return () => start(scenario, { seed });
  const { schools } = await readingOf(scenario.files);
  return () => start(scenario, { seed, schools });
}
