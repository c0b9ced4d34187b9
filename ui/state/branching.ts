/** A new future: the scenario of a run with changes of policy dated in one week. */
import { dateOf } from '../../analysis/dates.ts';
import { type GroupName, label, plainScenario, type Scenario, type Value } from '../../sim/index.ts';
import { type Changes, type Settled, sayValue, settle, valueAt } from './settings.ts';

/** By path, `market.choice`. */
export type Turns = ReadonlyMap<string, Value>;

/** The value of a setting that is in force after `week` weeks, dated changes included. */
export function inForce(scenario: Scenario, path: string, week: number): Value {
  const [group, name] = path.split('.') as [GroupName, string];
  let value = valueAt(scenario.parameters, group, name);
  for (const change of scenario.timeline) {
    if (change.group === group && change.name === name && (change.week < week || change.week === 0))
      value = change.value;
  }
  return value;
}

/** The timeline of a scenario with these changes dated in `week`, as a scenario's plain values hold it. */
function timelineWith(scenario: Scenario, week: number, turns: Turns): Changes {
  const before = (plainScenario(scenario).timeline ?? []) as never[];
  const set: Record<string, Record<string, Value>> = {};
  for (const [path, value] of turns) {
    const [group, name] = path.split('.');
    set[group] = { ...set[group], [name]: value };
  }
  return new Map([['timeline', [...before, { week, set }]]]);
}

export function branchOf(scenario: Scenario, week: number, turns: Turns): Settled {
  return settle(scenario, timelineWith(scenario, week, turns));
}

/** "choice becomes 0.2", one a change. */
export function sayTurns(turns: Turns): string[] {
  return [...turns].map(([path, value]) => {
    const name = path.split('.')[1];
    return `${label(name).toLowerCase()} becomes ${sayValue(value)}`;
  });
}

/** What a list calls a branch: "Branch 1: choice becomes 0.2 from year 3, week 5". */
export function nameOf(number: number, week: number, turns: Turns): string {
  const [first, ...more] = sayTurns(turns);
  return `Branch ${number}: ${first}${more.length > 0 ? ` and ${more.length} more` : ''} from ${dateOf(week)}`;
}
