/** Figures in rows as a picture that needs nothing else: each with a dot and its interval, and the numbers in words beside. */
import { type Markup, markup, type Part } from './markup.ts';
import { INK, type Key, MUTED, RULE, type Sheet, sheet, wrapped } from './sheet.ts';

/** Where the things of a row lie on its graphic, from 0 at the left to 1 at the right. */
export interface RowFigure {
  /** Null where there is nothing to show. */
  readonly centre: number | null;
  readonly interval: readonly [number, number] | null;
  /** Where an upright line stands: what it is held against. */
  readonly base: number;
  /** The part in which an interval has to lie, if any. */
  readonly wanted?: readonly [number, number];
  /** Whether a bar runs from the base to the centre. */
  readonly bar?: boolean;
  /** Filled where it is told apart from the base, else hollow and grey. */
  readonly clear: boolean;
  readonly colour: string;
}

export interface DrawnRow {
  readonly head: string;
  readonly figure: RowFigure | null;
  readonly cells: readonly string[];
}

export interface RowsDrawing extends Sheet {
  readonly head: string;
  readonly columns: readonly { readonly title: string; readonly width: number }[];
  readonly groups: readonly { readonly title: string; readonly rows: readonly DrawnRow[] }[];
  /** Of all rows, where they share a scale. */
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

const LEFT = 16;
const HEAD = 230;
const GRAPHIC = 190;
const GAP = 14;
const LINE = 15;
/** Letters of a line of a row's head, and of a group's. */
const HEAD_LETTERS = 33;
const GROUP_LETTERS = 120;

/** As wide as its columns ask for. */
export function rowsDrawing(drawing: RowsDrawing): Markup {
  const { columns, groups, ticks } = drawing;
  const graphicAt = LEFT + HEAD + GAP;
  const ends: number[] = [];
  for (const { width } of columns) ends.push((ends.at(-1) ?? graphicAt + GRAPHIC) + GAP + width);
  const width = (ends.at(-1) ?? graphicAt + GRAPHIC) + LEFT;
  let height = 30;
  const lines: ((top: number) => Part)[] = [
    (top) => [
      text(LEFT, top + 12, drawing.head, MUTED),
      columns.map(({ title }, i) => text(ends[i], top + 12, title, MUTED, 'end')),
      ticks.map((tick) => text(graphicAt + tick.at * GRAPHIC, top + 12, tick.text, MUTED, 'middle')),
      rule(top + 20, width),
    ],
  ];
  for (const { title, rows } of groups) {
    if (title !== '') {
      const heads = wrapped(title, GROUP_LETTERS);
      const at = height;
      lines.push((top) =>
        heads.map((one, i) => text(LEFT, top + at + 14 + LINE * i, one, INK, 'start', 600)),
      );
      height += 10 + LINE * heads.length;
    }
    for (const row of rows) {
      const heads = wrapped(row.head, HEAD_LETTERS);
      const at = height;
      const high = Math.max(22, 7 + LINE * heads.length);
      lines.push((top) => {
        const middle = top + at + high / 2;
        return [
          heads.map((one, i) => text(LEFT, middle + 4 + LINE * (i - (heads.length - 1) / 2), one, INK)),
          row.figure === null ? null : figure(row.figure, graphicAt, middle),
          row.cells.map((cell, i) => text(ends[i], middle + 4, cell, INK, 'end')),
          rule(top + at + high, width),
        ];
      });
      height += high;
    }
  }
  return sheet(drawing, height + 12, (top) => lines.map((line) => line(top)), { width, left: LEFT });
}

function text(
  x: number,
  y: number,
  content: string,
  colour: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
  weight = 400,
): Markup {
  return markup`<text x="${x}" y="${y}" text-anchor="${anchor}" font-weight="${weight}" fill="${colour}">${content}</text>
`;
}

function rule(y: number, width: number): Markup {
  return markup`<line x1="${LEFT}" x2="${width - LEFT}" y1="${y}" y2="${y}" stroke="${RULE}"/>
`;
}

function figure(
  { centre, interval, base, wanted, bar, clear, colour }: RowFigure,
  left: number,
  y: number,
): Markup {
  const x = (place: number) => Math.round((left + place * GRAPHIC) * 100) / 100;
  const ink = clear ? colour : MUTED;
  return markup`${
    wanted === undefined
      ? null
      : markup`<rect x="${x(wanted[0])}" y="${y - 8}" width="${x(wanted[1]) - x(wanted[0])}" height="16" fill="${colour}" fill-opacity="0.16" stroke="${colour}" stroke-opacity="0.4" stroke-width="0.75"/>`
  }<line x1="${x(base)}" x2="${x(base)}" y1="${y - 9}" y2="${y + 9}" stroke="${MUTED}"/>${
    centre === null
      ? null
      : markup`${
          bar === true
            ? markup`<rect x="${Math.min(x(base), x(centre))}" y="${y - 5}" width="${Math.abs(x(centre) - x(base))}" height="10" fill="${clear ? colour : RULE}" fill-opacity="${clear ? 0.35 : 1}"/>`
            : null
        }${
          interval === null
            ? null
            : markup`<path d="M${x(interval[0])} ${y}H${x(interval[1])}M${x(interval[0])} ${y - 4}v8M${x(interval[1])} ${y - 4}v8" fill="none" stroke="${ink}" stroke-width="1.8"/>`
        }<circle cx="${x(centre)}" cy="${y}" r="4.2" fill="${clear ? colour : '#ffffff'}" stroke="${ink}" stroke-width="1.8"/>`
  }
`;
}

/** Keys of what stands in the graphics. */
export function rowKeys(clear: string, unclear: string, colour: string): Key[] {
  return [[clear, true] as const, [unclear, false] as const].map(([label, filled]) => ({
    label,
    mark: (x, y) =>
      markup`<path d="M${x} ${y}h30M${x} ${y - 4}v8M${x + 30} ${y - 4}v8" fill="none" stroke="${filled ? colour : MUTED}" stroke-width="1.8"/><circle cx="${x + 15}" cy="${y}" r="4.2" fill="${filled ? colour : '#ffffff'}" stroke="${filled ? colour : MUTED}" stroke-width="1.8"/>`,
  }));
}
