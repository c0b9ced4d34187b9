import type { EvidenceRecord } from '../analysis/evidence/record.ts';
import type { Calibration } from './calibration.ts';

/** What the description of the model shows of the code beyond what the door of `sim/` declares. */
export interface Facts {
  /** Files of mechanisms and of the population. */
  readonly parts: readonly Part[];
  readonly schedule: readonly Scheduled[];
  readonly claims: readonly Claim[];
  /** The recorded result of the evidence ledger, if there is one. */
  readonly record: EvidenceRecord | null;
  /** Plan and recorded result of the calibration, if there is one. */
  readonly calibration: Calibration | null;
  /** Steps that no second implementation checks. */
  readonly withoutReference: readonly string[];
  /** Names of the streams of draws in use. */
  readonly streams: readonly string[];
}

export interface Part {
  readonly folder: 'mechanisms' | 'population';
  /** Its heading: the file name without its ending, for the population with "at the start". */
  readonly name: string;
  readonly path: string;
  /** Parameters as `group.name`. */
  readonly parameters: readonly string[];
  readonly writes: readonly string[];
  /** Files that test it. */
  readonly tests: readonly string[];
  /** File of the second implementation. */
  readonly reference: string | null;
}

export interface Scheduled {
  readonly when: 'week' | 'contact' | 'term' | 'year';
  readonly name: string;
  readonly calls: readonly Call[];
}

export interface Call {
  /** Its name among the parts. */
  readonly part: string;
  readonly step: string;
}

/** One claim of the evidence ledger. */
export interface Claim {
  readonly id: string;
  readonly claim: string;
  readonly source: string;
  /** The mechanism without which it is tried as well. */
  readonly without: string;
  readonly file: string;
}
