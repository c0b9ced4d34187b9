import jstat from 'jstat';
import { type Interval, meanInterval } from '../interval.ts';
import { mean } from '../moments.ts';
import type { Design, Factor, FactorValue } from '../sweep/plan.ts';
import { binsOf, type Where } from './bins.ts';
import { type CellOutcomes, cellMeans, known } from './cells.ts';

const { jStat } = jstat;

/** How an outcome runs along one factor, whatever the others are. */
export interface Profile {
  readonly factor: string;
  readonly bins: readonly ProfileBin[];
  /**
   * Share of the variance between cells that lies between the bins: an estimate of the first-order index, less what bins
   * of unrelated cells would show (Kelley's epsilon squared, at least 0). Null in designs whose cells are no even sample of
   * the space, and where nothing varies.
   */
  readonly share: number | null;
  /** Chance of bins as far apart where the factor does nothing: the F test of one-way analysis of variance. */
  readonly p: number | null;
}

export interface ProfileBin {
  readonly where: Where;
  readonly cells: number;
  /** Mean over the cells, each counted once. */
  readonly mean: number;
  /** Student's t interval at 95 per cent: over the cells, or over the replicates where there is one cell. */
  readonly interval: Interval | null;
}

/** Designs that spread their cells evenly over the space of the factors. */
const EVEN: readonly Design['kind'][] = ['grid', 'latin-hypercube', 'sobol-sequence'];

/**
 * The profile of every factor that varies. Of one factor at a time, those cells count at which all other factors
 * are at the base; of other designs all cells. There is none of a Morris design: the points of a trajectory are alike in all
 * but one factor, and what seems to be one factor's doing may be another's.
 */
export function profilesOf(
  factors: readonly Factor[],
  design: Design,
  points: readonly (readonly FactorValue[])[],
  outcomes: CellOutcomes,
): Profile[] {
  if (design.kind === 'morris') return [];
  const means = cellMeans(outcomes);
  const filled = points.flatMap((_, c) => (Number.isFinite(means[c]) ? [c] : []));
  return factors.flatMap((factor, f): Profile[] => {
    const own = filled.filter(
      (c) =>
        design.kind !== 'one-at-a-time' || design.base.every((value, g) => g === f || points[c][g] === value),
    );
    const bins = binsOf(
      factor,
      own.map((c) => points[c][f]),
    ).map((bin) => ({ where: bin.where, cells: own.filter((c) => bin.holds(points[c][f])) }));
    if (bins.length < 2) return [];
    const between = EVEN.includes(design.kind)
      ? anova(bins.map(({ cells }) => cells.map((c) => means[c])))
      : null;
    return [
      {
        factor: factor.name,
        bins: bins.map(({ where, cells }) => {
          const values = cells.length === 1 ? known(outcomes[cells[0]]) : cells.map((c) => means[c]);
          return { where, cells: cells.length, mean: mean(values), interval: meanInterval(values, 95) };
        }),
        share: between?.share ?? null,
        p: between?.p ?? null,
      },
    ];
  });
}

/** Of groups of values: the share of the variance between them, and its p-value; null where nothing varies. */
function anova(groups: readonly (readonly number[])[]): { share: number; p: number } | null {
  const all = groups.flat();
  const centre = mean(all);
  const total = all.reduce((sum, x) => sum + (x - centre) * (x - centre), 0);
  const df = all.length - groups.length;
  if (!(total > 0) || df < 1) return null;
  let within = 0;
  for (const group of groups) {
    const own = mean(group);
    for (const x of group) within += (x - own) * (x - own);
  }
  const share = Math.max(0, 1 - within / df / (total / (all.length - 1)));
  const f = (total - within) / (groups.length - 1) / (within / df);
  return { share, p: within > 0 ? 1 - jStat.centralF.cdf(Math.max(0, f), groups.length - 1, df) : 0 };
}
