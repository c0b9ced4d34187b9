import { formatNumber } from '../format.ts';

/** What a room said, from its votes by option. */
export interface Said {
  readonly votes: number;
  /** By option, 0 to 1; all 0 without votes. */
  readonly shares: readonly number[];
  /** Options with the most votes; none without votes. */
  readonly leading: readonly number[];
}

export function saidBy(counts: readonly number[]): Said {
  const votes = counts.reduce((sum, count) => sum + count, 0);
  const most = Math.max(0, ...counts);
  return {
    votes,
    shares: counts.map((count) => (votes === 0 ? 0 : count / votes)),
    leading: most === 0 ? [] : counts.flatMap((count, i) => (count === most ? [i] : [])),
  };
}

/** How the room did against the model's answer: "7 of 12 (58 %) had said so; most had said “Higher”." */
export function voteSentence(options: readonly string[], counts: readonly number[], answer: number): string {
  const { votes, shares, leading } = saidBy(counts);
  if (votes === 0) return 'Nobody had voted.';
  const right = counts[answer];
  const share = right === votes || right === 0 ? '' : ` (${formatNumber(shares[answer] * 100, 0)} %)`;
  const many =
    right === votes
      ? votes === 1
        ? 'The one who voted'
        : `All ${votes}`
      : right === 0
        ? 'Nobody'
        : `${right} of ${votes}`;
  const others = leading.filter((option) => option !== answer).map((option) => `“${options[option]}”`);
  const most = others.length === 0 ? '' : ` Most votes went to ${others.join(' and ')}.`;
  const tie =
    leading.includes(answer) && others.length > 0 ? ` As many went to ${others.join(' and ')}.` : most;
  return `${many}${share} had said so.${tie}`;
}
