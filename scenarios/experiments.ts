import { checkExperiment, type Experiment } from '../analysis/evidence/experiment.ts';
import { firstProblems, type PlacedProblem } from './problem.ts';
import { readChecked } from './yaml.ts';

/** An experiment of the evidence ledger with the text of its file. */
export interface LedgerEntry {
  readonly experiment: Experiment;
  readonly fileName: string;
  /** The YAML as it stands in the file. */
  readonly text: string;
}

/** The ledger from the texts of its files by name, in the order of their ids. */
export function buildLedger(files: Readonly<Record<string, string>>): {
  entries: LedgerEntry[];
  problems: PlacedProblem[];
} {
  const entries: LedgerEntry[] = [];
  const problems: PlacedProblem[] = [];
  for (const [path, text] of Object.entries(files)) {
    const reading = readChecked(text, path, 'experiment', (plain) => {
      const { experiment, problems: found } = checkExperiment(plain);
      return { value: experiment, problems: found };
    });
    if (reading.value === null) problems.push(...reading.problems);
    else entries.push({ experiment: reading.value, fileName: path.replace(/^.*[\\/]/, ''), text });
  }
  entries.sort((a, b) => (a.experiment.id < b.experiment.id ? -1 : 1));
  return { entries, problems: firstProblems(problems) };
}
