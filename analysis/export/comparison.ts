/** What the runs of a comparison came to, as tables that other programs read: one row a thing, one column a variable. */
import { metrics, type Scenario, VERSION } from '../../sim/index.ts';
import { outcomeOf } from '../outcomes.ts';
import { type Paired, paired } from '../paired.ts';
import { type CsvOptions, csvRow } from './csv.ts';
import type { Cell, FieldType } from './fields.ts';
import { plainName } from './text.ts';

export interface ComparedRun {
  readonly digest: string | null;
  /** One series a metric, in the order of `metrics`. */
  readonly series: readonly ArrayLike<number>[];
}

export interface ComparedSide {
  readonly letter: string;
  readonly title: string;
  readonly scenario: Scenario;
  /** One a seed. */
  readonly runs: readonly ComparedRun[];
  /** How its register of schools was read. */
  readonly report: readonly string[];
}

/** Finished runs alone, the baseline first. */
export interface Compared {
  readonly sides: readonly ComparedSide[];
  readonly seeds: readonly string[];
  /** Weeks at which series are read. */
  readonly weeks: readonly number[];
  readonly years: number;
}

export interface Column {
  readonly name: string;
  readonly type: FieldType;
  readonly unit: string;
  readonly meaning: string;
}

export interface ComparedTable {
  readonly name: string;
  readonly about: string;
  readonly columns: readonly Column[];
  readonly rows: () => Iterable<readonly Cell[]>;
}

const text = (name: string, meaning: string): Column => ({ name, type: 'text', unit: '', meaning });
const double = (name: string, unit: string, meaning: string): Column => ({
  name,
  type: 'double',
  unit,
  meaning,
});
const SIDE = text('side', 'Letter of the scenario; A is the baseline');
const TITLE = text('scenario', 'Title of the scenario');
const SEED = text('seed', 'Seed of the run: runs of one seed met the same luck');

/** A run can end in no number where nothing was there to measure. */
const numberOrNone = (value: number): Cell => (Number.isFinite(value) ? value : null);

/** Series, outcomes and differences. */
export function comparedTables(compared: Compared): ComparedTable[] {
  return [seriesTable(compared), outcomesTable(compared), differencesTable(compared)];
}

function seriesTable({ sides, seeds, weeks }: Compared): ComparedTable {
  return {
    name: 'series',
    about: 'One row a side, seed and week: every metric at the start and after every term',
    columns: [
      SIDE,
      TITLE,
      SEED,
      { name: 'week', type: 'integer', unit: 'week', meaning: 'Weeks done; 13 a term, 39 a year' },
      ...metrics.map(({ key, unit, doc }) => double(key, unit, doc)),
    ],
    *rows() {
      for (const { letter, title, runs } of sides) {
        for (const [i, { series }] of runs.entries()) {
          for (const [w, week] of weeks.entries())
            yield [letter, plainName(title), seeds[i], week, ...series.map((one) => numberOrNone(one[w]))];
        }
      }
    },
  };
}

function outcomesTable({ sides, seeds }: Compared): ComparedTable {
  return {
    name: 'outcomes',
    about: 'One row a side and seed: what each metric says of the whole run',
    columns: [
      SIDE,
      TITLE,
      SEED,
      text('digest', 'Digest of the state at the end: the same wherever the same run is made'),
      ...metrics.map(({ key, unit, doc, outcome }) =>
        double(key, unit, `${doc} ${outcome === 'mean' ? 'Mean over the run.' : 'Value at the end.'}`),
      ),
    ],
    *rows() {
      for (const { letter, title, runs } of sides) {
        for (const [i, { digest, series }] of runs.entries()) {
          const values = metrics.map((metric, m) =>
            numberOrNone(outcomeOf(metric, Float64Array.from(series[m]))),
          );
          yield [letter, plainName(title), seeds[i], digest, ...values];
        }
      }
    },
  };
}

/** A side against the baseline in one metric, by its index. */
export function pairedWith({ sides }: Compared, side: number, metric: number): Paired {
  const outcomes = ({ runs }: ComparedSide) =>
    Float64Array.from(runs, ({ series }) => outcomeOf(metrics[metric], Float64Array.from(series[metric])));
  return paired(outcomes(sides[0]), outcomes(sides[side]));
}

function differencesTable(compared: Compared): ComparedTable {
  const of = 'of the difference to A, in the unit of the metric';
  return {
    name: 'differences',
    about: 'One row a side and metric: the paired difference to A',
    columns: [
      SIDE,
      TITLE,
      text('metric', 'Key of the metric'),
      text('unit', 'Unit of the metric'),
      { name: 'pairs', type: 'integer', unit: 'pairs of runs', meaning: 'Pairs of runs compared' },
      double('a', '', 'Mean over the runs of A, in the unit of the metric'),
      double('value', '', 'Mean over the runs of the side, in the unit of the metric'),
      double(
        'difference',
        '',
        'Mean of the differences within pairs, side minus A, in the unit of the metric',
      ),
      ...([50, 80, 95] as const).flatMap((level) => [
        double(`low${level}`, '', `Lower end of the ${level} % interval (Student's t) ${of}`),
        double(`high${level}`, '', `Upper end of the ${level} % interval (Student's t) ${of}`),
      ]),
      double('probability', 'share', 'Share of pairs in which the side lies above A, ties counted half'),
      double('effect', 'standard deviations', "Cohen's d for pairs; none where differences do not vary"),
    ],
    *rows() {
      for (const [side, { letter, title }] of compared.sides.entries()) {
        if (side === 0) continue;
        for (const [m, { key, unit }] of metrics.entries()) {
          const { pairs, a, b, difference, intervals, probability, effect } = pairedWith(compared, side, m);
          const ends = ([50, 80, 95] as const).flatMap((level) => intervals?.[level] ?? [null, null]);
          yield [letter, plainName(title), key, unit, pairs, a, b, difference, ...ends, probability, effect];
        }
      }
    },
  };
}

/** Rows gathered before they are handed on. */
const GATHERED = 200;

/** A table as CSV, in pieces. */
export function* comparedCsv({ columns, rows }: ComparedTable, options: CsvOptions): Generator<string> {
  let piece = csvRow(
    columns.map(({ name }) => name),
    options,
  );
  let n = 0;
  for (const row of rows()) {
    piece += csvRow(row, options);
    if (++n % GATHERED !== 0) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/** What every column is, as a table of its own. */
export function comparedColumns(tables: readonly ComparedTable[], options: CsvOptions): string {
  const rows = tables.flatMap(({ name, columns }) =>
    columns.map((column) => [name, column.name, column.type, column.unit, column.meaning]),
  );
  return [['table', 'column', 'type', 'unit', 'meaning'], ...rows]
    .map((row) => csvRow(row, options))
    .join('');
}

/** What a person who finds the files in ten years needs to know. */
export function comparedReadme(compared: Compared, command: string): string {
  const { sides, seeds, years } = compared;
  return [
    `Results of Collegium ${VERSION}: simulated schools, not statements about real ones.`,
    '',
    ...sides.map(
      ({ letter, title }) => `${letter}: ${plainName(title)}${letter === 'A' ? ' (baseline)' : ''}`,
    ),
    '',
    `${seeds.length} runs of each over ${years} years, seeds ${seeds[0]} to ${seeds.at(-1)}. Runs of one seed met the same luck.`,
    'Differences are side minus A within pairs of runs; intervals are Student’s t of their mean.',
    ...comparedTables(compared).map(({ name, about }) => `${name}: ${about}.`),
    'columns: what every column is, with its unit.',
    "In CSV, text that a spreadsheet would take for a formula has a ' before it; Parquet holds it as it is.",
    '',
    `The same runs on the command line: ${command}`,
    '',
  ].join('\n');
}
