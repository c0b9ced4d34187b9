import { about, allowed, type MetricKey, metrics, type Problem, problem } from '../../sim/index.ts';
import { COMPARISON_SEED } from '../seeds.ts';
import { MOST_CELLS, MOST_RUNS, sizeOf } from './cells.ts';
import { checkDesign } from './check-design.ts';
import { checkFactors, checkSettings } from './check-factors.ts';
import { Checker, isMapping } from './checker.ts';
import { LONGEST, planKeys, replicatesKey, untilKeys } from './keys.ts';
import type { Replicates, SweepPlan } from './plan.ts';

const METRICS = metrics.map(({ key }) => key);

/**
 * Turns a plain object, as read from YAML, into the plan of a sweep, or says all that is wrong with it. Its design is
 * never expanded here: a plan that asks for too many cells is refused by their number.
 */
export function checkSweepPlan(
  plain: unknown,
): { value: SweepPlan; problems: readonly [] } | { value: null; problems: readonly Problem[] } {
  const check = new Checker();
  const root = check.object(plain, [], Object.keys(planKeys));
  const set = checkSettings(check, root.set, ['set']);
  const years = root.years === undefined ? null : checkYears(check, root.years);
  const factors = checkFactors(check, root.factors, set, years !== null);
  const design = checkDesign(check, root.design, factors);
  const outcomes = checkMetrics(check, root.outcomes, 'outcomes', METRICS);
  const plan: SweepPlan = {
    title: check.line(root.title, ['title'], LONGEST.title, null),
    about: check.line(root.about, ['about'], LONGEST.about, ''),
    source: check.line(root.source, ['source'], LONGEST.source, ''),
    scenarios: checkScenarios(check, root.scenarios),
    seed: check.line(root.seed, ['seed'], LONGEST.seed, COMPARISON_SEED),
    years,
    set,
    factors: factors.map(({ factor }) => factor),
    design,
    replicates: checkReplicates(check, root.replicates, outcomes),
    commonRandomNumbers: check.flag(
      root.commonRandomNumbers,
      ['commonRandomNumbers'],
      planKeys.commonRandomNumbers.default,
    ),
    outcomes,
    series: checkMetrics(check, root.series, 'series', []),
    schools: check.flag(root.schools, ['schools'], planKeys.schools.default),
    events: check.flag(root.events, ['events'], planKeys.events.default),
  };
  if (check.problems.length === 0) refuseEndless(check, plan);
  if (check.problems.length > 0) return { value: null, problems: check.problems };
  return { value: plan, problems: [] };
}

function checkYears(check: Checker, value: unknown): number | null {
  const why = problem(about.years, value);
  if (why === null) return value as number;
  check.fail(['years'], why, value, allowed(about.years));
  return null;
}

function checkScenarios(check: Checker, value: unknown): string[] {
  if (value === undefined) {
    check.fail(['scenarios'], 'missing', value, 'a list of scenarios, as in [hampshire]');
    return [];
  }
  const names = check
    .list(value, ['scenarios'], 'scenarios, as in [hampshire]')
    .map((name, i) => check.line(name, ['scenarios', i], LONGEST.scenario, null));
  check.once(names, (i) => ['scenarios', i], 'each scenario once');
  return names;
}

function checkMetrics(
  check: Checker,
  value: unknown,
  key: 'outcomes' | 'series',
  fallback: readonly MetricKey[],
): readonly MetricKey[] {
  if (value === undefined) return fallback;
  if (value === 'all') return METRICS;
  if (key === 'series' && Array.isArray(value) && value.length === 0) return [];
  const keys = check
    .list(value, [key], "metrics, or 'all'")
    .map((name, i) => check.word(name, [key, i], METRICS, 'metric'));
  check.once(keys, (i) => [key, i], 'each metric once');
  return keys.filter((name) => name !== null);
}

function checkReplicates(check: Checker, value: unknown, outcomes: readonly MetricKey[]): Replicates {
  if (!isMapping(value)) return { kind: 'fixed', count: check.amount(value, ['replicates'], replicatesKey) };
  const { until } = check.object(value, ['replicates'], ['until']);
  const path = ['replicates', 'until'];
  const object = check.object(until, path, Object.keys(untilKeys));
  const amount = (key: 'width' | 'confidence' | 'min' | 'max' | 'block') =>
    check.amount(object[key], [...path, key], untilKeys[key]);
  const outcome = check.word(object.outcome, [...path, 'outcome'], METRICS, 'metric');
  if (outcome !== null && !outcomes.includes(outcome))
    check.fail([...path, 'outcome'], 'not kept', outcome, 'one of the outcomes of the plan');
  const [min, max] = [amount('min'), amount('max')];
  if (max < min)
    check.fail(
      [...path, object.max === undefined ? 'min' : 'max'],
      'max below min',
      max,
      `min ${min} at most max`,
    );
  return {
    kind: 'until',
    outcome: outcome ?? METRICS[0],
    width: amount('width'),
    confidence: amount('confidence'),
    min,
    max,
    block: amount('block'),
  };
}

/** Refuses what no machine should be asked for by mistake. */
function refuseEndless(check: Checker, plan: SweepPlan): void {
  const { cells, runs } = sizeOf(plan);
  const fail = (path: readonly string[], found: number, may: string) =>
    check.fail(path, `too many runs: ${cells} cells and up to ${runs[1]} runs`, found, may);
  const where = plan.factors.length === 0 ? 'scenarios' : 'design';
  if (cells > MOST_CELLS)
    fail([where], cells, `up to ${MOST_CELLS} cells (scenarios times points of the design)`);
  else if (runs[1] > MOST_RUNS)
    fail(['replicates'], runs[1], `up to ${MOST_RUNS} runs (cells times replicates)`);
}
