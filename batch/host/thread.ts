import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Answer, Ask, Checked, Ground } from '../../analysis/room/play.ts';
import { BadInput, reason } from '../errors.ts';
import type { FromThread, ToThread, Wanted } from '../room-worker.ts';

/** Memory that a run and its check may take, MiB. */
const MEMORY = 1024;

/** They lie side by side once built. */
const BESIDE = join(dirname(fileURLToPath(import.meta.url)), 'room-worker.js');

interface Waiting {
  said(answer: FromThread): void;
  done(): void;
  failed(error: Error): void;
}

/** The run of a room in a thread of its own; answers what it is asked in the order of asking. */
export class RunThread {
  readonly #heard: (answer: Answer) => void;
  readonly #broken: () => void;
  readonly #program: string;
  #worker: Worker | null = null;
  readonly #waiting: Waiting[] = [];

  /** `heard` takes what the run says to the room, `broken` that it has failed. */
  constructor(heard: (answer: Answer) => void, broken: () => void, program = BESIDE) {
    this.#heard = heard;
    this.#broken = broken;
    this.#program = program;
  }

  /** Opens a run in place of the one before; BadInput says what is wrong with what was wanted. */
  async open(open: Wanted, seed: string | null): Promise<Ground> {
    let ground: Ground | null = null;
    await this.#ask({ open, seed }, (said) => {
      if ('opened' in said) ground = said.opened;
    });
    if (ground === null) throw new Error('the run did not open');
    return ground;
  }

  /** Asks the run for what the room needs; `heard` has the answer. */
  ask(ask: Ask): void {
    this.#ask(ask, (said) => {
      if ('answer' in said) this.#heard(said.answer);
    }).catch(() => this.#broken());
  }

  /** The run so far, done once more from its beginning. */
  async check(): Promise<Checked> {
    let checked: Checked | null = null;
    await this.#ask({ ask: 'check' }, (said) => {
      if ('answer' in said && said.answer.answer === 'checked') checked = said.answer.checked;
    });
    if (checked === null) throw new Error('the run was not checked');
    return checked;
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
    this.#failAll(new Error('the room is closed'));
  }

  #ask(asked: ToThread, take: (said: FromThread) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      let wrong: Error | null = null;
      this.#waiting.push({
        said: (said) => {
          if ('refused' in said) wrong = new BadInput(said.refused);
          else if ('failed' in said) wrong = new Error(said.failed);
          else take(said);
        },
        done: () => (wrong === null ? resolve() : reject(wrong)),
        failed: reject,
      });
      this.#worker ??= this.#begin();
      this.#worker.postMessage(asked);
    });
  }

  #begin(): Worker {
    const worker = new Worker(this.#program, {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY },
    });
    worker.on('message', (said: FromThread) => {
      if ('done' in said) this.#waiting.shift()?.done();
      else this.#waiting[0]?.said(said);
    });
    // Out of memory, or worse: the next run has a thread of its own.
    worker.on('error', (error) => {
      if (this.#worker === worker) this.#worker = null;
      this.#failAll(new Error(reason(error)));
    });
    return worker;
  }

  #failAll(error: Error): void {
    for (const waiting of this.#waiting.splice(0)) waiting.failed(error);
  }
}
