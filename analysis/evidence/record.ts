import { VERSION } from '../../sim/index.ts';
import type { Experiment } from './experiment.ts';
import type { Outcome } from './ledger.ts';
import type { Finding, Verdict } from './verdict.ts';

/** The recorded result of the whole ledger: what this version of the simulation said, and how to tell that it is this version. */
export interface EvidenceRecord {
  readonly version: string;
  readonly replicates: number;
  readonly claims: readonly RecordedClaim[];
}

export interface RecordedClaim {
  readonly id: string;
  readonly verdict: Verdict;
  readonly without: Verdict;
  readonly findings: readonly Recorded[];
  readonly withoutFindings: readonly Recorded[];
  /** Fingerprint of the experiment's file, line ends aside. */
  readonly file: string;
  /** Final digest of the first replicate of every arm. A record whose runs now end otherwise is stale. */
  readonly digests: readonly string[];
}

/** A finding with numbers cut to six digits, so that a record reads well and compares. */
export interface Recorded extends Omit<Finding, 'interval'> {
  readonly name: string;
  readonly interval: readonly [number, number] | null;
}

export function recordOf(
  entries: readonly { experiment: Experiment; text: string }[],
  outcomes: readonly Outcome[],
  digests: readonly (readonly string[])[],
): EvidenceRecord {
  return {
    version: VERSION,
    replicates: outcomes[0]?.replicates ?? 0,
    claims: entries.map(({ experiment, text }, i) => ({
      id: experiment.id,
      verdict: outcomes[i].verdict,
      without: outcomes[i].without.verdict,
      findings: recorded(experiment, outcomes[i].findings),
      withoutFindings: recorded(experiment, outcomes[i].without.findings),
      file: fingerprint(text),
      digests: digests[i],
    })),
  };
}

function recorded({ checks }: Experiment, findings: readonly Finding[]): Recorded[] {
  return findings.map(({ verdict, value, interval, n, means }, i) => ({
    name: checks[i].name,
    verdict,
    value: short(value),
    interval: interval === null ? null : [short(interval[0]), short(interval[1])],
    n,
    means: means.map(short),
  }));
}

const short = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(6)) : 0);

/** 32 bits over a text as eight hexadecimal digits (FNV-1a), line ends as line feeds. */
export function fingerprint(text: string): string {
  let h = 0x811c9dc5;
  for (const c of text.replaceAll('\r\n', '\n')) h = Math.imul(h ^ (c.codePointAt(0) ?? 0), 0x01000193);
  return (h >>> 0).toString(16).padStart(8, '0');
}
