import { join } from 'node:path';
import type { Disputed } from '../analysis/explain/disputed.ts';
import { withValues } from '../analysis/explain/switches.ts';
import { formatNumber } from '../analysis/format.ts';
import { type InfluenceRecord, influenceRecord, proofs, recordText } from '../analysis/influence/record.ts';
import {
  assumptionsOf,
  type Cell,
  type CellRuns,
  cellsOf,
  effectsOf,
  INFLUENCE,
  onDistrict,
  type Study,
  seedsOf,
} from '../analysis/influence/study.ts';
import { HEADLINES } from '../analysis/phrases.ts';
import { groups, metrics, nearest, type Scenario } from '../sim/index.ts';
import { BadInput, RunFailed } from './errors.ts';
import { packageRoot } from './files.ts';
import { interruptible } from './interrupt.ts';
import type { Task } from './job.ts';
import { print, printJson } from './output.ts';
import { runAll } from './pool.ts';
import { startProgress } from './progress.ts';
import { library } from './scenarios.ts';
import { count, figure, table, word } from './text.ts';
import { writeWhole } from './whole-file.ts';

export interface InfluenceOptions {
  readonly only?: readonly string[];
  readonly trajectories: number;
  readonly replicates: number;
  readonly jobs: number;
  readonly json?: boolean;
  readonly record?: boolean;
}

/** `collegium influence`: moves every assumption along trajectories and says which of them results rest on most. */
export async function influence(options: InfluenceOptions): Promise<void> {
  const { only, trajectories, replicates } = options;
  const study: Study = { ...INFLUENCE, trajectories, replicates };
  const whole =
    only === undefined && trajectories === INFLUENCE.trajectories && replicates === INFLUENCE.replicates;
  if (options.record && !whole)
    throw new BadInput(
      '--record keeps the study of all assumptions at its own size: leave out --only, --trajectories and --replicates',
    );
  const regimes = regimesOf(study);
  const assumptions = chosen(assumptionsOf(regimes), only);
  const { record, failures } = await runStudy(study, regimes, assumptions, options);
  if (options.json) printJson(record);
  else print(influenceText(record));
  if (failures.length > 0) throw new RunFailed(failures);
  if (options.record) writeWhole(recordFile(), recordText(record));
}

/** The regimes of the study on its district. */
function regimesOf(study: Study): readonly Scenario[] {
  const entries = library();
  return study.regimes.map((name) => {
    const entry = entries.find(({ id }) => id === name);
    if (entry === undefined) throw new BadInput(`the library has no scenario '${name}'`);
    return onDistrict(entry.scenario, study);
  });
}

function chosen(all: readonly Disputed[], only: readonly string[] | undefined): readonly Disputed[] {
  if (only === undefined) return all;
  const groupOf = ({ path }: Disputed) => path.split('.')[0];
  const known = [...new Set(all.map(groupOf))];
  for (const group of only) {
    if (known.includes(group)) continue;
    const near = nearest(group, known);
    const idle = group in groups ? 'has no assumption that is at work in these scenarios' : 'no such group';
    throw new BadInput(
      `--only ${group}: ${idle}${near === null ? '' : `; did you mean '${near}'?`}; allowed: ${known.join(', ')}`,
    );
  }
  return all.filter((one) => only.includes(groupOf(one)));
}

async function runStudy(
  study: Study,
  regimes: readonly Scenario[],
  assumptions: readonly Disputed[],
  { jobs, json }: InfluenceOptions,
): Promise<{ record: InfluenceRecord; failures: string[] }> {
  const cells = cellsOf(assumptions, study);
  const placed = cells.flatMap((cell, c) =>
    regimes.map((regime, side) => ({ c, side, scenario: settled(regime, cell) })),
  );
  const able = placed.flatMap((one) => (one.scenario === null ? [] : [{ ...one, scenario: one.scenario }]));
  const job = {
    scenarios: able.map(({ scenario }) => scenario),
    names: able.map(({ c, side }) => `${study.regimes[side]} at point ${c + 1}`),
    schools: able.map(() => null),
    allowLarge: false,
  };
  const tasks: Task[] = able.flatMap(({ c }, scenario) =>
    seedsOf(cells[c], study).map((seed) => ({ scenario, seed })),
  );
  const progress = startProgress({ total: tasks.length, unit: 'runs', quiet: json ?? false });
  const done = await interruptible(
    () =>
      runAll('run', job, tasks, {
        jobs,
        keep: ({ outcomes, digest }) => ({
          digest,
          outcomes: Float64Array.from(metrics, ({ key }) => outcomes[key]),
        }),
        onProgress: (finished) => progress.update(finished),
      }),
    () => progress.stop(),
  ).finally(() => progress.stop());
  const none = () => new Array<null>(study.replicates).fill(null);
  const runs: (readonly (Float64Array | null)[])[][] = cells.map(() => regimes.map(none));
  const digests: string[][] = cells.map(() => regimes.map(() => ''));
  able.forEach(({ c, side }, k) => {
    const own = done.slice(k * study.replicates, (k + 1) * study.replicates);
    runs[c][side] = own.map(({ result }) => result?.outcomes ?? null);
    digests[c][side] = own[0]?.result?.digest ?? '';
  });
  const failures = done.flatMap(({ failure }, i) =>
    failure === undefined
      ? []
      : [`${job.names[tasks[i].scenario]}, seed ${tasks[i].seed}: the run failed: ${failure}`],
  );
  const misfits = (placed.length - able.length) * study.replicates;
  const effects = effectsOf(assumptions, cells, runs as readonly CellRuns[], study);
  const record = influenceRecord(study, assumptions, effects, {
    runs: tasks.length,
    failed: failures.length + misfits,
    digests: proofs(cells.length).flatMap((c) => digests[c]),
  });
  return { record, failures };
}

/** A regime at a point of the design, or null where its settings do not fit together there. */
function settled(regime: Scenario, { values }: Cell): Scenario | null {
  try {
    return withValues(regime, values, 'a point of the design');
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function recordFile(): string {
  return join(packageRoot(), 'scenarios', 'influence', 'record.json');
}

function influenceText({ assumptions, study, runs, failed, ranked }: InfluenceRecord): string {
  const blocks = HEADLINES.flatMap((key) => {
    const rows = ranked[key]?.difference ?? [];
    const metric = metrics.find((one) => one.key === key);
    if (metric === undefined || rows.length === 0) return [];
    const number = (x: number) => formatNumber(x, digits(x));
    const head = ['assumption', 'size of effect', '95 % interval', 'mean effect', 'luck alone'];
    return [
      `${metric.label}${metric.unit === '' ? '' : `, ${metric.unit}`}: difference ${study.regimes[1]} less ${study.regimes[0]}`,
      table([
        head.map((text, i) => (i === 0 ? word : figure)(text)),
        ...rows.map(({ path, mu, muStar, muStarInterval, luck }) => [
          word(path),
          figure(number(muStar)),
          figure(muStarInterval === null ? 'none' : muStarInterval.map(number).join(' to ')),
          figure(number(mu)),
          figure(luck === null ? 'unknown' : number(luck)),
        ]),
      ]),
      '',
    ];
  });
  return [
    `${count(assumptions.length, 'assumption')} from half to twice their value, ${study.trajectories} trajectories, ${count(study.replicates, 'replicate')}: ${count(runs, 'run')}, ${failed} without a result.`,
    '',
    ...blocks,
    'Effects are over the whole range of an assumption (Morris 1991); intervals: bootstrap over trajectories.',
  ].join('\n');
}

function digits(x: number): number {
  const size = Math.abs(x);
  return size >= 100 ? 0 : size >= 1 ? 2 : 4;
}
