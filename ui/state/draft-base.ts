import type { Scenario } from '../../sim/index.ts';
import { type Card, library } from './library.svelte.ts';
import { differences } from './settings.ts';

/** The scenario of the library from which `scenario` differs in the fewest places. */
export function nearestCard(scenario: Scenario, cards: readonly Card[] = library.cards): Card {
  let best = cards[0];
  let fewest = Number.POSITIVE_INFINITY;
  for (const card of cards) {
    const n = differences(card.scenario, scenario).size;
    if (n < fewest) [best, fewest] = [card, n];
  }
  return best;
}
