import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/**
 * DuckDB as results need it. One owner opens a file, with one connection: opened a second time for writing in one process, from
 * another thread too, DuckDB notices nothing and loses rows.
 */

export interface Database {
  readonly connection: DuckDBConnection;
  close(): void;
}

/** What no database of ours does: fetch programs from the network. */
const CLOSED = { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' };
/** One thread: rows come and go in one order. What does not fit into memory goes to files for the time being. */
const MODEST = { threads: '1', memory_limit: '512MB', preserve_insertion_order: 'true' };

/** A new database in a file that is not there yet. What it needs for the time being lies in files beside. */
export async function createDatabase(file: string): Promise<Database> {
  if (existsSync(file)) throw new Error(`${file} is there already`);
  return open(file, { ...MODEST, ...CLOSED });
}

/**
 * A database for reading. The file may come from anybody, so nothing in it can read or write other files, load programs,
 * or take more memory.
 */
export function readDatabase(file: string): Promise<Database> {
  return open(file, {
    access_mode: 'READ_ONLY',
    temp_directory: join(tmpdir(), `collegium-${process.pid}.spill`),
    ...MODEST,
    ...CLOSED,
    // The order counts: from here on nothing can be set.
    enable_external_access: 'false',
    lock_configuration: 'true',
  });
}

async function open(file: string, settings: Record<string, string>): Promise<Database> {
  // Loaded here: 70 MB that most commands do without.
  const duckdb = await import('@duckdb/node-api');
  let instance: DuckDBInstance | undefined;
  try {
    instance = await duckdb.DuckDBInstance.create(file, settings);
    const connection = await instance.connect();
    const opened = instance;
    return {
      connection,
      close() {
        connection.closeSync();
        opened.closeSync();
      },
    };
  } catch (error) {
    instance?.closeSync();
    throw error;
  }
}

/** A text as SQL takes it, whatever is in it. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
