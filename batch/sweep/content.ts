import { createHash, type Hash } from 'node:crypto';
import type { ColumnType, Table } from '../../analysis/sweep/tables.ts';

/** A value in a table of results; null where there is none. */
export type Entry = number | string | null;

/** Some rows of a table, and the entry in each column and row of them. */
export interface Chunk {
  readonly rows: number;
  entry(column: number, row: number): Entry;
}

/**
 * The sha256 of a table's content: of the names and types of its columns, and of the values of each in the order of the rows.
 * It says nothing of how a program stores them, so that it is the same in every version of DuckDB, for files that are compressed
 * otherwise, and for a table that was never written.
 */
export class TableDigest {
  readonly #table: Table;
  readonly #columns: readonly ColumnDigest[];

  constructor(table: Table) {
    this.#table = table;
    this.#columns = table.columns.map(({ type }) => new ColumnDigest(type));
  }

  add(row: readonly Entry[]): void {
    for (let i = 0; i < this.#columns.length; i++) this.#columns[i].add(row[i]);
  }

  /** Several rows, column by column. */
  addChunk({ rows, entry }: Chunk): void {
    for (let i = 0; i < this.#columns.length; i++) {
      const column = this.#columns[i];
      for (let row = 0; row < rows; row++) column.add(entry(i, row));
    }
  }

  /** 64 hexadecimal digits; nothing can be added afterwards. */
  finish(): string {
    const lines = this.#table.columns.map(
      ({ name, type }, i) => `${JSON.stringify(name)} ${type} ${this.#columns[i].finish()}\n`,
    );
    return createHash('sha256')
      .update(`${this.#table.name}\n${lines.join('')}`)
      .digest('hex');
  }
}

const ROOM = 8192;
const LONGEST_NUMBER = 9;

class ColumnDigest {
  readonly #isText: boolean;
  readonly #hash: Hash = createHash('sha256');
  readonly #bytes = new Uint8Array(ROOM);
  readonly #view = new DataView(this.#bytes.buffer);
  #used = 0;

  constructor(type: ColumnType) {
    this.#isText = type === 'VARCHAR';
  }

  /** 0 for no value; else 1 and the number as 64 bits, low byte first, or 1, the text's length in bytes so too, and its UTF-8. */
  add(value: Entry): void {
    if (this.#used + LONGEST_NUMBER > ROOM) this.#flush();
    this.#bytes[this.#used++] = value === null ? 0 : 1;
    if (value === null) return;
    if (!this.#isText) {
      this.#number(value as number);
      return;
    }
    const text = Buffer.from(value as string);
    this.#number(text.length);
    this.#flush();
    this.#hash.update(text);
  }

  #number(value: number): void {
    this.#view.setFloat64(this.#used, value, true);
    this.#used += 8;
  }

  #flush(): void {
    this.#hash.update(this.#bytes.subarray(0, this.#used));
    this.#used = 0;
  }

  finish(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }
}

/** The digests of all tables and, first, one of them all: what `results.sha256` holds, one a line. */
export function digestLines(digests: readonly (readonly [table: string, digest: string])[]): string[] {
  const lines = digests.map(([table, digest]) => `${digest}  ${table}`);
  const whole = createHash('sha256')
    .update(`${lines.join('\n')}\n`)
    .digest('hex');
  return [`${whole}  results`, ...lines];
}
