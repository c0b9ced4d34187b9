/** Plain text for people: tables, counts and times. */
export { printable } from '../analysis/printable.ts';

export type Cell = { readonly text: string; readonly right?: boolean };

/** Rows as columns two spaces apart; numbers to the right, words to the left. The first row is the heading. */
export function table(rows: readonly (readonly Cell[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].text.length)));
  return rows
    .map((row) =>
      row
        .map(({ text, right }, column) =>
          right ? text.padStart(widths[column]) : text.padEnd(widths[column]),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export const word = (text: string): Cell => ({ text });
export const figure = (text: string): Cell => ({ text, right: true });

/** "1 school", "2 schools". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** Seconds as people say them: "8 s", "3 min 20 s", "2 h 5 min". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Bytes as people say them: "14 KiB", "1.2 GiB". */
export function bytes(n: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  let size = n;
  for (; size >= 1000 && unit < units.length - 1; unit++) size /= 1024;
  return `${unit === 0 || size >= 100 ? size.toFixed(0) : size.toPrecision(2)} ${units[unit]}`;
}

/** Three digits of a rate: "214", "21.4", "2.14". */
export function rate(value: number): string {
  if (!Number.isFinite(value)) return '-';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
