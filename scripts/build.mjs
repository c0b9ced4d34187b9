/**
 * Builds `page`, `cli` and `bench` (all of them when none is named) into dist/. With `--if-stale` only what is
 * older than its sources. A build is made beside the old one and takes its place in one rename, so that
 * nobody is ever served half a page.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { alone, fail, fingerprint, isMain, root, run, say } from './support.mjs';

const common = [
  'sim',
  'analysis',
  'scenarios',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'scripts/build.mjs',
];

/** @type {Record<string, { entry: string, config: string, sources: string[] }>} */
const targets = {
  page: {
    entry: 'ui/index.html',
    config: 'vite.config.ts',
    sources: ['ui', 'scripts', 'docs/accessibility.md'],
  },
  cli: { entry: 'batch/main.ts', config: 'vite.node.config.ts', sources: ['batch', 'scripts/serving.mjs'] },
  bench: { entry: 'bench/main.ts', config: 'vite.node.config.ts', sources: ['bench'] },
};

if (isMain(import.meta.url)) {
  const args = process.argv.slice(2);
  const names = args.filter((arg) => !arg.startsWith('-'));
  try {
    for (const name of names.length > 0 ? names : Object.keys(targets)) {
      await (args.includes('--if-stale') ? buildIfStale(name) : alone('build', () => build(name)));
    }
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}

/** @param {string} name */
export async function buildIfStale(name) {
  if (isStale(name)) await alone('build', () => isStale(name) && build(name));
}

/** @param {string} name */
export function isStale(name) {
  return !existsSync(stampFile(name)) || readFileSync(stampFile(name), 'utf8') !== stampOf(name);
}

/** @param {string} name */
function stampOf(name) {
  const { config, sources } = target(name);
  return fingerprint([...common, config, ...sources], [process.version]);
}

/** @param {string} name */
function stampFile(name) {
  // Not inside the built folder: the page's is served.
  return join(root, 'dist', '.stamps', name);
}

/** @param {string} name */
function target(name) {
  const found = targets[name];
  if (!found)
    throw new Error(`Nothing to build by the name ${name}: one of ${Object.keys(targets).join(', ')}.`);
  return found;
}

/** @param {string} name */
function build(name) {
  const { entry, config } = target(name);
  if (!existsSync(join(root, entry))) throw new Error(`Cannot build ${name}: ${entry} is missing.`);
  say(`Building ${name} ...`);
  // Taken before the build: a source changed meanwhile leaves it stale.
  const stamp = stampOf(name);
  const final = join(root, 'dist', name);
  const fresh = join(root, 'dist', `.${name}-new`);
  const old = join(root, 'dist', `.${name}-old`);
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = ['build', '--config', config, '--mode', name === 'page' ? 'production' : name];
  // Started from a test, the environment would ask for a larger page made for development.
  const env = { ...process.env, NODE_ENV: 'production' };
  const done = run(process.execPath, [vite, ...args, '--outDir', fresh, '--logLevel', 'warn'], env);
  if (!done) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Error(`The build of ${name} failed.`);
  }
  rmSync(old, { recursive: true, force: true });
  if (existsSync(final)) renameSync(final, old);
  renameSync(fresh, final);
  rmSync(old, { recursive: true, force: true });
  mkdirSync(dirname(stampFile(name)), { recursive: true });
  writeFileSync(stampFile(name), stamp);
}
