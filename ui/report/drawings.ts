/** A comparison as charts: what its pictures and its report show. */
import { type Bands, bands, differenceBands } from '../../analysis/bands.ts';
import { datedOf } from '../../analysis/dated.ts';
import type { Compared, ComparedSide } from '../../analysis/export/comparison.ts';
import { decimalsToShow, formatNumber } from '../../analysis/format.ts';
import type { Area, Drawing } from '../../analysis/report/drawing.ts';
import { type Metric, metrics, STAGES, VERSION, WEEKS_A_YEAR } from '../../sim/index.ts';
import { DASHES } from '../charts/lines.ts';
import { stageShares } from '../state/metrics.ts';
import type { SideKey } from '../state/sides.ts';
import { PAPER } from './colours.ts';

const OPACITIES = { 95: 0.14, 80: 0.16, 50: 0.22 } as const;

const keyOf = (letter: string) => letter.toLowerCase() as SideKey;
const colourOf = (letter: string) => PAPER.sides[keyOf(letter)];
const dashOf = (letter: string) => DASHES[keyOf(letter)];

export const yearsText = (years: number) => (years === 1 ? '1 year' : `${years} years`);

const seriesOf = ({ runs }: ComparedSide, index: number) => runs.map(({ series }) => series[index]);

/** n, what is drawn of them, seeds and version. */
export function provenanceLine({ seeds }: Pick<Compared, 'seeds'>, interval: string): string {
  const n = seeds.length;
  const named = n === 1 ? `seed ${seeds[0]}` : `seeds ${seeds[0]} to ${seeds[n - 1]}`;
  return `n = ${n} ${n === 1 ? 'pair' : 'pairs'} of runs; ${interval}; ${named}; Collegium ${VERSION}.`;
}

/** Dated changes of all scenarios in one row of marks, each numbered as in the lists of what was compared. */
function marksOf({ sides }: Compared): Drawing['marks'] {
  const labels = new Map<number, string>();
  for (const { letter, scenario } of sides) {
    for (const week of new Set(datedOf(scenario).map((dated) => dated.week)))
      labels.set(week, `${labels.get(week) ?? ''}${letter}`);
  }
  return [...labels]
    .sort((p, q) => p[0] - q[0])
    .map(([week, text]) => ({ year: week / WEEKS_A_YEAR, label: text }));
}

/** Differences of every side to A in one metric, as a drawing. */
export function differenceDrawing(compared: Compared, index: number): Drawing {
  const metric = metrics[index];
  const others = compared.sides.slice(1);
  const single = others.length === 1;
  const areas: Area[] = [];
  const lines = others.map((side) => {
    const { mean, intervals } = differenceBands(seriesOf(compared.sides[0], index), seriesOf(side, index));
    const colour = single ? PAPER.difference : colourOf(side.letter);
    if (intervals !== null)
      for (const level of [95, 80, 50] as const)
        areas.push({
          ...intervals[level],
          colour,
          opacity: single ? OPACITIES[level] : OPACITIES[level] / 2,
        });
    return { label: `${side.letter} minus A`, values: mean, colour, dash: single ? [] : dashOf(side.letter) };
  });
  const last = lines.map(
    ({ label, values }) => `${label} ends at ${figure(metric, values[values.length - 1])}`,
  );
  return {
    title: `Difference in ${metric.label}`,
    summary: `Line chart of the difference in ${metric.label} over ${yearsText(compared.years)}: ${last.join('; ')}.`,
    unit: `${metric.unit === '' ? '' : `${metric.unit}; `}above 0 it is higher than under A`,
    years: compared.years,
    areas,
    lines,
    marks: marksOf(compared),
    zero: true,
    provenance: provenanceLine(
      compared,
      'lines: mean of the differences within pairs; shaded: its 50, 80 and 95 % intervals (Student’s t)',
    ),
  };
}

/** Where the runs of every side lie in one metric, as a drawing. */
export function bandsDrawing(compared: Compared, index: number): Drawing {
  const metric = metrics[index];
  const areas: Area[] = [];
  const lines = compared.sides.map((side) => {
    const found: Bands = bands(seriesOf(side, index));
    if (found.runs > 1)
      for (const level of [95, 80, 50] as const)
        areas.push({
          ...found.bands[level],
          colour: colourOf(side.letter),
          opacity: OPACITIES[level] * (compared.sides.length > 2 ? 0.6 : 1),
        });
    return {
      label: `${side.letter}: ${side.title}`,
      values: found.median,
      colour: colourOf(side.letter),
      dash: dashOf(side.letter),
    };
  });
  const last = lines.map(
    ({ label, values }) => `${label} ends at ${figure(metric, values[values.length - 1])}`,
  );
  return {
    title: metric.label,
    summary: `Line chart of ${metric.label} over ${yearsText(compared.years)}, medians of the runs: ${last.join('; ')}.`,
    unit: metric.unit,
    years: compared.years,
    areas,
    lines,
    marks: marksOf(compared),
    zero: false,
    provenance: provenanceLine(compared, 'lines: medians; bands: the middle 50, 80 and 95 % of the runs'),
  };
}

/** How the pairs of schools that know one another are spread over the stages under one side, mean of its runs. */
export function stagesDrawing(compared: Compared, at: number): Drawing {
  const side = compared.sides[at];
  const means = stageShares.map((index) => {
    const runs = seriesOf(side, index);
    return Float64Array.from(runs[0], (_, i) => runs.reduce((sum, run) => sum + run[i], 0) / runs.length);
  });
  let low = new Float64Array(means[0].length);
  const areas = means.map((share, i): Area => {
    const [from, stage] = [low, i + 1];
    low = low.map((value, k) => value + share[k]);
    const hatch = stage < STAGES.length - 1 ? { hatch: stage } : {};
    return { low: from, high: low, colour: PAPER.stages[stage], opacity: 1, label: STAGES[stage], ...hatch };
  });
  const last = means.map((share, i) => `${STAGES[i + 1]} ${formatNumber(share[share.length - 1], 3)}`);
  return {
    title: `Stages of relations under ${side.letter}: ${side.title}`,
    summary: `Stacked areas: shares of related pairs of schools by stage over ${yearsText(compared.years)}. At the end ${last.join(', ')}.`,
    unit: 'share of the pairs of schools that have any contact, stacked from association up',
    years: compared.years,
    areas,
    lines: [],
    marks: marksOf({ ...compared, sides: [side] }),
    zero: false,
    provenance: provenanceLine(compared, 'means over the runs, no interval'),
  };
}

export function figure(metric: Metric, value: number): string {
  return formatNumber(value, decimalsToShow(metric, Math.abs(value)));
}
