/** The built command line as its users start it: another process, its exit code and what it wrote. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { buildIfStale } from '../../scripts/build.mjs';
import { root } from '../../scripts/support.mjs';

export const program = join(root, 'dist', 'cli', 'main.js');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  /** What it has written to stderr so far. */
  stderr(): string;
  readonly finished: Promise<Finished>;
}

/** Starts `collegium` with these arguments, in the folder `cwd`, with more in its environment. */
export function start(
  args: readonly string[],
  { cwd = root, env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Started {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, stderr: () => stderr, finished };
}

export function collegium(...args: string[]): Promise<Finished> {
  return start(args).finished;
}

/** Bad input: exit code 2, nothing on stdout, each part of the message on stderr. */
export function expectBadInput({ code, stdout, stderr }: Finished, ...parts: (string | RegExp)[]): void {
  for (const part of parts) expect(stderr).toMatch(part);
  expect(stderr).not.toMatch(/internal error:|\n {4}at /);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
}

/** Builds the command line before the tests of a file where it is due. */
export function useBuiltCommand(): void {
  beforeAll(() => buildIfStale('cli'), 120_000);
}

/** A folder for the files of one test file, gone afterwards. */
export function useFolder(): {
  write(name: string, content: string | Uint8Array): string;
  /** Makes a folder in it. */
  folder(name: string): void;
  path: string;
} {
  const path = mkdtempSync(join(tmpdir(), 'collegium-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write(name, content) {
      const file = join(path, name);
      writeFileSync(file, content);
      return file;
    },
    folder(name) {
      mkdirSync(join(path, name));
    },
  };
}

/** A district small enough to run in a moment. */
export const SMALL = 'title: Small district\nyears: 1\ndistrict:\n  schools: 8\n';
