/** The evidence ledger as the page shows it: made from its files while the page is built, so small and plain. */
import type { Check } from '../../analysis/evidence/experiment.ts';
import { measureOf, metricOf } from '../../analysis/evidence/readings.ts';
import { type EvidenceRecord, fingerprint } from '../../analysis/evidence/record.ts';
import type { LedgerEntry } from '../../scenarios/experiments.ts';

export interface Ledger {
  readonly claims: readonly ClaimCard[];
  /** Null where no result has been recorded. */
  readonly record: EvidenceRecord | null;
}

export interface ClaimCard {
  readonly id: string;
  readonly claim: string;
  readonly source: string;
  readonly about: string;
  readonly setups: readonly { readonly name: string; readonly about: string }[];
  readonly checks: readonly CheckCard[];
  readonly mechanism: { readonly name: string; readonly about: string };
  readonly fileName: string;
  /** The YAML as it stands in the file. */
  readonly text: string;
  /** By which a record tells whether it is of this file. */
  readonly print: string;
}

export interface CheckCard extends Check {
  readonly unit: string;
  /** What the measure is, in a sentence. */
  readonly doc: string;
}

export function claimCard({ experiment, fileName, text }: LedgerEntry): ClaimCard {
  const { id, claim, source, about, setups, checks, mechanism } = experiment;
  return {
    id,
    claim,
    source,
    about,
    setups: setups.map(({ name, about }) => ({ name, about })),
    checks: checks.map((check) => {
      const { unit, doc } = metricOf(check.measure) ?? measureOf(check.measure) ?? { unit: '', doc: '' };
      return { ...check, unit, doc };
    }),
    mechanism,
    fileName,
    text,
    print: fingerprint(text),
  };
}
