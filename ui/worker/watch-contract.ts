/** What the page and the worker for watching say to one another. */
import type { Inspection, Subject } from '../../analysis/inspect/inspect.ts';
import type { Log } from '../../analysis/why/chronicle.ts';
import type { Why } from '../../analysis/why/why.ts';
import type { Scenario } from '../../sim/index.ts';
import type { Frame, Place } from './contract.ts';

/** A run that is watched: the trunk, or a branch of it. */
export interface Future {
  /** By which later calls name it. */
  id: number;
  weeks: number;
  /** Week in which it branched off, 0 for the trunk. */
  from: number;
  place: Place;
  /** Weeks between keyframes: so many, less one, are done again at most when a week is visited. */
  every: number;
}

/** What has come of it since it was last asked. */
export interface Reached {
  week: number;
  /** Values of all metrics, one array a new sample: week 0 and the end of each term. */
  samples: Float64Array[];
  events: Log;
  /** How many events there are in `events`. */
  count: number;
  /** Events that could not be kept, so far. */
  lost: number;
  /** Of the final state, once it is reached. */
  digest: string | null;
}

export interface WatchWorker {
  provide(name: string, text: string): void;
  /** Begins the run to watch; what was watched before is forgotten. */
  open(scenario: Scenario, seed: string): Promise<Future>;
  /** A run that shares the weeks before `week` with the one of that id, and goes on under another scenario. */
  branch(of: number, week: number, scenario: Scenario): Promise<Future>;
  close(id: number): void;
  /** Runs ahead for a moment. The page asks again while it wants more, so other calls never wait for long. */
  goOn(id: number): Reached;
  /** The schools and their relations after so many weeks. */
  frame(id: number, week: number): Frame;
  inspect(id: number, week: number, subject: Subject): Inspection | null;
  /** What led to an event, by its place in the log. */
  why(id: number, index: number): Why;
  digestAt(id: number, week: number): string;
}
