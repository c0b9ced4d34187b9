import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere, writeWhole } from '../whole-file.ts';
import { sha256 } from './key.ts';

/**
 * A part: what is on disk of one run. One line of JSON and one with its sha256, in a file named by the run's key; written
 * once and whole. Two programs that do the same run write the same part.
 */
export type Part = DonePart | FailedPart;

interface AnyPart {
  readonly key: string;
  readonly seed: string;
  /** Engine that did the run, as in "node 20.20.2 linux x64"; no result depends on it. */
  readonly engine: string;
}

export interface DonePart extends AnyPart {
  readonly status: 'done';
  /** 32 hexadecimal digits of the final state. */
  readonly digest: string;
  /** School weeks done. */
  readonly weeks: number;
  /** One number a metric of the plan's `outcomes`, in its unit. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Weeks at which the series were read. */
  readonly sampleWeeks: readonly number[];
  /** One number a sample and metric of the plan's `series`, in its unit. */
  readonly series: Readonly<Record<string, readonly number[]>>;
  /** The schools at the end, or null where the plan does not keep them. */
  readonly schools: SchoolsPart | null;
  /** The events of the run in order, or null where the plan does not keep them. */
  readonly events: EventsPart | null;
}

export interface SchoolsPart {
  readonly names: readonly string[];
  /** One value a school for each column of the state that has one number a school. */
  readonly columns: Readonly<Record<string, readonly number[]>>;
}

/** One value an event. `a` and `b` are indices of schools or collaboratives, -1 for none. */
export interface EventsPart {
  readonly week: readonly number[];
  /** Names as in the simulation's list of events. */
  readonly kind: readonly string[];
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly value: readonly number[];
}

export interface FailedPart extends AnyPart {
  readonly status: 'failed';
  readonly reason: string;
}

export function partPath(folder: string, key: string): string {
  return join(folder, 'parts', key.slice(0, 2), `${key}.json`);
}

export function partText(part: Part): string {
  const body = JSON.stringify(part);
  return `${body}\n${sha256(body)}\n`;
}

/** The part in a text, or null for a text that is not whole or not of that run. */
export function readPartText(text: string, key: string): Part | null {
  const end = text.indexOf('\n');
  const body = text.slice(0, Math.max(0, end));
  if (text.slice(end + 1) !== `${sha256(body)}\n`) return null;
  const part = JSON.parse(body) as Part;
  return part.key === key ? part : null;
}

/** The part of a run; null where there is none, or where what is there is damaged and must be done again. */
export function readPart(folder: string, key: string): Part | null {
  const text = readIfThere(partPath(folder, key));
  return text === null ? null : readPartText(text, key);
}

/** Writes a part and gives its size in bytes. */
export function writePart(folder: string, part: Part): number {
  const text = partText(part);
  writePartText(folder, part.key, text);
  return text.length;
}

/** Writes a part that was checked (`readPartText`). */
export function writePartText(folder: string, key: string, text: string): void {
  writeWhole(partPath(folder, key), text);
}

export function removePart(folder: string, key: string): void {
  rmSync(partPath(folder, key), { force: true });
}
