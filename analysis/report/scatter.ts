/** Two numbers against one another as a picture that needs nothing else: marks, means, regions, thresholds. */
import { type Markup, markup } from './markup.ts';
import { dashes, INK, type Key, LEFT, lineKey, MUTED, RIGHT, RULE, type Sheet, sheet } from './sheet.ts';

export interface ScatterAxis {
  readonly title: string;
  /** Where a value lies, from 0 at one end of the axis to 1 at the other. */
  readonly place: (value: number) => number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** Marks of one kind. */
export interface Cloud {
  readonly label: string;
  readonly colour: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** The path of one mark, so far from its middle to its edge. */
  readonly shape: (x: number, y: number, size: number) => string;
  /** 0 to 1. */
  readonly opacity: number;
  /** A large mark with a letter, and the region around it. */
  readonly mean?: { readonly at: readonly [x: number, y: number]; readonly letter: string };
  readonly ring?: {
    readonly points: readonly (readonly [x: number, y: number])[];
    readonly dash: readonly number[];
  };
}

export interface ScatterDrawing extends Omit<Sheet, 'keys'> {
  readonly x: ScatterAxis;
  readonly y: ScatterAxis;
  readonly clouds: readonly Cloud[];
  /** Whether lines stand at 0 of either axis, where it is on it. */
  readonly zero: { readonly x: boolean; readonly y: boolean };
  /** An upright line, and what it stands for. */
  readonly threshold: { readonly at: number; readonly label: string; readonly colour: string } | null;
}

const PLOT = 400;
const AXIS_LEFT = LEFT + 26;
const SMALL = 3;
const THRESHOLD_DASH = [5, 4];

const two = (value: number) => Math.round(value * 100) / 100;

export function scatterDrawing(drawing: ScatterDrawing): Markup {
  const { clouds, threshold, zero } = drawing;
  const keys: Key[] = clouds.map(({ label, colour, shape, opacity }) => ({
    label,
    mark: (x, y) =>
      markup`<path d="${shape(x + 15, y, 4.5)}" fill="${colour}" fill-opacity="${Math.max(0.6, opacity)}"/>`,
  }));
  if (threshold !== null) keys.push(lineKey(threshold.label, threshold.colour, THRESHOLD_DASH, 1.5));
  return sheet({ ...drawing, keys }, PLOT + 40, (top) => {
    const bottom = top + PLOT;
    const x = (value: number) => two(AXIS_LEFT + drawing.x.place(value) * (RIGHT - AXIS_LEFT));
    const y = (value: number) => two(bottom - drawing.y.place(value) * PLOT);
    const line = (strong: boolean) =>
      markup`stroke="${strong ? INK : RULE}" stroke-width="${strong ? 1.4 : 1}"`;
    return markup`<defs><clipPath id="plot"><rect x="${AXIS_LEFT}" y="${top}" width="${RIGHT - AXIS_LEFT}" height="${PLOT}"/></clipPath></defs>
${drawing.x.ticks.map(
  ({ at, text }) =>
    markup`<line x1="${x(at)}" x2="${x(at)}" y1="${top}" y2="${bottom}" ${line(zero.x && at === 0)}/><text x="${x(at)}" y="${bottom + 16}" text-anchor="${drawing.x.place(at) > 0.97 ? 'end' : 'middle'}" fill="${MUTED}">${text}</text>
`,
)}${drawing.y.ticks.map(
  ({ at, text }) =>
    markup`<line x1="${AXIS_LEFT}" x2="${RIGHT}" y1="${y(at)}" y2="${y(at)}" ${line(zero.y && at === 0)}/><text x="${AXIS_LEFT - 7}" y="${y(at) + 4}" text-anchor="end" fill="${MUTED}">${text}</text>
`,
)}<text x="${(AXIS_LEFT + RIGHT) / 2}" y="${bottom + 36}" text-anchor="middle" fill="${INK}">${drawing.x.title}</text>
<text transform="translate(18 ${top + PLOT / 2}) rotate(-90)" text-anchor="middle" fill="${INK}">${drawing.y.title}</text>
${threshold === null ? null : markup`<line x1="${x(threshold.at)}" x2="${x(threshold.at)}" y1="${top}" y2="${bottom}" stroke="${threshold.colour}" stroke-width="1.5"${dashes(THRESHOLD_DASH)}/>`}
<g clip-path="url(#plot)">${clouds.map(({ colour, opacity, points, shape, ring }) => [
      markup`<path d="${points.map(([px, py]) => shape(x(px), y(py), SMALL)).join('')}" fill="${colour}" fill-opacity="${opacity}"/>
`,
      ring === undefined
        ? null
        : markup`<path d="M${ring.points.map(([px, py]) => `${x(px)} ${y(py)}`).join('L')}Z" fill="${colour}" fill-opacity="0.14" stroke="${colour}" stroke-width="1.8"${dashes(ring.dash)}/>
`,
    ])}</g>
${clouds.map(({ colour, shape, mean }) => {
  if (mean === undefined) return null;
  const [px, py] = [x(mean.at[0]), y(mean.at[1])];
  return markup`<path d="${shape(px, py, 5.5)}" fill="${colour}" stroke="#ffffff" stroke-width="1.5"/><text x="${px + 9}" y="${py - 7}" font-size="14" font-weight="700" fill="${colour}" stroke="#ffffff" stroke-width="4" paint-order="stroke">${mean.letter}</text>
`;
})}`;
  });
}
