import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkScenario, type Run, type Scenario } from '../sim/index.ts';
import type { Model } from '../sim/week.ts';

/** The folder with package.json, from wherever the built program lies. */
export function root(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error('no package.json above the benchmark');
  }
}

/** Mean posts of a school of the generated district. */
const POSTS = 21.9;

/** What sets partnership going, on top of the defaults: as in the scenario `hampshire-partnership`. */
const PARTNERSHIP = {
  accountability: { pressure: 0.4, unit: 'collective', evidence: 'broad', stakes: 0.3 },
  market: { choice: 0.1 },
  competition: { leagueTables: 0.1 },
  incentives: { releasedTime: 2, recognition: 0.5 },
  collaborativeLife: { coordinator: 'honest broker', facilitation: 0.8, clarity: 0.8, ownAgenda: 1 },
};

export const REGIMES = ['default', 'partnership', 'federations'] as const;
export type Regime = (typeof REGIMES)[number];

/** A generated district of about `staff` members of staff: by defaults, under partnership, or all in federations of five. */
export function district(staff: number, regime: Regime = 'default', years = 8): Scenario {
  const schools = Math.round(staff / POSTS);
  const federations = {
    ...PARTNERSHIP,
    foundings: [{ form: 'hard federation', times: Math.floor(schools / 5), size: 5, pick: 'neighbours' }],
  };
  const checked = checkScenario({
    title: 'Benchmark',
    seed: 'bench',
    years,
    district: { schools },
    ...(regime === 'partnership' ? PARTNERSHIP : regime === 'federations' ? federations : {}),
  });
  if (checked.scenario === null) throw new Error(JSON.stringify(checked.problems));
  return checked.scenario;
}

/** The model inside a run: the benchmark looks where users do not. */
export function modelOf(run: Run): Model {
  return (run as Run & { readonly model: Model }).model;
}

export function staffOf(run: Run): number {
  return run.state.schoolPosts.reduce((sum, posts) => sum + posts, 0);
}

/** Processor time of this program in nanoseconds: what others do on the machine does not count. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

export interface Spread {
  min: number;
  median: number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((p, q) => p - q);
  return { min: sorted[0], median: sorted[sorted.length >> 1] };
}
