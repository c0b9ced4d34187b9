/** Tables of a comparison as Parquet, which keeps types and every digit. */
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import type { ComparedTable } from '../../analysis/export/comparison.ts';

const TYPES = {
  integer: 'INT32',
  float: 'FLOAT',
  double: 'DOUBLE',
  text: 'STRING',
  flag: 'BOOLEAN',
} as const;

export function parquetBytes({ name, about, columns, rows }: ComparedTable): Uint8Array<ArrayBuffer> {
  const data: unknown[][] = columns.map(() => []);
  for (const row of rows()) for (let c = 0; c < columns.length; c++) data[c].push(row[c]);
  const columnData = columns.map(
    (column, c): ColumnSource => ({
      name: column.name,
      data: data[c] as ColumnSource['data'],
      type: TYPES[column.type],
      nullable: true,
    }),
  );
  const told = { table: name, row: about, columns };
  const kvMetadata = [{ key: 'collegium', value: JSON.stringify(told) }];
  return new Uint8Array(parquetWriteBuffer({ columnData, kvMetadata, createdBy: 'Collegium' }));
}
