/** From places of schools to pixels of one drawing, and back. */
import { range } from '../charts/ticks.ts';
import type { Zoom } from '../state/screen.svelte.ts';
import type { Positions } from './members.ts';

/** Pixels left free at the edges. */
export const MARGIN = 14;

/** A network of one spot still needs a width. */
const LEAST_EXTENT = 0.5;

export interface Extent {
  /** Middle of what there is to show. */
  x: number;
  y: number;
  width: number;
  height: number;
}

const kept = new WeakMap<Positions, Extent>();

export function extentOf(at: Positions): Extent {
  let extent = kept.get(at);
  if (extent === undefined) {
    const [west, east] = range(at.x);
    const [south, north] = range(at.y);
    extent = {
      x: (west + east) / 2,
      y: (south + north) / 2,
      width: Math.max(LEAST_EXTENT, east - west),
      height: Math.max(LEAST_EXTENT, north - south),
    };
    kept.set(at, extent);
  }
  return extent;
}

/** At scale 1 the whole fits the drawing; the same scale holds for both axes, so distances are true. */
export class Projection {
  /** Pixels a unit of place. */
  readonly scale: number;
  readonly #left: number;
  readonly #top: number;

  constructor(at: Positions, { width, height, zoom }: { width: number; height: number; zoom: Zoom }) {
    const extent = extentOf(at);
    const fit = Math.max(
      1e-9,
      Math.min((width - 2 * MARGIN) / extent.width, (height - 2 * MARGIN) / extent.height),
    );
    this.scale = fit * zoom.scale;
    this.#left = extent.x + ((zoom.x - 0.5) * width) / fit - width / 2 / this.scale;
    this.#top = extent.y - ((zoom.y - 0.5) * height) / fit + height / 2 / this.scale;
  }

  x(east: number): number {
    return (east - this.#left) * this.scale;
  }

  y(north: number): number {
    return (this.#top - north) * this.scale;
  }

  /** And back. */
  east(x: number): number {
    return x / this.scale + this.#left;
  }

  north(y: number): number {
    return this.#top - y / this.scale;
  }
}
