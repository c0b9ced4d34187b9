/**
 * A curve that somebody draws before the model answers: one value a year from the start, in the unit of the metric. The
 * start is given, and NaN stands for what is not drawn yet.
 */
export type Curve = Float64Array;

/** A curve of which only the start is there. */
export function blankCurve(years: number, start: number): Curve {
  const curve = new Float64Array(years + 1).fill(Number.NaN);
  curve[0] = start;
  return curve;
}

/** A point of the drawing: years from the start, and a value in the metric's unit. */
export interface Point {
  readonly year: number;
  readonly value: number;
}

/**
 * The curve with a stroke from one point to the next, in either direction: every year between them takes the value of
 * the line, and the year nearest to where the stroke ends that of its end. The start stays as it is given.
 */
export function stroked(curve: Curve, from: Point, to: Point): Curve {
  const drawn = curve.slice();
  const put = (year: number, value: number) => {
    if (year >= 1 && year < drawn.length) drawn[year] = value;
  };
  const [first, last] = from.year <= to.year ? [from, to] : [to, from];
  for (let year = Math.ceil(first.year); year <= Math.floor(last.year); year++) {
    const share = last.year === first.year ? 1 : (year - first.year) / (last.year - first.year);
    put(year, first.value + share * (last.value - first.value));
  }
  put(Math.round(to.year), to.value);
  return drawn;
}

/** The curve with the value of one year set; NaN takes it away. Year 0 is given and stays. */
export function withValue(curve: Curve, year: number, value: number): Curve {
  const drawn = curve.slice();
  if (year >= 1 && year < drawn.length) drawn[year] = value;
  return drawn;
}

/** Years that are not drawn yet. */
export function missing(curve: Curve): number {
  return curve.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
}
