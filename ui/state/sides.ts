/** The sides of a comparison: two to four scenarios, of which the first is the baseline of every difference. */

export const SIDE_KEYS = ['a', 'b', 'c', 'd'] as const;
export type SideKey = (typeof SIDE_KEYS)[number];
export type Letter = 'A' | 'B' | 'C' | 'D';

/** What there is of each side, of those that take no part too. */
export type BySide<T> = { [K in SideKey]: T };

export const BASELINE: SideKey = 'a';
export const FEWEST_SIDES = 2;
export const MOST_SIDES = SIDE_KEYS.length;

export function letterOf(key: SideKey): Letter {
  return key.toUpperCase() as Letter;
}

/** One value a side, each made anew. */
export function bySide<T>(make: () => T): BySide<T> {
  return { a: make(), b: make(), c: make(), d: make() };
}

/** "A", "A and B", "A, B and D". */
export function listed(letters: readonly string[]): string {
  return letters.length < 2 ? letters.join('') : `${letters.slice(0, -1).join(', ')} and ${letters.at(-1)}`;
}
