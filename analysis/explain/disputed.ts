import {
  type GroupName,
  groups,
  label,
  type NumberParameter,
  type Parameters,
  type Scenario,
  type Value,
} from '../../sim/index.ts';
import { type Interval, meanInterval } from '../interval.ts';
import { mean } from '../moments.ts';
import type { NumberFactor } from '../sweep/plan.ts';
import { isOff, switchOf } from './switches.ts';

/**
 * The assumptions on which two scenarios could be disputed: numbers that no source gives and no policy sets, alike in
 * both scenarios. Each is varied from half to twice its value, within the range that its declaration allows.
 */
export interface Disputed {
  readonly path: string;
  /** `Trust: fading`, as readers know it. */
  readonly title: string;
  readonly parameter: NumberParameter;
  /** The value it has in both scenarios. */
  readonly now: number;
  readonly factor: NumberFactor;
}

/** Where the mechanism is off in both scenarios, its own assumptions cannot matter. */
const WHOLE: { readonly [G in GroupName]?: string } = {
  power: 'power',
  spread: 'spread',
  ending: 'ending',
  crisis: 'crisis',
  anomie: 'anomie',
  boundarySpanning: 'boundarySpanning',
  homeSchool: 'families',
  agencies: 'agencies',
};

/** In the order of their declaration. */
export function disputed(a: Scenario, b: Scenario): Disputed[] {
  const dated = new Set([...a.timeline, ...b.timeline].map(({ group, name }) => `${group}.${name}`));
  return (Object.keys(groups) as GroupName[]).flatMap((group) => {
    if (idle(group, a) && idle(group, b)) return [];
    return Object.entries(groups[group].params as Parameters).flatMap(([name, parameter]): Disputed[] => {
      const path = `${group}.${name}`;
      const assumed =
        /assum/.test(parameter.source) && parameter.lever !== true && parameter.structural !== true;
      if (parameter.kind !== 'number' || !assumed || dated.has(path)) return [];
      const now = settingOf(a, group, name);
      if (typeof now !== 'number' || settingOf(b, group, name) !== now) return [];
      const factor = factorOf(path, parameter, now);
      const title = `${groups[group].title}: ${label(name).toLowerCase()}`;
      return factor.from < factor.to ? [{ path, title, parameter, now, factor }] : [];
    });
  });
}

function idle(group: GroupName, scenario: Scenario): boolean {
  const key = WHOLE[group];
  if (key !== undefined) return isOff(scenario, switchOf(key));
  const { shocks } = scenario;
  return group === 'harm' && shocks.every(({ kind }) => kind !== 'fire' && kind !== 'funding cut');
}

function settingOf({ parameters }: Scenario, group: GroupName, name: string): Value {
  return (parameters[group] as Readonly<Record<string, Value>>)[name];
}

/** What a value of 0 is varied up to: this part of its range. */
const FROM_NOTHING = 0.1;

/** Half to twice the value, on a log scale where that can be; the range allowed is never left. */
function factorOf(path: string, { min, max, integer }: NumberParameter, now: number): NumberFactor {
  const ends = now === 0 ? [0, FROM_NOTHING * max] : [now / 2, now * 2];
  const round = (x: number) => (integer ? Math.round(x) : Number(x.toPrecision(6)));
  const [from, to] = ends.map((x) => Math.min(max, Math.max(min, round(x)))).sort((p, q) => p - q);
  return { kind: 'number', name: path, path, from, to, integer, scale: from > 0 ? 'log' : 'linear' };
}

/** The end of its range that lies further from the value it has. */
export function farEnd({ now, factor }: Disputed): number {
  return factor.to - now >= now - factor.from ? factor.to : factor.from;
}

/** How far one assumption, moved to the far end of its range, moves the difference between the scenarios. */
export interface Influence {
  readonly path: string;
  /** Mean change of the difference B minus A over the seeds, in the outcome's unit. */
  readonly change: number;
  /** Student's t, 95 per cent; null of one seed. */
  readonly interval: Interval | null;
  readonly seeds: number;
}

/**
 * The influence of each assumption, the greatest first: elementary effects of one step each (Morris 1991), around the
 * settings as they are. `differences` are those with the assumption moved, seed by seed, `base` those without, in the
 * same order; an assumption moved under fewer seeds is held against as many.
 */
export function influences(
  moved: readonly { readonly path: string; readonly differences: readonly number[] }[],
  base: readonly number[],
): Influence[] {
  return moved
    .filter(({ differences }) => differences.length > 0)
    .map(({ path, differences }) => {
      const changes = differences.map((difference, i) => difference - base[i]);
      return { path, change: mean(changes), interval: meanInterval(changes, 95), seeds: changes.length };
    })
    .sort((p, q) => Math.abs(q.change) - Math.abs(p.change));
}
