export { exp, log } from './exp.ts';
export { logistic, logit, logitOf } from './logistic.ts';
export { normalQuantile } from './normal.ts';

/** x held inside [low, high]. */
export function clamp(x: number, low: number, high: number): number {
  return x < low ? low : x > high ? high : x;
}

/** Whether a condition holds, as 1 or 0 without a branch: for kernels in which a branch would be mispredicted. */
export function one(condition: boolean): number {
  return (condition as unknown as number) | 0;
}
