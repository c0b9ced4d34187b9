import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { buildLibrary, type LibraryEntry, scenarioId } from '../scenarios/library.ts';
import { formatProblem, type PlacedProblem } from '../scenarios/problem.ts';
import { type ImputationReport, readRegister } from '../scenarios/register.ts';
import { applySettings } from '../scenarios/settings.ts';
import { readScenario } from '../scenarios/yaml.ts';
import { nearest, type Scenario, type SchoolRecord } from '../sim/index.ts';
import { BadInput } from './errors.ts';
import { packageRoot, readScenarioText, readTableText, shownPath } from './files.ts';
import type { Changes } from './options.ts';

/** A scenario ready to start, with where it came from. */
export interface Loaded {
  /** As the user named it: a name in the library or a path. */
  readonly name: string;
  readonly scenario: Scenario;
  /** Records of real schools, or null where the scenario generates its own. */
  readonly schools: readonly SchoolRecord[] | null;
  /** What was imputed or dropped in reading the schools; null where they are generated. */
  readonly imputed: ImputationReport | null;
}

function libraryFolder(): string {
  return join(packageRoot(), 'scenarios');
}

/** The scenarios that come with Collegium, in the order in which menus show them. */
export function library(): readonly LibraryEntry[] {
  const texts = libraryNames().map((name) => [`${name}.yaml`, readScenarioText(libraryFile(name))]);
  const { entries, problems } = buildLibrary(Object.fromEntries(texts));
  if (problems.length > 0) throw new BadInput(problems.map(formatProblem));
  return entries;
}

/** Names of the scenarios in the library, in alphabetical order. */
function libraryNames(): string[] {
  return readdirSync(libraryFolder())
    .filter((file) => file.endsWith('.yaml'))
    .map(scenarioId)
    .sort();
}

/** Whether a scenario of the library has this name. */
export function isInLibrary(name: string): boolean {
  return libraryNames().includes(name);
}

/** The name in the library that was probably meant, as a question, or nothing. */
export function guessInLibrary(name: string): string {
  const names = libraryNames();
  const near = nearest(name, names) ?? names.find((known) => name !== '' && known.includes(name));
  return near === undefined ? '' : `; did you mean '${near}'?`;
}

function libraryFile(name: string): string {
  return join(libraryFolder(), `${name}.yaml`);
}

/** The file of a scenario: a name in the library comes first, then anything that is there or looks like a path. */
function scenarioFile(named: string): string {
  const names = libraryNames();
  if (names.includes(named)) return libraryFile(named);
  if (existsSync(named) || /[/\\]|\.ya?ml$/i.test(named)) return named;
  throw new BadInput(
    `unknown scenario '${named}'${guessInLibrary(named)} (the command list shows what there is; a file needs its path)`,
  );
}

/** The file of a scenario, read once: it may be a pipe. */
export interface ScenarioFile {
  /** As the user named it. */
  readonly named: string;
  readonly file: string;
  readonly text: string;
}

/** Reads a file by the name of a scenario in the library or by its path, whatever it holds. */
export function openScenario(named: string): ScenarioFile {
  const file = scenarioFile(named);
  return { named, file, text: readScenarioText(file) };
}

/** Settings for one of several scenarios, and the option that gave them. */
interface Own {
  readonly option: string;
  readonly settings: readonly string[] | undefined;
}

/**
 * Reads a scenario and its schools, with the changes of the command line, those for it alone last. Anything wrong
 * throws BadInput.
 */
export function load(named: string, changes: Changes, own?: Own): Loaded {
  return loadOpened(openScenario(named), changes, own);
}

/** The same of a file that has been read. */
export function loadOpened({ named, file, text }: ScenarioFile, changes: Changes, own?: Own): Loaded {
  let scenario = accepted(readScenario(text, shownPath(file)));
  if (changes.years !== undefined) {
    scenario = accepted(applySettings(scenario, [`years=${changes.years}`], '--years'));
  }
  if (changes.set !== undefined) scenario = accepted(applySettings(scenario, changes.set, '--set'));
  if (own?.settings !== undefined) scenario = accepted(applySettings(scenario, own.settings, own.option));
  return { name: named, scenario, ...readSchools(scenario, file, changes) };
}

function readSchools(
  scenario: Scenario,
  file: string,
  changes: Changes,
): Pick<Loaded, 'schools' | 'imputed'> {
  return readTables(schoolFiles(scenario, file, changes));
}

/** The schools of files by their paths; none where there is no register. */
export function readTables({
  register,
  results,
}: {
  register: string | null;
  results: string | null;
}): Pick<Loaded, 'schools' | 'imputed'> {
  if (register === null) return { schools: null, imputed: null };
  const reading = readRegister(
    readTableText(register),
    shownPath(register),
    results === null ? undefined : { text: readTableText(results), fileName: shownPath(results) },
  );
  if (reading.schools === null) throw new BadInput(reading.problems.map(formatProblem));
  // The names alone: a result says the same wherever the files lie.
  const files = { register: basename(register), results: results === null ? null : basename(results) };
  return { schools: reading.schools, imputed: { ...reading.report, files } };
}

/** `--schools` replaces both files of a scenario, for results belong to their register; `--results` only its own. */
function schoolFiles(
  scenario: Scenario,
  file: string,
  changes: Changes,
): { register: string | null; results: string | null } {
  const named = (name: string) =>
    findData(
      name,
      beside(file),
      `${shownPath(file)}: no file of schools '${name}' beside it or in the library`,
    );
  const own = changes.schools === undefined ? scenario.files : null;
  const register = changes.schools ?? (own && named(own.register));
  const results = changes.results ?? (own?.results ? named(own.results) : null);
  if (results !== null && register === null) {
    throw new BadInput(
      `--results ${results}: the scenario generates its schools; give their file with --schools`,
    );
  }
  return { register, results };
}

/** A file of schools lies beside the scenario that names it, or in the library. */
function beside(file: string): string[] {
  return [dirname(file), join(dirname(file), 'data'), libraryData()];
}

/** Where the files of schools lie that come with Collegium. */
export function libraryData(): string {
  return join(libraryFolder(), 'data');
}

/** The path of a file in the first of the folders that has it; BadInput that says `missing` where none has. */
export function findData(name: string, folders: readonly string[], missing: string): string {
  const found = folders.map((folder) => join(folder, name)).find(existsSync);
  if (found === undefined) throw new BadInput(missing);
  return found;
}

export function accepted(
  reading: { scenario: Scenario } | { scenario: null; problems: readonly PlacedProblem[] },
): Scenario {
  if (reading.scenario === null) throw new BadInput(reading.problems.map(formatProblem));
  return reading.scenario;
}

/** Whether a text can be a seed, in the scenario's own words where it cannot. */
export function checkSeed(scenario: Scenario, seed: string): void {
  accepted(applySettings(scenario, [`seed=${seed}`], '--seed'));
}
