/** The scenarios and files of schools that come with the page, and names by which sentences speak of them. */
import { plainScenario, type Scenario } from '../../sim/index.ts';
import type { Pool } from '../worker/client.ts';
import { fingerprint } from './link.ts';
import { letterOf, SIDE_KEYS } from './sides.ts';

export interface Card {
  name: string;
  theme: string;
  scenario: Scenario;
  /** Fingerprint of the scenario, by which a link tells whether it has changed since. */
  base: string;
}

export interface Theme {
  theme: string;
  cards: readonly Card[];
}

const tables = import.meta.glob<string>('../../scenarios/data/*.csv', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** In the order of menus; filled once, before the page is put together. */
export const library: Card[] = [];
export const themes: Theme[] = [];

/** Has a worker read the scenarios, so that neither the reader of YAML nor its work burdens the page. */
export async function loadLibrary(pool: Pool): Promise<void> {
  const entries = await pool.once((worker) => worker.library());
  for (const { name, theme, scenario } of entries) {
    const card = { name, theme, scenario, base: fingerprint(plainScenario(scenario)) };
    library.push(card);
    const last = themes.at(-1);
    if (last?.theme === theme) last.cards = [...last.cards, card];
    else themes.push({ theme, cards: [card] });
  }
  if (library.length === 0) throw new Error('This page came without scenarios.');
}

export function cardOf(name: string): Card | undefined {
  return library.find((card) => card.name === name);
}

/** The scenarios whose titles `card` names in quotes when it says what to compare it with, in the order it does. */
export function besides(card: Card, cards: readonly Card[] = library): readonly Card[] {
  const named = new Set([...card.scenario.about.matchAll(/"([^"]+)"/g)].map(([, title]) => title));
  return [...named].flatMap((title) => cards.find((c) => c !== card && c.scenario.title === title) ?? []);
}

const fetched = new Map<string, Promise<string>>();

/** The texts of the files of schools that scenarios ask for, by name; each is fetched once. */
export async function filesFor(scenarios: readonly Scenario[]): Promise<Record<string, string>> {
  const names = new Set<string>();
  for (const { files } of scenarios) {
    if (files === null) continue;
    names.add(files.register);
    if (files.results !== null) names.add(files.results);
  }
  const texts: Record<string, string> = {};
  await Promise.all(
    [...names].map(async (name) => {
      let text = fetched.get(name);
      if (text === undefined) {
        text = fetchText(name);
        fetched.set(name, text);
        // A failed fetch is tried again the next time.
        text.catch(() => fetched.delete(name));
      }
      texts[name] = await text;
    }),
  );
  return texts;
}

async function fetchText(name: string): Promise<string> {
  const url = Object.entries(tables).find(([path]) => path.endsWith(`/${name}`))?.[1];
  if (url === undefined) throw new Error(`The file of schools ${name} does not come with this page.`);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The file of schools ${name} could not be loaded (${response.status}).`);
  return response.text();
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
