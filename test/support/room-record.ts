/** Figures of `npm run room`, kept in docs/room-record.json when RECORD is set: `RECORD=1 npm run room`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/support.mjs';
import { simulationDigest } from './simulation-digest.ts';

const file = join(root, 'docs', 'room-record.json');

export interface RoomFigures {
  /** By room: what it was made of, and the digests that its log states. */
  readonly replays: readonly {
    readonly seed: string;
    readonly decisions: number;
    readonly drops: number;
    readonly late: number;
    readonly week: number;
    readonly reached: string;
    readonly again: string;
  }[];
  readonly fanOut: {
    readonly participants: number;
    readonly steps: number;
    /** From the first participant's news that a step is done until another has it, ms. */
    readonly p50: number;
    readonly p95: number;
    /** Until another sees what became of their school, ms. */
    readonly views: number;
    /** The longest that an answer of the server took meanwhile, ms. */
    readonly stall: number;
    /** The part of two processors that was free before: about 1 on a quiet machine. */
    readonly granted: number;
  };
  readonly flood: {
    readonly connections: number;
    readonly messages: number;
    /** Of the others: ms until an input is answered. */
    readonly p95: number;
    /** MB that the server's process grew by. */
    readonly grown: number;
    readonly granted: number;
  };
}

export type RoomRecord = Partial<RoomFigures> & {
  /** Of the simulation that the rooms ran. */
  readonly simulation: string;
};

export function readRoomRecord(): RoomRecord {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Prints figures, and keeps them where that is wanted. */
export function record<K extends keyof RoomFigures>(name: K, figures: RoomFigures[K]): void {
  process.stdout.write(`${name}: ${JSON.stringify(figures)}\n`);
  if (!process.env.RECORD) return;
  const simulation = simulationDigest();
  // Figures of another simulation do not stay beside those of this one.
  const before = existsSync(file) ? readRoomRecord() : { simulation };
  const kept = before.simulation === simulation ? before : {};
  writeFileSync(file, `${JSON.stringify({ ...kept, simulation, [name]: figures }, null, 2)}\n`);
}
