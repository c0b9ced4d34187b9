import { tableDeclarations } from '../analysis/sensitivity/tables.ts';
import { table } from './markdown.ts';

/** The parts of docs/analysis.md that follow from the declarations. */
export function analysisBlocks(): Record<string, string> {
  const tables = tableDeclarations();
  return {
    tables: table(
      ['table', 'a row is'],
      tables.map(({ name, about }) => [`\`${name}\``, about]),
    ),
    columns: table(
      ['table', 'column', 'type', 'unit', 'meaning'],
      tables.flatMap(({ name, columns }) =>
        columns.map((column) => [
          `\`${name}\``,
          `\`${column.name}\``,
          column.type,
          column.unit === 'outcome' ? 'of the outcome' : column.unit,
          column.meaning,
        ]),
      ),
    ),
  };
}
