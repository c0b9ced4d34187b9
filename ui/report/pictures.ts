/** Pictures of a comparison, of what the page shows at the moment they are asked for. */
import { beats, verdictOf } from '../../analysis/better.ts';
import { type Compared, pairedWith } from '../../analysis/export/comparison.ts';
import { decimalsOf, decimalsToShow, formatNumber } from '../../analysis/format.ts';
import { type Drawing, lineDrawing } from '../../analysis/report/drawing.ts';
import { type DrawnRow, rowKeys, rowsDrawing } from '../../analysis/report/rows.ts';
import { type ScatterAxis, scatterDrawing } from '../../analysis/report/scatter.ts';
import { type Metric, metrics } from '../../sim/index.ts';
import { AXIS_TICKS, placeOnAxis, standardised } from '../charts/interval.ts';
import { DASHES } from '../charts/lines.ts';
import { type Cloud, extentOf, markPath, outline } from '../charts/scatter.ts';
import { ticksBetween } from '../charts/ticks.ts';
import type { Made } from '../state/comparison.svelte.ts';
import { fileStem } from '../state/download.ts';
import { shownOf } from '../state/keeping.ts';
import { byGroup, keyOutcomes } from '../state/metrics.ts';
import type { View } from '../state/results.ts';
import { letterOf } from '../state/sides.ts';
import { PAPER } from './colours.ts';
import { bandsDrawing, differenceDrawing, provenanceLine, stagesDrawing } from './drawings.ts';

/** A file without its ending, and what stands in it. */
export interface Picture {
  readonly stem: string;
  readonly svg: string;
}

/** What is on the page: what it was made of, and its results so far. */
export interface Shown {
  readonly made: Made;
  readonly view: View;
}

/** Who A and B are, and how far the runs have come where they are under way. */
function about({ made, view }: Shown): string {
  const sides = made.sides.map(({ letter, name }) => `${letter}: ${name}`).join('; ');
  return `${sides}.${view.whole ? '' : ` The runs were under way, year ${view.years} of ${made.years}.`}`;
}

const stemOf = ({ made }: Shown, what: string) =>
  `${fileStem(made.sides.map(({ name }) => name).join(' '))}-${fileStem(what)}`;

function lines(shown: Shown, what: string, make: (compared: Compared) => Drawing): Picture {
  const drawing = make(shownOf(shown.made, shown.view));
  const provenance = `${drawing.provenance} ${about(shown)}`;
  return { stem: stemOf(shown, what), svg: lineDrawing({ ...drawing, provenance }).text };
}

/** The differences from A in the metric at this place. */
export function differencePicture(shown: Shown, index: number): Picture {
  return lines(shown, `${metrics[index].key} difference`, (compared) => differenceDrawing(compared, index));
}

/** Where the runs lie in the metric at this place. */
export function bandsPicture(shown: Shown, index: number): Picture {
  return lines(shown, `${metrics[index].key} runs`, (compared) => bandsDrawing(compared, index));
}

/** The stages of relations under the side at this place. */
export function stagesPicture(shown: Shown, at: number): Picture {
  const what = `stages ${shown.made.sides[at].letter}`;
  return lines(shown, what, (compared) => stagesDrawing(compared, at));
}

/** Two outcomes against one another, as the page shows them. */
export function tradeOffPicture(
  shown: Shown,
  of: {
    readonly clouds: readonly Cloud[];
    readonly x: { readonly metric: Metric; readonly title: string };
    readonly y: { readonly metric: Metric; readonly title: string };
    readonly mode: 'levels' | 'differences';
    readonly summary: string;
  },
): Picture {
  const { made, view } = shown;
  const differing = of.mode === 'differences';
  const axis = (way: 'x' | 'y', about: number): ScatterAxis => {
    const { low, high } = extentOf(of.clouds, way, differing);
    const { values, decimals } = ticksBetween(low, high, about);
    return {
      title: of[way].title,
      place: (value) => (value - low) / (high - low),
      ticks: values.map((at) => ({
        at: Math.abs(at) < 1e-12 ? 0 : at,
        text: `${differing && at > 0 ? '+' : ''}${formatNumber(at, decimals)}`,
      })),
    };
  };
  const [across, up] = [of.x.metric, of.y.metric];
  const svg = scatterDrawing({
    title: `${across.label} and ${up.label}${differing ? ', differences from A' : ''}`,
    summary: of.summary,
    unit: differing ? 'differences within pairs of runs' : 'one small mark a run',
    x: axis('x', 6),
    y: axis('y', 6),
    zero: { x: differing, y: differing },
    threshold: null,
    clouds: of.clouds.map(({ key, x, y, mean, region }) => ({
      label: `${letterOf(key)}: ${made.sides.find((side) => side.key === key)?.name ?? ''}${differing ? ', minus A' : ''}`,
      colour: PAPER.sides[key],
      points: Array.from(x, (value, i) => [value, y[i]] as const),
      shape: (px, py, size) => markPath(key, px, py, size),
      opacity: 0.38,
      mean: { at: mean, letter: letterOf(key) },
      ...(region === null ? {} : { ring: { points: outline(region), dash: DASHES[key] } }),
    })),
    provenance: `${provenanceLine(
      { seeds: view.pairs.map((pair) => view.results.seeds[pair]) },
      'large marks: means; ellipses: 95 % confidence region of the mean of both together (Hotelling’s T²), of three runs or more',
    )} ${about(shown)}`,
  }).text;
  return { stem: stemOf(shown, `${across.key} ${up.key}${differing ? ' differences' : ''}`), svg };
}

/** Key outcomes or all, each with its differences from A. */
export function scorecardPicture(shown: Shown, which: 'key' | 'all'): Picture {
  const compared = shownOf(shown.made, shown.view);
  const several = compared.sides.length > 2;
  const groups = which === 'key' ? [{ title: '', entries: keyOutcomes }] : byGroup;
  const rows = (index: number): DrawnRow[] =>
    shown.made.sides.slice(1).map((side, i) => {
      const metric = metrics[index];
      const result = pairedWith(compared, i + 1, index);
      const drawn = standardised(result);
      const ends = result.intervals?.[95] ?? null;
      const size = Math.max(Math.abs(result.difference), ends === null ? 0 : ends[1] - ends[0]);
      const decimals = decimalsToShow(metric, size);
      const verdict = verdictOf(metric.key, result);
      const beaten = beats(metric.key, result);
      const unit = metric.unit === '' ? '' : `, ${metric.unit}`;
      return {
        head: `${several ? `${side.letter}: ` : ''}${metric.label}${unit}`,
        figure:
          drawn === null
            ? null
            : {
                centre: placeOf(drawn.centre),
                interval:
                  drawn.low === null || drawn.high === null
                    ? null
                    : [placeOf(drawn.low), placeOf(drawn.high)],
                base: 0.5,
                clear: ends !== null && (ends[0] > 0 || ends[1] < 0),
                colour: several ? PAPER.sides[side.key] : PAPER.difference,
              },
        cells: [
          formatNumber(result.a, decimalsOf(metric)),
          formatNumber(result.b, decimalsOf(metric)),
          `${formatNumber(result.difference, decimals)}${verdict === 'unclear' ? '' : ` ${verdict}`}`,
          ends === null ? 'none' : `${formatNumber(ends[0], decimals)} to ${formatNumber(ends[1], decimals)}`,
          result.effect === null ? 'none' : formatNumber(result.effect, 1),
          `${beaten.as} in ${Math.round(beaten.share * 100)} %`,
        ],
      };
    });
  const svg = rowsDrawing({
    title: `Scorecard: ${which === 'key' ? 'key outcomes' : 'all outcomes'}`,
    summary: `Differences from A in ${groups.reduce((sum, { entries }) => sum + entries.length, 0)} outcomes, each with its 95 % interval.`,
    unit: 'graphic: the difference in standard deviations of the differences (effect), and its 95 % interval; to the right of the line it is higher than under A',
    keys: rowKeys('told apart from 0', 'the interval holds 0', PAPER.difference),
    head: 'Outcome and unit',
    columns: [
      { title: 'A', width: 60 },
      { title: several ? 'Mean' : 'B', width: 60 },
      { title: 'Difference', width: 100 },
      { title: '95 % interval', width: 125 },
      { title: 'Effect', width: 45 },
      { title: 'Beats A', width: 95 },
    ],
    groups: groups.map(({ title, entries }) => ({
      title,
      rows: entries.flatMap(({ index }) => rows(index)),
    })),
    ticks: AXIS_TICKS.map((tick) => ({ at: placeOf(tick), text: String(tick) })),
    provenance: `${provenanceLine(compared, 'intervals: Student’s t, 95 %, of the mean difference within pairs; beats A: share of pairs in which it is better than under A, or higher where none is better')} ${about(shown)}`,
  }).text;
  return { stem: stemOf(shown, `scorecard${which === 'key' ? '' : ' all'}`), svg };
}

const placeOf = (value: number) => (1 + placeOnAxis(value)) / 2;
