/** A scenario with some of its parts changed: one notion for forms, YAML, links, differences and commands. */
import {
  checkScenario,
  type GroupName,
  groups,
  type ParameterValues,
  type Problem,
  plainScenario,
  type Scenario,
  TOP_KEYS,
  type Value,
} from '../sim/index.ts';
import type { Plain } from './plain.ts';

/**
 * What differs from a scenario of the library: a setting by its path, `market.choice`, or a whole part by its key, such
 * as `timeline` or `title`; null where the part is left out.
 */
export type Changes = ReadonlyMap<string, Plain>;

export type Settled =
  | { scenario: Scenario; problems: readonly [] }
  | { scenario: null; problems: readonly Problem[] };

/** Keys of a scenario that are no group of settings. */
export const PARTS: readonly string[] = TOP_KEYS.filter((key) => !(key in groups));

/** The scenario with its changes, over `years` years when given; else over its own. */
export function settle(base: Scenario, changes: Changes, years?: number): Settled {
  const plain = plainScenario(base);
  putChanges(plain, changes);
  if (years !== undefined) plain.years = years;
  return checkScenario(plain);
}

/** Writes changes into a plain scenario. */
export function putChanges(plain: Record<string, unknown>, changes: Changes): void {
  for (const [path, value] of changes) {
    const [group, name] = path.split('.');
    if (name !== undefined) plain[group] = { ...(plain[group] as object | undefined), [name]: value };
    else if (value === null) delete plain[path];
    else plain[path] = value;
  }
}

/** The changes that make `other` of `base`: settings by path, other parts whole. */
export function differences(base: Scenario, other: Scenario): Changes {
  const changes = new Map<string, Plain>();
  const [before, after] = [plainScenario(base), plainScenario(other)];
  for (const key of TOP_KEYS) {
    if (key in groups) {
      const group = key as GroupName;
      for (const name of Object.keys(groups[group].params)) {
        const value = valueAt(other.parameters, group, name);
        if (value !== valueAt(base.parameters, group, name)) changes.set(`${group}.${name}`, value);
      }
    } else if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) {
      changes.set(key, (after[key] ?? null) as Plain);
    }
  }
  return changes;
}

export function valueAt(parameters: Readonly<ParameterValues>, group: GroupName, name: string): Value {
  return (parameters[group] as Readonly<Record<string, Value>>)[name];
}
