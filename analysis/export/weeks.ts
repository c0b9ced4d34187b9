import { advance, type Run } from '../../sim/index.ts';

/** A piece of a file, to be written behind what was written of that file before. */
export interface Piece {
  /** Name of the file, without a folder. */
  readonly file: string;
  readonly text: string;
}

/** Weeks `every`, twice `every` and so on up to `last`, `first` before them. */
export function weeksEvery(every: number, last: number, first = 0): number[] {
  const weeks: number[] = [];
  for (let week = first; week <= last; week += every) weeks.push(week);
  return weeks;
}

/** The run as it stands in each of these weeks, which rise: one run that moves on, to be read before the next. */
export function* runAt(start: () => Run, weeks: readonly number[]): Generator<Run> {
  const run = start();
  for (const week of weeks) {
    advance(run, week - run.week);
    yield run;
  }
}
