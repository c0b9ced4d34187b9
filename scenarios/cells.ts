import { nearest } from '../sim/index.ts';
import type { Row } from './csv.ts';
import { type PlacedProblem, shown } from './problem.ts';

/** Reads single cells of a table, with the place, the value and what is allowed when one is wrong. */
export class Cells {
  readonly problems: PlacedProblem[] = [];
  private readonly file: string;
  private readonly column: ReadonlyMap<string, number>;

  constructor(file: string, header: readonly string[]) {
    this.file = file;
    this.column = new Map(header.map((name, i) => [name, i + 1] as const).reverse());
  }

  fail(row: Row, name: string, message: string, allowed: string): null {
    const { line, cells } = row;
    this.problems.push({
      file: this.file,
      line,
      column: this.column.get(name) ?? 1,
      path: name,
      message,
      found: shown(cells.get(name)),
      allowed,
    });
    return null;
  }

  text(row: Row, name: string): string {
    const text = row.cells.get(name) ?? '';
    // Marks that turn the direction of writing could make a name show as another one.
    if (text.length > 250 || /[\u200e\u200f\u202a-\u202e\u2066-\u2069\u0080-\u009f]/.test(text)) {
      this.fail(row, name, 'not a name', 'printable text of at most 250 characters');
    }
    return text.replace(/\s+/g, ' ');
  }

  /** A number within bounds, or null when the cell is blank or wrong (and then a problem has been noted). */
  number(
    row: Row,
    name: string,
    { min, max, integer = false }: { min: number; max: number; integer?: boolean },
  ): number | null {
    const text = row.cells.get(name) ?? '';
    if (text === '') return null;
    const allowed = `${integer ? 'a whole number' : 'a number'} from ${min} to ${max}, or blank`;
    if (!/^[-+]?\d{1,15}(?:\.\d{1,15})?$/.test(text)) return this.fail(row, name, 'not a number', allowed);
    const value = Number(text);
    if (integer && !Number.isInteger(value)) return this.fail(row, name, 'not a whole number', allowed);
    if (value < min) return this.fail(row, name, 'too small', allowed);
    if (value > max) return this.fail(row, name, 'too large', allowed);
    return value;
  }

  /** What `codes` gives for the cell, in whatever case it is written; null when the cell is blank or unknown. */
  code<T>(row: Row, name: string, codes: ReadonlyMap<string, T>): T | null {
    const text = row.cells.get(name) ?? '';
    if (text === '') return null;
    const value = codes.get(text.toLowerCase());
    if (value !== undefined) return value;
    const known = [...codes.keys()];
    const near = nearest(text, known);
    return this.fail(
      row,
      name,
      `unknown value${near ? `; did you mean '${near}'?` : ''}`,
      `one of ${known.join(', ')}, or blank`,
    );
  }

  /** A number, or the code that stands for a suppressed or missing one. */
  figure(row: Row, name: string, bounds: { min: number; max: number }): number | string {
    const text = row.cells.get(name) ?? '';
    if (text === '') return 'blank';
    if (SUPPRESSED.includes(text.toUpperCase())) return text.toUpperCase();
    if (/^[A-Za-z]/.test(text)) {
      this.fail(
        row,
        name,
        'unknown code',
        `a number from ${bounds.min} to ${bounds.max}, blank, or one of ${SUPPRESSED.join(', ')}`,
      );
      return 'blank';
    }
    return this.number(row, name, bounds) ?? 'blank';
  }
}

/** Codes by which the Department for Education marks figures that it does not give. */
export const SUPPRESSED: readonly string[] = ['SUPP', 'NE', 'NA', 'NP', 'LOWCOV', 'NEW', 'DNS'];

/** Counts by reason, as plain objects that a page or JSON can show. */
export type Counts = Record<string, number>;

export function count(counts: Record<string, Counts>, field: string, reason: string): void {
  counts[field] ??= {};
  const reasons = counts[field];
  reasons[reason] = (reasons[reason] ?? 0) + 1;
}

/** The middle value, or of an even number the mean of the middle two; null of none. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
