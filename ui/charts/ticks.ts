/** Round values between `low` and `high`, about `count` of them: steps of 1, 2 or 5 times a power of ten. */
export function ticksBetween(
  low: number,
  high: number,
  count: number,
): { values: number[]; decimals: number } {
  const rough = (high - low) / Math.max(1, count);
  if (!(rough > 0) || !Number.isFinite(rough)) return { values: [low], decimals: 2 };
  const power = Math.floor(Math.log10(rough));
  const lead = rough / 10 ** power;
  const step = (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * 10 ** power;
  const values: number[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) values.push(k * step);
  return { values, decimals: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
}

/** The least and the greatest; 0 and 1 of none. */
export function range(values: Iterable<number>): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 1];
}
