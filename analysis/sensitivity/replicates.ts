import jstat from 'jstat';

const { jStat } = jstat;

/**
 * How many replicates tell a difference, by the power of the two-sided t test: exact for normal values, from the
 * noncentral t distribution. `paired` compares two cells whose replicates share their luck, from the standard
 * deviation of the differences within pairs; `independent` two cells with luck of their own, from the standard
 * deviation of a run. Replicates are runs of each cell.
 */
export type Comparison = 'paired' | 'independent';

export interface Aim {
  readonly comparison: Comparison;
  /** The difference worth knowing, and the standard deviation above, in the outcome's unit; both above 0. */
  readonly difference: number;
  readonly sd: number;
  /** Chance of calling a difference where there is none, and of finding one of this size: between 0 and 1. */
  readonly alpha: number;
  readonly power: number;
}

/** No plan asks for more runs of a cell than this; what would need more is said to need more. */
export const MOST_REPLICATES = 10_000_000;

/** The chance that the test at `alpha` finds the difference with `n` replicates (at least 2). */
export function power({ comparison, difference, sd, alpha }: Omit<Aim, 'power'>, n: number): number {
  const { df, noncentrality } = testOf(comparison, difference / sd, n);
  const critical = jStat.studentt.inv(1 - alpha / 2, df);
  const above = 1 - noncentralT(critical, df, noncentrality);
  return Math.min(1, Math.max(0, above + noncentralT(-critical, df, noncentrality)));
}

/** The fewest replicates with the power asked for; null where even `MOST_REPLICATES` would not do. */
export function replicatesFor(aim: Aim): number | null {
  return fewest((n) => power(aim, n) >= aim.power);
}

/** The fewest replicates whose t interval of a mean is expected to be at most `half` to each side of it. */
export function replicatesForHalfWidth(sd: number, half: number, confidence: number): number | null {
  return fewest((n) => (jStat.studentt.inv((1 + confidence) / 2, n - 1) * sd) / Math.sqrt(n) <= half);
}

/** The smallest difference that `n` replicates find with the power asked for, to six digits. */
export function smallestDifference(aim: Omit<Aim, 'difference'>, n: number): number {
  let high = aim.sd;
  while (power({ ...aim, difference: high }, n) < aim.power) high *= 2;
  let low = 0;
  while (high - low > 1e-7 * high) {
    const middle = (low + high) / 2;
    if (power({ ...aim, difference: middle }, n) < aim.power) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Replicates of each of J configurations by the rule that Secchi and Seri (2017, "Controlling for false negatives in
 * agent-based models") fitted to the power of the analysis of variance at alpha 0.01 and power 0.95, for Cohen's
 * effect f: 14.091 J^-0.640 f^-1.986. Two configurations have f = d / 2, with d the difference in standard deviations.
 * The fit lies some 2 to 3 per cent below the exact power of two configurations.
 */
export function ruleOfSecchiAndSeri(configurations: number, f: number): number {
  return Math.round(14.091 * configurations ** -0.64 * f ** -1.986);
}

/** More than twice the replicates needed: then differences too small to matter come out significant too. */
export function overPowered(aim: Aim, n: number): boolean {
  const needed = replicatesFor(aim);
  return needed !== null && n > 2 * needed;
}

function testOf(
  comparison: Comparison,
  effect: number,
  n: number,
): { readonly df: number; readonly noncentrality: number } {
  return comparison === 'paired'
    ? { df: n - 1, noncentrality: effect * Math.sqrt(n) }
    : { df: 2 * n - 2, noncentrality: effect * Math.sqrt(n / 2) };
}

/** Beyond this the series of the noncentral t starts from a number too small for a double. */
const LARGE = 37;

function noncentralT(t: number, df: number, noncentrality: number): number {
  if (noncentrality < LARGE) return jStat.noncentralt.cdf(t, df, noncentrality);
  // Abramowitz and Stegun 26.7.10.
  const scale = Math.sqrt(1 + (t * t) / (2 * df));
  return jStat.normal.cdf((t * (1 - 1 / (4 * df)) - noncentrality) / scale, 0, 1);
}

/** The smallest n from 2 on that `does`, which all larger ones do too. */
function fewest(does: (n: number) => boolean): number | null {
  let high = 2;
  while (!does(high)) {
    if (high >= MOST_REPLICATES) return null;
    high = Math.min(MOST_REPLICATES, high * 2);
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (does(middle)) high = middle;
    else low = middle;
  }
  return high;
}
