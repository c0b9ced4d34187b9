import { type GroupName, groups, type ParameterValues } from './parameters.ts';
import { type Decision, decision, type Founding, founding, type Shock, shock } from './plan.ts';
import { allowed, defaults, number, type Parameters, problem, type Value, type Values } from './schema.ts';
import { BY_HEADS } from './state.ts';

/** Something found wrong in a scenario; `path` leads to it from the root. */
export interface Problem {
  path: readonly (string | number)[];
  message: string;
  found: unknown;
  allowed: string;
}

export const about = {
  years: number({
    default: 8,
    min: 1,
    max: 50,
    unit: 'years',
    integer: true,
    structural: true,
    doc: 'How long the run lasts; a year has 39 school weeks in three terms.',
    source: 'model description 2',
  }),
} as const;

export interface Change {
  readonly week: number;
  readonly group: GroupName;
  readonly name: string;
  readonly value: Value;
}

export interface Scenario {
  readonly title: string;
  readonly about: string;
  readonly source: string;
  readonly seed: string;
  readonly years: number;
  readonly parameters: Readonly<ParameterValues>;
  /** Dated changes in order of week. */
  readonly timeline: readonly Change[];
  readonly foundings: readonly Founding[];
  readonly shocks: readonly Shock[];
  readonly decisions: readonly Decision[];
  /** Names of the files its schools come from, or null when they are generated from `district`. */
  readonly files: { readonly register: string; readonly results: string | null } | null;
}

export const WEEKS_A_TERM = 13;
export const TERMS_A_YEAR = 3;
export const WEEKS_A_YEAR = WEEKS_A_TERM * TERMS_A_YEAR;

const TEXTS = ['title', 'about', 'source', 'seed'] as const;
const LONGEST = { title: 80, about: 2000, source: 400, seed: 80 } as const;
/** Every key a scenario may have at the top, in the order in which it is written. */
export const TOP_KEYS: readonly string[] = [
  ...TEXTS,
  'years',
  'schools',
  ...Object.keys(groups),
  'timeline',
  'foundings',
  'shocks',
  'decisions',
];

class Checker {
  readonly problems: Problem[] = [];

  fail(path: readonly (string | number)[], message: string, found: unknown, allowedText: string): void {
    this.problems.push({ path, message, found, allowed: allowedText });
  }

  object(
    value: unknown,
    path: readonly (string | number)[],
    keys: readonly string[],
  ): Record<string, unknown> {
    if (value === undefined) return {};
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.fail(path, 'expected a mapping', value, `a mapping with the keys ${keys.join(', ')}`);
      return {};
    }
    const object = value as Record<string, unknown>;
    for (const key of Object.keys(object)) {
      if (!keys.includes(key)) {
        const near = nearest(key, keys);
        this.fail(
          [...path, key],
          `unknown key${near ? `; did you mean '${near}'?` : ''}`,
          key,
          keys.join(', '),
        );
      }
    }
    return object;
  }

  list(value: unknown, path: readonly (string | number)[], what: string): readonly unknown[] {
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.fail(path, 'expected a list', value, `a list of ${what}`);
    return [];
  }

  text(value: unknown, path: readonly (string | number)[], longest: number, fallback: string): string {
    if (value === undefined) return fallback;
    if (typeof value === 'string' && value.length > 0 && value.length <= longest && printable(value))
      return value;
    this.fail(path, 'expected text', value, `printable text of 1 to ${longest} characters`);
    return fallback;
  }

  values<P extends Parameters>(
    object: Record<string, unknown>,
    path: readonly (string | number)[],
    parameters: P,
  ): Values<P> {
    const values = defaults(parameters) as Record<string, Value>;
    for (const [name, parameter] of Object.entries(parameters)) {
      if (!Object.hasOwn(object, name)) continue;
      const why = problem(parameter, object[name]);
      if (why === null) values[name] = object[name] as Value;
      else this.fail([...path, name], why, object[name], allowed(parameter));
    }
    return values as Values<P>;
  }

  ids(value: unknown, path: readonly (string | number)[]): readonly number[] {
    const list = this.list(value, path, 'school reference numbers');
    const seen = new Set<unknown>();
    list.forEach((id, i) => {
      if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id > 0x7fffffff) {
        this.fail(
          [...path, i],
          'expected a school reference number',
          id,
          'a whole number from 0 to 2147483647',
        );
      } else if (seen.has(id)) {
        this.fail([...path, i], 'the same school twice', id, 'each school once');
      }
      seen.add(id);
    });
    return Object.freeze([...list]) as readonly number[];
  }
}

/** No control characters but line feed and tab, none that turn the direction of writing, no half characters. */
export function printable(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if ((c < 32 && c !== 10 && c !== 9) || (c >= 0x7f && c < 0xa0)) return false;
    if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c === 0x200e || c === 0x200f)
      return false;
    if (c >= 0xfffd) return false;
  }
  return !/\p{Surrogate}/u.test(text);
}

/** The key of `keys` at the smallest edit distance from `key`, or null when none is near. */
export function nearest(key: string, keys: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.floor(key.length / 3)) + 1;
  for (const candidate of keys) {
    const distance = editDistance(key.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein distance, or `limit` when it is at least that. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit || a.length > 64 || b.length > 64) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}

/**
 * Turns a plain object, as read from YAML, a link or a form, into a checked and frozen scenario. Keys that are
 * missing take their defaults; anything else out of place is a problem, and then there is no scenario.
 */
export function checkScenario(
  plain: unknown,
): { scenario: Scenario; problems: readonly [] } | { scenario: null; problems: readonly Problem[] } {
  const check = new Checker();
  const root = check.object(plain, [], TOP_KEYS);
  const text = (key: (typeof TEXTS)[number], fallback: string) =>
    check.text(root[key], [key], LONGEST[key], fallback);
  if (root.title === undefined) check.fail(['title'], 'missing', undefined, 'a title of 1 to 80 characters');
  const parameters = {} as Record<string, unknown>;
  for (const [name, group] of Object.entries(groups)) {
    const object = check.object(root[name], [name], Object.keys(group.params));
    parameters[name] = Object.freeze(check.values(object, [name], group.params));
  }
  const { years } = check.values(root, [], about);
  const scenario: Scenario = {
    title: text('title', ''),
    about: text('about', ''),
    source: text('source', ''),
    seed: text('seed', 'collegium'),
    years,
    files: checkFiles(check, root.schools),
    parameters: Object.freeze(parameters) as unknown as ParameterValues,
    timeline: Object.freeze(checkTimeline(check, root.timeline, years)),
    foundings: Object.freeze(checkFoundings(check, root.foundings, years)),
    shocks: Object.freeze(checkShocks(check, root.shocks, years)),
    decisions: Object.freeze(checkDecisions(check, root.decisions, years)),
  };
  if (check.problems.length > 0) return { scenario: null, problems: check.problems };
  return { scenario: Object.freeze(scenario), problems: [] };
}

function checkFiles(check: Checker, value: unknown): Scenario['files'] {
  if (value === undefined) return null;
  const object = check.object(value, ['schools'], ['register', 'results']);
  const name = (key: string) => {
    const file = check.text(object[key], ['schools', key], 100, '');
    if (/^[A-Za-z0-9][A-Za-z0-9._-]*\.csv$/.test(file)) return file;
    check.fail(
      ['schools', key],
      'not the name of a file of schools',
      object[key],
      'a CSV file name without folders',
    );
    return '';
  };
  return Object.freeze({
    register: name('register'),
    results: object.results === undefined ? null : name('results'),
  });
}

/** Refuses a week past the horizon: a dated entry that can never happen is a mistake, not a wish. */
function withinHorizon(
  check: Checker,
  week: number,
  path: readonly (string | number)[],
  years: number,
): void {
  const last = years * WEEKS_A_YEAR - 1;
  if (week > last)
    check.fail(path, 'after the end of the run', week, `a whole number from 0 to ${last} (week)`);
}

function checkTimeline(check: Checker, value: unknown, years: number): Change[] {
  const changes: Change[] = [];
  check.list(value, ['timeline'], 'dated changes').forEach((entry, i) => {
    const path = ['timeline', i];
    const object = check.object(entry, path, ['week', 'set']);
    const { week } = check.values(object, path, { week: founding.week });
    if (object.week === undefined)
      check.fail([...path, 'week'], 'missing', undefined, allowed(founding.week));
    withinHorizon(check, week, [...path, 'week'], years);
    const set = check.object(object.set, [...path, 'set'], Object.keys(groups));
    if (object.set === undefined)
      check.fail([...path, 'set'], 'missing', undefined, 'a mapping of parameter groups');
    for (const name of Object.keys(groups)) {
      if (!Object.hasOwn(set, name)) continue;
      const group = name as GroupName;
      const params: Parameters = groups[group].params;
      const at = [...path, 'set', group];
      const values = check.object(set[group], at, Object.keys(params));
      for (const key of Object.keys(params)) {
        if (!Object.hasOwn(values, key)) continue;
        const why = params[key].structural ? 'fixed when the run starts' : problem(params[key], values[key]);
        if (why !== null)
          check.fail(
            [...at, key],
            why,
            values[key],
            params[key].structural ? 'a parameter that can change with time' : allowed(params[key]),
          );
        else changes.push({ week, group, name: key, value: values[key] as Value });
      }
    }
  });
  return changes
    .map((change, i) => ({ change, i }))
    .sort((p, q) => p.change.week - q.change.week || p.i - q.i)
    .map(({ change }) => Object.freeze(change));
}

function checkFoundings(check: Checker, value: unknown, years: number): Founding[] {
  return check.list(value, ['foundings'], 'foundings').map((entry, i) => {
    const path = ['foundings', i];
    const object = check.object(entry, path, ['name', 'members', ...Object.keys(founding)]);
    const values = check.values(object, path, founding);
    withinHorizon(check, values.week, [...path, 'week'], years);
    const members = check.ids(object.members, [...path, 'members']);
    if (members.length === 1)
      check.fail(
        [...path, 'members'],
        'a collaborative of one',
        members,
        'two schools or more, or none to have them picked',
      );
    return Object.freeze({
      ...values,
      members,
      name: check.text(object.name, [...path, 'name'], 80, `collaborative ${i + 1}`),
    });
  });
}

function checkShocks(check: Checker, value: unknown, years: number): Shock[] {
  return check.list(value, ['shocks'], 'shocks').map((entry, i) => {
    const path = ['shocks', i];
    const object = check.object(entry, path, ['schools', ...Object.keys(shock)]);
    const values = check.values(object, path, shock);
    withinHorizon(check, values.week, [...path, 'week'], years);
    return Object.freeze({ ...values, schools: check.ids(object.schools, [...path, 'schools']) });
  });
}

function checkDecisions(check: Checker, value: unknown, years: number): Decision[] {
  return check
    .list(value, ['decisions'], 'decisions')
    .map((entry, i) => checkOneDecision(check, entry, ['decisions', i], years));
}

/** One decision as a scenario of so many years may hold it; paths begin at the decision. */
export function checkDecision(
  plain: unknown,
  years: number,
): { decision: Decision; problems: readonly [] } | { decision: null; problems: readonly Problem[] } {
  const check = new Checker();
  const found = checkOneDecision(check, plain, [], years);
  const { problems } = check;
  return problems.length > 0 ? { decision: null, problems } : { decision: found, problems: [] };
}

function checkOneDecision(
  check: Checker,
  entry: unknown,
  path: readonly (string | number)[],
  years: number,
): Decision {
  const object = check.object(entry, path, Object.keys(decision));
  const values = check.values(object, path, decision);
  const { kind, post, school } = values;
  withinHorizon(check, values.week, [...path, 'week'], years);
  if (object.school === undefined)
    check.fail([...path, 'school'], 'missing', undefined, 'a reference number');
  if ((BY_HEADS as readonly string[]).includes(kind)) {
    if (post > 0) check.fail([...path, 'post'], `heads alone ${kind}`, post, '0, the head');
    if (kind === 'join' && values.with === 0)
      check.fail([...path, 'with'], 'nobody to join', 0, 'another school');
    if (values.with === school)
      check.fail([...path, 'with'], 'a school and itself', school, 'another school');
  } else if (values.with !== 0) {
    check.fail([...path, 'with'], `'${kind}' is about all schools`, values.with, '0');
  }
  if (kind !== 'spend time' && object.hours !== undefined && values.hours >= 0)
    check.fail([...path, 'hours'], `'${kind}' takes no hours`, values.hours, '-1');
  return Object.freeze(values);
}

/** `market.choice` -> its declaration, or null. */
export function parameterAt(
  path: string,
): { group: GroupName; name: string; parameter: Parameters[string] } | null {
  const [group, name, ...rest] = path.split('.');
  if (rest.length > 0 || !Object.hasOwn(groups, group)) return null;
  const params: Parameters = groups[group as GroupName].params;
  return Object.hasOwn(params, name) ? { group: group as GroupName, name, parameter: params[name] } : null;
}

/** The scenario as a plain object with only what differs from the defaults: what YAML, links and forms hold. */
export function plainScenario(scenario: Scenario): Record<string, unknown> {
  const plain: Record<string, unknown> = { title: scenario.title };
  if (scenario.about) plain.about = scenario.about;
  if (scenario.source) plain.source = scenario.source;
  plain.seed = scenario.seed;
  plain.years = scenario.years;
  if (scenario.files) {
    plain.schools =
      scenario.files.results === null ? { register: scenario.files.register } : { ...scenario.files };
  }
  for (const name of Object.keys(groups) as GroupName[]) {
    const changed = differing(scenario.parameters[name] as Record<string, Value>, groups[name].params);
    if (Object.keys(changed).length > 0) plain[name] = changed;
  }
  if (scenario.timeline.length > 0) {
    plain.timeline = scenario.timeline.map(({ week, group, name, value }) => ({
      week,
      set: { [group]: { [name]: value } },
    }));
  }
  if (scenario.foundings.length > 0) {
    plain.foundings = scenario.foundings.map((entry) => ({
      name: entry.name,
      ...(entry.members.length > 0 ? { members: [...entry.members] } : {}),
      ...differing(entry, founding),
    }));
  }
  if (scenario.shocks.length > 0) {
    plain.shocks = scenario.shocks.map((entry) => ({
      ...(entry.schools.length > 0 ? { schools: [...entry.schools] } : {}),
      ...differing(entry, shock),
    }));
  }
  if (scenario.decisions.length > 0) {
    plain.decisions = scenario.decisions.map((entry) => differing(entry, decision, 'school'));
  }
  return plain;
}

/** The values that differ from the defaults, and that of the key `always`. */
function differing(
  values: Readonly<Record<string, unknown>>,
  parameters: Parameters,
  always = '',
): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    if (values[name] !== parameter.default || name === always) changed[name] = values[name];
  }
  return changed;
}
