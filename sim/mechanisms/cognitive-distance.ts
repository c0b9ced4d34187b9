import { exp } from '../math/index.ts';
import { number, type Values } from '../schema.ts';
import { contacts, type State } from '../state.ts';

/**
 * Cognitive distance d = |view_i - view_j| / 2 in [0, 1]. Understanding u = exp(-(d / reach)^2) falls with it,
 * novelty n = 1 - exp(-d / noveltyScale) rises: what can be learnt, u * n, is an inverted U. A successful
 * contact draws the two views together by convergence * trust * u (B 3.1).
 */
export const params = {
  reach: number({
    default: 0.45,
    min: 0.05,
    max: 5,
    unit: 'distance',
    doc: 'Distance of views at which understanding has fallen to 37 %.',
    source: 'model description 4, after B 3.1',
  }),
  noveltyScale: number({
    default: 0.2,
    min: 0.02,
    max: 2,
    unit: 'distance',
    doc: 'Distance of views at which novelty has risen to 63 %.',
    source: 'model description 4, after B 3.1',
  }),
  convergence: number({
    default: 0.01,
    min: 0,
    max: 0.2,
    unit: 'share a contact',
    doc: 'How far a contact draws two views together, at full trust and understanding.',
    source: 'model description 4, after B 3.1',
  }),
};
export const writes = ['contactUnderstanding', 'contactNovelty', 'staffView'] as const;

const CELLS = 4096;

/** u and n at the middle of each of 4,096 equal cells of distance: a load for an exponential, to within 0.1 %. */
export interface Curves {
  readonly understanding: Float64Array;
  readonly novelty: Float64Array;
}

export function makeCurves(): Curves {
  return { understanding: new Float64Array(CELLS + 1), novelty: new Float64Array(CELLS + 1) };
}

export function fillCurves(curves: Curves, p: Values<typeof params>): void {
  for (let i = 0; i <= CELLS; i++) {
    const d = (i + 0.5) / CELLS;
    const x = d / p.reach;
    curves.understanding[i] = exp(-x * x);
    curves.novelty[i] = 1 - exp(-d / p.noveltyScale);
  }
}

/** Reads u and n of the first `count` contacts. */
export function perceive(s: State, curves: Curves, count: number): void {
  const { contactFrom, contactTo, contactUnderstanding, contactNovelty } = contacts;
  const { staffView } = s;
  const { understanding, novelty } = curves;
  for (let c = 0; c < count; c++) {
    const i = contactFrom[c] << 2;
    const j = contactTo[c] << 2;
    const v0 = staffView[i] - staffView[j];
    const v1 = staffView[i + 1] - staffView[j + 1];
    const v2 = staffView[i + 2] - staffView[j + 2];
    const v3 = staffView[i + 3] - staffView[j + 3];
    const cell = (Math.sqrt(v0 * v0 + v1 * v1 + v2 * v2 + v3 * v3) * (CELLS / 2)) | 0;
    contactUnderstanding[c] = understanding[cell];
    contactNovelty[c] = novelty[cell];
  }
}

/** Draws the views of the two together where the contact succeeded. */
export function converge(s: State, p: Values<typeof params>, count: number): void {
  const { contactFrom, contactTo, contactUnderstanding, contactTrust, contactSuccess } = contacts;
  const { staffView } = s;
  const rate = p.convergence;
  for (let c = 0; c < count; c++) {
    const i = contactFrom[c] << 2;
    const j = contactTo[c] << 2;
    const w = rate * contactTrust[c] * contactUnderstanding[c] * contactSuccess[c];
    const x0 = staffView[i];
    const x1 = staffView[i + 1];
    const x2 = staffView[i + 2];
    const x3 = staffView[i + 3];
    const y0 = staffView[j];
    const y1 = staffView[j + 1];
    const y2 = staffView[j + 2];
    const y3 = staffView[j + 3];
    staffView[i] = x0 + w * (y0 - x0);
    staffView[i + 1] = x1 + w * (y1 - x1);
    staffView[i + 2] = x2 + w * (y2 - x2);
    staffView[i + 3] = x3 + w * (y3 - x3);
    staffView[j] = y0 - w * (y0 - x0);
    staffView[j + 1] = y1 - w * (y1 - x1);
    staffView[j + 2] = y2 - w * (y2 - x2);
    staffView[j + 3] = y3 - w * (y3 - x3);
  }
}
