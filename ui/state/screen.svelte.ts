/** What of the results is looked at: none of it changes them. */
import type { Half } from './results.ts';

export class Screen {
  /** Key of the metric in the charts. */
  metric = $state('');
  /** Term the map shows; past the end it shows the last one there is. */
  term = $state(Number.POSITIVE_INFINITY);
  /** Which runs the map shows. */
  maps = $state<'a' | 'b' | 'both'>('both');
  /** Index of the school looked at. */
  school = $state<number | null>(null);
  /** Whether a stage's relations are drawn. */
  stages = $state([false, true, true, true, true]);
  collaboratives = $state(true);
  zoom = $state.raw<Zoom>({ scale: 1, x: 0.5, y: 0.5 });

  constructor(metric: string) {
    this.metric = metric;
  }

  get halves(): readonly Half[] {
    return this.maps === 'both' ? ['a', 'b'] : [this.maps];
  }
}

/** How far the map is enlarged, and which point of the whole lies in its middle, each from 0 to 1. */
export interface Zoom {
  scale: number;
  x: number;
  y: number;
}

export const WHOLE: Zoom = { scale: 1, x: 0.5, y: 0.5 };

export function zoomed({ scale, x, y }: Zoom, factor: number): Zoom {
  return within({ scale: Math.max(1, Math.min(24, scale * factor)), x, y });
}

/** `dx` and `dy` in parts of the width and height of the map. */
export function moved({ scale, x, y }: Zoom, dx: number, dy: number): Zoom {
  return within({ scale, x: x + dx / scale, y: y + dy / scale });
}

function within({ scale, x, y }: Zoom): Zoom {
  const edge = 0.5 / scale;
  const keep = (at: number) => Math.max(edge, Math.min(1 - edge, at));
  return { scale, x: keep(x), y: keep(y) };
}
