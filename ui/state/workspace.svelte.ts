/** What the views of the page share: the workers, the comparison, and what of it is looked at. */
import type { Pool } from '../worker/client.ts';
import { Comparison } from './comparison.svelte.ts';
import { FIRST_SIDES } from './first.ts';
import { FIRST_METRIC } from './metrics.ts';
import { Screen } from './screen.svelte.ts';
import type { Own } from './shelf.ts';

export class Workspace {
  readonly pool: Pool;
  readonly comparison: Comparison;
  readonly screen = new Screen(FIRST_METRIC);
  /** Scenarios of the reader's own, as this browser keeps them: a shelf of the library. */
  own = $state.raw<readonly Own[]>([]);

  constructor(pool: Pool) {
    this.pool = pool;
    this.comparison = new Comparison(pool, ...FIRST_SIDES);
  }
}
