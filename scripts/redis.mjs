/** Finds a redis-server that really starts, or fetches one: a given path, the PATH, usual places, apt, packages unpacked. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { say } from './support.mjs';

/** @typedef {{ path: string, version: string, env: Record<string, string> }} RedisServer */

/** What Debian's server needs besides what every system has. */
const PACKAGES = [
  'redis-server',
  'redis-tools',
  'liblzf1',
  'libjemalloc2',
  'liblua5.1-0',
  'lua-cjson',
  'lua-bitop',
  'libatomic1',
];

/** @param {{ known?: RedisServer | undefined, toolsDir: string }} search @returns {RedisServer | undefined} */
export function findRedis({ known, toolsDir }) {
  const given = process.env.REDIS_SERVER_PATH;
  if (given) {
    const redis = prove(given);
    if (redis) return redis;
    say(`REDIS_SERVER_PATH is ${given}, which does not start; looking elsewhere.`);
  }
  return (
    (known && prove(known.path, known.env)) ?? onPath() ?? fromApt() ?? unpacked(join(toolsDir, 'redis'))
  );
}

/** @param {string} path @param {Record<string, string>} env @returns {RedisServer | undefined} */
function prove(path, env = {}) {
  if (!existsSync(path)) return undefined;
  const { status, stdout } = spawnSync(path, ['--version'], {
    encoding: 'utf8',
    timeout: 20_000,
    env: { ...process.env, ...env },
  });
  const version = status === 0 ? /\bv=(\d+(\.\d+)+)/.exec(stdout)?.[1] : undefined;
  return version ? { path, version, env } : undefined;
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const folder of [...folders, '/usr/local/bin', '/opt/homebrew/bin', '/usr/bin']) {
    for (const name of ['redis-server', 'valkey-server']) {
      const redis = prove(join(folder, name));
      if (redis) return redis;
    }
  }
  return undefined;
}

function fromApt() {
  if (!hasApt() || process.getuid?.() !== 0) return undefined;
  say('Installing Redis for the tests of sweeps on many machines (apt-get install redis-server) ...');
  // Its own service is not wanted: the tests start theirs.
  const install = ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'];
  const done = apt(install) || (apt(['update', '-qq']) && apt(install));
  if (!done) say('apt-get could not install it.');
  return done ? onPath() : undefined;
}

/** Without the right to install, the packages are fetched and unpacked into a folder. @param {string} home */
function unpacked(home) {
  if (!hasApt()) return undefined;
  say('Fetching Redis for the tests of sweeps on many machines (apt-get download redis-server) ...');
  mkdirSync(home, { recursive: true });
  if (!apt(['download', '-qq', ...PACKAGES], home)) return undefined;
  for (const name of readdirSync(home).filter((file) => file.endsWith('.deb'))) {
    if (spawnSync('dpkg', ['-x', name, '.'], { cwd: home, stdio: 'ignore' }).status !== 0) return undefined;
  }
  const libraries = join(home, 'usr', 'lib');
  const folders = readdirSync(libraries).filter((name) => name.endsWith('-linux-gnu'));
  const env = { LD_LIBRARY_PATH: folders.map((name) => join(libraries, name)).join(delimiter) };
  return prove(join(home, 'usr', 'bin', 'redis-server'), env);
}

function hasApt() {
  return (
    process.platform === 'linux' && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0
  );
}

/** @param {string[]} args @param {string} [cwd] */
function apt(args, cwd) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  return spawnSync('apt-get', args, { env, stdio: 'ignore', ...(cwd ? { cwd } : {}) }).status === 0;
}
