import { sobolSequence } from './sobol-sequence.ts';

/** The base matrices, or the number i of the factor whose column of A is replaced by that of B: AB_i. */
export type SaltelliMatrix = 'A' | 'B' | number;

export interface SaltelliRow {
  readonly matrix: SaltelliMatrix;
  /** From 0: rows of one number belong together. */
  readonly row: number;
  /** One value in [0, 1) a factor. */
  readonly unit: readonly number[];
}

/**
 * The rows from which Sobol' indices of first and total order are estimated (Saltelli and others 2010, "Variance based
 * sensitivity analysis of model output", Computer Physics Communications 181): row by row A, B, AB_0 ... AB_k-1. A and B are the
 * two halves of a scrambled Sobol' sequence in 2k dimensions. More rows begin with fewer; numbers of rows that are
 * powers of 2 are balanced in every dimension.
 */
export function saltelli(factors: number, rows: number, seed: string): SaltelliRow[] {
  return sobolSequence(2 * factors, rows, `${seed}/saltelli`).flatMap((point, row) => {
    const a = point.slice(0, factors);
    const b = point.slice(factors);
    const mixed = a.map(
      (_, i): SaltelliRow => ({ matrix: i, row, unit: a.map((u, j) => (j === i ? b[j] : u)) }),
    );
    return [{ matrix: 'A', row, unit: a } as const, { matrix: 'B', row, unit: b } as const, ...mixed];
  });
}
