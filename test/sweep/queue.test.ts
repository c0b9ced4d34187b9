/** Sweeps on a queue, with real workers and a real Redis: whatever is killed, all parts come, once, as from one machine. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeFolder, Runs, readSweep } from '../../batch/sweep/folder.ts';
import { putOffer } from '../../batch/sweep/queue/offer.ts';
import { Seal } from '../../batch/sweep/queue/seal.ts';
import { collegium, type Started, start, useBuiltCommand, useFolder } from '../support/cli.ts';
import { partCount, partTexts, until } from '../support/parts.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/redis.ts';

useBuiltCommand();
const folder = useFolder();
const at = (name: string) => join(folder.path, name);

folder.write('tiny.yaml', 'title: Tiny\nyears: 1\ndistrict: { schools: 12 }\n');
const plan = (replicates: number, more = '') =>
  folder.write(
    `plan-${replicates}.yaml`,
    `title: Small sweep\nscenarios: [tiny.yaml]\nseed: small\nreplicates: ${replicates}\n` +
      `outcomes: [attainment]\nseries: [attainment]\nschools: true\nevents: true\n${more}`,
  );
const large = plan(
  15,
  `factors:\n  - { path: market.choice, from: 0.2, to: 0.8 }\n  - { path: accountability.pressure, from: 0, to: 1 }\n` +
    'design: { kind: grid, levels: 2 }\n',
);
const small = plan(8);

/** What a sweep says of its merged tables. */
const resultsOf = (stderr: string) => /sha256 of the results: (\S+)/.exec(stderr)?.[1];

describe.skipIf(!hasRedis)('a sweep on a queue', () => {
  let redis: RedisServer;
  const programs: Started[] = [];
  let results: string | undefined;
  const begin = (...args: string[]) => {
    const env = { COLLEGIUM_TOKEN: 'a-token-of-the-tests', REDIS_URL: redis.url };
    const program = start(args, { env });
    programs.push(program);
    return program;
  };
  const worker = (...args: string[]) => begin('worker', '--jobs', '1', '--stall', '1', ...args);
  const sweep = (file: string, out: string, ...args: string[]) =>
    begin('sweep', file, '--out', at(out), '--yes', '--backend', 'bullmq', ...args);
  const kill = async ({ child, finished }: Started) => {
    child.kill('SIGKILL');
    await finished;
  };
  const end = ({ child, finished }: Started) => {
    child.kill('SIGTERM');
    return finished;
  };
  /** A queue of jobs, once a coordinator has filled it. */
  const queueOf = async (coordinator: Started): Promise<Queue> => {
    await until(() => /Queue \S+ on/.test(coordinator.stderr()));
    const name = /Queue (\S+) on/.exec(coordinator.stderr())?.[1] ?? '';
    const queue = new Queue(name, { connection: { port: redis.port }, prefix: 'collegium' });
    while ((await queue.getWaitingCount()) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    return queue;
  };

  beforeAll(async () => {
    redis = await startRedis(folder.path);
    for (const [file, out] of [
      [large, 'large'],
      [small, 'small'],
    ]) {
      const done = await collegium('sweep', file, '--out', at(out), '--yes', '--jobs', '1');
      expect(done).toMatchObject({ code: 0 });
      results ??= resultsOf(done.stderr);
    }
    expect(results).toMatch(/^[0-9a-f]{64}$/);
    return () => Promise.all(programs.map(kill));
  }, 60_000);

  test('survives kill -9 of a worker, of its coordinator and of Redis, with the parts of one machine', async () => {
    const workers = [worker(), worker()];
    const killed = sweep(large, 'killed', '--batch', '2');
    const done = () => partCount(at('killed'));
    await until(() => done() >= 8);
    await kill(workers[0]);
    workers[0] = worker();
    await until(() => done() >= 16);
    await redis.kill();
    await redis.start();
    await until(() => done() >= 24);
    await kill(killed);
    expect(done()).toBeLessThan(60);
    const { code, stderr } = await sweep(large, 'killed', '--batch', '2').finished;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(done()).toBe(60);
    expect(partTexts(at('killed'))).toEqual(partTexts(at('large')));
    expect(resultsOf(stderr)).toBe(results);
    // Politely asked, a worker says what it did.
    const said = expect.stringMatching(/Worker ends: \d+ runs? done\.\n/);
    for (const one of workers) expect(await end(one)).toMatchObject({ code: 0, stderr: said });
  }, 60_000);

  test('takes no job and no result but those of its own coordinator and workers', async () => {
    const coordinator = sweep(small, 'forged', '--batch', '2');
    const queue = await queueOf(coordinator);
    const [genuine] = await queue.getWaiting();
    const seal = '0'.repeat(64);
    await queue.add('runs', { body: genuine.data.body, seal }, { jobId: 'forged' });
    await queue.add('runs', { body: 'x'.repeat(2_000_000), seal }, { jobId: 'oversized' });
    await queue.add('runs', genuine.data, { jobId: 'replayed' });
    // A genuine job whose content somebody changed: refused, and put on the queue again by the coordinator.
    await genuine.updateData({
      ...genuine.data,
      body: genuine.data.body.replace('"runs":[[0,1]', '"runs":[[0,2]'),
    });
    const client = new Redis(redis.port);
    await client.rpush(`collegium:${queue.name}/results`, 'no result');
    client.disconnect();
    const own = worker();
    const { code, stderr } = await coordinator.finished;
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('a result that no worker of this sweep sent was thrown away'),
    });
    expect(partTexts(at('forged'))).toEqual(partTexts(at('small')));
    expect((await end(own)).stderr).toContain('4 jobs refused (2 forged, 1 oversized, 1 replayed)');
    await queue.close();
  }, 60_000);

  test('is left alone by a worker of another version, which says so', async () => {
    const client = new Redis(redis.port);
    const offer = {
      queue: 'newer',
      title: 'New\u0007 sweep',
      simulation: '9.9.9 newer',
      manifest: '',
      inputs: [],
    };
    await putOffer(client, new Seal('a-token-of-the-tests'), {
      ...offer,
      limits: { seconds: 1, memory: 1 },
      from: 0,
    });
    await putOffer(client, new Seal('another-token-of-the-tests'), {
      ...offer,
      queue: 'foreign',
      limits: { seconds: 1, memory: 1 },
      from: 0,
    });
    const { code, stderr } = await worker('--once').finished;
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /New\\u\{7\} sweep \(newer\) needs simulation 9\.9\.9 newer; this is .*: install the same version\./,
    );
    expect(stderr).toContain('no sweep is offered for this token and version (1 sweep under other tokens)');
    await client.del('collegium:offers');
    client.disconnect();
  });

  test('gives back at once what a worker that is asked to end cannot finish', async () => {
    folder.write('long.yaml', 'title: Long\nyears: 6\ndistrict: { schools: 120 }\n');
    const file = folder.write(
      'plan-long.yaml',
      'title: Long\nscenarios: [long.yaml]\nreplicates: 1\noutcomes: [attainment]\n',
    );
    const first = worker('--grace', '0', '--stall', '600');
    const coordinator = sweep(file, 'long');
    const queue = await queueOf(coordinator).catch(() => null);
    while ((await queue?.getActiveCount()) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await end(first)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Worker ends: 0 runs done.'),
    });
    expect(partCount(at('long'))).toBe(0);
    const second = worker();
    expect(await coordinator.finished).toMatchObject({ code: 0 });
    await end(second);
    await queue?.close();
  }, 60_000);

  test('records as failed a run in the middle of which worker after worker ended', async () => {
    const coordinator = sweep(small, 'deadly', '--continue-on-error');
    const queue = await queueOf(coordinator);
    const [job] = await queue.getWaiting();
    const planned = makeFolder(at('same'), readSweep(small, false), false);
    const { key } = new Runs(planned).run(planned.cells[0], 1);
    const client = new Redis(redis.port);
    // As five workers that were killed in the middle of it leave it behind.
    await client.hset(`collegium:${queue.name}:${job.id}`, 'stc', 3);
    await client.hset(`collegium:${queue.name}/deaths`, key, 5);
    client.disconnect();
    const own = worker('--once');
    expect(await coordinator.finished).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /1 run failed[\s\S]*cell 0, replicate 1: 5 workers ended in the middle of it/,
      ),
    });
    expect(partCount(at('deadly'))).toBe(8);
    await own.finished;
    await queue.close();
  }, 60_000);

  test('makes a token of its own that only the folder’s owner can read, and the worker it is told to start knows it', async () => {
    const done = await start([
      'sweep',
      small,
      '--out',
      at('own'),
      '--yes',
      '--backend',
      'bullmq',
      '--redis',
      redis.url,
      '--jobs',
      '2',
    ]).finished;
    expect(done).toMatchObject({ code: 0 });
    const [, name, token] =
      /Queue (\S+) on[\s\S]*COLLEGIUM_TOKEN=(\S+) npx collegium worker --redis redis:/.exec(done.stderr) ??
      [];
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(statSync(join(at('own'), 'queue.json')).mode & 0o777).toBe(0o600);
    expect(partTexts(at('own'))).toEqual(partTexts(at('small')));
    // Nothing of it is left in Redis.
    const client = new Redis(redis.port);
    expect(await client.keys(`*${name}*`)).toEqual([]);
    expect(await client.hexists('collegium:offers', name)).toBe(0);
    client.disconnect();
  }, 60_000);
});
