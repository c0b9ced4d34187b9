/** What lies under a point of the drawing, and what comes next in a direction. */
import type { Frame } from '../worker/contract.ts';
import { type Outline, outlinesOf, type Positions } from './members.ts';
import type { Projection } from './projection.ts';
import { relationOf, type Selection } from './selection.ts';

/** How far outlines run outside their members' middles, in pixels. */
export const OUTLINE = 9;

export interface Reach {
  school: number;
  relation: number;
}

/** Pixels within which a pointer means something; a finger is less exact than a mouse. */
export const MOUSE: Reach = { school: 11, relation: 5 };
export const FINGER: Reach = { school: 20, relation: 12 };

export interface Shown {
  stages: readonly boolean[];
  collaboratives: boolean;
}

/** A school before a relation, a relation before a collaborative, a small collaborative before a large one. */
export function pick(
  at: Positions,
  frame: Frame,
  project: Projection,
  shown: Shown,
  x: number,
  y: number,
  reach: Reach,
): Selection | null {
  const school = schoolAt(at, project, x, y, reach.school);
  if (school !== null) return { kind: 'school', school };
  const row = relationAt(at, frame, project, shown.stages, x, y, reach.relation);
  if (row >= 0) return relationOf(frame.a[row], frame.b[row]);
  if (!shown.collaboratives) return null;
  const collaborative = collaborativeAt(at, frame, project, x, y);
  return collaborative < 0 ? null : { kind: 'collaborative', collaborative };
}

/** The school nearest to a point of the drawing within `reach` pixels. */
export function schoolAt(
  at: Positions,
  project: Projection,
  x: number,
  y: number,
  reach: number,
): number | null {
  let best: number | null = null;
  let least = reach * reach;
  for (let i = 0; i < at.x.length; i++) {
    const dx = project.x(at.x[i]) - x;
    const dy = project.y(at.y[i]) - y;
    const distance = dx * dx + dy * dy;
    if (distance >= least) continue;
    best = i;
    least = distance;
  }
  return best;
}

/** The row of the relation whose line passes nearest within `reach` pixels, -1 for none. */
function relationAt(
  at: Positions,
  { a, b, stage }: Frame,
  project: Projection,
  stages: readonly boolean[],
  x: number,
  y: number,
  reach: number,
): number {
  let best = -1;
  let least = reach;
  for (let r = 0; r < a.length; r++) {
    if (!stages[stage[r]]) continue;
    const distance = fromSegment(
      x,
      y,
      project.x(at.x[a[r]]),
      project.y(at.y[a[r]]),
      project.x(at.x[b[r]]),
      project.y(at.y[b[r]]),
    );
    // Of lines on one another the furthest grown is drawn last and is the one seen.
    if (distance > least || (distance === least && best >= 0 && stage[r] <= stage[best])) continue;
    best = r;
    least = distance;
  }
  return best;
}

/** Distance of a point from the line between two others. */
function fromSegment(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const part = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(ax + part * dx - x, ay + part * dy - y);
}

/** The smallest collaborative in whose outline a point lies, -1 for none. */
function collaborativeAt(at: Positions, frame: Frame, project: Projection, x: number, y: number): number {
  const list = outlinesOf(frame, at);
  for (let i = list.length - 1; i >= 0; i--) {
    if (inside(list[i], project, x, y)) return list[i].collaborative;
  }
  return -1;
}

function inside({ corners }: Outline, project: Projection, x: number, y: number): boolean {
  let within = false;
  for (let i = 0; i < corners.length; i++) {
    const [ax, ay] = [project.x(corners[i][0]), project.y(corners[i][1])];
    const next = corners[(i + 1) % corners.length];
    const [bx, by] = [project.x(next[0]), project.y(next[1])];
    if (fromSegment(x, y, ax, ay, bx, by) <= OUTLINE) return true;
    // A ray to the right crosses the border of what it starts in an odd number of times.
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) within = !within;
  }
  return within;
}

/** The next school from `from` in a direction, as arrow keys ask: near, and not too far off to the side. */
export function schoolTowards(at: Positions, from: number, dx: number, dy: number): number {
  let best = from;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let i = 0; i < at.x.length; i++) {
    const ahead = (at.x[i] - at.x[from]) * dx + (at.y[i] - at.y[from]) * dy;
    if (ahead <= 0) continue;
    const aside = Math.abs((at.x[i] - at.x[from]) * dy) + Math.abs((at.y[i] - at.y[from]) * dx);
    const cost = ahead + 2.5 * aside;
    if (cost >= bestCost) continue;
    best = i;
    bestCost = cost;
  }
  return best;
}
