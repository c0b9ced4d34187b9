import type { Where } from './bins.ts';

/** Tables that say what their columns are, and are filled by reading rows of any kind. */

export interface AnalysisTable {
  readonly name: string;
  /** What a row is. */
  readonly about: string;
  readonly columns: readonly AnalysisColumn[];
  readonly rows: readonly (readonly TableValue[])[];
}

export interface AnalysisColumn {
  readonly name: string;
  /** Numbers are doubles or 32-bit integers. */
  readonly type: 'text' | 'integer' | 'double' | 'flag';
  /** '' where there is none; 'outcome' for the unit of the row's outcome. */
  readonly unit: string;
  readonly meaning: string;
}

export type TableValue = string | number | boolean | null;

export interface Column<Row> extends AnalysisColumn {
  readonly read: (row: Row) => TableValue;
}

/** Declares a column of these rows. */
export type ColumnOf<Row> = (
  type: AnalysisColumn['type'],
  name: string,
  meaning: string,
  read: (row: Row) => TableValue | undefined,
  unit?: string,
) => Column<Row>;

export function column<Row>(
  type: AnalysisColumn['type'],
  name: string,
  meaning: string,
  read: (row: Row) => TableValue | undefined,
  unit = '',
): Column<Row> {
  return { type, name, meaning, unit, read: (row) => plain(read(row)) };
}

/** What is no number is nothing. */
function plain(value: TableValue | undefined): TableValue {
  return value === undefined || (typeof value === 'number' && !Number.isFinite(value)) ? null : value;
}

export function table<Row>(
  name: string,
  about: string,
  rows: readonly Row[],
  declare: (column: ColumnOf<Row>) => readonly Column<Row>[],
): AnalysisTable {
  const columns = declare(column);
  return {
    name,
    about,
    columns: columns.map(({ type, name, unit, meaning }) => ({ type, name, unit, meaning })),
    rows: rows.map((row) => columns.map(({ read }) => read(row))),
  };
}

/** A part of a factor's values: ends of a number, or a level. */
export function whereColumns<Row>(of: (row: Row) => Where): Column<Row>[] {
  const end = (where: Where, i: 0 | 1) => (typeof where === 'string' ? null : where[i]);
  return [
    column('double', 'from', 'lowest value of a number, included', (row) => end(of(row), 0)),
    column('double', 'to', 'highest value, included', (row) => end(of(row), 1)),
    column('text', 'level', 'level of a category', (row) => {
      const where = of(row);
      return typeof where === 'string' ? where : null;
    }),
  ];
}
