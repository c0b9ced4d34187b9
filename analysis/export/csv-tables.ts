import type { Run } from '../../sim/index.ts';
import { type CsvOptions, csvRow } from './csv.ts';
import { Moment } from './moment.ts';
import type { Table } from './tables.ts';
import type { Piece } from './weeks.ts';

/** Characters to gather before they are handed on. */
const PIECE = 65_536;

/** Name of the file of a table. */
export const csvFile = ({ name }: Pick<Table, 'name'>) => `${name}.csv`;

/** Tables as CSV, a file each, of a run as it stands in each of some weeks. Nothing is kept from week to week. */
export function* csvTables(
  runs: Iterable<Run>,
  tables: readonly Table[],
  options: CsvOptions,
): Generator<Piece> {
  for (const table of tables) {
    yield {
      file: csvFile(table),
      text: csvRow(
        table.fields.map(({ name }) => name),
        options,
      ),
    };
  }
  let last: Run | undefined;
  for (const run of runs) {
    for (const table of tables) if (table.read === 'every week') yield* rowsOf(table, run, options);
    last = run;
  }
  if (last === undefined) return;
  for (const table of tables) if (table.read === 'once') yield* rowsOf(table, last, options);
}

function* rowsOf(table: Table, run: Run, options: CsvOptions): Generator<Piece> {
  const moment = new Moment(run);
  const file = csvFile(table);
  let text = '';
  for (const row of table.rows(moment)) {
    text += csvRow(
      table.fields.map(({ read }) => read(moment, row)),
      options,
    );
    if (text.length < PIECE) continue;
    yield { file, text };
    text = '';
  }
  yield { file, text };
}

/** What every column of some tables is: for whoever opens them without this program at hand. */
export function dictionary(tables: readonly Table[], options: CsvOptions): string {
  const rows = tables.flatMap((table) =>
    table.fields.map(({ name, type, unit, values, meaning }) => [
      table.name,
      name,
      type,
      unit,
      values?.join('; ') ?? '',
      meaning,
    ]),
  );
  const heading = ['table', 'column', 'type', 'unit', 'values', 'meaning'];
  return [heading, ...rows].map((row) => csvRow(row, options)).join('');
}
