import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { start } from '../sim/index.ts';
import { COUNTER, copyState, restoreState } from '../sim/state.ts';
import { inside } from '../sim/week.ts';
import { sameBits, writeDump } from './dump.ts';
import { district, modelOf, type Spread, spread, staffOf } from './setting.ts';

/** The contact step inside schools, here and in C, in turns: nanoseconds an encounter. */
export interface ContactFigures {
  staff: number;
  encounters: number;
  js: Spread;
  /** Null where there is no C compiler. */
  c: Spread | null;
  /** Both ended in the same bits; null where there is nothing to compare with. */
  same: boolean | null;
}

/** Nanoseconds of every week, a row a round. */
type Rounds = number[][];

/**
 * Runs `weeks` weeks of contacts from the same start `rounds` times; `program` is the C program, '' for none. What
 * else the machine does comes in gusts: of each week the least of the rounds counts.
 */
export function contactFigures(
  size: number,
  weeks: number,
  rounds: number,
  program: string,
  folder: string,
): ContactFigures {
  const run = start(district(size));
  const model = modelOf(run);
  const { counter } = run.state;
  const beginning = copyState(run.state);
  const dump = `${folder}/dump-${size}`;
  const result = `${folder}/result-${size}`;
  if (program !== '') writeDump(dump, model);
  const js: Rounds = [];
  const c: Rounds = [];
  let same: boolean | null = null;
  for (let round = 0; round <= rounds; round++) {
    restoreState(run.state, beginning);
    const times: number[] = [];
    for (let w = 0; w < weeks; w++) {
      const since = performance.now();
      inside(model, w);
      times.push((performance.now() - since) * 1e6);
    }
    if (round > 0) js.push(times); // the first round warms up
    if (program === '') continue;
    const lines = execFileSync(program, [dump, String(weeks), result], { encoding: 'utf8' }).split('\n');
    if (round > 0) c.push(lines.slice(1, weeks + 1).map(Number));
    const counts = `${counter[COUNTER.contactsInside]} ${counter[COUNTER.successesInside]}`;
    if (round === rounds) same = lines[0] === counts && sameBits(result, model);
  }
  const encounters = counter[COUNTER.contactsInside];
  if (program !== '') for (const file of [dump, result]) rmSync(file);
  return {
    staff: staffOf(run),
    encounters,
    js: anEncounter(js, encounters),
    c: program === '' ? null : anEncounter(c, encounters),
    same,
  };
}

/** The least of every week over the rounds, and the median of whole rounds. */
function anEncounter(rounds: Rounds, encounters: number): Spread {
  const sum = (values: readonly number[]) => values.reduce((total, x) => total + x, 0);
  const least = rounds[0].map((_, w) => Math.min(...rounds.map((times) => times[w])));
  return {
    min: sum(least) / encounters,
    median: spread(rounds.map((times) => sum(times) / encounters)).median,
  };
}
