import { verdictOf } from '../better.ts';
import type { Share } from '../explain/shares.ts';
import { sharePercent, shareRange } from '../explain/words.ts';
import type { Paired } from '../paired.ts';
import { phraseOf, type Spoken } from '../sentence.ts';
import type { ChangeRow, SetRow } from './distance.ts';
import { nameOf, type Part } from './placement.ts';

/** Plain sentences on the distance between now and wanted, made from the numbers. */

/** What sentences call the two placements. */
export const SPOKEN = { a: 'the present placement', b: 'the wanted placement' } as const;

/** What is said where the two do not differ. */
export const SAME =
  'Now and wanted are the same, so there is no distance between them: every run of one is a run of the other.';

/** Whether what is wanted is better in this outcome, in a sentence of its own; '' where nothing can be said. */
export function verdictSentence(metric: Spoken, result: Paired): string {
  const verdict = verdictOf(metric.key, result);
  if (verdict === 'worse')
    return 'By this outcome what you want is worse: closing the distance is a price and no aim.';
  return verdict === 'better' ? 'By this outcome what you want is better.' : '';
}

/** `Density`, `Density and Power`, `Density, Power and Formality`. */
export function partsText(parts: readonly Part[]): string {
  const names = parts.map((part) => `“${nameOf(part)}”`);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function told({ share, interval, pairs }: Share): string {
  const range = interval === null ? 'no interval' : `95 % interval ${shareRange(interval)}`;
  return `${sharePercent(share ?? 0)} (${range}, ${pairs} ${pairs === 1 ? 'pair' : 'pairs'} of runs)`;
}

export function isSure({ interval }: Share): boolean {
  return interval !== null && interval[0] > 0;
}

/** What single changes close; `rows` with the most closed first. */
export function changesSentence(metric: Spoken, rows: readonly ChangeRow[]): string {
  const distance = `the distance in ${phraseOf(metric).subject}`;
  const shared = rows.filter(({ alone }) => alone.share !== null);
  if (shared.length === 0)
    return `There is nothing to share out: ${distance} between now and wanted is not told apart from 0.`;
  const sure = shared.filter(({ alone }) => isSure(alone));
  if (sure.length === 0) {
    const [{ part, alone }] = shared;
    const why = alone.interval === null ? 'one pair of runs gives no interval' : 'the interval holds 0';
    return `No single change is shown to close a part of ${distance}. ${partsText([part])} comes first with ${told(alone)}, but ${why}.`;
  }
  const [first, second] = sure;
  const and = second === undefined ? '' : `; ${partsText([second.part])} alone, ${told(second.alone)}`;
  return `Of ${distance}, changing ${partsText([first.part])} alone closes ${told(first.alone)}${and}.`;
}

/**
 * What the sets found close under seeds that had no part in choosing them; `rows` with the smallest first, at least one.
 * A change that is not shown to add to those before it is spoken of as such.
 */
export function setsSentence(metric: Spoken, rows: readonly SetRow[]): string {
  const distance = `the distance in ${phraseOf(metric).subject}`;
  const end = rows.findIndex(({ adds }, i) => i > 0 && !adds);
  const { parts, share } = rows[(end < 0 ? rows.length : end) - 1];
  const set = parts.length === 1 ? `${partsText(parts)} alone` : `${partsText(parts)} together`;
  const more = (rows.at(-1)?.parts ?? []).filter((part) => !parts.includes(part));
  const rest = more.length === 0 ? '' : ` Adding ${partsText(more)} is not shown to close more.`;
  if (share.share === null)
    return `${set} came out best, but under fresh seeds ${distance} itself is not told apart from 0, so no share is told.`;
  if (isSure(share))
    return `${set} ${parts.length === 1 ? 'closes' : 'close'} ${told(share)} of ${distance}.${rest}`;
  const why = share.interval === null ? 'there is no interval' : 'the interval holds 0';
  return `${set} came out best, with ${told(share)} of ${distance} under fresh seeds, but ${why}: it may close nothing.${rest}`;
}
