import { formatNumber } from '../../../analysis/format.ts';
import type { Interval } from '../../../analysis/interval.ts';
import { type Markup, markup, nothing, type Part } from '../../../analysis/report/markup.ts';
import { type Axis, niceAxis, placeOf } from '../../../analysis/report/scale.ts';

/**
 * Drawings of a report as SVG without any script: colours and line widths come from the report's style by class, so that they
 * follow light, dark and print. Each is told in words by its label; the numbers stand in a table beside it.
 */

/** Drawings that stand in a cell of a table. */
const CELL = { width: 150, height: 20 };
const MIDDLE = CELL.height / 2;

function inCell(label: string, content: Part): Markup {
  return markup`<svg class="cell" role="img" aria-label="${label}" viewBox="0 0 ${CELL.width} ${CELL.height}" width="${CELL.width}" height="${CELL.height}">${content}</svg>`;
}

/** A bar from 0, with a whisker for its interval; what lies beyond the axis is cut off. */
export function barCell(label: string, value: number, interval: Interval | null, axis: Axis): Markup {
  const x = placeOf(axis, 1, CELL.width - 1);
  const at = (v: number) => x(Math.min(axis.high, Math.max(axis.low, v)));
  const [from, to] = [at(0), at(value)].sort((a, b) => a - b);
  return inCell(
    label,
    markup`<rect class="bar" x="${from}" y="4" width="${Math.max(0.5, to - from)}" height="12"/><line class="zero" x1="${at(0)}" x2="${at(0)}" y1="0" y2="${CELL.height}"/>${whisker(interval, at)}`,
  );
}

/** A dot with its interval, and a line at `zero` where that is on the axis. */
export function dotCell(
  label: string,
  value: number,
  interval: Interval | null,
  axis: Axis,
  zero: number | null = null,
): Markup {
  const at = placeOf(axis, 5, CELL.width - 5);
  const line =
    zero === null || zero < axis.low || zero > axis.high
      ? nothing
      : markup`<line class="zero" x1="${at(zero)}" x2="${at(zero)}" y1="0" y2="${CELL.height}"/>`;
  return inCell(
    label,
    markup`${line}${whisker(interval, at)}${Number.isFinite(value) ? markup`<circle class="dot" cx="${at(value)}" cy="${MIDDLE}" r="4"/>` : null}`,
  );
}

function whisker(interval: Interval | null, at: (value: number) => number): Markup {
  if (interval === null) return nothing;
  const [low, high] = interval.map(at);
  return markup`<path class="whisker" d="M${low} ${MIDDLE - 4}v8M${low} ${MIDDLE}H${high}M${high} ${MIDDLE - 4}v8"/>`;
}

/** The part of a factor's range that a box keeps. */
export function rangeCell(label: string, kept: Interval, whole: Interval): Markup {
  const x = placeOf({ low: whole[0], high: whole[1] }, 2, CELL.width - 2);
  return inCell(
    label,
    markup`<line class="axis" x1="2" x2="${CELL.width - 2}" y1="${MIDDLE}" y2="${MIDDLE}"/><rect class="bar" x="${x(kept[0])}" y="5" width="${Math.max(2, x(kept[1]) - x(kept[0]))}" height="10"/>`,
  );
}

/** Drawings that stand by themselves: small enough for a telephone, so that text is never scaled. */
const WIDTH = 320;
const LEFT = 52;
const RIGHT = 10;
const TOP = 10;
const BOTTOM = 38;

interface Frame {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** Axes with their ticks and titles around what `draw` puts in them. */
function framed(
  label: string,
  height: number,
  axes: { readonly x: Axis; readonly y: Axis; readonly xTitle: string; readonly yTitle: string },
  xTicks: readonly { readonly at: number; readonly text: string }[],
  draw: (frame: Frame) => Part,
): Markup {
  const x = placeOf(axes.x, LEFT, WIDTH - RIGHT);
  const y = placeOf(axes.y, height - BOTTOM, TOP);
  const across = axes.y.ticks.map(
    (tick) =>
      markup`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(tick)}" y2="${y(tick)}"/><text class="tick" x="${LEFT - 6}" y="${y(tick) + 4}" text-anchor="end">${formatNumber(tick, axes.y.decimals)}</text>`,
  );
  const along = xTicks.map(
    ({ at, text }, i) =>
      markup`<text class="tick" x="${x(at)}" y="${height - BOTTOM + 15}" text-anchor="${i === xTicks.length - 1 && xTicks.length > 1 && at === axes.x.high ? 'end' : 'middle'}">${text}</text>`,
  );
  return markup`<svg class="plot" role="img" aria-label="${label}" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">${across}<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${height - BOTTOM}" y2="${height - BOTTOM}"/>${along}<text class="title" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${height - 5}" text-anchor="middle">${axes.xTitle}</text><text class="title" transform="translate(11 ${(TOP + height - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${axes.yTitle}</text>${draw({ x, y })}</svg>`;
}

const numberTicks = ({ ticks, decimals }: Axis) =>
  ticks.map((tick) => ({ at: tick, text: formatNumber(tick, decimals) }));

/** Numbered points: what the numbers stand for is in the table beside. */
export function scatter(
  label: string,
  points: readonly { readonly x: number; readonly y: number; readonly mark: string }[],
  titles: { readonly x: string; readonly y: string },
): Markup {
  const x = niceAxis(0, Math.max(...points.map((point) => point.x)), 4);
  const y = niceAxis(0, Math.max(...points.map((point) => point.y)), 4);
  return framed(label, 240, { x, y, xTitle: titles.x, yTitle: titles.y }, numberTicks(x), (frame) => {
    const marked: { x: number; y: number }[] = [];
    return points.map((point) => {
      const [px, py] = [frame.x(point.x), frame.y(point.y)];
      // Where points crowd, the first has its number: the table has them all.
      const free = marked.every((one) => Math.abs(one.x - px) > 14 || Math.abs(one.y - py) > 11);
      if (free) marked.push({ x: px, y: py });
      const mark = free ? markup`<text class="mark" x="${px + 6}" y="${py - 4}">${point.mark}</text>` : null;
      return markup`<circle class="dot" cx="${px}" cy="${py}" r="3.5"/>${mark}`;
    });
  });
}

/** Boxes from the first, which holds everything, to the smallest; the one taken is a ring. */
export function trajectory(
  label: string,
  boxes: readonly { readonly coverage: number; readonly density: number }[],
  taken: { readonly coverage: number; readonly density: number },
): Markup {
  const axis = niceAxis(0, 1, 5);
  const titles = { xTitle: 'coverage', yTitle: 'density' };
  return framed(label, 240, { x: axis, y: axis, ...titles }, numberTicks(axis), ({ x, y }) => {
    const path = boxes.map(
      ({ coverage, density }, i) => `${i === 0 ? 'M' : 'L'}${x(coverage)} ${y(density)}`,
    );
    return [
      markup`<path class="line s0" d="${path.join('')}"/>`,
      boxes.map(
        ({ coverage, density }) =>
          markup`<circle class="dot" cx="${x(coverage)}" cy="${y(density)}" r="2.5"/>`,
      ),
      markup`<circle class="ring" cx="${x(taken.coverage)}" cy="${y(taken.density)}" r="7"/>`,
    ];
  });
}

/** How many values lie where. */
export function histogram(label: string, values: readonly number[], xTitle: string): Markup {
  const x = niceAxis(Math.min(...values), Math.max(...values), 5);
  const bins = Math.min(20, Math.max(5, Math.ceil(Math.sqrt(values.length))));
  const counts = new Array<number>(bins).fill(0);
  for (const value of values)
    counts[Math.min(bins - 1, Math.floor(((value - x.low) / (x.high - x.low)) * bins))]++;
  const top = Math.max(...counts);
  const y = niceAxis(0, top, Math.min(4, top));
  const edge = (i: number) => x.low + ((x.high - x.low) * i) / bins;
  return framed(label, 170, { x, y, xTitle, yTitle: 'cells' }, numberTicks(x), (frame) =>
    counts.map((n, i) =>
      n === 0
        ? null
        : markup`<rect class="bar" x="${frame.x(edge(i)) + 0.5}" y="${frame.y(n)}" width="${frame.x(edge(i + 1)) - frame.x(edge(i)) - 1}" height="${frame.y(0) - frame.y(n)}"/>`,
    ),
  );
}

/** One line of a profile: a mean and its interval at each place. */
export interface ProfileLine {
  readonly places: readonly {
    readonly at: number;
    readonly mean: number;
    readonly interval: Interval | null;
  }[];
}

/** The most lines that can be told apart; classes s0 to s5 of the style. */
export const MOST_LINES = 6;

/** Lines along a factor: joined where it is a number, apart where it is a category (`names`). */
export function profile(
  label: string,
  lines: readonly ProfileLine[],
  factor: { readonly name: string; readonly names: readonly string[] | null },
  yTitle: string,
  y: Axis,
): Markup {
  const { names } = factor;
  const all = lines.flatMap(({ places }) => places.map(({ at }) => at));
  const x =
    names === null
      ? niceAxis(Math.min(...all), Math.max(...all), 5)
      : { low: -0.5, high: names.length - 0.5, ticks: [], decimals: 0 };
  const ticks =
    names === null ? numberTicks(x) : names.map((name, at) => ({ at, text: short(name, names.length) }));
  return framed(label, 200, { x, y, xTitle: short(factor.name, 1), yTitle }, ticks, (frame) =>
    lines.map(({ places }, i) => {
      // Intervals of several lines at one place stand beside each other.
      const shift = (i - (lines.length - 1) / 2) * 5;
      const path = places.map(
        ({ at, mean }, k) => `${k === 0 ? 'M' : 'L'}${frame.x(at) + shift} ${frame.y(mean)}`,
      );
      return [
        names === null ? markup`<path class="line s${i}" d="${path.join('')}"/>` : null,
        places.map(({ at, mean, interval }) => {
          const px = frame.x(at) + shift;
          const bars =
            interval === null
              ? nothing
              : markup`<line class="error s${i}" x1="${px}" x2="${px}" y1="${frame.y(Math.max(y.low, interval[0]))}" y2="${frame.y(Math.min(y.high, interval[1]))}"/>`;
          return markup`${bars}<circle class="point s${i}" cx="${px}" cy="${frame.y(mean)}" r="3.5"/>`;
        }),
      ];
    }),
  );
}

/** A name in the room that it has among `of` others; the whole of it stands in the tables. */
function short(name: string, of: number): string {
  const room = Math.max(4, Math.floor(40 / of));
  return name.length <= room ? name : `${name.slice(0, room - 1)}…`;
}
