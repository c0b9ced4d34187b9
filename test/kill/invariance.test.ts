/** `npm run kill`: however the runs of a sweep are shared out, its merged tables are the same. */
import { join } from 'node:path';
import xor4096 from 'seedrandom/lib/xor4096.js';
import { expect, test } from 'vitest';
import { collegium, type Finished, start, useBuiltCommand, useFolder } from '../support/cli.ts';
import { record } from '../support/record.ts';
import { startRedis } from '../support/redis.ts';

const JOBS = [1, 2, 4];
const BATCHES = [1, 7, 50];
const SHARDS = 5;

useBuiltCommand();
const folder = useFolder();
folder.write('tiny.yaml', 'title: Tiny\nyears: 1\ndistrict: { schools: 3 }\n');
const plan = folder.write(
  'plan.yaml',
  'title: Shared out\nscenarios: [tiny.yaml]\nseed: shares\nreplicates: 20\n' +
    'factors:\n  - { path: market.choice, from: 0.2, to: 0.8 }\ndesign: { kind: grid, levels: 6 }\n' +
    'outcomes: [attainment, overload]\nseries: [attainment]\nschools: true\nevents: true\n',
);

/** The same order for everybody. */
function shuffled(numbers: number[], seed: string): number[] {
  const random = xor4096(seed);
  return numbers
    .map((number) => ({ number, at: random() }))
    .sort((a, b) => a.at - b.at || a.number - b.number)
    .map(({ number }) => number);
}

test(`jobs ${JOBS}, batches ${BATCHES}; threads, a queue, shards in any order: one sha256`, async () => {
  const redis = await startRedis(folder.path);
  const env = { COLLEGIUM_TOKEN: 'a-token-of-the-tests', REDIS_URL: redis.url };
  const digests = new Map<string, string | undefined>();
  const digest = ({ code, stderr }: Finished) => {
    expect({ code, stderr }).toMatchObject({ code: 0 });
    return /sha256 of the results: (\S+)/.exec(stderr)?.[1];
  };
  for (const jobs of JOBS) {
    for (const batch of BATCHES) {
      const name = `${jobs} jobs, batches of ${batch}`;
      const sweep = (how: string, ...more: string[]) => {
        const out = join(folder.path, `${how} ${name}`);
        const flags = ['--yes', '--jobs', String(jobs), '--batch', String(batch), ...more];
        return start(['sweep', plan, '--out', out, ...flags], { env }).finished;
      };
      digests.set(`local, ${name}`, digest(await sweep('local')));
      digests.set(`bullmq, ${name}`, digest(await sweep('bullmq', '--backend', 'bullmq')));
      for (const i of shuffled(
        Array.from({ length: SHARDS }, (_, k) => k + 1),
        name,
      )) {
        expect(await sweep('shards', '--shard', `${i}/${SHARDS}`)).toMatchObject({ code: 0 });
      }
      digests.set(`shards, ${name}`, digest(await sweep('shards')));
    }
  }
  for (const [how, found] of digests) process.stdout.write(`${found}  ${how}\n`);
  const distinct = [...new Set(digests.values())].map(String);
  record('invariance', { ways: digests.size, sha256: distinct });
  expect(digests.size).toBe(JOBS.length * BATCHES.length * 3);
  expect(distinct).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  // The control: another seed is another result.
  const other = folder.write(
    'other.yaml',
    'title: Other\nscenarios: [tiny.yaml]\nseed: other\nreplicates: 20\noutcomes: [attainment]\n',
  );
  const different = digest(await collegium('sweep', other, '--out', join(folder.path, 'other'), '--yes'));
  expect([...digests.values()]).not.toContain(different);
});
