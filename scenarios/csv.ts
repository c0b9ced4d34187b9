import Papa from 'papaparse';
import { nearest } from '../sim/index.ts';
import { Lines, type PlacedProblem, reachesIntoObjects, shown } from './problem.ts';

/** A table of text cells with the columns that were asked for; `line` is where a row begins in the file. */
export interface Table {
  /** Names of all columns of the file, in its order. */
  header: readonly string[];
  rows: readonly Row[];
}

export interface Row {
  line: number;
  /** Cells by column name, trimmed; only the wanted columns that the file has. */
  cells: ReadonlyMap<string, string>;
}

/** Beyond these a file is no register of schools: England's complete one has about 50,000 rows and 140 columns. */
const MOST_CHARACTERS = 128 * 1024 * 1024;
const MOST_ROWS = 200_000;

export interface Columns {
  /** Without any one of these the file is refused. */
  needed: readonly string[];
  /** Read where there are such columns. */
  wanted: readonly string[];
}

type Reading = { table: Table; problems: readonly [] } | { table: null; problems: readonly PlacedProblem[] };

/**
 * Reads comma-separated values as in RFC 4180 (quotes doubled inside quotes, line ends inside quotes; LF or CR LF;
 * byte order mark allowed) with Papa Parse, and adds what it leaves open: which line a row begins on, rows of
 * another length, characters that have no place in a table. `choose` names the columns once the heading is known.
 */
export function readTable(
  text: string,
  file: string,
  choose: (header: readonly string[]) => Columns,
): Reading {
  const body = (text.startsWith('\ufeff') ? text.slice(1) : text).replace(/\r\n?/g, '\n');
  const refused = unreadable(body);
  if (refused) return { table: null, problems: [{ file, ...refused }] };
  const reader = new TableReader(choose);
  Papa.parse<string[]>(body, {
    delimiter: ',',
    newline: '\n',
    step: ({ data, errors }, parser) => {
      if (!reader.row(data, errors.at(0)?.code)) parser.abort();
    },
  });
  const { header, rows, problems } = reader;
  if (problems.length > 0)
    return { table: null, problems: problems.map((problem) => ({ file, ...problem })) };
  return { table: { header, rows }, problems: [] };
}

type Unplaced = Omit<PlacedProblem, 'file'>;

class TableReader {
  readonly problems: Unplaced[] = [];
  readonly rows: Row[] = [];
  header: string[] = [];
  private kept: readonly { name: string; at: number }[] = [];
  private nextLine = 1;
  private readonly choose: (header: readonly string[]) => Columns;

  constructor(choose: (header: readonly string[]) => Columns) {
    this.choose = choose;
  }

  /** Takes the next row; false when there is no sense in reading on. */
  row(data: string[], error: string | undefined): boolean {
    const line = this.nextLine;
    this.nextLine += 1 + data.reduce((sum, cell) => sum + lineFeeds(cell), 0);
    if (error !== undefined) return this.badQuote(line, data, error);
    if (line === 1) return this.heading(data);
    // An empty line, most often the last.
    if (data.length === 1 && data[0].trim() === '') return true;
    if (data.length !== this.header.length) {
      const column = Math.min(data.length, this.header.length) + 1;
      const message = 'a row of another length than the first';
      const cells = (n: number) => (n === 1 ? '1 cell' : `${n} cells`);
      const found = cells(data.length);
      const path = this.header[column - 1] ?? '';
      this.problems.push({ line, column, path, message, found, allowed: cells(this.header.length) });
      return true;
    }
    if (this.rows.length >= MOST_ROWS) {
      const found = `more than ${MOST_ROWS}`;
      this.problems.push({
        line,
        column: 1,
        path: '',
        message: 'too many rows',
        found,
        allowed: `at most ${MOST_ROWS}`,
      });
      return false;
    }
    const cells = new Map<string, string>();
    for (const { name, at } of this.kept) cells.set(name, data[at].trim());
    this.rows.push({ line, cells });
    return true;
  }

  /** Past a wrong quote, rows and cells are anybody's guess. */
  private badQuote(line: number, data: string[], error: string): false {
    const open = error === 'MissingQuotes';
    const column = open ? data.length : 1;
    const message = open ? 'a quote that is never closed' : 'text after a closing quote';
    const allowed = 'quotes around a whole cell, doubled inside it';
    const found = shown(open ? data[column - 1] : data.join(','));
    this.problems.push({ line, column, path: this.header[column - 1] ?? '', message, found, allowed });
    return false;
  }

  private heading(data: string[]): boolean {
    this.header = data.map((name) => name.trim());
    const { needed, wanted } = this.choose(this.header);
    const names = [...new Set([...needed, ...wanted])];
    this.problems.push(...badHeading(this.header, needed, names));
    this.kept = names.map((name) => ({ name, at: this.header.indexOf(name) })).filter(({ at }) => at >= 0);
    return this.problems.length === 0;
  }
}

function badHeading(
  header: readonly string[],
  needed: readonly string[],
  read: readonly string[],
): Unplaced[] {
  const separator = header.length === 1 ? SEPARATORS.find(([mark]) => header[0].includes(mark)) : undefined;
  if (separator) {
    const message = `cells separated by ${separator[1]}`;
    return [
      {
        line: 1,
        column: 1,
        path: '',
        message,
        found: shown(header[0]),
        allowed: 'cells separated by commas',
      },
    ];
  }
  const problems: Unplaced[] = [];
  const seen = new Set<string>();
  header.forEach((path, i) => {
    const at = { line: 1, column: i + 1, path, found: shown(path) };
    if (reachesIntoObjects(path)) {
      problems.push({
        ...at,
        message: 'a column name that is never allowed',
        allowed: 'the columns of a register',
      });
    } else if (seen.has(path) && read.includes(path)) {
      // Only a column that is read can be mistaken for its double.
      problems.push({ ...at, message: 'the same column twice', allowed: 'each column once' });
    }
    seen.add(path);
  });
  const first = header.slice(0, 40).join(', ');
  const found = `the columns ${first}${header.length > 40 ? ` and ${header.length - 40} more` : ''}`;
  for (const path of needed) {
    if (seen.has(path)) continue;
    const near = nearest(path, header);
    const message = `missing column${near ? `; is it the one named '${near}'?` : ''}`;
    problems.push({
      line: 1,
      column: 1,
      path,
      message,
      found: shown(header[0]) === '""' ? 'nothing' : found,
      allowed: needed.join(', '),
    });
  }
  return problems;
}

const SEPARATORS = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'bars'],
] as const;

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point.
const STRAY = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/;

function unreadable(body: string): Unplaced | null {
  const whole = { line: 1, column: 1, path: '' };
  if (body.length > MOST_CHARACTERS) {
    const found = `${body.length} characters`;
    return {
      ...whole,
      message: 'the file is too large',
      found,
      allowed: `at most ${MOST_CHARACTERS} characters`,
    };
  }
  if (body.trim() === '') {
    const allowed = 'a first line with the names of the columns, then a row for each school';
    return { ...whole, message: 'the file is empty', found: 'nothing', allowed };
  }
  const match = STRAY.exec(body);
  if (match === null) return null;
  const { line } = new Lines(body.slice(0, match.index)).at(match.index);
  const row = body.slice(body.lastIndexOf('\n', match.index) + 1, match.index);
  const code = match[0].charCodeAt(0);
  const found = `the character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const column = row.split(',').length;
  if (code === 0xfffd) {
    return { line, column, path: '', message: 'not UTF-8 text', found, allowed: 'a file saved as CSV UTF-8' };
  }
  return { line, column, path: '', message: 'a character that is no text', found, allowed: 'printable text' };
}

function lineFeeds(cell: string): number {
  let n = 0;
  for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) n++;
  return n;
}
