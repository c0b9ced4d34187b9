/** What of the results is looked at: none of it changes them. */
import type { Selection } from '../network/selection.ts';
import { SIDE_KEYS, type SideKey } from './sides.ts';

export class Screen {
  /** Key of the metric in the charts. */
  metric = $state('');
  /** The side whose difference from the baseline stands out in the charts. */
  against = $state<SideKey>('b');
  /** Term the map shows; past the end it shows the last one there is. */
  term = $state(Number.POSITIVE_INFINITY);
  /** Which runs the map shows. */
  maps = $state<SideKey | 'all'>('all');
  /** What is looked at of schools, relations and collaboratives. */
  selection = $state.raw<Selection | null>(null);
  /** Whether schools lie where they are, or as their relations place them. */
  mode = $state<'map' | 'network'>('map');
  /** Whether a stage's relations are drawn. */
  stages = $state([false, true, true, true, true]);
  collaboratives = $state(true);
  zoom = $state.raw<Zoom>({ scale: 1, x: 0.5, y: 0.5 });

  constructor(metric: string) {
    this.metric = metric;
  }

  /** Index of the school looked at. */
  get school(): number | null {
    return this.selection?.kind === 'school' ? this.selection.school : null;
  }

  set school(school: number | null) {
    this.selection = school === null ? null : { kind: 'school', school };
  }

  get mapped(): readonly SideKey[] {
    return this.maps === 'all' ? SIDE_KEYS : [this.maps];
  }
}

/** How far the map is enlarged, and which point of the whole lies in its middle, each from 0 to 1. */
export interface Zoom {
  scale: number;
  x: number;
  y: number;
}

/** At which neighbours of a country's schools stand apart. */
const LARGEST = 64;

export const WHOLE: Zoom = { scale: 1, x: 0.5, y: 0.5 };

/** The point of the drawing at `px` and `py`, each from 0 to 1, stays where it is. */
export function zoomed({ scale, x, y }: Zoom, factor: number, px = 0.5, py = 0.5): Zoom {
  const larger = Math.max(1, Math.min(LARGEST, scale * factor));
  const shift = 1 / scale - 1 / larger;
  return within({ scale: larger, x: x + (px - 0.5) * shift, y: y + (py - 0.5) * shift });
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
