import {
  allowed,
  checkScenario,
  type Problem,
  parameterAt,
  plainScenario,
  type Scenario,
} from '../../sim/index.ts';
import {
  type Check,
  Checker,
  type Experiment,
  merge,
  type Path,
  type Plain,
  READING_KEYS,
} from '../evidence/experiment.ts';
import type { Arm } from '../evidence/ledger.ts';
import { readingsOf } from '../evidence/readings.ts';
import type { Range } from './design.ts';

/** A calibration: which assumptions vary over which ranges, and what of the ledger the runs are held against. */
export interface Plan {
  readonly about: string;
  /** What was fitted by other means before, and to what. */
  readonly before: string;
  readonly seed: string;
  readonly points: number;
  readonly replicates: number;
  /** Implausibility above which a point is ruled out. */
  readonly cutoff: number;
  readonly parameters: readonly Range[];
  readonly targets: readonly Target[];
}

export interface Target {
  readonly name: string;
  readonly source: string;
  /** Id of the experiment whose runs are read. */
  readonly experiment: string;
  readonly check: Pick<Check, 'measure' | 'terms'>;
  readonly aim: number;
  /** One standard deviation of error of the observation and shortcomings of the model together. */
  readonly tolerance: number;
}

const KEYS = ['about', 'before', 'seed', 'points', 'replicates', 'cutoff', 'parameters', 'targets'];
const TARGET_KEYS = ['name', 'source', 'experiment', 'check', 'measure', 'setup', 'year', 'aim', 'tolerance'];

/** Turns a plain object, as read from YAML, into a plan over these experiments, or says all that is wrong with it. */
export function checkPlan(
  plain: unknown,
  experiments: readonly Experiment[],
): { plan: Plan; problems: readonly [] } | { plan: null; problems: readonly Problem[] } {
  const check = new Checker();
  const root = check.object(plain, [], KEYS);
  const used = new Set<Experiment>();
  const targets = check
    .list(root.targets, ['targets'], 'targets')
    .map((entry, i) => readTarget(check, entry, ['targets', i], experiments, used));
  const plan: Plan = {
    about: check.text(root.about, ['about']),
    before: check.text(root.before, ['before']),
    seed: check.text(root.seed, ['seed']),
    points: whole(check, root.points, ['points'], 2, 100_000),
    replicates: whole(check, root.replicates, ['replicates'], 2, 10_000),
    cutoff: above(check, root.cutoff, ['cutoff']),
    parameters: check
      .list(root.parameters, ['parameters'], 'parameters')
      .map((entry, i) => readRange(check, entry, ['parameters', i], [...used])),
    targets: targets.filter((target) => target !== null),
  };
  const paths = plan.parameters.map(({ path }) => path);
  paths.forEach((path, i) => {
    if (paths.indexOf(path) < i)
      check.fail(['parameters', i, 'path'], 'named twice', path, 'each parameter once');
  });
  if (check.problems.length > 0) return { plan: null, problems: check.problems };
  return { plan, problems: [] };
}

function whole(check: Checker, value: unknown, path: Path, min: number, max: number): number {
  const number = check.number(value, path, null);
  if (!Number.isInteger(number) || number < min || number > max)
    check.fail(path, 'out of range', number, `a whole number from ${min} to ${max}`);
  return number;
}

function above(check: Checker, value: unknown, path: Path): number {
  const number = check.number(value, path, null);
  if (!(number > 0)) check.fail(path, 'out of range', number, 'a number above 0');
  return number;
}

function readRange(check: Checker, entry: unknown, at: Path, used: readonly Experiment[]): Range {
  const object = check.object(entry, at, ['path', 'from', 'to']);
  const path = check.text(object.path, [...at, 'path']);
  const from = check.number(object.from, [...at, 'from'], null);
  const to = check.number(object.to, [...at, 'to'], null);
  const range = { path, from, to, integer: false };
  const found = parameterAt(path);
  const fail = (message: string, may: string) => check.fail([...at, 'path'], message, path, may);
  if (found === null) {
    fail('unknown parameter', 'group.parameter, as in learning.rate');
    return range;
  }
  const { parameter, group, name } = found;
  if (parameter.kind !== 'number') {
    fail('not a number', 'a parameter that is a number');
    return range;
  }
  if (parameter.lever) fail('a lever', 'an assumption: what policy sets is not calibrated');
  for (const [key, value] of Object.entries({ from, to }))
    if (value < parameter.min || value > parameter.max)
      check.fail([...at, key], 'out of range', value, allowed(parameter));
  if (from >= to) check.fail([...at, 'to'], 'not above "from"', to, `above ${from}`);
  for (const { id, setups } of used) {
    const set = setups.some(({ scenario }) => {
      const plain = plainScenario(scenario) as Plain & { timeline?: readonly { set: Plain }[] };
      const names = (group_: unknown) => Object.keys((group_ ?? {}) as Plain);
      return [plain, ...(plain.timeline ?? []).map(({ set }) => set)].some((part) =>
        names(part[group]).includes(name),
      );
    });
    if (set) fail(`set by experiment ${id} itself`, 'parameters that no experiment of a target sets');
  }
  return { ...range, integer: parameter.integer };
}

function readTarget(
  check: Checker,
  entry: unknown,
  path: Path,
  experiments: readonly Experiment[],
  used: Set<Experiment>,
): Target | null {
  const object = check.object(entry, path, TARGET_KEYS);
  const own = {
    name: check.text(object.name, [...path, 'name']),
    source: check.text(object.source, [...path, 'source']),
    aim: check.number(object.aim, [...path, 'aim'], null),
    tolerance: above(check, object.tolerance, [...path, 'tolerance']),
  };
  const ids = experiments.map(({ id }) => id);
  const experiment = experiments.find(({ id }) => id === object.experiment);
  if (experiment === undefined) {
    check.fail([...path, 'experiment'], 'no such experiment', object.experiment, `one of ${ids.join(', ')}`);
    return null;
  }
  used.add(experiment);
  const read = object.check === undefined ? readMeasure : readCheck;
  const found = read(check, object, path, experiment);
  return found && { ...own, experiment: experiment.id, check: found };
}

/** A check of the experiment, by its name. */
function readCheck(
  check: Checker,
  object: Plain,
  path: Path,
  experiment: Experiment,
): Target['check'] | null {
  const names = experiment.checks.map(({ name }) => name);
  const found = experiment.checks.find(({ name }) => name === object.check);
  const at = [...path, 'check'];
  for (const key of ['measure', 'setup', 'year'])
    if (object[key] !== undefined)
      check.fail(
        [...path, key],
        'not beside "check"',
        object[key],
        'either a check, or measure, setup and year',
      );
  if (found === undefined) {
    check.fail(at, `no such check of ${experiment.id}`, object.check, `one of ${names.join('; ')}`);
    return null;
  }
  if (found.sweep.length > 0) {
    check.fail(at, 'a check of a curve', object.check, 'a check that gives one number');
    return null;
  }
  return { measure: found.measure, terms: found.terms };
}

/** A level of one of the experiment's setups, that no check of the ledger reads. */
function readMeasure(
  check: Checker,
  object: Plain,
  path: Path,
  experiment: Experiment,
): Target['check'] | null {
  const measure = check.option(object.measure, [...path, 'measure'], READING_KEYS);
  const names = experiment.setups.map(({ name }) => name);
  const setup = check.option(object.setup, [...path, 'setup'], names);
  const years = experiment.setups.find(({ name }) => name === setup)?.scenario.years ?? 0;
  const year = whole(check, object.year, [...path, 'year'], 0, years);
  return { measure, terms: [{ setup, since: year, year, weight: 1 }] };
}

/** One scenario of an experiment that some target reads. */
export interface PlanArm extends Arm {
  readonly experiment: string;
  readonly scenario: Scenario;
}

/** What has to be run at each point, experiment by experiment. */
export function planArms({ targets }: Plan, experiments: readonly Experiment[]): PlanArm[] {
  return experiments.flatMap(({ id, setups }) => {
    const checks = targets.filter(({ experiment }) => experiment === id).map(({ check }) => check);
    return setups
      .map(({ name, scenario }) => ({
        experiment: id,
        setup: name,
        off: false,
        scenario,
        readings: readingsOf(checks, name),
      }))
      .filter(({ readings }) => readings.length > 0);
  });
}

/** The values that a point has when nothing is varied. */
export function defaultPoint({ parameters }: Plan): number[] {
  return parameters.map(({ path }) => parameterAt(path)?.parameter.default as number);
}

/** A scenario with the plan's parameters at the values of a point. */
export function scenarioAt(
  scenario: Scenario,
  ranges: readonly Range[],
  values: readonly number[],
): Scenario {
  let plain = plainScenario(scenario);
  ranges.forEach(({ path }, i) => {
    const [group, name] = path.split('.');
    plain = merge(plain, { [group]: { [name]: values[i] } });
  });
  const checked = checkScenario(plain);
  if (checked.scenario === null) throw new RangeError(JSON.stringify(checked.problems));
  return checked.scenario;
}
