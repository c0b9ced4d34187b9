import { type FederationFindings, FederationStudy } from '../analysis/federations/study.ts';
import { advance, digest, InputError, type Scenario, start } from '../sim/index.ts';
import { reason } from './errors.ts';
import type { Done, Task } from './job.ts';

/** Scenarios whose runs the study of federations looks at; it goes to each worker once. */
export interface StudyJob {
  readonly scenarios: readonly Scenario[];
  /** How messages call the scenarios. */
  readonly names: readonly string[];
}

export interface StudyResult {
  readonly seed: string;
  readonly digest: string;
  readonly findings: FederationFindings;
}

/** Does one run with the study looking on. Never throws. */
export async function observeTask(
  job: StudyJob,
  task: Task,
  pause?: (week: number, weeks: number) => Promise<void>,
): Promise<Done<StudyResult>> {
  try {
    const { seed } = task;
    const run = start(job.scenarios[task.scenario], { seed });
    const study = new FederationStudy();
    while (run.week < run.weeks) {
      advance(run, study.next(run.week) - run.week);
      study.observe(run);
      await pause?.(run.week, run.weeks);
    }
    return { result: { seed, digest: digest(run), findings: study.findings() } };
  } catch (error) {
    return { failure: reason(error), badInput: error instanceof InputError };
  }
}
