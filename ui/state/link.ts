/**
 * What is shown, as the fragment of a link: one byte for the version, four for a checksum, then JSON, all in
 * base64url. A fragment never reaches a server. Reading trusts nothing: a link comes from strangers.
 */
import type { Value } from '../../sim/index.ts';

export interface SharedSide {
  /** Name in the library. */
  name: string;
  /** Fingerprint of the library's scenario when the link was made: it may have changed since. */
  base: string;
  /** Settings that differ from it, by path. */
  set: ReadonlyMap<string, Value>;
}

export interface Shared {
  a: SharedSide;
  b: SharedSide;
  seed: string;
  seeds: number;
  years: number;
  metric: string;
  /** Term the map shows. */
  term: number;
}

export type Read = { shared: Shared; refused: null } | { shared: null; refused: string };

const VERSION_BYTE = 1;
export const LONGEST_LINK = 16 * 1024;
const MOST_SETTINGS = 500;

export function encodeLink(shared: Shared): string {
  const side = ({ name, base, set }: SharedSide) => ({ name, base, set: Object.fromEntries(set) });
  const { a, b, seed, seeds, years, metric, term } = shared;
  const json = JSON.stringify({ a: side(a), b: side(b), seed, seeds, years, metric, term });
  const text = new TextEncoder().encode(json);
  const bytes = new Uint8Array(text.length + 5);
  bytes[0] = VERSION_BYTE;
  new DataView(bytes.buffer).setUint32(1, checksum(text));
  bytes.set(text, 5);
  return toBase64Url(bytes);
}

export function decodeLink(fragment: string): Read {
  if (fragment.length > LONGEST_LINK) return refuse('it is longer than any link made by Collegium');
  const bytes = fromBase64Url(fragment);
  if (bytes === null || bytes.length < 6) return refuse('it is damaged or not from Collegium');
  if (bytes[0] !== VERSION_BYTE) return refuse('it was made by another version of Collegium');
  const text = bytes.subarray(5);
  if (new DataView(bytes.buffer).getUint32(1) !== checksum(text))
    return refuse('it is damaged: a part is missing or changed');
  try {
    return {
      shared: readShared(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text))),
      refused: null,
    };
  } catch (error) {
    return refuse(error instanceof Unfit ? error.message : 'its content cannot be read');
  }
}

function refuse(refused: string): Read {
  return { shared: null, refused };
}

class Unfit extends Error {}

function readShared(value: unknown): Shared {
  const root = mapping(value, 'content');
  return {
    a: readSide(root.a, 'A'),
    b: readSide(root.b, 'B'),
    seed: text(root.seed, 'seed', /^[^\p{C}\p{Zl}\p{Zp}]{1,80}$/u),
    seeds: whole(root.seeds, 'number of seeds', 1, 1000),
    years: whole(root.years, 'number of years', 1, 50),
    metric: text(root.metric, 'outcome', /^[A-Za-z][A-Za-z0-9]{0,60}$/),
    term: whole(root.term, 'term', 0, 150),
  };
}

function readSide(value: unknown, which: string): SharedSide {
  const side = mapping(value, `scenario ${which}`);
  const entries = Object.entries(mapping(side.set, `settings of ${which}`));
  if (entries.length > MOST_SETTINGS) throw new Unfit(`it changes more settings of ${which} than there are`);
  const set = new Map<string, Value>();
  for (const [path, setting] of entries) {
    if (!/^[A-Za-z]{1,40}\.[A-Za-z0-9]{1,60}$/.test(path))
      throw new Unfit(`it names a setting of ${which} that cannot exist`);
    if (typeof setting !== 'number' && typeof setting !== 'boolean' && typeof setting !== 'string') {
      throw new Unfit(`it gives ${path} of ${which} no usable value`);
    }
    if (typeof setting === 'string' && setting.length > 80)
      throw new Unfit(`it gives ${path} of ${which} too long a text`);
    set.set(path, setting);
  }
  return {
    name: text(side.name, `name of scenario ${which}`, /^[a-z0-9][a-z0-9-]{0,79}$/),
    base: text(side.base, `fingerprint of scenario ${which}`, /^[0-9a-f]{8}$/),
    set,
  };
}

function mapping(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new Unfit(`its ${what} is missing`);
}

function text(value: unknown, what: string, form: RegExp): string {
  if (typeof value === 'string' && form.test(value)) return value;
  throw new Unfit(`its ${what} is missing or malformed`);
}

function whole(value: unknown, what: string, min: number, max: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Unfit(`its ${what} is missing or not from ${min} to ${max}`);
}

/** FNV-1a, 32 bits: finds slips of the hand, not forgery; what a link may hold is checked in any case. */
export function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Eight hexadecimal digits for a plain value. */
export function fingerprint(value: unknown): string {
  return checksum(new TextEncoder().encode(JSON.stringify(value)))
    .toString(16)
    .padStart(8, '0');
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(fragment: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]+$/.test(fragment)) return null;
  try {
    return Uint8Array.from(atob(fragment.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
  } catch {
    return null; // of a length no base64 has
  }
}
