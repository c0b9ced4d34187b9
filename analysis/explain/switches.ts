import {
  checkScenario,
  type GroupName,
  type ParameterValues,
  plainScenario,
  type Scenario,
  type Value,
} from '../../sim/index.ts';
import { switches } from './switch-list.ts';

/**
 * How each mechanism of the model is switched off by values of its own parameters, or of those by which others take
 * account of it. The experiments of the evidence ledger switch off in the same ways.
 */
export interface Switch {
  readonly key: string;
  /** The mechanism's name in the source: its file in the simulation. */
  readonly mechanism: string;
  readonly title: string;
  /** What no longer happens, in one sentence. */
  readonly about: string;
  readonly off: Off;
  /** What of the mechanism goes on all the same; empty where nothing does. */
  readonly remains: string;
}

/** Values by group and parameter. */
export type Off = { readonly [G in GroupName]?: Partial<ParameterValues[G]> };

const byKey = new Map(switches.map((one) => [one.key, one]));

/** Throws on a key that no switch has. */
export function switchOf(key: string): Switch {
  const found = byKey.get(key);
  if (found === undefined) throw new RangeError(`no switch ${key}`);
  return found;
}

export function pathsOf(off: Off): Map<string, Value> {
  const paths = new Map<string, Value>();
  for (const [group, values] of Object.entries(off))
    for (const [name, value] of Object.entries(values)) paths.set(`${group}.${name}`, value as Value);
  return paths;
}

/** Whether the scenario has the mechanism off already, at its start and at every date. */
export function isOff({ parameters, timeline }: Scenario, { off }: Switch): boolean {
  const paths = pathsOf(off);
  for (const [path, value] of paths) {
    const [group, name] = path.split('.') as [GroupName, string];
    if ((parameters[group] as Readonly<Record<string, Value>>)[name] !== value) return false;
  }
  return timeline.every(({ group, name, value }) => {
    const fixed = paths.get(`${group}.${name}`);
    return fixed === undefined || fixed === value;
  });
}

/** The scenario with the mechanism off from its start to its end: dated changes of the same parameters are left out. */
export function withoutMechanism(scenario: Scenario, { key, off }: Switch): Scenario {
  return withValues(scenario, pathsOf(off), `without ${key}`);
}

/**
 * The scenario with these values at its start and through to its end: dated changes of the same parameters are left
 * out. Throws where a value is not allowed; `what` says in the message what was tried.
 */
export function withValues(scenario: Scenario, values: ReadonlyMap<string, Value>, what: string): Scenario {
  const plain = plainScenario(scenario) as Record<string, Record<string, Value>>;
  for (const [path, value] of values) {
    const [group, name] = path.split('.');
    plain[group] = { ...plain[group], [name]: value };
  }
  const kept = scenario.timeline.filter(({ group, name }) => !values.has(`${group}.${name}`));
  const timeline = kept.map(({ week, group, name, value }) => ({
    week,
    set: { [group]: { [name]: value } },
  }));
  const { scenario: changed, problems } = checkScenario({ ...plain, timeline });
  if (changed === null)
    throw new RangeError(`${what}: ${problems[0].path.join('.')}: ${problems[0].message}`);
  return changed;
}
