import { exp, log } from './exp.ts';

/** 1 / (1 + e^-z), in (0, 1). */
export function logistic(z: number): number {
  return z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z));
}

/** log(p / (1 - p)) for p in (0, 1). */
export function logit(p: number): number {
  return log(p / (1 - p));
}

const CELLS = 65536;

/**
 * The logit of the middle of each of 65,536 equal cells of (0, 1). With u a 32-bit draw,
 * `logitOf[u >>> 16] < z` happens with probability logistic(z) to within 7.7e-6, for one load instead of an
 * exponential.
 */
export const logitOf = new Float64Array(CELLS);
for (let i = 0; i < CELLS; i++) logitOf[i] = logit((i + 0.5) / CELLS);
