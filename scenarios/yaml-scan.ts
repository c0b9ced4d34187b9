import { Lexer } from 'yaml';

/**
 * Reads a scenario's text token by token, without recursion and in one pass, before any parser sees it: a text
 * nested thousands deep ends the whole process in Node 20, past every try and catch, and aliases can make a few
 * hundred bytes stand for millions of values. A scenario has no use for either.
 */

export const LARGEST = 256 * 1024;
export const DEEPEST = 32;
/** Words, marks and line ends. Parsing takes about 10 microseconds for each, so that no file takes over a second. */
export const MOST_TOKENS = 50_000;

/** A problem at an offset in the text; the caller knows the file. */
export interface ScanProblem {
  offset: number;
  message: string;
  found: string;
  allowed: string;
}

/** What is refused wherever it stands, by the first character of its token. */
const REFUSED: Readonly<Record<string, readonly [message: string, allowed: string]>> = {
  '&': ['an anchor', 'every value written out where it belongs; quotes around text that begins with &'],
  '*': ['an alias', 'every value written out where it belongs; quotes around text that begins with *'],
  '!': ['a tag', 'plain numbers, text, true and false; quotes around text that begins with !'],
  '%': ['a directive', 'a scenario without directives'],
};

/** The first reason not to parse `text` (without byte order mark), or null. */
export function scan(text: string): ScanProblem | null {
  const size = utf8Length(text);
  if (size > LARGEST) {
    const found = `${Math.ceil(size / 1024)} KiB`;
    return { offset: 0, message: 'the file is too large', found, allowed: `at most ${LARGEST / 1024} KiB` };
  }
  return strayCharacter(text) ?? scanTokens(text);
}

function utf8Length(text: string): number {
  // No character needs more than three bytes a code unit: most files are settled without counting.
  if (text.length * 3 <= LARGEST || text.length > LARGEST) return text.length;
  let size = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    size += c < 0x80 ? 1 : c < 0x800 || (c >= 0xd800 && c < 0xe000) ? 2 : 3;
  }
  return size;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point.
const STRAY = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff\ufffd]|\r(?!\n)|\p{Surrogate}/u;

function strayCharacter(text: string): ScanProblem | null {
  const match = STRAY.exec(text);
  if (match === null) return null;
  const code = text.charCodeAt(match.index);
  const found = `the character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  if (code === 0x0d) {
    return {
      offset: match.index,
      message: 'a bare carriage return',
      found,
      allowed: 'lines that end in LF or CR LF',
    };
  }
  return {
    offset: match.index,
    message: 'not plain UTF-8 text',
    found,
    allowed: 'printable characters, saved as UTF-8',
  };
}

function scanTokens(text: string): ScanProblem | null {
  const problem = (message: string, found: string, allowed: string) => ({ offset, message, found, allowed });
  const tooDeep = () =>
    problem('nested too deeply', `more than ${DEEPEST} levels`, `at most ${DEEPEST} levels`);
  let offset = 0;
  let lineStart = 0;
  let brackets = 0;
  /** Columns at which the block collections that are open here begin. */
  const columns: number[] = [];
  let colons = 0;
  /** The next token is a plain or block scalar, whatever it looks like. */
  let scalar = false;
  /** Something other than indentation and `-` has been met on this line. */
  let settled = false;

  const open = (column: number): boolean => {
    while (columns.length > 0 && columns[columns.length - 1] > column) columns.pop();
    if (columns.length === 0 || columns[columns.length - 1] < column) columns.push(column);
    return columns.length + brackets > DEEPEST;
  };

  let tokens = 0;
  for (const token of new Lexer().lex(text)) {
    if (++tokens > MOST_TOKENS) {
      return problem('too many values', `more than ${MOST_TOKENS} words and marks`, `at most ${MOST_TOKENS}`);
    }
    if (token === '\u0002' || token === '\u0018') {
      // Marks of the lexer, not text: a document begins; brackets were left open.
      if (token === '\u0018') brackets = 0;
      continue;
    }
    if (token === '\u001f') {
      scalar = true;
      continue;
    }
    const column = offset - lineStart;
    const first = scalar ? 'a' : (token[0] ?? '');
    if (!scalar) {
      const refused = Object.hasOwn(REFUSED, first) ? REFUSED[first] : undefined;
      if (refused) return problem(refused[0], JSON.stringify(token.slice(0, 40)), refused[1]);
      if (token === '?')
        return problem('a key marked with ?', '"?"', 'plain words as keys, as in "choice: 0.5"');
      if (token === '{' || token === '[') brackets++;
      else if (token === '}' || token === ']') brackets = Math.max(0, brackets - 1);
      if (token === ':' && brackets === 0 && ++colons > 1) {
        return problem(
          'a second ":" on the line',
          '":"',
          'one key on a line; quotes around text that holds ": "',
        );
      }
    }
    if (columns.length + brackets > DEEPEST) return tooDeep();
    const blank =
      !scalar &&
      (first === ' ' || first === '\t' || first === '\n' || first === '\r' || first === '#' || first === '');
    if (!blank && !settled && (brackets === 0 || first === '{' || first === '[')) {
      if (open(column)) return tooDeep();
      settled = token !== '-' || scalar;
    }
    const newline = token.lastIndexOf('\n');
    if (newline >= 0) {
      lineStart = offset + newline + 1;
      colons = 0;
      settled = brackets > 0;
    }
    offset += token.length;
    scalar = false;
  }
  return null;
}
