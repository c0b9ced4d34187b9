import type { PlacedProblem } from './problem.ts';

/**
 * The text of a file of schools from its bytes. The register is published in Windows-1252, spreadsheets save UTF-8
 * with or without a byte order mark: what is not valid UTF-8 is taken as the former, so that names keep their accents.
 */
export function decodeText(
  bytes: Uint8Array,
  file: string,
):
  | { text: string; encoding: 'UTF-8' | 'Windows-1252'; problems: readonly [] }
  | { text: null; problems: readonly PlacedProblem[] } {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    const message = 'saved as UTF-16 text';
    const allowed = 'a file saved as CSV UTF-8';
    return {
      text: null,
      problems: [{ file, line: 1, column: 1, path: '', message, found: 'a UTF-16 byte order mark', allowed }],
    };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8', problems: [] };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252', problems: [] };
  }
}
