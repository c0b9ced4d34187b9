import type { Cell } from './fields.ts';

/**
 * Comma-separated values as RFC 4180 has them: a heading, rows that end with CR LF, quotes where they are needed, quotes
 * in quotes doubled.
 */

export interface CsvOptions {
  /**
   * Whether text that a spreadsheet would take for a formula is kept from being one, by a ' before it. Numbers are never
   * touched: -1.5 is a number.
   */
  readonly guard: boolean;
}

/** What begins a formula in one spreadsheet or another, as single and as full-width characters. */
const FORMULA = '=+\\-@\uff1d\uff0b\uff0d\uff20\\t';
/** Blanks that spreadsheets take off the front of a cell. */
const BLANK = ' \u00a0';
const FORMULA_FIRST = new RegExp(`^[${BLANK}]*[${FORMULA}\\r\\n]`);
/** On later lines too: a program that knows no quotes sees a cell begin there. */
const FORMULA_ON_A_LINE = new RegExp(`(?<=\\r\\n|\\n|\\r(?!\\n))(?=[${BLANK}]*[${FORMULA}])`, 'g');

/** A text that no spreadsheet takes for a formula. */
export function guarded(text: string): string {
  const lines = text.replace(FORMULA_ON_A_LINE, "'");
  return FORMULA_FIRST.test(text) ? `'${lines}` : lines;
}

/** One row, heading or not, with its line end. */
export function csvRow(cells: readonly Cell[], { guard }: CsvOptions): string {
  return `${cells.map((cell) => csvCell(cell, guard)).join(',')}\r\n`;
}

function csvCell(cell: Cell, guard: boolean): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = guard ? guarded(cell) : cell;
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
