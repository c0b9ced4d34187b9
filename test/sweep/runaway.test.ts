/** Runs that would take a program down are recorded as failed, with the reason; all others are as if they had not been. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { coordinate } from '../../batch/sweep/coordinate.ts';
import { makeFolder, Runs, readSweep, type Sweep } from '../../batch/sweep/folder.ts';
import { Local } from '../../batch/sweep/local.ts';
import { partPath, readPart } from '../../batch/sweep/part.ts';
import { Ledger } from '../../batch/sweep/rounds.ts';
import { root } from '../../scripts/support.mjs';
import { useBuiltCommand, useFolder } from '../support/cli.ts';

useBuiltCommand();
const folder = useFolder();

const RUNS = 1000;
const LIMITS = { seconds: 5, memory: 400 };
/** Replicates whose runs run away, and how. */
const FAULTS = { 100: 'loop', 400: 'heap', 600: 'buffers', 900: 'nan' } as const;

/** The real worker, but that four of the runs are made to run away. */
const worker = folder.write(
  'faulty-worker.mjs',
  `import { workerData } from ${JSON.stringify(import.meta.resolve('piscina'))};
   import { doBatch, execute } from ${JSON.stringify(pathToFileURL(join(root, 'dist', 'cli', 'sweep-worker.js')).href)};
   const faults = ${JSON.stringify(FAULTS)};
   const sink = [];
   const run = (bases, keep, allowLarge, task) => {
     const fault = faults[task.seed.split('/').pop()];
     if (fault === 'loop') for (;;);
     if (fault === 'heap') for (;;) sink.push(new Array(1e6).fill(0));
     if (fault === 'buffers') for (;;) sink.push(new Float64Array(1e6).fill(1));
     if (fault === 'nan') return execute(bases.map(spoilt), keep, allowLarge, task);
     return execute(bases, keep, allowLarge, task);
   };
   // A rate that turns into no number once the scenario has been checked.
   const spoilt = (base) => {
     const { scenario } = base;
     const trust = { ...scenario.parameters.trust };
     for (const [name, value] of Object.entries(trust)) {
       let reads = 0;
       if (typeof value !== 'number') continue;
       Object.defineProperty(trust, name, { enumerable: true, get: () => (reads++ < 1 ? value : Number.NaN) });
     }
     return { ...base, scenario: { ...scenario, parameters: { ...scenario.parameters, trust } } };
   };
   export default (batch) => doBatch(workerData, batch, run);`,
);

function sweepAt(name: string): Sweep {
  const plan = folder.write(
    'plan.yaml',
    `title: Runaway\nscenarios: [tiny.yaml]\nseed: runaway\nreplicates: ${RUNS}\noutcomes: [attainment]\n`,
  );
  folder.write('tiny.yaml', 'title: Tiny\nyears: 1\ndistrict: { schools: 3 }\n');
  return makeFolder(join(folder.path, name), readSweep(plan, false), false);
}

async function complete(sweep: Sweep, own?: string): Promise<string[]> {
  const backend = new Local(sweep, {
    jobs: 2,
    limits: LIMITS,
    ...(own === undefined ? {} : { worker: own }),
  });
  backend.batch = 7;
  const ledger = new Ledger(sweep);
  const stand = await coordinate(ledger, backend, {
    mine: undefined,
    continueOnError: true,
    signal: new AbortController().signal,
  });
  await backend.close();
  expect(stand.toDo).toHaveLength(0);
  const runs = new Runs(sweep);
  return Array.from({ length: RUNS }, (_, i) => runs.run(sweep.cells[0], i + 1).key);
}

test('an endless loop, a heap that bursts, buffers without end and a storm of no numbers, among 1,000 runs', async () => {
  const sweep = sweepAt('faulty');
  const keys = await complete(sweep, worker);
  const failed = keys.flatMap((key, i) => {
    const part = readPart(sweep.folder, key);
    return part?.status === 'failed' ? [[i + 1, part.reason]] : [];
  });
  expect(failed).toEqual([
    [100, 'took longer than 5 s'],
    [400, expect.stringMatching(/needed more than 400 MiB of memory/)],
    [600, expect.stringMatching(/needed more than 400 MiB of memory/)],
    [900, expect.stringMatching(/^\w+ is NaN in week \d+$/)],
  ]);
  const clean = sweepAt('clean');
  const others = await complete(clean, join(root, 'dist', 'cli', 'sweep-worker.js'));
  expect(others).toEqual(keys);
  const text = (of: Sweep, key: string) => readFileSync(partPath(of.folder, key), 'utf8');
  const faulty = new Set(failed.map(([replicate]) => replicate));
  const differing = keys.filter((key, i) => !faulty.has(i + 1) && text(sweep, key) !== text(clean, key));
  expect(differing).toEqual([]);
}, 120_000);
