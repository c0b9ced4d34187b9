import type { Cell } from '../sweep/plan.ts';
import type { OutcomeAnalysis, ScenarioAnalysis, SweepAnalysis } from './analysis.ts';
import type { DiscoveredBox, Limit } from './discovery.ts';
import { QUANTILES, type Summary } from './summary.ts';
import { type AnalysisTable, type Column, column, table, whereColumns } from './table.ts';

/** An analysis as tables: what the CSV and Parquet files hold. A table without rows is not written. */

/** The tables of an analysis of these cells that have rows. */
export function tablesOf(analysis: SweepAnalysis, cells: readonly Cell[]): AnalysisTable[] {
  return allTables(analysis, cells).filter(({ rows }) => rows.length > 0);
}

/** What each table is and holds, whatever the analysis. */
export function tableDeclarations(): AnalysisTable[] {
  return allTables({ design: 'grid', scenarios: [], factors: [], outcomes: [], discovery: null }, []);
}

function allTables(analysis: SweepAnalysis, cells: readonly Cell[]): AnalysisTable[] {
  return [
    points(analysis, cells),
    summaries(analysis),
    cellSummaries(analysis, cells),
    indices(analysis),
    ...effects(analysis),
    profiles(analysis),
    ...rankings(analysis),
    replicates(analysis),
    ...boxes(analysis),
  ];
}

interface InScenario {
  readonly metric: string;
  readonly one: ScenarioAnalysis;
}

const inScenarios = ({ outcomes }: SweepAnalysis): InScenario[] =>
  outcomes.flatMap(({ metric, scenarios }) => scenarios.map((one) => ({ metric, one })));

const place = <Row extends { metric: string }>(): Column<Row> =>
  column('text', 'outcome', 'metric', ({ metric }) => metric);
const scenario = <Row extends InScenario>(): Column<Row> =>
  column('text', 'scenario', 'base scenario', ({ one }) => one.scenario);

function points({ scenarios, factors }: SweepAnalysis, cells: readonly Cell[]): AnalysisTable {
  const rows = cells.flatMap((cell) => factors.map((factor, f) => ({ cell, factor, value: cell.values[f] })));
  return table('points', 'the value of a factor in a cell', rows, (col) => [
    col('integer', 'cell', 'number of the cell', ({ cell }) => cell.cell),
    col('text', 'scenario', 'base scenario', ({ cell }) => scenarios[cell.scenario]),
    col('text', 'factor', 'factor', ({ factor }) => factor),
    col('double', 'number', 'value of a number', ({ value }) => (typeof value === 'number' ? value : null)),
    col('text', 'level', 'level of a category', ({ value }) => (typeof value === 'string' ? value : null)),
  ]);
}

function summaryColumns<Row>(of: (row: Row) => Summary): Column<Row>[] {
  const inUnit = (name: string, meaning: string, read: (summary: Summary) => number | undefined) =>
    column<Row>('double', name, meaning, (row) => read(of(row)), 'outcome');
  return [
    column('integer', 'n', 'runs with a value', (row) => of(row).n),
    column('integer', 'failed', 'runs without one', (row) => of(row).failed),
    inUnit('mean', 'mean over runs', ({ mean }) => mean),
    inUnit('sd', 'standard deviation between runs', ({ sd }) => sd),
    inUnit('low', 'lower end of the 95 % interval of the mean', ({ interval }) => interval?.[0]),
    inUnit('high', 'upper end of the 95 % interval of the mean', ({ interval }) => interval?.[1]),
    inUnit('min', 'lowest run', ({ min }) => min),
    ...QUANTILES.map((p, i) =>
      inUnit(
        `q${String(100 * p).padStart(2, '0')}`,
        `${100 * p} % quantile of the runs`,
        ({ quantiles }) => quantiles[i],
      ),
    ),
    inUnit('max', 'highest run', ({ max }) => max),
  ];
}

function summaries(analysis: SweepAnalysis): AnalysisTable {
  return table('summary', 'all runs of a base scenario', inScenarios(analysis), (col) => [
    place(),
    scenario(),
    ...summaryColumns<InScenario>(({ one }) => one.summary),
    col(
      'double',
      'noise_share',
      'share of the variance between cells that is luck',
      ({ one }) => one.noise?.share,
    ),
  ]);
}

function cellSummaries(analysis: SweepAnalysis, cells: readonly Cell[]): AnalysisTable {
  const perScenario = cells.length / analysis.scenarios.length;
  const rows = analysis.outcomes.flatMap(({ metric, scenarios }) =>
    scenarios.flatMap((one, s) =>
      one.cells.map((summary, i) => ({ metric, one, summary, cell: s * perScenario + i })),
    ),
  );
  return table('cells', 'the runs of a cell', rows, (col) => [
    place(),
    scenario(),
    col('integer', 'cell', 'number of the cell', ({ cell }) => cell),
    ...summaryColumns<(typeof rows)[number]>(({ summary }) => summary),
  ]);
}

function indices(analysis: SweepAnalysis): AnalysisTable {
  const rows = inScenarios(analysis).flatMap(({ metric, one }) =>
    (one.sobol?.factors ?? []).map((index, f) => ({ metric, one, index, factor: analysis.factors[f] })),
  );
  const share = 'share of the variance';
  return table('sobol', "a factor's Sobol' indices", rows, (col) => [
    place(),
    scenario(),
    col('text', 'factor', 'factor', ({ factor }) => factor),
    col('double', 'first', `first-order index: ${share}, by itself`, ({ index }) => index.first),
    col('double', 'first_low', 'lower end of its 95 % interval', ({ index }) => index.firstInterval?.[0]),
    col('double', 'first_high', 'upper end of its 95 % interval', ({ index }) => index.firstInterval?.[1]),
    col('flag', 'first_unsure', 'half the interval exceeds the index', ({ index }) => index.firstUnsure),
    col('double', 'total', `total index: ${share}, with interactions`, ({ index }) => index.total),
    col('double', 'total_low', 'lower end of its 95 % interval', ({ index }) => index.totalInterval?.[0]),
    col('double', 'total_high', 'upper end of its 95 % interval', ({ index }) => index.totalInterval?.[1]),
    col('flag', 'total_unsure', 'half the interval exceeds the index', ({ index }) => index.totalUnsure),
    col('double', 'luck', 'how much of the total index is luck', ({ index }) => index.luck),
  ]);
}

function effects(analysis: SweepAnalysis): AnalysisTable[] {
  const rows = inScenarios(analysis).flatMap(({ metric, one }) =>
    (one.morris ?? []).map((effect) => ({ metric, one, effect })),
  );
  const pairs = rows.flatMap(({ metric, one, effect }) =>
    effect.pairs.map((pair) => ({ metric, one, pair, factor: effect.factor })),
  );
  const inUnit = (
    name: string,
    meaning: string,
    read: (row: (typeof rows)[number]) => number | null | undefined,
  ) => column('double', name, meaning, read, 'outcome');
  const change = (name: string, meaning: string, read: (row: (typeof pairs)[number]) => number) =>
    column('double', name, meaning, read, 'outcome');
  return [
    table(
      'morris',
      "a factor's elementary effects, over its whole range or between two levels",
      rows,
      (col) => [
        place(),
        scenario(),
        col('text', 'factor', 'factor', ({ effect }) => effect.factor),
        col('integer', 'n', 'effects', ({ effect }) => effect.n),
        inUnit('mu', 'mean of the effects; none of a category', ({ effect }) => effect.mu),
        inUnit('mu_low', 'lower end of its 95 % interval', ({ effect }) => effect.muInterval?.[0]),
        inUnit('mu_high', 'upper end of its 95 % interval', ({ effect }) => effect.muInterval?.[1]),
        inUnit('mu_star', 'mean size of the effects', ({ effect }) => effect.muStar),
        inUnit('mu_star_low', 'lower end of its 95 % interval', ({ effect }) => effect.muStarInterval?.[0]),
        inUnit('mu_star_high', 'upper end of its 95 % interval', ({ effect }) => effect.muStarInterval?.[1]),
        inUnit(
          'sigma',
          'standard deviation of the effects, of a category within pairs of levels',
          ({ effect }) => effect.sigma,
        ),
        inUnit('sigma_low', 'lower end of its 95 % interval', ({ effect }) => effect.sigmaInterval?.[0]),
        inUnit('sigma_high', 'upper end of its 95 % interval', ({ effect }) => effect.sigmaInterval?.[1]),
        inUnit('luck', 'mean size of the error that luck leaves in an effect', ({ effect }) => effect.luck),
        col('flag', 'unsure', 'half the interval of mu* exceeds mu*', ({ effect }) => effect.unsure),
      ],
    ),
    table('morris_pairs', 'effects of a category between two of its levels', pairs, (col) => [
      place(),
      scenario(),
      col('text', 'factor', 'factor', ({ factor }) => factor),
      col('text', 'from', 'level', ({ pair }) => pair.from),
      col('text', 'to', 'level', ({ pair }) => pair.to),
      col('integer', 'n', 'effects', ({ pair }) => pair.n),
      change('change', 'mean change from the first to the second', ({ pair }) => pair.change),
      change('size', 'mean size of the change', ({ pair }) => pair.size),
    ]),
  ];
}

function profiles(analysis: SweepAnalysis): AnalysisTable {
  const rows = inScenarios(analysis).flatMap(({ metric, one }) =>
    one.profiles.flatMap((profile) => profile.bins.map((bin) => ({ metric, one, profile, bin }))),
  );
  type Row = (typeof rows)[number];
  return table('profiles', 'the cells with a factor in one part of its values', rows, (col) => [
    place(),
    scenario(),
    col('text', 'factor', 'factor', ({ profile }) => profile.factor),
    ...whereColumns<Row>(({ bin }) => bin.where),
    col('integer', 'cells', 'cells', ({ bin }) => bin.cells),
    col('double', 'mean', 'mean over the cells', ({ bin }) => bin.mean, 'outcome'),
    col('double', 'low', 'lower end of its 95 % interval', ({ bin }) => bin.interval?.[0], 'outcome'),
    col('double', 'high', 'upper end of its 95 % interval', ({ bin }) => bin.interval?.[1], 'outcome'),
    col(
      'double',
      'share',
      'share of the variance between cells that lies between the parts',
      ({ profile }) => profile.share,
    ),
    col('double', 'p', 'p-value of that share (F test)', ({ profile }) => profile.p),
  ]);
}

function rankings(analysis: SweepAnalysis): AnalysisTable[] {
  const all = analysis.outcomes.flatMap(({ metric, rankings }) =>
    rankings.map((ranking) => ({ metric, ranking })),
  );
  const regimes = all.flatMap((row) => row.ranking.regimes.map((regime, i) => ({ ...row, regime, i })));
  const pairs = all.flatMap((row) => row.ranking.pairs.map((pair) => ({ ...row, pair })));
  const regions = all.flatMap((row) =>
    row.ranking.turns.flatMap((turn) => turn.regions.map((region) => ({ ...row, turn, region }))),
  );
  type Turned = (typeof regions)[number];
  const of = <Row extends (typeof all)[number]>(): Column<Row> =>
    column('text', 'factor', 'factor whose levels are ranked', ({ ranking }) => ranking.factor);
  return [
    table('rankings', 'a level of a category', regimes, (col) => [
      place(),
      of(),
      col('text', 'best', 'whether the highest or the lowest is best', ({ ranking }) => ranking.best),
      col('flag', 'matched', 'levels are compared at the same points', ({ ranking }) => ranking.matched),
      col('integer', 'place', 'from 1, the best', ({ i }) => i + 1),
      col('text', 'level', 'level', ({ regime }) => regime.level),
      col('integer', 'cells', 'cells compared', ({ regime }) => regime.cells),
      col('double', 'mean', 'mean over the cells', ({ regime }) => regime.mean, 'outcome'),
      col('double', 'probability', 'chance that it is best', ({ regime }) => regime.probability),
    ]),
    table('contrasts', 'two levels of a category', pairs, (col) => [
      place(),
      of(),
      col('text', 'a', 'the better level', ({ pair }) => pair.a),
      col('text', 'b', 'the other', ({ pair }) => pair.b),
      col('double', 'difference', 'a minus b', ({ pair }) => pair.difference, 'outcome'),
      col('double', 'low', 'lower end of its 95 % interval', ({ pair }) => pair.interval?.[0], 'outcome'),
      col('double', 'high', 'upper end of its 95 % interval', ({ pair }) => pair.interval?.[1], 'outcome'),
      col('text', 'over', 'what the interval is taken over', ({ ranking }) => ranking.over),
    ]),
    table(
      'turns',
      'a part of the values of another factor, and which level is best there',
      regions,
      (col) => [
        place(),
        of(),
        col('text', 'along', 'the other factor', ({ turn }) => turn.factor),
        ...whereColumns<Turned>(({ region }) => region.where),
        col('integer', 'cells', 'cells', ({ region }) => region.cells),
        col('text', 'best', 'best level here', ({ region }) => region.best),
        col(
          'double',
          'lead',
          'best here minus best overall',
          ({ region }) => region.lead?.difference,
          'outcome',
        ),
        col(
          'double',
          'low',
          'lower end of its 95 % interval',
          ({ region }) => region.lead?.interval?.[0],
          'outcome',
        ),
        col(
          'double',
          'high',
          'upper end of its 95 % interval',
          ({ region }) => region.lead?.interval?.[1],
          'outcome',
        ),
      ],
    ),
  ];
}

function replicates({ outcomes }: SweepAnalysis): AnalysisTable {
  const rows = outcomes.flatMap(({ metric, needs }: OutcomeAnalysis) =>
    needs === null ? [] : needs.differences.map((wanted) => ({ metric, needs, wanted })),
  );
  return table(
    'replicates',
    'a difference between two cells, and how many replicates find it',
    rows,
    (col) => [
      place(),
      col(
        'double',
        'alpha',
        'chance of calling a difference where there is none',
        ({ needs }) => needs.alpha,
      ),
      col('double', 'power', 'chance of finding this one', ({ needs }) => needs.power),
      col('double', 'difference', 'difference', ({ wanted }) => wanted.difference, 'outcome'),
      col('double', 'd', 'difference in standard deviations of a run', ({ wanted }) => wanted.d),
      col('integer', 'paired', 'replicates of each cell under shared luck', ({ wanted }) => wanted.paired),
      col(
        'integer',
        'independent',
        'replicates of each cell with luck of their own',
        ({ wanted }) => wanted.independent,
      ),
      col('integer', 'rule', 'by the rule of Secchi and Seri 2017', ({ wanted }) => wanted.rule),
      col('integer', 'replicates', 'replicates that every cell has', ({ needs }) => needs.replicates),
      col('double', 'sd_run', 'standard deviation of a run', ({ needs }) => needs.sdRun, 'outcome'),
      col(
        'double',
        'sd_difference',
        'of the difference of two runs with the same luck',
        ({ needs }) => needs.sdDifference,
        'outcome',
      ),
      col(
        'double',
        'smallest',
        'smallest difference found with the replicates there are',
        ({ needs }) => needs.smallest,
        'outcome',
      ),
    ],
  );
}

function boxes({ discovery }: SweepAnalysis): AnalysisTable[] {
  const found = discovery?.box ?? null;
  const all: { step: number | null; box: DiscoveredBox; kept: boolean }[] =
    found === null
      ? []
      : [
          ...found.trajectory.map((box, step) => ({ step, box, kept: step === found.chosen })),
          { step: null, box: found.box, kept: true },
        ];
  const limits = all.flatMap(({ step, box }) =>
    box.limits.map((limit) => ({
      step,
      limit,
      told: step === null ? found?.restrictions.find((one) => one.limit.factor === limit.factor) : undefined,
    })),
  );
  const end = (limit: Limit, side: 'low' | 'high') => (limit.kind === 'number' ? limit[side] : null);
  return [
    table('boxes', 'a box of the peeling trajectory; the one without a step is the result', all, (col) => [
      col('integer', 'step', 'peels so far; none for the result', ({ step }) => step),
      col('integer', 'cases', 'cells inside', ({ box }) => box.cases),
      col('double', 'mass', 'share of all cells', ({ box }) => box.mass),
      col('double', 'density', 'share of the runs inside that are of interest', ({ box }) => box.density),
      col('double', 'coverage', 'share of the runs of interest that lie inside', ({ box }) => box.coverage),
      col('flag', 'chosen', 'the result, or the box it comes from', ({ kept }) => kept),
    ]),
    table('limits', 'a limit of a box', limits, (col) => [
      col('integer', 'step', 'peels so far; none for the result', ({ step }) => step),
      col('text', 'factor', 'factor', ({ limit }) => limit.factor),
      col('double', 'low', 'lowest value inside, where there is a limit', ({ limit }) => end(limit, 'low')),
      col('double', 'high', 'highest value inside, where there is a limit', ({ limit }) =>
        end(limit, 'high'),
      ),
      col('text', 'levels', 'levels inside, as a JSON list', ({ limit }) =>
        limit.kind === 'category' ? JSON.stringify(limit.levels) : null,
      ),
      col('double', 'quasi_p', 'quasi-p-value of the limit', ({ told }) => told?.quasiP),
      col('double', 'reproduced', 'share of random halves that limit it too', ({ told }) => told?.reproduced),
      col('double', 'density_without', 'density without the limit', ({ told }) => told?.densityWithout),
      col('double', 'coverage_without', 'coverage without the limit', ({ told }) => told?.coverageWithout),
    ]),
  ];
}
