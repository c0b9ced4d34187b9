import { formatNumber } from '../../../analysis/format.ts';
import type { Interval } from '../../../analysis/interval.ts';
import { dataTable, figures, lineKey, number, words } from '../../../analysis/report/elements.ts';
import { type Markup, markup, type Part } from '../../../analysis/report/markup.ts';
import { type Axis, niceAxis } from '../../../analysis/report/scale.ts';
import type {
  OutcomeAnalysis,
  ScenarioAnalysis,
  SweepAnalysis,
} from '../../../analysis/sensitivity/analysis.ts';
import type { ElementaryEffects } from '../../../analysis/sensitivity/morris.ts';
import type { ReplicateNeeds } from '../../../analysis/sensitivity/needs.ts';
import type { Best, Ranking } from '../../../analysis/sensitivity/rankings.ts';
import { isSure, spreadOf } from '../../../analysis/sensitivity/rankings.ts';
import type { SobolIndices } from '../../../analysis/sensitivity/sobol.ts';
import { chance, decimalsFor, index, part, percent, range } from '../../../analysis/sensitivity/words.ts';
import type { Metric } from '../../../sim/index.ts';
import { count } from '../../text.ts';
import { barCell, dotCell, histogram, MOST_LINES, profile, scatter } from './plots.ts';

/** The section of one outcome. */
export function outcomeSection(
  analysis: SweepAnalysis,
  outcome: OutcomeAnalysis,
  metric: Metric,
  id: string,
): Markup {
  const { label, unit, doc, high } = metric;
  const told = unit === '' || label.toLowerCase().includes(unit) ? '' : ` Unit: ${unit}.`;
  const several = analysis.scenarios.length > 1;
  return markup`<section aria-labelledby="${id}"><h2 id="${id}">${label}</h2>
<p class="muted">${doc}${told} High: ${high}</p>
${summaries(outcome.scenarios, metric)}
${outcome.scenarios.map((one) => drivers(one, analysis.factors, metric, several))}
${profiles(outcome.scenarios, metric)}
${outcome.rankings.map((ranking) => rankingPart(ranking, metric))}
${outcome.needs === null ? null : needsPart(outcome.needs, metric)}
</section>
`;
}

const ends = (interval: Interval | null, decimals: number) =>
  interval === null ? 'none' : range(interval, decimals);

/** What a drawing in a cell runs from and to. */
const scale = ({ low, high, decimals }: Axis) =>
  `${formatNumber(low, decimals)} to ${formatNumber(high, decimals)}`;

/** An axis that holds these intervals and values. */
function axisOf(values: readonly (number | Interval | null)[], about = 4): Axis {
  const all = values
    .flatMap((value) => (value === null ? [] : value))
    .filter((value) => Number.isFinite(value));
  return all.length === 0 ? niceAxis(0, 1, about) : niceAxis(Math.min(...all), Math.max(...all), about);
}

function summaries(scenarios: readonly ScenarioAnalysis[], metric: Metric): Markup {
  const axis = axisOf(scenarios.flatMap(({ summary: { mean, interval } }) => [mean, interval]));
  const rows = scenarios.map(({ scenario, summary, noise }) => {
    const { n, failed, mean, interval, sd, quantiles } = summary;
    const decimals = decimalsFor(metric, sd);
    const figure = (value: number) => number(formatNumber(value, decimals));
    const said = `${scenario}: mean ${formatNumber(mean, decimals)}, 95 % interval ${ends(interval, decimals)}`;
    return {
      entries: [
        words(scenario),
        words(dotCell(said, mean, interval, axis)),
        figure(mean),
        number(ends(interval, decimals)),
        figure(sd),
        ...[0, 2, 4].map((i) => figure(quantiles[i])),
        number(failed > 0 ? `${n} (${failed} without a value)` : String(n)),
        number(noise?.share == null ? '-' : percent(noise.share)),
      ],
    };
  });
  const heads = [
    words('Scenario'),
    words(scale(axis)),
    number('Mean'),
    number('95 % interval'),
    number('SD'),
    ...['5 %', 'Median', '95 %'].map(number),
    number('Runs'),
    number('Luck'),
  ];
  const plots = scenarios.flatMap(({ scenario, cells }) => {
    const means = cells.map(({ mean }) => mean).filter(Number.isFinite);
    if (means.length < 5) return [];
    const label = `Means of ${count(means.length, 'cell')} of ${scenario}: from ${formatNumber(Math.min(...means), 3)} to ${formatNumber(Math.max(...means), 3)}`;
    return [{ plot: histogram(label, means, metric.label), caption: `${scenario}: the cells’ means.` }];
  });
  return markup`<h3>All runs</h3>
${dataTable('All runs of each base scenario; the interval allows for luck alone, and luck is its share of the variance between cells', heads, rows)}${plots.length === 0 ? null : figures(plots)}`;
}

function drivers(one: ScenarioAnalysis, factors: readonly string[], metric: Metric, several: boolean): Part {
  const of = several ? `, ${one.scenario}` : '';
  if (one.sobol !== null)
    return markup`<h3>What it hangs on${of}</h3>
${sobolPart(one.sobol, factors)}`;
  if (one.morris !== null)
    return markup`<h3>What moves it${of}</h3>
${morrisPart(one.morris, metric)}`;
  return null;
}

function sobolPart({ factors, rows, missing }: SobolIndices, names: readonly string[]): Markup {
  if (factors === null) return markup`<p>The outcome does not vary over the design.</p>`;
  const axis = niceAxis(0, Math.max(1, ...factors.map(({ total }) => total)), 4);
  const mark = (value: number, unsure: boolean) => number(`${index(value)}${unsure ? ' ?' : ''}`);
  const order = factors.map((one, f) => ({ ...one, name: names[f] })).sort((a, b) => b.total - a.total);
  const luckKnown = order.some(({ luck }) => luck !== null);
  const lines = order.map((one) => {
    const { name, first, firstInterval, total, totalInterval } = one;
    return {
      entries: [
        words(name),
        words(barCell(`${name}: total ${index(total)}`, total, totalInterval, axis)),
        mark(total, one.totalUnsure),
        number(ends(totalInterval, 2)),
        words(barCell(`${name}: first order ${index(first)}`, first, firstInterval, axis)),
        mark(first, one.firstUnsure),
        number(ends(firstInterval, 2)),
        ...(luckKnown ? [number(one.luck === null ? '-' : index(one.luck))] : []),
      ],
    };
  });
  const heads = [
    words('Factor'),
    words(scale(axis)),
    number('With interactions'),
    number('95 % interval'),
    words(scale(axis)),
    number('By itself'),
    number('95 % interval'),
    ...(luckKnown ? [number('Luck')] : []),
  ];
  const left = missing > 0 ? ` ${missing} more miss an outcome and are left out.` : '';
  return markup`${dataTable('Shares of the variance: Sobol’ indices, total and first order', heads, lines)}<p class="muted">From ${count(rows, 'row')} of the Saltelli design.${left} A question mark where half the interval exceeds the index: too few rows to tell it from nothing.${luckKnown ? ' Luck is its part of the index with interactions.' : ''}</p>`;
}

function morrisPart(effects: readonly ElementaryEffects[], metric: Metric): Markup {
  const order = [...effects].sort((a, b) => (b.muStar ?? -1) - (a.muStar ?? -1));
  const largest = order[0]?.muStar ?? 0;
  const decimals = decimalsFor(metric, largest / 10);
  const figure = (value: number | null) => number(value === null ? '-' : formatNumber(value, decimals));
  const axis = axisOf([0, largest, ...order.map(({ muStarInterval }) => muStarInterval)]);
  const rows = order.map((one, i) => ({
    entries: [
      words(`${i + 1}. ${one.factor}`),
      words(
        barCell(
          `${one.factor}: mu* ${one.muStar === null ? 'unknown' : formatNumber(one.muStar, decimals)}`,
          one.muStar ?? 0,
          one.muStarInterval,
          axis,
        ),
      ),
      number(`${one.muStar === null ? '-' : formatNumber(one.muStar, decimals)}${one.unsure ? ' ?' : ''}`),
      number(ends(one.muStarInterval, decimals)),
      figure(one.mu),
      figure(one.sigma),
      figure(one.luck),
    ],
  }));
  const heads = [
    words('Factor'),
    words(scale(axis)),
    number('mu*'),
    number('95 % interval'),
    number('mu'),
    number('sigma'),
    number('Luck'),
  ];
  const points = order.flatMap(({ muStar, sigma }, i) =>
    muStar === null ? [] : [{ x: muStar, y: sigma ?? 0, mark: String(i + 1) }],
  );
  const pairs = effects.flatMap(({ factor, pairs }) =>
    pairs.map(({ from, to, n, change, size }) => ({
      entries: [words(factor), words(`${from} to ${to}`), number(n), figure(change), figure(size)],
    })),
  );
  return markup`${dataTable('Elementary effects: how the outcome changes over the whole range of a factor, or between two levels', heads, rows)}<p class="muted">mu* is the mean size of the change, mu its mean with its sign, sigma how far it differs from place to place (interactions, or a curve). Luck is the mean size of the error that it leaves in an effect. A question mark where half the interval exceeds mu*.</p>
${figures([{ plot: scatter(`mu* and sigma of ${count(points.length, 'factor')}, numbered as in the table`, points, { x: 'mu*', y: 'sigma' }), caption: 'Right: strong. High: depends on the other factors, or curved. Numbers as in the table.' }])}${
  pairs.length === 0
    ? null
    : dataTable(
        'Changes between two levels: levels have no order, so of a category mu* alone counts',
        [words('Factor'), words('Levels'), number('Effects'), number('Change'), number('Size')],
        pairs,
      )
}`;
}

/** How the outcome runs along each factor, all scenarios in one drawing. */
function profiles(scenarios: readonly ScenarioAnalysis[], metric: Metric): Part {
  const shown = scenarios.slice(0, MOST_LINES);
  const factors = [...new Set(shown.flatMap((one) => one.profiles.map(({ factor }) => factor)))];
  if (factors.length === 0) return null;
  const bins = shown.flatMap((one) => one.profiles.flatMap((profile) => profile.bins));
  const y = axisOf(bins.flatMap(({ mean, interval }) => [mean, interval]));
  const plots = factors.map((factor) => {
    const own = shown.flatMap((one) => one.profiles.filter((profile) => profile.factor === factor));
    const names = [
      ...new Set(
        own.flatMap((one) => one.bins.flatMap(({ where }) => (typeof where === 'string' ? [where] : []))),
      ),
    ];
    const lines = own.map((one) => ({
      places: one.bins.map(({ where, mean, interval }) => ({
        at: typeof where === 'string' ? names.indexOf(where) : (where[0] + where[1]) / 2,
        mean,
        interval,
      })),
    }));
    const shares = own.flatMap(({ share, p }) =>
      share === null ? [] : [`${percent(share)}${p === null ? '' : ` (p ${chance(p)})`}`],
    );
    const caption =
      shares.length === 0
        ? factor
        : `${factor}. By itself ${shares.join(', ')} of the variance between cells.`;
    const label = `${metric.label} along ${factor}: ${own[0].bins.map(({ where, mean }) => `${formatNumber(mean, decimalsFor(metric, y.high - y.low))} at ${part(where)}`).join(', ')}`;
    const plot = profile(
      label,
      lines,
      { name: factor, names: names.length > 0 ? names : null },
      metric.label,
      y,
    );
    return { plot, caption };
  });
  const left = scenarios.length - shown.length;
  return markup`<h3>Along each factor</h3>
<p class="muted">Means over the cells, with 95 % intervals of their spread, whatever the other factors are.${left > 0 ? ` The first ${MOST_LINES} scenarios; the tables hold all.` : ''}</p>
${shown.length > 1 ? lineKey(shown.map(({ scenario }) => scenario)) : null}${figures(plots)}`;
}

function rankingPart(ranking: Ranking, metric: Metric): Markup {
  const { factor, best, matched, points, over, regimes, pairs, turns } = ranking;
  const decimals = decimalsFor(metric, spreadOf(pairs));
  const figure = (value: number) => number(formatNumber(value, decimals));
  const meanAxis = axisOf(regimes.map(({ mean }) => mean));
  const levels = regimes.map(({ level, cells, mean, probability }, i) => ({
    entries: [
      words(`${i + 1}. ${level}`),
      figure(mean),
      words(dotCell(`${level}: mean ${formatNumber(mean, decimals)}`, mean, null, meanAxis)),
      number(percent(probability)),
      number(cells),
    ],
  }));
  const axis = axisOf([0, ...pairs.flatMap(({ difference, interval }) => [difference, interval])]);
  const contrasts = pairs.map((one) => ({
    entries: [
      words(`${one.a} minus ${one.b}`),
      figure(one.difference),
      number(ends(one.interval, decimals)),
      words(
        dotCell(
          `${one.a} minus ${one.b}: ${formatNumber(one.difference, decimals)}`,
          one.difference,
          one.interval,
          axis,
          0,
        ),
      ),
      words(isSure(one) ? 'sure' : 'not sure'),
    ],
  }));
  const turned = turns.flatMap((turn) =>
    turn.flips && turn.sure
      ? turn.regions.map(({ where, best: here, lead, cells }) => ({
          entries: [
            words(turn.factor),
            words(part(where)),
            words(here),
            lead === null ? number('') : figure(lead.difference),
            number(lead === null ? '' : ends(lead.interval, decimals)),
            number(cells),
          ],
        }))
      : [],
  );
  const steady = turns.filter(({ flips }) => !flips).map((turn) => turn.factor);
  const vague = turns.filter(({ flips, sure }) => flips && !sure).map((turn) => turn.factor);
  const how = matched
    ? `Levels are compared at ${count(points, 'same point')} of the other factors; intervals are over ${over ?? 'nothing: single runs'}.`
    : 'Points were drawn each by itself, so levels are compared as independent samples of the space.';
  return markup`<h3>Ranking by ${factor}, ${best} first</h3>
<p class="muted">${how} Intervals hold 95 %, each for itself.</p>
${dataTable(`Ranking by ${factor}`, [words('Level'), number('Mean'), words(scale(meanAxis)), number(`Chance of being ${best}`), number('Cells')], levels)}
${dataTable('Differences of every two levels', [words('Levels'), number('Difference'), number('95 % interval'), words(scale(axis)), words('Sign')], contrasts)}
${turned.length === 0 ? null : dataTable(`Where another level is ${best}`, [words('Along'), words('Where'), words('Level'), number('Lead'), number('95 % interval'), number('Cells')], turned)}
${turns.length === 0 ? null : markup`<p>${turnWords(steady, vague, regimes[0].level, best)}</p>`}`;
}

function turnWords(steady: readonly string[], vague: readonly string[], first: string, end: Best): string {
  const lines: string[] = [];
  if (steady.length > 0) lines.push(`${first} stays ${end} along ${steady.join(', ')}.`);
  if (vague.length > 0)
    lines.push(`Along ${vague.join(', ')} another is ${end} in places, but never surely.`);
  return lines.join(' ');
}

function needsPart(needs: ReplicateNeeds, metric: Metric): Markup {
  const { alpha, power, replicates, sdRun, sdDifference, differences, smallest, width } = needs;
  const decimals = decimalsFor(metric, differences[0].difference);
  const figure = (value: number | null) => number(value === null ? '-' : formatNumber(value, 0));
  const rows = differences.map((one) => ({
    entries: [
      words(formatNumber(one.difference, decimals)),
      number(index(one.d)),
      figure(one.paired),
      figure(one.independent),
      ...(one.rule === null ? [] : [figure(one.rule)]),
    ],
  }));
  const heads = [
    words('Difference'),
    number('In SD'),
    number('Shared luck'),
    number('Own luck'),
    ...(differences[0].rule === null ? [] : [number('Secchi and Seri')]),
  ];
  const spread = `A run’s standard deviation is ${formatNumber(sdRun, decimals)}${sdDifference === null ? '' : `, that of a difference under shared luck ${formatNumber(sdDifference, decimals)}`}.`;
  const now =
    smallest === null
      ? ''
      : ` The ${count(replicates, 'replicate')} there are find differences from ${formatNumber(smallest, decimals)} on.`;
  const until =
    width === null
      ? ''
      : ` Intervals at most ${width.width} wide: ${width.reached} of ${count(width.cells, 'cell')}${width.replicates === null ? '' : `; a cell of typical spread needs ${count(width.replicates, 'replicate')}`}.`;
  return markup`<h3>Replicates needed</h3>
${dataTable(`Replicates of each of two cells that find a difference, at alpha ${alpha} and power ${power}`, heads, rows)}<p>${spread}${now}${until}</p>`;
}
