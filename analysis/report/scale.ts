/** From values to places in a drawing. */

export interface Axis {
  /** Ends of what is drawn; they are ticks where the axis is nice. */
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  /** Decimals that the ticks need. */
  readonly decimals: number;
}

/** An axis whose ticks are round numbers and hold `low` and `high`. */
export function niceAxis(low: number, high: number, about = 5): Axis {
  if (!(high > low)) {
    const room = Math.abs(low) || 1;
    return niceAxis(low - room / 2, low + room / 2, about);
  }
  const rough = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((one) => one * power >= rough * 0.999) ?? 10);
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  const ticks = Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
  return {
    low: ticks[0],
    high: ticks[ticks.length - 1],
    ticks,
    decimals: Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)),
  };
}

/** Where `value` lies between two places, which may fall; two decimals of a pixel are enough. */
export function placeOf({ low, high }: Pick<Axis, 'low' | 'high'>, from: number, to: number) {
  return (value: number): number =>
    Math.round((from + ((value - low) / (high - low)) * (to - from)) * 100) / 100;
}
