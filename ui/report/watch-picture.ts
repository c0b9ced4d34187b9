/** One outcome of a watched run and its branches over time, as a picture. */
import type { Dated } from '../../analysis/dated.ts';
import { lineDrawing } from '../../analysis/report/drawing.ts';
import { type Metric, VERSION, WEEKS_A_TERM, WEEKS_A_YEAR } from '../../sim/index.ts';
import { DASHES } from '../components/watch/strokes.ts';
import { fileStem } from '../state/download.ts';
import { PAPER } from './colours.ts';
import type { Picture } from './pictures.ts';

export interface WatchedLine {
  readonly name: string;
  /** Week in which it branched off. */
  readonly from: number;
  /** One at the start and one a term. */
  readonly values: readonly number[];
}

export function watchPicture(of: {
  readonly metric: Metric;
  readonly lines: readonly WatchedLine[];
  readonly weeks: number;
  readonly marks: readonly Dated[];
  readonly title: string;
  readonly seed: string;
  readonly summary: string;
}): Picture {
  const { metric, lines, weeks, marks, title, seed, summary } = of;
  const colours = [PAPER.ink, PAPER.sides.b, PAPER.sides.c, PAPER.sides.d];
  const every = WEEKS_A_TERM / WEEKS_A_YEAR;
  const svg = lineDrawing({
    title: `${metric.label} over time: ${title}`,
    summary,
    unit: `${metric.unit === '' ? '' : `${metric.unit}; `}at the end of each term`,
    years: weeks / WEEKS_A_YEAR,
    areas: [],
    lines: lines.map(({ name, from, values }, i) => {
      const first = Math.floor(from / WEEKS_A_TERM);
      const dash = DASHES[i].split(' ').filter(Boolean).map(Number);
      return {
        label: name,
        values: values.slice(first),
        colour: colours[i],
        dash,
        from: first * every,
        every,
      };
    }),
    marks: [...new Set(marks.map(({ week }) => week))].map((week) => ({
      year: week / WEEKS_A_YEAR,
      label: '',
    })),
    zero: false,
    provenance: `Dotted uprights: dated changes. n = 1 run each, so no interval; seed ${seed}; Collegium ${VERSION}.`,
  }).text;
  return { stem: `${fileStem(title)}-${fileStem(`${seed} ${metric.key}`)}`, svg };
}
