import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { availableParallelism, endianness, freemem, tmpdir, totalmem } from 'node:os';
import { delimiter, join } from 'node:path';
import { advance, digest, start, VERSION, WEEKS_A_YEAR } from '../sim/index.ts';
import { EXIT, reason } from './errors.ts';
import { packageRoot } from './files.ts';
import { print, printJson } from './output.ts';
import { load } from './scenarios.ts';
import { createDatabase, readDatabase } from './sweep/database.ts';
import { SIMULATION } from './sweep/key.ts';
import { bytes, duration, printable, table, word } from './text.ts';

/** Bad is what Collegium cannot do without. */
export type Grade = 'good' | 'warning' | 'bad';

export interface Finding {
  readonly what: string;
  readonly found: string;
  readonly grade: Grade;
  /** What to do; empty where all is well. */
  readonly advice: string;
}

/** `collegium doctor`: what this machine can do. */
export async function doctor({ json = false }: { json?: boolean }): Promise<void> {
  const findings = await examine();
  const good = findings.every(({ grade }) => grade !== 'bad');
  if (json) printJson({ good, findings });
  else print(shown(findings));
  if (!good) process.exitCode = EXIT.failed;
}

function shown(findings: readonly Finding[]): string {
  const rows = findings.map(({ grade, what, found }) => [grade, what, printable(found)].map(word));
  const lines = table(rows).split('\n');
  const advice = findings.flatMap(({ what, grade, advice }) =>
    advice === '' ? [] : [`${grade}: ${what}: ${advice}`],
  );
  return [...lines, ...(advice.length > 0 ? ['', ...advice] : [])].join('\n');
}

/** Looks at everything; what cannot be looked at is a finding too. */
export async function examine(): Promise<Finding[]> {
  const checks: [what: string, look: () => Look | Promise<Look>][] = [
    ['Node', () => node(process.versions.node)],
    ['byte order', byteOrder],
    ['cores', cores],
    ['memory', () => memory(freeMemory())],
    ['disk here', () => disk(process.cwd(), 'results of a sweep need room')],
    ['disk for temporary files', () => disk(tmpdir(), 'set TMPDIR to a folder with more room')],
    ['open files', openFiles],
    ['simulation', () => fine(SIMULATION)],
    ['determinism', () => canary()],
    ['speed', speed],
    ['DuckDB', duckdb],
    [
      'redis-server',
      () => program('redis-server', 'only a sweep with --backend bullmq needs a Redis, here or elsewhere'),
    ],
    ['sbatch', () => program('sbatch', 'only a sweep with --backend slurm needs it')],
    ['Chromium', chromium],
  ];
  const findings: Finding[] = [];
  for (const [what, look] of checks) {
    const found = await Promise.resolve()
      .then(look)
      .catch(
        (error): Look => ({
          found: `cannot be told (${reason(error)})`,
          grade: 'bad',
          advice: 'see the reason',
        }),
      );
    findings.push({ what, ...found });
  }
  return findings;
}

type Look = Omit<Finding, 'what'>;

const fine = (found: string): Look => ({ found, grade: 'good', advice: '' });
const warn = (found: string, advice: string): Look => ({ found, grade: 'warning', advice });
const bad = (found: string, advice: string): Look => ({ found, grade: 'bad', advice });

/** The Node that package.json asks for. */
export function node(version: string): Look {
  const { engines } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  const needed = /^>=(\d+)\.(\d+)$/.exec(engines.node)?.slice(1).map(Number);
  if (needed === undefined) throw new Error(`package.json asks for Node '${engines.node}'`);
  const [major, minor] = version.split('.').map(Number);
  const supported = major > needed[0] || (major === needed[0] && minor >= needed[1]);
  const found = `${version}, ${process.platform} ${process.arch}`;
  return supported ? fine(found) : bad(found, `install Node ${needed.join('.')} or newer`);
}

function byteOrder(): Look {
  return endianness() === 'LE'
    ? fine('little-endian')
    : bad('big-endian', 'digests are the same on little-endian machines only; use one of those');
}

function cores(): Look {
  const n = availableParallelism();
  return n > 1 ? fine(String(n)) : warn('1', 'runs of a sweep go one after another');
}

const MIB = 1024 ** 2;

/** Bytes that may still be taken, also where a container gets less than the machine has, and all there are. */
function freeMemory(): { free: number; all: number } {
  const limit = process.constrainedMemory?.() ?? 0;
  const all = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return { free: Math.min(all, process.availableMemory?.() ?? freemem()), all };
}

export function memory({ free, all }: { free: number; all: number }): Look {
  const found = `${bytes(free)} free of ${bytes(all)}`;
  if (free < 256 * MIB) return bad(found, 'close other programs: a sweep needs about 300 MiB a job');
  if (free < 1024 * MIB) return warn(found, 'run sweeps with few --jobs: each needs up to 300 MiB');
  return fine(found);
}

export function disk(folder: string, advice: string): Look {
  if (!allows(folder, constants.W_OK)) return warn(`${folder} may not be written to`, advice);
  const { bavail, bsize, blocks } = statfsSync(folder);
  const free = bavail * bsize;
  const found = `${bytes(free)} free of ${bytes(blocks * bsize)} in ${folder}`;
  if (free < 100 * MIB) return bad(found, advice);
  return free < 1024 * MIB ? warn(found, advice) : fine(found);
}

function openFiles(): Look {
  if (process.platform === 'win32') return fine('no limit that matters');
  const { stdout } = spawnSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8', timeout: 5000 });
  const limit = (stdout ?? '').trim();
  if (limit === '') return warn('cannot be told', 'a sweep needs some hundred');
  const found = limit === 'unlimited' ? limit : `${limit} at a time`;
  return Number(limit) < 256 ? warn(found, "raise it with 'ulimit -n 1024'") : fine(found);
}

/** The scenario whose run is held against the record of the golden runs, and against the clock. */
const STANDARD = 'tramton';

/** The record of the golden runs: digests by scenario after this many weeks. */
function golden(): { version: string; weeks: number; digests: Record<string, string> } | null {
  const file = join(packageRoot(), 'test', 'golden', 'digests.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** Runs a scenario as the golden runs do, and holds its digest against the recorded one. */
export function canary(record = golden()): Look {
  if (record === null) return warn('no record to compare with', 'restore test/golden/digests.json');
  const { version, weeks, digests } = record;
  if (version !== VERSION) return warn(`the record is of version ${version}`, 'build again: npm run build');
  const found = standardRun(weeks).digest;
  const told = `${STANDARD}, ${weeks} weeks: digest ${found}`;
  return found === digests[STANDARD]
    ? fine(`${told}, as recorded`)
    : bad(
        `${told}, recorded ${digests[STANDARD]}`,
        'what runs here cannot be compared with runs elsewhere; please report it with this page',
      );
}

/** Seconds that the standard run usually takes once the engine knows the program, and what is slow. */
const USUAL = 0.3;
const SLOW = 10 * USUAL;

function speed(): Look {
  const weeks = golden()?.weeks ?? WEEKS_A_YEAR;
  standardRun(weeks);
  const { seconds, staff } = standardRun(weeks);
  const found = `${STANDARD}, ${weeks} weeks with ${staff} staff in ${seconds.toFixed(2)} s`;
  const times = Math.round(seconds / USUAL);
  return seconds < SLOW ? fine(found) : warn(found, `${times} times the usual time: is the machine busy?`);
}

function standardRun(weeks: number): { digest: string; seconds: number; staff: number } {
  const { scenario, schools } = load(STANDARD, {});
  const began = performance.now();
  const run = start(scenario, schools === null ? {} : { schools });
  advance(run, weeks);
  const seconds = (performance.now() - began) / 1000;
  const staff = run.state.schoolPosts.reduce((sum, posts) => sum + posts, 0);
  return { digest: digest(run), seconds, staff };
}

async function duckdb(): Promise<Look> {
  const folder = mkdtempSync(join(tmpdir(), 'collegium-doctor-'));
  const file = join(folder, 'doctor.duckdb');
  const began = performance.now();
  try {
    const written = await createDatabase(file);
    await written.connection.run('CREATE TABLE t AS SELECT range AS i, sqrt(range) AS x FROM range(10000)');
    await written.connection.run(
      `COPY t TO '${join(folder, 't.parquet').replaceAll("'", "''")}' (FORMAT parquet)`,
    );
    written.close();
    const read = await readDatabase(file);
    const query = 'SELECT count(*)::INTEGER, max(x), version() FROM t';
    const [[rows, most, version]] = (await read.connection.runAndReadAll(query)).getRows();
    read.close();
    if (rows !== 10_000 || most !== Math.sqrt(9999)) throw new Error(`read ${rows} rows of 10000`);
    return fine(
      `${version} writes and reads, Parquet as well; ${duration((performance.now() - began) / 1000)}`,
    );
  } catch (error) {
    return bad(`does not work (${reason(error)})`, 'install the packages again: npm ci');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A program on the PATH, which Collegium can do without. */
function program(name: string, advice: string): Look {
  const path = onPath(name);
  return path === null ? warn('not found', advice) : fine(path);
}

function onPath(name: string): string | null {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const suffix of suffixes) {
      const path = join(folder, name + suffix);
      if (folder !== '' && isProgram(path)) return path;
    }
  }
  return null;
}

function isProgram(path: string): boolean {
  return allows(path, constants.X_OK);
}

function allows(path: string, what: number): boolean {
  try {
    accessSync(path, what);
    return true;
  } catch {
    return false;
  }
}

/** The browser that the set-up found for the tests. */
function chromium(): Look {
  const file = join(packageRoot(), '.tools', 'tools.json');
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).chromium : null;
  if (known && isProgram(known.path)) return fine(`${known.version} at ${known.path}`);
  return warn(
    'none that the set-up knows',
    'only the tests in a browser need one: npm run setup finds or fetches it',
  );
}
