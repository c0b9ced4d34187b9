import type { Figures } from './main.ts';
import type { Spread } from './setting.ts';

/** The figures as text: tables in Markdown, so that they can be kept as they come. */

const round = (x: number, digits = 0) => x.toFixed(digits);
const both = ({ min, median }: Spread, digits = 0) => `${round(min, digits)} (${round(median, digits)})`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, k) => (k === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

function contactTable({ contact }: Figures): string {
  return table(
    ['staff', 'ns an encounter', 'the same in C', 'ratio', 'same bits'],
    contact.map(({ staff, js, c, same }) => [
      String(staff),
      both(js),
      c ? both(c) : 'no gcc',
      c ? `${round(js.min / c.min, 2)} (${round(js.median / c.median, 2)})` : '',
      same === null ? '' : same ? 'yes' : 'NO',
    ]),
  );
}

function weekTable({ weeks, regimes }: Figures): string {
  return table(
    [
      'regime',
      'staff',
      'schools',
      'ns a staff-week',
      'contacts across a staff-week',
      'bytes a member of staff',
    ],
    [...weeks, ...regimes].map((row) => [
      row.regime,
      String(row.staff),
      String(row.schools),
      both(row.time),
      round(row.across, 3),
      round(row.bytes),
    ]),
  );
}

function shareTable({ shares }: Figures): string {
  const regimes = Object.keys(shares);
  const weekly = (regime: string) =>
    Object.entries(shares[regime]).reduce((sum, [key, x]) => sum + (key.startsWith('contact:') ? 0 : x), 0);
  const sums = regimes.map(weekly);
  return table(
    ['step', ...regimes.flatMap((regime) => [`${regime}, ns a staff-week`, 'share'])],
    Object.keys(shares[regimes[0]]).map((key) => [
      key,
      ...regimes.flatMap((regime, k) => [
        round(shares[regime][key], 1),
        `${round((100 * shares[regime][key]) / sums[k])} %`,
      ]),
    ]),
  );
}

export function report(figures: Figures): string {
  const { machine, weeks, heap, county } = figures;
  const [small, , large] = weeks;
  const mebibytes = heap.inUse.map((bytes) => round(bytes / 1048576, 2));
  return [
    `Collegium ${figures.version}, ${machine.processor}, ${machine.cores} cores, Node ${machine.node}, ` +
      `${machine.gcc ? `gcc ${machine.gcc}` : 'no gcc: nothing to compare the contact step with'}. ` +
      `Load average ${machine.load.map((x) => round(x, 1)).join(' before and ')} after. ` +
      'Processor time; the least of several rounds, with their median in brackets.',
    '## The contact step inside schools',
    contactTable(figures),
    '## Whole weeks, with their share of term and year',
    weekTable(figures),
    `From ${small.staff} to ${large.staff} staff the cost of a staff-week grows ` +
      `${round(large.time.min / small.time.min, 2)} times (${round(large.time.median / small.time.median, 2)}).`,
    '## Where the time goes, 20,000 staff',
    `Steps of a contact are also part of the contacts inside and across schools.`,
    shareTable(figures),
    '## Heap',
    `Over ${heap.weeks} weeks of partnership after warming up, MiB in use after a collection: ` +
      `${mebibytes.join(', ')}. Allocated between collections: ${round(heap.allocated)} bytes a week.`,
    '## Hampshire, 8 years, one core',
    `${county.schools} schools, ${county.staff} staff, ${county.weeks} weeks: ${round(county.first, 2)} s in a fresh ` +
      `program, ${round(county.again, 2)} s once warm, after ${round(county.setUp, 2)} s to read the register and set ` +
      `the population up. Digest ${county.digest}.`,
    `The benchmark took ${round(figures.seconds)} s.`,
  ].join('\n\n');
}
