import { mean, variance } from './moments.ts';

/** An ellipse: half the lengths of its axes, and the angle from the x axis to the first, radians. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly long: number;
  readonly short: number;
  readonly angle: number;
}

/**
 * The confidence region of the mean of two outcomes over the same runs (Hotelling 1931): with probability `level`
 * per cent it holds the mean of all runs there could be, were these drawn from a normal distribution. Null for
 * fewer than three runs. Where the outcomes lie on a line the ellipse is flat.
 */
export function meanRegion(x: ArrayLike<number>, y: ArrayLike<number>, level: number): Region | null {
  const n = x.length;
  if (n !== y.length) throw new RangeError(`${n} values of one outcome against ${y.length} of the other`);
  if (n < 3) return null;
  const [mx, my, vx, vy] = [mean(x), mean(y), variance(x), variance(y)];
  let covariance = 0;
  for (let i = 0; i < n; i++) covariance += ((x[i] - mx) * (y[i] - my)) / (n - 1);
  const reach = (2 * (n - 1) * fQuantile(level / 100, n - 2)) / (n * (n - 2));
  const middle = (vx + vy) / 2;
  const spread = Math.hypot((vx - vy) / 2, covariance);
  return {
    x: mx,
    y: my,
    long: Math.sqrt(reach * (middle + spread)),
    short: Math.sqrt(reach * Math.max(0, middle - spread)),
    angle: Math.atan2(2 * covariance, vx - vy) / 2,
  };
}

/** The quantile of F with 2 and m degrees of freedom, which has a closed form: P(F > f) = (1 + 2 f / m) ^ (-m / 2). */
function fQuantile(p: number, m: number): number {
  return (m / 2) * ((1 - p) ** (-2 / m) - 1);
}
