import type { PlacedProblem } from './problem.ts';

type Decoded =
  | { text: string; encoding: 'UTF-8' | 'Windows-1252'; problems: readonly [] }
  | { text: null; problems: readonly PlacedProblem[] };

/**
 * The text of a file of schools from its bytes. The register is published in Windows-1252, spreadsheets save UTF-8
 * with or without a byte order mark: what is not valid UTF-8 is taken as the former, so that names keep their accents.
 */
export function decodeText(bytes: Uint8Array, file: string): Decoded {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    const problem = {
      message: 'saved as UTF-16 text',
      found: 'a UTF-16 byte order mark',
      allowed: 'a file saved as CSV UTF-8',
    };
    return { text: null, problems: [{ file, line: 1, column: 1, path: '', ...problem }] };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8', problems: [] };
  } catch {
    return { text: windows1252(bytes), encoding: 'Windows-1252', problems: [] };
  }
}

/** Characters of the bytes 0x80 to 0x9f, where Windows-1252 is not Latin-1; five stand for nothing. */
const QUOTES_AND_DASHES = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

/** By hand: Node 20's own decoder of that name knows Latin-1 only, and a name would differ from the browser's. */
function windows1252(bytes: Uint8Array): string {
  const parts: string[] = [];
  const CHUNK = 8192;
  for (let from = 0; from < bytes.length; from += CHUNK) {
    parts.push(String.fromCharCode(...bytes.subarray(from, from + CHUNK)));
  }
  return parts.join('').replace(/[\u0080-\u009f]/g, (c) => QUOTES_AND_DASHES[c.charCodeAt(0) - 0x80]);
}
