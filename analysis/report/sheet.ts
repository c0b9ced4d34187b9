/**
 * The paper of a picture: its title, what its marks stand for, the drawing, and below it where the figures come from. It
 * needs nothing else: no script, no style sheet, every text as text, colours for paper.
 */
import { type Markup, markup, type Part } from './markup.ts';

export interface Sheet {
  readonly title: string;
  /** What a reader who does not see it is told. */
  readonly summary: string;
  readonly unit: string;
  readonly keys: readonly Key[];
  /** What stands below: n, interval, seeds, version. */
  readonly provenance: string;
}

/** What a mark stands for. */
export interface Key {
  readonly label: string;
  /** The mark, in 30 units from `x` to the right, at the height `y`. */
  readonly mark: (x: number, y: number) => Part;
}

/** Units from the left edge of a picture to its right one, and where the drawing begins and ends. */
export const WIDTH = 720;
export const LEFT = 58;
export const RIGHT = 704;
export const INK = '#1c1f24';
export const MUTED = '#575d68';
export const RULE = '#dcd9cf';
const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, sans-serif';
/** Letters of a line in titles, in plain and in small type, in 100 units: what wide fonts need. */
const LETTERS = { title: 11, plain: 15, small: 16.5 } as const;
/** Units a letter of plain type takes at most, on average. */
const LETTER = 100 / LETTERS.plain;

/** A sheet around a drawing of `height` units, which is told at which height it begins. */
export function sheet(
  { title, summary, unit, keys, provenance }: Sheet,
  height: number,
  draw: (top: number) => Part,
  { width = WIDTH, left = LEFT }: { readonly width?: number; readonly left?: number } = {},
): Markup {
  const room = (width - left - (WIDTH - RIGHT)) / 100;
  const titles = wrapped(title, Math.floor(room * LETTERS.title));
  const units = unit === '' ? [] : wrapped(unit, Math.floor(room * LETTERS.plain));
  const notes = wrapped(provenance, Math.floor(room * LETTERS.small));
  const unitAt = 22 + 20 * titles.length;
  const placed = placedKeys(keys, left, width, unitAt + 16 * units.length);
  const top = placed.bottom + 6;
  const whole = top + height + 16 + 16 * notes.length;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${summary}" viewBox="0 0 ${width} ${whole}" width="${width}" height="${whole}" font-family="${FONT}" font-size="12" fill="${INK}">
<title>${title}</title>
<rect width="${width}" height="${whole}" fill="#ffffff"/>
${titles.map(
  (line, i) =>
    markup`<text x="${left}" y="${22 + 20 * i}" font-size="16" font-weight="600">${line}</text>
`,
)}${units.map(
  (line, i) =>
    markup`<text x="${left}" y="${unitAt - 4 + 16 * i}" fill="${MUTED}">${line}</text>
`,
)}${placed.keys}${draw(top)}
${notes.map(
  (note, i) =>
    markup`<text x="${left}" y="${top + height + 18 + 16 * i}" font-size="11" fill="${MUTED}">${note}</text>
`,
)}</svg>`;
}

/** Keys beside one another as long as there is room. */
function placedKeys(keys: readonly Key[], left: number, width: number, top: number) {
  let [x, y] = [left, top];
  const all = keys.map(({ label, mark }) => {
    const takes = 38 + label.length * LETTER;
    if (x > left && x + takes > width - 8) [x, y] = [left, y + 20];
    const made = markup`${mark(x, y)}<text x="${x + 38}" y="${y + 4}">${label}</text>
`;
    x += takes + 18;
    return made;
  });
  return { keys: all, bottom: keys.length === 0 ? top - 8 : y + 14 };
}

/** The mark of a line. */
export function lineKey(label: string, colour: string, dash: readonly number[] = [], thick = 2.5): Key {
  return {
    label,
    mark: (x, y) =>
      markup`<path d="M${x} ${y}h30" fill="none" stroke="${colour}" stroke-width="${thick}"${dashes(dash)}/>`,
  };
}

export function dashes(dash: readonly number[] | undefined): Part {
  return dash === undefined || dash.length === 0 ? null : markup` stroke-dasharray="${dash.join(' ')}"`;
}

/** Text in lines of at most so many letters, broken between words, and within one that is longer. */
export function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  const long = new RegExp(`.{1,${most}}`, 'gsu');
  for (const word of text.split(/\s+/).flatMap((one) => one.match(long) ?? [])) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
