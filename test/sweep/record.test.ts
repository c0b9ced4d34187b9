/** What `npm run kill` and `npm run slurm` found with this version, kept in docs/reliability-record.json. */
import { expect, test } from 'vitest';
import { VERSION } from '../../sim/index.ts';
import { read } from '../support/project.ts';
import { readRecord } from '../support/record.ts';

const record = readRecord();

test('is of this version', () => {
  expect(record.version).toBe(VERSION);
});

test('reaches what was to be reached', () => {
  const { kill, invariance, overhead, slurm } = record;
  expect(kill.onDisk).toBe(kill.runs);
  expect(kill.runs).toBeGreaterThanOrEqual(2000);
  expect(kill.killed.worker).toBeGreaterThanOrEqual(100);
  expect(kill.killed.coordinator).toBeGreaterThanOrEqual(10);
  expect(kill.killed.redis).toBeGreaterThanOrEqual(5);
  expect(kill.sha256).toBe(kill.inPeace);
  expect(invariance).toMatchObject({ ways: 27, sha256: [expect.stringMatching(/^[0-9a-f]{64}$/)] });
  expect(Math.max(overhead.local.share, overhead.queue.share)).toBeLessThan(0.05);
  expect(slurm.sha256).toBe(slurm.onOneMachine);
});

test('is what the guide says', () => {
  const guide = read('docs/many-machines.md').replaceAll(/\s+/g, ' ');
  const { kill, overhead, slurm } = record;
  const share = ({ share: x, run }: { share: number; run: number }) =>
    `${(x * 100).toFixed(1)} % beside runs of ${run} ms`;
  for (const words of [
    `${kill.runs.toLocaleString('en-GB')} runs, ${kill.killed.worker} workers, ${kill.killed.coordinator} coordinators and ${kill.killed.redis} Redis killed`,
    share(overhead.local),
    share(overhead.queue),
    `Slurm ${slurm.slurm.replace(/^\D+/, '')}`,
  ]) {
    expect(guide).toContain(words);
  }
});
