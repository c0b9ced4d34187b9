/** How a difference spreads: shares of staff, schools and relations that differ, week by week. */
import type { Parting } from '../../analysis/explain/parting.ts';
import { WEEKS_A_YEAR } from '../../sim/index.ts';
import { config, type Frame } from './lines.ts';
import type { LineConfig } from './setup.ts';

export interface SpreadLine {
  readonly name: string;
  /** A share a week, 0 to 1. */
  readonly shares: readonly number[];
}

export function spreadLines({ spread, staff, schools }: Parting): SpreadLine[] {
  const over = (counts: readonly number[], all: (week: number) => number) =>
    counts.map((count, week) => (all(week) === 0 ? 0 : count / all(week)));
  return [
    { name: 'Schools', shares: over(spread.schools, () => schools) },
    { name: 'Relations', shares: over(spread.relations, (week) => spread.ofRelations[week]) },
    { name: 'Staff', shares: over(spread.staff, () => staff) },
  ];
}

/** As drawn: apart by dash and width too. */
export const SPREAD_LOOKS = [
  { dash: [], width: 2.75, opacity: 1 },
  { dash: [8, 4], width: 2.25, opacity: 1 },
  { dash: [2, 3], width: 2.25, opacity: 1 },
] as const;

export function spreadConfig(frame: Frame, lines: readonly SpreadLine[]): LineConfig {
  const { theme } = frame;
  const colours = [theme.difference, theme.ink, theme.muted];
  const sets = lines.map(({ name, shares }, i) => ({
    label: name,
    data: shares.map((y, week) => ({ x: week / WEEKS_A_YEAR, y })),
    borderColor: colours[i],
    backgroundColor: colours[i],
    borderWidth: SPREAD_LOOKS[i].width,
    borderDash: [...SPREAD_LOOKS[i].dash],
    pointRadius: 0,
    pointHoverRadius: 4,
    tension: 0,
    fill: false,
    stepped: true as const,
  }));
  const result = config(frame, sets, { zero: true, signed: false });
  const y = result.options?.scales?.y;
  if (y) Object.assign(y, { min: 0, max: 1 });
  const callbacks = result.options?.plugins?.tooltip?.callbacks;
  if (callbacks) callbacks.title = (items) => (items.length > 0 ? `Week ${items[0].dataIndex}` : '');
  return result;
}
