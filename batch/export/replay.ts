import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblem } from '../../scenarios/problem.ts';
import {
  InputError,
  type Run,
  type Scenario,
  type SchoolRecord,
  start,
  WEEKS_A_YEAR,
} from '../../sim/index.ts';
import { BadInput } from '../errors.ts';
import type { ExportOptions } from '../export.ts';
import { checkSeed, isInLibrary, load } from '../scenarios.ts';
import { cellReading } from '../sweep/execute.ts';
import { MANIFEST, openSweep, Runs, type Sweep } from '../sweep/folder.ts';
import { SIMULATION } from '../sweep/key.ts';
import { readPart } from '../sweep/part.ts';

/** A run that can be done again as often as it takes. */
export interface Replay {
  /** What messages call it. */
  readonly name: string;
  /** What a list of files says of where they come from. */
  readonly about: Readonly<Record<string, unknown>>;
  readonly weeks: number;
  readonly start: () => Run;
  /** Digest of the state after the last week, where it is known from an earlier time. */
  readonly digest: string | null;
}

/** Whether what is named is the folder of a sweep, and not a scenario. What could be either is refused. */
export function isFolder(named: string): boolean {
  const isScenario = isInLibrary(named);
  if (isScenario && existsSync(join(named, MANIFEST))) {
    throw new BadInput(
      `${named}: a scenario of the library, and the folder of a sweep here; ./${named} is the folder`,
    );
  }
  return !isScenario && existsSync(named) && statSync(named).isDirectory();
}

/** One run of a scenario. */
export function scenarioReplay(named: string, options: ExportOptions): Replay {
  const { scenario, schools, imputed } = load(named, options);
  const seed = options.seed ?? scenario.seed;
  checkSeed(scenario, seed);
  return {
    name: named,
    about: {
      scenario: named,
      title: scenario.title,
      seed,
      set: options.set ?? [],
      schools: imputed?.files ?? null,
    },
    digest: null,
    ...starting(named, scenario, seed, schools, options.allowLarge ?? false),
  };
}

/** How an option is written: `allowLarge` as --allow-large. */
export function flagOf(option: string): string {
  return `--${option.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
}

/** Options that say what a run is: one of a sweep is what it was. */
export const RUN_OPTIONS = ['seed', 'set', 'years', 'schools', 'results', 'allowLarge'] as const;

/** One run of a sweep, done again from what its folder holds. */
export function sweepReplay(folder: string, number: number, options: ExportOptions): Replay {
  for (const option of RUN_OPTIONS) {
    if (options[option] === undefined) continue;
    throw new BadInput(
      `${flagOf(option)}: means nothing for a run of a sweep, which is done again as it was`,
    );
  }
  const sweep = openSweep(folder);
  const { manifest, bases } = sweep;
  if (manifest.simulation !== SIMULATION) {
    throw new BadInput(
      `${folder}: done by another version of the simulation (${manifest.simulation}; this is ${SIMULATION}), which alone can do its runs again`,
    );
  }
  const { run, part } = runOf(sweep, number);
  const base = bases[run.cell.scenario];
  const { scenario, problems } = cellReading(base, run.cell.settings);
  if (scenario === null) throw new BadInput(problems.map(formatProblem));
  const name = `run ${number} of ${folder}`;
  return {
    name,
    about: {
      sweep: sweep.plan.title,
      run: number,
      cell: run.cell.cell,
      replicate: run.replicate,
      scenario: base.name,
      title: scenario.title,
      seed: run.seed,
      set: run.cell.settings.map(([path, value]) => `${path}=${value}`),
      key: run.key,
    },
    digest: part.digest,
    ...starting(name, scenario, run.seed, base.schools, manifest.allowLarge),
  };
}

function runOf(sweep: Sweep, number: number) {
  const runs = new Runs(sweep);
  const last = sweep.cells.length * runs.most - 1;
  if (number > last) {
    throw new BadInput(
      `--run ${number}: no such run in ${sweep.folder}; allowed: 0 to ${last}, as in its table of runs`,
    );
  }
  const run = runs.run(sweep.cells[Math.floor(number / runs.most)], (number % runs.most) + 1);
  const part = readPart(sweep.folder, run.key);
  if (part === null) throw new BadInput(`--run ${number}: has not been done in ${sweep.folder}`);
  if (part.status === 'failed')
    throw new BadInput(`--run ${number}: failed in ${sweep.folder}: ${part.reason}`);
  return { run, part };
}

function starting(
  name: string,
  scenario: Scenario,
  seed: string,
  schools: readonly SchoolRecord[] | null,
  allowLarge: boolean,
): Pick<Replay, 'weeks' | 'start'> {
  const begin = () => start(scenario, { seed, allowLarge, ...(schools === null ? {} : { schools }) });
  return { weeks: scenario.years * WEEKS_A_YEAR, start: () => accepted(name, begin) };
}

/** Whatever is at fault with the schools or the size of a run is bad input. */
function accepted(name: string, begin: () => Run): Run {
  try {
    return begin();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const way = error.message.startsWith('very large') ? '; --allow-large runs it all the same' : '';
    throw new BadInput(`${name}: ${error.message}${way}`);
  }
}
