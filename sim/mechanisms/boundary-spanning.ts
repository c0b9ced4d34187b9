import { flag, number, type Values } from '../schema.ts';
import { ACROSS, INSIDE, type State, TIES } from '../state.ts';

/**
 * Boundary spanning (B 14.2). Some staff, of any rank, hold the ties of their school to others and understand what
 * moves either side. Each term, over the ties in use to other schools:
 *   what one holds = sum of use * trust,  X = the sum over the staff of a school
 *   spanning = X / (X + half),  reliance = the largest part that one person holds
 * Spanners open the boundary (leadership), make known schools easier to approach (choice of partner) and shorten
 * the road of what begins (collaborative life); a school that relies on one loses most when that one goes (turnover).
 */
export const params = {
  on: flag({
    default: true,
    doc: 'Whether staff who hold ties to other schools do anything for their own school by it.',
    source: 'B 14.2',
  }),
  live: number({
    default: 0.02,
    min: 0,
    max: 1,
    unit: 'contacts a week',
    doc: 'Use above which a tie to another school counts.',
    source: 'assumption',
  }),
  half: number({
    default: 1,
    min: 0.01,
    max: 20,
    unit: 'trusted contacts a week',
    doc: 'Trusted contacts of all staff with other schools that make half of full spanning.',
    source: 'assumption',
  }),
};
export const writes = ['schoolSpanning', 'schoolSpanners', 'schoolSpanner', 'schoolReliance'] as const;

/** What is left of trust and of the average of contacts after so many idle weeks. */
interface Fading {
  readonly trust: Float64Array;
  readonly strength: Float64Array;
}

/** Each term: who holds the ties of each school to others. */
export function span(s: State, p: Values<typeof params>, fading: Fading, week: number): void {
  const { schoolSpanning, schoolSpanners, schoolSpanner, schoolReliance } = s;
  const { schoolFirst, schoolPosts, tieTarget, tieTrust, tieStrength, tieSince } = s;
  for (let a = 0; a < schoolPosts.length; a++) {
    let sum = 0;
    let most = 0;
    let spanners = 0;
    let spanner = -1;
    const end = p.on ? schoolFirst[a] + schoolPosts[a] : 0;
    for (let i = schoolFirst[a]; i < end; i++) {
      let held = 0;
      const first = i * TIES + INSIDE;
      for (let t = first; t < first + ACROSS && tieTarget[t] >= 0; t++) {
        const idle = week - tieSince[t];
        const use = tieStrength[t] * fading.strength[idle];
        if (use > p.live) held += use * tieTrust[t] * fading.trust[idle];
      }
      if (held === 0) continue;
      spanners++;
      sum += held;
      if (held <= most) continue;
      most = held;
      spanner = i;
    }
    schoolSpanning[a] = sum / (sum + p.half);
    schoolSpanners[a] = spanners;
    schoolSpanner[a] = spanner;
    schoolReliance[a] = sum > 0 ? most / sum : 0;
  }
}
