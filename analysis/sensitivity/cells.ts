import { mean, variance } from '../moments.ts';

/** Outcomes of one metric: a list a cell, one value a replicate in order; NaN where a run failed or is not there. */
export type CellOutcomes = readonly ArrayLike<number>[];

/** The values that are numbers. */
export function known(values: ArrayLike<number>): number[] {
  return Array.from(values).filter(Number.isFinite);
}

/** Mean of each cell over the runs that gave a value; NaN where none did. */
export function cellMeans(cells: CellOutcomes): Float64Array {
  return Float64Array.from(cells, (values) => mean(known(values)));
}

/** How much of what varies between cells is the luck of their runs. */
export interface Noise {
  /** Variance of a single run about its cell, in the square of the outcome's unit. */
  readonly perRun: number;
  /** The same of a cell's mean over its replicates, mean over cells. */
  readonly perMean: number;
  /** `perMean` as a share of the variance between the cells' means: 0 to 1; null where these do not vary. */
  readonly share: number | null;
}

/**
 * Noise of the cells' means, or null where replicates are too few to tell. Where all cells share their luck
 * (`common`), what replicate r adds to every cell alike moves no cell against another and is no noise; it is taken out
 * over the replicates that all cells have, as in a two-way layout without interaction.
 */
export function noiseOf(cells: CellOutcomes, common: boolean): Noise | null {
  const filled = cells.map(known).filter((values) => values.length > 0);
  const perRun = (common ? residualVariance(cells) : null) ?? pooledVariance(filled);
  if (perRun === null) return null;
  const perMean = mean(filled.map((values) => perRun / values.length));
  const between = variance(filled.map((values) => mean(values)));
  return { perRun, perMean, share: between > 0 ? Math.min(1, perMean / between) : null };
}

function pooledVariance(filled: readonly number[][]): number | null {
  let squares = 0;
  let degrees = 0;
  for (const values of filled) {
    if (values.length < 2) continue;
    squares += variance(values) * (values.length - 1);
    degrees += values.length - 1;
  }
  return degrees === 0 ? null : squares / degrees;
}

/**
 * Variance of a run of cells that share their luck, less what a replicate does to all of them alike; null below two cells or
 * two replicates that all have.
 */
export function residualVariance(cells: CellOutcomes): number | null {
  const filled = cells.filter((values) => known(values).length > 0);
  const shared = sharedReplicates(filled);
  if (filled.length < 2 || shared.length < 2) return null;
  const rows = filled.map((values) => shared.map((r) => values[r]));
  const cellMean = rows.map((row) => mean(row));
  const replicateMean = shared.map((_, r) => mean(rows.map((row) => row[r])));
  const grand = mean(cellMean);
  let squares = 0;
  rows.forEach((row, c) => {
    row.forEach((value, r) => {
      const residual = value - cellMean[c] - replicateMean[r] + grand;
      squares += residual * residual;
    });
  });
  return squares / ((rows.length - 1) * (shared.length - 1));
}

/** The numbers of the replicates that every one of these cells has a value of. */
export function sharedReplicates(cells: CellOutcomes): number[] {
  const most = Math.max(0, ...cells.map((values) => values.length));
  const all = Array.from({ length: most }, (_, r) => r);
  return all.filter((r) => cells.every((values) => Number.isFinite(values[r])));
}

/**
 * Variance, by luck, of the difference between the means of two cells; null where replicates are too few to tell. Where
 * the two share their luck, replicate by replicate, what it does to both alike is none of it.
 */
export function differenceVariance(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  common: boolean,
): number | null {
  if (common) {
    const shared = sharedReplicates([a, b]);
    if (shared.length < 2) return null;
    return variance(shared.map((r) => b[r] - a[r])) / shared.length;
  }
  const [u, v] = [known(a), known(b)];
  return u.length < 2 || v.length < 2 ? null : variance(u) / u.length + variance(v) / v.length;
}
