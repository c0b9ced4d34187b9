import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Cell, cellsOf, type SweepPlan } from '../../analysis/sweep/plan.ts';
import { readSweepPlan } from '../../scenarios/plans.ts';
import { formatProblem, type PlacedProblem } from '../../scenarios/problem.ts';
import { withValues } from '../../scenarios/settings.ts';
import { checkScenario, type Problem, plainScenario, type SchoolRecord } from '../../sim/index.ts';
import { BadInput } from '../errors.ts';
import { readScenarioText, shownPath } from '../files.ts';
import { guessInLibrary, isInLibrary, load } from '../scenarios.ts';
import { readIfThere, removeUnfinished, writeWhole } from '../whole-file.ts';
import { type Base, cellReading, keyOfCell, misfitKey } from './execute.ts';
import { canonical, type Keep, runKey, SIMULATION, sha256 } from './key.ts';
import { type Part, readPart } from './part.ts';

/**
 * The folder of a sweep holds all that the sweep is, so that it can be gone on with, merged, checked and analysed anywhere:
 *   sweep.json       the plan's text, the base scenarios, and what computes
 *   inputs/          records of real schools, named by their sha256
 *   parts/           one file a finished run, named by the run's key
 *   results.duckdb   the merged tables, results.sha256 the digests of what they hold, parquet/ the same as Parquet on request
 */

const FORMAT = 'collegium sweep 1';
export const MANIFEST = 'sweep.json';

export interface Manifest {
  readonly format: typeof FORMAT;
  /** Version and sources of the simulation. */
  readonly simulation: string;
  readonly allowLarge: boolean;
  readonly plan: { readonly file: string; readonly text: string };
  readonly bases: readonly {
    readonly name: string;
    readonly scenario: Record<string, unknown>;
    /** sha256 of the records of its schools, which lie in inputs/; null where they are generated. */
    readonly schools: string | null;
  }[];
}

/** A sweep as its folder holds it. */
export interface Sweep {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Fingerprint of the manifest. */
  readonly id: string;
  readonly plan: SweepPlan;
  readonly bases: readonly Base[];
  readonly cells: readonly Cell[];
  readonly keep: Keep;
}

/** One run of a sweep. */
export interface PlannedRun {
  /** `cell` times the most replicates a cell can have, plus `replicate` less 1: the order of the results. */
  readonly run: number;
  readonly cell: Cell;
  /** From 1. */
  readonly replicate: number;
  readonly seed: string;
  /** Names the run's part. */
  readonly key: string;
}

/** Reads a plan and all it names. Anything wrong throws BadInput. */
export function readSweep(
  planFile: string,
  allowLarge: boolean,
  text = readScenarioText(planFile),
): { manifest: Manifest; inputs: Map<string, string> } {
  const shown = shownPath(planFile);
  const plan = accepted(readSweepPlan(text, shown, ({ scenarios }) => missing(scenarios, planFile)));
  const inputs = new Map<string, string>();
  const bases = plan.scenarios.map((name, i) => {
    const loaded = load(baseFile(name, planFile), {});
    const records = loaded.schools === null ? null : canonical(loaded.schools);
    const schools = records === null ? null : sha256(records);
    if (records !== null && schools !== null) inputs.set(schools, records);
    const length = plan.years === null ? [] : ([['years', plan.years]] as const);
    const { scenario, problems } = withValues(loaded.scenario, length, name);
    if (scenario !== null) return { name, scenario: plainScenario(scenario), schools };
    throw new BadInput(
      misfitLine({ at: ['years'], what: `scenario ${i + 1}`, problem: problems[0] }, text, shown),
    );
  });
  return {
    manifest: {
      format: FORMAT,
      simulation: SIMULATION,
      allowLarge,
      plan: { file: basename(planFile), text },
      bases,
    },
    inputs,
  };
}

/** A base scenario is one of the library, or a file seen from the plan's. */
function baseFile(name: string, planFile: string): string {
  return isInLibrary(name) ? name : join(dirname(planFile), name);
}

function missing(names: readonly string[], planFile: string): Problem[] {
  return names.flatMap((name, i) => {
    if (isInLibrary(name) || existsSync(join(dirname(planFile), name))) return [];
    const message = `no such scenario${guessInLibrary(name)}`;
    const allowed = "a name in the library, or a path seen from the plan's file";
    return [{ path: ['scenarios', i], message, found: name, allowed }];
  });
}

/**
 * Makes the folder of a sweep, or takes up the one that is there. A folder that holds another plan's sweep, or one of another
 * version, is refused unless `replacePlan`: its finished runs that are the same are then taken over.
 */
export function makeFolder(
  folder: string,
  { manifest, inputs }: ReturnType<typeof readSweep>,
  replacePlan: boolean,
): Sweep {
  const text = manifestText(manifest);
  const there = existsSync(folder) ? readIfThere(join(folder, MANIFEST)) : null;
  if (there === null && existsSync(folder) && readdirSync(folder).some(isForeign)) {
    throw new BadInput(`${folder}: holds other files and no sweep; give an empty or a new folder`);
  }
  if (there !== null && there !== text) {
    const old = readManifest(folder, there);
    const what =
      old.simulation === manifest.simulation
        ? `another plan (${old.plan.file}) or other scenarios`
        : `another version of the simulation (${old.simulation}; this is ${manifest.simulation})`;
    if (!replacePlan) {
      throw new BadInput(
        `${folder}: holds a sweep of ${what}; give another folder, or --replace-plan to go on here with the runs that are the same`,
      );
    }
  }
  mkdirSync(join(folder, 'parts'), { recursive: true });
  for (const [name, content] of inputs) {
    const file = join(folder, 'inputs', `${name}.json`);
    if (!existsSync(file)) writeWhole(file, content);
  }
  if (there !== text) writeWhole(join(folder, MANIFEST), text);
  return openSweep(folder);
}

/** What a sweep does not begin with: another program that starts the same sweep may have made more than nothing by now. */
const isForeign = (name: string) => !name.startsWith('.') && !['inputs', 'parts', MANIFEST].includes(name);

/** The sweep that a folder holds. Throws BadInput where it holds none, or a damaged one. */
export function openSweep(folder: string): Sweep {
  const text = existsSync(folder) ? readIfThere(join(folder, MANIFEST)) : null;
  if (text === null) throw new BadInput(`${folder}: no sweep here (a folder with ${MANIFEST} is needed)`);
  return sweepOf(folder, readManifest(folder, text), (schools) => {
    const file = join(folder, 'inputs', `${schools}.json`);
    const records = readIfThere(file);
    if (records === null || sha256(records) !== schools) {
      throw new BadInput(
        `${file}: missing or damaged; run the sweep's command again to have it written anew`,
      );
    }
    return records;
  });
}

/** A sweep from its manifest and a reader of its inputs, on disk or from elsewhere. */
export function sweepOf(folder: string, manifest: Manifest, input: (schools: string) => string): Sweep {
  const plan = accepted(readSweepPlan(manifest.plan.text, manifest.plan.file));
  const bases = manifest.bases.map(({ name, scenario, schools }): Base => {
    const checked = checkScenario(scenario);
    if (checked.scenario === null) throw new BadInput(`${folder}: scenario ${name} is damaged`);
    const records = schools === null ? null : (JSON.parse(input(schools)) as SchoolRecord[]);
    return { name, scenario: checked.scenario, schools: records, schoolsKey: schools };
  });
  const { outcomes, series, schools, events } = plan;
  return {
    folder,
    manifest,
    id: sha256(manifestText(manifest)),
    plan,
    bases,
    cells: cellsOf(plan),
    keep: { outcomes, series, schools, events },
  };
}

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 1)}\n`;
}

function readManifest(folder: string, text: string): Manifest {
  try {
    const manifest = JSON.parse(text) as Manifest;
    if (manifest.format === FORMAT) return manifest;
  } catch {
    // Not JSON: said below.
  }
  throw new BadInput(`${join(folder, MANIFEST)}: damaged, or of another version (expected "${FORMAT}")`);
}

function accepted(reading: ReturnType<typeof readSweepPlan>): SweepPlan {
  if (reading.value === null) throw new BadInput(reading.problems.map(formatProblem));
  return reading.value;
}

/** Removes what killed programs of this machine left unfinished. */
export function tidy({ folder }: Sweep): void {
  const parts = join(folder, 'parts');
  removeUnfinished(folder);
  for (const name of readdirSync(parts)) removeUnfinished(join(parts, name));
}

/** The runs of a sweep, found one by one: keys cost a check of the cell's scenario each, so they are kept. */
export class Runs {
  readonly #sweep: Sweep;
  readonly #keys: (string | null)[];
  /** The most replicates a cell can have. */
  readonly most: number;

  constructor(sweep: Sweep) {
    this.#sweep = sweep;
    this.#keys = sweep.cells.map(() => null);
    const { replicates } = sweep.plan;
    this.most = replicates.kind === 'fixed' ? replicates.count : replicates.max;
  }

  /** The run of a cell with this number of replicate, from 1. */
  run(cell: Cell, replicate: number): PlannedRun {
    const seed = this.#seed(cell, replicate);
    return {
      run: cell.cell * this.most + replicate - 1,
      cell,
      replicate,
      seed,
      key: runKey(this.#cellKey(cell), seed),
    };
  }

  /** Replicates with one number share their seed across cells, or have seeds of their own. */
  #seed({ cell }: Cell, replicate: number): string {
    const { seed, commonRandomNumbers } = this.#sweep.plan;
    return commonRandomNumbers ? `${seed}/${replicate}` : `${seed}/${cell}/${replicate}`;
  }

  #cellKey(cell: Cell): string {
    const known = this.#keys[cell.cell];
    if (known !== null) return known;
    const { bases, keep, manifest } = this.#sweep;
    const base = bases[cell.scenario];
    const scenario = cellReading(base, cell.settings).scenario;
    // The manifest's: the parts of a sweep are found whichever version reads it.
    const { simulation } = manifest;
    const key =
      scenario === null
        ? misfitKey(base, cell.settings, simulation)
        : keyOfCell(base, scenario, keep, simulation);
    this.#keys[cell.cell] = key;
    return key;
  }
}

/** Settings of a plan that do not fit a base scenario. */
export interface Misfit {
  /** What of the plan makes them. */
  readonly at: Problem['path'];
  /** "cell 12" */
  readonly what: string;
  /** As seen from the scenario, which is its file. */
  readonly problem: PlacedProblem;
}

/** The first misfit of each cell whose settings do not fit together. */
export function misfits({ plan, bases, cells }: Sweep): Misfit[] {
  return cells.flatMap(({ cell, scenario, point, settings }) => {
    const { problems } = cellReading(bases[scenario], settings);
    const makes = plan.factors.length > 0 ? 'design' : 'set';
    const at = plan.design.kind === 'list' ? ['design', 'points', point] : [makes];
    return problems.slice(0, 1).map((problem) => ({ at, what: `cell ${cell}`, problem }));
  });
}

/** The first few misfits with their places in the plan, and how many more there are. */
export function misfitLines(found: readonly Misfit[], { file, text }: Manifest['plan']): string[] {
  const more = found.length > 5 ? [`and ${found.length - 5} more`] : [];
  return [...found.slice(0, 5).map((misfit) => misfitLine(misfit, text, file)), ...more];
}

/** `plan.yaml:7:9: cell 12 of my.yaml: timeline[0].week: after the end of the run: found 50; allowed: ...` */
function misfitLine({ at, what, problem }: Misfit, text: string, file: string): string {
  const here = { path: at, message: '', found: undefined, allowed: '' };
  const [{ line, column }] = readSweepPlan(text, file, () => [here]).problems;
  return formatProblem({
    ...problem,
    file,
    line,
    column,
    path: `${what} of ${problem.file}: ${problem.path}`,
  });
}

/** A run and its part, or null where it is not done yet. */
export interface FoundRun extends PlannedRun {
  readonly part: Part | null;
}

export function find({ folder }: Sweep, run: PlannedRun): FoundRun {
  return { ...run, part: readPart(folder, run.key) };
}
