import type { Place } from '../../../analysis/frames.ts';
import type { PlainPlace } from '../../../analysis/room/protocol.ts';

/** The ground of a run as a room sends it, lists of numbers, in the typed arrays in which the page draws. */
export function placeFrom({ names, ids, phases, x, y }: PlainPlace): Place {
  return {
    names: [...names],
    ids: Int32Array.from(ids),
    phases: Uint8Array.from(phases),
    x: Float64Array.from(x),
    y: Float64Array.from(y),
  };
}
