/** Where things lie on the small picture of a check: each on a scale of its own, in parts of its width. */
import type { Check } from '../../analysis/evidence/experiment.ts';
import type { Recorded } from '../../analysis/evidence/record.ts';

export interface Picture {
  /** Where the interval has to lie. */
  readonly wanted: readonly [number, number];
  /** The value it is held against: mostly no difference. */
  readonly base: number;
  readonly centre: number;
  readonly interval: readonly [number, number] | null;
}

type Range = readonly [number, number];

/** Where the interval of a check has to lie for the claim, open ends as infinities. */
export function wantedOf({ expect, than, margin }: Pick<Check, 'expect' | 'than' | 'margin'>): Range {
  if (expect === 'higher') return [than + margin, Number.POSITIVE_INFINITY];
  if (expect === 'lower') return [Number.NEGATIVE_INFINITY, than - margin];
  if (expect === 'not lower') return [than - margin, Number.POSITIVE_INFINITY];
  if (expect === 'peak') return [margin, Number.POSITIVE_INFINITY];
  if (expect === 'falls') return [Number.NEGATIVE_INFINITY, -margin];
  return [than - margin, than + margin];
}

/** `beside` is drawn on the same scale elsewhere, and has to find room on it. */
export function pictureOf(check: Check, found: Recorded, beside: Recorded | null): Picture {
  const wanted = wantedOf(check);
  const base = check.expect === 'peak' || check.expect === 'falls' ? 0 : check.than;
  const shown = [found, ...(beside === null || beside.n === 0 ? [] : [beside])];
  const points = [
    base,
    ...wanted.filter(Number.isFinite),
    ...shown.flatMap(({ value, interval }) => [value, ...(interval ?? [])]),
  ];
  const low = Math.min(...points);
  const room = Math.max(...points) - low || Math.abs(low) || 1;
  const place = (value: number) => Math.max(0, Math.min(1, EDGE + ((value - low) / room) * (1 - 2 * EDGE)));
  const both = ([from, to]: Range): Range => [place(from), place(to)];
  return {
    wanted: both(wanted),
    base: place(base),
    centre: place(found.value),
    interval: found.interval === null ? null : both(found.interval),
  };
}

/** Air at either end, in which an open end of what is wanted can be seen. */
const EDGE = 0.12;
