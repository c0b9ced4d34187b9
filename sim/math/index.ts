export { exp, log } from './exp.ts';
export { logistic, logit, logitOf } from './logistic.ts';
export { normalQuantile } from './normal.ts';

/** x held inside [low, high]. */
export function clamp(x: number, low: number, high: number): number {
  return x < low ? low : x > high ? high : x;
}
