import { SOBOL_DIMENSIONS } from '../designs/sobol-sequence.ts';
import { type CheckedFactor, levelName } from './check-factors.ts';
import { type Checker, isMapping, type Path } from './checker.ts';
import { designs } from './keys.ts';
import type { Design, Factor, FactorValue } from './plan.ts';

const KINDS = Object.keys(designs) as (keyof typeof designs)[];
/** Each scenario as it is: what a plan without factors runs. */
const AS_IT_IS: Design = { kind: 'list', points: [[]] };

/** The design of a plan, held against its factors. */
export function checkDesign(check: Checker, value: unknown, checked: readonly CheckedFactor[]): Design {
  const at = ['design'];
  if (checked.length === 0) {
    if (value !== undefined)
      check.fail(at, 'a design without factors', 'no factors', 'factors, or no design');
    return AS_IT_IS;
  }
  if (value === undefined) {
    check.fail(at, 'missing', value, `a mapping with kind, one of ${KINDS.join(', ')}`);
    return AS_IT_IS;
  }
  if (!isMapping(value)) {
    check.fail(at, 'expected a mapping', value, `a mapping with kind, one of ${KINDS.join(', ')}`);
    return AS_IT_IS;
  }
  const kind = check.word(value.kind, [...at, 'kind'], KINDS, 'design');
  if (kind === null) return AS_IT_IS;
  const object = check.object(value, at, ['kind', ...Object.keys(designs[kind].keys)]);
  const factors = checked.map(({ factor }) => factor);
  const amount = (key: 'levels' | 'points' | 'rows' | 'trajectories', keys: Record<string, unknown>) =>
    check.amount(object[key], [...at, key], keys[key] as Parameters<Checker['amount']>[2]);
  const { keys } = designs[kind];
  if (kind !== 'grid' && kind !== 'one-at-a-time') refuseValues(check, factors, kind);
  switch (kind) {
    case 'grid':
      return { kind, levels: amount('levels', keys) };
    case 'list':
      return { kind, points: checkPoints(check, object.points, [...at, 'points'], factors) };
    case 'one-at-a-time':
      return {
        kind,
        levels: amount('levels', keys),
        base: checkBase(check, object.base, [...at, 'base'], checked),
      };
    case 'latin-hypercube':
      return { kind, points: amount('points', keys) };
    case 'sobol-sequence': {
      const scramble = check.flag(object.scramble, [...at, 'scramble'], designs[kind].keys.scramble.default);
      return { kind, points: amount('points', keys), scramble };
    }
    case 'saltelli':
      refuseFew(check, factors, 'Sobol’ indices');
      if (2 * factors.length > SOBOL_DIMENSIONS)
        check.fail(
          ['factors'],
          'too many factors',
          factors.length,
          `up to ${SOBOL_DIMENSIONS / 2} for this design`,
        );
      return { kind, rows: amount('rows', keys) };
    case 'morris': {
      refuseFew(check, factors, 'elementary effects');
      const levels = amount('levels', keys);
      if (levels % 2 !== 0)
        check.fail([...at, 'levels'], 'an odd number of levels', levels, 'an even number');
      return { kind, trajectories: amount('trajectories', keys), levels };
    }
  }
}

/** Values of its own have no place in a design that draws from ranges. */
function refuseValues(check: Checker, factors: readonly Factor[], kind: string): void {
  factors.forEach((factor, i) => {
    if (factor.kind === 'number' && factor.values !== undefined)
      check.fail(
        ['factors', i, 'values'],
        `not with the design ${kind}`,
        factor.values,
        'from and to; values with grid and one-at-a-time',
      );
  });
}

function refuseFew(check: Checker, factors: readonly Factor[], what: string): void {
  if (factors.length < 2)
    check.fail(['design', 'kind'], `${what} of one factor`, factors.length, 'two factors or more');
}

function checkPoints(
  check: Checker,
  value: unknown,
  path: Path,
  factors: readonly Factor[],
): (readonly FactorValue[])[] {
  return check.list(value, path, 'points, each a mapping from every factor to a value').map((point, i) => {
    const at = [...path, i];
    const object = check.object(
      point,
      at,
      factors.map(({ name }) => name),
    );
    return factors.map((factor) => {
      if (Object.hasOwn(object, factor.name))
        return checkValue(check, object[factor.name], [...at, factor.name], factor);
      if (isMapping(point)) check.fail([...at, factor.name], 'missing', undefined, mayBe(factor));
      return firstOf(factor);
    });
  });
}

function checkBase(
  check: Checker,
  value: unknown,
  path: Path,
  checked: readonly CheckedFactor[],
): readonly FactorValue[] {
  const object =
    value === undefined
      ? {}
      : check.object(
          value,
          path,
          checked.map(({ factor }) => factor.name),
        );
  return checked.map(({ factor, base }) =>
    Object.hasOwn(object, factor.name)
      ? checkValue(check, object[factor.name], [...path, factor.name], factor)
      : base,
  );
}

/** A value of a factor: a number of its range, or a level by its name; a switch may be written true or false. */
function checkValue(check: Checker, value: unknown, path: Path, factor: Factor): FactorValue {
  if (factor.kind === 'category') {
    const name = typeof value === 'boolean' ? levelName(value) : value;
    const names = factor.levels.map((level) => level.name);
    return check.word(name, path, names, 'level') ?? names[0];
  }
  const fail = (message: string) => check.fail(path, message, value, mayBe(factor));
  if (typeof value !== 'number') fail('wrong type');
  else if (!Number.isFinite(value)) fail('not finite');
  else if (factor.integer && !Number.isInteger(value)) fail('not a whole number');
  else if (value < factor.from) fail('too small');
  else if (value > factor.to) fail('too large');
  else return value;
  return factor.from;
}

function mayBe(factor: Factor): string {
  if (factor.kind === 'category') return `one of ${factor.levels.map(({ name }) => name).join(', ')}`;
  return `${factor.integer ? 'a whole number' : 'a number'} from ${factor.from} to ${factor.to}`;
}

function firstOf(factor: Factor): FactorValue {
  return factor.kind === 'category' ? factor.levels[0].name : factor.from;
}
