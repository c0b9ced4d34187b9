/** The shelves of the library: what cards say of scenarios, and what a search finds. */
import { describe, expect, test } from 'vitest';
import type { Card } from '../ui/state/library.svelte.ts';
import { settle } from '../ui/state/settings.ts';
import { find, OWN_THEME, schoolsOf, setApart, shelved, shelves } from '../ui/state/shelf.ts';
import { library } from './support/library.ts';

const cards: Card[] = library().map(({ id, theme, scenario }) => ({ name: id, theme, scenario, base: '' }));
const all = shelves({ 'gias-hampshire-2022-04.csv': 427 }, cards);
const items = all.flatMap((shelf) => shelf.items);
const item = (id: string) => items.find((one) => one.id === id) ?? expect.fail(id);
const ids = (query: string, theme = '', kind: Parameters<typeof find>[1]['kind'] = 'all') =>
  find(all, { query, theme, kind }).flatMap((shelf) => shelf.items.map(({ id }) => id));

describe('shelves', () => {
  test('hold every scenario once, in the order of menus', () => {
    expect(items.map(({ id }) => id)).toEqual(cards.map(({ name }) => name));
    expect(new Set(all.map(({ theme }) => theme)).size).toBe(all.length);
  });

  test('say of each which schools it has and what differs from the defaults, levers first', () => {
    expect(item('hampshire').schools).toBe('427 real schools');
    expect(item('ladder').schools).toBe('2 generated schools');
    expect(schoolsOf(item('hampshire').scenario, {})).toBe('the schools of gias-hampshire-2022-04.csv');
    expect(item('hampshire').set).toEqual([]);
    const said = item('ladder').set.map(({ entry, value, usual }) => `${entry.path} ${value} (${usual})`);
    expect(said).toContain('accountability.unit collective (individual)');
    expect(said.join()).not.toContain('district.schools');
    for (const { set } of items) {
      const lever = set.map(({ entry }) => entry.parameter.lever === true);
      expect(lever).toEqual([...lever].sort((a, b) => Number(b) - Number(a)));
    }
  });

  test('date what happens on the way, in order', () => {
    expect(item('grant-that-ends').dated.map(({ week, kind }) => [week, kind])).toEqual([[117, 'policy']]);
    expect(item('ladder').dated.map(({ kind }) => kind)).toEqual(['founding', 'policy', 'policy']);
  });

  test('are searched by every word, theme and kind', () => {
    expect(ids('')).toEqual(items.map(({ id }) => id));
    expect(ids('GRANT bids')).toContain('bidding-round');
    expect(ids('zebra crossing')).toEqual([]);
    expect(ids('', 'Crisis').every((id) => id.startsWith('crisis-'))).toBe(true);
    expect(ids('', '', 'real').every((id) => id.startsWith('hampshire'))).toBe(true);
    expect(ids('', '', 'shock')).toContain('crisis-fire');
    expect(ids('', '', 'shock')).not.toContain('ladder');
    expect(ids('', '', 'decision')).toEqual(['decisions-of-heads']);
    expect(find(all, { query: 'zebra', theme: '', kind: 'all' })).toEqual([]);
  });

  test('take a scenario of the reader’s own with what was changed of it', () => {
    const card = item('ladder').card;
    const changes = new Map([['market.choice', 0.7] as const]);
    const { scenario } = settle(card.scenario, changes);
    if (scenario === null) throw new Error('refused');
    const mine = shelved({ id: 'mine', title: 'Mine', card, changes, theme: OWN_THEME, scenario }, {});
    expect(mine.set.map(({ entry, value }) => [entry.path, value])).toContainEqual(['market.choice', '0.7']);
    expect(setApart(scenario).length).toBe(mine.set.length);
    expect(mine.text).toContain('mine');
  });
});
