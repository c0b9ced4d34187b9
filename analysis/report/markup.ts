import { xmlText } from '../export/text.ts';
import { printable } from '../printable.ts';

/** Markup that is put into a page as it is: made by `markup`, or of texts of our own. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Markup | string | number | null | readonly Part[];

/**
 * Markup from a template: what stands between its parts is taken as it is, and every part that is not markup itself is
 * text. Null is nothing.
 */
export function markup(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(pieces.reduce((text, piece, i) => text + rendered(parts[i - 1]) + piece));
}

function rendered(part: Part): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.text;
  return typeof part === 'object' ? part.map(rendered).join('') : escaped(String(part));
}

/** Text for content and for quoted attributes, with what no reader sees made visible. */
function escaped(text: string): string {
  return xmlText(printable(text));
}

export const nothing = new Markup('');
