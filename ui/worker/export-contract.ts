/** What the page and the worker that makes files say to one another. */
import type { Compared } from '../../analysis/export/comparison.ts';
import type { Scenario } from '../../sim/index.ts';
import type { Reported } from '../report/page.ts';

/** A run to be done again. */
export interface OneRun {
  readonly scenario: Scenario;
  readonly seed: string;
  /** Texts of its files of schools that do not come with the page, by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** What metrics, by key, and parameters, by path, are in words: workers are built without them. */
export interface Sentences {
  readonly metrics: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
}

type Bytes = Uint8Array<ArrayBuffer>;

export interface ExportWorker {
  /** Before what tells of metrics and parameters. */
  learn(sentences: Sentences): void;
  /** Archive of the tables of a comparison as CSV. */
  csv(compared: Compared, command: string): Bytes;
  /** The same as Parquet. */
  parquet(compared: Compared, command: string): Bytes;
  yaml(scenario: Scenario): Bytes;
  report(reported: Reported): Bytes;
  /** Schools and relations as they stand after so many weeks. */
  graphml(run: OneRun, week: number): Promise<Bytes>;
  /** Schools and relations over the whole run. `progress` is told the share done, 0 to 1. */
  gexf(run: OneRun, progress: (share: number) => void): Promise<Bytes>;
  /** Archive of the tables of a run, a sample a term. */
  tables(run: OneRun, progress: (share: number) => void): Promise<Bytes>;
}
