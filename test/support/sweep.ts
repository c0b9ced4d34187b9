/** Sweeps small enough for a test, done without the command line. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { taskOf } from '../../batch/sweep/backend.ts';
import { execute } from '../../batch/sweep/execute.ts';
import { makeFolder, type PlannedRun, readSweep, type Sweep } from '../../batch/sweep/folder.ts';
import { type Part, writePart } from '../../batch/sweep/part.ts';
import { neededRuns } from '../../batch/sweep/rounds.ts';
import type { useFolder } from './cli.ts';

export const TINY = 'title: Tiny\nyears: 1\ndistrict: { schools: 3 }\n';

/** The sweep of a plan whose base is `tiny.yaml`, in a folder of its own. */
export function makeSweep(folder: ReturnType<typeof useFolder>, name: string, plan: string): Sweep {
  mkdirSync(join(folder.path, `${name} plan`), { recursive: true });
  folder.write(`${name} plan/tiny.yaml`, TINY);
  const file = folder.write(`${name} plan/plan.yaml`, plan);
  return makeFolder(join(folder.path, name), readSweep(file, false), false);
}

/** Does the runs of a sweep in the order given, or in that of the results; `instead` may give a part of its own. */
export function complete(
  sweep: Sweep,
  {
    order = (runs) => runs,
    instead = () => null,
  }: {
    order?: (runs: PlannedRun[]) => PlannedRun[];
    instead?: (run: PlannedRun) => Part | null;
  } = {},
): void {
  for (const run of order([...neededRuns(sweep)])) {
    const part = instead(run) ?? execute(sweep.bases, sweep.keep, sweep.manifest.allowLarge, taskOf(run));
    writePart(sweep.folder, part);
  }
}
