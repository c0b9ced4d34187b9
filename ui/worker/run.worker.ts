/** One worker: holds runs, moves them on a term at a time when asked, and hands over what the page shows. */
import { expose, transfer } from 'comlink';
import { frameOf, placeOf, sampleOf } from '../../analysis/frames.ts';
import { advance, digest, type Run, WEEKS_A_TERM } from '../../sim/index.ts';
import { buffersOf } from './buffers.ts';
import type { Opened, RunWorker, Step, Task } from './contract.ts';
import { begin, provide } from './registers.ts';

interface Held {
  run: Run;
  frames: boolean;
}

const runs = new Map<number, Held>();
let lastId = 0;

function held(id: number): Held {
  const found = runs.get(id);
  if (found === undefined) throw new Error(`The worker holds no run ${id}.`);
  return found;
}

const worker: RunWorker = {
  async library() {
    const { readLibrary } = await import('./library.ts');
    return readLibrary();
  },

  provide,

  async open({ scenario, seed, frames }: Task): Promise<Opened> {
    const { run, report } = await begin(scenario, seed);
    lastId++;
    runs.set(lastId, { run, frames });
    const opened: Opened = {
      id: lastId,
      weeks: run.weeks,
      sample: sampleOf(run, 0),
      place: frames ? placeOf(run) : null,
      frame: frames ? frameOf(run) : null,
      report,
    };
    return transfer(opened, buffersOf(opened.sample, opened.place, opened.frame));
  },

  advance(id): Step {
    const { run, frames } = held(id);
    advance(run, WEEKS_A_TERM);
    const step: Step = {
      week: run.week,
      sample: sampleOf(run, run.week / WEEKS_A_TERM),
      frame: frames ? frameOf(run) : null,
      digest: run.week >= run.weeks ? digest(run) : null,
    };
    return transfer(step, buffersOf(step.sample, step.frame));
  },

  close(id) {
    runs.delete(id);
  },

  async digests(scenario, seed, weeks) {
    const { run } = await begin(scenario, seed);
    const found = [digest(run)];
    while (run.week < Math.min(weeks, run.weeks)) {
      advance(run, 1);
      found.push(digest(run));
    }
    return found;
  },
};

expose(worker);
