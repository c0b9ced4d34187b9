import { type DuckDBAppender, type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Cell, Field, FieldType } from '../../analysis/export/fields.ts';
import { Moment } from '../../analysis/export/moment.ts';
import type { Table } from '../../analysis/export/tables.ts';
import type { Run } from '../../sim/index.ts';

/**
 * Tables as Parquet, by way of DuckDB. The file holds, under the key `collegium`, what each column is: JSON with type, unit,
 * values and meaning.
 */

/** Types in DuckDB, as Parquet then has them: INT32, FLOAT, DOUBLE, text, BOOLEAN. */
const TYPES: Readonly<Record<FieldType, string>> = {
  integer: 'INTEGER',
  float: 'FLOAT',
  double: 'DOUBLE',
  text: 'VARCHAR',
  flag: 'BOOLEAN',
};

/** Gathers the rows of a run's tables and writes a file each. The database is a file beside them, so that memory stays flat. */
export class ParquetTables {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #tables: readonly Table[];
  readonly #appenders = new Map<Table, DuckDBAppender>();

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, tables: readonly Table[]) {
    this.#instance = instance;
    this.#connection = connection;
    this.#tables = tables;
  }

  static async create(tables: readonly Table[], database: string): Promise<ParquetTables> {
    const instance = await DuckDBInstance.create(database, {
      threads: '1', // one thread writes the rows in their order, and the same bytes every time
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await instance.connect();
    const all = new ParquetTables(instance, connection, tables);
    for (const table of tables) {
      const columns = table.fields.map(({ name, type }) => `"${name}" ${TYPES[type]}`);
      await connection.run(`CREATE TABLE "${table.name}" (${columns.join(', ')})`);
      all.#appenders.set(table, await connection.createAppender(table.name));
    }
    return all;
  }

  /** Takes the rows of every table that is read at this time. */
  take(run: Run, read: Table['read']): void {
    const moment = new Moment(run);
    for (const [table, appender] of this.#appenders) {
      if (table.read !== read) continue;
      const puts = table.fields.map(({ type }) => put(appender, type));
      for (const row of table.rows(moment)) {
        table.fields.forEach((field, f) => {
          const value = field.read(moment, row);
          if (value === null) appender.appendNull();
          else puts[f](value);
        });
        appender.endRow();
      }
    }
  }

  /** Writes the files, to where `path` says for each table. */
  async write(path: (table: Table) => string): Promise<void> {
    for (const appender of this.#appenders.values()) appender.closeSync();
    for (const table of this.#tables) {
      await this.#connection.run(
        `COPY (SELECT * FROM "${table.name}" ORDER BY rowid) TO ${quoted(path(table))} ` +
          `(FORMAT parquet, COMPRESSION zstd, KV_METADATA {collegium: ${quoted(JSON.stringify(described(table)))}})`,
      );
    }
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

function put(appender: DuckDBAppender, type: FieldType): (value: Exclude<Cell, null>) => void {
  switch (type) {
    case 'integer':
      return (value) => appender.appendInteger(value as number);
    case 'float':
      return (value) => appender.appendFloat(value as number);
    case 'double':
      return (value) => appender.appendDouble(value as number);
    case 'flag':
      return (value) => appender.appendBoolean(value as boolean);
    case 'text':
      return (value) => appender.appendVarchar(value as string);
  }
}

function described({ about, fields }: Table): unknown {
  const columns = fields.map(({ name, type, unit, values, meaning }: Field) => ({
    name,
    type,
    unit,
    values,
    meaning,
  }));
  return { row: about, columns };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
