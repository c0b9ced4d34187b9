/**
 * Line charts as SVG that needs nothing else: no script, no style sheet, every text as text. The same drawing is saved as
 * a picture and stands in reports.
 */
import { formatNumber } from '../format.ts';
import { type Markup, markup, type Part } from './markup.ts';
import { niceAxis, placeOf } from './scale.ts';

export interface Line {
  readonly label: string;
  readonly values: ArrayLike<number>;
  readonly colour: string;
  readonly dash?: readonly number[];
}

export interface Area {
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  readonly colour: string;
  /** 0 to 1. */
  readonly opacity: number;
}

export interface Drawing {
  readonly title: string;
  /** What a reader who does not see it is told. */
  readonly summary: string;
  readonly unit: string;
  /** Length of the time axis, years; values lie evenly from 0 to it. */
  readonly years: number;
  readonly areas: readonly Area[];
  readonly lines: readonly Line[];
  /** Dated changes, in years, with what stands for each. */
  readonly marks: readonly { readonly year: number; readonly label: string }[];
  /** Whether 0 is drawn in. */
  readonly zero: boolean;
  /** What stands below: n, interval, seeds, version. */
  readonly provenance: string;
}

const WIDTH = 720;
const LEFT = 58;
const RIGHT = 16;
const PLOT = 270;
const INK = '#1c1f24';
const MUTED = '#575d68';
const RULE = '#dcd9cf';
const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, sans-serif';
/** Letters of small type in a line. */
const LINE_LENGTH = 108;

/** The chart with its title, axes, legend and provenance, 720 units wide. */
export function lineDrawing(drawing: Drawing): Markup {
  const { title, summary, unit, years, lines, provenance } = drawing;
  const notes = wrapped(provenance, LINE_LENGTH);
  const legendAt = 46;
  const top = legendAt + 20 * lines.length + 6;
  const bottom = top + PLOT;
  const height = bottom + 48 + 16 * notes.length;
  const yAxis = axisOf(drawing);
  const x = placeOf({ low: 0, high: years }, LEFT, WIDTH - RIGHT);
  const y = placeOf(yAxis, bottom, top);
  return markup`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${summary}" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="${FONT}" font-size="12" fill="${INK}">
<title>${title}</title>
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
<text x="${LEFT}" y="22" font-size="16" font-weight="600">${title}</text>
<text x="${LEFT}" y="38" fill="${MUTED}">${unit}</text>
${lines.map((line, i) => legend(line, legendAt + 20 * i + 8))}
${yAxis.ticks.map((tick) => {
  const at = y(tick);
  const strong = drawing.zero && tick === 0;
  return markup`<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}" stroke="${strong ? INK : RULE}" stroke-width="${strong ? 1.5 : 1}"/><text x="${LEFT - 8}" y="${at + 4}" text-anchor="end" fill="${MUTED}">${drawing.zero && tick > 0 ? '+' : ''}${formatNumber(tick, yAxis.decimals)}</text>
`;
})}${yearTicks(years).map(
  (year) =>
    markup`<text x="${x(year)}" y="${bottom + 18}" text-anchor="middle" fill="${MUTED}">${year}</text>
`,
)}<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${bottom + 36}" text-anchor="middle" fill="${MUTED}">Years from the start</text>
${drawing.areas.map((area) => areaPath(area, x, y, years))}
${lines.map((line) => linePath(line, x, y, years))}
${drawing.marks.map(
  ({ year, label }) =>
    markup`<line x1="${x(year)}" x2="${x(year)}" y1="${top}" y2="${bottom}" stroke="${MUTED}" stroke-dasharray="2 3"/><text x="${x(year) + 3}" y="${top + 11}" font-size="11" font-weight="600" fill="${MUTED}" stroke="#ffffff" stroke-width="3" paint-order="stroke">${label}</text>
`,
)}${notes.map(
  (note, i) =>
    markup`<text x="${LEFT}" y="${bottom + 58 + 16 * i}" font-size="11" fill="${MUTED}">${note}</text>
`,
)}</svg>`;
}

function axisOf({ areas, lines, zero }: Drawing) {
  let low = zero ? 0 : Number.POSITIVE_INFINITY;
  let high = zero ? 0 : Number.NEGATIVE_INFINITY;
  for (const values of [
    ...areas.flatMap((area) => [area.low, area.high]),
    ...lines.map((line) => line.values),
  ]) {
    for (let i = 0; i < values.length; i++) {
      if (!Number.isFinite(values[i])) continue;
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
  }
  return low <= high ? niceAxis(low, high, 5) : niceAxis(0, 1, 5);
}

function yearTicks(years: number): number[] {
  const step = Math.max(1, Math.ceil(years / 10));
  return Array.from({ length: Math.floor(years / step) + 1 }, (_, i) => i * step);
}

function legend({ label, colour, dash }: Line, y: number): Markup {
  return markup`<path d="M${LEFT} ${y}h30" stroke="${colour}" stroke-width="2.5"${dashes(dash)}/><text x="${LEFT + 38}" y="${y + 4}">${label}</text>
`;
}

function dashes(dash: readonly number[] | undefined): Part {
  return dash === undefined || dash.length === 0 ? null : markup` stroke-dasharray="${dash.join(' ')}"`;
}

type Place = (value: number) => number;

function pathOf(values: ArrayLike<number>, x: Place, y: Place, years: number, from: 'M' | 'L' = 'M'): string {
  const last = Math.max(1, values.length - 1);
  return Array.from(
    { length: values.length },
    (_, i) => `${i === 0 ? from : 'L'}${x((years * i) / last)} ${y(values[i])}`,
  ).join('');
}

function linePath({ values, colour, dash }: Line, x: Place, y: Place, years: number): Markup {
  return markup`<path d="${pathOf(values, x, y, years)}" fill="none" stroke="${colour}" stroke-width="2.5" stroke-linejoin="round"${dashes(dash)}/>
`;
}

function areaPath({ low, high, colour, opacity }: Area, x: Place, y: Place, years: number): Markup {
  const last = Math.max(1, low.length - 1);
  const back = Array.from({ length: low.length }, (_, i) => {
    const at = low.length - 1 - i;
    return `L${x((years * at) / last)} ${y(low[at])}`;
  }).join('');
  return markup`<path d="${pathOf(high, x, y, years)}${back}Z" fill="${colour}" fill-opacity="${opacity}"/>
`;
}

/** Text in lines of at most so many letters, broken between words. */
function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
