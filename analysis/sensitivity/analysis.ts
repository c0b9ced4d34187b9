import type { MetricKey } from '../../sim/index.ts';
import { designOf } from '../designs/index.ts';
import { mean } from '../moments.ts';
import type { CategoryFactor, Cell, Design, Factor, FactorValue, SweepPlan } from '../sweep/plan.ts';
import { type CellOutcomes, cellMeans, differenceVariance, type Noise, noiseOf } from './cells.ts';
import { type Discovery, discover } from './discovery.ts';
import { type ElementaryEffects, elementaryEffects, type Trajectory } from './morris.ts';
import { type NeedsOptions, type ReplicateNeeds, replicateNeeds } from './needs.ts';
import { type Profile, profilesOf } from './profiles.ts';
import { type Best, type Ranking, rankRegimes } from './rankings.ts';
import { type SaltelliOutcomes, type SobolIndices, sobolIndices } from './sobol.ts';
import { type Summary, summariseAll, summariseCell } from './summary.ts';

/** What the runs of a sweep came to. */
export interface SweepResults {
  readonly plan: SweepPlan;
  /** In order: all points of the first scenario, then all of the next. */
  readonly cells: readonly Cell[];
  /** Of every metric kept: one list a cell, one value a replicate; NaN where the run failed. */
  readonly outcomes: Readonly<Partial<Record<MetricKey, CellOutcomes>>>;
}

export interface AnalysisOptions extends Omit<NeedsOptions, 'difference'> {
  readonly outcomes: readonly MetricKey[];
  /** Those of them of which low values are better; of all others high ones are. */
  readonly lowestBest: readonly MetricKey[];
  /** A difference worth knowing, in the unit of each outcome; null takes small, middle and large ones. */
  readonly difference: number | null;
  /** What makes a run one of interest: all of these. Without any, nothing is looked for. */
  readonly where: readonly Condition[];
}

export interface Condition {
  readonly metric: MetricKey;
  readonly side: 'above' | 'below';
  readonly value: number;
}

export interface SweepAnalysis {
  readonly design: Design['kind'];
  /** Base scenarios as the plan names them, and names of its factors. */
  readonly scenarios: readonly string[];
  readonly factors: readonly string[];
  readonly outcomes: readonly OutcomeAnalysis[];
  /** Null where nothing was looked for; its `box` null where no run, or every run, is of interest. */
  readonly discovery: {
    readonly where: readonly Condition[];
    readonly box: Discovery | null;
    readonly rate: number;
  } | null;
}

export interface OutcomeAnalysis {
  readonly metric: MetricKey;
  /** One a base scenario, in order. */
  readonly scenarios: readonly ScenarioAnalysis[];
  /** One for each categorical factor, base scenarios among them, in which levels can be compared. */
  readonly rankings: readonly Ranking[];
  readonly needs: ReplicateNeeds | null;
}

export interface ScenarioAnalysis {
  readonly scenario: string;
  readonly summary: Summary;
  /** In the order of the design's points. */
  readonly cells: readonly Summary[];
  readonly noise: Noise | null;
  /** Of a Saltelli design. */
  readonly sobol: SobolIndices | null;
  /** Of a Morris design. */
  readonly morris: readonly ElementaryEffects[] | null;
  readonly profiles: readonly Profile[];
}

/** The name of the base scenario as a factor: one that no factor of the plan has. */
function scenarioName({ factors }: SweepPlan): string {
  const taken = factors.map(({ name }) => name);
  let name = 'scenario';
  while (taken.includes(name)) name = `base ${name}`;
  return name;
}

/**
 * All that the runs say, as the design allows. The luck of resampling comes from the plan's seed: the same results give the
 * same analysis.
 */
export function analyse(results: SweepResults, options: AnalysisOptions): SweepAnalysis {
  const { plan } = results;
  return {
    design: plan.design.kind,
    scenarios: plan.scenarios,
    factors: plan.factors.map(({ name }) => name),
    outcomes: options.outcomes.map((metric) => analyseOutcome(results, metric, options)),
    discovery: options.where.length === 0 ? null : discovery(results, options.where),
  };
}

function outcomesOf({ outcomes }: SweepResults, metric: MetricKey): CellOutcomes {
  const found = outcomes[metric];
  if (found === undefined) throw new RangeError(`the sweep keeps no ${metric}`);
  return found;
}

function analyseOutcome(results: SweepResults, metric: MetricKey, options: AnalysisOptions): OutcomeAnalysis {
  const { plan, cells } = results;
  const outcomes = outcomesOf(results, metric);
  const best: Best = options.lowestBest.includes(metric) ? 'lowest' : 'highest';
  const { factors, points } = withScenarios(plan, cells);
  const strata = factors.length > plan.factors.length ? factors[0] : null;
  // A trajectory is no sample of the space: there, levels are compared by their effects.
  const ranked = factors.filter(
    (factor): factor is CategoryFactor =>
      factor.kind === 'category' && (plan.design.kind !== 'morris' || !plan.factors.includes(factor)),
  );
  const until =
    plan.replicates.kind === 'until' && plan.replicates.outcome === metric ? plan.replicates : null;
  return {
    metric,
    scenarios: plan.scenarios.map((_, s) => analyseScenario(results, metric, s)),
    rankings: ranked.flatMap((factor) => rankRegimes(factors, factor, points, outcomes, best, strata) ?? []),
    needs: replicateNeeds(outcomes, plan.commonRandomNumbers, options, until),
  };
}

function analyseScenario(results: SweepResults, metric: MetricKey, scenario: number): ScenarioAnalysis {
  const { plan, cells } = results;
  const own = cells.filter((cell) => cell.scenario === scenario);
  const all = outcomesOf(results, metric);
  const outcomes = own.map(({ cell }) => all[cell]);
  const points = own.map(({ values }) => values);
  const noise = noiseOf(outcomes, plan.commonRandomNumbers);
  const resampling = { seed: `${plan.seed}/analysis/${metric}/${scenario}` };
  return {
    scenario: plan.scenarios[scenario],
    summary: summariseAll(outcomes),
    cells: outcomes.map(summariseCell),
    noise,
    sobol:
      plan.design.kind === 'saltelli' ? sobolIndices(saltelliOutcomes(plan, outcomes), resampling) : null,
    morris:
      plan.design.kind === 'morris'
        ? elementaryEffects(
            plan.factors,
            trajectoriesOf(plan, points, outcomes),
            plan.commonRandomNumbers,
            resampling,
          )
        : null,
    profiles: profilesOf(plan.factors, plan.design, points, outcomes),
  };
}

/** The outcomes at the points of a Saltelli design, by matrix and row. */
function saltelliOutcomes(
  { factors, design, seed, commonRandomNumbers }: SweepPlan,
  outcomes: CellOutcomes,
): SaltelliOutcomes {
  const { rows } = design as Design & { kind: 'saltelli' };
  const cells = {
    a: new Array<number>(rows),
    b: new Array<number>(rows),
    ab: factors.map(() => new Array<number>(rows)),
  };
  designOf(factors, design, seed).forEach(({ place }, point) => {
    if (place?.kind !== 'saltelli') throw new RangeError(`point ${point} has no place in its design`);
    const { matrix, row } = place;
    const column = matrix === 'A' ? cells.a : matrix === 'B' ? cells.b : cells.ab[matrix];
    column[row] = point;
  });
  const means = cellMeans(outcomes);
  const meansOf = (points: readonly number[]) => points.map((point) => means[point]);
  return {
    a: meansOf(cells.a),
    b: meansOf(cells.b),
    ab: cells.ab.map(meansOf),
    luck: cells.ab.map((points) => {
      const known = points.flatMap(
        (point, row) =>
          differenceVariance(outcomes[cells.a[row]], outcomes[point], commonRandomNumbers) ?? [],
      );
      return known.length === 0 ? null : mean(known);
    }),
  };
}

/** The points of a Morris design, trajectory by trajectory, with their outcomes. */
function trajectoriesOf(
  { factors, design, seed }: SweepPlan,
  points: readonly (readonly FactorValue[])[],
  outcomes: CellOutcomes,
): Trajectory[] {
  const found: { points: (readonly FactorValue[])[]; cells: ArrayLike<number>[] }[] = [];
  designOf(factors, design, seed).forEach(({ place }, point) => {
    if (place?.kind !== 'morris') throw new RangeError(`point ${point} has no place in its design`);
    found[place.trajectory] ??= { points: [], cells: [] };
    found[place.trajectory].points[place.step] = points[point];
    found[place.trajectory].cells[place.step] = outcomes[point];
  });
  return found;
}

/** The factors with the base scenario as one more in front, where there are several, and the cells' values of them. */
function withScenarios(
  plan: SweepPlan,
  cells: readonly Cell[],
): { factors: readonly Factor[]; points: (readonly FactorValue[])[] } {
  const { scenarios, factors } = plan;
  if (scenarios.length === 1) return { factors, points: cells.map(({ values }) => values) };
  const levels = scenarios.map((name) => ({ name, settings: {} }));
  const scenario: CategoryFactor = { kind: 'category', name: scenarioName(plan), levels };
  return {
    factors: [scenario, ...factors],
    points: cells.map(({ scenario: s, values }) => [scenarios[s], ...values]),
  };
}

function discovery(results: SweepResults, where: readonly Condition[]): SweepAnalysis['discovery'] {
  const { plan, cells } = results;
  const { factors, points } = withScenarios(plan, cells);
  const lists = where.map(({ metric }) => outcomesOf(results, metric));
  const shares = cells.map(({ cell }) => {
    let runs = 0;
    let interest = 0;
    for (let r = 0; r < lists[0][cell].length; r++) {
      const values = lists.map((list) => list[cell][r]);
      if (!values.every(Number.isFinite)) continue;
      runs++;
      const meets = where.every(({ side, value }, i) =>
        side === 'above' ? values[i] > value : values[i] < value,
      );
      if (meets) interest++;
    }
    return runs === 0 ? Number.NaN : interest / runs;
  });
  const known = shares.filter(Number.isFinite);
  return {
    where,
    rate: known.reduce((sum, share) => sum + share, 0) / known.length,
    box: discover(factors, points, shares, { seed: `${plan.seed}/analysis/discovery` }),
  };
}
