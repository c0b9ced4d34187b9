/** The page's end of the reading worker: started when first asked, ended when it takes too long or is no longer wanted. */
import { proxy, type Remote, releaseProxy, wrap } from 'comlink';
import type { Placement } from '../../analysis/partnership/placement.ts';
import type { PlacementReading } from '../../scenarios/placement.ts';
import type { Scenario } from '../../sim/index.ts';
import readUrl from './read.worker.ts?worker&url';
import type {
  GivenFile,
  ReadWorker,
  SchoolsReading,
  Stage,
  StoryReading,
  TextReading,
} from './read-contract.ts';
import { trusted } from './trusted.ts';

/** Reading the largest text allowed takes a second; whatever takes longer is meant to. */
const TEXT_MS = 4000;
/** England's 21,900 schools take about a second. */
const SCHOOLS_MS = 60_000;

export class ReaderStopped extends Error {}

export class Reader {
  #worker: Worker | undefined;
  #remote: Remote<ReadWorker> | undefined;
  #end: ((why: Error) => void) | undefined;
  /** One question at a time, so that the time of one is never spent on another. */
  #queue: Promise<unknown> = Promise.resolve();

  read(text: string, fileName: string): Promise<TextReading> {
    return this.#ask((worker) => worker.read(text, fileName), TEXT_MS);
  }

  story(text: string, fileName: string): Promise<StoryReading> {
    return this.#ask((worker) => worker.story(text, fileName), TEXT_MS);
  }

  write(scenario: Scenario): Promise<string> {
    return this.#ask((worker) => worker.write(scenario), TEXT_MS);
  }

  patch(text: string, scenario: Scenario): Promise<string> {
    return this.#ask((worker) => worker.patch(text, scenario), TEXT_MS);
  }

  placement(text: string, fileName: string): Promise<PlacementReading> {
    return this.#ask((worker) => worker.placement(text, fileName), TEXT_MS);
  }

  writePlacement(placement: Placement): Promise<string> {
    return this.#ask((worker) => worker.writePlacement(placement), TEXT_MS);
  }

  /** Rejects with `ReaderStopped` when cancelled. */
  schools(
    files: readonly GivenFile[],
    progress: (stage: Stage) => void,
    signal: AbortSignal,
  ): Promise<SchoolsReading> {
    return this.#ask((worker) => worker.schools([...files], proxy(progress)), SCHOOLS_MS, signal);
  }

  #ask<T>(call: (worker: Remote<ReadWorker>) => Promise<unknown>, patience: number, signal?: AbortSignal) {
    const turn = this.#queue.then(() => this.#answer<T>(call, patience, signal));
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #answer<T>(
    call: (worker: Remote<ReadWorker>) => Promise<unknown>,
    patience: number,
    signal?: AbortSignal,
  ): Promise<T> {
    if (signal?.aborted) throw new ReaderStopped('Stopped.');
    const remote = this.#started();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = () => this.#stop(new ReaderStopped('Stopped.'));
    signal?.addEventListener('abort', stop);
    const ended = new Promise<never>((_, reject) => {
      this.#end = reject;
      timer = setTimeout(
        () => this.#stop(new Error(`Reading took longer than ${patience / 1000} seconds and was stopped.`)),
        patience,
      );
    });
    try {
      return (await Promise.race([call(remote), ended])) as T;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      this.#end = undefined;
    }
  }

  #started(): Remote<ReadWorker> {
    if (this.#remote === undefined) {
      this.#worker = new Worker(trusted(readUrl), { type: 'module' });
      this.#worker.addEventListener('error', (event) =>
        this.#stop(new Error(event.message || 'The reader could not be started.')),
      );
      this.#remote = wrap<ReadWorker>(this.#worker);
    }
    return this.#remote;
  }

  #stop(why: Error): void {
    this.#end?.(why);
    this.#remote?.[releaseProxy]();
    this.#worker?.terminate();
    this.#remote = undefined;
    this.#worker = undefined;
  }

  dispose(): void {
    this.#stop(new ReaderStopped('Stopped.'));
  }
}
