/** What page and reading worker say to one another. What is read comes from people: it may be wrong, or hostile. */
import type { Placement } from '../../analysis/partnership/placement.ts';
import type { Story } from '../../analysis/stories/story.ts';
import type { PlacementReading } from '../../scenarios/placement.ts';
import type { PlacedProblem } from '../../scenarios/problem.ts';
import type { ImputationReport } from '../../scenarios/register.ts';
import type { Scenario } from '../../sim/index.ts';

export type TextReading =
  | { scenario: Scenario; problems: readonly [] }
  | { scenario: null; problems: readonly PlacedProblem[] };

export type StoryReading =
  | { story: Story; problems: readonly [] }
  | { story: null; problems: readonly PlacedProblem[] };

/** A file as it was opened. */
export interface GivenFile {
  name: string;
  bytes: ArrayBuffer;
}

/** A file of schools as text. */
export interface FileText {
  name: string;
  text: string;
  encoding: string;
  /** Of the text, by which two files of one name are told apart. */
  fingerprint: string;
}

/** The schools of a register: enough to draw and list them, one entry a school. */
export interface Preview {
  ids: Int32Array;
  /** One a line: a single text changes hands faster than twenty thousand. */
  names: string;
  /** Indices of `PHASES`. */
  phases: Uint8Array;
  /** km east and north. */
  x: Float64Array;
  y: Float64Array;
  pupils: Float32Array;
}

export type SchoolsReading =
  | {
      register: FileText;
      results: FileText | null;
      preview: Preview;
      report: ImputationReport;
      problems: readonly [];
    }
  | { register: null; problems: readonly PlacedProblem[] };

export type Stage = 'decoding' | 'reading the rows' | 'drawing the map';

export interface ReadWorker {
  /** The scenario in a YAML text, or all that is wrong with it. */
  read(text: string, fileName: string): TextReading;
  /** The story in a YAML text, whose sides are scenarios of the library, or all that is wrong with it. */
  story(text: string, fileName: string): Promise<StoryReading>;
  /** A scenario as a YAML text of what differs from the defaults. */
  write(scenario: Scenario): string;
  /** `text` changed, where it stands, into one that reads as `scenario`. */
  patch(text: string, scenario: Scenario): string;
  /** The placement of a partnership in a YAML text, or all that is wrong with it. */
  placement(text: string, fileName: string): PlacementReading;
  /** A placement as a YAML text. */
  writePlacement(placement: Placement): string;
  /** The schools of one file, or of a register with its results, whichever of the two comes first. */
  schools(files: readonly GivenFile[], progress: (stage: Stage) => void): SchoolsReading;
}
