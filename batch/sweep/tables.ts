import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import {
  identifier,
  RESULTS,
  resultsColumns,
  resultsQuery,
  TABLES,
  type Table,
  type TableColumn,
  type TableName,
  tablesOf,
} from '../../analysis/sweep/tables.ts';
import { BadInput, reason } from '../errors.ts';
import type { Chunk, Entry } from './content.ts';
import { type Database, readDatabase } from './database.ts';
import { openSweep, type Sweep } from './folder.ts';

/**
 * The one way to read the results of a sweep. What the tables are is known from the sweep's plan; the file is asked for their
 * values and for nothing else, and no SQL that it may hold is run.
 */

export const RESULTS_FILE = 'results.duckdb';

/** A column with its values: numbers with NaN, texts with null where there is no value. */
export type ReadColumn = TableColumn &
  (
    | { readonly kind: 'number'; readonly values: Float64Array }
    | { readonly kind: 'text'; readonly values: (string | null)[] }
  );

export interface ReadTable {
  readonly rows: number;
  readonly columns: readonly ReadColumn[];
}

/** A table, or runs, factors and outcomes side by side. */
export type Readable = TableName | typeof RESULTS;

/** One table of the results in a sweep's folder. */
export async function readTable(folder: string, name: Readable): Promise<ReadTable> {
  const results = await openResults(openSweep(folder));
  try {
    return await results.read(name);
  } finally {
    results.close();
  }
}

/** Opens the results of a sweep. Throws BadInput where there are none, or others than this sweep's. */
export async function openResults(sweep: Sweep): Promise<Results> {
  const file = join(sweep.folder, RESULTS_FILE);
  if (!existsSync(file)) {
    throw new BadInput(`${file}: not there yet; the sweep's command writes it once all runs are done`);
  }
  const database = await readDatabase(file).catch((error) => {
    throw damaged(file, error);
  });
  const results = new Results(file, database, tablesOf(sweep.plan));
  try {
    await refuseViews(database).catch((error) => {
      throw damaged(file, error);
    });
    if ((await results.provenance()).get('sweep') !== sweep.id) {
      throw new BadInput(
        `${file}: results of another plan or version than the folder's; the sweep's command writes it anew`,
      );
    }
    return results;
  } catch (error) {
    results.close();
    throw error;
  }
}

/** A view by the name of a table would be SQL from the file. */
async function refuseViews({ connection }: Database): Promise<void> {
  // Looked up in the system's own catalogue, whatever the file calls its functions.
  const query = 'SELECT table_name FROM system.main.duckdb_tables() WHERE NOT internal';
  const found = (await connection.runAndReadAll(query)).getRows().map(([name]) => name);
  for (const name of TABLES) if (!found.includes(name)) throw new Error(`no table ${name}`);
}

export class Results {
  readonly file: string;
  readonly tables: readonly Table[];
  readonly #database: Database;

  constructor(file: string, database: Database, tables: readonly Table[]) {
    this.file = file;
    this.tables = tables;
    this.#database = database;
  }

  columns(name: Readable): readonly TableColumn[] {
    if (name === RESULTS) return resultsColumns(this.tables).map(({ column }) => column);
    const table = this.tables.find((one) => one.name === name);
    if (table === undefined) throw new RangeError(`no table '${name}'`);
    return table.columns;
  }

  /** The rows in order, read as they are asked for: for tables that may be larger than memory. */
  async *rows(name: Readable): AsyncGenerator<Entry[]> {
    for await (const { rows, entry } of this.chunks(name)) {
      const columns = this.columns(name);
      for (let row = 0; row < rows; row++) yield columns.map((_, i) => entry(i, row));
    }
  }

  /** A whole table, by column. */
  async read(name: Readable): Promise<ReadTable> {
    const columns = this.columns(name);
    const numbers = columns.map(({ type }) => (type === 'VARCHAR' ? null : new Numbers()));
    const texts: (string | null)[][] = columns.map(() => []);
    let read = 0;
    for await (const { rows, entry } of this.chunks(name)) {
      columns.forEach((_, i) => {
        const list = numbers[i];
        if (list)
          for (let row = 0; row < rows; row++) list.push((entry(i, row) as number | null) ?? Number.NaN);
        else for (let row = 0; row < rows; row++) texts[i].push(entry(i, row) as string | null);
      });
      read += rows;
    }
    return {
      rows: read,
      columns: columns.map((column, i) => {
        const list = numbers[i];
        return list
          ? { ...column, kind: 'number', values: list.values() }
          : { ...column, kind: 'text', values: texts[i] };
      }),
    };
  }

  /** The same some thousand rows at a time. */
  async *chunks(name: Readable): AsyncGenerator<Chunk> {
    const columns = this.columns(name);
    const query = name === RESULTS ? resultsQuery(this.tables) : selection(name, columns);
    try {
      yield* eachChunk(this.#database.connection, query, columns);
    } catch (error) {
      throw damaged(this.file, error);
    }
  }

  /** Where the results come from. */
  async provenance(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for await (const [key, value] of this.rows('provenance')) found.set(String(key), String(value));
    return found;
  }

  close(): void {
    this.#database.close();
  }
}

/** Columns of a table, in the order in which its rows were written. */
export function selection(table: string, columns: readonly TableColumn[]): string {
  return `SELECT ${columns.map(({ name }) => identifier(name)).join(', ')} FROM ${identifier(table)}`;
}

/** The rows of a query that gives these columns, in order; anything else is refused. */
export async function* eachChunk(
  connection: DuckDBConnection,
  query: string,
  columns: readonly TableColumn[],
): AsyncGenerator<Chunk> {
  const result = await connection.stream(query);
  const types = result.columnTypes().map(String);
  columns.forEach(({ name, type }, i) => {
    if (types[i] !== type) throw new Error(`column ${name} is ${types[i]}, not ${type}`);
  });
  for await (const chunk of result) {
    const vectors = columns.map((_, i) => chunk.getColumnVector(i));
    yield { rows: chunk.rowCount, entry: (column, row) => vectors[column].getItem(row) as Entry };
  }
}

/** Numbers one after another, in one array that grows. */
class Numbers {
  #values = new Float64Array(1024);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const more = new Float64Array(2 * this.#length);
      more.set(this.#values);
      this.#values = more;
    }
    this.#values[this.#length++] = value;
  }

  values(): Float64Array {
    return this.#values.slice(0, this.#length);
  }
}

function damaged(file: string, error: unknown): Error {
  return error instanceof BadInput
    ? error
    : new BadInput(`${file}: no file of results, or damaged (${reason(error)})`);
}
