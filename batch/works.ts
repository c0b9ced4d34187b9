import { type Job, type Result, runTask, type Task } from './job.ts';
import { observeTask, type StudyJob, type StudyResult } from './observe.ts';
import { type ReadingJob, type ReadingResult, readTask } from './readings.ts';

/** What became of one piece of work. `badInput` says that its scenario or schools are at fault, whatever the seed. */
export type { Done } from './job.ts';

/** The kinds of work that the pool does, here or in its workers. */
export interface Works {
  run: { job: Job; task: Task; result: Result };
  read: { job: ReadingJob; task: Task; result: ReadingResult };
  study: { job: StudyJob; task: Task; result: StudyResult };
}

export type Kind = keyof Works;

export const works = { run: runTask, read: readTask, study: observeTask } as const;
