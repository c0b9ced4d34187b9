import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRegister } from '../scenarios/register.ts';
import { readScenario } from '../scenarios/yaml.ts';
import { advance, digest, start } from '../sim/index.ts';
import { COUNTER } from '../sim/state.ts';
import { contact, type Step, step, term, week, year } from '../sim/week.ts';
import {
  district,
  modelOf,
  processorTime,
  type Regime,
  root,
  type Spread,
  spread,
  staffOf,
} from './setting.ts';

const YEAR = 39;

/** Whole weeks with their share of term and year: nanoseconds a staff-week, a figure a year. */
export interface WeekFigures {
  staff: number;
  schools: number;
  regime: Regime;
  time: Spread;
  /** Bytes of state a member of staff. */
  bytes: number;
  /** Contacts across schools a staff-week. */
  across: number;
  digest: string;
}

export function weekFigures(size: number, regime: Regime, years: number): WeekFigures {
  // What is kept of events and innovations grows with the years of a run: bytes are those of the usual eight.
  const usual = start(district(size, regime));
  const bytes = usual.state.buffer.byteLength / staffOf(usual);
  const run = start(district(size, regime, years));
  const model = modelOf(run);
  const staff = staffOf(run);
  const times: number[] = [];
  for (let y = 0; y < years; y++) {
    const since = processorTime();
    for (let w = y * YEAR; w < (y + 1) * YEAR; w++) step(model, w);
    if (y > 0) times.push((processorTime() - since) / (YEAR * staff)); // the first year warms up
  }
  const { counter, schoolPosts } = run.state;
  return {
    staff,
    schools: schoolPosts.length,
    regime,
    time: spread(times),
    bytes,
    across: counter[COUNTER.contactsAcross] / (years * YEAR * staff),
    digest: digest(run),
  };
}

/** Nanoseconds a staff-week that each step takes, the least of the years after the first. */
export function shareFigures(size: number, regime: Regime, years: number): Record<string, number> {
  const lists = { contact, week, term, year };
  const spent = new Map<string, number>();
  for (const [list, steps] of Object.entries(lists)) {
    const timed = steps as Step[];
    timed.forEach(([name, run], k) => {
      const key = `${list}: ${name}`;
      spent.set(key, 0);
      timed[k] = [
        name,
        (m, w) => {
          const since = performance.now();
          run(m, w);
          spent.set(key, (spent.get(key) ?? 0) + performance.now() - since);
        },
      ];
    });
  }
  const run = start(district(size, regime, years));
  const model = modelOf(run);
  const staff = staffOf(run);
  const least: Record<string, number> = {};
  for (let y = 0; y < years; y++) {
    for (const key of spent.keys()) spent.set(key, 0);
    for (let w = y * YEAR; w < (y + 1) * YEAR; w++) step(model, w);
    for (const [key, milliseconds] of spent) {
      const now = (milliseconds * 1e6) / (YEAR * staff);
      if (y > 0) least[key] = Math.min(least[key] ?? now, now);
    }
  }
  return least;
}

/** What the heap does over 1,000 weeks. */
export interface HeapFigures {
  weeks: number;
  /** Bytes in use after a collection, at the start, every tenth of the way and at the end. */
  inUse: number[];
  /** Bytes allocated a week, between collections: the median of the terms. */
  allocated: number;
}

export function heapFigures(size: number, weeks: number): HeapFigures {
  const collect = globalThis.gc;
  if (!collect) throw new Error('needs --expose-gc');
  const warm = 4 * YEAR;
  const run = start(district(size, 'partnership', Math.ceil((weeks + warm) / YEAR)));
  const model = modelOf(run);
  for (let w = 0; w < warm; w++) step(model, w);
  const inUse: number[] = [];
  const allocated: number[] = [];
  const look = () => {
    collect();
    inUse.push(process.memoryUsage().heapUsed);
  };
  look();
  for (let w = 0; w < weeks; w += 13) {
    const before = process.memoryUsage().heapUsed;
    for (let v = w; v < Math.min(weeks, w + 13); v++) step(model, warm + v);
    const grown = process.memoryUsage().heapUsed - before;
    if (grown >= 0) allocated.push(grown / 13); // less in use: there was a collection in between
    if (inUse.length < 10 && w + 13 >= (inUse.length * weeks) / 10) look();
  }
  look();
  return { weeks, inUse, allocated: spread(allocated).median };
}

/** The Hampshire register over eight years, on one core: seconds of processor time, and what it was. */
export interface CountyFigures {
  schools: number;
  staff: number;
  weeks: number;
  /** Reading the register, and setting the population up. */
  setUp: number;
  /** A run in a fresh program, metrics included; and the least of the runs after it. */
  first: number;
  again: number;
  digest: string;
}

export function countyFigures(name: string, rounds: number): CountyFigures {
  const folder = join(root(), 'scenarios');
  const text = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
  const before = processorTime();
  const { scenario } = readScenario(text(`${name}.yaml`), `${name}.yaml`);
  if (!scenario?.files?.results) throw new Error(`${name} cannot be read`);
  const { register, results } = scenario.files;
  const joined = { text: text('data', results), fileName: results };
  const { schools } = readRegister(text('data', register), register, joined);
  if (schools === null) throw new Error(`${register} cannot be read`);
  let run = start(scenario, { schools });
  const setUp = (processorTime() - before) / 1e9;
  const seconds: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    if (round > 0) run = start(scenario, { schools });
    const since = processorTime();
    advance(run, run.weeks);
    seconds.push((processorTime() - since) / 1e9);
  }
  return {
    schools: schools.length,
    staff: staffOf(run),
    weeks: run.weeks,
    setUp,
    first: seconds[0],
    again: Math.min(...seconds.slice(1)),
    digest: digest(run),
  };
}
