/** What page and worker say to one another: plain data, and typed arrays that change hands instead of being copied. */

import type { Frame, Place } from '../../analysis/frames.ts';
import type { Scenario, SchoolRecord } from '../../sim/index.ts';

export { type Frame, LACKS, type Place } from '../../analysis/frames.ts';

export interface Task {
  scenario: Scenario;
  seed: string;
  /** Whether to hand over a frame of the map with every term. */
  frames: boolean;
}

export interface Opened {
  /** By which later calls name the run. */
  id: number;
  weeks: number;
  /** Values per sample, in the order of the list of metrics: week 0. */
  sample: Float64Array;
  place: Place | null;
  frame: Frame | null;
  /** What had to be filled in or left out when the schools were read. */
  report: readonly string[];
}

export interface Step {
  week: number;
  sample: Float64Array;
  frame: Frame | null;
  /** Of the final state, with the last step only. */
  digest: string | null;
}

/** The schools of files, ready for runs, and what had to be filled in or left out when they were read. */
export interface Reading {
  readonly schools: readonly SchoolRecord[];
  readonly report: readonly string[];
}

export function readingKey({ register, results }: { register: string; results: string | null }): string {
  return results === null ? register : `${register} ${results}`;
}

/** A scenario that comes with the page. */
export interface Card {
  name: string;
  theme: string;
  scenario: Scenario;
  /** Fingerprint of the scenario, by which a link tells whether it has changed since. */
  base: string;
}

export interface RunWorker {
  /** The scenarios that come with the page, in the order of menus. */
  library(): Promise<Card[]>;
  /** Gives the worker a file of schools under the name by which scenarios ask for it, before any that came with the page. */
  provide(name: string, text: string): void;
  /** Sets a run up at week 0. The page then asks for one term after the other, so it can never be flooded. */
  open(task: Task): Promise<Opened>;
  /** One term further. */
  advance(id: number): Step;
  close(id: number): void;
  /** Digest at week 0 and after every week of the first `weeks`: the proof that browsers and Node agree. */
  digests(scenario: Scenario, seed: string, weeks: number): Promise<string[]>;
}
