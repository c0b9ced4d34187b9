/** Small dense symmetric matrices; only the lower half is read. */
export type Matrix = Float64Array[];

export function matrix(n: number): Matrix {
  return Array.from({ length: n }, () => new Float64Array(n));
}

/**
 * The lower triangular L with L L' = the first `p` rows and columns of `a`, and below them the rows that solve L z =
 * a's other rows. `weak` is the first row of which less than the part `least` is left after the rows before it, or
 * -1: it follows from them.
 */
export function cholesky(a: Matrix, p: number, least: number): { factor: Matrix; weak: number } {
  const factor = matrix(a.length);
  let weak = -1;
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < Math.min(i, p); j++) {
      let sum = a[i][j];
      for (let k = 0; k < j; k++) sum -= factor[i][k] * factor[j][k];
      factor[i][j] = sum / factor[j][j];
    }
    if (i >= p) continue;
    let left = a[i][i];
    for (let k = 0; k < i; k++) left -= factor[i][k] * factor[i][k];
    if (!(left > least * a[i][i]) && weak < 0) weak = i;
    factor[i][i] = Math.sqrt(Math.max(left, Number.MIN_VALUE));
  }
  return { factor, weak };
}

/** The inverse of L L' from the first `p` rows of L, both halves. */
export function inverse(factor: Matrix, p: number): Matrix {
  const lower = matrix(p); // the inverse of L
  for (let j = 0; j < p; j++) {
    lower[j][j] = 1 / factor[j][j];
    for (let i = j + 1; i < p; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= factor[i][k] * lower[k][j];
      lower[i][j] = sum / factor[i][i];
    }
  }
  const result = matrix(p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < p; k++) sum += lower[k][i] * lower[k][j];
      result[i][j] = result[j][i] = sum;
    }
  }
  return result;
}
