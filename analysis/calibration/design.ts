import xor4096 from 'seedrandom/lib/xor4096.js';
import { shuffled } from '../designs/shuffled.ts';

/** A parameter of the model with the range held plausible for it. */
export interface Range {
  /** `group.name`. */
  readonly path: string;
  readonly from: number;
  readonly to: number;
  readonly integer: boolean;
}

/**
 * A Latin hypercube: `points` rows of one value a range. Each range is cut into as many cells of equal width as there
 * are points, and every cell holds one point, at random within it. Each column has its luck from the seed
 * and its own path, so that taking a parameter in or out leaves the others where they were.
 */
export function latinHypercube(ranges: readonly Range[], points: number, seed: string): number[][] {
  const columns = ranges.map((range) => column(range, points, seed));
  return Array.from({ length: points }, (_, i) => columns.map((values) => values[i]));
}

function column({ path, from, to, integer }: Range, points: number, seed: string): number[] {
  const random = xor4096(`${seed}/${path}`);
  return shuffled(points, random).map((cell) => {
    const value = from + ((cell + random()) / points) * (to - from);
    // Four digits read well in a record; rounding may not leave the range.
    const round = integer ? Math.round(value) : Number(value.toPrecision(4));
    return Math.min(to, Math.max(from, round));
  });
}
