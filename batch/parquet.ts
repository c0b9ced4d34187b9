import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import { type ColumnType, identifier } from '../analysis/sweep/tables.ts';
import { literal } from './sweep/database.ts';

/** Tables as DuckDB takes them in row by row, and as Parquet files that say what their columns are. */

export interface SqlTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[];
}
export type SqlType = ColumnType | 'BOOLEAN';

/** A value in a table; null where there is none. */
export type Value = number | string | boolean | null;

const APPEND: Readonly<Record<SqlType, (to: DuckDBAppender, value: Value) => void>> = {
  INTEGER: (to, value) => to.appendInteger(value as number),
  SMALLINT: (to, value) => to.appendSmallInt(value as number),
  UTINYINT: (to, value) => to.appendUTinyInt(value as number),
  FLOAT: (to, value) => to.appendFloat(value as number),
  DOUBLE: (to, value) => to.appendDouble(value as number),
  BOOLEAN: (to, value) => to.appendBoolean(value as boolean),
  VARCHAR: (to, value) => to.appendVarchar(value as string),
};

/** Takes the rows of a table in their order. */
export class Rows {
  readonly #appender: DuckDBAppender;
  readonly #append: readonly ((to: DuckDBAppender, value: Value) => void)[];

  private constructor(table: SqlTable, appender: DuckDBAppender) {
    this.#appender = appender;
    this.#append = table.columns.map(({ type }) => APPEND[type]);
  }

  /** Makes the table, which is not there yet, and opens it. */
  static async of(connection: DuckDBConnection, table: SqlTable): Promise<Rows> {
    const list = table.columns.map(({ name, type }) => `${identifier(name)} ${type}`);
    await connection.run(`CREATE TABLE ${identifier(table.name)} (${list.join(', ')})`);
    return new Rows(table, await connection.createAppender(table.name));
  }

  /** One value a column. */
  add(row: readonly Value[]): void {
    const appender = this.#appender;
    for (let i = 0; i < this.#append.length; i++) {
      if (row[i] === null) appender.appendNull();
      else this.#append[i](appender, row[i]);
    }
    appender.endRow();
  }

  close(): void {
    this.#appender.closeSync();
  }
}

/** Writes a table to a file, its rows in the order in which they came in, with what is told of it as JSON under the key `collegium`. */
export async function writeParquet(
  connection: DuckDBConnection,
  table: string,
  file: string,
  told: unknown,
): Promise<void> {
  await connection.run(
    `COPY (SELECT * FROM ${identifier(table)} ORDER BY rowid) TO ${literal(file)} ` +
      `(FORMAT parquet, COMPRESSION zstd, KV_METADATA {collegium: ${literal(JSON.stringify(told))}})`,
  );
}
