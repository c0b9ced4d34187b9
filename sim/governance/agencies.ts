/**
 * The kinds of agency that schools work with, as data. `view` is where the kind stands in cognitive space (B 3.1:
 * pedagogy, purpose, stance to external targets, openness to community), schools standing around 0.5 in each:
 * public services care for the whole child and take the long view, businesses and colleges think and work more
 * as schools do (B 10.3.1, 10.3.2). `weeks` is how far ahead it looks; `reach` what its work can do for a pupil
 * at risk, as a share of all that could be done. Numbers are assumptions.
 */
export interface AgencyKind {
  name: string;
  view: readonly [number, number, number, number];
  weeks: number;
  reach: number;
  source: string;
}

export const agencyKinds: readonly AgencyKind[] = [
  { name: 'health', view: [0.5, 0.85, 0.2, 0.7], weeks: 117, reach: 0.45, source: 'B 10.1, 10.3.2' },
  { name: 'social care', view: [0.35, 0.95, 0.1, 0.8], weeks: 156, reach: 0.6, source: 'B 10.3.1, 10.3.2' },
  { name: 'police', view: [0.25, 0.7, 0.4, 0.75], weeks: 78, reach: 0.3, source: 'B 10.3.2' },
  { name: 'youth', view: [0.75, 0.85, 0.2, 0.9], weeks: 117, reach: 0.4, source: 'B 10.1' },
  { name: 'business', view: [0.4, 0.3, 0.65, 0.65], weeks: 52, reach: 0.2, source: 'B 2.2, 10.3.1' },
  { name: 'college', view: [0.55, 0.4, 0.55, 0.65], weeks: 78, reach: 0.25, source: 'B 10.1' },
];
