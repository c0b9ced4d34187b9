import {
  advance,
  digest,
  keepState,
  type Metric,
  metrics,
  type Run,
  type Scenario,
  type State,
  start,
  WEEKS_A_YEAR,
} from '../../sim/index.ts';
import type { Check, ReadingKey } from './experiment.ts';
import { type History, type Measure, measures } from './measures.ts';

/** One thing to be read of a run. */
export interface Reading {
  readonly measure: ReadingKey;
  readonly year: number;
}

export interface Readings {
  /** 32 hexadecimal digits of the final state. */
  readonly digest: string;
  /** In the order of what was asked for, each in its measure's unit; NaN where the run gives no value. */
  readonly values: readonly number[];
}

/** What has to be read of every run of `setup` for these checks, each thing once. */
export function readingsOf(checks: readonly Pick<Check, 'measure' | 'terms'>[], setup: string): Reading[] {
  const wanted = new Map<string, Reading>();
  for (const { measure, terms } of checks) {
    for (const term of terms) {
      if (term.setup !== setup) continue;
      for (let year = term.since; year <= term.year; year++)
        wanted.set(`${measure}@${year}`, { measure, year });
    }
  }
  return [...wanted.values()];
}

export const metricOf = (key: ReadingKey): Metric | undefined => metrics.find((metric) => metric.key === key);
export const measureOf = (key: ReadingKey): Measure | undefined =>
  measures.find((measure) => measure.key === key);

/** Runs `scenario` under `seed` as far as there is anything to read. */
export async function read(
  scenario: Scenario,
  seed: string,
  readings: readonly Reading[],
  pause?: (week: number, weeks: number) => Promise<void>,
): Promise<Readings> {
  const run = start(scenario, { seed });
  const states = new Map<number, State>();
  const years = new Set(readings.map(({ year }) => year));
  for (const { measure, year } of readings)
    for (const also of measureOf(measure)?.also?.(scenario, year) ?? []) years.add(also);
  const last = Math.max(0, ...years);
  for (let year = 0; ; year++) {
    if (years.has(year)) states.set(year, keepState(run));
    if (year === last) break;
    advance(run, WEEKS_A_YEAR);
    await pause?.(run.week, last * WEEKS_A_YEAR);
  }
  const history: History = {
    scenario,
    state(year) {
      const state = states.get(year);
      if (state === undefined) throw new RangeError(`year ${year} of this run was not kept`);
      return state;
    },
  };
  return { digest: digest(run), values: readings.map((reading) => value(run, history, reading)) };
}

function value(run: Run, history: History, { measure, year }: Reading): number {
  const own = measureOf(measure);
  if (own !== undefined) return own.read(history, year);
  return run.series[measure as Metric['key'] & keyof Run['series']][year * 3];
}
