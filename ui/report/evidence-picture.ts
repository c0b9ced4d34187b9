/** An experiment of the evidence ledger as a picture: each check with its mechanism and without it. */

import { EVIDENCE_SEED } from '../../analysis/evidence/ledger.ts';
import type { EvidenceRecord, Recorded } from '../../analysis/evidence/record.ts';
import { type DrawnRow, rowKeys, rowsDrawing } from '../../analysis/report/rows.ts';
import { replicateSeeds } from '../../analysis/seeds.ts';
import { pictureOf } from '../charts/evidence.ts';
import { type CheckRow, type ClaimRow, expectation, figuresOf } from '../state/evidence.ts';
import { PAPER } from './colours.ts';
import type { Picture } from './pictures.ts';

export function experimentPicture(
  { card, checks, verdict }: ClaimRow,
  record: Pick<EvidenceRecord, 'replicates' | 'version'>,
): Picture {
  const seeds = replicateSeeds(`${EVIDENCE_SEED}/${card.id}`, record.replicates);
  const [first, last] = [seeds[0], seeds[seeds.length - 1]];
  const svg = rowsDrawing({
    title: `${card.id}: ${card.claim}`,
    summary: `${checks.length} checks of the claim, ${verdict}: each with its mean and 95 % interval, with and without ${card.mechanism.name}.`,
    unit: 'units stand with each check; each check has a scale of its own, the shaded part is where its interval has to lie',
    keys: rowKeys('reproduced', 'not reproduced', PAPER.difference),
    head: 'Check',
    columns: [
      { title: 'Found', width: 60 },
      { title: '95 % interval', width: 130 },
      { title: 'n', width: 35 },
      { title: 'Verdict', width: 100 },
    ],
    groups: checks.map(({ check, found, without }) => ({
      title: `${check.name}${check.unit === '' ? '' : `, ${check.unit}`}; expected: ${expectation(check)}`,
      rows: [rowOf('With the mechanism', check, found, without), rowOf('Without it', check, without, found)],
    })),
    ticks: [],
    provenance: `Source: ${card.source}. Mechanism: ${card.mechanism.name}. n = up to ${record.replicates} replicates of every setup under the same seeds, told with each check; intervals: Student’s t, 95 %, of the mean of differences between runs with the same seed; seeds ${first} to ${last}; recorded with Collegium ${record.version}.`,
  }).text;
  return { stem: `collegium-evidence-${card.id}`, svg };
}

function rowOf(
  head: string,
  check: CheckRow['check'],
  found: Recorded | null,
  beside: Recorded | null,
): DrawnRow {
  if (found === null) return { head, figure: null, cells: ['none', 'none', '0', 'not recorded'] };
  const { value, interval } = figuresOf(check, found);
  const at = pictureOf(check, found, beside);
  return {
    head,
    figure: {
      centre: found.n === 0 ? null : at.centre,
      interval: at.interval,
      base: at.base,
      wanted: at.wanted,
      clear: found.verdict === 'reproduced',
      colour: PAPER.difference,
    },
    cells: [value, interval, String(found.n), found.verdict],
  };
}
