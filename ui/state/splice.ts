/** Two texts as one change of the other. */
export interface Splice {
  from: number;
  to: number;
  insert: string;
}

/** What to replace so that `before` becomes `after`: all between what they share at both ends; null if nothing. */
export function difference(before: string, after: string): Splice | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  let end = 0;
  while (end < shorter - from && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}

/** Both changes of one text made in it; where they touch the same place, the second is all there is. */
export function merged(before: string, first: string, second: string): string {
  const [a, b] = [difference(before, first), difference(before, second)];
  if (a === null) return second;
  if (b === null) return first;
  if (a.to <= b.from)
    return first.slice(0, b.from + first.length - before.length) + b.insert + before.slice(b.to);
  if (b.to <= a.from) return before.slice(0, b.from) + b.insert + first.slice(b.to);
  return second;
}
