/**
 * `npm run bench:sweeps`: what storage, queue and a second worker cost or bring, as ratios of times taken in turns. The same runs
 * of about 200 ms are done in a bare loop, by a sweep with one worker and with two, by two programs with a shard
 * each, and by a queue with one worker, where there is a Redis. All of a sweep counts: start, tries, parts, merge.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { summarise } from '../analysis/outcomes.ts';
import { advance, checkScenario, start, VERSION } from '../sim/index.ts';
import { root, type Spread, spread } from './setting.ts';

const RUNS = 150;
const ROUNDS = 2;
const SCENARIO = { title: 'Bench', years: 8, district: { schools: 120 } };

const program = join(root(), 'dist', 'cli', 'main.js');
const folder = mkdtempSync(join(tmpdir(), 'collegium-bench-'));
writeFileSync(join(folder, 'bench.yaml'), JSON.stringify(SCENARIO));
const plan = join(folder, 'plan.yaml');
writeFileSync(plan, JSON.stringify({ title: 'Bench', scenarios: ['bench.yaml'], replicates: RUNS }));
let made = 0;

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
};

function bare(first: number, last: number): void {
  const { scenario, problems } = checkScenario(SCENARIO);
  if (scenario === null) throw new Error(JSON.stringify(problems));
  for (let i = first; i <= last; i++) {
    const run = start(scenario, { seed: `sweep/${i}` });
    advance(run, run.weeks);
    summarise(run);
  }
}

/** A bare loop in a program of its own, as a sweep's workers are: none warms up for the next. */
const bareLoop = (first: number, last: number) =>
  ended(
    spawn(process.execPath, [process.argv[1], '--bare', String(first), String(last)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    }),
  );

/** What two cores of this machine can do at all: they share caches and more. */
const twoLoops = () => Promise.all([bareLoop(1, RUNS / 2), bareLoop(RUNS / 2 + 1, RUNS)]);

function collegium(...args: string[]): ChildProcess {
  return spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
}

async function ended(child: ChildProcess): Promise<void> {
  let said = '';
  child.stderr?.on('data', (text) => {
    said += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`the program ended with ${code}: ${said}`);
}

const sweep = (out: string, ...more: string[]) =>
  ended(collegium('sweep', plan, '--out', out, '--yes', ...more));
const fresh = () => join(folder, `out${made++}`);

/** Two programs beside one another, and then the merge. */
async function shards(): Promise<void> {
  const out = fresh();
  await Promise.all(['1/2', '2/2'].map((shard) => sweep(out, '--jobs', '1', '--shard', shard)));
  await sweep(out, '--jobs', '1');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A queue with one worker that is already there when the sweep begins. */
async function queue(url: string): Promise<number> {
  const more = ['--redis', url, '--token', 'benchmark-token-of-no-secret'];
  const worker = collegium('worker', ...more, '--jobs', '1');
  try {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    return await seconds(() => sweep(fresh(), '--backend', 'bullmq', ...more));
  } finally {
    worker.kill('SIGTERM');
    await new Promise((resolve) => worker.once('close', resolve));
  }
}

type Way = 'bare' | 'loops' | 'one' | 'two' | 'shards' | 'queue';

async function measure(): Promise<Record<Way, number[]>> {
  const times: Record<Way, number[]> = { bare: [], loops: [], one: [], two: [], shards: [], queue: [] };
  const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
  const port = await freePort();
  const redis = hasRedis
    ? spawn('redis-server', ['--port', String(port), '--dir', folder, '--appendonly', 'yes'], {
        stdio: 'ignore',
      })
    : null;
  try {
    for (let round = 0; round < ROUNDS; round++) {
      times.bare.push(await seconds(() => bareLoop(1, RUNS)));
      times.loops.push(await seconds(twoLoops));
      times.one.push(await seconds(() => sweep(fresh(), '--jobs', '1')));
      times.two.push(await seconds(() => sweep(fresh(), '--jobs', '2')));
      times.shards.push(await seconds(shards));
      if (redis) times.queue.push(await queue(`redis://127.0.0.1:${port}`));
    }
  } finally {
    redis?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
  return times;
}

function report(times: Record<Way, number[]>, before: number): string {
  const found = (way: Way): Spread => spread(times[way]);
  const row = (what: string, way: Way, ratio: (of: keyof Spread, way: Way) => string) => {
    if (times[way].length === 0) return `| ${what} | no Redis | |`;
    const { min, median } = found(way);
    return `| ${what} | ${min.toFixed(2)} (${median.toFixed(2)}) | ${ratio('min', way)} (${ratio('median', way)}) |`;
  };
  const over = (way: Way) => (of: keyof Spread) =>
    `${(100 * (found(way)[of] / found('bare')[of] - 1)).toFixed(1)} % more than bare`;
  const faster = (base: Way, name: string) => (of: keyof Spread, way: Way) =>
    `${(found(base)[of] / found(way)[of]).toFixed(2)} times as fast as one ${name}`;
  return [
    '# Sweeps: figures last recorded',
    '',
    'By `npm run bench:sweeps`, see `README.md`. The ratios are what to compare.',
    '',
    `Collegium ${VERSION}, ${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.versions.node}. Load average ${before.toFixed(1)} before. ${RUNS} runs; seconds by the clock, the least of ${ROUNDS} rounds, with their median in brackets.`,
    '',
    '| who does the runs | seconds | |',
    '| --- | ---: | --- |',
    row(
      'a bare loop, nothing kept',
      'bare',
      (of) => `${((1000 * found('bare')[of]) / RUNS).toFixed(0)} ms a run`,
    ),
    row('two bare loops beside one another, half the runs each', 'loops', faster('bare', 'bare loop')),
    row('a sweep with one worker', 'one', over('one')),
    row('a queue on Redis with one worker', 'queue', over('queue')),
    row('a sweep with two workers', 'two', faster('one', 'worker')),
    row('two programs with a shard each', 'shards', faster('one', 'worker')),
  ].join('\n');
}

if (process.argv.includes('--bare')) {
  bare(Number(process.argv.at(-2)), Number(process.argv.at(-1)));
  rmSync(folder, { recursive: true, force: true });
} else {
  const before = loadavg()[0];
  process.stdout.write(`${report(await measure(), before)}\n`);
}
