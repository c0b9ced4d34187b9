/** What the views of the page share: the workers, the comparison, and what of it is looked at. */
import type { Pool } from '../worker/client.ts';
import { Comparison } from './comparison.svelte.ts';
import { FIRST_METRIC } from './metrics.ts';
import { Screen } from './screen.svelte.ts';

export class Workspace {
  readonly pool: Pool;
  readonly comparison: Comparison;
  readonly screen = new Screen(FIRST_METRIC);

  constructor(pool: Pool) {
    this.pool = pool;
    this.comparison = new Comparison(pool, 'hampshire-competition', 'hampshire-partnership');
  }
}
