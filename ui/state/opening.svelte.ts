/** Files of schools on their way from the reader's disk into a scenario. */
import type { PlacedProblem } from '../../scenarios/problem.ts';
import type { ImputationReport } from '../../scenarios/register.ts';
import type { SchoolsReading, Stage } from '../worker/read-contract.ts';
import { type Reader, ReaderStopped } from '../worker/reader.ts';

export type Read = Extract<SchoolsReading, { report: ImputationReport }>;

/** A county's register is a few hundred kilobytes. The text goes to every worker, so the nation's is too much for a page. */
export const LARGEST_FILE = 32 * 1024 * 1024;

export class Opening {
  status = $state<'empty' | 'reading' | 'read' | 'wrong' | 'stopped'>('empty');
  stage = $state<Stage>('decoding');
  names = $state.raw<readonly string[]>([]);
  read = $state.raw<Read | null>(null);
  problems = $state.raw<readonly PlacedProblem[]>([]);
  /** What went wrong that has no place in a file. */
  failure = $state('');

  readonly #reader: Reader;
  #abort: AbortController | undefined;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** Reads a register, or one with its results. */
  async open(files: readonly File[]): Promise<void> {
    this.cancel();
    const abort = new AbortController();
    this.#abort = abort;
    this.names = files.map(({ name }) => name);
    this.read = null;
    this.problems = [];
    this.failure = '';
    const large = files.find(({ size }) => size > LARGEST_FILE);
    if (large !== undefined) {
      const size = Math.ceil(large.size / 1024 / 1024);
      this.#fail(
        `${large.name} has ${size} MiB; the page reads up to ${LARGEST_FILE / 1024 / 1024}. Keep the rows of your own area, or use the command line.`,
      );
      return;
    }
    if (files.length > 2) {
      this.#fail(
        `${files.length} files are too many: open one register, and its file of results if there is one.`,
      );
      return;
    }
    this.status = 'reading';
    this.stage = 'decoding';
    try {
      const given = await Promise.all(
        files.map(async (file) => ({ name: file.name, bytes: await file.arrayBuffer() })),
      );
      const reading = await this.#reader.schools(
        given,
        (stage) => {
          this.stage = stage;
        },
        abort.signal,
      );
      if (this.#abort !== abort) return;
      if (reading.register === null) {
        this.problems = reading.problems;
        this.status = 'wrong';
      } else {
        this.read = reading;
        this.status = 'read';
      }
    } catch (error) {
      if (this.#abort !== abort) return;
      if (error instanceof ReaderStopped) this.status = 'stopped';
      else this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  cancel(): void {
    if (this.status === 'reading') this.status = 'stopped';
    this.#abort?.abort();
    this.#abort = undefined;
  }

  forget(): void {
    this.cancel();
    this.status = 'empty';
    this.read = null;
    this.problems = [];
  }

  #fail(failure: string): void {
    this.failure = failure;
    this.status = 'wrong';
  }
}
