/** A scenario of the library with some of its settings changed, and what those changes are called. */
import { datedOf, sayDecision, struck } from '../../analysis/dated.ts';
import { type Changes, PARTS } from '../../scenarios/changes.ts';
import type { Plain } from '../../scenarios/plain.ts';
import {
  about,
  type Decision,
  decision,
  defaults,
  founding,
  type GroupName,
  groups,
  label,
  type Parameter,
  type Parameters,
  parameterAt,
  problem,
  type Scenario,
  shock,
  type Value,
  WEEKS_A_YEAR,
} from '../../sim/index.ts';
import { listed } from './sides.ts';

export { type Dated, datedOf, sayValue } from '../../analysis/dated.ts';
export { type Changes, differences, PARTS, type Settled, settle, valueAt } from '../../scenarios/changes.ts';

/** Those of `changes` that this version knows and allows, and in words what it does not. */
export function usable(changes: Changes): { kept: Changes; dropped: string[] } {
  const kept = new Map<string, Plain>();
  const dropped: string[] = [];
  for (const [path, value] of changes) {
    const found = parameterAt(path);
    if (PARTS.includes(path)) kept.set(path, value);
    else if (found === null) dropped.push(`${path} is not a setting of this version`);
    else if (problem(found.parameter, value) !== null)
      dropped.push(`${path} may not be ${JSON.stringify(value)}`);
    else kept.set(path, value);
  }
  return { kept, dropped };
}

/** The fewest years within which everything that a scenario dates still happens. */
export function shortest(scenario: Scenario): number {
  const { timeline, foundings, shocks, decisions } = scenario;
  const weeks = [...timeline, ...foundings, ...shocks, ...decisions].map(({ week }) => week);
  return Math.floor(Math.max(0, ...weeks) / WEEKS_A_YEAR) + 1;
}

const LISTS: Readonly<Record<string, Parameters>> = {
  foundings: founding,
  shocks: shock,
  decisions: decision,
  about,
};

/** Gives parameters the sentences, by path, that are left out of the page's first code. */
export function describe(docs: Readonly<Record<string, string>>): void {
  for (const [path, doc] of Object.entries(docs)) {
    const [list, key] = path.split('.');
    const parameter = parameterAt(path)?.parameter ?? LISTS[list]?.[key];
    if (parameter !== undefined) parameter.doc = doc;
  }
}

export interface Entry {
  group: GroupName;
  name: string;
  path: string;
  label: string;
  parameter: Parameter;
}

export interface Section {
  group: GroupName;
  title: string;
  doc: string;
  levers: readonly Entry[];
  assumptions: readonly Entry[];
}

/** Every parameter in the order of forms: by group, what policy can set before what is assumed of people. */
export const sections: readonly Section[] = (Object.keys(groups) as GroupName[]).map((group) => {
  const { title, doc, params } = groups[group];
  const entries = Object.entries(params as Parameters).map(
    ([name, parameter]): Entry => ({ group, name, path: `${group}.${name}`, label: label(name), parameter }),
  );
  return {
    group,
    title,
    doc,
    levers: entries.filter(({ parameter }) => parameter.lever === true),
    assumptions: entries.filter(({ parameter }) => parameter.lever !== true),
  };
});

export function entryAt(path: string): Entry | undefined {
  for (const { levers, assumptions } of sections) {
    const found =
      levers.find((entry) => entry.path === path) ?? assumptions.find((entry) => entry.path === path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Sections with only the entries in which every word of the query occurs somewhere. */
export function search(query: string): readonly Section[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return sections;
  const found: Section[] = [];
  for (const section of sections) {
    const fits = (entry: Entry) => {
      const text = `${section.title} ${entry.label} ${entry.path} ${entry.parameter.doc}`.toLowerCase();
      return words.every((word) => text.includes(word));
    };
    const levers = section.levers.filter(fits);
    const assumptions = section.assumptions.filter(fits);
    if (levers.length + assumptions.length > 0) found.push({ ...section, levers, assumptions });
  }
  return found;
}

/** What a form changes: a side of the comparison, or the scenario that is being built. */
export interface Editable {
  /** Keeps the ids of two forms apart. */
  readonly key: string;
  readonly card: { readonly scenario: Scenario };
  readonly changes: Changes;
  set(path: string, value: Value, base: Value): void;
}

/** The settings that can change while a run goes on, by group, levers first. */
export const datable: readonly { title: string; entries: readonly Entry[] }[] = sections.flatMap(
  ({ title, levers, assumptions }) => {
    const entries = [...levers, ...assumptions].filter(({ parameter }) => parameter.structural !== true);
    return entries.length === 0 ? [] : [{ title, entries }];
  },
);

const LONGEST_SAID = 60;

/** What becomes of a list, next to how many there are: "1 changed, 2 added". */
export function sayListChange(before: readonly Plain[], after: readonly Plain[]): string {
  const left = before.map((item) => JSON.stringify(item));
  let added = 0;
  for (const item of after) {
    const at = left.indexOf(JSON.stringify(item));
    if (at < 0) added++;
    else left.splice(at, 1);
  }
  const changed = Math.min(added, left.length);
  const parts = [
    [changed, 'changed'],
    [added - changed, 'added'],
    [left.length - changed, 'removed'],
  ] as const;
  return parts.flatMap(([n, what]) => (n === 0 ? [] : [`${n} ${what}`])).join(', ');
}

/** A part of a scenario that is no setting, or one item of it, in a few words. */
export function sayPart(key: string, value: Plain): string {
  if (value === null) return 'none';
  if (typeof value === 'string')
    return value.length > LONGEST_SAID ? `${value.slice(0, LONGEST_SAID)}…` : value;
  if (Array.isArray(value)) return value.length === 1 ? '1 entry' : `${value.length} entries`;
  if (typeof value !== 'object') return String(value);
  const { name, form, size, members, kind, schools, share, register, results } = value as Record<
    string,
    Plain
  >;
  if (key === 'founding') {
    const many = Array.isArray(members) ? members.length : (size ?? founding.size.default);
    return `${name}, ${form ?? founding.form.default} of ${many} schools`;
  }
  if (key === 'shock') {
    const whom = {
      schools: (schools ?? []) as readonly number[],
      share: Number(share ?? shock.share.default),
    };
    return `${kind ?? shock.kind.default} (${struck(whom)})`;
  }
  if (key === 'decision') return sayDecision({ ...defaults(decision), ...(value as Partial<Decision>) });
  return results === undefined ? String(register) : `${register} with ${results}`;
}

export interface Mark {
  week: number;
  /** Letters of the sides that date it, "A and C". */
  sides: string;
  text: string;
}

/** What scenarios date past their start: changes of policy, shocks, foundings and decisions, the same of several once. */
export function marksOf(sides: readonly { letter: string; scenario: Scenario }[]): Mark[] {
  const found = new Map<string, { week: number; text: string; letters: string[] }>();
  for (const { letter, scenario } of sides) {
    for (const { week, text } of datedOf(scenario)) {
      const key = `${week}:${text}`;
      const mark = found.get(key);
      if (mark === undefined) found.set(key, { week, text, letters: [letter] });
      else if (!mark.letters.includes(letter)) mark.letters.push(letter);
    }
  }
  return [...found.values()]
    .map(({ week, text, letters }): Mark => ({ week, text, sides: listed(letters) }))
    .sort((p, q) => p.week - q.week);
}

/** Marks by their date, in order: what happens in one week has one number on time axes and in lists. */
export function datesOf(marks: readonly Mark[]): { week: number; marks: Mark[] }[] {
  const dates: { week: number; marks: Mark[] }[] = [];
  for (const mark of marks) {
    const last = dates.at(-1);
    if (last?.week === mark.week) last.marks.push(mark);
    else dates.push({ week: mark.week, marks: [mark] });
  }
  return dates;
}
