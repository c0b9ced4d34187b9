/** `collegium compare`: the same bytes for any number of workers, failures and interruptions that harm nobody. */
import { describe, expect, test } from 'vitest';
import type { RunResult } from '../analysis/outcomes.ts';
import { paired } from '../analysis/paired.ts';
import { type Job, runTask } from '../batch/job.ts';
import { runAll } from '../batch/pool.ts';
import { checkScenario, metrics, type Scenario, VERSION } from '../sim/index.ts';
import { collegium, SMALL, start, useBuiltCommand, useFolder } from './support/cli.ts';

useBuiltCommand();
const folder = useFolder();
const a = folder.write('a.yaml', SMALL);
const b = folder.write('b.yaml', `${SMALL}market:\n  choice: 0.9\naccountability:\n  pressure: 0.9\n`);

const scenario = (plain: object): Scenario => {
  const checked = checkScenario(plain);
  if (checked.scenario === null) throw new Error(JSON.stringify(checked.problems));
  return checked.scenario;
};

describe('collegium compare', () => {
  test('gives the same bytes for one, two and three workers', async () => {
    const run = (jobs: string) => collegium('compare', a, b, '--replicates', '5', '--jobs', jobs, '--json');
    const one = await run('1');
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(await run('2')).toEqual(one);
    expect(await run('3')).toEqual(one);
  }, 60_000);

  test('--json has the documented shape, and its figures come from the runs that `run` gives', async () => {
    const { stdout } = await collegium('compare', a, b, '--replicates', '3', '--jobs', '2', '--json');
    const result = JSON.parse(stdout);
    expect(Object.keys(result)).toEqual([
      'version',
      'a',
      'b',
      'weeks',
      'replicates',
      'seeds',
      'digests',
      'outcomes',
    ]);
    const seeds = ['collegium/1', 'collegium/2', 'collegium/3'];
    expect(result).toMatchObject({ version: VERSION, a, b, weeks: 39, replicates: 3, seeds });
    expect(result.outcomes.map(({ metric }: { metric: string }) => metric)).toEqual(
      metrics.map(({ key }) => key),
    );

    const runs = await Promise.all(
      seeds.flatMap((seed) => [a, b].map((file) => collegium('run', file, '--seed', seed, '--json'))),
    );
    const single = runs.map((run) => JSON.parse(run.stdout));
    const side = (offset: number) => single.filter((_, i) => i % 2 === offset);
    expect(result.digests.a).toEqual(side(0).map(({ digest }) => digest));
    expect(result.digests.b).toEqual(side(1).map(({ digest }) => digest));
    for (const outcome of result.outcomes) {
      const values = (offset: number) => side(offset).map(({ outcomes }) => outcomes[outcome.metric].value);
      const expected = paired(values(0), values(1));
      expect(outcome.difference).toBe(expected.difference);
      expect(outcome.interval).toEqual(expected.intervals?.[95]);
      expect(outcome.probability).toBe(expected.probability);
      expect(outcome.effect).toBe(expected.effect);
    }
  }, 60_000);

  test('of a scenario with itself finds nothing, to the last bit', async () => {
    const { stdout } = await collegium('compare', a, a, '--replicates', '2', '--jobs', '2', '--json');
    const { outcomes, digests } = JSON.parse(stdout);
    expect(digests.a).toEqual(digests.b);
    for (const { difference, interval, effect } of outcomes) {
      expect({ difference, interval, effect }).toEqual({ difference: 0, interval: [0, 0], effect: null });
    }
  });

  test('of one pair has differences but no interval', async () => {
    const { code, stdout } = await collegium('compare', a, b, '--replicates', '1', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).outcomes[0].interval).toEqual([null, null]);
  });

  test('prints the difference first, then the interval, and sentences', async () => {
    const { code, stdout } = await collegium('compare', a, b, '--replicates', '3');
    expect(code).toBe(0);
    expect(stdout).toMatch(/Outcome +Difference +95 % interval +A +B/);
    expect(stdout).toContain('Same schools, same luck: after 1 year, ');
    expect(stdout).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('takes the seed of the comparison, and refuses what is out of range', async () => {
    const run = (...args: string[]) => collegium('compare', a, b, ...args);
    const { stdout } = await run('--seed', 'winter', '--replicates', '2', '--json');
    expect(JSON.parse(stdout).seeds).toEqual(['winter/1', 'winter/2']);
    const bad = [
      ['--replicates', '0'],
      ['--replicates', '1.5'],
      ['--replicates', '1e9'],
      ['--jobs', '0'],
      ['--jobs', 'many'],
      ['--seed', ''],
      ['--years', '0'],
      ['--set', 'market.choice=7'],
    ];
    for (const args of bad) expect(await run(...args)).toMatchObject({ code: 2, stdout: '' });
    const longer = folder.write('longer.yaml', SMALL.replace('years: 1', 'years: 2'));
    const uneven = await collegium('compare', a, longer);
    expect(uneven).toMatchObject({ code: 2, stdout: '' });
    expect(uneven.stderr).toContain('--years');
  }, 60_000);

  test.each(['1', '2'])(
    'stops at Ctrl-C with 130 and writes nothing (%s at a time)',
    async (jobs) => {
      const args = ['compare', a, b, '--replicates', '100000', '--years', '50', '--jobs', jobs];
      const { child, finished } = start(args);
      // The first line of progress tells that runs are under way, however slow the machine.
      await new Promise((resolve) => child.stderr?.once('data', resolve));
      child.kill('SIGINT');
      const { code, stdout, stderr } = await finished;
      expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
      expect(stderr).toMatch(/Interrupted: nothing was written\.\n$/);
    },
    60_000,
  );
});

describe('a run that fails', () => {
  const keep = (result: RunResult) => result;
  const good = scenario({ title: 'Small', years: 1, district: { schools: 8 } });
  /** A scenario that the checks would never let through, to make the simulation itself throw. */
  const broken = { ...good, parameters: null } as unknown as Scenario;
  const job: Job = {
    scenarios: [good, broken],
    names: ['good', 'broken'],
    schools: [null, null],
    allowLarge: false,
  };

  test('is reported with its reason, and leaves the others alone', async () => {
    const tasks = [0, 1, 0].map((index, i) => ({ scenario: index, seed: `seed/${i}` }));
    const done = await runAll('run', job, tasks, { jobs: 1, keep });
    expect(done.map(({ failure }) => failure === undefined)).toEqual([true, false, true]);
    expect(done[1].failure).toMatch(/./);
    expect(done[0]).toEqual(await runTask(job, tasks[0]));
  });

  test('counts whole runs and parts of runs on its way', async () => {
    const seen: number[] = [];
    const tasks = [0, 0].map((index, i) => ({ scenario: index, seed: `seed/${i}` }));
    await runAll('run', job, tasks, { jobs: 1, keep, onProgress: (n) => seen.push(n) });
    expect(seen).toEqual([...seen].sort((x, y) => x - y));
    expect(seen.at(-1)).toBe(2);
    expect(seen.some((n) => !Number.isInteger(n))).toBe(true);
  });
});
