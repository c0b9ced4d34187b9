/** Draws the schools and their relations on a canvas. North is up, distances are true. */
import { MEMBERSHIPS, STAGE, STAGES } from '../../sim/index.ts';
import type { Zoom } from '../state/screen.svelte.ts';
import type { Frame, Place } from '../worker/contract.ts';
import { hull } from './hull.ts';
import { faded, type Theme } from './theme.ts';

export interface MapLook {
  theme: Theme;
  width: number;
  height: number;
  zoom: Zoom;
  /** Which stages are drawn. */
  stages: readonly boolean[];
  collaboratives: boolean;
  /** Index of the school that stands out. */
  school: number | null;
}

const MARGIN = 14;
const WIDTHS = [0, 0.8, 1.3, 1.9, 2.8];
const DASHES: readonly (readonly number[])[] = [[], [1.5, 3], [5, 2.5], [], []];
const OPACITY = [0, 0.5, 0.7, 0.85, 1];

/** From kilometres to pixels of one canvas, and back. */
export class Projection {
  readonly scale: number;
  readonly #left: number;
  readonly #top: number;

  constructor(place: Place, { width, height, zoom }: Pick<MapLook, 'width' | 'height' | 'zoom'>) {
    const [west, east] = range(place.x);
    const [south, north] = range(place.y);
    const fit = Math.min(
      (width - 2 * MARGIN) / Math.max(0.5, east - west),
      (height - 2 * MARGIN) / Math.max(0.5, north - south),
    );
    this.scale = fit * zoom.scale;
    // The whole is the canvas at scale 1, with the county in its middle.
    const x = (west + east) / 2 + ((zoom.x - 0.5) * width) / fit;
    const y = (south + north) / 2 - ((zoom.y - 0.5) * height) / fit;
    this.#left = x - width / 2 / this.scale;
    this.#top = y + height / 2 / this.scale;
  }

  x(km: number): number {
    return (km - this.#left) * this.scale;
  }

  y(km: number): number {
    return (this.#top - km) * this.scale;
  }
}

function range(values: Float64Array): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 1];
}

export function drawMap(context: CanvasRenderingContext2D, place: Place, frame: Frame, look: MapLook): void {
  const { width, height } = look;
  const project = new Projection(place, look);
  context.clearRect(0, 0, width, height);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  if (look.collaboratives) drawCollaboratives(context, place, frame, look, project);
  for (let stage = STAGE.association; stage < STAGES.length; stage++) {
    if (look.stages[stage]) drawRelations(context, place, frame, look, project, stage);
  }
  drawSchools(context, place, frame, look, project);
  if (look.school !== null) drawName(context, place, look, project, look.school);
  drawScaleBar(context, look, project);
}

function drawName(
  context: CanvasRenderingContext2D,
  place: Place,
  { theme, width }: MapLook,
  project: Projection,
  school: number,
): void {
  context.font = '600 13px system-ui, sans-serif';
  context.textBaseline = 'bottom';
  const name = place.names[school];
  const long = context.measureText(name).width;
  const x = Math.max(6, Math.min(width - long - 6, project.x(place.x[school]) + 12));
  const y = Math.max(20, project.y(place.y[school]) - 10);
  context.strokeStyle = theme.paper;
  context.lineWidth = 5;
  context.strokeText(name, x, y);
  context.fillStyle = theme.ink;
  context.fillText(name, x, y);
}

function drawRelations(
  context: CanvasRenderingContext2D,
  place: Place,
  { a, b, stage: stages }: Frame,
  { theme, school }: MapLook,
  project: Projection,
  stage: number,
): void {
  context.setLineDash(DASHES[stage] as number[]);
  for (const own of [false, true]) {
    context.beginPath();
    for (let r = 0; r < stages.length; r++) {
      if (stages[r] !== stage) continue;
      const touches = school !== null && (a[r] === school || b[r] === school);
      if (touches !== own) continue;
      context.moveTo(project.x(place.x[a[r]]), project.y(place.y[a[r]]));
      context.lineTo(project.x(place.x[b[r]]), project.y(place.y[b[r]]));
    }
    context.strokeStyle = theme.stages[stage];
    context.lineWidth = WIDTHS[stage] + (own ? 1.2 : 0);
    // Beside a chosen school the rest steps back.
    context.globalAlpha = OPACITY[stage] * (school === null || own ? 1 : 0.3);
    context.stroke();
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
}

/** Members of each collaborative, by its index. */
export function membersOf({ memberships }: Frame): Map<number, number[]> {
  const members = new Map<number, number[]>();
  for (let i = 0; i < memberships.length; i++) {
    if (memberships[i] < 0) continue;
    const list = members.get(memberships[i]);
    const school = Math.floor(i / MEMBERSHIPS);
    if (list === undefined) members.set(memberships[i], [school]);
    else list.push(school);
  }
  return members;
}

function drawCollaboratives(
  context: CanvasRenderingContext2D,
  place: Place,
  frame: Frame,
  { theme, school }: MapLook,
  project: Projection,
): void {
  for (const members of membersOf(frame).values()) {
    if (members.length < 2) continue;
    const own = school !== null && members.includes(school);
    const points = members.map((i): [number, number] => [project.x(place.x[i]), project.y(place.y[i])]);
    context.beginPath();
    for (const [x, y] of hull(points)) context.lineTo(x, y);
    context.closePath();
    // A wide round stroke around the hull gives pairs an area too, and corners some air.
    context.lineWidth = 13;
    context.strokeStyle = theme.rule;
    context.fillStyle = theme.rule;
    context.globalAlpha = own ? 0.95 : 0.38;
    context.stroke();
    context.fill();
  }
  context.globalAlpha = 1;
}

/** Radius by roll, so that areas compare. */
function radiusOf(pupils: number, scale: number): number {
  return Math.max(1.6, Math.min(9, Math.sqrt(pupils) * 0.14 * Math.min(2, Math.max(0.8, scale / 6))));
}

/** Reach of the cross that stands for a closed school, in pixels. */
const CROSS = 3;

function drawSchools(
  context: CanvasRenderingContext2D,
  place: Place,
  { pupils, special, closed }: Frame,
  { theme, school, width, height }: MapLook,
  project: Projection,
): void {
  for (let i = 0; i < place.x.length; i++) {
    const x = project.x(place.x[i]);
    const y = project.y(place.y[i]);
    if (x < -10 || y < -10 || x > width + 10 || y > height + 10) continue;
    const radius = closed[i] ? CROSS : radiusOf(pupils[i], project.scale);
    context.beginPath();
    if (closed[i]) {
      context.moveTo(x - radius, y - radius);
      context.lineTo(x + radius, y + radius);
      context.moveTo(x - radius, y + radius);
      context.lineTo(x + radius, y - radius);
    } else {
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fillStyle = special[i] ? theme.paper : theme.ink;
      context.fill();
    }
    const hollow = special[i] || closed[i];
    context.lineWidth = hollow ? 1.6 : 0.8;
    context.strokeStyle = hollow ? theme.ink : theme.paper;
    context.stroke();
    if (i !== school) continue;
    context.beginPath();
    context.arc(x, y, radius + 4, 0, 2 * Math.PI);
    context.lineWidth = 2.5;
    context.strokeStyle = theme.b;
    context.stroke();
  }
}

function drawScaleBar(
  context: CanvasRenderingContext2D,
  { theme, height }: MapLook,
  { scale }: Projection,
): void {
  const km = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200].find((length) => length * scale >= 60) ?? 500;
  const x = MARGIN;
  const y = height - MARGIN;
  context.fillStyle = faded(theme.paper, 0.75);
  context.fillRect(x - 6, y - 20, km * scale + 12, 28);
  context.strokeStyle = theme.ink;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x, y - 4);
  context.lineTo(x, y);
  context.lineTo(x + km * scale, y);
  context.lineTo(x + km * scale, y - 4);
  context.stroke();
  context.fillStyle = theme.ink;
  context.font = '12px system-ui, sans-serif';
  context.textBaseline = 'bottom';
  context.fillText(`${km} km`, x + 2, y - 4);
}

/** The school nearest to a point of the canvas within `reach` pixels. */
export function schoolAt(
  place: Place,
  project: Projection,
  x: number,
  y: number,
  reach: number,
): number | null {
  let best: number | null = null;
  let bestDistance = reach * reach;
  for (let i = 0; i < place.x.length; i++) {
    const dx = project.x(place.x[i]) - x;
    const dy = project.y(place.y[i]) - y;
    const distance = dx * dx + dy * dy;
    if (distance >= bestDistance) continue;
    best = i;
    bestDistance = distance;
  }
  return best;
}

/** The next school from `from` in a direction, as arrow keys ask: near, and not too far off to the side. */
export function schoolTowards(place: Place, from: number, dx: number, dy: number): number {
  let best = from;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let i = 0; i < place.x.length; i++) {
    const ahead = (place.x[i] - place.x[from]) * dx + (place.y[i] - place.y[from]) * dy;
    if (ahead <= 0) continue;
    const aside = Math.abs((place.x[i] - place.x[from]) * dy) + Math.abs((place.y[i] - place.y[from]) * dx);
    const cost = ahead + 2.5 * aside;
    if (cost >= bestCost) continue;
    best = i;
    bestCost = cost;
  }
  return best;
}
