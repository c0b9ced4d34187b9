/** The board on which a curve is drawn: where values and years lie on it, and the lines and bands as paths. */
import type { Point } from '../../analysis/prediction/curve.ts';
import { type Axis, niceAxis, placeOf } from '../../analysis/report/scale.ts';
import { TERMS_A_YEAR } from '../../sim/index.ts';

/** Around what is drawn on, in sizes of the text. */
const MARGIN = { left: 46 / 12, right: 14 / 12, top: 10 / 12, bottom: 26 / 12 } as const;

export class Board {
  readonly width: number;
  readonly height: number;
  readonly years: number;
  readonly axis: Axis;
  readonly x: (year: number) => number;
  readonly y: (value: number) => number;
  /** Ends of what is drawn on, in pixels. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;

  /** `range` is what the axis has to hold; pixels are those of the page, `text` the size of its letters. */
  constructor(width: number, height: number, years: number, range: readonly number[], text: number) {
    this.width = width;
    this.height = height;
    this.years = years;
    this.axis = niceAxis(Math.min(...range), Math.max(...range));
    this.left = MARGIN.left * text;
    this.right = width - MARGIN.right * text;
    this.top = MARGIN.top * text;
    this.bottom = height - MARGIN.bottom * text;
    this.x = placeOf({ low: 0, high: years }, this.left, this.right);
    this.y = placeOf(this.axis, this.bottom, this.top);
  }

  /** What lies at a place, held within the board. */
  at(px: number, py: number): Point {
    const within = (share: number) => Math.max(0, Math.min(1, share));
    const { low, high } = this.axis;
    return {
      year: within((px - this.left) / (this.right - this.left)) * this.years,
      value: low + within((this.bottom - py) / (this.bottom - this.top)) * (high - low),
    };
  }

  /** One value a year, with gaps where there is none. */
  curve(values: ArrayLike<number>): string {
    return path(Array.from(values, (value, year) => [this.x(year), this.y(value)]));
  }

  /** One value a term. */
  series(values: ArrayLike<number>): string {
    return path(Array.from(values, (value, i) => [this.x(i / TERMS_A_YEAR), this.y(value)]));
  }

  band(low: ArrayLike<number>, high: ArrayLike<number>): string {
    const edge = (values: ArrayLike<number>) =>
      Array.from(values, (value, i) => `${this.x(i / TERMS_A_YEAR)} ${this.y(value)}`);
    return `M${[...edge(low), ...edge(high).reverse()].join('L')}Z`;
  }
}

function path(points: readonly (readonly [x: number, y: number])[]): string {
  let text = '';
  let pen = false;
  for (const [x, y] of points) {
    if (Number.isNaN(y)) pen = false;
    else {
      text += `${pen ? 'L' : 'M'}${x} ${y}`;
      pen = true;
    }
  }
  return text;
}

/** One press of an arrow key moves a value by so much: a fiftieth of the axis, in a round number. */
export function stepOf({ low, high }: Axis): number {
  const rough = (high - low) / 50;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((one) => one * power >= rough * 0.999) ?? 10);
}
