import { type Reading, type Readings, read } from '../analysis/evidence/readings.ts';
import { InputError, type Scenario } from '../sim/index.ts';
import { reason } from './errors.ts';
import type { Done, Task } from './job.ts';

/** Scenarios of which something is read at the ends of years; it goes to each worker once. */
export interface ReadingJob {
  readonly scenarios: readonly Scenario[];
  /** How messages call the scenarios. */
  readonly names: readonly string[];
  /** What is read of each scenario's runs. */
  readonly readings: readonly (readonly Reading[])[];
}

export type ReadingResult = Readings;

/** Does one run as far as there is something to read. Never throws. */
export async function readTask(
  job: ReadingJob,
  task: Task,
  pause?: (week: number, weeks: number) => Promise<void>,
): Promise<Done<ReadingResult>> {
  try {
    const { scenario, seed } = task;
    return { result: await read(job.scenarios[scenario], seed, job.readings[scenario], pause) };
  } catch (error) {
    return { failure: reason(error), badInput: error instanceof InputError };
  }
}
