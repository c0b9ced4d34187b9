/**
 * What is shown, as the fragment of a link: one byte for the version, four for a checksum, then JSON, all in
 * base64url. A fragment never reaches a server. Reading trusts nothing, for a link comes from strangers: every value
 * goes through the check of scenarios, keys that are not known are refused by name, and nothing is run.
 */
import { nearestPath, parameterPaths } from '../analysis/sweep/paths.ts';
import { about, checkScenario, type Problem, parameterAt, printable } from '../sim/index.ts';
import { type Changes, PARTS, putChanges } from './changes.ts';
import { checksum } from './fingerprint.ts';
import type { Plain } from './plain.ts';
import { pathText, reachesIntoObjects, shown } from './problem.ts';

/** One of the scenarios: one of the library, and what is changed of it. */
export interface LinkSide {
  /** Name in the library. */
  readonly name: string;
  /** Fingerprint of the library's scenario when the link was made: it may have changed since. */
  readonly base: string;
  readonly set: Changes;
}

/** A file of schools that a link cannot hold: whoever opens it needs the file, and the fingerprint tells whether it is the one. */
export interface LinkFile {
  readonly name: string;
  readonly fingerprint: string;
}

export interface Link {
  /** One to four; the first is the baseline. */
  readonly sides: readonly LinkSide[];
  readonly seed: string;
  readonly seeds: number;
  readonly years: number;
  readonly view: LinkView;
  /** Key of the metric shown. */
  readonly metric: string;
  /** Week shown. */
  readonly week: number;
  /** The run watched: index of its side, and of its seed. */
  readonly watch: { readonly side: number; readonly replicate: number };
  readonly files: readonly LinkFile[];
}

const LINK_VIEWS = ['compare', 'library', 'build', 'watch', 'evidence', 'keep'] as const;
export type LinkView = (typeof LINK_VIEWS)[number];

export type LinkReading = { link: Link; refused: null } | { link: null; refused: string };

export const MOST_SIDES = 4;
/** Letters, fragment and all. */
export const LONGEST_LINK = 16 * 1024;
const MOST_LINK_SEEDS = 1000;
const VERSION_BYTE = 2;
/** The page's first links: two sides, settings only. They are still read. */
const FIRST_VERSION = 1;
const HEAD = 5;
/** The deepest value a scenario has, a dated setting, lies eight down. */
const DEEPEST = 10;
const LAST_WEEK = 1950;

/** The fragment of a link, without `#`; null when it would be too long. */
export function encodeLink(link: Link): string | null {
  const { sides, seed, seeds, years, view, metric, week, watch, files } = link;
  const content = {
    sides: sides.map(({ name, base, set }) => ({ name, base, set: Object.fromEntries(set) })),
    seed,
    seeds,
    years,
    view,
    metric,
    week,
    watch: { side: watch.side, replicate: watch.replicate },
    files: files.map(({ name, fingerprint }) => ({ name, fingerprint })),
  };
  const text = new TextEncoder().encode(JSON.stringify(content));
  const bytes = new Uint8Array(text.length + HEAD);
  bytes[0] = VERSION_BYTE;
  new DataView(bytes.buffer).setUint32(1, checksum(text));
  bytes.set(text, HEAD);
  const fragment = toBase64Url(bytes);
  return fragment.length > LONGEST_LINK ? null : fragment;
}

/** What a fragment holds, or in words why it is refused. */
export function decodeLink(fragment: string): LinkReading {
  if (fragment.length > LONGEST_LINK) return refuse('it is longer than any link made by Collegium');
  const bytes = fromBase64Url(fragment);
  if (bytes === null || bytes.length <= HEAD) return refuse('it is damaged or not from Collegium');
  const version = bytes[0];
  if (version !== VERSION_BYTE && version !== FIRST_VERSION)
    return refuse('it was made by another version of Collegium');
  const body = bytes.subarray(HEAD);
  if (new DataView(bytes.buffer).getUint32(1) !== checksum(body))
    return refuse('it is damaged: a part is missing or changed');
  try {
    const content = readJson(body);
    return { link: readLink(version === FIRST_VERSION ? fromFirst(content) : content), refused: null };
  } catch (error) {
    return refuse(error instanceof Unfit ? error.message : 'its content cannot be read');
  }
}

/** The fragment in what somebody pasted: a whole address, a fragment with `#`, or one without. */
export function fragmentOf(text: string): string {
  return text.trim().replace(/^[^#]*#/, '');
}

function refuse(refused: string): LinkReading {
  return { link: null, refused };
}

class Unfit extends Error {}

function readJson(bytes: Uint8Array): unknown {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  if (depthOf(text) > DEEPEST) throw new Unfit('its content lies deeper than any scenario');
  const value: unknown = JSON.parse(text);
  // Keys given twice, numbers of more digits than can be kept and the like would be read as something else.
  if (JSON.stringify(value) !== text) throw new Unfit('its content is not written as Collegium writes it');
  refuseObjectKeys(value);
  return value;
}

/** Deepest nesting of brackets outside quotes, without building anything. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const c = json[i];
    if (quoted) {
      if (c === '\\') i++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === '{' || c === '[') deepest = Math.max(deepest, ++depth);
    else if (c === '}' || c === ']') depth--;
  }
  return deepest;
}

function refuseObjectKeys(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (reachesIntoObjects(key)) throw new Unfit(`it holds a key that is never allowed: ${shown(key)}`);
    refuseObjectKeys(child);
  }
}

/** A first link as one of today: it held sides A and B by name, and a term in place of a week. */
function fromFirst(value: unknown): unknown {
  const { a, b, term, ...rest } = mapping(value, 'content', FIRST_KEYS);
  return {
    sides: [a, b],
    ...rest,
    view: 'compare',
    week: whole(term, 'term', 0, 150) * 13,
    watch: { side: 0, replicate: 0 },
    files: [],
  };
}

const FIRST_KEYS = ['a', 'b', 'seed', 'seeds', 'years', 'metric', 'term'];
const KEYS = ['sides', 'seed', 'seeds', 'years', 'view', 'metric', 'week', 'watch', 'files'];

function readLink(value: unknown): Link {
  const root = mapping(value, 'content', KEYS);
  const sides = list(root.sides, 'scenarios', 1, MOST_SIDES).map(readSide);
  const seeds = whole(root.seeds, 'number of seeds', 1, MOST_LINK_SEEDS);
  const watch = mapping(root.watch, 'run watched', ['side', 'replicate']);
  const view = LINK_VIEWS.find((name) => name === root.view);
  if (view === undefined) throw new Unfit('its view is missing or not one of this version');
  return {
    sides,
    seed: readSeed(root.seed),
    seeds,
    years: whole(root.years, 'number of years', about.years.min, about.years.max),
    view,
    metric: text(root.metric, 'outcome', /^[A-Za-z][A-Za-z0-9]{0,60}$/),
    week: whole(root.week, 'week', 0, LAST_WEEK),
    watch: {
      side: whole(watch.side, 'side watched', 0, sides.length - 1),
      replicate: whole(watch.replicate, 'run watched', 0, seeds - 1),
    },
    files: list(root.files, 'files', 0, 2 * MOST_SIDES).map(readFile),
  };
}

function readSeed(value: unknown): string {
  const seed = text(value, 'seed', /^[^\p{C}\p{Zl}\p{Zp}]{1,80}$/u);
  if (!printable(seed)) throw new Unfit('its seed is malformed');
  return seed;
}

function readFile(value: unknown): LinkFile {
  const file = mapping(value, 'file', ['name', 'fingerprint']);
  return {
    name: text(file.name, 'name of a file', /^[A-Za-z0-9][A-Za-z0-9._-]{0,95}\.csv$/),
    fingerprint: text(file.fingerprint, 'fingerprint of a file', /^[0-9a-f]{8}$/),
  };
}

function readSide(value: unknown, index: number): LinkSide {
  const letter = 'ABCD'[index];
  const side = mapping(value, `scenario ${letter}`, ['name', 'base', 'set']);
  return {
    name: text(side.name, `name of scenario ${letter}`, /^[a-z0-9][a-z0-9-]{0,79}$/),
    base: text(side.base, `fingerprint of scenario ${letter}`, /^[0-9a-f]{8}$/),
    set: readChanges(side.set, letter),
  };
}

/** Checked as if they were all that a scenario says: whatever the library holds, no value is out of its range. */
function readChanges(value: unknown, letter: string): Changes {
  const set = mapping(value, `settings of ${letter}`) as Record<string, Plain>;
  const changes = new Map(Object.entries(set));
  for (const path of changes.keys()) {
    if (PARTS.includes(path) || parameterAt(path) !== null) continue;
    const near = nearestPath(path, [...PARTS, ...parameterPaths()]);
    throw new Unfit(
      `it changes ${shown(path)} of ${letter}, which is no setting of this version${near === null ? '' : `; did you mean '${near}'?`}`,
    );
  }
  // What is dated late is held against the length of the run when both are put together.
  const plain: Record<string, unknown> = { title: 'x', years: about.years.max };
  putChanges(plain, changes);
  plain.title ??= 'x';
  const { problems } = checkScenario(plain);
  if (problems.length > 0) throw new Unfit(inWords(problems[0], letter));
  return changes;
}

function inWords({ path, message, found, allowed }: Problem, letter: string): string {
  const cut = allowed.length > 120 ? `${allowed.slice(0, 120)}…` : allowed;
  return `it sets ${pathText(path)} of ${letter} to ${shown(found)}: ${message}; allowed: ${cut}`;
}

function mapping(value: unknown, what: string, keys?: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Unfit(`its ${what} is missing`);
  const stranger = keys && Object.keys(value).find((key) => !keys.includes(key));
  if (stranger !== undefined) throw new Unfit(`its ${what} has a key that is not known: ${shown(stranger)}`);
  return value as Record<string, unknown>;
}

function list(value: unknown, what: string, fewest: number, most: number): readonly unknown[] {
  if (Array.isArray(value) && value.length >= fewest && value.length <= most) return value;
  throw new Unfit(`its ${what} are missing or not ${fewest} to ${most}`);
}

function text(value: unknown, what: string, form: RegExp): string {
  if (typeof value === 'string' && form.test(value)) return value;
  throw new Unfit(`its ${what} is missing or malformed`);
}

function whole(value: unknown, what: string, min: number, max: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Unfit(`its ${what} is missing or not from ${min} to ${max}`);
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The bytes of a fragment; null where it is not one that `toBase64Url` writes. */
function fromBase64Url(fragment: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]+$/.test(fragment)) return null;
  try {
    const bytes = Uint8Array.from(atob(fragment.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    );
    // The last letter can have bits to spare: a link is written in one way only.
    return toBase64Url(bytes) === fragment ? bytes : null;
  } catch {
    return null; // of a length no base64 has
  }
}
