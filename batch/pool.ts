import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BadInput, reason } from './errors.ts';
import type { Done } from './job.ts';
import { type Kind, type Works, works } from './works.ts';

export interface PoolOptions<K extends Kind, T> {
  /** Workers, 1 or more; with 1 the runs are done in this thread. */
  readonly jobs: number;
  /** What to remember of a result; many thousands of whole ones would fill the memory. */
  readonly keep: (result: Works[K]['result']) => T;
  /** Called with the number of runs done; between whole numbers while a run goes on in this thread. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Does all runs of a job of one kind and gives what became of each, in the order of the tasks, whatever the number of
 * workers and the order in which they finish. A run that fails leaves the others alone; bad input, which would
 * fail every run, ends the job at once as BadInput.
 */
export async function runAll<K extends Kind, T>(
  kind: K,
  job: Works[K]['job'],
  tasks: readonly Works[K]['task'][],
  options: PoolOptions<K, T>,
): Promise<Done<T>[]> {
  const jobs = Math.min(options.jobs, tasks.length);
  return jobs > 1 ? runInWorkers(kind, job, tasks, jobs, options) : runHere(kind, job, tasks, options);
}

type Pause = (week: number, weeks: number) => Promise<void>;

async function runHere<K extends Kind, T>(
  kind: K,
  job: Works[K]['job'],
  tasks: readonly Works[K]['task'][],
  options: PoolOptions<K, T>,
): Promise<Done<T>[]> {
  const { keep, onProgress } = options;
  const work = works[kind] as (
    job: Works[K]['job'],
    task: Works[K]['task'],
    pause: Pause,
  ) => Promise<Done<Works[K]['result']>>;
  const all: Done<T>[] = [];
  for (const task of tasks) {
    const done = await work(job, task, async (week, weeks) => {
      onProgress?.(all.length + week / weeks);
      await new Promise(setImmediate); // so that Ctrl-C and the progress bar get their turn
    });
    all.push(kept(job, task, done, keep));
    onProgress?.(all.length);
  }
  return all;
}

async function runInWorkers<K extends Kind, T>(
  kind: K,
  job: Works[K]['job'],
  tasks: readonly Works[K]['task'][],
  jobs: number,
  { keep, onProgress }: PoolOptions<K, T>,
): Promise<Done<T>[]> {
  const { Piscina } = await import('piscina'); // only here: most commands start sooner without it
  const pool = new Piscina<Works[K]['task'], Done<Works[K]['result']>>({
    filename: join(dirname(fileURLToPath(import.meta.url)), 'worker.js'), // they lie side by side once built
    minThreads: jobs,
    maxThreads: jobs,
    workerData: { kind, job },
  });
  // A worker lost between two runs costs nothing: the pool starts another.
  pool.on('error', () => {});
  const all: Done<T>[] = new Array(tasks.length);
  let begun = 0;
  let finished = 0;
  const lane = async () => {
    while (begun < tasks.length) {
      const i = begun++;
      const done = await pool.run(tasks[i]).catch(lost);
      all[i] = kept(job, tasks[i], done, keep);
      onProgress?.(++finished);
    }
  };
  try {
    // Two for each worker, so that the next run waits for the worker and never the worker for a run.
    await Promise.all(Array.from({ length: jobs * 2 }, lane));
    return all;
  } finally {
    begun = tasks.length;
    await pool.destroy();
  }
}

/** A run whose worker ended under it, for want of memory for one. */
function lost(error: unknown): Done<never> {
  return { failure: reason(error), badInput: false };
}

function kept<K extends Kind, T>(
  job: Works[K]['job'],
  task: Works[K]['task'],
  done: Done<Works[K]['result']>,
  keep: (result: Works[K]['result']) => T,
): Done<T> {
  if (done.failure === undefined) return { result: keep(done.result) };
  if (!done.badInput) return done;
  const way = done.failure.startsWith('very large') ? '; --allow-large runs it all the same' : '';
  throw new BadInput(`${job.names[task.scenario]}: ${done.failure}${way}`);
}
