/** What could be written where the cursor stands in the text of a scenario: keys, and the options of a setting. */
import {
  allowed,
  decision,
  founding,
  groups,
  label,
  type Parameter,
  type Parameters,
  shock,
  TOP_KEYS,
} from '../../sim/index.ts';

export interface Suggestion {
  /** What is written. */
  text: string;
  /** In a few words, what it may be; and in a sentence what it is. */
  detail: string;
  info: string;
}

export interface Suggestions {
  /** Where the word that is being written begins, counted from the start of its line. */
  from: number;
  list: readonly Suggestion[];
}

const PART_INFO: Readonly<Record<string, string>> = {
  title: 'What the scenario is called, 1 to 80 characters.',
  about: 'What it is about.',
  source: 'Where its assumptions come from.',
  seed: 'The seed of its luck where none is given.',
  years: 'How long the run lasts.',
  schools: 'The files of schools, where they are not generated.',
  timeline: 'Dated changes of policy.',
  foundings: 'Collaboratives set up in a given week.',
  shocks: 'What happens to schools in a given week.',
  decisions: 'What heads and staff decide in place of the model.',
};

/** `before` is the text up to the cursor. Null where nothing is known to fit. */
export function suggest(before: string): Suggestions | null {
  const lines = before.split('\n');
  const line = lines.pop() ?? '';
  const match = /^(\s*(?:- +)?)([\w]*)(?:(:\s+)([\w ]*))?$/.exec(line);
  if (match === null) return null;
  const [, indent, key, colon, written] = match;
  const path = parents(lines, indent.length);
  if (colon === undefined) {
    const list = keysUnder(path, indent.length);
    return list.length === 0 ? null : { from: indent.length, list };
  }
  const parameter = parametersUnder(path)?.[key];
  const options = parameter === undefined ? [] : optionsOf(parameter);
  if (options.length === 0) return null;
  const list = options.map((text) => ({ text, detail: '', info: '' }));
  return { from: line.length - written.length, list };
}

/** The keys that a line indented so far belongs to, outermost first. */
function parents(lines: readonly string[], indent: number): string[] {
  const path: string[] = [];
  let within = indent;
  for (let i = lines.length - 1; i >= 0 && within > 0; i--) {
    const match = /^(\s*(?:- +)?)([\w]+):/.exec(lines[i]);
    if (match === null || match[1].length >= within) continue;
    path.unshift(match[2]);
    // A key behind a dash belongs to whatever is further out than the dash.
    within = lines[i].search(/\S/);
    if (!match[1].includes('-')) within = match[1].length;
  }
  return path;
}

const isGroup = (name: string | undefined): name is keyof typeof groups =>
  name !== undefined && name in groups;

function parametersUnder(path: readonly string[]): Parameters | undefined {
  const [first, second, third] = path;
  if (path.length === 1 && isGroup(first)) return groups[first].params;
  if (path.length === 1 && first === 'foundings') return founding;
  if (path.length === 1 && first === 'shocks') return shock;
  if (path.length === 1 && first === 'decisions') return decision;
  if (path.length === 3 && first === 'timeline' && second === 'set' && isGroup(third))
    return groups[third].params;
  return undefined;
}

/** Keys that fit below `path`, on lines that are indented so far. */
function keysUnder(path: readonly string[], indent: number): Suggestion[] {
  const below = `\n${' '.repeat(indent + 2)}`;
  if (path.length === 0)
    return TOP_KEYS.map((key) => {
      if (isGroup(key)) return keyOf(key, below, groups[key].doc);
      const after = key === 'schools' ? below : LISTS.includes(key) ? `${below}- ` : ' ';
      return keyOf(key, after, PART_INFO[key]);
    });
  const dated = path[0] === 'timeline';
  if (dated && path.length === 1) return [keyOf('week', ' ', ''), keyOf('set', below, '')];
  if (dated && path.length === 2 && path[1] === 'set')
    return Object.entries(groups).map(([key, { doc }]) => keyOf(key, below, doc));
  if (path.length === 1 && path[0] === 'schools')
    return ['register', 'results'].map((key) => keyOf(key, ' ', 'The name of a CSV file.'));
  return Object.entries(parametersUnder(path) ?? {})
    .filter(([, { structural }]) => !dated || structural !== true)
    .map(([name, parameter]) => ({
      ...keyOf(name, ' ', `${label(name)}: ${parameter.doc}`),
      detail: allowed(parameter),
    }));
}

const LISTS = ['timeline', 'foundings', 'shocks', 'decisions'];

function keyOf(key: string, after: string, info: string): Suggestion {
  return { text: `${key}:${after}`, detail: '', info };
}

function optionsOf(parameter: Parameter): readonly string[] {
  if (parameter.kind === 'flag') return ['true', 'false'];
  return parameter.kind === 'choice' ? parameter.options : [];
}
