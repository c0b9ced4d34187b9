import { Cells, type Counts, count } from './cells.ts';
import { readTable } from './csv.ts';
import type { PlacedProblem } from './problem.ts';

/** Mean results at age 11 by school reference number, and what was not given. */
export interface Results {
  rows: number;
  /** Mean of reading and mathematics on the scaled-score scale, or why there is none. */
  attainment: Map<number, { score: number; from: 'both' | 'one' } | { reason: string }>;
  suppressed: Record<string, Counts>;
  /** Rows that are no school's: totals of an authority or the country. */
  totals: number;
}

const READING = 'READ_AVERAGE';
const MATHS = 'MAT_AVERAGE';
/** Whether a file begins as one of results does; everything else is taken for a register. */
export function looksLikeResults(text: string): boolean {
  const end = text.indexOf('\n');
  const heading = end < 0 ? text : text.slice(0, end);
  return heading.includes(READING) && heading.includes(MATHS);
}

/** The scale runs from 80 to 120 with 100 the expected standard. */
const SCALE = { min: 80, max: 120 };

export function readResults(
  text: string,
  file: string,
): { results: Results; problems: readonly [] } | { results: null; problems: readonly PlacedProblem[] } {
  const { table, problems } = readTable(text, file, () => ({
    needed: ['URN', READING, MATHS],
    wanted: ['RECTYPE'],
  }));
  if (table === null) return { results: null, problems };
  const cells = new Cells(file, table.header);
  const results: Results = { rows: table.rows.length, attainment: new Map(), suppressed: {}, totals: 0 };
  for (const row of table.rows) {
    // Record types 3 to 5 are the totals of the published national file; they carry no reference number.
    const type = row.cells.get('RECTYPE');
    if (type !== undefined && /^[345]$/.test(type)) {
      results.totals++;
      continue;
    }
    const id = cells.number(row, 'URN', { min: 1, max: 0x7fffffff, integer: true });
    if (id === null) {
      if (row.cells.get('URN') === '')
        cells.fail(row, 'URN', 'missing', 'the reference number of the school');
      continue;
    }
    if (results.attainment.has(id)) {
      cells.fail(row, 'URN', 'the same school twice', 'one row a school');
      continue;
    }
    const reading = cells.figure(row, READING, SCALE);
    const maths = cells.figure(row, MATHS, SCALE);
    for (const [name, figure] of [
      [READING, reading],
      [MATHS, maths],
    ] as const) {
      if (typeof figure === 'string') count(results.suppressed, name, figure);
    }
    if (typeof reading === 'number' && typeof maths === 'number') {
      results.attainment.set(id, { score: (reading + maths) / 2, from: 'both' });
    } else if (typeof reading === 'number' || typeof maths === 'number') {
      results.attainment.set(id, {
        score: typeof reading === 'number' ? reading : Number(maths),
        from: 'one',
      });
    } else {
      results.attainment.set(id, {
        reason: reading === 'blank' ? 'blank in the results file' : `${reading} in the results file`,
      });
    }
  }
  if (cells.problems.length > 0) return { results: null, problems: cells.problems };
  return { results, problems: [] };
}
