/** Once before the browser tests: the page and the command line are built from the sources as they are. */
import { existsSync } from 'node:fs';
import { buildIfStale } from '../../scripts/build.mjs';

export default async function setup(): Promise<void> {
  if (existsSync('ui/index.html')) await buildIfStale('page');
  if (existsSync('batch/main.ts')) await buildIfStale('cli');
}
