import type { Model } from '../../sim/model.ts';
import * as steps from '../../sim/week.ts';
import type { World } from './world.ts';

/** A rule of the model and its second implementation. */
export interface Rule {
  /** The step of week.ts it is or, where it is a part of one, a name of its own. */
  name: string;
  /** What the mechanism declares to write. */
  writes: readonly string[];
  real: (m: Model, week: number) => unknown;
  naive: (w: World) => unknown;
  /** Units in the last place by which the two may differ; 0 unless said otherwise, and said why. */
  ulps?: number;
  /** Contact columns are compared too. */
  contacts?: true;
  /** Works on contacts between schools alone: those inside schools are left out. */
  onlyAcross?: true;
}

const all = [...steps.contact, ...steps.week, ...steps.term, ...steps.year];

/** The step of week.ts of this name. */
export function stepOf(name: string): (m: Model, week: number) => void {
  const found = all.find(([known]) => known === name);
  if (found === undefined) throw new Error(`week.ts has no step '${name}'`);
  return found[1];
}

/** A rule that is a whole step of week.ts. */
export function step(
  name: string,
  writes: readonly string[],
  naive: Rule['naive'],
  more: Partial<Rule> = {},
): Rule {
  return { name, writes, real: stepOf(name), naive, ...more };
}
