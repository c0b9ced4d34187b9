/** The array job that a sweep writes for Slurm: a script any shell can run. A real Slurm runs it in `npm run slurm`. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { quoted, ranges } from '../../batch/sweep/slurm.ts';
import { collegium, start, useBuiltCommand, useFolder } from '../support/cli.ts';
import { partTexts } from '../support/parts.ts';

useBuiltCommand();
const folder = useFolder();
folder.write('tiny.yaml', 'title: Tiny\nyears: 1\ndistrict: { schools: 3 }\n');
const plan = folder.write(
  "plan's $(name).yaml",
  'title: Array\nscenarios: [tiny.yaml]\nreplicates: 20\noutcomes: [attainment]\n',
);
const at = (name: string) => join(folder.path, name);
const array = (out: string, ...more: string[]) =>
  start(['sweep', plan, '--out', at(out), '--yes', '--backend', 'slurm', ...more], {
    env: { PATH: '/usr/bin:/bin' },
  }).finished;

test('a script of one task a shard, which a shell runs whatever the names of its folders', async () => {
  const out = 'it\'s $HOME; "out"';
  const flags = [
    '--no-submit',
    '--tasks',
    '3',
    '--jobs',
    '2',
    '--sbatch',
    '--partition=short --time=1:00:00',
  ];
  const written = await array(out, ...flags);
  expect(written).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/5 of 20 runs on disk\. Written: .*job\.sh, 3 tasks/),
  });
  const script = join(at(out), 'slurm', 'job.sh');
  const lines = readFileSync(script, 'utf8').split('\n');
  expect(lines.filter((line) => line.startsWith('#SBATCH'))).toEqual([
    expect.stringMatching(/^#SBATCH --job-name=collegium-[0-9a-f]{8}$/),
    '#SBATCH --array=1-3',
    '#SBATCH --cpus-per-task=2',
    '#SBATCH --mem-per-cpu=2048M',
    '#SBATCH --output=%A_%a.log',
    '#SBATCH --partition=short --time=1:00:00',
  ]);
  for (const task of [2, 3, 1]) {
    const env = { ...process.env, SLURM_ARRAY_TASK_ID: String(task), SLURM_CPUS_PER_TASK: '1' };
    const { status, stderr } = spawnSync('sh', [script], { encoding: 'utf8', env, cwd: folder.path });
    expect({ status, stderr }).toMatchObject({
      status: 0,
      stderr: expect.stringContaining(`Shard ${task}/3`),
    });
  }
  // Nothing is left to run: the same command merges.
  expect(await array(out, ...flags)).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('sha256 of the results'),
  });
  expect(await collegium('sweep', plan, '--out', at('plain'), '--yes')).toMatchObject({ code: 0 });
  expect(partTexts(at(out))).toEqual(partTexts(at('plain')));
}, 60_000);

test('memory that the options of sbatch ask for is not asked for twice', async () => {
  expect(await array('memory', '--no-submit', '--sbatch', '--mem=3G')).toMatchObject({ code: 0 });
  const script = readFileSync(join(at('memory'), 'slurm', 'job.sh'), 'utf8');
  expect(script.match(/--mem\S*/g)).toEqual(['--mem=3G']);
});

test('where no Slurm is, or the options are no line, it is said', async () => {
  const none = await start(['sweep', plan, '--out', at('none'), '--yes', '--backend', 'slurm'], {
    env: { PATH: folder.path },
  }).finished;
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('sbatch was not found') });
  expect(await array('lines', '--no-submit', '--sbatch', '--time=1\nrm -rf x')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--sbatch: expected one line of options'),
  });
});

test('words and numbers as shells and Slurm take them', () => {
  expect(['plain-1.2/x', 'a b', "it's", '$(x)', ''].map(quoted)).toEqual([
    'plain-1.2/x',
    "'a b'",
    "'it'\\''s'",
    "'$(x)'",
    "''",
  ]);
  expect(ranges([1, 2, 3, 7, 9, 10])).toBe('1-3,7,9-10');
  expect(ranges([4])).toBe('4');
});
