/**
 * What networks are drawn with: the part of a canvas that `paint` needs, and a pen that takes the same strokes down as
 * SVG, so that a picture holds what the page shows.
 */
import { type Markup, markup, type Part } from '../../analysis/report/markup.ts';

export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'arc'
  | 'beginPath'
  | 'clearRect'
  | 'closePath'
  | 'fill'
  | 'fillRect'
  | 'fillStyle'
  | 'fillText'
  | 'font'
  | 'globalAlpha'
  | 'lineCap'
  | 'lineJoin'
  | 'lineTo'
  | 'lineWidth'
  | 'measureText'
  | 'moveTo'
  | 'setLineDash'
  | 'stroke'
  | 'strokeStyle'
  | 'strokeText'
  | 'textBaseline'
>;

const FONT = /^(?:(\d+) )?([\d.]+)px/;
const BASELINES: Readonly<Record<string, string>> = { middle: 'central', bottom: 'text-after-edge' };
const at = (value: number) => String(Math.round(value * 100) / 100);

export class SvgPen implements Pen {
  fillStyle: Pen['fillStyle'] = '#000000';
  strokeStyle: Pen['strokeStyle'] = '#000000';
  font = '10px sans-serif';
  globalAlpha = 1;
  lineCap: CanvasLineCap = 'butt';
  lineJoin: CanvasLineJoin = 'miter';
  lineWidth = 1;
  textBaseline: CanvasTextBaseline = 'alphabetic';
  readonly #measure: Pen['measureText'];
  readonly #drawn: Markup[] = [];
  #path = '';
  #dashes: number[] = [];
  /** Where the pen stands, as it was written down last. */
  #end = '';
  /** The stroke that was drawn last, by its place: one alike that follows at once belongs to it. */
  #stroke = { place: -1, path: '', look: '' };

  /** `measure` tells how wide a text is in the font that it is given. */
  constructor(measure: (text: string, font: string) => TextMetrics) {
    this.#measure = (text) => measure(text, this.font);
  }

  get drawn(): Part {
    return this.#drawn;
  }

  beginPath(): void {
    this.#path = '';
    this.#end = '';
  }

  moveTo(x: number, y: number): void {
    this.#go('M', x, y);
  }

  lineTo(x: number, y: number): void {
    this.#go('L', x, y);
  }

  #go(command: 'M' | 'L', x: number, y: number): void {
    this.#end = `${at(x)} ${at(y)}`;
    this.#path += command + this.#end;
  }

  /** Joined to what was drawn before it by a line, as on a canvas. A whole turn is two halves: SVG has no other. */
  arc(x: number, y: number, radius: number, from: number, to: number, counter = false): void {
    const point = (angle: number) => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)] as const;
    const [startX, startY] = point(from);
    if (`${at(startX)} ${at(startY)}` !== this.#end) this.#go(this.#path === '' ? 'M' : 'L', startX, startY);
    const whole = 2 * Math.PI;
    const turn = counter ? from - to : to - from;
    const swept = turn >= whole ? whole : ((turn % whole) + whole) % whole;
    const sign = counter ? -1 : 1;
    for (const part of swept > Math.PI ? [0.5, 1] : [1]) {
      const [endX, endY] = point(from + sign * swept * part);
      this.#end = `${at(endX)} ${at(endY)}`;
      this.#path += `A${at(radius)} ${at(radius)} 0 0 ${counter ? 0 : 1} ${this.#end}`;
    }
  }

  closePath(): void {
    this.#path += 'Z';
  }

  clearRect(): void {
    // A picture begins on clear paper.
  }

  fill(): void {
    this.#drawn.push(
      markup`<path d="${this.#path}" fill="${this.#colour(this.fillStyle)}"${this.#alpha()}/>
`,
    );
  }

  stroke(): void {
    const { lineWidth, lineCap, lineJoin } = this;
    const look = markup`fill="none" stroke="${this.#colour(this.strokeStyle)}" stroke-width="${at(lineWidth)}" stroke-linecap="${lineCap}" stroke-linejoin="${lineJoin}"${this.#dashes.length === 0 ? null : markup` stroke-dasharray="${this.#dashes.map(at).join(' ')}"`}${this.#alpha()}`;
    const last = this.#stroke;
    const goesOn = last.place === this.#drawn.length - 1 && last.look === look.text && this.globalAlpha === 1;
    const place = goesOn ? last.place : this.#drawn.length;
    this.#stroke = { place, path: goesOn ? last.path + this.#path : this.#path, look: look.text };
    this.#drawn[place] = markup`<path d="${this.#stroke.path}" ${look}/>
`;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#drawn.push(
      markup`<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" fill="${this.#colour(this.fillStyle)}"${this.#alpha()}/>
`,
    );
  }

  fillText(text: string, x: number, y: number): void {
    this.#text(text, x, y, markup`fill="${this.#colour(this.fillStyle)}"`);
  }

  strokeText(text: string, x: number, y: number): void {
    const width = at(this.lineWidth);
    this.#text(
      text,
      x,
      y,
      markup`fill="none" stroke="${this.#colour(this.strokeStyle)}" stroke-width="${width}" stroke-linejoin="round"`,
    );
  }

  #text(text: string, x: number, y: number, ink: Markup): void {
    const [, weight, size] = FONT.exec(this.font) ?? [];
    this.#drawn.push(
      markup`<text x="${at(x)}" y="${at(y)}" font-size="${size ?? 10}" font-weight="${weight ?? 400}" dominant-baseline="${BASELINES[this.textBaseline] ?? 'auto'}" ${ink}${this.#alpha()}>${text}</text>
`,
    );
  }

  measureText(text: string): TextMetrics {
    return this.#measure(text);
  }

  setLineDash(dashes: Iterable<number>): void {
    this.#dashes = [...dashes];
  }

  #alpha(): Part {
    return this.globalAlpha === 1 ? null : markup` opacity="${at(this.globalAlpha)}"`;
  }

  #colour(style: Pen['fillStyle']): string {
    if (typeof style !== 'string') throw new TypeError('Pictures are drawn in plain colours.');
    return style;
  }
}
