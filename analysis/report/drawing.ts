/** Charts over time as pictures that need nothing else. The same drawing is saved as a file and stands in reports. */
import { formatNumber } from '../format.ts';
import { type Markup, markup, type Part } from './markup.ts';
import { niceAxis, placeOf } from './scale.ts';
import { dashes, INK, type Key, LEFT, lineKey, MUTED, RIGHT, RULE, type Sheet, sheet } from './sheet.ts';

export interface Line {
  readonly label: string;
  readonly values: ArrayLike<number>;
  readonly colour: string;
  readonly dash?: readonly number[];
  /** Where its first value lies, in years from the start. */
  readonly from?: number;
  /** Years from one value to the next; without it they lie evenly up to the end of the axis. */
  readonly every?: number;
}

export interface Area {
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  readonly colour: string;
  /** 0 to 1. */
  readonly opacity: number;
  /** What it stands for, where no line says so. */
  readonly label?: string;
  /** Strokes that tell it apart without its colour: 1 dots, 2 falling, 3 rising. */
  readonly hatch?: number;
}

export interface Drawing extends Omit<Sheet, 'keys'> {
  /** Length of the time axis, years; values lie evenly from 0 to it. */
  readonly years: number;
  readonly areas: readonly Area[];
  readonly lines: readonly Line[];
  /** Dated changes, in years, with what stands for each. */
  readonly marks: readonly { readonly year: number; readonly label: string }[];
  /** Whether 0 is drawn in. */
  readonly zero: boolean;
}

const PLOT = 270;

/** The chart with its title, axes, legend and provenance, 720 units wide. */
export function lineDrawing(drawing: Drawing): Markup {
  const { years, lines, areas } = drawing;
  const yAxis = axisOf(drawing);
  const x = placeOf({ low: 0, high: years }, LEFT, RIGHT);
  const keys = [
    ...areas.flatMap((area) => (area.label === undefined ? [] : [areaKey(area.label, area)])),
    ...lines.map(({ label, colour, dash }) => lineKey(label, colour, dash)),
  ];
  return sheet({ ...drawing, keys }, PLOT + 38, (top) => {
    const bottom = top + PLOT;
    const y = placeOf(yAxis, bottom, top);
    return markup`${hatches(areas)}${yAxis.ticks.map((tick) => {
      const at = y(tick);
      const strong = drawing.zero && tick === 0;
      return markup`<line x1="${LEFT}" x2="${RIGHT}" y1="${at}" y2="${at}" stroke="${strong ? INK : RULE}" stroke-width="${strong ? 1.5 : 1}"/><text x="${LEFT - 8}" y="${at + 4}" text-anchor="end" fill="${MUTED}">${drawing.zero && tick > 0 ? '+' : ''}${formatNumber(tick, yAxis.decimals)}</text>
`;
    })}${yearTicks(years).map(
      (year) =>
        markup`<text x="${x(year)}" y="${bottom + 18}" text-anchor="middle" fill="${MUTED}">${year}</text>
`,
    )}<text x="${(LEFT + RIGHT) / 2}" y="${bottom + 36}" text-anchor="middle" fill="${MUTED}">Years from the start</text>
${areas.map((area) => areaPath(area, x, y, years))}
${lines.map((line) => linePath(line, x, y, years))}
${drawing.marks.map(
  ({ year, label }) =>
    markup`<line x1="${x(year)}" x2="${x(year)}" y1="${top}" y2="${bottom}" stroke="${MUTED}" stroke-dasharray="2 3"/><text x="${x(year) + 3}" y="${top + 11}" font-size="11" font-weight="600" fill="${MUTED}" stroke="#ffffff" stroke-width="3" paint-order="stroke">${label}</text>
`,
)}`;
  });
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

function areaKey(label: string, area: Area): Key {
  const fill = (x: number, y: number) => markup`M${x} ${y - 6}h30v12h-30Z`;
  return { label, mark: (x, y) => filled(fill(x, y), area) };
}

/** A shape in the colour of an area, with its strokes over it. */
function filled(path: Part, { colour, opacity, hatch }: Area): Markup {
  const strokes =
    hatch === undefined
      ? null
      : markup`<path d="${path}" fill="url(#hatch-${hatch})" stroke="#ffffff" stroke-width="1.5"/>`;
  return markup`<path d="${path}" fill="${colour}" fill-opacity="${opacity}"/>${strokes}
`;
}

const STROKES: Readonly<Record<number, Markup>> = {
  1: markup`<rect x="1" y="1" width="1.5" height="1.5" fill="#ffffff"/><rect x="5" y="5" width="1.5" height="1.5" fill="#ffffff"/>`,
  2: markup`<path d="M0 0L8 8" stroke="#ffffff"/>`,
  3: markup`<path d="M0 8L8 0" stroke="#ffffff"/>`,
};

function hatches(areas: readonly Area[]): Part {
  const used = [...new Set(areas.flatMap(({ hatch }) => hatch ?? []))];
  if (used.length === 0) return null;
  return markup`<defs>${used.map(
    (hatch) =>
      markup`<pattern id="hatch-${hatch}" width="8" height="8" patternUnits="userSpaceOnUse"><g stroke-opacity="0.55" fill-opacity="0.55">${STROKES[hatch] ?? null}</g></pattern>`,
  )}</defs>
`;
}

type Place = (value: number) => number;

/** A path through those of the values that are numbers. */
function pathOf(values: ArrayLike<number>, x: Place, y: Place, from: number, every: number): string {
  let path = '';
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    path += `${path === '' ? 'M' : 'L'}${x(from + every * i)} ${y(values[i])}`;
  }
  return path;
}

function linePath(
  { values, colour, dash, from = 0, every }: Line,
  x: Place,
  y: Place,
  years: number,
): Markup {
  const step = every ?? (years - from) / Math.max(1, values.length - 1);
  return markup`<path d="${pathOf(values, x, y, from, step)}" fill="none" stroke="${colour}" stroke-width="2.5" stroke-linejoin="round"${dashes(dash)}/>
`;
}

function areaPath(area: Area, x: Place, y: Place, years: number): Markup {
  const { low, high } = area;
  const last = Math.max(1, low.length - 1);
  const back = Array.from({ length: low.length }, (_, i) => {
    const at = low.length - 1 - i;
    return Number.isFinite(low[at]) ? `L${x((years * at) / last)} ${y(low[at])}` : '';
  }).join('');
  return filled(`${pathOf(high, x, y, 0, years / last)}${back}Z`, area);
}
