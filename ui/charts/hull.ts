/** The convex hull of points, counter-clockwise (monotone chain; Andrew 1979). */
export function hull(points: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  if (points.length < 3) return [...points];
  const sorted = [...points].sort(([ax, ay], [bx, by]) => ax - bx || ay - by);
  return [...halfHull(sorted), ...halfHull(sorted.reverse())];
}

/** One side of it, without its last point, with which the other side begins. */
function halfHull(points: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const side: (readonly [number, number])[] = [];
  for (const point of points) {
    while (side.length >= 2 && turn(side[side.length - 2], side[side.length - 1], point) <= 0) side.pop();
    side.push(point);
  }
  side.pop();
  return side;
}

function turn(
  [ox, oy]: readonly [number, number],
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): number {
  return (ax - ox) * (by - oy) - (ay - oy) * (bx - ox);
}
