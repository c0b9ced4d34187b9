import type { Field } from '../analysis/export/fields.ts';
import { gexfFields } from '../analysis/export/gexf.ts';
import { graphs } from '../analysis/export/graph.ts';
import { changingFields, constantFields } from '../analysis/export/siena.ts';
import { schoolTables, staffTables, type Table } from '../analysis/export/tables.ts';
import { table } from './markdown.ts';

/** What docs/formats.md says of every table and attribute, from where they are declared. */
export function formatBlocks(): Record<string, string> {
  return {
    tables: tablesBlock([...schoolTables, ...staffTables]),
    'attributes of graphs': [
      fieldsLine('A school', graphs.schools.nodeFields, 'schools'),
      fieldsLine('A relation', graphs.schools.edgeFields, 'relations'),
      fieldsLine('A member of staff', graphs.staff.nodeFields, 'staff'),
      fieldsLine('A tie', graphs.staff.edgeFields, 'ties'),
    ].join('\n'),
    'attributes over time': table(
      ['of', 'attribute', 'type', 'unit', 'meaning', 'changes'],
      (['node', 'edge'] as const).flatMap((domain) =>
        (['static', 'dynamic'] as const).flatMap((mode) =>
          gexfFields[domain][mode].map((field) => [
            domain === 'node' ? 'school' : 'relation',
            ...fieldCells(field),
            mode === 'dynamic' ? 'yes' : 'no',
          ]),
        ),
      ),
    ),
    covariates: table(
      ['file', 'covariate', 'type', 'unit', 'meaning'],
      [
        ...constantFields.map((field) => ['`constant.txt`', ...fieldCells(field)]),
        ...changingFields.map((field) => [`\`changing-${field.name}.txt\``, ...fieldCells(field)]),
      ],
    ),
  };
}

function tablesBlock(tables: readonly Table[]): string {
  return tables
    .map(
      ({ name, about, fields }) =>
        `### ${name}\n\n${about}.\n\n${table(['column', 'type', 'unit', 'meaning'], fields.map(fieldCells))}`,
    )
    .join('\n\n');
}

function fieldCells({ name, type, unit, values, meaning }: Field): string[] {
  const said = values === null ? meaning : `${meaning}: ${values.join(', ')}`;
  return [`\`${name}\``, type, unit, said];
}

/** The attributes that a table of the same things explains. */
function fieldsLine(what: string, fields: readonly Field[], of: string): string {
  return `- ${what}, as in the table [${of}](#${of}): ${fields.map(({ name }) => `\`${name}\``).join(', ')}.`;
}
