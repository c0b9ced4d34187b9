/** The command that makes the comparison on the page without a browser. */
import type { Value } from '../../sim/index.ts';
import type { Shared } from './link.ts';

export function commandFor({ a, b, seed, seeds, years }: Shared): string {
  const words = ['npx', 'collegium', 'compare', a.name, b.name, '--replicates', String(seeds)];
  words.push('--seed', seed, '--years', String(years));
  // A setting that both share is set for both at once; the others name their side.
  for (const [path, value] of a.set) {
    words.push(b.set.get(path) === value ? '--set' : '--set-a', `${path}=${say(value)}`);
  }
  for (const [path, value] of b.set) {
    if (a.set.get(path) !== value) words.push('--set-b', `${path}=${say(value)}`);
  }
  return words.map(quoted).join(' ');
}

function say(value: Value): string {
  return String(value);
}

/** For the shells of Unix; words of letters, digits and plain signs need no quotes in any shell. */
function quoted(word: string): string {
  return /^[\w./=:,+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
