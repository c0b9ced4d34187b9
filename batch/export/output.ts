import { createHash } from 'node:crypto';
import {
  closeSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { BadInput, RunFailed, reason } from '../errors.ts';
import {
  finish,
  finishFolder,
  removeUnfinished,
  syncFile,
  syncFolder,
  unfinishedName,
} from '../whole-file.ts';

/**
 * Files that an export makes: written into a folder of their own beside the place that was named, forced to the disk, and
 * put there in one step when all are whole. What is there already is not touched without `force`, and nothing but
 * the place that was named is ever written.
 */

/** What an export left in a folder, so that `force` replaces that and nothing else. */
export const LIST = 'export.json';

/** A file of an export, as its list has it. */
export interface Written {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Names that are devices, or no names, on one system or another. */
const NO_NAME =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u001f<>:"|?*]|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)|[. ]$/i;
const LONGEST_NAME = 100;

export class Output {
  readonly #place: string;
  readonly #shown: string;
  readonly #kind: 'file' | 'folder';
  readonly #force: boolean;
  readonly #stage: string;
  readonly #open = new Map<string, number>();

  /** Opens the place that an option names, to write to. Throws BadInput where nothing can be written, or something is there already. */
  constructor(named: string, kind: 'file' | 'folder', force: boolean, option = '--out') {
    checkName(named, option);
    const parent = parentOf(named, option);
    this.#shown = `${option} ${named}`;
    this.#place = join(parent, basename(resolve(named)));
    this.#kind = kind;
    this.#force = force;
    this.#refuseWhatIsThere();
    this.#stage = unfinishedName(this.#place);
    try {
      removeUnfinished(parent);
      mkdirSync(this.#stage);
    } catch (error) {
      throw new BadInput(`${this.#shown}: cannot be written (${reason(error)})`);
    }
  }

  /** A path for another program to write a file to. */
  path(file: string): string {
    if (!/^[A-Za-z0-9][\w.-]*$/.test(file)) throw new Error(`not a name for a file: ${file}`);
    return join(this.#stage, file);
  }

  /** Writes a piece behind what was written of a file before. */
  write(file: string, text: string): void {
    const bytes = Buffer.from(text);
    try {
      let handle = this.#open.get(file);
      if (handle === undefined) {
        handle = openSync(this.path(file), 'wx');
        this.#open.set(file, handle);
      }
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    } catch (error) {
      throw new RunFailed([`${this.#shown}: cannot be written (${reason(error)}); nothing was`]);
    }
  }

  /** Takes a file away again, if it is there. */
  remove(file: string): void {
    rmSync(this.path(file), { force: true });
  }

  /** The files so far with their sizes and hashes, in the order of their names. */
  list(): Written[] {
    this.#close();
    return readdirSync(this.#stage)
      .sort()
      .map((file) => ({ file, ...measured(join(this.#stage, file)) }));
  }

  /** Puts what was written in its place. */
  finish(): void {
    this.#close();
    this.#refuseWhatIsThere(); // something may have come there since
    if (this.#kind === 'folder') finishFolder(this.#stage, this.#place);
    else this.#putFile(join(this.#stage, readdirSync(this.#stage)[0]));
  }

  /** Leaves nothing behind of what was not finished. */
  discard(): void {
    this.#close();
    rmSync(this.#stage, { recursive: true, force: true });
  }

  #close(): void {
    for (const handle of this.#open.values()) closeSync(handle);
    this.#open.clear();
  }

  #refuseWhatIsThere(): void {
    const there = statOf(this.#place);
    if (there === null) return;
    const refuse = (why: string) => new BadInput(`${this.#shown}: ${why}`);
    if (this.#kind === 'file') {
      if (there.isDirectory()) throw refuse('is a folder; give the name of a file');
      if (!this.#force) throw refuse('is there already; --force replaces it');
      return;
    }
    if (!there.isDirectory())
      throw refuse(`is a ${there.isSymbolicLink() ? 'link' : 'file'}; give the name of a folder`);
    const files = readdirSync(this.#place);
    if (files.length === 0) return;
    if (!this.#force) throw refuse('holds something already; --force replaces an export');
    const own = exported(this.#place);
    const strangers = files.filter((file) => !own.has(file) || !statOf(join(this.#place, file))?.isFile());
    if (strangers.length > 0)
      throw refuse(
        `holds ${strangers.slice(0, 3).join(', ')}${strangers.length > 3 ? ' and more' : ''}, which no export wrote; give another folder`,
      );
  }

  #putFile(made: string): void {
    if (this.#force || !this.#linked(made)) finish(made, this.#place);
    rmSync(this.#stage, { recursive: true, force: true });
  }

  /** Gives the file its place by a link, which unlike a rename never replaces what came there a moment ago; false on disks without links. */
  #linked(made: string): boolean {
    syncFile(made);
    try {
      linkSync(made, this.#place);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST')
        throw new BadInput(`${this.#shown}: is there already`);
      return false;
    }
    syncFolder(dirname(this.#place));
    return true;
  }
}

function checkName(named: string, option: string): void {
  const refuse = (why: string) =>
    new BadInput(
      `${option} ${named}: ${why}; allowed: a name of at most ${LONGEST_NAME} bytes that every system takes`,
    );
  if (named === '' || named.includes('\0')) throw refuse('not a path');
  const name = basename(resolve(named));
  if (name === '') throw refuse('is the root of the disk');
  if (NO_NAME.test(name)) throw refuse(`'${name}' is not a name on every system`);
  if (Buffer.byteLength(name) > LONGEST_NAME) throw refuse('the name is too long');
}

/** The real folder in which the place lies: it must be there. */
function parentOf(named: string, option: string): string {
  const parent = dirname(resolve(named));
  try {
    const real = realpathSync(parent);
    if (statSync(real).isDirectory()) return real;
  } catch {
    // Said below.
  }
  throw new BadInput(`${option} ${named}: there is no folder ${parent}`);
}

/** What lies at a place, itself and not what it leads to. */
function statOf(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}

/** Names that the list of an earlier export has, and the list's own. */
function exported(folder: string): ReadonlySet<string> {
  try {
    const { files } = JSON.parse(readFileSync(join(folder, LIST), 'utf8')) as { files: Written[] };
    return new Set([LIST, ...files.map(({ file }) => file)]);
  } catch {
    return new Set();
  }
}

const CHUNK = 1 << 20;

function measured(path: string): Omit<Written, 'file'> {
  const hash = createHash('sha256');
  const handle = openSync(path, 'r');
  const buffer = Buffer.alloc(CHUNK);
  let bytes = 0;
  try {
    for (;;) {
      const read = readSync(handle, buffer, 0, CHUNK, null);
      if (read === 0) return { bytes, sha256: hash.digest('hex') };
      hash.update(buffer.subarray(0, read));
      bytes += read;
    }
  } finally {
    closeSync(handle);
  }
}
