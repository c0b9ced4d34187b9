/** The library as shelves: what each scenario is and what sets it apart, in the words by which people look for it. */
import { checkScenario, type Scenario } from '../../sim/index.ts';
import { besides, type Card, library } from './library.svelte.ts';
import { type Changes, type Dated, datedOf, differences, type Entry, entryAt, sayValue } from './settings.ts';

/** A scenario of the reader's own: one of the library and what has been changed of it, kept in this browser. */
export interface Own {
  readonly id: string;
  readonly title: string;
  readonly card: Card;
  readonly changes: Changes;
}

/** One setting that a scenario has otherwise than the default. */
export interface SetApart {
  readonly entry: Entry;
  readonly value: string;
  readonly usual: string;
}

export interface Shelved {
  /** Unique on the shelves, and what `#library/...` names. */
  readonly id: string;
  readonly theme: string;
  readonly title: string;
  readonly scenario: Scenario;
  /** What a side of the comparison takes. */
  readonly card: Card;
  readonly changes: Changes;
  /** "427 schools of a register", "60 generated schools". */
  readonly schools: string;
  readonly real: boolean;
  /** Levers before assumptions, in the order of forms. */
  readonly set: readonly SetApart[];
  readonly dated: readonly Dated[];
  /** Scenarios of the library that its description names. */
  readonly beside: readonly Card[];
  /** All that the search looks through, in lower case. */
  readonly text: string;
}

export interface Shelf {
  readonly theme: string;
  readonly items: readonly Shelved[];
}

export const OWN_THEME = 'My own';

let usual: Scenario | undefined;

/** What every scenario is held against: nothing set. */
function defaultScenario(): Scenario {
  usual ??= checkScenario({ title: 'defaults' }).scenario ?? undefined;
  if (usual === undefined) throw new Error('the defaults make no scenario');
  return usual;
}

export function setApart(scenario: Scenario): SetApart[] {
  const base = defaultScenario();
  const apart = [...differences(base, scenario)].flatMap(([path, value]): SetApart[] => {
    const entry = entryAt(path);
    // How many schools there are is said where the schools are.
    if (entry === undefined || path === 'district.schools') return [];
    const { parameter } = entry;
    return [{ entry, value: sayValue(value, parameter), usual: sayValue(parameter.default) }];
  });
  const lever = ({ entry }: SetApart) => entry.parameter.lever === true;
  return [...apart.filter(lever), ...apart.filter((one) => !lever(one))];
}

/** Schools in each register, by its file's name. */
export type Registers = Readonly<Record<string, number>>;

export function schoolsOf({ files, parameters }: Scenario, counts: Registers): string {
  if (files === null) return `${parameters.district.schools} generated schools`;
  const count = counts[files.register];
  return count === undefined ? `the schools of ${files.register}` : `${count} real schools`;
}

export function shelved(of: Own & { theme: string; scenario: Scenario }, counts: Registers): Shelved {
  const { id, title, theme, scenario, card, changes } = of;
  const set = setApart(scenario);
  const dated = [...datedOf(scenario)].sort((p, q) => p.week - q.week);
  const words = [title, theme, scenario.about, scenario.source, ...dated.map(({ text }) => text)];
  for (const { entry } of set) words.push(entry.label, entry.path);
  return {
    id,
    theme,
    title,
    scenario,
    card,
    changes,
    schools: schoolsOf(scenario, counts),
    real: scenario.files !== null,
    set,
    dated,
    beside: besides(card),
    text: words.join(' ').toLowerCase(),
  };
}

export function shelves(counts: Registers, cards: readonly Card[] = library.cards): Shelf[] {
  const made: { theme: string; items: Shelved[] }[] = [];
  for (const card of cards) {
    const { name, theme, scenario } = card;
    const own = { id: name, title: scenario.title, theme, scenario, card, changes: new Map() };
    const item = shelved(own, counts);
    const last = made.at(-1);
    if (last?.theme === theme) last.items.push(item);
    else made.push({ theme, items: [item] });
  }
  return made;
}

export const KINDS = [
  { kind: 'all', label: 'any' },
  { kind: 'real', label: 'real schools' },
  { kind: 'policy', label: 'a dated change of policy' },
  { kind: 'founding', label: 'a founding' },
  { kind: 'shock', label: 'a shock' },
  { kind: 'decision', label: 'a decision' },
] as const;
export type Kind = (typeof KINDS)[number]['kind'];

/** Those of the shelves in which every word of the query occurs, of one theme and kind; empty shelves are left out. */
export function find(
  all: readonly Shelf[],
  { query, theme, kind }: { query: string; theme: string; kind: Kind },
): Shelf[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (item: Shelved) =>
    words.every((word) => item.text.includes(word)) &&
    (kind === 'all' || (kind === 'real' ? item.real : item.dated.some((one) => one.kind === kind)));
  return all
    .filter((shelf) => theme === '' || shelf.theme === theme)
    .map((shelf) => ({ ...shelf, items: shelf.items.filter(fits) }))
    .filter(({ items }) => items.length > 0);
}
