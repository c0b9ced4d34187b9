/**
 * Mean of `values`, taken from the first value on: exact where all are equal, and steady where they are large
 * and close together. NaN for none.
 */
export function mean(values: ArrayLike<number>): number {
  const n = values.length;
  const origin = values[0];
  let sum = 0;
  for (let i = 1; i < n; i++) sum += values[i] - origin;
  return n === 0 ? Number.NaN : origin + sum / n;
}

/** Sample variance (divided by n - 1) in two passes; exactly 0 where all values are equal, NaN below two. */
export function variance(values: ArrayLike<number>): number {
  const n = values.length;
  if (n < 2) return Number.NaN;
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (values[i] - centre) * (values[i] - centre);
  return sum / (n - 1);
}

/**
 * The p-quantile (0 <= p <= 1) of values in rising order, between the two order statistics around
 * (n - 1) p (definition 7 of Hyndman and Fan 1996, the default of R and NumPy).
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const n = sorted.length;
  if (n === 0) return Number.NaN;
  const place = (n - 1) * p;
  const below = Math.floor(place);
  const low = sorted[below];
  if (below + 1 >= n) return low;
  const high = sorted[below + 1];
  return Math.min(high, low + (place - below) * (high - low)); // rounding may not lift it past its neighbour
}
