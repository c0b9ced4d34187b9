import type { Check, Experiment } from './experiment.ts';
import { type Reading, readingsOf } from './readings.ts';
import { type Finding, judge, overall, type Values, type Verdict } from './verdict.ts';

/** The seed of the ledger; replicate i of every setup of an experiment meets the same luck. */
export const EVIDENCE_SEED = 'evidence';
export const EVIDENCE_REPLICATES = 40;

/** What the runs of an experiment came to, with its mechanism and without. */
export interface Outcome {
  readonly id: string;
  readonly replicates: number;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly without: { readonly verdict: Verdict; readonly findings: readonly Finding[] };
  /** Runs that failed, by reason; their replicates count nowhere. */
  readonly failures: readonly string[];
}

/** One scenario to be run for an experiment under every seed. */
export interface Arm {
  readonly setup: string;
  readonly off: boolean;
  readonly readings: readonly Reading[];
}

/** The arms of an experiment: every setup that a check reads, with the mechanism on and off. */
export function armsOf({ setups, checks }: Experiment): Arm[] {
  return [false, true].flatMap((off) =>
    setups
      .map(({ name }) => ({ setup: name, off, readings: readingsOf(checks, name) }))
      .filter(({ readings }) => readings.length > 0),
  );
}

/**
 * The outcome of an experiment from what was read: `values[arm][replicate]` in the order of `armsOf` and of the
 * arm's readings, null for a run that failed.
 */
export function outcomeOf(
  experiment: Experiment,
  values: readonly (readonly (readonly number[] | null)[])[],
  failures: readonly string[],
): Outcome {
  const arms = armsOf(experiment);
  const findings = (off: boolean) =>
    experiment.checks.map((check) => judge(check, valuesOf(check, arms, values, off)));
  const on = findings(false);
  const off = findings(true);
  return {
    id: experiment.id,
    replicates: values[0].length,
    verdict: overall(on),
    findings: on,
    without: { verdict: overall(off), findings: off },
    failures,
  };
}

/** One list for each term of the check, one value a replicate. */
export function valuesOf(
  check: Pick<Check, 'measure' | 'terms'>,
  arms: readonly Arm[],
  values: readonly (readonly (readonly number[] | null)[])[],
  off: boolean,
): Values {
  return check.terms.map(({ setup, since, year }) => {
    const arm = arms.findIndex((candidate) => candidate.setup === setup && candidate.off === off);
    return values[arm].map((row) => {
      let sum = 0;
      for (let y = since; y <= year; y++) {
        const at = arms[arm].readings.findIndex((r) => r.measure === check.measure && r.year === y);
        sum += row === null ? Number.NaN : row[at];
      }
      return sum / (year - since + 1);
    });
  });
}
