/** Which run is watched, and what of it is looked at: what a link keeps. The run itself is fetched with its view. */
import type { Subject } from '../../analysis/inspect/inspect.ts';
import type { SideKey } from './sides.ts';

export class WatchChoice {
  /** The side whose run is watched, and under which of the comparison's seeds: 0 is the first. */
  side = $state<SideKey>('a');
  replicate = $state(0);
  /** Weeks done at the moment looked at. */
  week = $state(0);
  subject = $state.raw<Subject | null>(null);
  /** Where a link brought this about, nothing runs before it is asked for. */
  waits = $state(false);
  /** Grows whenever another view asks for the run of the side chosen. */
  wanted = $state(0);
}
