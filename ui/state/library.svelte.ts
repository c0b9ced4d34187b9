/** The scenarios that come with the page, and names by which sentences speak of them. */
import { fingerprint } from '../../scenarios/fingerprint.ts';
import { checkScenario, plainScenario } from '../../sim/index.ts';
import type { Pool } from '../worker/client.ts';
import type { Card } from '../worker/contract.ts';

import { letterOf, SIDE_KEYS } from './sides.ts';

export type { Card };

export interface Theme {
  theme: string;
  cards: readonly Card[];
}

class Library {
  /** In the order of menus: those of the first chart alone until the rest is there. */
  cards = $state.raw<readonly Card[]>([]);
  readonly themes: readonly Theme[] = $derived(byTheme(this.cards));
  #whole: Promise<void> | undefined;

  /** Takes in the scenarios of the first chart, as they were built into the page. */
  begin(entries: readonly PlainEntry[]): void {
    this.cards = entries.flatMap(({ name, theme, plain }) => {
      const { scenario } = checkScenario(plain);
      return scenario === null ? [] : [{ name, theme, scenario, base: fingerprint(plainScenario(scenario)) }];
    });
    if (this.cards.length === 0) throw new Error('This page came without scenarios.');
  }

  /** Resolves when all are there. A worker reads them, so that their work does not burden the page. */
  whole(pool: Pool): Promise<void> {
    this.#whole ??= this.#load(pool).catch((error: unknown) => {
      this.#whole = undefined; // may be tried again
      throw error;
    });
    return this.#whole;
  }

  async #load(pool: Pool): Promise<void> {
    const entries = await pool.once((worker) => worker.library());
    await new Promise((resolve) => setTimeout(resolve, 0)); // to take in so much is one task, to show it another
    this.cards = entries.map((entry) => cardOf(entry.name) ?? entry);
  }
}

export const library = new Library();

/** A scenario as it is built into the page: `plain` is what `checkScenario` takes. */
export interface PlainEntry {
  readonly name: string;
  readonly theme: string;
  readonly plain: unknown;
}

function byTheme(cards: readonly Card[]): Theme[] {
  const themes: Theme[] = [];
  for (const card of cards) {
    const last = themes.at(-1);
    if (last?.theme === card.theme) last.cards = [...last.cards, card];
    else themes.push({ theme: card.theme, cards: [card] });
  }
  return themes;
}

export function cardOf(name: string): Card | undefined {
  return library.cards.find((card) => card.name === name);
}

/** The scenarios whose titles `card` names in quotes when it says what to compare it with, in the order it does. */
export function besides(card: Card, cards: readonly Card[] = library.cards): readonly Card[] {
  const named = new Set([...card.scenario.about.matchAll(/"([^"]+)"/g)].map(([, title]) => title));
  return [...named].flatMap((title) => cards.find((c) => c !== card && c.scenario.title === title) ?? []);
}

/**
 * What a sentence calls scenarios by their titles: what sets them apart where all begin alike ("competition" and
 * "partnership" under one county), else the titles themselves, or their letters where two have the same title.
 */
export function spokenNames(titles: readonly string[]): string[] {
  if (new Set(titles).size < titles.length) return titles.map((_, i) => letterOf(SIDE_KEYS[i]));
  const words = titles.map((title) => title.split(' '));
  let shared = 0;
  while (words.every((one) => shared < one.length && one[shared] === words[0][shared])) shared++;
  const rests = words.map((one) =>
    one
      .slice(shared)
      .join(' ')
      .replace(/^(under|with) /, ''),
  );
  if (shared > 0 && rests.every((rest) => rest !== '')) return rests;
  return titles.map((title) => `“${title}”`);
}
