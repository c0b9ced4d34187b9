import { formatNumber } from '../../analysis/format.ts';
import type { Interval } from '../../analysis/interval.ts';
import type { ScenarioAnalysis, SweepAnalysis } from '../../analysis/sensitivity/analysis.ts';
import type { Discovery } from '../../analysis/sensitivity/discovery.ts';
import { cautions, findings, type MetricOf } from '../../analysis/sensitivity/findings.ts';
import type { ElementaryEffects } from '../../analysis/sensitivity/morris.ts';
import type { ReplicateNeeds } from '../../analysis/sensitivity/needs.ts';
import { isSure, type Ranking, spreadOf } from '../../analysis/sensitivity/rankings.ts';
import type { SobolIndices } from '../../analysis/sensitivity/sobol.ts';
import {
  chance,
  DESIGN_WORDS,
  decimalsFor,
  index,
  limitText,
  part,
  percent,
  range,
} from '../../analysis/sensitivity/words.ts';
import type { Spoken } from '../../analysis/sentence.ts';
import { type Cell, count, figure, table, word } from '../text.ts';
import type { Provenance } from './results.ts';

/** An analysis as plain text: what was found first, then the tables it stands on. */
export function analysisText(analysis: SweepAnalysis, provenance: Provenance, metricOf: MetricOf): string {
  const { runs, cells, seeds, simulation } = provenance;
  const care = [...runCautions(provenance), ...cautions(analysis, metricOf)];
  const several = analysis.scenarios.length > 1;
  return [
    provenance.title,
    `${count(runs.done, 'run')} of ${count(cells, 'cell')} (${DESIGN_WORDS[analysis.design]}), seeds ${seeds[0]} to ${seeds[1]}, simulation ${simulation}`,
    ...section('Found', findings(analysis, metricOf)),
    ...section('With care', care),
    ...analysis.outcomes.flatMap((outcome) => {
      const metric = metricOf(outcome.metric);
      const per = outcome.scenarios.flatMap(({ scenario, sobol, morris }) => {
        const of = several ? `, ${scenario}` : '';
        return [
          ...(sobol === null ? [] : block(`Sobol' indices${of}`, sobolTable(sobol, analysis.factors))),
          ...(morris === null ? [] : block(`Elementary effects${of}`, morrisTable(morris, metric))),
        ];
      });
      return [
        '',
        `== ${metric.label}${metric.unit === '' ? '' : `, ${metric.unit}`} ==`,
        ...block('All runs', summaryTable(outcome.scenarios, metric)),
        ...per,
        ...shareLines(outcome.scenarios, several),
        ...outcome.rankings.flatMap((ranking) => block(rankingTitle(ranking), rankingTable(ranking, metric))),
        ...(outcome.needs === null ? [] : block('Replicates', needsText(outcome.needs, metric))),
      ];
    }),
    ...(analysis.discovery?.box ? block('Box', boxText(analysis.discovery.box)) : []),
  ].join('\n');
}

/** What of the runs themselves is to be read with care. */
export function runCautions({ runs, reasons }: Provenance): string[] {
  const lines: string[] = [];
  if (runs.missing > 0) lines.push(`${count(runs.missing, 'run')} of the plan are not done yet.`);
  if (runs.failed > 0) lines.push(`${count(runs.failed, 'run')} failed: ${reasons.join('; ')}.`);
  return lines;
}

const section = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `- ${line}`)];

const block = (title: string, text: string) => ['', title, text];

const heading = (first: string, ...rest: string[]): Cell[] => [word(first), ...rest.map(figure)];

const ends = (interval: Interval | null, decimals: number) =>
  interval === null ? 'none' : range(interval, decimals);

function summaryTable(
  scenarios: readonly Pick<ScenarioAnalysis, 'scenario' | 'summary' | 'noise'>[],
  metric: Spoken,
): string {
  const rows = scenarios.map(({ scenario, summary, noise }) => {
    const { n, failed, mean, sd, interval, quantiles } = summary;
    const decimals = decimalsFor(metric, sd);
    const share = noise?.share;
    return [
      word(scenario),
      ...[
        String(n),
        String(failed),
        formatNumber(mean, decimals),
        ends(interval, decimals),
        formatNumber(sd, decimals),
      ].map(figure),
      ...quantiles.map((q) => figure(formatNumber(q, decimals))),
      figure(share == null ? '-' : percent(share)),
    ];
  });
  return table([
    heading(
      'Scenario',
      'Runs',
      'Failed',
      'Mean',
      '95 % interval',
      'SD',
      '5 %',
      '25 %',
      '50 %',
      '75 %',
      '95 %',
      'Luck',
    ),
    ...rows,
  ]);
}

function sobolTable({ factors, rows }: SobolIndices, names: readonly string[]): string {
  if (factors === null) return 'The outcome does not vary.';
  const mark = (value: number, unsure: boolean) => figure(`${index(value)}${unsure ? ' ?' : '  '}`);
  const lines = factors.map(
    ({ first, firstInterval, firstUnsure, total, totalInterval, totalUnsure, luck }, f) => [
      word(names[f]),
      mark(first, firstUnsure),
      figure(ends(firstInterval, 2)),
      mark(total, totalUnsure),
      figure(ends(totalInterval, 2)),
      figure(luck === null ? '-' : index(luck)),
    ],
  );
  return [
    table([heading('Factor', 'First  ', '95 % interval', 'Total  ', '95 % interval', 'Luck'), ...lines]),
    `${count(rows, 'row')}; ? where half the interval exceeds the index: too few rows to tell it from nothing.`,
  ].join('\n');
}

function morrisTable(effects: readonly ElementaryEffects[], metric: Spoken): string {
  const largest = Math.max(...effects.map(({ muStar }) => muStar ?? 0));
  const decimals = decimalsFor(metric, largest / 10);
  const number = (value: number | null) => figure(value === null ? '-' : formatNumber(value, decimals));
  const lines = effects.map(({ factor, n, mu, muStar, muStarInterval, sigma, luck, unsure }) => [
    word(factor),
    figure(String(n)),
    number(mu),
    figure(`${muStar === null ? '-' : formatNumber(muStar, decimals)}${unsure ? ' ?' : '  '}`),
    figure(ends(muStarInterval, decimals)),
    number(sigma),
    number(luck),
  ]);
  const pairs = effects.flatMap(({ factor, pairs }) =>
    pairs.map(({ from, to, n, change, size }) => [
      word(factor),
      word(from),
      word(to),
      figure(String(n)),
      number(change),
      number(size),
    ]),
  );
  return [
    table([heading('Factor', 'Effects', 'mu', 'mu*  ', '95 % interval', 'sigma', 'Luck'), ...lines]),
    'Change of the outcome over the whole range of a factor, or between two levels; ? where half the interval exceeds mu*.',
    ...(pairs.length === 0
      ? []
      : [
          'Levels have no order: of a category mu* alone counts, and sigma is taken within pairs of levels.',
          table([
            [word('Factor'), word('From'), word('To'), figure('Effects'), figure('Change'), figure('Size')],
            ...pairs,
          ]),
        ]),
  ].join('\n');
}

function shareLines(
  scenarios: readonly Pick<ScenarioAnalysis, 'scenario' | 'profiles'>[],
  several: boolean,
): string[] {
  return scenarios.flatMap(({ scenario, profiles }) => {
    const known = profiles.flatMap(({ factor, share, p }) =>
      share === null ? [] : [[word(factor), figure(percent(share)), figure(p === null ? '-' : chance(p))]],
    );
    if (known.length === 0) return [];
    const of = several ? `, ${scenario}` : '';
    return block(
      `Share of the variance between cells, by itself${of}`,
      table([heading('Factor', 'Share', 'p'), ...known]),
    );
  });
}

const rankingTitle = ({ factor, best, matched, points, over }: Ranking) =>
  `Ranking by ${factor}, ${best} first (${
    matched
      ? `at ${count(points, 'same point')}, intervals over ${over ?? 'nothing'}`
      : 'points drawn apart, intervals over cells'
  })`;

function rankingTable({ best: end, regimes, pairs, turns }: Ranking, metric: Spoken): string {
  const decimals = decimalsFor(metric, spreadOf(pairs));
  const number = (value: number) => figure(formatNumber(value, decimals));
  const levels = regimes.map(({ level, cells, mean, probability }) => [
    word(level),
    figure(String(cells)),
    number(mean),
    figure(percent(probability)),
  ]);
  const contrasts = pairs.map(({ a, b, difference, interval }) => [
    word(`${a} - ${b}`),
    number(difference),
    figure(ends(interval, decimals)),
  ]);
  const flips = turns.map(({ factor, regions, flips, sure }) => {
    if (!flips) return `${factor}: ${regions[0].best} is ${end} throughout.`;
    if (!sure) return `${factor}: another is ${end} in places, never surely.`;
    const told = regions.map(
      ({ where, best, lead }) =>
        `${best} at ${part(where)}${lead === null || isSure(lead) ? '' : ' (not sure)'}`,
    );
    return `${factor}: ${told.join(', ')}.`;
  });
  return [
    table([heading('Level', 'Cells', 'Mean', end === 'highest' ? 'Highest' : 'Lowest'), ...levels]),
    table([heading('Difference', 'Mean', '95 % interval'), ...contrasts]),
    ...flips,
  ].join('\n');
}

function needsText(needs: ReplicateNeeds, metric: Spoken): string {
  const { alpha, power, replicates, sdRun, sdDifference, differences, smallest, width } = needs;
  const decimals = decimalsFor(metric, differences[0].difference);
  const number = (value: number) => formatNumber(value, decimals);
  const whole = (value: number | null) => figure(value === null ? '-' : formatNumber(value, 0));
  const rule = differences.some((one) => one.rule !== null);
  const rows = differences.map((one) => [
    word(number(one.difference)),
    figure(index(one.d)),
    whole(one.paired),
    whole(one.independent),
    ...(rule ? [whole(one.rule)] : []),
  ]);
  const lines = [
    `Standard deviation of a run ${number(sdRun)}${sdDifference === null ? '' : `, of a difference under shared luck ${number(sdDifference)}`}; every cell has ${count(replicates, 'replicate')}.`,
    `Replicates of each of two cells, at alpha ${alpha} and power ${power}:`,
    table([heading('Difference', 'In SD', 'Shared luck', 'Own luck', ...(rule ? ['Rule'] : [])), ...rows]),
  ];
  if (smallest !== null)
    lines.push(`With the replicates there are: differences from ${number(smallest)} on.`);
  if (width !== null) {
    const enough =
      width.replicates === null
        ? ''
        : `; a cell of typical spread needs ${count(width.replicates, 'replicate')}`;
    lines.push(
      `Intervals at most ${width.width} wide (${percent(width.confidence)}): ${width.reached} of ${count(width.cells, 'cell')}${enough}.`,
    );
  }
  return lines.join('\n');
}

function boxText({ box, restrictions, trajectory, chosen, freed }: Discovery): string {
  const limits = restrictions.map(({ limit, quasiP, reproduced, densityWithout, coverageWithout }) => [
    word(limitText(limit)),
    figure(chance(quasiP)),
    figure(percent(reproduced)),
    figure(percent(densityWithout)),
    figure(percent(coverageWithout)),
  ]);
  const steps = trajectory.map((one, step) => [
    word(`${step}${step === chosen ? ' *' : ''}`),
    figure(String(one.cases)),
    figure(percent(one.mass)),
    figure(percent(one.density)),
    figure(percent(one.coverage)),
    figure(String(one.limits.length)),
  ]);
  return [
    `${count(box.cases, 'cell')}: density ${percent(box.density)}, coverage ${percent(box.coverage)}, mass ${percent(box.mass)}.`,
    ...(limits.length === 0
      ? []
      : [
          table([heading('Limit', 'Quasi-p', 'In halves', 'Density without', 'Coverage without'), ...limits]),
        ]),
    ...(freed.length === 0 ? [] : [`Freed of limits that chance explains: ${freed.join(', ')}.`]),
    '',
    'Peeling (* is the box taken, before pasting and freeing)',
    table([heading('Step', 'Cells', 'Mass', 'Density', 'Coverage', 'Limits'), ...steps]),
  ].join('\n');
}
