import { checkPlacement, type Placement, plainPlacement } from '../analysis/partnership/placement.ts';
import type { PlacedProblem } from './problem.ts';
import { readChecked, stringifyPlain } from './yaml.ts';

/** What the file of a placement ends in. */
export const PLACEMENT_FILE = '.placement.yaml';

export type PlacementReading =
  | { value: Placement; problems: readonly [] }
  | { value: null; problems: readonly PlacedProblem[] };

/** The placement in a YAML text, or everything that is wrong with it, each with its place. */
export function readPlacement(text: string, fileName: string): PlacementReading {
  return readChecked(text, fileName, 'placement', checkPlacement);
}

/** A placement as a YAML text that `readPlacement` takes. */
export function writePlacement(placement: Placement): string {
  return stringifyPlain(plainPlacement(placement));
}
