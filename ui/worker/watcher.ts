/** The page's end of the worker for watching: started when first asked, ended when it fails or is let go. */
import { type Remote, releaseProxy, wrap } from 'comlink';
import { trusted } from './trusted.ts';
import watchUrl from './watch.worker.ts?worker&url';
import type { WatchWorker } from './watch-contract.ts';

/** Setting up the largest run allowed takes seconds, not minutes; a longer silence is a fault. */
const PATIENCE_MS = 60_000;

export class Watcher {
  #worker: Worker | undefined;
  #remote: Remote<WatchWorker> | undefined;
  #fault: Promise<never> | undefined;
  #fail: (why: Error) => void = () => {};

  /** Rejects when the worker fails, is silent for too long or is ended meanwhile; the next call starts another. */
  async ask<T>(call: (worker: Remote<WatchWorker>) => Promise<T>): Promise<T> {
    const remote = this.#started();
    const timer = setTimeout(
      () => this.end(new Error('The worker stopped answering and was ended.')),
      PATIENCE_MS,
    );
    try {
      return await Promise.race([call(remote), this.#fault as Promise<never>]);
    } finally {
      clearTimeout(timer);
    }
  }

  #started(): Remote<WatchWorker> {
    if (this.#remote !== undefined) return this.#remote;
    this.#worker = new Worker(trusted(watchUrl), { type: 'module' });
    this.#fault = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.#fault.catch(() => {}); // nobody may be listening yet
    this.#worker.addEventListener('error', (event) =>
      this.end(new Error(event.message || 'The worker could not be started.')),
    );
    this.#remote = wrap<WatchWorker>(this.#worker);
    return this.#remote;
  }

  end(why: Error = new Error('The worker was ended.')): void {
    this.#fail(why);
    this.#remote?.[releaseProxy]();
    this.#worker?.terminate();
    this.#remote = undefined;
    this.#worker = undefined;
  }
}
