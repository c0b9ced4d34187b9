import { type Scenario, VERSION } from '../../sim/index.ts';

/**
 * The log of a room is a scenario: the one that was opened, with its seed and every decision that was taken, in the order in
 * which the room took them. It runs, compares and sweeps like any other. What the room was is said in comments above it,
 * and beside each decision the number of whoever took it: nobody's name, nickname or address is in it.
 */
export interface RoomLog {
  readonly scenario: Scenario;
  /** By decision: the participant's number. */
  readonly participants: readonly number[];
  /** People who had been in the room. */
  readonly people: number;
  /** Decisions that came too late for the week they were meant for. */
  readonly late: number;
  readonly week: number;
  readonly weeks: number;
  /** Digest of the room's run after `week` weeks. */
  readonly reached: string;
  /** Digest of the same run when it is gone on with to its last week and nobody decides any more. */
  readonly end: string;
}

const LONGEST_TITLE = 80;

/** "Ladder: the room". */
export function titleOfRoom(title: string): string {
  const addition = ': the room';
  return title.endsWith(addition) ? title : `${title.slice(0, LONGEST_TITLE - addition.length)}${addition}`;
}

const REACHED = /^# After week (\d+) of (\d+): digest ([0-9a-f]{32})$/m;
const END = /^# At the end: digest ([0-9a-f]{32})$/m;

/** The comments above the scenario, a line each. */
export function headOf(log: RoomLog): string[] {
  const deciders = new Set(log.participants).size;
  return [
    `# Log of a room of Collegium ${VERSION}: ${log.people} people, ${log.participants.length} decisions by ${deciders} of them, ${log.late} of them late.`,
    '# A scenario: "collegium run" on this file gives the digest of the end, under the same version.',
    `# After week ${log.week} of ${log.weeks}: digest ${log.reached}`,
    `# At the end: digest ${log.end}`,
  ];
}

/** What the comments above a log say that can be checked; null where the text is no log of a room. */
export function readHead(text: string): Pick<RoomLog, 'week' | 'weeks' | 'reached' | 'end'> | null {
  const reached = REACHED.exec(text);
  const end = END.exec(text);
  if (reached === null || end === null) return null;
  return { week: Number(reached[1]), weeks: Number(reached[2]), reached: reached[3], end: end[1] };
}
