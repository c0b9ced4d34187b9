import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SweepResults } from '../../analysis/sensitivity/analysis.ts';
import { type MetricKey, plainScenario, VERSION } from '../../sim/index.ts';
import { BadInput } from '../errors.ts';
import type { Sweep } from '../sweep/folder.ts';
import { canonical, SIMULATION, sha256 } from '../sweep/key.ts';
import { neededRuns } from '../sweep/rounds.ts';
import { openResults, RESULTS_FILE, type ReadTable } from '../sweep/tables.ts';
import { count } from '../text.ts';

/** Where results come from: enough to have them computed again. */
export interface Provenance {
  readonly title: string;
  readonly about: string;
  readonly source: string;
  /** Name and text of the plan's file, and the sha256 of the text. */
  readonly plan: { readonly file: string; readonly text: string; readonly sha256: string };
  /** Version and sources of the simulation that did the runs. */
  readonly simulation: string;
  /** Version that did the analysis, and the engine it ran on. */
  readonly analysis: string;
  readonly engine: string;
  readonly seed: string;
  /** First and last seed of the runs, in their order. */
  readonly seeds: readonly [first: string, last: string];
  /** Base scenarios as they were run, by the sha256 of their content. */
  readonly scenarios: readonly {
    readonly name: string;
    readonly title: string;
    readonly sha256: string;
    readonly schools: string | null;
  }[];
  readonly cells: number;
  readonly runs: { readonly done: number; readonly failed: number; readonly missing: number };
  /** The first reasons of failed runs, each once. */
  readonly reasons: readonly string[];
}

const MOST_REASONS = 5;

/** A run as the analysis takes it. */
interface RunFound {
  readonly cell: number;
  readonly seed: string;
  readonly status: 'done' | 'failed' | 'missing';
  readonly reason: string | null;
  /** The outcome of each metric of the plan. */
  readonly outcome: (metric: MetricKey) => number;
}

/** The outcomes of all runs that are on disk, in the order of the runs: from the merged tables where they are current, else from the parts. */
export async function readResults(sweep: Sweep): Promise<{ results: SweepResults; provenance: Provenance }> {
  const { plan, cells, manifest, folder } = sweep;
  const outcomes = Object.fromEntries(plan.outcomes.map((metric) => [metric, cells.map((): number[] => [])]));
  const runs = { done: 0, failed: 0, missing: 0 };
  const reasons = new Set<string>();
  const seeds: string[] = [];
  for (const run of mergedIsCurrent(sweep) ? await mergedRuns(sweep) : partRuns(sweep)) {
    runs[run.status]++;
    if (run.reason !== null && reasons.size < MOST_REASONS) reasons.add(run.reason);
    seeds[seeds.length === 0 ? 0 : 1] = run.seed;
    for (const metric of plan.outcomes) {
      outcomes[metric][run.cell].push(run.status === 'done' ? run.outcome(metric) : Number.NaN);
    }
  }
  if (runs.done === 0) throw new BadInput(`${folder}: ${whyNone(runs.failed, manifest.simulation)}`);
  return {
    results: { plan, cells, outcomes: outcomes as Partial<Record<MetricKey, number[][]>> },
    provenance: {
      title: plan.title,
      about: plan.about,
      source: plan.source,
      plan: { ...manifest.plan, sha256: sha256(manifest.plan.text) },
      simulation: manifest.simulation,
      analysis: VERSION,
      engine: `node ${process.versions.node} ${process.platform} ${process.arch}`,
      seed: plan.seed,
      seeds: [seeds[0], seeds[1] ?? seeds[0]],
      scenarios: sweep.bases.map(({ name, scenario, schoolsKey }) => ({
        name,
        title: scenario.title,
        sha256: sha256(canonical(plainScenario(scenario))),
        schools: schoolsKey,
      })),
      cells: cells.length,
      runs,
      reasons: [...reasons],
    },
  };
}

/**
 * Whether the merged tables hold what the parts do: no part came or went after them. Parts of another version than this
 * program are unknown to it, and the tables are all that it can read then.
 */
function mergedIsCurrent({ folder, manifest }: Sweep): boolean {
  const merged = statSync(join(folder, RESULTS_FILE), { throwIfNoEntry: false });
  if (merged === undefined) return false;
  if (manifest.simulation !== SIMULATION) return true;
  const parts = join(folder, 'parts');
  if (!existsSync(parts)) return true;
  const folders = [parts, ...readdirSync(parts).map((name) => join(parts, name))];
  return folders.every((path) => statSync(path).mtimeMs <= merged.mtimeMs);
}

async function mergedRuns(sweep: Sweep): Promise<RunFound[]> {
  const file = await openResults(sweep);
  try {
    const runs = byName(await file.read('runs'));
    const outcomes = byName(await file.read('outcomes'));
    const row = new Map(Array.from(outcomes('run'), (run, i) => [run, i]));
    const [number, cell, seed, status, reason] = ['run', 'cell', 'seed', 'status', 'reason'].map(runs);
    return Array.from(number, (run, i): RunFound => {
      return {
        cell: cell[i] as number,
        seed: String(seed[i]),
        status: status[i] === 'done' ? 'done' : 'failed',
        reason: reason[i] === null ? null : String(reason[i]),
        outcome: (metric) => Number(outcomes(metric)[row.get(run) as number]),
      };
    });
  } finally {
    file.close();
  }
}

type Values = ArrayLike<number | string | null>;

function byName({ columns }: ReadTable): (name: string) => Values {
  const values = new Map(columns.map((column): [string, Values] => [column.name, column.values]));
  return (name) => values.get(name) as Values;
}

function* partRuns(sweep: Sweep): Generator<RunFound> {
  for (const { cell, seed, part } of neededRuns(sweep)) {
    yield {
      cell: cell.cell,
      seed,
      status: part?.status ?? 'missing',
      reason: part?.status === 'failed' ? part.reason : null,
      outcome: (metric) => (part?.status === 'done' ? part.outcomes[metric] : Number.NaN),
    };
  }
}

function whyNone(failed: number, simulation: string): string {
  if (failed > 0) return `all ${count(failed, 'run')} that are on disk failed; nothing to analyse`;
  return simulation === SIMULATION
    ? 'no run is on disk yet; collegium sweep does them'
    : `its runs are of simulation ${simulation}, this is ${SIMULATION}; analyse with the version that did them`;
}
