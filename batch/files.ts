import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeText } from '../scenarios/decode.ts';
import { formatProblem } from '../scenarios/problem.ts';
import { BadInput, reason } from './errors.ts';

const KIB = 1024;
/** A scenario is text written by people; far more than this is a mistake or an attack on the parser. */
const LARGEST_SCENARIO = 256 * KIB;
/** All 24,000 schools of England take 8 MiB of register. */
const LARGEST_TABLE = 64 * KIB * KIB;

/** The text of a scenario's file, which must be UTF-8. */
export function readScenarioText(path: string): string {
  const bytes = readBytes(path, LARGEST_SCENARIO);
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw new BadInput(`${path}: not a text file (byte ${zero + 1} is zero)`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BadInput(`${path}: not UTF-8 text; save it as UTF-8`);
  }
}

/** The text of a file of schools, in whichever encoding it is. */
export function readTableText(path: string): string {
  const decoded = decodeText(readBytes(path, LARGEST_TABLE), shownPath(path));
  if (decoded.text === null) throw new BadInput(decoded.problems.map(formatProblem));
  return decoded.text;
}

/** A path as messages show it: from here where it lies below, else in full. */
export function shownPath(path: string): string {
  const from = relative(process.cwd(), path);
  return from === '' || from.startsWith('..') || isAbsolute(from) ? path : from;
}

/** The bytes of a file of at most `largest` bytes, never reading many more; else BadInput that names the file. */
function readBytes(path: string, largest: number): Uint8Array {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw new BadInput(`${path}: ${whyNot(error)}`);
  }
  try {
    const stat = fstatSync(file);
    if (stat.isDirectory()) throw new BadInput(`${path}: is a folder, not a file`);
    // Pipes and devices have no size; of them one byte too many is read, and no more.
    if (stat.isFile() && stat.size > largest) throw tooLarge(path, stat.size, largest);
    const buffer = new Uint8Array((stat.isFile() ? Math.min(stat.size, largest) : largest) + 1);
    let length = 0;
    while (length < buffer.length) {
      const read = readSync(file, buffer, length, buffer.length - length, null);
      if (read === 0) return buffer.subarray(0, length);
      length += read;
    }
    throw tooLarge(path, length, largest);
  } catch (error) {
    throw error instanceof BadInput ? error : new BadInput(`${path}: ${whyNot(error)}`);
  } finally {
    closeSync(file);
  }
}

function tooLarge(path: string, size: number, largest: number): BadInput {
  return new BadInput(
    `${path}: too large (${Math.ceil(size / KIB)} KiB or more; at most ${largest / KIB} KiB)`,
  );
}

function whyNot(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read (permission denied)';
  if (code === 'EISDIR') return 'is a folder, not a file';
  if (code === 'ENAMETOOLONG') return 'the name is too long for a file';
  if (code === 'ELOOP') return 'is a link that leads back to itself';
  return `cannot be read (${reason(error)})`;
}

/** The folder of Collegium's own package: the nearest above with a package.json, wherever in it this was built to. */
export function packageRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error('Collegium does not find its own package.json');
  }
}
