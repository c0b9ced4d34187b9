import {
  checkScenario,
  type MetricKey,
  metrics,
  nearest,
  type Problem,
  type Scenario,
  WEEKS_A_YEAR,
} from '../../sim/index.ts';
import { type MeasureKey, measures } from './measures.ts';

/**
 * An experiment of the evidence ledger: what a source observed, the setups under which the model should show it,
 * and what would have to be seen. The same seeds run under every setup, so that differences are the setup's doing.
 */
export interface Experiment {
  readonly id: string;
  readonly claim: string;
  readonly source: string;
  /** How the setups and checks stand for the claim, and what they leave out. */
  readonly about: string;
  readonly setups: readonly Setup[];
  readonly checks: readonly Check[];
  readonly mechanism: Mechanism;
}

export interface Setup {
  readonly name: string;
  readonly about: string;
  readonly scenario: Scenario;
  /** The same with the named mechanism off. */
  readonly without: Scenario;
}

/** The mechanism that the claim rests on: without it at least one check must fail. */
export interface Mechanism {
  readonly name: string;
  readonly about: string;
}

/** What can be read at the end of a year: a metric of the model, or a measure made for the ledger. */
export type ReadingKey = MetricKey | MeasureKey;
export const READING_KEYS = [
  ...metrics.map(({ key }) => key),
  ...measures.map(({ key }) => key),
] as readonly ReadingKey[];

export const EXPECTATIONS = ['higher', 'lower', 'none', 'not lower', 'peak', 'falls'] as const;
export type Expectation = (typeof EXPECTATIONS)[number];

/** One thing that has to be seen. */
export interface Check {
  readonly name: string;
  readonly measure: ReadingKey;
  readonly expect: Expectation;
  /** What the difference, or the level where nothing is taken from it, is held against. */
  readonly than: number;
  /** How far beyond `than` it has to lie; for `none` how far from it may. In the measure's unit. */
  readonly margin: number;
  /**
   * What is read: the sum over these terms. For `peak` and `falls` one list of terms for each setup in order, and
   * the values are compared with one another.
   */
  readonly terms: readonly Term[];
  readonly sweep: readonly string[];
}

/** Mean of a measure over the ends of years `since` to `year` under one setup, times `weight`. */
export interface Term {
  readonly setup: string;
  readonly since: number;
  readonly year: number;
  readonly weight: number;
}

const KEYS = ['id', 'claim', 'source', 'about', 'base', 'setups', 'checks', 'mechanism'];
const SETUP_KEYS = ['name', 'about', 'set'];
const CHECK_KEYS = [
  'name',
  'measure',
  'setup',
  'minus',
  'sweep',
  'year',
  'since',
  'minusYear',
  'expect',
  'than',
  'margin',
];

export type Path = readonly (string | number)[];
export type Plain = Record<string, unknown>;

export class Checker {
  readonly problems: Problem[] = [];

  fail(path: Path, message: string, found: unknown, allowed: string): void {
    this.problems.push({ path, message, found, allowed });
  }

  object(value: unknown, path: Path, keys: readonly string[]): Plain {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.fail(path, 'expected a mapping', value, `a mapping with the keys ${keys.join(', ')}`);
      return {};
    }
    for (const key of Object.keys(value)) {
      if (keys.includes(key)) continue;
      const near = nearest(key, keys);
      const guess = near === null ? '' : `; did you mean '${near}'?`;
      this.fail([...path, key], `unknown key${guess}`, key, keys.join(', '));
    }
    return value as Plain;
  }

  list(value: unknown, path: Path, what: string): readonly unknown[] {
    if (Array.isArray(value) && value.length > 0) return value;
    this.fail(path, 'expected a list', value, `a list of ${what}`);
    return [];
  }

  text(value: unknown, path: Path): string {
    if (typeof value === 'string' && value.trim() !== '' && value.length <= 2000) return value.trim();
    this.fail(path, 'expected text', value, 'text of 1 to 2000 characters');
    return '';
  }

  number(value: unknown, path: Path, fallback: number | null): number {
    if (value === undefined && fallback !== null) return fallback;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    this.fail(path, 'expected a number', value, 'a number');
    return fallback ?? 0;
  }

  option<T extends string>(value: unknown, path: Path, options: readonly T[]): T {
    if (options.includes(value as T)) return value as T;
    this.fail(path, 'not an option', value, `one of ${options.join(', ')}`);
    return options[0];
  }
}

/** Turns a plain object, as read from YAML, into an experiment, or says all that is wrong with it. */
export function checkExperiment(
  plain: unknown,
): { experiment: Experiment; problems: readonly [] } | { experiment: null; problems: readonly Problem[] } {
  const check = new Checker();
  const root = check.object(plain, [], KEYS);
  const mechanism = check.object(root.mechanism, ['mechanism'], ['name', 'about', 'off']);
  const setups = check
    .list(root.setups, ['setups'], 'setups')
    .map((entry, i) => readSetup(check, root, mechanism.off, entry, i));
  const experiment: Experiment = {
    id: check.text(root.id, ['id']),
    claim: check.text(root.claim, ['claim']),
    source: check.text(root.source, ['source']),
    about: check.text(root.about, ['about']),
    setups: setups.filter((setup) => setup !== null),
    checks: check
      .list(root.checks, ['checks'], 'checks')
      .map((entry, i) => readCheck(check, entry, i, setups)),
    mechanism: {
      name: check.text(mechanism.name, ['mechanism', 'name']),
      about: check.text(mechanism.about, ['mechanism', 'about']),
    },
  };
  if (check.problems.length > 0) return { experiment: null, problems: check.problems };
  return { experiment, problems: [] };
}

function readSetup(check: Checker, root: Plain, off: unknown, entry: unknown, i: number): Setup | null {
  const path = ['setups', i];
  const object = check.object(entry, path, SETUP_KEYS);
  const name = check.text(object.name, [...path, 'name']);
  const base = check.object(root.base ?? {}, ['base'], Object.keys((root.base ?? {}) as Plain));
  const set = (object.set ?? {}) as Plain;
  const own = merge({ title: name, ...base }, set);
  const scenario = accepted(check, own, base, set, path);
  const removed = merge(own, (off ?? {}) as Plain);
  const without = scenario && accepted(check, removed, {}, {}, ['mechanism', 'off']);
  if (off === undefined && i === 0)
    check.fail(['mechanism', 'off'], 'missing', undefined, 'a mapping of parameter groups');
  if (scenario === null || without === null) return null;
  return { name, about: check.text(object.about, [...path, 'about']), scenario, without };
}

/** Mappings are joined key by key, lists one after the other, and anything else is replaced. */
export function merge(base: Plain, over: Plain): Plain {
  const joined: Plain = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = joined[key];
    if (Array.isArray(before) && Array.isArray(value)) joined[key] = [...before, ...value];
    else if (isMapping(before) && isMapping(value)) joined[key] = merge(before, value);
    else joined[key] = value;
  }
  return joined;
}

function isMapping(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function accepted(check: Checker, plain: Plain, base: Plain, set: Plain, path: Path): Scenario | null {
  const { scenario, problems } = checkScenario(plain);
  if (scenario === null) {
    for (const problem of problems)
      check.fail(origin(problem.path, base, set, path), problem.message, problem.found, problem.allowed);
    return null;
  }
  if (scenario.files === null) return scenario;
  check.fail(['base', 'schools'], 'schools from a file', scenario.files.register, 'a generated district');
  return null;
}

/** Where the value at `path` of a joined scenario was written. */
function origin(path: Path, base: Plain, set: Plain, setup: Path): Path {
  if (setup[0] === 'mechanism') return [...setup, ...path];
  const [key, index, ...rest] = path;
  const before = base[key as string];
  if (typeof index === 'number' && Array.isArray(before)) {
    if (index < before.length) return ['base', ...path];
    return [...setup, 'set', key, index - before.length, ...rest];
  }
  let here: unknown = set;
  for (const step of path) here = isMapping(here) ? here[step as string] : undefined;
  return here === undefined ? ['base', ...path] : [...setup, 'set', ...path];
}

function readCheck(check: Checker, entry: unknown, i: number, setups: readonly (Setup | null)[]): Check {
  const path = ['checks', i];
  const object = check.object(entry, path, CHECK_KEYS);
  const names = setups.map((setup) => setup?.name ?? '');
  const measure = check.option(object.measure, [...path, 'measure'], READING_KEYS);
  const expect = check.option(object.expect, [...path, 'expect'], EXPECTATIONS);
  const years = Math.min(...setups.map((setup) => setup?.scenario.years ?? 50));
  const year = readYear(check, object.year, [...path, 'year'], years, null);
  const since = readYear(check, object.since, [...path, 'since'], year, year);
  const sweeps = expect === 'peak' || expect === 'falls';
  const margin = check.number(object.margin, [...path, 'margin'], expect === 'none' ? null : 0);
  if (margin < 0 || (expect === 'none' && margin === 0))
    check.fail([...path, 'margin'], 'out of range', margin, expect === 'none' ? 'above 0' : '0 or more');
  const terms: Term[] = [];
  if (!sweeps) {
    const setup = check.option(object.setup, [...path, 'setup'], names);
    const sides = [{ setup, weight: 1 }];
    if (object.minus !== undefined)
      sides.push({ setup: check.option(object.minus, [...path, 'minus'], names), weight: -1 });
    for (const side of sides) {
      terms.push({ ...side, since, year });
      if (object.minusYear === undefined) continue;
      const before = readYear(check, object.minusYear, [...path, 'minusYear'], years, null);
      terms.push({ setup: side.setup, weight: -side.weight, since: before, year: before });
    }
  }
  const sweep = !sweeps
    ? []
    : object.sweep === undefined
      ? names
      : check
          .list(object.sweep, [...path, 'sweep'], 'names of setups')
          .map((name, k) => check.option(name, [...path, 'sweep', k], names));
  if (sweeps) for (const setup of sweep) terms.push({ setup, weight: 1, since, year });
  return {
    name: check.text(object.name, [...path, 'name']),
    measure,
    expect,
    than: check.number(object.than, [...path, 'than'], 0),
    margin,
    terms,
    sweep,
  };
}

/** A year at whose end something is read; 0 is the start. */
function readYear(
  check: Checker,
  value: unknown,
  path: Path,
  years: number,
  fallback: number | null,
): number {
  const year = check.number(value, path, fallback);
  if (Number.isInteger(year) && year >= 0 && year <= years) return year;
  check.fail(
    path,
    'not a year of the run',
    year,
    `a whole number from 0 to ${years} (${WEEKS_A_YEAR} weeks each)`,
  );
  return 0;
}
