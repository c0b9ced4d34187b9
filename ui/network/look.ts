/** How schools and relations look, the same whichever way they are drawn. */
import { STAGE } from '../../sim/index.ts';
import type { Theme } from '../charts/theme.ts';
import type { Zoom } from '../state/screen.svelte.ts';
import type { Frame } from '../worker/contract.ts';
import type { Selection } from './selection.ts';

export interface Look {
  theme: Theme;
  width: number;
  height: number;
  zoom: Zoom;
  /** Which stages are drawn, from none to collegiality. */
  stages: readonly boolean[];
  collaboratives: boolean;
  /** What stands out: everything else steps back. */
  selection: Selection | null;
  /** Whether places are kilometres: only then is there a scale. */
  map: boolean;
}

/** By stage: dots, dashes, a line, and a double line for collegiality. Lengths in widths of the line. */
export const DASHES: readonly (readonly number[])[] = [[], [0.1, 2.6], [3.6, 2.6], [], []];

/** Width in pixels at trust 0 and at trust 1, by stage. */
const WIDTHS: readonly (readonly [number, number])[] = [
  [0, 0],
  [1.1, 2.1],
  [1.2, 2.6],
  [1.5, 3.4],
  [3.4, 5.6],
];

/** Part of a double line's width that shows the ground between its rails. */
export const CORE = 0.36;

/** Trust is drawn in so many steps of width: finer ones cannot be told apart. */
const CLASSES = 4;

export function widthOf(stage: number, trust: number): number {
  const [least, most] = WIDTHS[stage];
  return least + (most - least) * Math.max(0, Math.min(1, trust));
}

/** Relations that are drawn with the same stroke. */
export interface Bundle {
  stage: number;
  width: number;
  rows: Int32Array;
}

const bundled = new WeakMap<Frame, Bundle[]>();

/** The relations of a frame by stage and step of trust, from association upwards. */
export function bundlesOf(frame: Frame): readonly Bundle[] {
  let bundles = bundled.get(frame);
  if (bundles === undefined) {
    const rows = new Map<number, number[]>();
    for (let r = 0; r < frame.stage.length; r++) {
      if (frame.stage[r] < STAGE.association) continue;
      const step = Math.min(CLASSES - 1, Math.floor(Math.max(0, frame.trust[r]) * CLASSES));
      const key = frame.stage[r] * CLASSES + step;
      const list = rows.get(key);
      if (list === undefined) rows.set(key, [r]);
      else list.push(r);
    }
    bundles = [...rows.keys()]
      .sort((p, q) => p - q)
      .map((key) => ({
        stage: Math.floor(key / CLASSES),
        width: widthOf(Math.floor(key / CLASSES), ((key % CLASSES) + 0.5) / CLASSES),
        rows: Int32Array.from(rows.get(key) as number[]),
      }));
    bundled.set(frame, bundles);
  }
  return bundles;
}

/** Radius of a school of mean size: what fits between its neighbours, were all spread evenly. */
function middleRadius(
  schools: number,
  { width, height, zoom }: Pick<Look, 'width' | 'height' | 'zoom'>,
): number {
  const spacing = Math.sqrt((width * height * zoom.scale) / Math.max(1, schools));
  return Math.max(1.3, Math.min(5.5, 0.125 * spacing));
}

const sized = new WeakMap<Frame, { middle: number; radii: Float64Array }>();

/** Radii in pixels by roll, so that areas compare; limited, so that the smallest are seen and the largest fit. */
export function radiiOf(frame: Frame, look: Pick<Look, 'width' | 'height' | 'zoom'>): Float64Array {
  const middle = middleRadius(frame.pupils.length, look);
  const known = sized.get(frame);
  if (known?.middle === middle) return known.radii;
  const { pupils, closed } = frame;
  let sum = 0;
  let open = 0;
  for (let i = 0; i < pupils.length; i++) {
    if (closed[i] === 1) continue;
    sum += pupils[i];
    open++;
  }
  const mean = Math.max(1, sum / Math.max(1, open));
  const radii = Float64Array.from(pupils, (n, i) =>
    closed[i] === 1 ? CROSS : middle * Math.max(0.6, Math.min(2.4, Math.sqrt(n / mean))),
  );
  sized.set(frame, { middle, radii });
  return radii;
}

/** Reach of the cross that stands for a closed school, in pixels. */
export const CROSS = 3.2;

/** Whether a relation stands out with the selection. */
export function ownRelation(
  selection: Selection,
  a: number,
  b: number,
  members: ReadonlySet<number>,
): boolean {
  if (selection.kind === 'school') return selection.school === a || selection.school === b;
  if (selection.kind === 'relation')
    return (selection.a === a && selection.b === b) || (selection.a === b && selection.b === a);
  return members.has(a) && members.has(b);
}

/** The schools that stand out with the selection. */
export function schoolsOf(
  selection: Selection | null,
  members: ReadonlyMap<number, readonly number[]>,
): number[] {
  if (selection === null) return [];
  if (selection.kind === 'school') return [selection.school];
  if (selection.kind === 'relation') return [selection.a, selection.b];
  return [...(members.get(selection.collaborative) ?? [])];
}
