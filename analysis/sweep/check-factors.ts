import {
  allowed,
  type ChoiceParameter,
  groups,
  type NumberParameter,
  type Parameter,
  parameterAt,
  problem,
  type Value,
} from '../../sim/index.ts';
import { type Checker, isMapping, type Path, type Plain } from './checker.ts';
import { factorKeys, LONGEST, MOST_FACTORS } from './keys.ts';
import { declarationAt, nearestPath, parameterPaths } from './paths.ts';
import type { CategoryFactor, Factor, FactorValue, Level, NumberFactor } from './plan.ts';

/** A factor with the value that it has in a base point where the plan names none. */
export interface CheckedFactor {
  readonly factor: Factor;
  /** The parameter that it varies by itself; null for regimes. */
  readonly path: string | null;
  readonly base: FactorValue;
}

const PATH = 'group.parameter, as in market.choice';

/** Parameter paths and values, as written: `market.choice: 0.8`, or `market:` and below it `choice: 0.8`. */
export function checkSettings(check: Checker, value: unknown, path: Path): Record<string, Value> {
  const settings: Record<string, Value> = {};
  if (value === undefined) return settings;
  if (!isMapping(value)) {
    check.fail(path, 'expected a mapping', value, 'a mapping of parameter paths to values');
    return settings;
  }
  const put = (name: string, given: unknown, at: Path) => {
    const parameter = parameterAt(name)?.parameter;
    if (parameter === undefined) {
      check.fail(at, unknownKey(name, parameterPaths()), name, PATH);
      return;
    }
    const why = Object.hasOwn(settings, name) ? 'set twice' : problem(parameter, given);
    if (why !== null) check.fail(at, why, given, allowed(parameter));
    else settings[name] = given as Value;
  };
  for (const [key, given] of Object.entries(value)) {
    const group = Object.hasOwn(groups, key) && isMapping(given) ? given : null;
    if (group === null) put(key, given, [...path, key]);
    else for (const [name, own] of Object.entries(group)) put(`${key}.${name}`, own, [...path, key, name]);
  }
  return settings;
}

function unknownKey(path: string, paths: readonly string[]): string {
  const near = nearestPath(path, paths);
  return `unknown key${near === null ? '' : `; did you mean '${near}'?`}`;
}

/**
 * The factors of a plan. `set` is what the plan sets in every run: what a factor varies by itself may not be set there
 * too. `years` says whether the plan gives the length of its runs.
 */
export function checkFactors(
  check: Checker,
  value: unknown,
  set: Readonly<Record<string, Value>>,
  years: boolean,
): CheckedFactor[] {
  if (value === undefined) return [];
  const entries = check.list(value, ['factors'], 'factors');
  if (entries.length > MOST_FACTORS)
    check.fail(['factors'], 'too many factors', entries.length, `up to ${MOST_FACTORS} factors`);
  const factors = entries.slice(0, MOST_FACTORS).map((entry, i) => checkFactor(check, entry, ['factors', i]));
  const by = new Map<string, number>();
  factors.forEach((checked, i) => {
    if (checked === null) return;
    const own = checked.path;
    const at = ['factors', i, own === null ? 'levels' : 'path'];
    for (const path of own === null ? pathsOf(checked.factor) : [own]) {
      const before = by.get(path);
      if (before !== undefined)
        check.fail(at, `set by factor ${before + 1} too`, path, 'each parameter in one factor');
      else if (own !== null && Object.hasOwn(set, path))
        check.fail(at, "set under 'set' too", path, 'either varied or set');
      by.set(path, before ?? i);
    }
    if (years && own === 'years') check.fail(at, "set by 'years' too", 'years', 'either varied or set');
  });
  const names = factors.map((checked, i) => checked?.factor.name ?? `/${i}`);
  check.once(
    names,
    (i) => ['factors', i, isMapping(entries[i]) && entries[i].name !== undefined ? 'name' : 'path'],
    'each name once',
  );
  return factors.filter((checked) => checked !== null);
}

/** The paths that any level of a factor sets. */
function pathsOf(factor: Factor): string[] {
  if (factor.kind === 'number') return [factor.path];
  return [...new Set(factor.levels.flatMap(({ settings }) => Object.keys(settings)))];
}

function checkFactor(check: Checker, entry: unknown, at: Path): CheckedFactor | null {
  const object = check.object(entry, at, Object.keys(factorKeys));
  if (!isMapping(entry)) return null;
  if (object.levels !== undefined) return checkRegimes(check, object, at);
  if (object.path === undefined) {
    check.fail(at, "neither 'path' nor 'levels'", 'neither', `path: ${PATH}; or name and levels`);
    return null;
  }
  const path = object.path;
  const parameter = typeof path === 'string' ? declarationAt(path) : null;
  if (parameter === null) {
    const guess = typeof path === 'string' ? nearestPath(path, ['years', ...parameterPaths()]) : null;
    const near = guess === null ? '' : `; did you mean '${guess}'?`;
    check.fail([...at, 'path'], `unknown parameter${near}`, path, `${PATH}; or years`);
    return null;
  }
  const name = checkName(check, object.name, [...at, 'name'], path as string);
  const own = { number: ['from', 'to', 'scale', 'values'], choice: ['options'], flag: [] }[parameter.kind];
  const kind = { number: 'a number', choice: 'a choice', flag: 'a switch' }[parameter.kind];
  for (const key of Object.keys(object))
    if (!['name', 'path', ...own].includes(key) && key in factorKeys)
      check.fail([...at, key], `not for ${kind}`, object[key], ['name', 'path', ...own].join(', '));
  if (parameter.kind === 'number') return checkNumber(check, object, at, name, path as string, parameter);
  return checkOptions(check, object, at, name, path as string, parameter);
}

function checkName(check: Checker, value: unknown, path: Path, fallback: string | null): string {
  const name = check.line(value, path, LONGEST.name, fallback);
  if (['__proto__', 'constructor', 'prototype'].includes(name))
    check.fail(path, 'a name that is never allowed', name, 'any other name');
  return name;
}

function checkNumber(
  check: Checker,
  object: Plain,
  at: Path,
  name: string,
  path: string,
  parameter: NumberParameter,
): CheckedFactor | null {
  const before = check.problems.length;
  const number = (value: unknown, where: Path, fallback: number): number => {
    if (value === undefined) return fallback;
    const why = problem(parameter, value);
    if (why !== null) check.fail(where, why, value, allowed(parameter));
    return why === null ? (value as number) : fallback;
  };
  const values = checkValues(check, object, at, number);
  const from = values?.[0] ?? number(object.from, [...at, 'from'], parameter.min);
  const to = values?.at(-1) ?? number(object.to, [...at, 'to'], parameter.max);
  const sound = check.problems.length === before;
  if (sound && from >= to)
    check.fail(
      [...at, object.to === undefined ? 'from' : 'to'],
      "'to' not above 'from'",
      to,
      `above ${from}`,
    );
  const scale =
    object.scale === undefined
      ? 'linear'
      : (check.word(object.scale, [...at, 'scale'], ['linear', 'log'] as const, 'scale') ?? 'linear');
  if (sound && scale === 'log' && from <= 0)
    check.fail([...at, 'scale'], `a log scale from ${from}`, scale, "'from' above 0, or linear");
  const factor: NumberFactor = {
    kind: 'number',
    name,
    path,
    from,
    to,
    integer: parameter.integer,
    scale,
    ...(values === undefined ? {} : { values }),
  };
  return { factor, path, base: Math.min(to, Math.max(from, parameter.default)) };
}

function checkValues(
  check: Checker,
  object: Plain,
  at: Path,
  number: (value: unknown, where: Path, fallback: number) => number,
): number[] | undefined {
  if (object.values === undefined) return undefined;
  for (const key of ['from', 'to', 'scale'])
    if (object[key] !== undefined)
      check.fail([...at, key], "not beside 'values'", object[key], 'either values, or from, to and scale');
  const path = [...at, 'values'];
  const list = check.list(object.values, path, 'two numbers or more');
  const values = list.map((value, i) => number(value, [...path, i], Number.NaN));
  if (list.length === 1) check.fail(path, 'one value', list[0], 'two numbers or more');
  check.once(values.filter(Number.isFinite), () => path, 'each value once');
  return values.length === 0 ? undefined : values.sort((a, b) => a - b);
}

function checkOptions(
  check: Checker,
  object: Plain,
  at: Path,
  name: string,
  path: string,
  parameter: Exclude<Parameter, NumberParameter>,
): CheckedFactor {
  const level = (value: Value): Level => ({ name: levelName(value), settings: { [path]: value } });
  const values =
    parameter.kind === 'flag'
      ? [false, true]
      : checkChoice(check, object.options, [...at, 'options'], parameter);
  const factor: CategoryFactor = { kind: 'category', name, levels: values.map(level) };
  const usual = values.includes(parameter.default as never) ? parameter.default : values[0];
  return { factor, path, base: levelName(usual) };
}

/** A switch is `off` or `on` in results; an option goes by its own name. */
export function levelName(value: Value): string {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

function checkChoice(
  check: Checker,
  value: unknown,
  path: Path,
  parameter: ChoiceParameter,
): readonly string[] {
  if (value === undefined) return parameter.options;
  const list = check.list(value, path, 'two options or more');
  if (list.length === 1) check.fail(path, 'one option', list[0], 'two options or more');
  const options = list.map((option, i) => check.word(option, [...path, i], parameter.options, 'option'));
  const named = options.filter((option) => option !== null);
  check.once(
    options.map((option, i) => option ?? i),
    (i) => [...path, i],
    'each option once',
  );
  return named.length === 0 ? parameter.options : named;
}

function checkRegimes(check: Checker, object: Plain, at: Path): CheckedFactor | null {
  const name = checkName(check, object.name, [...at, 'name'], null);
  for (const key of Object.keys(object))
    if (key !== 'name' && key !== 'levels' && key in factorKeys)
      check.fail([...at, key], "not beside 'levels'", object[key], 'name, levels');
  const path = [...at, 'levels'];
  const value = object.levels;
  const names = isMapping(value) ? Object.keys(value) : [];
  if (!isMapping(value) || names.length < 2) {
    check.fail(path, 'expected levels', value, 'a mapping of two names or more to settings');
    return null;
  }
  const levels = names.map((level): Level => {
    checkName(check, level, [...path, level], null);
    if (/^\d+$/.test(level))
      check.fail([...path, level], 'a number as a name', level, 'a name with a letter');
    return { name: level, settings: checkSettings(check, value[level] ?? null, [...path, level]) };
  });
  if (levels.every(({ settings }) => Object.keys(settings).length === 0))
    check.fail(path, 'levels that set nothing', value, 'settings in one level at least');
  const factor: CategoryFactor = { kind: 'category', name, levels };
  return { factor, path: null, base: names[0] };
}
