/** Draws schools, their relations and their collaboratives on a plain canvas. North is up on the map. */
import { STAGES } from '../../sim/index.ts';
import { faded } from '../charts/theme.ts';
import type { Frame, Place } from '../worker/contract.ts';
import { bundlesOf, CORE, CROSS, DASHES, type Look, ownRelation, radiiOf, schoolsOf } from './look.ts';
import { membersOf, type Outline, outlinesOf, type Positions } from './members.ts';
import type { Pen } from './pen.ts';
import { OUTLINE } from './pick.ts';
import { MARGIN, Projection } from './projection.ts';

/** All that a layer needs to draw itself. */
export interface Scene {
  place: Place;
  frame: Frame;
  at: Positions;
  look: Look;
  project: Projection;
}

export function sceneOf(place: Place, frame: Frame, at: Positions, look: Look): Scene {
  return { place, frame, at, look, project: new Projection(at, look) };
}

/** How far what does not stand out steps back. */
const BEHIND = 0.3;

export function paint(context: Pen, scene: Scene): void {
  const { look } = scene;
  context.clearRect(0, 0, look.width, look.height);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  if (look.collaboratives) paintCollaboratives(context, scene);
  paintRelations(context, scene, false);
  if (look.selection !== null) paintRelations(context, scene, true);
  paintSchools(context, scene);
  paintAbove(context, scene);
}

/** What lies below schools and relations where the graphics card draws those. */
export function paintBelow(context: Pen, scene: Scene): void {
  context.clearRect(0, 0, scene.look.width, scene.look.height);
  if (scene.look.collaboratives) paintCollaboratives(context, scene);
}

/** What lies above them there: relations that stand out, marks of schools, rings, names, the scale. */
export function paintAround(context: Pen, scene: Scene): void {
  context.clearRect(0, 0, scene.look.width, scene.look.height);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  if (scene.look.selection !== null) {
    paintRelations(context, scene, true);
    paintSchools(context, scene, new Set(schoolsOf(scene.look.selection, membersOf(scene.frame))));
  }
  paintSchools(context, scene, marked(scene.frame));
  paintAbove(context, scene);
}

/** Schools that are closed or in special measures. */
function marked({ closed, special }: Frame): Set<number> {
  const found = new Set<number>();
  for (let i = 0; i < closed.length; i++) if (closed[i] === 1 || special[i] === 1) found.add(i);
  return found;
}

/** What lies above schools however they are drawn: rings, names, the scale. */
function paintAbove(context: Pen, scene: Scene): void {
  const chosen = schoolsOf(scene.look.selection, membersOf(scene.frame));
  const radii = radiiOf(scene.frame, scene.look);
  const { project, at, look } = scene;
  for (const school of chosen) {
    for (const [extra, width, colour] of [
      [4, 4.5, look.theme.raised],
      [4, 2.5, look.theme.focus],
    ] as const) {
      context.beginPath();
      context.arc(project.x(at.x[school]), project.y(at.y[school]), radii[school] + extra, 0, 2 * Math.PI);
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.stroke();
    }
  }
  if (look.selection?.kind !== 'collaborative') paintNames(context, scene, chosen);
  if (look.map) paintScale(context, scene);
}

/** The relations that stand out, or all others. */
function paintRelations(context: Pen, scene: Scene, own: boolean): void {
  const { frame, at, project, look } = scene;
  const { selection, theme, width, height } = look;
  const members = new Set(selection?.kind === 'collaborative' ? schoolsOf(selection, membersOf(frame)) : []);
  for (const bundle of bundlesOf(frame)) {
    if (!look.stages[bundle.stage]) continue;
    const thick = bundle.width + (own ? 1 : 0);
    const alpha = selection === null || own ? 1 : BEHIND;
    context.setLineDash(DASHES[bundle.stage].map((length) => length * thick));
    context.globalAlpha = alpha;
    context.lineWidth = thick;
    context.strokeStyle = theme.stages[bundle.stage];
    // Hundreds of dotted lines are drawn three times faster one by one; where they are see-through, crossings would show.
    const apart = DASHES[bundle.stage].length > 0 && alpha === 1;
    context.beginPath();
    let any = false;
    for (const r of bundle.rows) {
      const [a, b] = [frame.a[r], frame.b[r]];
      if (selection !== null && ownRelation(selection, a, b, members) !== own) continue;
      const [ax, ay, bx, by] = [
        project.x(at.x[a]),
        project.y(at.y[a]),
        project.x(at.x[b]),
        project.y(at.y[b]),
      ];
      if (
        Math.max(ax, bx) < 0 ||
        Math.max(ay, by) < 0 ||
        Math.min(ax, bx) > width ||
        Math.min(ay, by) > height
      )
        continue;
      if (apart) context.beginPath();
      context.moveTo(ax, ay);
      context.lineTo(bx, by);
      if (apart) context.stroke();
      else any = true;
    }
    if (!any) continue;
    context.stroke();
    if (bundle.stage !== STAGES.length - 1) continue;
    context.lineWidth = thick * CORE;
    context.strokeStyle = theme.raised;
    context.stroke();
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
}

/** Outlines around the members, filled lightly: where they overlap the fill grows darker and every outline stays. */
function paintCollaboratives(context: Pen, scene: Scene): void {
  const { frame, at, look } = scene;
  const { theme, selection } = look;
  for (const outline of outlinesOf(frame, at)) {
    const own =
      selection !== null &&
      (selection.kind === 'collaborative'
        ? selection.collaborative === outline.collaborative
        : selection.kind === 'school' && outline.members.includes(selection.school));
    context.beginPath();
    round(context, outline, scene.project);
    context.fillStyle = theme.rule;
    context.globalAlpha = own ? 0.75 : selection === null ? 0.32 : 0.16;
    context.fill();
    context.strokeStyle = own ? theme.ink : theme.control;
    context.lineWidth = own ? 1.6 : 1;
    context.globalAlpha = own || selection === null ? 1 : 0.45;
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** The hull grown by `OUTLINE` pixels, its corners round; of two schools that is a capsule. */
function round(context: Pen, { corners }: Outline, project: Projection): void {
  const n = corners.length;
  for (let i = 0; i < n; i++) {
    const [px, py] = corners[(i + n - 1) % n];
    const [x, y] = corners[i];
    const [qx, qy] = corners[(i + 1) % n];
    // On the canvas y grows downwards, so the outside lies to the left of a walk counter-clockwise.
    const from = Math.atan2(-(y - py), x - px) + Math.PI / 2;
    const to = Math.atan2(-(qy - y), qx - x) + Math.PI / 2;
    context.arc(project.x(x), project.y(y), OUTLINE, from, to, true);
  }
  context.closePath();
}

/** Radius in pixels from which a ring of ground around a school can be seen; below it only costs time. */
const RINGED = 2.2;

/** All schools, or those asked for. */
function paintSchools(context: Pen, scene: Scene, asked: Iterable<number> = scene.at.x.keys()): void {
  const { frame, at, project, look } = scene;
  const radii = radiiOf(frame, look);
  const { theme, width, height } = look;
  for (const i of asked) {
    const x = project.x(at.x[i]);
    const y = project.y(at.y[i]);
    if (x < -14 || y < -14 || x > width + 14 || y > height + 14) continue;
    if (frame.closed[i] === 1 || frame.special[i] === 1) {
      paintMarked(context, x, y, radii[i], frame.closed[i] === 1, look);
      continue;
    }
    context.beginPath();
    context.arc(x, y, radii[i], 0, 2 * Math.PI);
    context.fillStyle = theme.ink;
    context.fill();
    if (radii[i] < RINGED) continue;
    context.lineWidth = 0.8;
    context.strokeStyle = theme.raised;
    context.stroke();
  }
}

/** A cross for a school that has closed, a ring for one in special measures. */
function paintMarked(
  context: Pen,
  x: number,
  y: number,
  radius: number,
  closed: boolean,
  { theme }: Look,
): void {
  context.beginPath();
  if (closed) {
    context.moveTo(x - CROSS, y - CROSS);
    context.lineTo(x + CROSS, y + CROSS);
    context.moveTo(x - CROSS, y + CROSS);
    context.lineTo(x + CROSS, y - CROSS);
  } else {
    context.arc(x, y, Math.max(2.2, radius), 0, 2 * Math.PI);
    context.fillStyle = theme.raised;
    context.fill();
  }
  context.lineWidth = 1.6;
  context.strokeStyle = theme.ink;
  context.stroke();
}

/** Of two names the upper one stands above its school and the lower one below, so that they never meet. */
function paintNames(context: Pen, scene: Scene, schools: readonly number[]): void {
  const { at, project, look } = scene;
  context.font = `600 ${look.theme.text + 1}px system-ui, sans-serif`;
  context.textBaseline = 'middle';
  const beside = look.theme.text + 5;
  const upper = [...schools].sort((p, q) => at.y[q] - at.y[p])[0];
  for (const school of schools) {
    const name = scene.place.names[school] ?? '';
    const long = context.measureText(name).width;
    const x = Math.max(6, Math.min(look.width - long - 6, project.x(at.x[school]) + 12));
    const y = project.y(at.y[school]) + (school === upper ? -beside : beside);
    const within = Math.max(12, Math.min(look.height - 12, y));
    context.strokeStyle = look.theme.raised;
    context.lineWidth = 5;
    context.strokeText(name, x, within);
    context.fillStyle = look.theme.ink;
    context.fillText(name, x, within);
  }
}

const LENGTHS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200];

function paintScale(context: Pen, { look, project: { scale } }: Scene): void {
  const { theme, height } = look;
  const km = LENGTHS.find((length) => length * scale >= 60) ?? 500;
  const x = MARGIN;
  const y = height - MARGIN;
  context.fillStyle = faded(theme.raised, 0.75);
  context.fillRect(x - 6, y - theme.text - 8, km * scale + 12, theme.text + 16);
  context.strokeStyle = theme.ink;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x, y - 4);
  context.lineTo(x, y);
  context.lineTo(x + km * scale, y);
  context.lineTo(x + km * scale, y - 4);
  context.stroke();
  context.fillStyle = theme.ink;
  context.font = `${theme.text}px system-ui, sans-serif`;
  context.textBaseline = 'bottom';
  context.fillText(`${km} km`, x + 2, y - 4);
}
