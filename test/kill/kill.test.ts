/**
 * `npm run kill`: a sweep whose workers, coordinator and Redis are killed (kill -9) again and again, at moments that a seed
 * picks. Nothing may be lost and nothing come twice; the merged tables have to be those of one machine left in peace.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import xor4096 from 'seedrandom/lib/xor4096.js';
import { expect, test } from 'vitest';
import { collegium, type Started, start, useBuiltCommand, useFolder } from '../support/cli.ts';
import { partCount, partTexts, until } from '../support/parts.ts';
import { record } from '../support/record.ts';
import { startRedis } from '../support/redis.ts';

const SEED = process.env.KILL_SEED ?? 'kill';
const RUNS = Number(process.env.KILL_RUNS ?? 2000);
const KILLS = { worker: 100, coordinator: 10, redis: 5 };
const WORKERS = 3;

useBuiltCommand();
const folder = useFolder();
folder.write('tiny.yaml', 'title: Tiny\nyears: 1\ndistrict: { schools: 12 }\n');
const plan = folder.write(
  'plan.yaml',
  `title: Killed\nscenarios: [tiny.yaml]\nseed: kill\nreplicates: ${RUNS / 20}\n` +
    `factors:\n  - { path: market.choice, from: 0.2, to: 0.8 }\n  - { path: accountability.pressure, from: 0, to: 1 }\n` +
    'design: { kind: latin-hypercube, points: 20 }\noutcomes: [attainment, overload]\nseries: [attainment]\nschools: true\nevents: true\n',
);
const at = (name: string) => join(folder.path, name);
const digest = (stderr: string) => /sha256 of the results: (\S+)/.exec(stderr)?.[1];
const say = (line: string) => process.stdout.write(`${line}\n`);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The kills in an order that the seed picks. */
function schedule(random: () => number): (keyof typeof KILLS)[] {
  const all = Object.entries(KILLS).flatMap(([who, n]) => new Array(n).fill(who)) as (keyof typeof KILLS)[];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all;
}

test(`${RUNS} runs survive ${KILLS.worker} kills of workers, ${KILLS.coordinator} of the coordinator and ${KILLS.redis} of Redis`, async () => {
  const peace = await collegium('sweep', plan, '--out', at('peace'), '--yes', '--jobs', '1');
  expect(peace).toMatchObject({ code: 0 });
  const random = xor4096(SEED);
  const redis = await startRedis(folder.path);
  const env = { COLLEGIUM_TOKEN: 'a-token-of-the-tests', REDIS_URL: redis.url };
  const begun = performance.now();
  const worker = () => start(['worker', '--jobs', '1', '--stall', '1'], { env });
  const coordinator = () =>
    start(['sweep', plan, '--out', at('killed'), '--yes', '--backend', 'bullmq', '--batch', '7'], { env });
  const workers = Array.from({ length: WORKERS }, worker);
  let lead = coordinator();
  const kill = async ({ child, finished }: Started) => {
    child.kill('SIGKILL');
    const { code } = await finished;
    // One that had ended by itself is no kill.
    expect(code).toBeNull();
  };
  const done = () => partCount(at('killed'));
  const kills = schedule(random);
  const killed = { worker: 0, coordinator: 0, redis: 0 };
  const last = RUNS * 0.95;
  for (const [i, who] of kills.entries()) {
    await until(() => done() >= (last * (i + 1)) / kills.length, 300);
    await pause(random() * 150);
    if (who === 'worker') {
      const which = Math.floor(random() * WORKERS);
      await kill(workers[which]);
      workers[which] = worker();
    } else if (who === 'coordinator') {
      await kill(lead);
      await pause(random() * 300);
      lead = coordinator();
    } else {
      await redis.kill();
      await pause(random() * 300);
      await redis.start();
    }
    killed[who]++;
  }
  expect(done(), 'runs on disk at the last kill: some must be left to do').toBeLessThan(RUNS);
  const end = await lead.finished;
  const seconds = (performance.now() - begun) / 1000;
  for (const { child } of workers) child.kill('SIGTERM');
  await Promise.all(workers.map(({ finished }) => finished));
  say(
    `seed ${SEED}: ${RUNS} runs, killed ${killed.worker} workers, ${killed.coordinator} coordinators, ${killed.redis} Redis, ${seconds.toFixed(0)} s`,
  );
  expect(end).toMatchObject({ code: 0 });
  expect(killed).toEqual(KILLS);
  expect(done()).toBe(RUNS);
  expect(partTexts(at('killed'))).toEqual(partTexts(at('peace')));
  // What the killed were writing is cleared away.
  const names = readdirSync(join(at('killed'), 'parts'), { recursive: true, encoding: 'utf8' });
  expect(names.filter((name) => name.includes('.unfinished'))).toEqual([]);
  const [sha256 = '', inPeace = ''] = [end, peace].map(({ stderr }) => digest(stderr));
  record('kill', { seed: SEED, runs: RUNS, killed, onDisk: done(), sha256, inPeace });
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(sha256).toBe(inPeace);
});
