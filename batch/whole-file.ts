import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';

/**
 * Files that are whole or not there: written beside their place, forced to the disk, and put there in one rename. Whoever
 * reads sees the old file or the new one, never a part, also when the program is killed or the disk is full.
 */

const HOST = hostname().replace(/[^\w-]/g, '');
const UNFINISHED = /^\.(.*)-(\d+)-\d+-\d+\.unfinished$/;
let written = 0;

/** Where a file is written before it takes the place of `path`: beside it, so that a rename is enough. */
export function unfinishedName(path: string): string {
  // Process, thread and number keep writers apart; host and process tell later whether the writer still lives.
  const name = `.${HOST}-${process.pid}-${threadId}-${written++}.unfinished`;
  return join(dirname(path), name);
}

/** Writes a file whole. Throws what the file system says (no room, not allowed), and leaves nothing behind then. */
export function writeWhole(path: string, content: string | Uint8Array, mode = 0o666): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = unfinishedName(path);
  try {
    const file = openSync(unfinished, 'wx', mode);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

/** Puts a file that another program wrote under `unfinishedName(path)` in its place. */
export function finish(unfinished: string, path: string): void {
  syncFile(unfinished);
  renameSync(unfinished, path);
  syncFolder(dirname(path));
}

/** Forces to the disk what a file holds. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Puts a folder of files made under `unfinishedName(path)` in its place. One that is there goes first, for a folder cannot take the place
 * of another in one step: readers see the old one, none, or the new one, each whole.
 */
export function finishFolder(unfinished: string, path: string): void {
  for (const name of readdirSync(unfinished)) syncFile(join(unfinished, name));
  syncFolder(unfinished);
  const old = unfinishedName(path);
  if (existsSync(path)) renameSync(path, old);
  renameSync(unfinished, path);
  syncFolder(dirname(path));
  rmSync(old, { recursive: true, force: true });
}

/** Forces to the disk what a folder lists. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return; // folders cannot be opened there
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Removes what programs of this machine that are no more left unfinished in a folder, and tells how many files. */
export function removeUnfinished(folder: string): number {
  let removed = 0;
  for (const name of readdirSync(folder)) {
    const [, host, pid] = UNFINISHED.exec(name) ?? [];
    if (host !== HOST || isAlive(Number(pid))) continue;
    rmSync(join(folder, name), { force: true, recursive: true });
    removed++;
  }
  return removed;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The text of a file, or null where there is none. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
