/** `npm run kill`: what storage and queue cost beside the runs themselves, where a run takes about 200 ms. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Backend, Limits } from '../../batch/sweep/backend.ts';
import { makeFolder, Runs, readSweep, type Sweep } from '../../batch/sweep/folder.ts';
import { Local } from '../../batch/sweep/local.ts';
import { Queued } from '../../batch/sweep/queue/queued.ts';
import { redisAddress } from '../../batch/sweep/queue/redis.ts';
import { credentials } from '../../batch/sweep/queue/seal.ts';
import { root } from '../../scripts/support.mjs';
import { start, useBuiltCommand, useFolder } from '../support/cli.ts';
import { record } from '../support/record.ts';
import { startRedis } from '../support/redis.ts';

useBuiltCommand();
const folder = useFolder();
folder.write('district.yaml', 'title: District\nyears: 5\ndistrict: { schools: 150 }\n');
const plan = folder.write(
  'plan.yaml',
  'title: Overhead\nscenarios: [district.yaml]\nreplicates: 150\noutcomes: [attainment, overload]\nseries: [attainment]\nschools: true\nevents: true\n',
);
const LIMITS: Limits = { seconds: 60, memory: 1000 };
const TOKEN = 'a-token-of-the-tests';

/** The share of the time of one worker that no run took, and milliseconds a run, once the engine is warm. */
async function overhead(sweep: Sweep, backend: Backend): Promise<{ share: number; run: number }> {
  backend.batch = 5; // about a second, as sweeps choose it
  const runs = new Runs(sweep);
  const planned = Array.from({ length: 150 }, (_, i) => runs.run(sweep.cells[0], i + 1));
  const notes: { at: number; seconds: number }[] = [];
  const report = ({ seconds }: { seconds: number }) => notes.push({ at: performance.now() / 1000, seconds });
  await backend.complete(planned, report, new AbortController().signal);
  await backend.close();
  expect(notes).toHaveLength(150);
  // Batch by batch: what comes at one time is one. The first ones warm up.
  const from = notes[24];
  const counted = notes.slice(25);
  const inRuns = counted.reduce((sum, { seconds }) => sum + seconds, 0);
  const share = 1 - inRuns / (notes[149].at - from.at);
  return { share: Number(share.toFixed(4)), run: Math.round((inRuns / counted.length) * 1000) };
}

test('takes less than 5 % for runs of 200 ms', async () => {
  const open = (name: string) => makeFolder(join(folder.path, name), readSweep(plan, false), false);
  const here = open('here');
  const worker = join(root, 'dist', 'cli', 'sweep-worker.js');
  const local = await overhead(here, new Local(here, { jobs: 1, limits: LIMITS, worker }));
  const redis = await startRedis(folder.path);
  const queued = open('queued');
  const program = start(['worker', '--jobs', '1'], { env: { COLLEGIUM_TOKEN: TOKEN, REDIS_URL: redis.url } });
  const options = {
    address: redisAddress(redis.url, false),
    credentials: credentials(queued.folder, TOKEN),
    limits: LIMITS,
    jobs: 0,
    plainRedis: false,
    say: () => {},
  };
  const queue = await overhead(queued, await Queued.open(queued, options));
  program.child.kill('SIGTERM');
  await program.finished;
  record('overhead', { local, queue });
  expect(local.share).toBeLessThan(0.05);
  expect(queue.share).toBeLessThan(0.05);
});
