import { nearestPath, parameterPaths } from '../analysis/sweep/paths.ts';
import {
  about,
  allowed,
  checkScenario,
  type Parameter,
  parameterAt,
  plainScenario,
  type Scenario,
} from '../sim/index.ts';
import { firstProblems, type PlacedProblem, pathText, shown } from './problem.ts';
import { decimalNumber } from './yaml-scalar.ts';

export type SettingsReading =
  | { scenario: Scenario; problems: readonly [] }
  | { scenario: null; problems: readonly PlacedProblem[] };

const TEXTS = ['title', 'about', 'source', 'seed'];

/** Every path that can be set: `market.choice` and the like, `years`, and the texts. */
export function settingPaths(): string[] {
  return [...Object.keys(about), ...TEXTS, ...parameterPaths()];
}

/**
 * A new scenario with `path=value` settings applied in order, checked as if it had been written so. `origin` is
 * what messages call the place; the line is the number of the setting, the column the character in it.
 */
export function applySettings(
  scenario: Scenario,
  settings: readonly string[],
  origin = '--set',
): SettingsReading {
  const plain = plainScenario(scenario);
  const problems: PlacedProblem[] = [];
  const setBy = new Map<string, { line: number; column: number }>();
  settings.forEach((setting, i) => {
    const read = readSetting(setting);
    if ('message' in read) {
      problems.push({ file: origin, line: i + 1, ...read });
    } else {
      setBy.set(read.path, { line: i + 1, column: read.column });
      put(plain, read.path, read.value);
    }
  });
  return settled(plain, problems, setBy, origin);
}

/**
 * A new scenario with values set by path, in order, checked as if it had been written so. `origin` is what messages call
 * the place; the line is the number of the setting.
 */
export function withValues(
  scenario: Scenario,
  values: readonly (readonly [path: string, value: number | string | boolean])[],
  origin: string,
): SettingsReading {
  if (values.length === 0) return { scenario, problems: [] };
  const plain = plainScenario(scenario);
  const setBy = new Map<string, { line: number; column: number }>();
  values.forEach(([path, value], i) => {
    setBy.set(path, { line: i + 1, column: 1 });
    put(plain, path, value);
  });
  return settled(plain, [], setBy, origin);
}

function settled(
  plain: Record<string, unknown>,
  problems: PlacedProblem[],
  setBy: ReadonlyMap<string, { line: number; column: number }>,
  origin: string,
): SettingsReading {
  const checked = checkScenario(plain);
  if (problems.length === 0 && checked.scenario !== null) {
    return { scenario: checked.scenario, problems: [] };
  }
  for (const { path: steps, message, found, allowed: may } of checked.problems) {
    const path = pathText(steps);
    // A shorter run can put a dated change past its end: the fault is then with `years`, not where it shows.
    const at = setBy.get(path) ?? setBy.get('years') ?? { line: 1, column: 1 };
    problems.push({ file: origin, ...at, path, message, found: shown(found), allowed: may });
  }
  return { scenario: null, problems: firstProblems(problems) };
}

type Setting = { path: string; column: number; value: number | string | boolean };
type Misread = Omit<PlacedProblem, 'file' | 'line'>;

function readSetting(setting: string): Setting | Misread {
  const sign = setting.indexOf('=');
  if (sign < 0) {
    const message = 'no "=" in the setting';
    return {
      column: 1,
      path: '',
      message,
      found: shown(setting),
      allowed: 'path=value, as in market.choice=0.9',
    };
  }
  const path = setting.slice(0, sign).trim();
  const parameter = declared(path);
  if (parameter === null) {
    const may = 'group.parameter, as in market.choice, or years, seed, title, about, source';
    return { column: 1, path: path.slice(0, 80), message: unknown(path), found: shown(path), allowed: may };
  }
  const written = setting.slice(sign + 1);
  const column = sign + 2 + (written.length - written.trimStart().length);
  if (parameter === 'text') return { path, column: sign + 2, value: written };
  const value = typed(parameter, written.trim());
  if ('value' in value) return { path, column, value: value.value };
  return { path, column, message: value.message, found: shown(written.trim()), allowed: value.allowed };
}

function declared(path: string): Parameter | 'text' | null {
  if (TEXTS.includes(path)) return 'text';
  if (Object.hasOwn(about, path)) return about[path as keyof typeof about];
  return parameterAt(path)?.parameter ?? null;
}

function unknown(path: string): string {
  const near = nearestPath(path, settingPaths());
  return `unknown parameter${near ? `; did you mean '${near}'?` : ''}`;
}

function typed(
  parameter: Parameter,
  written: string,
): { value: number | string | boolean } | { message: string; allowed: string } {
  if (parameter.kind === 'choice') return { value: written };
  if (parameter.kind === 'flag') {
    if (written === 'true' || written === 'false') return { value: written === 'true' };
    return { message: 'wrong type', allowed: allowed(parameter) };
  }
  const number = decimalNumber(written);
  return 'value' in number ? number : { message: number.message, allowed: allowed(parameter) };
}

function put(plain: Record<string, unknown>, path: string, value: number | string | boolean): void {
  const [first, name] = path.split('.');
  if (name === undefined) plain[first] = value;
  else plain[first] = { ...(plain[first] as Record<string, unknown> | undefined), [name]: value };
}
