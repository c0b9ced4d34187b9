import { type CsvOptions, csvRow } from '../../analysis/export/csv.ts';
import type { AnalysisColumn, AnalysisTable } from '../../analysis/sensitivity/table.ts';
import { identifier } from '../../analysis/sweep/tables.ts';
import { LIST, type Output } from '../export/output.ts';
import { createDatabase, type Database, literal } from '../sweep/database.ts';

/** The tables of an analysis as files: CSV or Parquet, one a table, in a folder that is there whole or not at all. */

/** The texts of a sweep are people's: none of them may become a formula in a spreadsheet. */
const GUARDED: CsvOptions = { guard: true };

/** Name of the table that says what the columns of all others are. */
const COLUMNS = 'columns';

export function csvFiles(output: Output, tables: readonly AnalysisTable[]): void {
  for (const { name, columns, rows } of [...tables, dictionary(tables)]) {
    const file = `${name}.csv`;
    output.write(
      file,
      csvRow(
        columns.map((column) => column.name),
        GUARDED,
      ),
    );
    output.write(file, rows.map((row) => csvRow(row, GUARDED)).join(''));
  }
}

/** What every column of every table is, as a table. */
function dictionary(tables: readonly AnalysisTable[]): AnalysisTable {
  const text = (name: string, meaning: string): AnalysisColumn => ({ name, type: 'text', unit: '', meaning });
  return {
    name: COLUMNS,
    about: 'a column of a table',
    columns: [
      text('table', 'table'),
      text('column', 'column'),
      text('type', 'type'),
      text('unit', "unit; 'outcome' for that of the row's outcome"),
      text('meaning', 'what it is'),
    ],
    rows: tables.flatMap((table) =>
      table.columns.map(({ name, type, unit, meaning }) => [table.name, name, type, unit, meaning]),
    ),
  };
}

const TYPES: Readonly<Record<AnalysisColumn['type'], string>> = {
  text: 'VARCHAR',
  integer: 'INTEGER',
  double: 'DOUBLE',
  flag: 'BOOLEAN',
};

/** Each file says under the key `collegium` what a row and each column is, as JSON. */
export async function parquetFiles(output: Output, tables: readonly AnalysisTable[]): Promise<void> {
  const scratch = 'scratch.duckdb';
  const database = await createDatabase(output.path(scratch));
  try {
    for (const table of tables) await writeParquet(database, table, output.path(`${table.name}.parquet`));
  } finally {
    database.close();
  }
  output.remove(scratch);
  output.remove(`${scratch}.wal`);
}

async function writeParquet(
  { connection }: Database,
  { name, about, columns, rows }: AnalysisTable,
  file: string,
): Promise<void> {
  const declared = columns.map((column) => `${identifier(column.name)} ${TYPES[column.type]}`);
  await connection.run(`CREATE TABLE ${identifier(name)} (${declared.join(', ')})`);
  const appender = await connection.createAppender(name);
  for (const row of rows) {
    row.forEach((value, i) => {
      const { type } = columns[i];
      if (value === null) appender.appendNull();
      else if (type === 'text') appender.appendVarchar(value as string);
      else if (type === 'integer') appender.appendInteger(value as number);
      else if (type === 'double') appender.appendDouble(value as number);
      else appender.appendBoolean(value as boolean);
    });
    appender.endRow();
  }
  appender.closeSync();
  const told = literal(JSON.stringify({ row: about, columns }));
  await connection.run(
    `COPY (SELECT * FROM ${identifier(name)} ORDER BY rowid) TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {collegium: ${told}})`,
  );
}

/** Puts a folder of files in its place, with their list. */
export function finishFolder(output: Output, about: Readonly<Record<string, unknown>>): void {
  output.write(LIST, `${JSON.stringify({ ...about, files: output.list() }, null, 1)}\n`);
  output.finish();
}
