import {
  columns,
  EVENTS,
  metrics,
  ORGANISATIONS,
  type Parameter,
  PHASES,
  parameterAt,
  type State,
} from '../../sim/index.ts';
import type { Factor, SweepPlan } from './plan.ts';

/**
 * The tables of a sweep's results, declared once: what is written, the table `columns` that travels with the results, and the page
 * docs/results.md follow from here.
 */

/** As SQL calls them. INTEGER, SMALLINT and UTINYINT hold whole numbers of 32, 16 and 8 bits, FLOAT and DOUBLE of 32 and 64. */
export type ColumnType = 'INTEGER' | 'SMALLINT' | 'UTINYINT' | 'FLOAT' | 'DOUBLE' | 'VARCHAR';

export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly meaning: string;
  /** Empty for names, texts and plain numbers. */
  readonly unit: string;
  /** "0 to 1", or the values there are; empty where any will do. */
  readonly range: string;
  /** Section of a source, or 'assumption', as the declarations of metrics and parameters have it; empty elsewhere. */
  readonly source: string;
}

export interface Table {
  readonly name: TableName;
  readonly about: string;
  /** The columns by whose values the rows are in order; together they name a row. */
  readonly order: readonly string[];
  readonly columns: readonly TableColumn[];
}

export const TABLES = [
  'runs',
  'factors',
  'outcomes',
  'series',
  'schools',
  'events',
  'columns',
  'provenance',
] as const;
export type TableName = (typeof TABLES)[number];

/** The view that has runs, factors and outcomes side by side. */
export const RESULTS = 'results';

/** Columns of the state that hold one number a school. */
export const SCHOOL_COLUMNS = (Object.keys(columns) as (keyof typeof columns)[]).filter(
  (name) => columns[name].entity === 'school' && !columns[name].transient,
) as readonly (keyof typeof columns & keyof State)[];

/** What of a plan decides on the columns of its results. */
export type Shape = Pick<SweepPlan, 'factors' | 'design' | 'outcomes' | 'series'>;

/** The tables of a plan's results, in the order of `TABLES`. */
export function tablesOf(plan: Shape): readonly Table[] {
  const run = number('run', 'Run, as in runs.');
  return [
    {
      name: 'runs',
      about: 'One row a run.',
      order: ['run'],
      columns: RUN_COLUMNS,
    },
    {
      name: 'factors',
      about: 'One row a cell: a scenario at a point of the design, with the value of every factor.',
      order: ['cell'],
      columns: [...CELL_COLUMNS, ...placeColumns(plan), ...factorColumns(plan)],
    },
    {
      name: 'outcomes',
      about: 'One row a run that was done, one column a metric that the plan keeps.',
      order: ['run'],
      columns: [run, ...plan.outcomes.map((key) => metricColumn(key, true))],
    },
    {
      name: 'series',
      about: 'One row a run and sample, one column a metric whose series the plan keeps.',
      order: ['run', 'week'],
      columns: [
        run,
        number('week', 'School week of the sample: 0, then the end of every term; 39 a year.', 'weeks'),
        ...plan.series.map((key) => metricColumn(key, false)),
      ],
    },
    {
      name: 'schools',
      about: 'One row a run and school, as it was at the end; empty unless the plan keeps schools.',
      order: ['run', 'school'],
      columns: [
        run,
        number('school', 'Index of the school in its run, from 0.'),
        text('name', 'Name of the school.'),
        ...SCHOOL_COLUMNS.map(schoolColumn),
      ],
    },
    {
      name: 'events',
      about:
        'One row a run and event, in the order in which they happened; empty unless the plan keeps events.',
      order: ['run', 'event'],
      columns: [
        run,
        number('event', 'Index of the event in its run, from 0.'),
        number('week', 'School week in which it happened.', 'weeks'),
        text('kind', 'What happened.', EVENTS.join(', ')),
        number('a', columns.eventA.meaning, 'school'),
        number('b', columns.eventB.meaning),
        { ...number('value', columns.eventValue.meaning), type: 'DOUBLE' },
      ],
    },
    {
      name: 'columns',
      about: 'One row a column of every table: this list.',
      order: [],
      columns: ABOUT_COLUMNS,
    },
    {
      name: 'provenance',
      about: 'Where the results come from, as keys and values.',
      order: [],
      columns: [text('key', 'What is told.'), text('value', 'As text.')],
    },
  ];
}

function text(name: string, meaning: string, range = ''): TableColumn {
  return { name, type: 'VARCHAR', meaning, unit: '', range, source: '' };
}

function number(name: string, meaning: string, unit = ''): TableColumn {
  return { name, type: 'INTEGER', meaning, unit, range: '', source: '' };
}

const CELL_COLUMNS: readonly TableColumn[] = [
  number('cell', 'Cell: all points of the first scenario, then all of the next, from 0.'),
  text('scenario', 'Base scenario, as the plan names it.'),
  number('point', 'Point of the design, from 0; the same in every scenario.'),
];

const RUN_COLUMNS: readonly TableColumn[] = [
  number('run', 'Number of the run: cell times the most replicates a cell can have, plus replicate less 1.'),
  ...CELL_COLUMNS,
  number('replicate', 'Replicate in the cell, from 1.'),
  text('seed', 'Seed of all the run’s luck.'),
  text('key', 'sha256 of all that decides what the run holds; names its part on disk.'),
  text('status', 'What became of the run.', 'done, failed'),
  text('reason', 'Why the run failed; nothing where it was done.'),
  text('digest', 'Digest of the final state; nothing where the run failed.'),
  number('weeks', 'School weeks done, 39 a year; nothing where the run failed.', 'weeks'),
];

const ABOUT_COLUMNS: readonly TableColumn[] = [
  text('table', 'Name of the table.', TABLES.join(', ')),
  text('column', 'Name of the column.'),
  text('type', 'Type of the column in SQL.'),
  text('unit', 'Unit; nothing for names, texts and plain numbers.'),
  text('meaning', 'What it is.'),
  text('range', 'What it can be; nothing where any value of its type will do.'),
  text('source', 'Section of a source, or that it is an assumption; nothing where neither.'),
];

/** Where a cell stands in a design whose points belong together. */
function placeColumns({ design }: Pick<Shape, 'design'>): TableColumn[] {
  if (design.kind === 'saltelli') {
    return [
      text('matrix', 'Matrix of the design; AB is A with one column from B.', 'A, B, AB'),
      number('row', 'Row of the matrix, from 0; rows of one number belong together.'),
      text('swapped', 'The factor (its column here) whose values come from B; nothing in A and B.'),
    ];
  }
  if (design.kind === 'morris') {
    return [
      number('trajectory', 'Trajectory of the design, from 0.'),
      number('step', 'Step of the trajectory, from 0 where it starts.'),
      text('moved', 'The factor (its column here) that differs from the step before; nothing at the start.'),
    ];
  }
  return [];
}

/**
 * The column of each factor: the factor's own name, unless another column of runs, factors or outcomes has it, for these
 * stand side by side in one view. SQL takes capitals for small letters, so names that differ by them alone clash
 * as well. Then it is the name with `_factor`, and if need be a number.
 */
export function factorNames({ factors, design, outcomes }: Omit<Shape, 'series'>): string[] {
  const own = [...RUN_COLUMNS, ...placeColumns({ design })].map(({ name }) => name);
  const taken = new Set([...own, ...outcomes].map(folded));
  return factors.map(({ name }) => {
    let free = name;
    for (let n = 1; taken.has(folded(free)); n++) free = `${name}_factor${n === 1 ? '' : n}`;
    taken.add(folded(free));
    return free;
  });
}

const folded = (name: string) => name.toLowerCase();

function factorColumns(plan: Shape): TableColumn[] {
  const names = factorNames(plan);
  return plan.factors.map((factor, i) => {
    const name = names[i];
    const called = name === factor.name ? '' : `Factor ${factor.name}. `;
    return { name, ...factorColumn(factor, called) };
  });
}

function factorColumn(factor: Factor, called: string): Omit<TableColumn, 'name'> {
  if (factor.kind === 'number') {
    const { from, to, integer, scale, path } = factor;
    const parameter = parameterAt(path)?.parameter;
    const scaled = scale === 'log' ? ', on a logarithmic scale' : '';
    return {
      type: integer && Math.abs(from) < 2 ** 31 && Math.abs(to) < 2 ** 31 ? 'INTEGER' : 'DOUBLE',
      meaning: `${called}${told(path, parameter)}`,
      unit: parameter?.kind === 'number' ? parameter.unit : path === 'years' ? 'years' : '',
      range: `${from} to ${to}${scaled}`,
      source: parameter?.source ?? '',
    };
  }
  const paths = [...new Set(factor.levels.flatMap(({ settings }) => Object.keys(settings)))];
  const sources = paths.map((path) => parameterAt(path)?.parameter.source ?? '');
  return {
    type: 'VARCHAR',
    meaning: `${called}${paths.map((path) => told(path, parameterAt(path)?.parameter)).join(' ')}`,
    unit: '',
    range: factor.levels.map(({ name }) => name).join(', '),
    source: [...new Set(sources.filter((source) => source !== ''))].join('; '),
  };
}

function told(path: string, parameter: Parameter | undefined): string {
  if (parameter === undefined) return path === 'years' ? 'years: Length of the runs.' : path;
  return `${path}: ${parameter.doc}`;
}

const metricOf = new Map(metrics.map((metric) => [metric.key as string, metric]));

function metricColumn(key: string, outcome: boolean): TableColumn {
  const metric = metricOf.get(key);
  if (metric === undefined) throw new RangeError(`no metric '${key}'`);
  const when = metric.outcome === 'end' ? 'Value at the end.' : 'Mean over the run, week 0 aside.';
  return {
    name: key,
    type: 'DOUBLE',
    meaning: `${metric.label}. ${metric.doc}${outcome ? ` ${when}` : ''}`,
    unit: metric.unit,
    range: bounds(metric),
    source: metric.source,
  };
}

const STATE_TYPES = {
  u8: 'UTINYINT',
  i16: 'SMALLINT',
  i32: 'INTEGER',
  f32: 'FLOAT',
  f64: 'DOUBLE',
} as const satisfies Record<string, ColumnType>;

/** Units of the state that are no units, but say which list a number counts in. */
const LISTS: Readonly<Record<string, readonly string[]>> = { PHASES, ORGANISATIONS };

function schoolColumn(name: (typeof SCHOOL_COLUMNS)[number]): TableColumn {
  const { kind, meaning, unit, min, max } = columns[name];
  const list = LISTS[unit];
  return {
    name,
    type: STATE_TYPES[kind],
    meaning: `${meaning}.`,
    unit: list ? '' : unit,
    range: list ? list.map((one, i) => `${i} ${one}`).join(', ') : bounds({ min, max }),
    source: '',
  };
}

function bounds({ min, max }: { readonly min: number; readonly max: number }): string {
  if (min === Number.NEGATIVE_INFINITY && max === Number.POSITIVE_INFINITY) return '';
  if (max === Number.POSITIVE_INFINITY) return `${min} or more`;
  return `${min === Number.NEGATIVE_INFINITY ? 'any' : min} to ${max}`;
}

/** The rows of the table `columns`, one a column of every table, as texts in the order of its columns. */
export function columnRows(tables: readonly Table[]): string[][] {
  return tables.flatMap(({ name: table, columns: all }) =>
    all.map(({ name, type, unit, meaning, range, source }) => [
      table,
      name,
      type,
      unit,
      meaning,
      range,
      source,
    ]),
  );
}

/** The columns of the view `results`, with the table that each is from. */
export function resultsColumns(tables: readonly Table[]): { table: TableName; column: TableColumn }[] {
  const of = (table: TableName, without: readonly TableColumn[]) =>
    (tables.find(({ name }) => name === table)?.columns ?? [])
      .filter(({ name }) => !without.some((one) => one.name === name))
      .map((column) => ({ table, column }));
  return [...of('runs', []), ...of('factors', CELL_COLUMNS), ...of('outcomes', RUN_COLUMNS)];
}

/** Runs, factors and outcomes side by side, as SQL: one row a run, in order. */
export function resultsQuery(tables: readonly Table[]): string {
  const list = resultsColumns(tables).map(({ table, column }) => `${table}.${identifier(column.name)}`);
  return `SELECT ${list.join(', ')} FROM runs JOIN factors ON factors.cell = runs.cell LEFT JOIN outcomes ON outcomes.run = runs.run ORDER BY runs.run`;
}

/** A name as SQL takes it, whatever is in it. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
