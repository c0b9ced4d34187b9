/** What the scripts share. Only node: built-ins: setup runs before anything is installed. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const toolsDir = join(root, '.tools');
export const toolsFile = join(toolsDir, 'tools.json');

/**
 * Progress goes to stderr: standard output belongs to the command that asked for the setup or the build.
 * @param {string} message
 */
export function say(message) {
  process.stderr.write(`${message}\n`);
}

/**
 * Whether a module is the program that was started. Real paths: the folder may be reached through a link.
 * @param {string} moduleUrl
 */
export function isMain(moduleUrl) {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(moduleUrl);
}

/** @param {string} message @returns {never} */
export function fail(message) {
  say(message);
  process.exit(1);
}

/**
 * Whatever a child prints is progress too, so it joins stderr.
 * @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} [env]
 */
export function run(command, args, env = process.env) {
  const result = spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 2, 2] });
  if (result.error) say(`${command}: ${result.error.message}`);
  return result.status === 0;
}

/**
 * Hash of the contents of files and folders; what does not exist counts as empty.
 * @param {string[]} paths relative to the root
 * @param {string[]} extra
 */
export function fingerprint(paths, extra = []) {
  const hash = createHash('sha256');
  for (const path of paths) addToHash(path);
  for (const text of extra) hash.update(`${text}\0`);
  return hash.digest('hex');

  /** @param {string} path */
  function addToHash(path) {
    const full = join(root, path);
    const stat = statSync(full, { throwIfNoEntry: false });
    if (stat?.isDirectory()) {
      for (const name of readdirSync(full).sort()) if (!name.startsWith('.')) addToHash(`${path}/${name}`);
    } else if (stat?.isFile()) {
      hash.update(`${path}\0${stat.size}\0`).update(readFileSync(full));
    }
  }
}

/** 16 hexadecimal digits of the sources of the simulation: results are filed under what made them. */
export function simulationSources() {
  return fingerprint(['sim']).slice(0, 16);
}

// Inside node_modules, so that it goes when they go.
const dependenciesFile = join(root, 'node_modules', '.collegium-stamp');

function dependenciesStamp() {
  return fingerprint(['package-lock.json', '.npmrc'], [process.version, process.platform, process.arch]);
}

export function dependenciesAreCurrent() {
  return existsSync(dependenciesFile) && readFileSync(dependenciesFile, 'utf8') === dependenciesStamp();
}

export function recordDependencies() {
  writeFileSync(dependenciesFile, dependenciesStamp());
}

/**
 * One process at a time in this checkout: two `npm ci` or two builds side by side would wipe each other's files.
 * @template T
 * @param {string} name @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(name, work) {
  const lock = join(toolsDir, `${name}.lock`);
  mkdirSync(toolsDir, { recursive: true });
  for (let waited = 0; !take(lock); waited += 200) {
    if (waited === 2000) say(`Waiting for another ${name} in this folder ...`);
    if (waited > 900_000) fail(`Gave up waiting. If no other ${name} is running, delete ${lock}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    release();
    process.off('exit', release);
  }
}

/** @param {string} lock */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!ownerLives(lock)) rmSync(lock, { force: true });
    return false;
  }
}

/** @param {string} lock */
function ownerLives(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    // An empty file is a lock between its creation and its first write.
    if (pid === 0) return Date.now() - statSync(lock).mtimeMs < 5000;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // No permission to signal it still means that it lives.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} path */
export function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
