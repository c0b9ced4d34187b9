import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { BadInput, reason } from './errors.ts';
import { type Done, type Job, runTask, type Task } from './job.ts';

export interface PoolOptions {
  /** Workers, 1 or more; with 1 the runs are done in this thread. */
  readonly jobs: number;
  /** Called with the number of runs done; between whole numbers while a run goes on in this thread. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Does all runs of a job and gives what became of each, in the order of the tasks, whatever the number of
 * workers and the order in which they finish. A run that fails leaves the others alone; bad input, which would
 * fail every run, ends the job at once as BadInput.
 */
export async function runAll(job: Job, tasks: readonly Task[], options: PoolOptions): Promise<Done[]> {
  const jobs = Math.min(options.jobs, tasks.length);
  return jobs > 1 ? runInWorkers(job, tasks, jobs, options) : runHere(job, tasks, options);
}

async function runHere(job: Job, tasks: readonly Task[], { onProgress }: PoolOptions): Promise<Done[]> {
  const all: Done[] = [];
  for (const task of tasks) {
    const done = await runTask(job, task, async (week, weeks) => {
      onProgress?.(all.length + week / weeks);
      await new Promise(setImmediate); // so that Ctrl-C and the progress bar get their turn
    });
    refuseBadInput(job, task, done);
    all.push(done);
    onProgress?.(all.length);
  }
  return all;
}

async function runInWorkers(
  job: Job,
  tasks: readonly Task[],
  jobs: number,
  { onProgress }: PoolOptions,
): Promise<Done[]> {
  const pool = new Piscina<Task, Done>({
    filename: join(dirname(fileURLToPath(import.meta.url)), 'worker.js'), // they lie side by side once built
    minThreads: jobs,
    maxThreads: jobs,
    workerData: job,
  });
  // A worker lost between two runs costs nothing: the pool starts another.
  pool.on('error', () => {});
  let finished = 0;
  const ask = async (task: Task): Promise<Done> => {
    const done = await pool.run(task).catch(lost);
    refuseBadInput(job, task, done);
    onProgress?.(++finished);
    return done;
  };
  try {
    return await Promise.all(tasks.map(ask));
  } finally {
    await pool.destroy();
  }
}

/** A run whose worker ended under it, for want of memory for one. */
function lost(error: unknown): Done {
  return { failure: reason(error), badInput: false };
}

function refuseBadInput(job: Job, task: Task, done: Done): void {
  if (done.result !== undefined || !done.badInput) return;
  const way = done.failure.startsWith('very large') ? '; --allow-large runs it all the same' : '';
  throw new BadInput(`${job.names[task.scenario]}: ${done.failure}${way}`);
}
