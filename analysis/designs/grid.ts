/** Every combination of these numbers of levels, as level numbers from 0; the last factor changes fastest. */
export function grid(counts: readonly number[]): number[][] {
  let rows: number[][] = [[]];
  for (const count of counts)
    rows = rows.flatMap((row) => Array.from({ length: count }, (_, level) => [...row, level]));
  return rows;
}
