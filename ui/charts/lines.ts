/** The page's three line charts, as configurations for Chart.js. */
import type { ChartDataset, TooltipItem } from 'chart.js';
import type { Bands, DifferenceBands, Edges } from '../../analysis/bands.ts';
import { decimalsOf, decimalsToShow, formatNumber, type Scale } from '../../analysis/format.ts';
import type { Level } from '../../analysis/interval.ts';
import { STAGES, TERMS_A_YEAR, WEEKS_A_YEAR } from '../../sim/index.ts';
import { datesOf, type Mark } from '../state/settings.ts';
import { type BySide, letterOf, type SideKey } from '../state/sides.ts';
import { hatch } from './hatch.ts';
import type { LineConfig } from './setup.ts';
import { faded, type Theme } from './theme.ts';

export interface Frame {
  theme: Theme;
  years: number;
  marks: readonly Mark[];
  scale: Scale & { label: string };
  /** Of the upright axis, when it is to stay as it was; lines that leave it widen it all the same. */
  range?: Range | null;
}

export type Range = readonly [low: number, high: number];

/** The range of lines and of their widest bands. */
export function rangeOf(
  lines: readonly (readonly [Float64Array, Edges | undefined])[],
  zero: boolean,
): Range {
  let [low, high] = zero ? [0, 0] : [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const take = (values: Float64Array) => {
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  };
  for (const [line, edges] of lines)
    for (const values of [line, edges?.low, edges?.high]) if (values) take(values);
  return [low, high];
}

/** Widened by lines that leave it. */
function withLines([low, high]: Range, lines: readonly Float64Array[]): Range {
  const [least, most] = rangeOf(
    lines.map((line) => [line, undefined]),
    false,
  );
  return [Math.min(low, least), Math.max(high, most)];
}

type Dataset = ChartDataset<'line', { x: number; y: number }[]>;

/** How the sides are drawn besides their colours. */
export const DASHES: Readonly<BySide<readonly number[]>> = { a: [], b: [7, 4], c: [2, 3], d: [11, 3, 2, 3] };

/** One side's line; those of the chosen sides have their bands, the others their 95 % edges at most. */
export interface Drawn<T> {
  readonly key: SideKey;
  readonly name: string;
  readonly of: T;
  readonly chosen: boolean;
  /** What stands at the end of its line, where it is not the letter of its side. */
  readonly letter?: string;
}

const OPACITIES: Readonly<Record<Level, number>> = { 95: 0.12, 80: 0.14, 50: 0.2 };
const WIDEST_FIRST = [95, 80, 50] as const satisfies readonly Level[];

/** Differences from the baseline, one line a side. */
export function differenceConfig(frame: Frame, drawn: readonly Drawn<DifferenceBands>[]): LineConfig {
  const { theme } = frame;
  const single = drawn.length === 1;
  const sets = ordered(drawn).flatMap(({ key, name, of: { mean, intervals }, chosen }) => {
    const colour = single ? theme.difference : theme.sides[key];
    const made: Dataset[] = [];
    if (intervals !== null && chosen) {
      for (const level of WIDEST_FIRST) {
        made.push(...band(`${level} % interval`, intervals[level], colour, OPACITIES[level]));
      }
    } else if (intervals !== null) made.push(...edgeLines('95 % interval', intervals[95], colour));
    return [...made, line(name, mean, colour, single ? [] : DASHES[key], chosen ? 2.75 : 1.75)];
  });
  const lines = drawn.map(({ of }) => of.mean);
  return config(frame, sets, { zero: true, signed: true, lines, ends: single ? [] : endsOf(drawn, lines) });
}

/** Where the runs of each side lie. */
export function bandsConfig(frame: Frame, drawn: readonly Drawn<Bands>[]): LineConfig {
  const { theme } = frame;
  const sets = ordered(drawn).flatMap(({ key, name, of: { runs, median, bands }, chosen }) => {
    const colour = theme.sides[key];
    const made: Dataset[] = [];
    if (runs > 1 && chosen) {
      for (const level of WIDEST_FIRST) {
        made.push(...band(`${level} % of runs`, bands[level], colour, OPACITIES[level]));
      }
    }
    return [...made, line(name, median, colour, DASHES[key], chosen ? 2.5 : 1.75)];
  });
  const lines = drawn.map(({ of }) => of.median);
  return config(frame, sets, { zero: false, signed: false, lines, ends: endsOf(drawn, lines) });
}

/** What is drawn last lies on top: the chosen. */
function ordered<T>(drawn: readonly Drawn<T>[]): Drawn<T>[] {
  return [...drawn].sort((p, q) => Number(p.chosen) - Number(q.chosen));
}

/** Shares by stage, from association up, stacked from the bottom; colour, hatching and order all tell them apart. */
export function stagesConfig(frame: Frame, shares: readonly Float64Array[], top: number): LineConfig {
  const { theme } = frame;
  const sets = shares.map((values, i): Dataset => {
    const stage = i + 1;
    return {
      label: STAGES[stage],
      data: points(values),
      borderColor: theme.paper,
      borderWidth: 1.5,
      pointRadius: 0,
      backgroundColor: hatch(stage, theme.stages[stage], theme.paper),
      fill: i === 0 ? 'origin' : '-1',
      tension: 0,
    };
  });
  const result = config(frame, sets, { zero: true, signed: false });
  const y = result.options?.scales?.y;
  if (y) Object.assign(y, { stacked: true, min: 0, max: top });
  return result;
}

function points(values: ArrayLike<number>): { x: number; y: number }[] {
  return Array.from(values, (y, i) => ({ x: i / TERMS_A_YEAR, y }));
}

function line(
  label: string,
  values: Float64Array,
  colour: string,
  dash: readonly number[],
  width: number,
): Dataset {
  return {
    label,
    data: points(values),
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: width,
    borderDash: [...dash],
    pointRadius: 0,
    pointHoverRadius: 4,
    tension: 0,
    fill: false,
  };
}

/** The edges of a band as thin lines, where its area would cover another's. */
function edgeLines(label: string, edges: Edges, colour: string): Dataset[] {
  return [edges.low, edges.high].map((values) => ({
    ...line(label, values, faded(colour, 0.6), [1, 3], 1),
    pointHoverRadius: 0,
  }));
}

function band(label: string, edges: Edges, colour: string, opacity: number): Dataset[] {
  const edge = (values: Float64Array): Dataset => ({
    label,
    data: points(values),
    borderWidth: 0,
    pointRadius: 0,
    pointHoverRadius: 0,
    tension: 0,
    fill: false,
  });
  return [edge(edges.low), { ...edge(edges.high), fill: '-1', backgroundColor: faded(colour, opacity) }];
}

interface Look {
  zero: boolean;
  signed: boolean;
  /** All lines, none of which a range may cut. */
  lines?: readonly Float64Array[];
  ends?: readonly { key: SideKey; letter: string; sample: number; value: number }[];
}

/** Where lines end, and whose they are. */
function endsOf(drawn: readonly Drawn<unknown>[], lines: readonly Float64Array[]): NonNullable<Look['ends']> {
  return drawn.map(({ key, letter = letterOf(key) }, i) => ({
    key,
    letter,
    sample: lines[i].length - 1,
    value: lines[i][lines[i].length - 1],
  }));
}

export function config(frame: Frame, datasets: Dataset[], look: Look): LineConfig {
  const { theme, years, marks, scale } = frame;
  const { lines = [], ends = [] } = look;
  const range = frame.range ? withLines(frame.range, lines) : null;
  const font = { family: 'system-ui, sans-serif', size: theme.text };
  return {
    type: 'line',
    data: { datasets },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      layout: { padding: { right: ends.length > 0 ? theme.text + 4 : 6 } },
      scales: {
        x: {
          type: 'linear',
          min: 0,
          max: years,
          title: { display: true, text: 'Years from the start', color: theme.muted, font },
          ticks: { stepSize: Math.max(1, Math.ceil(years / 10)), color: theme.muted, font },
          grid: { display: false },
          border: { color: theme.muted },
        },
        y: {
          type: 'linear',
          ...(look.zero ? { suggestedMin: 0, suggestedMax: 0 } : {}),
          ...(range === null ? {} : { min: range[0], max: range[1] }),
          title: { display: scale.unit !== '', text: scale.unit, color: theme.muted, font },
          ticks: { maxTicksLimit: 6, color: theme.muted, font, callback: ticker(scale, look.signed) },
          grid: {
            color: (context) => (look.signed && context.tick?.value === 0 ? theme.ink : theme.rule),
            lineWidth: (context) => (look.signed && context.tick?.value === 0 ? 1.5 : 1),
            drawTicks: false,
          },
          border: { display: false },
        },
      },
      plugins: {
        marks: {
          at: labelled(marks),
          colour: theme.muted,
          paper: theme.paper,
          text: theme.text,
        },
        ends: {
          at: ends.map(({ key, letter, sample, value }) => ({
            letter,
            colour: theme.sides[key],
            year: sample / TERMS_A_YEAR,
            value,
          })),
          paper: theme.paper,
          text: theme.text,
        },
        tooltip: {
          backgroundColor: theme.ink,
          titleColor: theme.paper,
          bodyColor: theme.paper,
          displayColors: false,
          padding: 10,
          cornerRadius: 4,
          // The edges of bands are in the table; here they would crowd out the lines.
          filter: (item: TooltipItem<'line'>) => Number(item.dataset.borderWidth) > 1,
          callbacks: {
            title: (items: TooltipItem<'line'>[]) => (items.length > 0 ? when(items[0].dataIndex) : ''),
            label: (item: TooltipItem<'line'>) => {
              const y = item.parsed.y ?? 0;
              return `${item.dataset.label}: ${formatNumber(y, decimalsToShow(scale, Math.abs(y)))}`;
            },
          },
        },
      },
    },
  };
}

/** One number a date, as in the list of dated changes. */
function labelled(marks: readonly Mark[]): { year: number; label: string }[] {
  return datesOf(marks).map(({ week }, i) => ({ year: week / WEEKS_A_YEAR, label: String(i + 1) }));
}

/** Ticks with as many decimals as their distance asks for. */
function ticker(scale: Scale, signed: boolean) {
  return (value: string | number, _: number, ticks: { value: number }[]) => {
    const step = ticks.length > 1 ? Math.abs(ticks[1].value - ticks[0].value) : 1;
    const decimals = Math.max(
      0,
      Math.min(6, step >= 1 ? decimalsOf(scale) - 2 : Math.ceil(-Math.log10(step) - 1e-9)),
    );
    const text = formatNumber(Number(value), decimals);
    return signed && Number(value) > 0 ? `+${text}` : text;
  };
}

/** A sample as people date it: "start", "year 2, term 3". */
export function when(sample: number): string {
  if (sample === 0) return 'At the start';
  return `Year ${Math.floor((sample - 1) / TERMS_A_YEAR) + 1}, term ${((sample - 1) % TERMS_A_YEAR) + 1}`;
}
