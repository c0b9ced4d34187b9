import type { GraphName } from '../analysis/export/graph.ts';
import { STAGES, VERSION } from '../sim/index.ts';
import { BadInput } from './errors.ts';
import { LIST, Output, type Written } from './export/output.ts';
import { runJob } from './export/plans.ts';
import { isFolder, scenarioReplay, sweepReplay } from './export/replay.ts';
import { resultsJob } from './export/results.ts';
import { interruptible } from './interrupt.ts';
import type { Changes } from './options.ts';
import { print } from './output.ts';
import { startProgress } from './progress.ts';
import { bytes, count } from './text.ts';

export const FORMATS = ['csv', 'parquet', 'graphml', 'gexf', 'siena'] as const;
export type Format = (typeof FORMATS)[number];
/** Stages at which a relation can be taken for a tie. */
export const TIE_STAGES = STAGES.slice(1);

export interface ExportOptions extends Changes {
  readonly format: Format;
  readonly out: string;
  /** Number of a run of a sweep. */
  readonly run?: number;
  readonly seed?: string;
  /** Weeks done, 0 to the length of the run. */
  readonly week?: number;
  /** Weeks from one sample to the next. */
  readonly every?: number;
  readonly of?: GraphName;
  readonly stage?: string;
  readonly force?: boolean;
  /** False where text is to be left as it is, whatever a spreadsheet makes of it. */
  readonly guard: boolean;
}

/** Files to write, and how. */
export interface Job {
  readonly kind: 'file' | 'folder';
  /** Writes them, and tells what share is done; gives what to say of them, to a person and in the list of files. */
  readonly write: (
    output: Output,
    progress: (share: number) => void,
  ) => Promise<{ readonly said: string; readonly about: Readonly<Record<string, unknown>> }>;
}

/** `collegium export`: a run, or the results of a sweep, as files that other programs read. */
export async function exportTo(named: string, options: ExportOptions): Promise<void> {
  const job = jobOf(named, options);
  const progress = startProgress({ total: 100, unit: 'per cent', quiet: false });
  let output: Output | undefined;
  const clear = () => {
    progress.stop();
    output?.discard();
  };
  // All of it, so that Ctrl-C never finds anything that nobody clears away.
  await interruptible(async () => {
    output = new Output(options.out, job.kind, options.force ?? false);
    const { said, about } = await job.write(output, (share) => progress.update(Math.min(100, 100 * share)));
    const files = output.list();
    if (job.kind === 'folder') output.write(LIST, listText(files, about, options));
    output.finish();
    const size = files.reduce((sum, file) => sum + file.bytes, 0);
    print(`${options.out}: ${count(files.length, 'file')}, ${bytes(size)}, ${said}`);
  }, clear).finally(clear);
}

/** What the list of files holds. */
function listText(
  files: readonly Written[],
  about: Readonly<Record<string, unknown>>,
  { format, guard }: ExportOptions,
): string {
  const guarded = format === 'csv' ? { formulasGuarded: guard } : {};
  return `${JSON.stringify({ version: VERSION, ...about, format, ...guarded, files }, null, 1)}\n`;
}

function jobOf(named: string, options: ExportOptions): Job {
  const { run } = options;
  if (isFolder(named)) {
    return run === undefined ? resultsJob(named, options) : runJob(sweepReplay(named, run, options), options);
  }
  if (run !== undefined)
    throw new BadInput(`--run ${run}: ${named} is no folder of a sweep, and a scenario has one run a seed`);
  return runJob(scenarioReplay(named, options), options);
}
