/**
 * One place for every school of a network through a whole run, so that nothing jumps from week to week: ForceAtlas2
 * (Jacomy, Venturini, Heymann and Bastian 2014) over the union of all relations and collaboratives of the run. It
 * starts from where the schools lie and takes a fixed number of steps, so the same run gives the same layout.
 */
import iterate from 'graphology-layout-forceatlas2/iterate.js';
import { MEMBERSHIPS, STAGES } from '../../sim/index.ts';
import type { Frame, Place } from '../worker/contract.ts';
import type { Positions } from './members.ts';

/** What of a frame a layout needs. */
export type Tied = Pick<Frame, 'a' | 'b' | 'stage' | 'memberships'>;

export interface LayoutTask {
  place: Pick<Place, 'ids' | 'x' | 'y'>;
  /** Frames of one run, or of several on the same schools, which then share their places. */
  frames: readonly Tied[];
  /** Schools that have a place already, by their ids: they stay there. */
  keep?: { ids: Int32Array } & Positions;
}

/** Numbers of a node and of an edge in the matrices of ForceAtlas2, as its program lays them out. */
const NODE = 10;
const EDGE = 3;
const [MASS, CONVERGENCE, SIZE, FIXED] = [6, 7, 8, 9];

/** Distance between neighbours at the start, were all schools spread evenly. */
const SPACING = 12;

/** From here on forces between far groups are summed up group by group (Barnes and Hut 1986). */
const MANY = 800;

/** Steps: fewer for large networks, where each takes long. */
function stepsFor(nodes: number): number {
  return nodes <= 1000 ? 400 : nodes <= 6000 ? 200 : 120;
}

interface Ties {
  from: Int32Array;
  to: Int32Array;
  weight: Float64Array;
  /** Nodes: schools, then one hub a collaborative. */
  nodes: number;
}

/** Positions by school, in units of `SPACING` apart; north stays up as far as turning allows. */
export function layout({ place, frames, keep }: LayoutTask): Positions {
  const ties = tiesOf(place.x.length, frames);
  const start = startOf(place, ties, keep);
  const { nodes, edges } = matricesOf(ties, start);
  const settings = settingsFor(ties.nodes);
  const steps = stepsFor(ties.nodes);
  for (let i = 0; i < steps; i++) iterate(settings, nodes, edges);
  const schools = place.x.length;
  const at = {
    x: Float64Array.from({ length: schools }, (_, i) => nodes[i * NODE]),
    y: Float64Array.from({ length: schools }, (_, i) => nodes[i * NODE + 1]),
  };
  return keep === undefined ? turnedTowards(place, at) : at;
}

function settingsFor(nodes: number) {
  return {
    linLogMode: false,
    outboundAttractionDistribution: false,
    adjustSizes: false,
    edgeWeightInfluence: 1,
    scalingRatio: 10,
    strongGravityMode: true,
    gravity: 0.05,
    slowDown: 1 + Math.log(Math.max(1, nodes)),
    barnesHutOptimize: nodes > MANY,
    barnesHutTheta: 0.7,
  };
}

/**
 * Of every pair that was ever related, the mean over time of how far along the stages it was, from 0 to 1; and of
 * every membership the share of the time it lasted, as a tie to a hub that only the layout knows.
 */
export function tiesOf(schools: number, frames: readonly Tied[]): Ties {
  // Whole numbers until the end: their sums do not depend on the order of the frames.
  const weights = new Map<number, number>();
  let hubs = 0;
  for (const { memberships } of frames) for (const c of memberships) if (c >= hubs) hubs = c + 1;
  const nodes = schools + hubs;
  const last = STAGES.length - 1;
  const whole = last * Math.max(1, frames.length);
  const add = (p: number, q: number, weight: number) => {
    const key = Math.min(p, q) * nodes + Math.max(p, q);
    weights.set(key, (weights.get(key) ?? 0) + weight);
  };
  for (const { a, b, stage, memberships } of frames) {
    for (let r = 0; r < a.length; r++) if (stage[r] > 0) add(a[r], b[r], stage[r]);
    for (let i = 0; i < memberships.length; i++) {
      if (memberships[i] >= 0) add(Math.floor(i / MEMBERSHIPS), schools + memberships[i], last);
    }
  }
  // Nor does that of the pairs, in which forces are summed.
  const keys = Float64Array.from(weights.keys()).sort();
  return {
    nodes,
    from: Int32Array.from(keys, (key) => Math.floor(key / nodes)),
    to: Int32Array.from(keys, (key) => key % nodes),
    weight: Float64Array.from(keys, (key) => (weights.get(key) as number) / whole),
  };
}

interface Start extends Positions {
  fixed: Uint8Array;
}

function startOf(place: LayoutTask['place'], ties: Ties, keep: LayoutTask['keep']): Start {
  const schools = place.x.length;
  const at: Start = {
    x: new Float64Array(ties.nodes),
    y: new Float64Array(ties.nodes),
    fixed: new Uint8Array(ties.nodes),
  };
  const [x, y] = [centred(place.x), centred(place.y)];
  let spread = 0;
  for (let i = 0; i < schools; i++) spread += (x[i] * x[i] + y[i] * y[i]) / Math.max(1, schools);
  const scale = spread > 0 ? (SPACING * Math.sqrt(schools / 6)) / Math.sqrt(spread) : 0;
  for (let i = 0; i < schools; i++) {
    // Schools at one address would never part: each starts a hair away, to a side that its number decides.
    const angle = 2 * Math.PI * part(place.ids[i]);
    at.x[i] = x[i] * scale + 0.05 * SPACING * Math.cos(angle);
    at.y[i] = y[i] * scale + 0.05 * SPACING * Math.sin(angle);
  }
  if (keep !== undefined) putBack(at, place, keep, ties);
  toTheMiddle(at, ties, (node) => node >= schools);
  return at;
}

/** Known schools take their places and stay; a new one starts amid those it is tied to. */
function putBack(
  at: Start,
  { ids }: LayoutTask['place'],
  keep: NonNullable<LayoutTask['keep']>,
  ties: Ties,
): void {
  const known = new Map(Array.from(keep.ids, (id, i) => [id, i]));
  for (let i = 0; i < ids.length; i++) {
    const k = known.get(ids[i]);
    if (k === undefined) continue;
    at.x[i] = keep.x[k];
    at.y[i] = keep.y[k];
    at.fixed[i] = 1;
  }
  toTheMiddle(at, ties, (node) => node < ids.length && at.fixed[node] === 0);
}

/** Puts each node asked for into the weighted middle of those it is tied to, where it has any. */
function toTheMiddle(at: Start, { from, to, weight }: Ties, asked: (node: number) => boolean): void {
  const sums = new Map<number, [number, number, number]>();
  const add = (node: number, other: number, w: number) => {
    if (!asked(node) || asked(other)) return;
    const sum = sums.get(node) ?? [0, 0, 0];
    sums.set(node, [sum[0] + w * at.x[other], sum[1] + w * at.y[other], sum[2] + w]);
  };
  for (let e = 0; e < from.length; e++) {
    add(from[e], to[e], weight[e]);
    add(to[e], from[e], weight[e]);
  }
  for (const [node, [x, y, w]] of sums) {
    const angle = 2 * Math.PI * part(node);
    at.x[node] = x / w + 0.05 * SPACING * Math.cos(angle);
    at.y[node] = y / w + 0.05 * SPACING * Math.sin(angle);
  }
}

function centred(values: Float64Array): Float64Array {
  let sum = 0;
  for (const value of values) sum += value;
  return values.map((value) => value - sum / Math.max(1, values.length));
}

/** A number from 0 to 1 that a whole number decides (golden section: neighbours lie far apart). */
function part(n: number): number {
  const turns = n * 0.618_033_988_749_894_9;
  return turns - Math.floor(turns);
}

function matricesOf({ nodes: order, from, to, weight }: Ties, start: Start) {
  const nodes = new Float32Array(order * NODE);
  const edges = new Float32Array(from.length * EDGE);
  for (let i = 0; i < order; i++) {
    const n = i * NODE;
    nodes[n] = start.x[i];
    nodes[n + 1] = start.y[i];
    nodes[n + MASS] = 1;
    nodes[n + CONVERGENCE] = 1;
    nodes[n + SIZE] = 1;
    nodes[n + FIXED] = start.fixed[i];
  }
  for (let e = 0; e < from.length; e++) {
    nodes[from[e] * NODE + MASS] += weight[e];
    nodes[to[e] * NODE + MASS] += weight[e];
    edges[e * EDGE] = from[e] * NODE;
    edges[e * EDGE + 1] = to[e] * NODE;
    edges[e * EDGE + 2] = weight[e];
  }
  return { nodes, edges };
}

/** Turned, and mirrored if need be, so that the schools lie as near to the map as that allows (Procrustes). */
export function turnedTowards(place: Positions, at: Positions): Positions {
  const [px, py, x, y] = [place.x, place.y, at.x, at.y].map(centred);
  let [xx, xy, yx, yy] = [0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    xx += x[i] * px[i];
    xy += x[i] * py[i];
    yx += y[i] * px[i];
    yy += y[i] * py[i];
  }
  // The better of the best rotation and the best rotation of the mirror image.
  const mirror = Math.hypot(xx - yy, xy + yx) > Math.hypot(xx + yy, xy - yx) ? -1 : 1;
  const angle = Math.atan2(xy - mirror * yx, xx + mirror * yy);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return {
    x: x.map((value, i) => value * cos - mirror * y[i] * sin),
    y: x.map((value, i) => value * sin + mirror * y[i] * cos),
  };
}
