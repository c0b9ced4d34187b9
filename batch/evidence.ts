import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Check, Experiment } from '../analysis/evidence/experiment.ts';
import {
  armsOf,
  EVIDENCE_REPLICATES,
  EVIDENCE_SEED,
  type Outcome,
  outcomeOf,
} from '../analysis/evidence/ledger.ts';
import { measureOf, metricOf } from '../analysis/evidence/readings.ts';
import { type EvidenceRecord, recordOf } from '../analysis/evidence/record.ts';
import type { Finding } from '../analysis/evidence/verdict.ts';
import { formatNumber } from '../analysis/format.ts';
import { replicateSeeds } from '../analysis/seeds.ts';
import { buildLedger, type LedgerEntry } from '../scenarios/experiments.ts';
import { formatProblem } from '../scenarios/problem.ts';
import { nearest, VERSION } from '../sim/index.ts';
import { BadInput, RunFailed } from './errors.ts';
import { packageRoot, readScenarioText } from './files.ts';
import { interruptible } from './interrupt.ts';
import type { Task } from './job.ts';
import { print, printJson } from './output.ts';
import { runAll } from './pool.ts';
import { startProgress } from './progress.ts';
import { count } from './text.ts';
import { writeWhole } from './whole-file.ts';

export interface EvidenceOptions {
  readonly only?: readonly string[];
  readonly replicates: number;
  readonly jobs: number;
  readonly json?: boolean;
  readonly record?: boolean;
}

/** The ledger as it lies in the library. */
export function ledger(): readonly LedgerEntry[] {
  const folder = join(packageRoot(), 'scenarios', 'evidence');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.yaml')) : [];
  const texts = names.sort().map((name) => [`evidence/${name}`, readScenarioText(join(folder, name))]);
  const { entries, problems } = buildLedger(Object.fromEntries(texts));
  if (problems.length > 0) throw new BadInput(problems.map(formatProblem));
  return entries;
}

/** `collegium evidence`: runs the experiments of the ledger and says of each claim whether the model reproduces it. */
export async function evidence(options: EvidenceOptions): Promise<void> {
  const entries = chosen(ledger(), options.only);
  if (options.record && (options.only !== undefined || options.replicates !== EVIDENCE_REPLICATES))
    throw new BadInput(
      `--record keeps the whole ledger at ${EVIDENCE_REPLICATES} replicates: leave out --only and --replicates`,
    );
  const experiments = entries.map(({ experiment }) => experiment);
  const { outcomes, digests } = await runExperiments(experiments, options);
  const record = recordOf(entries, outcomes, digests);
  if (options.record) keepRecord(record);
  if (options.json) printJson({ version: VERSION, replicates: options.replicates, claims: record.claims });
  else print(evidenceText(experiments, outcomes));
  const failures = outcomes.flatMap(({ failures }) => failures);
  if (failures.length > 0) throw new RunFailed(failures);
}

function chosen(
  entries: readonly LedgerEntry[],
  only: readonly string[] | undefined,
): readonly LedgerEntry[] {
  if (only === undefined) return entries;
  const ids = entries.map(({ experiment }) => experiment.id);
  for (const id of only) {
    if (ids.includes(id)) continue;
    const near = nearest(id, ids);
    throw new BadInput(
      `--only ${id}: no such claim${near === null ? '' : `; did you mean '${near}'?`}; allowed: ${ids.join(', ')}`,
    );
  }
  return entries.filter(({ experiment }) => only.includes(experiment.id));
}

async function runExperiments(
  experiments: readonly Experiment[],
  { replicates, jobs, json }: EvidenceOptions,
): Promise<{ outcomes: Outcome[]; digests: string[][] }> {
  const arms = experiments.flatMap((experiment) =>
    armsOf(experiment).map((arm) => {
      const setup = experiment.setups.find(({ name }) => name === arm.setup);
      if (setup === undefined) throw new RangeError(`no setup ${arm.setup}`);
      return { ...arm, id: experiment.id, scenario: arm.off ? setup.without : setup.scenario };
    }),
  );
  const job = {
    scenarios: arms.map(({ scenario }) => scenario),
    names: arms.map(({ id, setup, off }) => `${id} ${setup}${off ? ' without its mechanism' : ''}`),
    readings: arms.map(({ readings }) => readings),
  };
  const tasks: Task[] = arms.flatMap(({ id }, scenario) =>
    replicateSeeds(`${EVIDENCE_SEED}/${id}`, replicates).map((seed) => ({ scenario, seed })),
  );
  const progress = startProgress({ total: tasks.length, unit: 'runs', quiet: json ?? false });
  const done = await interruptible(
    () =>
      runAll('read', job, tasks, {
        jobs,
        keep: (result) => result,
        onProgress: (runs) => progress.update(runs),
      }),
    () => progress.stop(),
  ).finally(() => progress.stop());
  const outcomes: Outcome[] = [];
  const digests: string[][] = [];
  for (const experiment of experiments) {
    const own = arms.flatMap((arm, i) => (arm.id === experiment.id ? [i] : []));
    const rows = own.map((i) => done.slice(i * replicates, (i + 1) * replicates));
    const failures = own.flatMap((i, k) =>
      rows[k].flatMap(({ failure }, r) =>
        failure === undefined ? [] : [`${job.names[i]}, replicate ${r + 1}: the run failed: ${failure}`],
      ),
    );
    outcomes.push(
      outcomeOf(
        experiment,
        rows.map((row) => row.map(({ result }) => result?.values ?? null)),
        failures,
      ),
    );
    digests.push(rows.map((row) => row[0]?.result?.digest ?? ''));
  }
  return { outcomes, digests };
}

/** Writes the record beside the experiments, whole or not at all. */
function keepRecord(record: EvidenceRecord): void {
  const file = recordFile();
  writeWhole(file, `${JSON.stringify(record, null, 1)}\n`);
}

function recordFile(): string {
  return join(packageRoot(), 'scenarios', 'evidence', 'record.json');
}

function evidenceText(experiments: readonly Experiment[], outcomes: readonly Outcome[]): string {
  const blocks = experiments.map((experiment, i) => claimText(experiment, outcomes[i]));
  const reproduced = outcomes.filter(({ verdict }) => verdict === 'reproduced');
  const contradicted = outcomes.filter(({ verdict }) => verdict === 'contradicted');
  const resting = reproduced.filter(({ without }) => without.verdict !== 'reproduced');
  const n = outcomes[0]?.replicates ?? 0;
  return [
    ...blocks,
    `${reproduced.length} of ${count(outcomes.length, 'claim')} reproduced, ${contradicted.length} contradicted, at ${count(n, 'replicate')}; ` +
      `${resting.length} of those reproduced fail without their mechanism.`,
    'Differences are between runs with the same seed, with 95 % t intervals of their mean.',
  ].join('\n');
}

function claimText(experiment: Experiment, outcome: Outcome): string {
  const { id, claim, source, checks, mechanism } = experiment;
  const lines = [`${id}  ${outcome.verdict.toUpperCase()}  ${claim} (${source})`];
  lines.push(...checks.map((check, i) => `      ${findingText(check, outcome.findings[i])}`));
  lines.push(`      without ${mechanism.name}: ${outcome.without.verdict}`);
  checks.forEach((check, i) => {
    const finding = outcome.without.findings[i];
    if (finding.verdict !== 'reproduced') lines.push(`        ${findingText(check, finding)}`);
  });
  return `${lines.join('\n')}\n`;
}

function findingText(check: Check, { verdict, value, interval, n, means }: Finding): string {
  const number = (x: number) => formatNumber(x, digits(x));
  const range = interval === null ? 'no interval' : `${number(interval[0])} to ${number(interval[1])}`;
  const unit = metricOf(check.measure)?.unit ?? measureOf(check.measure)?.unit ?? '';
  const curve =
    means.length > 0 ? `; ${check.sweep.map((s, i) => `${s} ${number(means[i])}`).join(', ')}` : '';
  const wanted = `${check.expect}${check.than !== 0 ? ` than ${check.than}` : ''}${check.margin > 0 ? `, margin ${check.margin}` : ''}`;
  return `${check.name}: ${number(value)} (${range}; n ${n}) ${unit}; expected ${wanted}: ${verdict}${curve}`;
}

function digits(x: number): number {
  const size = Math.abs(x);
  return size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 3 : 4;
}
