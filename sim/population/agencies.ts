import { type Draw, STREAM } from '../draw.ts';
import { agencyKinds } from '../governance/agencies.ts';
import { clamp } from '../math/index.ts';
import { areasOf, type State, VIEWS, WELLBEING_AT_REST } from '../state.ts';

/** How far one agency's view strays from that of its kind, standard deviation. */
const SPREAD = 0.06;

/**
 * Sets up the agencies, one of each kind for an area of about forty schools, and the area of every school. Areas
 * are cut as land is divided: in two across the longer side, again and again, with schools in proportion.
 */
export function settleAgencies(s: State, draw: Draw): void {
  const areas = areasOf(s.schoolPosts.length);
  divide(s, Array.from(s.schoolPosts.keys()), 0, areas);
  const kinds = agencyKinds.length;
  draw.open(STREAM.agencies, 0);
  for (let g = 0; g < areas * kinds; g++) {
    const kind = agencyKinds[g % kinds];
    s.agencyKind[g] = g % kinds;
    s.agencyHorizon[g] = kind.weeks;
    for (let v = 0; v < VIEWS.length; v++)
      s.agencyView[g * VIEWS.length + v] = clamp(kind.view[v] + SPREAD * draw.normal(g, v), 0, 1);
  }
  s.liaisonSince.fill(-1);
  s.schoolTargetedWellbeing.fill(WELLBEING_AT_REST);
}

function divide(s: State, schools: number[], first: number, areas: number): void {
  if (areas === 1) {
    for (const a of schools) s.schoolArea[a] = first;
    return;
  }
  const along = width(s.schoolX, schools) >= width(s.schoolY, schools) ? s.schoolX : s.schoolY;
  const order = [...schools].sort((p, q) => along[p] - along[q] || p - q);
  const half = areas >> 1;
  const cut = Math.round((order.length * half) / areas);
  divide(s, order.slice(0, cut), first, half);
  divide(s, order.slice(cut), first + half, areas - half);
}

function width(along: Float64Array, schools: readonly number[]): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const a of schools) {
    low = Math.min(low, along[a]);
    high = Math.max(high, along[a]);
  }
  return high - low;
}
