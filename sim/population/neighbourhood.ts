import { exp } from '../math/index.ts';
import { NEIGHBOURS, type State } from '../state.ts';

/** Of the places for neighbours, how many are kept for schools of the same ages; the rest go to others. */
const RIVALS = 16;

/**
 * Fills the neighbour columns: for each school the nearest of the same ages and the nearest others, nearest
 * first, with distance and overlap of catchments: a Gaussian of distance over the local scale, times the share
 * of ages both teach (B 2.4). Work grows with schools, not with pairs, by way of a grid.
 */
export function settleNeighbours(s: State): void {
  const grid = makeGrid(s);
  const found: { b: number; d: number }[][] = [];
  for (let a = 0; a < s.schoolPosts.length; a++) {
    found.push(nearest(s, grid, a));
    const rivals = found[a].filter(({ b }) => commonAges(s, a, b) > 0);
    const fourth = rivals.length === 0 ? 5 : rivals[Math.min(3, rivals.length - 1)].d;
    s.schoolScale[a] = Math.max(0.5, fourth);
  }
  s.neighbourSchool.fill(-1);
  for (let a = 0; a < s.schoolPosts.length; a++) {
    found[a].forEach(({ b, d }, n) => {
      const at = a * NEIGHBOURS + n;
      const x = d / (0.75 * (s.schoolScale[a] + s.schoolScale[b]));
      s.neighbourSchool[at] = b;
      s.neighbourDistance[at] = d;
      s.neighbourOverlap[at] = commonAges(s, a, b) * exp(-x * x);
    });
  }
}

/** Years of age that both schools teach, as a share of those that either teaches. */
function commonAges(s: State, a: number, b: number): number {
  const both =
    Math.min(s.schoolHighAge[a], s.schoolHighAge[b]) - Math.max(s.schoolLowAge[a], s.schoolLowAge[b]);
  const either =
    Math.max(s.schoolHighAge[a], s.schoolHighAge[b]) - Math.min(s.schoolLowAge[a], s.schoolLowAge[b]);
  return both > 0 && either > 0 ? both / either : 0;
}

interface Grid {
  size: number;
  left: number;
  bottom: number;
  columns: number;
  rows: number;
  /** Schools by cell: those of cell c are order[first[c]] up to order[first[c + 1]]. */
  first: Int32Array;
  order: Int32Array;
}

function makeGrid(s: State): Grid {
  const n = s.schoolPosts.length;
  let left = Number.POSITIVE_INFINITY;
  let bottom = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let top = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < n; a++) {
    left = Math.min(left, s.schoolX[a]);
    right = Math.max(right, s.schoolX[a]);
    bottom = Math.min(bottom, s.schoolY[a]);
    top = Math.max(top, s.schoolY[a]);
  }
  const size = Math.max(0.1, Math.sqrt((Math.max(0.1, right - left) * Math.max(0.1, top - bottom) * 4) / n));
  const columns = Math.floor((right - left) / size) + 1;
  const rows = Math.floor((top - bottom) / size) + 1;
  const grid = {
    size,
    left,
    bottom,
    columns,
    rows,
    first: new Int32Array(columns * rows + 1),
    order: new Int32Array(n),
  };
  for (let a = 0; a < n; a++) grid.first[cellOf(grid, s.schoolX[a], s.schoolY[a]) + 1]++;
  for (let c = 0; c < columns * rows; c++) grid.first[c + 1] += grid.first[c];
  const next = grid.first.slice();
  for (let a = 0; a < n; a++) grid.order[next[cellOf(grid, s.schoolX[a], s.schoolY[a])]++] = a;
  return grid;
}

function cellOf(grid: Grid, x: number, y: number): number {
  return Math.floor((y - grid.bottom) / grid.size) * grid.columns + Math.floor((x - grid.left) / grid.size);
}

/** The neighbours of `a`, nearest first; the lower index first among equals. */
function nearest(s: State, grid: Grid, a: number): { b: number; d: number }[] {
  const column = Math.floor((s.schoolX[a] - grid.left) / grid.size);
  const row = Math.floor((s.schoolY[a] - grid.bottom) / grid.size);
  const rivals: { b: number; d: number }[] = [];
  const others: { b: number; d: number }[] = [];
  const widest = Math.max(grid.columns, grid.rows);
  for (let ring = 0; ring <= widest; ring++) {
    for (let y = row - ring; y <= row + ring; y++) {
      if (y < 0 || y >= grid.rows) continue;
      const edge = y === row - ring || y === row + ring;
      for (let x = column - ring; x <= column + ring; x += edge ? 1 : 2 * Math.max(1, ring)) {
        if (x < 0 || x >= grid.columns) continue;
        collect(s, grid, a, y * grid.columns + x, rivals, others);
      }
    }
    // Whatever lies in rings not yet searched is further off than `ring` cells.
    const sure = ring * grid.size;
    const near = (list: { d: number }[], wanted: number) =>
      list.filter(({ d }) => d <= sure).length >= wanted;
    if (near(rivals, RIVALS) && near(others, NEIGHBOURS - RIVALS)) break;
    // Where one kind is rare, enough of the other kind a long way round will do.
    if (ring > 12 && near(rivals, NEIGHBOURS)) break;
  }
  const order = (p: { b: number; d: number }, q: { b: number; d: number }) => p.d - q.d || p.b - q.b;
  rivals.sort(order);
  others.sort(order);
  const picked = rivals.slice(0, Math.max(RIVALS, NEIGHBOURS - others.length));
  return [...picked, ...others.slice(0, NEIGHBOURS - picked.length)].sort(order);
}

function collect(
  s: State,
  grid: Grid,
  a: number,
  cell: number,
  rivals: { b: number; d: number }[],
  others: { b: number; d: number }[],
): void {
  for (let k = grid.first[cell]; k < grid.first[cell + 1]; k++) {
    const b = grid.order[k];
    if (b === a) continue;
    const dx = s.schoolX[a] - s.schoolX[b];
    const dy = s.schoolY[a] - s.schoolY[b];
    (commonAges(s, a, b) > 0 ? rivals : others).push({ b, d: Math.sqrt(dx * dx + dy * dy) });
  }
}
