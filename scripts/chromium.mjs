/** Finds a Chromium that really starts, or fetches one: a given path, the PATH, usual places, apt, npm. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { say } from './support.mjs';

/** @typedef {{ path: string, version: string, env: Record<string, string> }} Chromium */
/** @typedef {{ known?: Chromium | undefined, npm: (args: string[]) => boolean, toolsDir: string }} Search */

/** A build of Chromium that brings its own libraries; the last one for Node 20. */
const PORTABLE = '@sparticuz/chromium@147.0.0';

/** @param {Search} search @returns {Promise<Chromium | undefined>} */
export async function findChromium({ known, npm, toolsDir }) {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    const chromium = prove(given);
    if (!chromium) say(`CHROMIUM_PATH is ${given}, which does not start; looking elsewhere.`);
    else return chromium;
  }
  return (
    (known && prove(known.path, known.env)) ??
    firstOf(candidates()) ??
    fromApt() ??
    fromNpm(npm, join(toolsDir, 'chromium'))
  );
}

/** @param {string[]} paths */
function firstOf(paths) {
  for (const path of paths) {
    const chromium = existsSync(path) ? prove(path) : undefined;
    if (chromium) return chromium;
  }
  return undefined;
}

/**
 * A file by the right name proves little: it may be a stub, or lack its libraries. It must tell its version.
 * @param {string} path @param {Record<string, string>} env
 * @returns {Chromium | undefined}
 */
function prove(path, env = {}) {
  if (!existsSync(path)) return undefined;
  const version = process.platform === 'win32' ? versionFolder(path) : versionPrinted(path, env);
  return version ? { path, version, env } : undefined;
}

/** @param {string} path @param {Record<string, string>} env */
function versionPrinted(path, env) {
  const { status, stdout } = spawnSync(path, ['--version'], {
    encoding: 'utf8',
    timeout: 20_000,
    env: { ...process.env, ...env },
  });
  return status === 0 ? /\d+(\.\d+){2,3}/.exec(stdout)?.[0] : undefined;
}

/**
 * On Windows `chrome.exe --version` opens a window instead; the version is the folder beside the program.
 * @param {string} path
 */
function versionFolder(path) {
  return readdirSync(dirname(path)).find((name) => /^\d+(\.\d+){3}$/.test(name));
}

function candidates() {
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'chrome',
    'microsoft-edge',
  ];
  if (process.platform === 'darwin') {
    const homes = ['/Applications', join(process.env.HOME ?? '', 'Applications')];
    return homes.flatMap((home) =>
      ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((app) =>
        join(home, `${app}.app/Contents/MacOS/${app}`),
      ),
    );
  }
  if (process.platform === 'win32') {
    const { ProgramFiles, LOCALAPPDATA, 'ProgramFiles(x86)': ProgramFiles32 } = process.env;
    return [ProgramFiles, ProgramFiles32, LOCALAPPDATA].flatMap((base) =>
      base === undefined
        ? []
        : ['Google/Chrome', 'Chromium', 'Microsoft/Edge'].map((app) =>
            join(base, app, 'Application', app.endsWith('Edge') ? 'msedge.exe' : 'chrome.exe'),
          ),
    );
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function fromApt() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  if (spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return undefined;
  say('Installing Chromium for the browser tests (apt-get install chromium) ...');
  const install = ['install', '-y', '-qq', '--no-install-recommends', 'chromium'];
  // On a fresh machine the package lists are missing: a first failure is expected and says nothing.
  const done = apt(install) || (apt(['update', '-qq']) && apt(install));
  if (!done) say('apt-get could not install it.');
  return done ? firstOf(candidates()) : undefined;
}

/** @param {string[]} args */
function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { env, stdio: 'ignore' }).status === 0;
}

/** @param {Search['npm']} npm @param {string} home */
function fromNpm(npm, home) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  say(`Fetching a portable Chromium for the browser tests (${PORTABLE}) ...`);
  mkdirSync(join(home, 'unpacked'), { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
  if (
    !npm(['install', '--prefix', home, '--ignore-scripts', '--no-save', '--no-audit', '--no-fund', PORTABLE])
  ) {
    return undefined;
  }
  // The package unpacks its system libraries only when it believes to be on the service it was made for.
  const unpacked = join(home, 'unpacked');
  const env = { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x', TMPDIR: unpacked };
  const unpack =
    "import('@sparticuz/chromium').then(async (m) => console.log(await m.default.executablePath()))";
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', unpack], {
    cwd: home,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  if (status !== 0) {
    say(stderr);
    return undefined;
  }
  return prove(stdout.trim(), {
    LD_LIBRARY_PATH: join(unpacked, 'al2023', 'lib'),
    FONTCONFIG_PATH: join(unpacked, 'fonts'),
  });
}
