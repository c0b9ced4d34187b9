import { VERSION } from '../../sim/index.ts';
import { fingerprint } from '../evidence/record.ts';
import type { Match, Point } from './match.ts';
import type { Plan } from './plan.ts';

/** The recorded result of a calibration, and how to tell whether it is of this version and plan. */
export interface CalibrationRecord extends Match {
  readonly version: string;
  /** Fingerprints of the plan, its prose aside, and of the files of the experiments that it reads. */
  readonly plan: string;
  readonly experiments: Readonly<Record<string, string>>;
  /** Names as the plan has them, so that a record can be read by itself. */
  readonly parameters: readonly string[];
  readonly targets: readonly string[];
  /** Final digest of the first replicate of every arm at the defaults. A record whose runs now end otherwise is stale. */
  readonly digests: readonly string[];
}

export function calibrationRecord(
  plan: Plan,
  experiments: readonly { id: string; text: string }[],
  match: Match,
  digests: readonly string[],
): CalibrationRecord {
  const used = new Set(plan.targets.map(({ experiment }) => experiment));
  const prints = experiments
    .filter(({ id }) => used.has(id))
    .map(({ id, text }) => [id, fingerprint(text)] as const);
  return {
    version: VERSION,
    plan: planPrint(plan),
    experiments: Object.fromEntries(prints),
    digests,
    parameters: plan.parameters.map(({ path }) => path),
    targets: plan.targets.map(({ name }) => name),
    ...rounded(match),
  };
}

/** Fingerprint of all that a plan asks to be done; what it says of its reasons may be put better. */
export function planPrint(plan: Plan): string {
  const { seed, points, replicates, cutoff, parameters } = plan;
  const targets = plan.targets.map(({ experiment, check: { measure, terms }, aim, tolerance }) => ({
    experiment,
    measure,
    terms,
    aim,
    tolerance,
  }));
  return fingerprint(JSON.stringify({ seed, points, replicates, cutoff, parameters, targets }));
}

/** Numbers cut to six digits, so that a record reads well and compares. */
function rounded(match: Match): Match {
  const short = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(6)) : 0);
  const known = (value: number | null) => (value === null ? null : short(value));
  const point = (one: Point): Point => ({
    values: one.values.map(short),
    means: one.means.map(known),
    implausibility: one.implausibility.map(known),
    worst: known(one.worst),
    second: known(one.second),
    kept: one.kept,
  });
  return {
    variances: match.variances.map(short),
    keptShare: short(match.keptShare),
    keptButOneShare: short(match.keptButOneShare),
    targetShares: match.targetShares.map(short),
    keptSpreads: match.keptSpreads.map((spread) =>
      spread === null
        ? null
        : {
            min: short(spread.min),
            low: short(spread.low),
            middle: short(spread.middle),
            high: short(spread.high),
            max: short(spread.max),
          },
    ),
    correlations: match.correlations.map((row) => row.map(short)),
    defaults: point(match.defaults),
    points: match.points.map(point),
  };
}
