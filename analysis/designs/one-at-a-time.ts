/** A base point, and one point for each other level of each factor with all else as in the base. */
export function oneAtATime<T>(levels: readonly (readonly T[])[], base: readonly T[]): T[][] {
  const moved = levels.flatMap((values, i) =>
    values.filter((value) => value !== base[i]).map((value) => base.map((at, j) => (j === i ? value : at))),
  );
  return [[...base], ...moved];
}
