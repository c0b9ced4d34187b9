/**
 * Makes a machine that has only Node and npm ready: `--deps` installs the locked packages, `--browser` and `--redis` find
 * or fetch a Chromium and a Redis for the tests. Does nothing when nothing changed. Needs node: built-ins only.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { findRedis } from './redis.mjs';
import {
  alone,
  dependenciesAreCurrent,
  fail,
  readJson,
  recordDependencies,
  run,
  say,
  toolsDir,
  toolsFile,
} from './support.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Collegium needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
}

const wanted = new Set(process.argv.slice(2));
if (wanted.has('--deps') && !dependenciesAreCurrent()) await alone('setup', installDependencies);
if (wanted.has('--browser')) await alone('setup', prepareBrowser);
if (wanted.has('--redis')) await alone('setup', prepareRedis);

function installDependencies() {
  if (dependenciesAreCurrent()) return; // another setup did it while this one waited
  say('Installing the packages ...');
  const flags = ['--include=dev', '--include=optional', '--prefer-offline', '--no-audit', '--no-fund'];
  const done = npm(['ci', ...flags]) || npm(['install', '--legacy-peer-deps', '--no-save', ...flags]);
  if (!done) fail('npm could not install the packages; the messages above say why.');
  recordDependencies();
}

async function prepareBrowser() {
  const known = readJson(toolsFile)?.chromium;
  const chromium = await findChromium({ known, npm, toolsDir });
  if (chromium === undefined) {
    say('No Chromium or Chrome was found or could be fetched: the browser tests will fail.');
    say('Install one, or give its path in CHROMIUM_PATH.');
  }
  recordTool('chromium', chromium);
}

function prepareRedis() {
  const redis = findRedis({ known: readJson(toolsFile)?.redis, toolsDir });
  if (redis === undefined) {
    say('No redis-server was found or could be fetched: the tests of sweeps on many machines are skipped.');
    say('Install one, or give its path in REDIS_SERVER_PATH.');
  }
  recordTool('redis', redis);
}

/** @param {string} name @param {unknown} tool */
function recordTool(name, tool) {
  mkdirSync(toolsDir, { recursive: true });
  const tools = { ...readJson(toolsFile), [name]: tool ?? null };
  writeFileSync(toolsFile, `${JSON.stringify(tools, null, 2)}\n`);
}

/**
 * The npm that started this script if there was one, else the one that came with this Node, else the PATH's.
 * @param {string[]} args
 */
function npm(args) {
  const env = { ...process.env };
  // Left by an outer `npm run` or `npx`: they describe that call and would steer this one.
  for (const name of Object.keys(env)) {
    if (
      /^npm_(package|lifecycle|command|config_(local_prefix|package|call|global|omit|workspace))/i.test(name)
    ) {
      delete env[name];
    }
  }
  const { npm_execpath: caller } = process.env;
  const beside = dirname(process.execPath);
  const script = [
    caller && /npm-cli\.c?js$/.test(caller) ? caller : '',
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((path) => path !== '' && existsSync(path));
  if (script) return run(process.execPath, [script, ...args], env);
  env.PATH = `${beside}${delimiter}${env.PATH ?? ''}`;
  return run('npm', args, env);
}
