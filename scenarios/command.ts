/** The command that does without a browser what a link of the page does: in words where settings say all, else by the link. */
import { parameterAt } from '../sim/index.ts';
import { encodeLink, type Link, type LinkSide } from './link.ts';
import type { Plain } from './plain.ts';

export interface Asked {
  /** For the shells of Unix. Null where even a link is too short for all that is changed. */
  readonly command: string | null;
  /** Files of schools that have to lie in the folder where it is run. */
  readonly files: readonly string[];
}

const LETTERS = 'abcd';

/** `collegium compare` with all sides of a link. */
export function compareCommand(link: Link): Asked {
  const { sides, seed, seeds, years } = link;
  const start = ['npx', 'collegium', 'compare'];
  const words = settingWords(link);
  if (words === null) return byLink(start, link);
  const command = [...start, ...sides.map(({ name }) => name), '--replicates', String(seeds)];
  command.push('--seed', seed, '--years', String(years), ...words);
  return { command: spoken(command), files: filesOf(link) };
}

/** `collegium run` with the run that a link watches; `seed` is that run's own. */
export function runCommand(link: Link, seed: string): Asked {
  const side = link.sides[link.watch.side];
  const start = ['npx', 'collegium', 'run'];
  const words = settingWords({ ...link, sides: [side] });
  if (words === null) return byLink(start, link);
  const command = [...start, side.name, '--seed', seed, '--years', String(link.years), ...words];
  return { command: spoken(command), files: filesOf(link) };
}

function byLink(start: readonly string[], link: Link): Asked {
  const fragment = encodeLink(link);
  const command = fragment === null ? null : spoken([...start, '--link', fragment]);
  return { command, files: filesOf(link) };
}

const filesOf = ({ files }: Link) => files.map(({ name }) => name);

/** All changes as options, or null where they are more than settings and titles. */
function settingWords({ sides, files }: Link): string[] | null {
  const schools = schoolWords(
    sides,
    files.map(({ name }) => name),
  );
  if (schools === null) return null;
  const own = sides.map(({ set }) => [...set].filter(([path]) => path !== 'years' && path !== 'schools'));
  if (own.some((changes) => changes.some(([path, value]) => !sayable(path, value)))) return null;
  // What all share is set for all at once; the others name their side.
  const shared = own[0].filter(([path, value]) => sides.every(({ set }) => set.get(path) === value));
  const words = [...schools];
  for (const [path, value] of shared) words.push('--set', `${path}=${value}`);
  for (const [i, changes] of own.entries()) {
    for (const [path, value] of changes) {
      if (!shared.some(([other]) => other === path)) words.push(`--set-${LETTERS[i]}`, `${path}=${value}`);
    }
  }
  return words;
}

/** Texts over several lines would be hard to read, and shells differ in how they take them. */
function sayable(path: string, value: Plain): boolean {
  if (path === 'title') return typeof value === 'string' && !/[\n\t]/.test(value);
  return parameterAt(path) !== null;
}

/** Options for files of schools, where all sides are about the same ones and the reader has them; null where options do not suffice. */
function schoolWords(sides: readonly LinkSide[], own: readonly string[]): string[] | null {
  const [first, ...others] = sides.map(({ set }) => JSON.stringify(set.get('schools')));
  if (others.some((files) => files !== first)) return null;
  if (first === undefined) return own.length === 0 ? [] : null;
  const files = sides[0].set.get('schools') as { register: string; results?: string } | null;
  // Those that come with Collegium do not lie where the command is run.
  if (files === null || Object.values(files).some((name) => !own.includes(name))) return null;
  return ['--schools', files.register, ...(files.results === undefined ? [] : ['--results', files.results])];
}

function spoken(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

/** Words of letters, digits and plain signs need no quotes in any shell. */
function quoted(word: string): string {
  return /^[\w./=:,+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
