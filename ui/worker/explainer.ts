/** The page's end of the explaining worker: started when first asked, ended when it is no longer wanted. */
import { type Remote, releaseProxy, wrap } from 'comlink';
import explainUrl from './explain.worker.ts?worker&url';
import type { ExplainWorker } from './explain-contract.ts';
import { trusted } from './trusted.ts';

export class Explainer {
  #worker: Worker | undefined;
  #remote: Remote<ExplainWorker> | undefined;
  #fault: Promise<never> | undefined;

  /** Rejects with what goes wrong in the worker, or when it cannot be started. */
  async ask<T>(call: (worker: Remote<ExplainWorker>) => Promise<T>): Promise<T> {
    const remote = this.#started();
    return Promise.race([call(remote), this.#fault as Promise<never>]);
  }

  #started(): Remote<ExplainWorker> {
    if (this.#remote !== undefined) return this.#remote;
    const worker = new Worker(trusted(explainUrl), { type: 'module' });
    this.#worker = worker;
    this.#fault = new Promise((_, reject) => {
      worker.addEventListener('error', (event) => {
        this.end();
        reject(new Error(event.message || 'A worker could not be started.'));
      });
    });
    this.#fault.catch(() => {});
    this.#remote = wrap<ExplainWorker>(worker);
    return this.#remote;
  }

  end(): void {
    this.#remote?.[releaseProxy]();
    this.#worker?.terminate();
    this.#remote = undefined;
    this.#worker = undefined;
  }
}
