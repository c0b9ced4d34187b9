import { type RunResult, summarise } from '../analysis/outcomes.ts';
import {
  advance,
  InputError,
  ROLES,
  type Scenario,
  type SchoolRecord,
  type State,
  start,
  WEEKS_A_TERM,
} from '../sim/index.ts';
import { reason } from './errors.ts';

/** What every run of one command shares; it goes to each worker once. */
export interface Job {
  readonly scenarios: readonly Scenario[];
  /** How messages call the scenarios. */
  readonly names: readonly string[];
  /** The records of each scenario's schools, or null where they are generated. */
  readonly schools: readonly (readonly SchoolRecord[] | null)[];
  readonly allowLarge: boolean;
}

/** One run. */
export interface Task {
  /** Index of the scenario in the job. */
  readonly scenario: number;
  readonly seed: string;
}

/** The result of a run, with the staff that were imputed for its schools: how many in each role at week 0. */
export interface Result extends RunResult {
  readonly staff: Readonly<Record<string, number>>;
}

/** What became of a run. `badInput` says that its scenario or schools are at fault, whatever the seed. */
export type Done<T = Result> =
  | { readonly result: T; readonly failure?: undefined }
  | { readonly failure: string; readonly badInput: boolean; readonly result?: undefined };

/**
 * Does one run, asking `pause` in after every term, so that whoever waits stays able to answer. Never throws.
 */
export async function runTask(
  job: Job,
  task: Task,
  pause?: (week: number, weeks: number) => Promise<void>,
): Promise<Done> {
  try {
    const schools = job.schools[task.scenario];
    const run = start(job.scenarios[task.scenario], {
      seed: task.seed,
      allowLarge: job.allowLarge,
      ...(schools === null ? {} : { schools }),
    });
    const staff = staffByRole(run.state);
    while (run.week < run.weeks) {
      advance(run, pause === undefined ? run.weeks : WEEKS_A_TERM);
      await pause?.(run.week, run.weeks);
    }
    return { result: { ...summarise(run), staff } };
  } catch (error) {
    return { failure: reason(error), badInput: error instanceof InputError };
  }
}

function staffByRole({ schoolFirst, schoolPosts, staffRole }: State): Record<string, number> {
  const counts = ROLES.map(() => 0);
  for (let school = 0; school < schoolPosts.length; school++) {
    const first = schoolFirst[school];
    for (let i = first; i < first + schoolPosts[school]; i++) counts[staffRole[i]]++;
  }
  return Object.fromEntries(ROLES.map((role, i) => [role, counts[i]]));
}
