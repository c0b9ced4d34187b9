/**
 * Text for files that other programs open: names of schools come from anywhere, and a file must stay the file it is and
 * show what it holds.
 */

/** Controls, line and paragraph separators, marks that turn the direction of writing, and halves of surrogate pairs. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A name with every character that no reader sees, or that makes it read as another name, shown as U+FFFD. */
export function plainName(name: string): string {
  return name.replace(UNSEEN, '\ufffd');
}

/** What XML 1.0 lets into no document, not even escaped. */
const NOT_XML =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // As they are a parser would make blanks or line ends of these.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** A text as the content of an XML element or, between quotes, of an attribute. */
export function xmlText(text: string): string {
  return text.replace(NOT_XML, '\ufffd').replace(/[&<>"'\t\n\r]/g, (c) => ENTITIES[c]);
}

/** The shortest decimal that is this number where numbers are single: 0.3, not 0.30000001192092896. */
export function shortest(single: number): number {
  // Six digits and fewer always come back from a single number, and nine tell any two of them apart.
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(single.toPrecision(digits));
    if (Math.fround(short) === single) return short;
  }
  return Number(single.toPrecision(9));
}
