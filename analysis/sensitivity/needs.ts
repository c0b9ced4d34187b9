import { meanInterval } from '../interval.ts';
import type { Replicates } from '../sweep/plan.ts';
import { type CellOutcomes, known, noiseOf, residualVariance } from './cells.ts';
import {
  type Aim,
  type Comparison,
  overPowered,
  replicatesFor,
  replicatesForHalfWidth,
  ruleOfSecchiAndSeri,
  smallestDifference,
} from './replicates.ts';

/** How many replicates a comparison of two cells needs, judged by the runs that there are. */
export interface ReplicateNeeds {
  readonly alpha: number;
  readonly power: number;
  /** Replicates that every cell has at least. */
  readonly replicates: number;
  /** Standard deviation of a run about its cell; and of the difference of two runs with the same luck, or null. */
  readonly sdRun: number;
  readonly sdDifference: number | null;
  /** Comparison that the sweep makes: paired where cells share their luck. */
  readonly comparison: Comparison;
  readonly differences: readonly DifferenceNeeds[];
  /** The smallest difference that the replicates there are find with this power; null below two. */
  readonly smallest: number | null;
  /** Replicates are more than twice those that the named difference needs. */
  readonly overPowered: boolean;
  /** Of a plan whose replicates go on until an interval is narrow enough. */
  readonly width: WidthNeeds | null;
}

export interface DifferenceNeeds {
  /** In the outcome's unit. */
  readonly difference: number;
  /** The difference in standard deviations of a run, and half of that: Cohen's d, and f of two configurations. */
  readonly d: number;
  readonly f: number;
  /** Runs of each cell; null where they are beyond `MOST_REPLICATES`, or there is no shared luck. */
  readonly independent: number | null;
  readonly paired: number | null;
  /** By the rule of Secchi and Seri, at the alpha and power that it was fitted for; else null. */
  readonly rule: number | null;
}

export interface WidthNeeds {
  readonly width: number;
  readonly confidence: number;
  /** Cells whose interval is at most that wide, of all. */
  readonly reached: number;
  readonly cells: number;
  /** Replicates that a cell of typical spread needs. */
  readonly replicates: number | null;
}

/** Small, middle and large effects f of two configurations (Cohen 1988), where nobody names a difference. */
const EFFECTS = [0.1, 0.2, 0.4];

export interface NeedsOptions {
  readonly alpha: number;
  readonly power: number;
  /** The difference worth knowing, in the outcome's unit; null takes small, middle and large ones. */
  readonly difference: number | null;
}

/** Null where single runs a cell, or runs that do not vary, say nothing of luck. */
export function replicateNeeds(
  cells: CellOutcomes,
  common: boolean,
  { alpha, power, difference }: NeedsOptions,
  plan: Replicates | null,
): ReplicateNeeds | null {
  const noise = noiseOf(cells, false);
  if (noise === null || !(noise.perRun > 0)) return null;
  const sdRun = Math.sqrt(noise.perRun);
  const shared = common ? residualVariance(cells) : null;
  // Two cells with the same luck differ by two residuals.
  const sdDifference = shared !== null && shared > 0 ? Math.sqrt(2 * shared) : null;
  const replicates = Math.min(...cells.map((values) => known(values).length).filter((n) => n > 0));
  const base = { alpha, power };
  const own: Omit<Aim, 'difference'> =
    sdDifference === null
      ? { ...base, comparison: 'independent', sd: sdRun }
      : { ...base, comparison: 'paired', sd: sdDifference };
  const wanted = difference === null ? EFFECTS.map((f) => 2 * f * sdRun) : [difference];
  const published = alpha === 0.01 && power === 0.95;
  return {
    ...base,
    replicates,
    sdRun,
    sdDifference,
    comparison: own.comparison,
    differences: wanted.map((size) => ({
      difference: size,
      d: size / sdRun,
      f: size / sdRun / 2,
      independent: replicatesFor({ ...base, comparison: 'independent', sd: sdRun, difference: size }),
      paired: sdDifference === null ? null : replicatesFor({ ...own, difference: size }),
      rule: published ? ruleOfSecchiAndSeri(2, size / sdRun / 2) : null,
    })),
    smallest: replicates < 2 ? null : smallestDifference(own, replicates),
    overPowered: difference !== null && overPowered({ ...own, difference }, replicates),
    width: plan?.kind === 'until' ? widthNeeds(cells, sdRun, plan) : null,
  };
}

function widthNeeds(
  cells: CellOutcomes,
  sdRun: number,
  { width, confidence }: Replicates & { kind: 'until' },
): WidthNeeds {
  const narrow = cells.filter((values) => {
    const interval = meanInterval(known(values), 100 * confidence);
    return interval !== null && interval[1] - interval[0] <= width;
  });
  return {
    width,
    confidence,
    reached: narrow.length,
    cells: cells.length,
    replicates: replicatesForHalfWidth(sdRun, width / 2, confidence),
  };
}
