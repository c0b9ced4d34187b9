import type { FieldType } from '../../analysis/export/fields.ts';
import { Moment } from '../../analysis/export/moment.ts';
import type { Table } from '../../analysis/export/tables.ts';
import type { Run } from '../../sim/index.ts';
import { Rows, type SqlType, writeParquet } from '../parquet.ts';
import { createDatabase, type Database } from '../sweep/database.ts';

/** Types of fields in DuckDB, as Parquet then has them: INT32, FLOAT, DOUBLE, text, BOOLEAN. */
const TYPES: Readonly<Record<FieldType, SqlType>> = {
  integer: 'INTEGER',
  float: 'FLOAT',
  double: 'DOUBLE',
  text: 'VARCHAR',
  flag: 'BOOLEAN',
};

/** Gathers the rows of a run's tables, in a database on disk so that memory stays flat, and writes a Parquet file of each. */
export class ParquetTables {
  readonly #database: Database;
  readonly #rows = new Map<Table, Rows>();

  private constructor(database: Database) {
    this.#database = database;
  }

  static async create(tables: readonly Table[], file: string): Promise<ParquetTables> {
    const all = new ParquetTables(await createDatabase(file));
    for (const table of tables) {
      const columns = table.fields.map(({ name, type }) => ({ name, type: TYPES[type] }));
      all.#rows.set(table, await Rows.of(all.#database.connection, { name: table.name, columns }));
    }
    return all;
  }

  /** Takes the rows of every table that is read at this time. */
  take(run: Run, read: Table['read']): void {
    const moment = new Moment(run);
    for (const [table, rows] of this.#rows) {
      if (table.read !== read) continue;
      for (const row of table.rows(moment)) rows.add(table.fields.map((field) => field.read(moment, row)));
    }
  }

  /** Writes the files, to where `path` says for each table. */
  async write(path: (table: Table) => string): Promise<void> {
    for (const [table, rows] of this.#rows) {
      rows.close();
      await writeParquet(this.#database.connection, table.name, path(table), described(table));
    }
  }

  close(): void {
    this.#database.close();
  }
}

function described({ about, fields }: Table): unknown {
  const columns = fields.map(({ name, type, unit, values, meaning }) => ({
    name,
    type,
    unit,
    values,
    meaning,
  }));
  return { row: about, columns };
}
