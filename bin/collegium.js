#!/usr/bin/env node
/**
 * `npx collegium ...` in a checkout: the built command line, after installing the packages and building it
 * where that is due, so that it works straight after a clone and never runs older than its sources.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isStale } from '../scripts/build.mjs';
import { dependenciesAreCurrent, root } from '../scripts/support.mjs';

/** @param {string} script @param {string[]} args */
function prepare(script, ...args) {
  // Standard output is the command's alone: what these say goes to stderr.
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', script), ...args], {
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
}

if (!dependenciesAreCurrent()) prepare('setup.mjs', '--deps');
if (isStale('cli')) prepare('build.mjs', '--if-stale', 'cli');
await import(pathToFileURL(join(root, 'dist', 'cli', 'main.js')).href);
