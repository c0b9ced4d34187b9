/** Something wrong in a file, with the place where a person has to look. */
export interface PlacedProblem {
  file: string;
  /** From 1. */
  line: number;
  /** From 1: the character in a scenario, the cell of the row in a file of schools. */
  column: number;
  /** `market.choice` or `timeline[2].week` in a scenario, the column's name in a file of schools; '' for the whole file. */
  path: string;
  message: string;
  found: string;
  allowed: string;
}

/** `file:line:column: path: message: found X; allowed: Y` */
export function formatProblem({ file, line, column, path, message, found, allowed }: PlacedProblem): string {
  return `${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}: found ${found}; allowed: ${allowed}`;
}

/** The first lines of a long list are enough to act on; the rest are counted. */
export const MOST_PROBLEMS = 20;

/** Sorted by place, cut to the first few; the last one kept then says how many more there are. */
export function firstProblems(problems: readonly PlacedProblem[]): PlacedProblem[] {
  const sorted = [...problems].sort(
    (p, q) => p.line - q.line || p.column - q.column || (p.path < q.path ? -1 : p.path > q.path ? 1 : 0),
  );
  if (sorted.length <= MOST_PROBLEMS) return sorted;
  const kept = sorted.slice(0, MOST_PROBLEMS);
  const last = kept[MOST_PROBLEMS - 1];
  kept[MOST_PROBLEMS - 1] = {
    ...last,
    message: `${last.message} (and ${sorted.length - MOST_PROBLEMS} more problems)`,
  };
  return kept;
}

const LONGEST_FOUND = 60;

/** A value as it is shown to a person: on one line, in few characters, nothing that could move the cursor. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return 'a mapping';
  return String(value);
}

function quoted(text: string): string {
  const cut = text.length > LONGEST_FOUND ? `${text.slice(0, LONGEST_FOUND)}…` : text;
  const safe = cut.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
  return text.length > LONGEST_FOUND ? `"${safe}" (${text.length} characters)` : `"${safe}"`;
}

/** Keys that reach into JavaScript's objects; no file of ours has any use for them. */
export function reachesIntoObjects(key: string): boolean {
  return key === '__proto__' || key === 'constructor' || key === 'prototype';
}

/** Turns an offset in a text into line and column. */
export class Lines {
  private readonly starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  at(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.starts[low] + 1 };
  }
}

/** `['timeline', 2, 'week']` -> `timeline[2].week` */
export function pathText(path: readonly (string | number)[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += `${text === '' ? '' : '.'}${/^[\w$-]{1,60}$/.test(step) ? step : quoted(step)}`;
  }
  return text;
}
