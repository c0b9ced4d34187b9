import type { SweepResults } from '../../analysis/sensitivity/analysis.ts';
import { type MetricKey, VERSION } from '../../sim/index.ts';
import { BadInput } from '../errors.ts';
import type { Sweep } from '../sweep/folder.ts';
import { canonical, SIMULATION, sha256 } from '../sweep/key.ts';
import { neededRuns } from '../sweep/rounds.ts';
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
  /** Engines that did the runs; no result depends on them. */
  readonly engines: readonly string[];
  readonly seed: string;
  /** First and last seed of the runs, in their order. */
  readonly seeds: readonly [first: string, last: string];
  /** Base scenarios as they were run, by the sha256 of their content. */
  readonly scenarios: readonly {
    readonly name: string;
    readonly sha256: string;
    readonly schools: string | null;
  }[];
  readonly cells: number;
  readonly runs: { readonly done: number; readonly failed: number; readonly missing: number };
  /** The first reasons of failed runs, each once. */
  readonly reasons: readonly string[];
}

const MOST_REASONS = 5;

/** Reads the outcomes of all runs that are on disk, in the order of the runs. */
export function readResults(sweep: Sweep): { results: SweepResults; provenance: Provenance } {
  const { plan, cells, manifest, folder } = sweep;
  const outcomes = Object.fromEntries(plan.outcomes.map((metric) => [metric, cells.map((): number[] => [])]));
  const runs = { done: 0, failed: 0, missing: 0 };
  const engines = new Set<string>();
  const reasons = new Set<string>();
  const seeds: string[] = [];
  for (const { cell, seed, part } of neededRuns(sweep)) {
    if (part === null) runs.missing++;
    else if (part.status === 'failed') runs.failed++;
    else runs.done++;
    if (part?.status === 'failed' && reasons.size < MOST_REASONS) reasons.add(part.reason);
    if (part !== null) engines.add(part.engine);
    seeds[seeds.length === 0 ? 0 : 1] = seed;
    for (const metric of plan.outcomes) {
      outcomes[metric][cell.cell].push(part?.status === 'done' ? part.outcomes[metric] : Number.NaN);
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
      engines: [...engines].sort(),
      seed: plan.seed,
      seeds: [seeds[0], seeds[1] ?? seeds[0]],
      scenarios: manifest.bases.map(({ name, scenario, schools }) => ({
        name,
        sha256: sha256(canonical(scenario)),
        schools,
      })),
      cells: cells.length,
      runs,
      reasons: [...reasons],
    },
  };
}

function whyNone(failed: number, simulation: string): string {
  if (failed > 0) return `all ${count(failed, 'run')} that are on disk failed; nothing to analyse`;
  return simulation === SIMULATION
    ? 'no run is on disk yet; collegium sweep does them'
    : `its runs are of simulation ${simulation}, this is ${SIMULATION}; analyse with the version that did them`;
}
