import type { GraphName } from '../analysis/export/graph.ts';
import { digest, STAGES, VERSION } from '../sim/index.ts';
import { BadInput, RunFailed } from './errors.ts';
import { LIST, Output } from './export/output.ts';
import { planOf } from './export/plans.ts';
import { isFolder, type Replay, scenarioReplay, sweepReplay } from './export/replay.ts';
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

/** `collegium export`: a run as files that other programs read. */
export async function exportRun(named: string, options: ExportOptions): Promise<void> {
  const replay = replayOf(named, options);
  const plan = planOf(replay, options);
  const output = new Output(options.out, plan.kind, options.force ?? false);
  const progress = startProgress({ total: 100, unit: 'per cent', quiet: false });
  const clear = () => {
    progress.stop();
    output.discard();
  };
  try {
    const run = await interruptible(
      () => plan.write(output, (share) => progress.update(Math.min(100, 100 * share))),
      clear,
    );
    if (replay.digest !== null && run.week === replay.weeks && digest(run) !== replay.digest)
      throw new RunFailed([
        `${replay.name}: done again it ends otherwise (digest ${digest(run)}, not ${replay.digest})`,
      ]);
    const files = output.list();
    if (plan.kind === 'folder') {
      const about = { version: VERSION, ...replay.about, format: options.format, ...settingsOf(options) };
      const list = { ...about, week: run.week, digest: digest(run), files };
      output.write(LIST, `${JSON.stringify(list, null, 1)}\n`);
    }
    output.finish();
    const size = files.reduce((sum, file) => sum + file.bytes, 0);
    print(
      `${options.out}: ${count(files.length, 'file')}, ${bytes(size)}, ${replay.name} to week ${run.week}`,
    );
  } finally {
    clear();
  }
}

/** What of the options decides what files hold. */
function settingsOf({ week, every, of, stage, guard, format }: ExportOptions): Record<string, unknown> {
  return {
    ...(week === undefined ? {} : { week }),
    ...(every === undefined ? {} : { every }),
    ...(of === undefined ? {} : { of }),
    ...(stage === undefined ? {} : { stage }),
    ...(format === 'csv' ? { formulasGuarded: guard } : {}),
  };
}

function replayOf(named: string, options: ExportOptions): Replay {
  if (isFolder(named)) {
    if (options.run === undefined) throw new BadInput(`${named}: which run of the sweep? --run names it`);
    return sweepReplay(named, options.run, options);
  }
  if (options.run !== undefined)
    throw new BadInput(
      `--run ${options.run}: ${named} is no folder of a sweep, and a scenario has one run a seed`,
    );
  return scenarioReplay(named, options);
}
