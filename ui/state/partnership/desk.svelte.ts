/** The placement that is being filled in: its steps, goals and evidence, its file, and whether this browser keeps it. */
import type { DimensionKey } from '../../../analysis/partnership/dimensions.ts';
import { example } from '../../../analysis/partnership/example.ts';
import { type GoalKey, type TimeScale, timeScales } from '../../../analysis/partnership/goals.ts';
import {
  blank,
  checkPlacement,
  LONGEST_EVIDENCE,
  LONGEST_NAME,
  type Part,
  type Placement,
  type PlacementSide,
  plainPlacement,
  type Stand,
  troubleWith,
} from '../../../analysis/partnership/placement.ts';
import { PLACEMENT_FILE } from '../../../scenarios/placement.ts';
import type { PlacedProblem } from '../../../scenarios/problem.ts';
import type { Reader } from '../../worker/reader.ts';
import { download, fileStem } from '../download.ts';
import { forget, lasts, remember, remembered } from '../remember.ts';

/** All evidence at its longest takes a tenth of this. */
const LARGEST_FILE = 128 * 1024;

export class Desk {
  placement = $state.raw<Placement>(blank());
  /** Whether this browser keeps what is filled in. */
  kept = $state(false);
  /** What was done last, in a sentence. */
  said = $state('');
  /** What is wrong with the file that was to be opened. */
  problems = $state.raw<readonly PlacedProblem[]>([]);
  /** What was there before another took its place, to be brought back. */
  before = $state.raw<Placement | null>(null);

  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
    const text = remembered('placement');
    if (text === null) return;
    const found = placementOf(text);
    this.kept = found !== null;
    if (found !== null) this.placement = found;
  }

  /** Keeps what is filled in with every change, or forgets it. */
  keep(wanted: boolean): void {
    this.kept = wanted;
    if (wanted) {
      this.#write();
      this.said = lasts('placement')
        ? 'This browser keeps what is filled in here. Nothing is sent anywhere.'
        : 'This browser would not keep it: save the file before you close the page.';
    } else {
      forget('placement');
      this.said = 'This browser has forgotten what was filled in here.';
    }
  }

  /** An example in place of what is filled in. */
  fillIn(): void {
    this.#replace(example());
    this.said =
      'The example is filled in: clusters drawn up by an authority, after cameos 4 and 5 of the workshop pack.';
  }

  /** Everything as it was at first. */
  clear(): void {
    this.#replace(blank());
    this.said = 'Cleared: now and wanted are both as the model begins.';
  }

  /** Brings back what was there before the example, a file or nothing took its place. */
  bringBack(): void {
    const { before } = this;
    if (before === null) return;
    this.#set(before);
    this.before = null;
    this.said = 'What was here before is back.';
  }

  step(side: PlacementSide, key: DimensionKey, step: string): void {
    const stand = this.placement[side];
    this.#stand(side, { ...stand, steps: { ...stand.steps, [key]: step } });
  }

  goal(side: PlacementSide, key: GoalKey, scale: TimeScale, chosen: boolean): void {
    const stand = this.placement[side];
    const now = stand.goals[key];
    const next = timeScales.filter((one) => (one === scale ? chosen : now.includes(one)));
    this.#stand(side, { ...stand, goals: { ...stand.goals, [key]: next } });
  }

  /** Why the text is not taken over, or ''. */
  evidence(side: PlacementSide, part: Part, text: string): string {
    const trouble = troubleWith(text, LONGEST_EVIDENCE);
    if (trouble !== '') return trouble;
    const stand = this.placement[side];
    this.#stand(side, { ...stand, evidence: { ...stand.evidence, [part]: text } });
    return '';
  }

  /** Why the name is not taken over, or ''. */
  name(text: string): string {
    const name = text.trim();
    if (name === '') return `A name is needed. Still “${this.placement.name}”.`;
    const trouble = troubleWith(name, LONGEST_NAME);
    if (trouble === '') this.#set({ ...this.placement, name });
    return trouble;
  }

  district(change: Partial<Placement['district']>): void {
    this.#set({ ...this.placement, district: { ...this.placement.district, ...change } });
  }

  /** Wanted begins from now: what is to stay need not be filled in twice. */
  wantedAsNow(): void {
    const { now, wanted } = this.placement;
    this.#replace({ ...this.placement, wanted: { ...now, evidence: wanted.evidence } });
    this.said = 'What you want is now as it stands today: change what is to change.';
  }

  async save(): Promise<void> {
    const name = `${fileStem(this.placement.name)}${PLACEMENT_FILE}`;
    try {
      download(name, await this.#reader.writePlacement(this.placement), 'text/yaml');
      this.said = `Saved as ${name}.`;
    } catch (error) {
      this.said = `It was not saved: ${error instanceof Error ? error.message : String(error)}.`;
    }
  }

  async open(file: File): Promise<void> {
    this.problems = [];
    if (file.size > LARGEST_FILE) {
      this.said = `${file.name} was not opened: it has ${Math.ceil(file.size / 1024)} KiB, a placement at most ${LARGEST_FILE / 1024}.`;
      return;
    }
    try {
      const { value, problems } = await this.#reader.placement(await file.text(), file.name);
      this.problems = problems;
      if (value === null) this.said = `${file.name} was not opened. What is here stays as it was.`;
      else {
        this.#replace(value);
        this.said = `Opened ${file.name}.`;
      }
    } catch (error) {
      this.said = `${file.name} was not opened: ${error instanceof Error ? error.message : String(error)}.`;
    }
  }

  #stand(side: PlacementSide, stand: Stand): void {
    this.#set({ ...this.placement, [side]: stand });
  }

  #replace(placement: Placement): void {
    this.before = this.placement;
    this.problems = [];
    this.#set(placement);
  }

  #set(placement: Placement): void {
    this.placement = placement;
    if (this.kept) this.#write();
  }

  #write(): void {
    remember('placement', JSON.stringify(plainPlacement(this.placement)));
  }
}

/** What the browser kept; null where it is of another version, or has been tampered with. */
function placementOf(text: string): Placement | null {
  try {
    return checkPlacement(JSON.parse(text)).value;
  } catch {
    return null;
  }
}
