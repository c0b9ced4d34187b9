/** What the page says of the evidence ledger: its experiments and the recorded result, joined claim by claim. */
import type { Check } from '../../analysis/evidence/experiment.ts';
import type { EvidenceRecord, Recorded, RecordedClaim } from '../../analysis/evidence/record.ts';
import { VERDICTS, type Verdict } from '../../analysis/evidence/verdict.ts';
import { formatNumber } from '../../analysis/format.ts';
import type { CheckCard, ClaimCard, Ledger } from './ledger.ts';

export type Said = Verdict | 'not recorded';
export const SAID: readonly Said[] = [...VERDICTS, 'not recorded'];

export interface ClaimRow {
  readonly card: ClaimCard;
  readonly verdict: Said;
  readonly without: Said;
  readonly checks: readonly CheckRow[];
  /** The check that decides: the first that is worst. */
  readonly deciding: CheckRow;
  /** There is a result, but of an experiment that has been changed since. */
  readonly stale: boolean;
}

export interface CheckRow {
  readonly check: CheckCard;
  readonly place: number;
  readonly found: Recorded | null;
  readonly without: Recorded | null;
}

export function rowsOf({ claims, record }: Ledger): ClaimRow[] {
  return claims.map((card) => {
    const result = record?.claims.find(({ id }) => id === card.id);
    const current = result !== undefined && fits(card, result) ? result : null;
    const checks = card.checks.map((check, place) => ({
      check,
      place,
      found: current?.findings[place] ?? null,
      without: current?.withoutFindings[place] ?? null,
    }));
    return {
      card,
      verdict: current?.verdict ?? 'not recorded',
      without: current?.without ?? 'not recorded',
      checks,
      deciding: decidingOf(checks),
      stale: result !== undefined && current === null,
    };
  });
}

function fits(card: ClaimCard, { file, findings, withoutFindings }: RecordedClaim): boolean {
  const n = card.checks.length;
  return file === card.print && findings.length === n && withoutFindings.length === n;
}

function decidingOf(checks: readonly CheckRow[]): CheckRow {
  const badness = ({ found }: CheckRow) => (found === null ? -1 : VERDICTS.indexOf(found.verdict));
  return checks.reduce((worst, check) => (badness(check) > badness(worst) ? check : worst));
}

export function countOf(rows: readonly ClaimRow[], verdict: Said): number {
  return rows.filter((row) => row.verdict === verdict).length;
}

const claims = (n: number) => `${n} ${n === 1 ? 'claim' : 'claims'}`;
const are = (n: number) => (n === 1 ? '1 is' : `${n} are`);

/** The ledger in two or three sentences. */
export function summary(rows: readonly ClaimRow[], record: EvidenceRecord | null): string {
  const missing = countOf(rows, 'not recorded');
  if (record === null || missing === rows.length)
    return `${claims(rows.length)} of the sources are held against the model. There is no recorded result yet.`;
  const known = rows.length - missing;
  const reproduced = rows.filter(({ verdict }) => verdict === 'reproduced');
  const resting = reproduced.filter(({ without }) => without !== 'reproduced').length;
  const n = reproduced.length;
  const open = countOf(rows, 'not reproduced');
  const against = countOf(rows, 'contradicted');
  const rest = [
    ...(open > 0 ? [`${are(open)} not reproduced`] : []),
    against > 0 ? `${are(against)} contradicted` : 'none is contradicted',
  ];
  const parts = [
    `The model reproduces ${n} of ${claims(known)} of the sources at ${record.replicates} replicates; ${rest.join(' and ')}.`,
  ];
  if (n > 0)
    parts.push(
      `${resting === n ? (n === 1 ? 'It' : `All ${n}`) : `${resting} of the ${n}`} ` +
        `${resting === 1 || n === 1 ? 'fails' : 'fail'} once the mechanism that the claim rests on is switched off.`,
    );
  if (missing > 0) parts.push(`${missing} more ${missing === 1 ? 'has' : 'have'} no result recorded yet.`);
  return parts.join(' ');
}

/** Decimals at which an interval shows two digits of its width. */
function decimalsFor({ value, interval }: Pick<Recorded, 'value' | 'interval'>): number {
  const size = interval !== null && interval[1] > interval[0] ? interval[1] - interval[0] : Math.abs(value);
  return size > 0 ? Math.max(0, Math.min(5, 1 - Math.floor(Math.log10(size)))) : 2;
}

export interface Figures {
  readonly value: string;
  /** `0.1 to 0.3`, or why there is none. */
  readonly interval: string;
}

export function figuresOf(check: CheckCard, found: Recorded): Figures {
  if (found.n === 0) return { value: 'none', interval: 'no run gave a value' };
  const decimals = decimalsFor(found);
  const text = formatNumber(found.value, decimals);
  const plus = isDifference(check) && found.value > 0 && /[1-9]/.test(text) ? '+' : '';
  const [low, high] = (found.interval ?? []).map((end) => formatNumber(end, decimals));
  return { value: `${plus}${text}`, interval: low === undefined ? 'no interval' : `${low} to ${high}` };
}

/** The mean under each setup of a sweep. */
export function meansOf({ sweep }: Check, found: Recorded): { setup: string; mean: string }[] {
  const spread = Math.max(...found.means) - Math.min(...found.means);
  const decimals = decimalsFor({ value: spread, interval: null });
  return found.means.map((mean, i) => ({ setup: sweep[i], mean: formatNumber(mean, decimals + 1) }));
}

function isDifference({ expect, terms }: Check): boolean {
  return expect === 'peak' || expect === 'falls' || terms.some(({ weight }) => weight < 0);
}

/** What would have to be seen, after “expected”. */
export function expectation({ expect, than, margin }: Check): string {
  const tidy = (x: number) => String(Number(x.toPrecision(6)));
  switch (expect) {
    case 'higher':
      return `above ${tidy(than + margin)}`;
    case 'lower':
      return `below ${tidy(than - margin)}`;
    case 'not lower':
      return `not below ${tidy(than - margin)}`;
    case 'none':
      return `no difference: within ${tidy(than - margin)} and ${tidy(than + margin)}`;
    case 'peak':
      return `highest at a setup in the middle, above both ends${margin > 0 ? ` by ${tidy(margin)}` : ''}`;
    case 'falls':
      return `falls from each setup to the next${margin > 0 ? `, by ${tidy(margin)} in all` : ''}`;
  }
}

/** What is taken from what, and when: `much choice minus little choice, end of year 6`. */
export function readingText({ expect, terms, sweep }: Check): string {
  const [first] = terms;
  const period = (since: number, year: number) =>
    since < year
      ? `mean of the ends of years ${since} to ${year}`
      : year === 0
        ? 'at the start'
        : `end of year ${year}`;
  const time = period(first.since, first.year);
  if (expect === 'peak')
    return `${sweep.join(', ')}; ${time}; the figure is the best setup in the middle minus the higher end`;
  if (expect === 'falls') return `${sweep.join(', ')}; ${time}; the figure is the last minus the first`;
  const other = terms.find(({ setup }) => setup !== first.setup);
  const before = terms.find(({ setup, year }) => setup === first.setup && year !== first.year);
  return [
    other === undefined ? first.setup : `${first.setup} minus ${other.setup}`,
    before === undefined ? time : `${time} minus ${period(before.since, before.year)}`,
  ].join(', ');
}

export const commandFor = (id: string) => `npx collegium evidence --only ${id}`;

/** The fragment of a link to the ledger, or to one claim in it. */
export const linkTo = (id: string | null) => (id === null ? 'evidence' : `evidence/${id}`);
