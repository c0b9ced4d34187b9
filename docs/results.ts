import { RESULTS, type Shape, type Table, type TableColumn, tablesOf } from '../analysis/sweep/tables.ts';
import { metrics } from '../sim/index.ts';
import { table } from './markdown.ts';

/** A plan that keeps everything and varies nothing: the columns that results have besides those of factors. */
const EVERYTHING: Shape = {
  factors: [],
  design: { kind: 'list', points: [[]] },
  outcomes: metrics.map(({ key }) => key),
  series: metrics.map(({ key }) => key),
};

/** The parts of docs/results.md that follow from the declarations. */
export function resultsBlocks(): Record<string, string> {
  const tables = tablesOf(EVERYTHING);
  const of = (name: Table['name']) => tables.find((one) => one.name === name)?.columns ?? [];
  const places = [
    { kind: 'saltelli', rows: 2 },
    { kind: 'morris', trajectories: 2, levels: 4 },
  ] as const;
  const [saltelli, morris] = places.map((design) =>
    (tablesOf({ ...EVERYTHING, design }).find(({ name }) => name === 'factors')?.columns ?? []).slice(
      of('factors').length,
    ),
  );
  return {
    tables: table(
      ['table', 'what it holds', 'in order of'],
      [
        ...tables.map(({ name, about, order }) => [`\`${name}\``, about, order.join(', ') || 'as declared']),
        [`\`${RESULTS}\``, 'A view: runs, factors and outcomes side by side, one row a run.', 'run'],
      ],
    ),
    runs: columnsTable(of('runs')),
    factors: columnsTable(of('factors')),
    'places in a saltelli design': columnsTable(saltelli),
    'places in a morris design': columnsTable(morris),
    outcomes: table(
      ['column', 'type', 'unit', 'range', 'outcome of a run'],
      metrics.map((metric) => {
        const { name, type, unit, range } = of('outcomes').find(
          (one) => one.name === metric.key,
        ) as TableColumn;
        return [
          `\`${name}\``,
          type,
          unit,
          range,
          metric.outcome === 'end' ? 'last value' : 'mean of the run',
        ];
      }),
    ),
    series: columnsTable(of('series').filter(({ name }) => !metrics.some(({ key }) => key === name))),
    schools: columnsTable(of('schools')),
    events: columnsTable(of('events')),
    columns: columnsTable(of('columns')),
    provenance: columnsTable(of('provenance')),
  };
}

function columnsTable(columns: readonly TableColumn[]): string {
  return table(
    ['column', 'type', 'unit', 'meaning', 'values'],
    columns.map(({ name, type, unit, meaning, range }) => [`\`${name}\``, type, unit, meaning, range]),
  );
}
