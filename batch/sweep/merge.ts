import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  columnRows,
  RESULTS,
  resultsQuery,
  type Table,
  type TableName,
  tablesOf,
} from '../../analysis/sweep/tables.ts';
import { BadInput, RunFailed, reason } from '../errors.ts';
import { shownPath } from '../files.ts';
import { Rows, writeParquet } from '../parquet.ts';
import { count } from '../text.ts';
import { finish, finishFolder, unfinishedName, writeWhole } from '../whole-file.ts';
import { digestLines, type Entry, TableDigest } from './content.ts';
import { createDatabase, type Database } from './database.ts';
import type { Sweep } from './folder.ts';
import { neededRuns } from './rounds.ts';
import { cellRows, partRows, provenanceRows } from './rows.ts';
import { eachChunk, openResults, RESULTS_FILE, selection } from './tables.ts';

export const DIGEST_FILE = 'results.sha256';
export const PARQUET_FOLDER = 'parquet';

export interface Merged {
  /** The file of results. */
  readonly file: string;
  /** sha256 over the content of every table, in order. */
  readonly digest: string;
  readonly rows: Readonly<Record<TableName, number>>;
}

/**
 * Makes the tables of a sweep from its parts: `results.duckdb`, `results.sha256` with the digests of what is in it, and on request a
 * folder of Parquet files, each whole or not there. A folder of an earlier merge is made anew, for it would be stale. Memory
 * stays flat: parts are read one by one. Throws BadInput while runs are missing.
 *
 * The tables are the same whatever made the parts and in whichever order; so are the bytes of the Parquet files. The bytes of the
 * database are not, with any of its settings: DuckDB leaves what was in memory before between the values of its blocks
 * (duckdb/duckdb#23382). So what is vouched for is the content, read back from the finished file.
 */
export async function mergeSweep(sweep: Sweep, { parquet }: { readonly parquet: boolean }): Promise<Merged> {
  const file = join(sweep.folder, RESULTS_FILE);
  const parquetFolder = join(sweep.folder, PARQUET_FOLDER);
  const tables = tablesOf(sweep.plan);
  // A folder, for DuckDB writes files beside its own; and in it the name that the file will have, for DuckDB writes that into it.
  const scratch = unfinishedName(file);
  mkdirSync(scratch);
  try {
    const made = join(scratch, RESULTS_FILE);
    const madeParquet = join(scratch, PARQUET_FOLDER);
    const database = await createDatabase(made);
    let rows: Merged['rows'];
    let digests: string[];
    try {
      ({ rows, digests } = await fill(database, sweep, tables));
      if (parquet || existsSync(parquetFolder)) await writeFiles(database, madeParquet, tables);
    } finally {
      database.close();
    }
    // What is there until the new ones are: nothing that does not go together.
    rmSync(join(sweep.folder, DIGEST_FILE), { force: true });
    finish(made, file);
    if (existsSync(madeParquet)) finishFolder(madeParquet, parquetFolder);
    writeWhole(join(sweep.folder, DIGEST_FILE), `${digests.join('\n')}\n`);
    return { file, digest: digests[0].slice(0, 64), rows };
  } catch (error) {
    // What the file system or DuckDB says; all else is a mistake of ours.
    if (!/^((IO|FATAL|Out of Memory|TransactionContext) Error|E[A-Z]+):/.test(reason(error))) throw error;
    throw new RunFailed([
      `${shownPath(file)}: cannot be written (${reason(error)}). Every run is on disk; the same command merges them`,
    ]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function fill(
  { connection }: Database,
  sweep: Sweep,
  tables: readonly Table[],
): Promise<{ rows: Merged['rows']; digests: string[] }> {
  const writers = {} as Record<TableName, TableWriter>;
  for (const table of tables) writers[table.name] = new TableWriter(table, await Rows.of(connection, table));
  await connection.run('BEGIN');
  writeRows(sweep, tables, (table, row) => writers[table].add(row));
  for (const { name } of tables) writers[name].close();
  await connection.run('COMMIT');
  await connection.run(`CREATE VIEW ${RESULTS} AS ${resultsQuery(tables)}`);
  await connection.run('CHECKPOINT');
  const digests: (readonly [string, string])[] = [];
  for (const table of tables) {
    const found = new TableDigest(table);
    const query = selection(table.name, table.columns);
    for await (const chunk of eachChunk(connection, query, table.columns)) found.addChunk(chunk);
    const digest = found.finish();
    if (digest !== writers[table.name].digest.finish()) {
      throw new Error(`the table ${table.name} does not hold what was written to it; try again`);
    }
    digests.push([table.name, digest]);
  }
  const rows = Object.fromEntries(tables.map(({ name }) => [name, writers[name].count])) as Merged['rows'];
  return { rows, digests: digestLines(digests) };
}

/** The digests of the tables that a sweep's parts make, without making them. */
export function digestsOfParts(sweep: Sweep): string[] {
  const tables = tablesOf(sweep.plan);
  const digests = new Map(tables.map((table) => [table.name, new TableDigest(table)]));
  writeRows(sweep, tables, (table, row) => digests.get(table)?.add(row));
  return digestLines([...digests].map(([name, digest]) => [name, digest.finish()]));
}

/** The digests of the tables as the file of results holds them. Throws BadInput where there is none that can be read. */
export async function digestsOfFile(sweep: Sweep): Promise<string[]> {
  const results = await openResults(sweep);
  try {
    const digests: (readonly [string, string])[] = [];
    for (const table of results.tables) {
      const found = new TableDigest(table);
      for await (const chunk of results.chunks(table.name)) found.addChunk(chunk);
      digests.push([table.name, found.finish()]);
    }
    return digestLines(digests);
  } finally {
    results.close();
  }
}

/** Hands over every row of every table, each table's in order. */
function writeRows(
  sweep: Sweep,
  tables: readonly Table[],
  write: (table: TableName, row: readonly Entry[]) => void,
): void {
  for (const row of columnRows(tables)) write('columns', row);
  for (const row of cellRows(sweep)) write('factors', row);
  const tally = { runs: 0, done: 0, failed: 0 };
  let missing = 0;
  for (const run of neededRuns(sweep)) {
    tally.runs++;
    if (run.part === null) missing++;
    else if (missing === 0) {
      tally[run.part.status]++;
      partRows(sweep, run, run.part, write);
    }
  }
  if (missing > 0) {
    throw new BadInput(
      `${sweep.folder}: ${count(missing, 'run')} of ${tally.runs} ${missing === 1 ? 'is' : 'are'} missing; the sweep's command does them`,
    );
  }
  for (const row of provenanceRows(sweep, tally)) write('provenance', row);
}

class TableWriter {
  readonly digest: TableDigest;
  count = 0;
  readonly #rows: Rows;

  constructor(table: Table, rows: Rows) {
    this.digest = new TableDigest(table);
    this.#rows = rows;
  }

  add(row: readonly Entry[]): void {
    this.#rows.add(row);
    this.digest.add(row);
    this.count++;
  }

  close(): void {
    this.#rows.close();
  }
}

/** One file a table. */
async function writeFiles({ connection }: Database, folder: string, tables: readonly Table[]): Promise<void> {
  mkdirSync(folder);
  for (const { name, about, columns } of tables)
    await writeParquet(connection, name, join(folder, `${name}.parquet`), { row: about, columns });
}
