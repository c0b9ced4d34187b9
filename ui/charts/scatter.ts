/** Where runs, means and regions lie on the scatter of two outcomes. */
import { mean } from '../../analysis/moments.ts';
import { meanRegion, type Region } from '../../analysis/region.ts';
import type { SideKey } from '../state/sides.ts';

export interface Cloud {
  readonly key: SideKey;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly mean: readonly [x: number, y: number];
  /** Where the mean of all runs there could be lies, at 95 %; null for fewer than three runs. */
  readonly region: Region | null;
}

export function cloudOf(key: SideKey, x: Float64Array, y: Float64Array): Cloud {
  return { key, x, y, mean: [mean(x), mean(y)], region: meanRegion(x, y, 95) };
}

export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** The range of all runs and regions on one axis with some air, and with 0 where differences are shown. */
export function extentOf(clouds: readonly Cloud[], axis: 'x' | 'y', zero: boolean): Extent {
  let [low, high] = zero ? [0, 0] : [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const cloud of clouds) {
    for (const value of cloud[axis]) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const air = (high - low) * 0.06 || Math.abs(high) * 0.05 || 0.5;
  return { low: low - air, high: high + air };
}

/** Outline of a region as points, so that axes of different scales bend it as they should. */
export function outline({ x, y, long, short, angle }: Region, points = 48): [number, number][] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return Array.from({ length: points }, (_, i) => {
    const turn = (2 * Math.PI * i) / points;
    const [along, across] = [long * Math.cos(turn), short * Math.sin(turn)];
    return [x + along * cos - across * sin, y + along * sin + across * cos];
  });
}

/** The runs of a side as one path of small marks, of a shape of its own: circle, square, triangle, lozenge. */
export function marksPath(key: SideKey, points: Iterable<readonly [number, number]>, size: number): string {
  let path = '';
  for (const [x, y] of points) path += markPath(key, x, y, size);
  return path;
}

export function markPath(key: SideKey, x: number, y: number, size: number): string {
  const at = (value: number) => value.toFixed(1);
  if (key === 'a')
    return `M${at(x - size)} ${at(y)}a${size} ${size} 0 1 0 ${2 * size} 0a${size} ${size} 0 1 0 ${-2 * size} 0Z`;
  if (key === 'b') return `M${at(x - size)} ${at(y - size)}h${2 * size}v${2 * size}h${-2 * size}Z`;
  if (key === 'c') return `M${at(x)} ${at(y - 1.2 * size)}l${1.2 * size} ${2.1 * size}h${-2.4 * size}Z`;
  return `M${at(x)} ${at(y - 1.35 * size)}l${1.35 * size} ${1.35 * size}l${-1.35 * size} ${1.35 * size}l${-1.35 * size} ${-1.35 * size}Z`;
}
