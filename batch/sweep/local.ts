import { type Backend, batchesOf, type Limits, type Report, taskOf } from './backend.ts';
import { Crew } from './crew.ts';
import type { PlannedRun, Sweep } from './folder.ts';
import { readPart, writePart } from './part.ts';
import { type Note, noteOf } from './rounds.ts';

export interface LocalOptions {
  readonly jobs: number;
  readonly limits: Limits;
  /** Program of the workers; the built one lies beside the command. */
  readonly worker?: string;
}

/** Worker threads of this machine, which write the parts themselves. */
export class Local implements Backend {
  readonly #jobs: number;
  readonly #crew: Crew<Note>;
  batch = 1;

  constructor({ folder, plan }: Sweep, { jobs, limits, worker }: LocalOptions) {
    this.#jobs = jobs;
    this.#crew = new Crew<Note>({
      jobs,
      limits,
      worker,
      work: { folder },
      left: ({ key }) => {
        const part = readPart(folder, key);
        return part === null ? null : noteOf(part, plan.replicates, 0, 0);
      },
      fail: (part) => noteOf(part, plan.replicates, writePart(folder, part), 0),
    });
  }

  async complete(runs: readonly PlannedRun[], report: Report, signal: AbortSignal): Promise<void> {
    const batches = batchesOf(runs.map(taskOf), this.batch);
    const lane = async () => {
      for (const batch of batches) {
        if (signal.aborted) return;
        await this.#crew.do(batch, report, signal);
      }
    };
    await Promise.all(Array.from({ length: this.#jobs }, lane));
  }

  async lanes(): Promise<number> {
    return this.#jobs;
  }

  close(): Promise<void> {
    return this.#crew.close();
  }
}
