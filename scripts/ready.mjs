/** Before a program starts: packages installed and its build no older than its sources. Silent when all is. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isStale } from './build.mjs';
import { dependenciesAreCurrent, root } from './support.mjs';

/** @param {string[]} targets what the program needs built */
export function ready(...targets) {
  if (!dependenciesAreCurrent()) script('setup.mjs', '--deps');
  const stale = targets.filter(isStale);
  if (stale.length > 0) script('build.mjs', '--if-stale', ...stale);
}

/** @param {string} name @param {string[]} args */
function script(name, ...args) {
  // Standard output is the program's alone: what these say goes to stderr.
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', name), ...args], {
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
}
