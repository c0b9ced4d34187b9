/** Members of collaboratives and their outlines, kept with the frame they were read from. */
import { MEMBERSHIPS } from '../../sim/index.ts';
import { hull } from '../charts/hull.ts';
import type { Frame } from '../worker/contract.ts';

/** Where schools are drawn: kilometres east and north on the map, arbitrary units of a layout. */
export interface Positions {
  x: Float64Array;
  y: Float64Array;
}

const kept = new WeakMap<Frame, Map<number, number[]>>();

/** Members of each collaborative, schools in their order, by its index. */
export function membersOf(frame: Frame): Map<number, number[]> {
  let members = kept.get(frame);
  if (members === undefined) {
    members = readMembers(frame);
    kept.set(frame, members);
  }
  return members;
}

function readMembers({ memberships }: Frame): Map<number, number[]> {
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

export interface Outline {
  collaborative: number;
  members: readonly number[];
  /** Corners of the convex hull of its members, counter-clockwise with y upwards. */
  corners: readonly (readonly [number, number])[];
  /** Of its bounding box: large ones are drawn first, so that small ones lie on top. */
  size: number;
}

const outlines = new WeakMap<Frame, { at: Positions; list: Outline[] }>();

/** Outlines of all collaboratives with two members or more, the largest first. */
export function outlinesOf(frame: Frame, at: Positions): readonly Outline[] {
  const known = outlines.get(frame);
  if (known !== undefined && known.at === at) return known.list;
  const list: Outline[] = [];
  for (const [collaborative, members] of membersOf(frame)) {
    if (members.length < 2) continue;
    const corners = hull(members.map((i): [number, number] => [at.x[i], at.y[i]]));
    const xs = corners.map(([x]) => x);
    const ys = corners.map(([, y]) => y);
    const size = (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
    list.push({ collaborative, members, corners, size });
  }
  list.sort((p, q) => q.size - p.size || p.collaborative - q.collaborative);
  outlines.set(frame, { at, list });
  return list;
}
