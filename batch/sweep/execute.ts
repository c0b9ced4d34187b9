import { summarise } from '../../analysis/outcomes.ts';
import { SCHOOL_COLUMNS } from '../../analysis/sweep/tables.ts';
import { formatProblem } from '../../scenarios/problem.ts';
import { type SettingsReading, withValues } from '../../scenarios/settings.ts';
import {
  advance,
  COUNTER,
  EVENTS,
  metrics,
  plainScenario,
  type Run,
  type Scenario,
  type SchoolRecord,
  type State,
  start,
  type Value,
  WEEKS_A_TERM,
} from '../../sim/index.ts';
import { reason } from '../errors.ts';
import { canonical, cellKey, type Keep, runKey, SIMULATION, sha256 } from './key.ts';
import type { DonePart, EventsPart, FailedPart, Part, SchoolsPart } from './part.ts';

/** A base scenario with its schools, as every run of the sweep takes them. */
export interface Base {
  /** As the plan names it. */
  readonly name: string;
  readonly scenario: Scenario;
  /** Records of real schools, or null where the scenario generates its own. */
  readonly schools: readonly SchoolRecord[] | null;
  /** Fingerprint of the records; null where there are none. */
  readonly schoolsKey: string | null;
}

/** One run, told in full: whoever has the base scenarios can do it. */
export interface RunTask {
  readonly key: string;
  /** Index of the base scenario. */
  readonly scenario: number;
  readonly settings: readonly (readonly [path: string, value: Value])[];
  readonly seed: string;
}

const ENGINE = `node ${process.versions.node} ${process.platform} ${process.arch}`;

/** The scenario of a cell, the base with the cell's settings, or why they do not fit together. */
export function cellReading(base: Base, settings: RunTask['settings']): SettingsReading {
  return withValues(base.scenario, settings, base.name);
}

/** The key of a cell whose settings do not fit together: its runs fail, and that is kept like any result. */
export function misfitKey(base: Base, settings: RunTask['settings'], simulation: string): string {
  return sha256(canonical({ simulation, scenario: plainScenario(base.scenario), settings }));
}

/** The key of the cell with these settings, as `simulation` computes it. */
export function keyOfCell(base: Base, scenario: Scenario, keep: Keep, simulation: string): string {
  return cellKey({ simulation, scenario: plainScenario(scenario), schools: base.schoolsKey, keep });
}

/** Does one run, from start to part. A run that fails gives a part that says why. */
export function execute(bases: readonly Base[], keep: Keep, allowLarge: boolean, task: RunTask): Part {
  const { key, seed } = task;
  try {
    const base = bases[task.scenario];
    const { scenario, problems } = cellReading(base, task.settings);
    if (scenario === null) throw new Error(formatProblem(problems[0]));
    // A task comes from a file or a queue: a run is filed under the key of what was done, or not at all.
    if (runKey(keyOfCell(base, scenario, keep, SIMULATION), seed) !== key) {
      throw new Error('the run is not the one that its key names');
    }
    const run = start(scenario, { seed, allowLarge, ...(base.schools ? { schools: base.schools } : {}) });
    while (run.week < run.weeks) {
      advance(run, WEEKS_A_TERM);
      refuseNonsense(run);
    }
    return { key, seed, engine: ENGINE, status: 'done', ...donePart(run, keep) };
  } catch (error) {
    return failedPart(task, reason(error));
  }
}

export function failedPart({ key, seed }: RunTask, why: string): FailedPart {
  return { key, seed, engine: ENGINE, status: 'failed', reason: why };
}

/** A metric that is no number says that the run has left its rails: what follows would be noise. */
function refuseNonsense(run: Run): void {
  const sample = run.week / WEEKS_A_TERM;
  for (const { key } of metrics) {
    const value = run.series[key][sample];
    if (!Number.isFinite(value)) throw new Error(`${key} is ${value} in week ${run.week}`);
  }
}

type Findings = Pick<
  DonePart,
  'digest' | 'weeks' | 'outcomes' | 'sampleWeeks' | 'series' | 'schools' | 'events'
>;

function donePart(run: Run, keep: Keep): Findings {
  const { digest, weeks, outcomes, sampleWeeks, series } = summarise(run);
  const pick = <T, U>(from: Readonly<Record<string, T>>, keys: readonly string[], as: (one: T) => U) =>
    Object.fromEntries(keys.map((key) => [key, as(from[key])]));
  return {
    digest,
    weeks,
    outcomes: pick(outcomes, keep.outcomes, (value) => value),
    sampleWeeks: keep.series.length > 0 ? [...sampleWeeks] : [],
    series: pick(series, keep.series, (values) => [...values]),
    schools: keep.schools ? schoolsPart(run.state, run.names) : null,
    events: keep.events ? eventsPart(run.state) : null,
  };
}

function schoolsPart(state: State, names: readonly string[]): SchoolsPart {
  return {
    names: [...names],
    columns: Object.fromEntries(
      SCHOOL_COLUMNS.map((name) => [name, Array.from(state[name].subarray(0, names.length))]),
    ),
  };
}

function eventsPart(state: State): EventsPart {
  const kept = state.counter[COUNTER.events];
  const first = (values: ArrayLike<number>) => Array.from({ length: kept }, (_, i) => values[i]);
  return {
    week: first(state.eventWeek),
    kind: first(state.eventKind).map((kind) => EVENTS[kind]),
    a: first(state.eventA),
    b: first(state.eventB),
    value: first(state.eventValue),
  };
}
