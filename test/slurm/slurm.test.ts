/** `npm run slurm`: a sweep as an array job of a real Slurm, with tasks cancelled and the coordinator interrupted. */
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { collegium, start, useBuiltCommand, useFolder } from '../support/cli.ts';
import { partTexts, until } from '../support/parts.ts';
import { record } from '../support/record.ts';
import { type SlurmCluster, startSlurm } from '../support/slurm.ts';

useBuiltCommand();
const folder = useFolder();
folder.write('tiny.yaml', 'title: Tiny\nyears: 1\ndistrict: { schools: 12 }\n');
const plan = folder.write(
  'plan.yaml',
  'title: Array\nscenarios: [tiny.yaml]\nseed: array\nreplicates: 10\n' +
    'factors:\n  - { path: market.choice, from: 0.2, to: 0.8 }\ndesign: { kind: grid, levels: 8 }\n' +
    'outcomes: [attainment]\nseries: [attainment]\nschools: true\nevents: true\n',
);
const at = (name: string) => join(folder.path, name);
const digest = (stderr: string) => /sha256 of the results: (\S+)/.exec(stderr)?.[1];

let cluster: SlurmCluster;
let here: string | undefined;
beforeAll(async () => {
  cluster = await startSlurm(folder.path);
  const done = await collegium('sweep', plan, '--out', at('here'), '--yes', '--jobs', '1');
  expect(done).toMatchObject({ code: 0 });
  here = digest(done.stderr);
  return cluster.stop;
});

const sweep = (out: string, ...more: string[]) =>
  start(['sweep', plan, '--out', at(out), '--yes', '--backend', 'slurm', '--run-memory', '1000', ...more], {
    env: cluster.env,
  });
const jobOf = (stderr: string) => /array job (\d+)/.exec(stderr)?.[1] ?? '';

test('an array of four tasks, one of them cancelled, gives the results of one machine', async () => {
  const program = sweep('array', '--tasks', '4');
  await until(() => /array job \d+/.test(program.stderr()));
  cluster.run('scancel', `${jobOf(program.stderr())}_4`);
  const { code, stderr } = await program.finished;
  expect({ code, stderr }).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/Submitted again as array job \d+: 1 task/),
  });
  expect(partTexts(at('array'))).toEqual(partTexts(at('here')));
  expect(digest(stderr)).toBe(here);
  const slurm = cluster.run('sinfo', '--version').trim();
  record('slurm', { slurm, runs: 80, tasks: 4, sha256: digest(stderr) ?? '', onOneMachine: here ?? '' });
});

test('Ctrl-C leaves the array in the queue, and the same command follows it to its end', async () => {
  const program = sweep('left', '--tasks', '3', '--sbatch', '--begin=now+15 --comment=test');
  await until(() => /array job \d+/.test(program.stderr()));
  const job = jobOf(program.stderr());
  program.child.kill('SIGINT');
  expect(await program.finished).toMatchObject({
    code: 130,
    stderr: expect.stringContaining(
      `Array job ${job} goes on: squeue -j ${job} shows it, scancel ${job} ends it.`,
    ),
  });
  const { code, stderr } = await sweep('left', '--tasks', '3').finished;
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stderr).not.toContain('Submitted');
  expect(digest(stderr)).toBe(here);
});

test('what Slurm refuses is said in its words', async () => {
  expect(await sweep('refused', '--sbatch', '--partition=nowhere').finished).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/sbatch: error: invalid partition/i),
  });
});
