import { csvRow } from '../../analysis/export/csv.ts';
import { shortest } from '../../analysis/export/text.ts';
import { RESULTS, TABLES, type TableColumn } from '../../analysis/sweep/tables.ts';
import { BadInput } from '../errors.ts';
import type { ExportOptions, Job } from '../export.ts';
import { Rows, writeParquet } from '../parquet.ts';
import type { Entry } from '../sweep/content.ts';
import { createDatabase, type Database } from '../sweep/database.ts';
import { openSweep } from '../sweep/folder.ts';
import { openResults, type Readable, type Results } from '../sweep/tables.ts';
import { flagOf, RUN_OPTIONS } from './replay.ts';

/** All tables of a sweep's results, and runs, factors and outcomes side by side. */
const READABLES: readonly Readable[] = [RESULTS, ...TABLES];
const WIDE = 'One row a run: its factors and its outcomes side by side.';

/** Rows to take before others get their turn, and characters to write at a time. */
const TURN = 4096;
const PIECE = 65_536;

/** The export of the results of a sweep, as its folder has them merged. */
export function resultsJob(folder: string, options: ExportOptions): Job {
  const { format } = options;
  if (format !== 'csv' && format !== 'parquet')
    throw new BadInput(
      `${folder}: ${format} is of one run; --run names it (the results are written as csv or parquet)`,
    );
  for (const option of [...RUN_OPTIONS, 'week', 'every', 'of', 'stage'] as const) {
    if (options[option] === undefined) continue;
    throw new BadInput(
      `${flagOf(option)}: means nothing for the results of a sweep; --run names one of its runs`,
    );
  }
  const sweep = openSweep(folder);
  return {
    kind: 'folder',
    write: async (output, progress) => {
      const results = await openResults(sweep);
      const database = format === 'parquet' ? await createDatabase(output.path(DATABASE)) : null;
      try {
        for (const [i, name] of READABLES.entries()) {
          if (database === null)
            await csvTable(results, name, options.guard, (text) => output.write(`${name}.csv`, text));
          else await parquetTable(results, name, database, output.path(`${name}.parquet`));
          progress((i + 1) / READABLES.length);
        }
      } finally {
        results.close();
        database?.close();
        for (const file of [DATABASE, `${DATABASE}.wal`]) output.remove(file);
      }
      return {
        said: `the results of ${folder}`,
        about: { sweep: sweep.plan.title, plan: sweep.manifest.plan.file, id: sweep.id },
      };
    },
  };
}

const DATABASE = 'rows.duckdb';

async function csvTable(
  results: Results,
  name: Readable,
  guard: boolean,
  write: (text: string) => void,
): Promise<void> {
  const columns = results.columns(name);
  const heading = columns.map((column) => column.name);
  let text = csvRow(heading, { guard });
  await eachRow(results, name, (row) => {
    const cells = row.map((entry, i) => shown(entry, columns[i]));
    text += csvRow(cells, { guard });
    if (text.length < PIECE) return;
    write(text);
    text = '';
  });
  write(text);
}

/** Single numbers as short as they can be. */
function shown(entry: Entry, { type }: TableColumn): Entry {
  return type === 'FLOAT' && typeof entry === 'number' ? shortest(entry) : entry;
}

async function parquetTable(
  results: Results,
  name: Readable,
  { connection }: Database,
  file: string,
): Promise<void> {
  const columns = results.columns(name);
  const rows = await Rows.of(connection, { name, columns });
  await eachRow(results, name, (row) => rows.add(row));
  rows.close();
  const about = results.tables.find((table) => table.name === name)?.about ?? WIDE;
  await writeParquet(connection, name, file, { row: about, columns });
}

async function eachRow(results: Results, name: Readable, take: (row: Entry[]) => void): Promise<void> {
  let taken = 0;
  for await (const row of results.rows(name)) {
    take(row);
    if (++taken % TURN === 0) await new Promise(setImmediate); // for Ctrl-C
  }
}
