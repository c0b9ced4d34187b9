/**
 * The pool of workers. The page asks each run for one term at a time: a slow page is never flooded, and to
 * cancel is to ask no more.
 */
import { type Remote, releaseProxy, wrap } from 'comlink';
import type { Scenario } from '../../sim/index.ts';
import type { SideKey } from '../state/sides.ts';
import type { Opened, RunWorker, Step } from './contract.ts';
import workerUrl from './run.worker.ts?worker&url';
import { trusted } from './trusted.ts';

export interface Job {
  /** The runs to make, in the order in which they are wanted. */
  tasks: readonly JobTask[];
  /** So many of the first tasks go forward side by side, a term each in turn. */
  firstWave: number;
  /** Weeks that a worker's run is ahead before another of the first wave is set up beside it: the first pair shows sooner. */
  headStart: number;
  /** Texts of the files of schools, by name. */
  files: Readonly<Record<string, string>>;
  opened(task: JobTask, opened: Opened): void;
  stepped(task: JobTask, step: Step): void;
}

export interface JobTask {
  side: SideKey;
  pair: number;
  scenario: Scenario;
  seed: string;
  frames: boolean;
}

interface Active {
  task: JobTask;
  id: number;
  weeks: number;
  week: number;
}

/** A term of the largest run allowed takes seconds, not minutes; a longer silence is a fault. */
const PATIENCE_MS = 60_000;

export class Pool {
  readonly size: number;
  #members: Member[] = [];

  constructor(size: number = Math.max(1, Math.min(16, navigator.hardwareConcurrency || 2))) {
    this.size = size;
  }

  /** Starts the workers ahead of the first job: their code loads while the page is still being built. */
  warm(): void {
    while (this.#members.length < this.size) this.#members.push(new Member());
  }

  /** Resolves when all is done or `signal` is aborted; rejects with the first failure. */
  async run(job: Job, signal: AbortSignal): Promise<void> {
    this.warm();
    const queue = [...job.tasks];
    const width = Math.max(1, Math.ceil(job.firstWave / this.size));
    const opening = job.tasks.slice(0, job.firstWave).length;
    const failed = new AbortController();
    const stop = AbortSignal.any([signal, failed.signal]);
    const take = (held: number) => {
      const inWave = job.tasks.length - queue.length < opening;
      return held === 0 || (inWave && held < width) ? queue.shift() : undefined;
    };
    try {
      await Promise.all(
        this.#members.map((member) =>
          member.work(job, take, stop).catch((error: unknown) => {
            failed.abort();
            throw error;
          }),
        ),
      );
    } catch (error) {
      this.#replaceBroken();
      throw error;
    }
  }

  /** One call outside any job, for the digests. */
  async once<T>(ask: (worker: Remote<RunWorker>) => Promise<T>): Promise<T> {
    this.warm();
    return this.#members[0].ask(ask);
  }

  #replaceBroken(): void {
    this.#members = this.#members.filter((member) => !member.broken);
    this.warm();
  }

  dispose(): void {
    for (const member of this.#members) member.end();
    this.#members = [];
  }
}

class Member {
  broken = false;
  readonly #worker: Worker;
  readonly #remote: Remote<RunWorker>;
  /** Calls that wait for an answer: how each is told that none will come, and the timer of its patience. */
  readonly #waiting = new Map<(reason: Error) => void, ReturnType<typeof setTimeout>>();
  #failure: Error | null = null;
  readonly #provided = new Set<string>();

  constructor() {
    this.#worker = new Worker(trusted(workerUrl), { type: 'module' });
    this.#remote = wrap<RunWorker>(this.#worker);
    this.#worker.addEventListener('error', (event) => {
      this.broken = true;
      this.#fail(new Error(event.message || 'A worker could not be started.'));
    });
  }

  async work(job: Job, take: (held: number) => JobTask | undefined, stop: AbortSignal): Promise<void> {
    const active: Active[] = [];
    try {
      await this.#provide(job.files);
      while (!stop.aborted) {
        const ahead = active.every(({ week, weeks }) => week >= Math.min(weeks, job.headStart));
        const next = ahead ? take(active.length) : undefined;
        if (next !== undefined) {
          const { scenario, seed, frames } = next;
          const opened = await this.ask((worker) => worker.open({ scenario, seed, frames }));
          active.push({ task: next, id: opened.id, weeks: opened.weeks, week: 0 });
          if (!stop.aborted) job.opened(next, opened);
          continue;
        }
        const run = behind(active);
        if (run === undefined) return;
        const step = await this.ask((worker) => worker.advance(run.id));
        if (stop.aborted) return;
        run.week = step.week;
        job.stepped(run.task, step);
        if (run.week >= run.weeks) await this.#close(active, run);
      }
    } finally {
      if (!this.broken) for (const run of [...active]) void this.#close(active, run).catch(() => {});
    }
  }

  async #close(active: Active[], run: Active): Promise<void> {
    active.splice(active.indexOf(run), 1);
    await this.ask((worker) => worker.close(run.id));
  }

  async #provide(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      if (this.#provided.has(name)) continue;
      this.#provided.add(name);
      await this.ask((worker) => worker.provide(name, text));
    }
  }

  /** One call; it fails when the worker does, or answers nothing for too long. Nothing of it is kept afterwards. */
  ask<T>(call: (worker: Remote<RunWorker>) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) {
        reject(this.#failure);
        return;
      }
      const timer = setTimeout(() => {
        this.end();
        this.#fail(new Error('A worker stopped answering and was ended.'));
      }, PATIENCE_MS);
      this.#waiting.set(reject, timer);
      void call(this.#remote)
        .then(resolve, reject)
        .finally(() => {
          clearTimeout(timer);
          this.#waiting.delete(reject);
        });
    });
  }

  #fail(error: Error): void {
    this.#failure = error;
    for (const [reject, timer] of this.#waiting) {
      clearTimeout(timer);
      reject(error);
    }
    this.#waiting.clear();
  }

  end(): void {
    this.broken = true;
    this.#remote[releaseProxy]();
    this.#worker.terminate();
  }
}

/** The run that is furthest behind, so that those of the first wave grow side by side. */
function behind(active: readonly Active[]): Active | undefined {
  let least: Active | undefined;
  for (const run of active) if (least === undefined || run.week < least.week) least = run;
  return least;
}
