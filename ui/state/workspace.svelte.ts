/** What the views of the page share: the workers, the comparison, and what of it is looked at. */
import type { Pool } from '../worker/client.ts';
import { Reader } from '../worker/reader.ts';
import { Comparison } from './comparison.svelte.ts';
import { nearestCard } from './draft-base.ts';
import { lookIn } from './files.ts';
import { FIRST_SIDES } from './first.ts';
import { cardOf, library } from './library.svelte.ts';
import { FIRST_METRIC } from './metrics.ts';
import { type OwnScenario, OwnStore } from './own.svelte.ts';
import { Screen } from './screen.svelte.ts';
import { differences } from './settings.ts';
import type { Own } from './shelf.ts';
import { WatchChoice } from './watch-choice.svelte.ts';

export class Workspace {
  readonly pool: Pool;
  readonly comparison: Comparison;
  readonly screen = new Screen(FIRST_METRIC);
  readonly watch = new WatchChoice();
  /** Scenarios of the reader's own, as this browser keeps them: a shelf of the library. */
  readonly own = $derived.by((): readonly Own[] =>
    this.store.scenarios.flatMap(({ id, title, card: name, changes }) => {
      const card = cardOf(name);
      return card === undefined ? [] : [{ id, title, card, changes: new Map(changes) }];
    }),
  );
  /** Reads what people write or open. */
  readonly reader = new Reader();
  /** What is kept in this browser; whoever shows it opens it first. */
  readonly store = new OwnStore(undefined, (one) => this.#renewed(one));

  constructor(pool: Pool) {
    this.pool = pool;
    lookIn((name) => this.store.textOf(name));
    this.comparison = new Comparison(pool, ...FIRST_SIDES);
  }

  /** Counted anew from the library where that has changed since it was saved: its text says what it is. */
  async #renewed(one: OwnScenario): Promise<OwnScenario> {
    await library.whole(this.pool);
    if (cardOf(one.card)?.base === one.base) return one;
    const { scenario } = await this.reader.read(one.text, one.title);
    if (scenario === null) return one;
    const card = cardOf(one.card) ?? nearestCard(scenario);
    const changes = [...differences(card.scenario, scenario)];
    return { ...one, card: card.name, base: card.base, changes };
  }
}
