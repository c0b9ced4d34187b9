import { join } from 'node:path';
import { latinHypercube } from '../analysis/calibration/design.ts';
import { type Match, matchOf, type Outputs, type Point } from '../analysis/calibration/match.ts';
import { defaultPoint, type Plan, planArms, scenarioAt } from '../analysis/calibration/plan.ts';
import { type CalibrationRecord, calibrationRecord } from '../analysis/calibration/record.ts';
import type { Experiment } from '../analysis/evidence/experiment.ts';
import { valuesOf } from '../analysis/evidence/ledger.ts';
import { sumsOf } from '../analysis/evidence/verdict.ts';
import { formatNumber } from '../analysis/format.ts';
import { replicateSeeds } from '../analysis/seeds.ts';
import { readPlan } from '../scenarios/calibration.ts';
import { formatProblem } from '../scenarios/problem.ts';
import { BadInput, RunFailed } from './errors.ts';
import { ledger } from './evidence.ts';
import { packageRoot, readScenarioText, shownPath } from './files.ts';
import { interruptible } from './interrupt.ts';
import type { Task } from './job.ts';
import { print, printJson } from './output.ts';
import { runAll } from './pool.ts';
import { startProgress } from './progress.ts';
import { type Cell, count, figure, table, word } from './text.ts';
import { writeWhole } from './whole-file.ts';

export interface CalibrateOptions {
  readonly plan?: string;
  readonly jobs: number;
  readonly json?: boolean;
  readonly record?: boolean;
}

/** `collegium calibrate`: rules out values of assumptions whose runs lie too far from the targets of a plan. */
export async function calibrate({ plan: file, jobs, json, record: keep }: CalibrateOptions): Promise<void> {
  if (keep && file !== undefined)
    throw new BadInput(
      '--record keeps the result of the plan that comes with this version: leave out --plan',
    );
  const entries = ledger();
  const experiments = entries.map(({ experiment }) => experiment);
  const path = file ?? join(folder(), 'plan.yaml');
  const text = readScenarioText(path);
  const reading = readPlan(text, shownPath(path), experiments);
  if (reading.value === null) throw new BadInput(reading.problems.map(formatProblem));
  const plan = reading.value;
  const { match, digests, failures } = await runPlan(plan, experiments, jobs, json ?? false);
  const texts = entries.map(({ experiment: { id }, text: yaml }) => ({ id, text: yaml }));
  const record = calibrationRecord(plan, texts, match, digests);
  if (json) printJson(record);
  else print(calibrationText(plan, match));
  if (failures.length > 0) throw new RunFailed(failures);
  if (keep) keepRecord(record);
}

async function runPlan(
  plan: Plan,
  experiments: readonly Experiment[],
  jobs: number,
  quiet: boolean,
): Promise<{ match: Match; digests: string[]; failures: string[] }> {
  const design = latinHypercube(plan.parameters, plan.points, plan.seed);
  const all = [defaultPoint(plan), ...design];
  const arms = planArms(plan, experiments);
  const runs = all.flatMap((values, point) => arms.map((arm, i) => ({ arm, i, point, values })));
  const job = {
    scenarios: runs.map(({ arm, values }) => scenarioAt(arm.scenario, plan.parameters, values)),
    names: runs.map(
      ({ arm, point }) => `${arm.experiment} ${arm.setup}, ${point === 0 ? 'defaults' : `point ${point}`}`,
    ),
    readings: runs.map(({ arm }) => arm.readings),
  };
  // The same luck at every point: what differs is the parameters' doing.
  const tasks: Task[] = runs.flatMap(({ arm }, scenario) =>
    replicateSeeds(`${plan.seed}/${arm.experiment}`, plan.replicates).map((seed) => ({ scenario, seed })),
  );
  const progress = startProgress({ total: tasks.length, unit: 'runs', quiet });
  const done = await interruptible(
    () =>
      runAll('read', job, tasks, {
        jobs,
        keep: (result) => result,
        onProgress: (finished) => progress.update(finished),
      }),
    () => progress.stop(),
  ).finally(() => progress.stop());
  const rows = runs.map((_, i) => done.slice(i * plan.replicates, (i + 1) * plan.replicates));
  const failures = rows.flatMap((row, i) =>
    row.flatMap(({ failure }, r) =>
      failure === undefined ? [] : [`${job.names[i]}, replicate ${r + 1}: the run failed: ${failure}`],
    ),
  );
  const outputs = all.map((_, point): Outputs => {
    const own = rows.slice(point * arms.length, (point + 1) * arms.length);
    return plan.targets.map(({ experiment, check }) => {
      const mine = arms.flatMap((arm, i) => (arm.experiment === experiment ? [i] : []));
      const values = valuesOf(
        check,
        mine.map((i) => arms[i]),
        mine.map((i) => own[i].map(({ result }) => result?.values ?? null)),
        false,
      );
      return sumsOf(check, values);
    });
  });
  return {
    match: matchOf(plan, design, outputs.slice(1), { values: all[0], outputs: outputs[0] }),
    digests: rows.slice(0, arms.length).map((row) => row[0]?.result?.digest ?? ''),
    failures,
  };
}

function folder(): string {
  return join(packageRoot(), 'scenarios', 'calibration');
}

/** Writes the record beside the plan, whole or not at all. */
function keepRecord(record: CalibrationRecord): void {
  const file = join(folder(), 'record.json');
  writeWhole(file, `${JSON.stringify(record, null, 1)}\n`);
}

function calibrationText(plan: Plan, match: Match): string {
  const number = (x: number) => formatNumber(x, digits(x));
  const known = (x: number | null) => (x === null ? '-' : number(x));
  const { defaults, points } = match;
  const kept = points.filter((point) => point.kept);
  const parameters: Cell[][] = [
    ['parameter', 'from', 'to', 'kept from', 'kept to', 'default'].map((head, i) =>
      (i ? figure : word)(head),
    ),
    ...plan.parameters.map(({ path, from, to }, p) => [
      word(path),
      ...[
        from,
        to,
        match.keptSpreads[p]?.min ?? null,
        match.keptSpreads[p]?.max ?? null,
        defaults.values[p],
      ].map((value) => figure(known(value))),
    ]),
  ];
  const targets: Cell[][] = [
    ['target', 'aim', 'tolerance', 'defaults', 'implausibility', 'points left'].map((head, i) =>
      (i ? figure : word)(head),
    ),
    ...plan.targets.map(({ name, aim, tolerance }, t) => [
      word(name),
      ...[aim, tolerance, defaults.means[t], defaults.implausibility[t]].map((value) => figure(known(value))),
      figure(`${(match.targetShares[t] * 100).toFixed(0)} %`),
    ]),
  ];
  const strongest = plan.targets.map(({ name }, t) => {
    const order = plan.parameters
      .map(({ path }, p) => ({ path, r: match.correlations[p][t] }))
      .sort((a, b) => Math.abs(b.r) - Math.abs(a.r))
      .slice(0, 3)
      .map(({ path, r }) => `${path} ${formatNumber(r, 2)}`);
    return `  ${name}: ${order.join(', ')}`;
  });
  return [
    `${kept.length} of ${count(points.length, 'point')} not ruled out (implausibility at most ${plan.cutoff} for every target), at ${count(plan.replicates, 'replicate')}.`,
    '',
    table(parameters),
    '',
    table(targets),
    '',
    `Defaults: largest implausibility ${known(defaults.worst)}, next ${known(defaults.second)}: ${verdictOf(defaults)}.`,
    '',
    'What moves each target most, by rank correlation over the points:',
    ...strongest,
  ].join('\n');
}

const verdictOf = ({ kept }: Point) => (kept ? 'not ruled out' : 'ruled out');

function digits(x: number): number {
  const size = Math.abs(x);
  return size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
}
