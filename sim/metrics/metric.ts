import { label } from '../schema.ts';
import type { State } from '../state.ts';

export interface Metric {
  readonly key: string;
  readonly label: string;
  readonly group: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  /** One sentence: what is measured and how. */
  readonly doc: string;
  /** What a high value means. */
  readonly high: string;
  readonly source: string;
  /** How often it can change. */
  readonly level: 'term' | 'year';
  /** What stands for a whole run: the last value, or the mean over all samples after week 0. */
  readonly outcome: 'end' | 'mean';
  readonly measure: (state: State, week: number) => number;
}

/** Declares one metric; its label comes from its key. */
export function metric<K extends string>(
  declared: Omit<Metric, 'label' | 'key' | 'outcome'> & { key: K; outcome?: Metric['outcome'] },
): Metric & { key: K } {
  return { label: label(declared.key), outcome: 'end', ...declared };
}

/** Mean of `of(index)` over the indices that `holds`; 0 when there are none. */
export function meanOver(
  n: number,
  holds: (index: number) => boolean,
  of: (index: number) => number,
): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < n; i++) {
    if (!holds(i)) continue;
    sum += of(i);
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

/** Mean of `of(school)` over the schools that have not closed. */
export function meanOverSchools(s: State, of: (school: number) => number): number {
  return meanOver(s.schoolClosed.length, (a) => s.schoolClosed[a] === 0, of);
}

/** Schools that have not closed. */
export function openSchools(s: State): number {
  let open = 0;
  for (let a = 0; a < s.schoolClosed.length; a++) open += 1 - s.schoolClosed[a];
  return open;
}

/** Mean of `of(i)` over all staff whose role `holds`. */
export function meanOverStaff(s: State, holds: (role: number) => boolean, of: (i: number) => number): number {
  let sum = 0;
  let count = 0;
  for (let a = 0; a < s.schoolPosts.length; a++) {
    for (let i = s.schoolFirst[a]; i < s.schoolFirst[a] + s.schoolPosts[a]; i++) {
      if (!holds(s.staffRole[i])) continue;
      sum += of(i);
      count++;
    }
  }
  return count === 0 ? 0 : sum / count;
}

/** Staff in post. */
export function staffCount(s: State): number {
  let sum = 0;
  for (let a = 0; a < s.schoolPosts.length; a++) sum += s.schoolPosts[a];
  return sum;
}

/** Whether relation row `r` is in use at `stage` or beyond. */
export function at(s: State, r: number, stage: number): boolean {
  return s.relationA[r] >= 0 && s.relationStage[r] >= stage;
}
