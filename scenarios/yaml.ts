import { parseDocument, stringify } from 'yaml';
import {
  checkScenario,
  type GroupName,
  groups,
  type Problem,
  plainScenario,
  type Scenario,
} from '../sim/index.ts';
import { firstProblems, formatProblem, Lines, type PlacedProblem, pathText, shown } from './problem.ts';
import { type Place, PlainReader } from './yaml-plain.ts';
import { scan } from './yaml-scan.ts';

export { applySettings, type SettingsReading, settingPaths } from './settings.ts';
export { formatProblem, type PlacedProblem };

export type ScenarioReading =
  | { scenario: Scenario; problems: readonly [] }
  | { scenario: null; problems: readonly PlacedProblem[] };

/** The scenario in a YAML text, or everything that is wrong with it, each with its place. */
export function readScenario(text: string, fileName: string): ScenarioReading {
  const reading = readChecked(text, fileName, 'scenario', (plain) => {
    const { scenario, problems } = checkScenario(plain);
    return { value: scenario, problems };
  });
  return reading.value === null
    ? { scenario: null, problems: reading.problems }
    : { scenario: reading.value, problems: [] };
}

/** What a YAML text holds once `check` has accepted it, or everything that is wrong with it, each with its place. */
export function readChecked<T>(
  text: string,
  fileName: string,
  what: string,
  check: (plain: unknown) => { value: T | null; problems: readonly Problem[] },
): { value: T; problems: readonly [] } | { value: null; problems: readonly PlacedProblem[] } {
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  const refused = scan(body);
  const lines = new Lines(body);
  const failed = (
    problems: readonly (Omit<PlacedProblem, 'file' | 'line' | 'column'> & { offset: number })[],
  ) => ({
    value: null,
    problems: firstProblems(
      problems.map(({ offset, path, message, found, allowed }) => ({
        file: fileName,
        ...lines.at(Math.min(offset, body.length)),
        path,
        message,
        found,
        allowed,
      })),
    ),
  });
  if (refused) return failed([{ path: '', ...refused }]);

  const document = parseDocument(body, {
    // Every scalar stays text here: what it stands for is decided in PlainReader, before any digit is lost.
    schema: 'failsafe',
    version: '1.2',
    merge: false,
    strict: true,
    // Looked for in PlainReader too, in linear time.
    uniqueKeys: false,
    prettyErrors: false,
    // 'silent' would silence a second document too.
    logLevel: 'error',
  });
  if (document.errors.length > 0) {
    return failed(
      document.errors.map(({ code, pos, message }) => ({
        offset: pos[0],
        path: '',
        ...syntax(code, message, body, pos[0]),
      })),
    );
  }
  const root: Place = {
    key: 0,
    value: document.contents?.range?.[0] ?? 0,
    children: new Map(),
    unquoted: false,
  };
  const reader = new PlainReader();
  const plain = reader.read(document.contents, [], root);
  if (plain === null && reader.problems.length === 0) {
    return failed([
      {
        offset: 0,
        path: '',
        message: `the file holds no ${what}`,
        found: 'nothing',
        allowed: 'a mapping with at least a title, as in "title: My district"',
      },
    ]);
  }
  const checked = check(plain);
  if (checked.value !== null && reader.problems.length === 0) return { value: checked.value, problems: [] };
  const known = new Set(reader.problems.map(({ path }) => path));
  const found = checked.problems
    // A value that was refused is null by now: once is enough.
    .filter(({ path, found }) => found !== null || !known.has(pathText(path)))
    .map((problem) => ({ path: pathText(problem.path), ...place(problem, root) }));
  return failed([...reader.problems, ...found]);
}

/** A problem of the check with its place in the text, and advice where the text shows what was meant. */
function place(
  problem: Problem,
  root: Place,
): { offset: number; message: string; found: string; allowed: string } {
  const { path, allowed } = problem;
  let here = root;
  let reached = 0;
  for (const step of path) {
    const child = here.children.get(step);
    if (child === undefined) break;
    here = child;
    reached++;
  }
  const atKey = problem.message.startsWith('unknown key') || problem.message === 'missing';
  const offset = atKey && reached > 0 ? (reached === path.length ? here.key : here.value) : here.value;
  const quotes = problem.message === 'expected text' && here.unquoted && problem.found !== null;
  return {
    offset,
    message: quotes ? 'expected text (put it in quotes)' : problem.message,
    found: shown(problem.found),
    allowed,
  };
}

/** The parser's own errors, in words for people who do not read grammars. */
const SYNTAX: Readonly<Record<string, readonly [message: string, allowed: string]>> = {
  BAD_INDENT: [
    'wrong indentation',
    'keys of one mapping below one another, two more spaces for what belongs to them',
  ],
  TAB_AS_INDENT: ['a tab used for indentation', 'spaces'],
  MISSING_CHAR: [
    'something is missing here',
    'a closing quote or bracket, or a colon and a space after a key',
  ],
  MULTILINE_IMPLICIT_KEY: ['a key over several lines', 'a key, a colon and a space on one line'],
  BLOCK_AS_IMPLICIT_KEY: ['a mapping inside a line', 'one key on a line; quotes around text that holds ": "'],
  BLOCK_IN_FLOW: ['a block inside brackets', 'commas between what stands in brackets'],
  MULTIPLE_DOCS: ['a second document', 'one scenario in a file, without "---" between'],
  BAD_DQ_ESCAPE: ['an unknown escape in quotes', 'a backslash doubled, or single quotes'],
  UNEXPECTED_TOKEN: ['something that does not belong here', 'keys and values as in "choice: 0.5"'],
};

function syntax(
  code: string,
  message: string,
  body: string,
  offset: number,
): { message: string; found: string; allowed: string } {
  const open = code === 'BAD_INDENT' && /and end with a/.test(message);
  const known = open ? SYNTAX.MISSING_CHAR : Object.hasOwn(SYNTAX, code) ? SYNTAX[code] : undefined;
  const rest = body.slice(offset, offset + 40).split('\n', 1)[0];
  const found =
    offset >= body.length ? 'the end of the file' : rest === '' ? 'the end of the line' : shown(rest);
  return { message: known?.[0] ?? message.replace(/\s+/g, ' '), found, allowed: known?.[1] ?? 'YAML 1.2' };
}

/** The scenario as YAML text with only what differs from the defaults; reading it gives the same scenario. */
export function writeScenario(scenario: Scenario): string {
  const plain = plainScenario(scenario);
  const bare = checkScenario({ title: 'x' }).scenario;
  if (bare && plain.seed === bare.seed) delete plain.seed;
  if (bare && plain.years === bare.years) delete plain.years;
  if (plain.timeline) plain.timeline = timelineItems(plain.timeline as readonly DatedChange[]);
  return stringifyPlain(plain);
}

/** Plain values as YAML that `readScenario` takes. */
export function stringifyPlain(plain: unknown): string {
  return stringify(plain, { version: '1.2', schema: 'core', lineWidth: 100, aliasDuplicateObjects: false });
}

export interface DatedChange {
  week: number;
  set: Record<string, Record<string, unknown>>;
}

/** Changes of one week in one item, as far as the order in which an item is read keeps theirs. */
export function timelineItems(changes: readonly DatedChange[]): DatedChange[] {
  const items: DatedChange[] = [];
  let lastRank = '';
  for (const { week, set } of changes) {
    const [[group, values]] = Object.entries(set);
    const [[name, value]] = Object.entries(values);
    const rank = rankOf(group, name);
    const last = items.at(-1);
    if (last?.week === week && rank > lastRank) last.set[group] = { ...last.set[group], [name]: value };
    else items.push({ week, set: { [group]: { [name]: value } } });
    lastRank = rank;
  }
  return items;
}

/** Sorts as groups and their parameters are declared. */
function rankOf(group: string, name: string): string {
  const names = Object.keys(groups);
  const parameters = Object.keys(groups[group as GroupName].params);
  return [names.indexOf(group), parameters.indexOf(name)].map((i) => String(i).padStart(4, '0')).join();
}
