/** The page's three line charts, as configurations for Chart.js. */
import type { ChartDataset, TooltipItem } from 'chart.js';
import type { Bands, DifferenceBands, Edges } from '../../analysis/bands.ts';
import { decimalsOf, decimalsToShow, formatNumber, type Scale } from '../../analysis/format.ts';
import { STAGES, TERMS_A_YEAR, WEEKS_A_YEAR } from '../../sim/index.ts';
import type { Mark } from '../state/settings.ts';
import { hatch } from './hatch.ts';
import type { LineConfig } from './setup.ts';
import { faded, type Theme } from './theme.ts';

export interface Frame {
  theme: Theme;
  years: number;
  marks: readonly Mark[];
  scale: Scale & { label: string };
}

type Dataset = ChartDataset<'line', { x: number; y: number }[]>;

export function differenceConfig(frame: Frame, difference: DifferenceBands): LineConfig {
  const { theme } = frame;
  const sets: Dataset[] = [];
  if (difference.intervals !== null) {
    sets.push(...band('95 % interval', difference.intervals[95], theme.difference, 0.16));
    sets.push(...band('50 % interval', difference.intervals[50], theme.difference, 0.24));
  }
  sets.push(line('B minus A', difference.mean, theme.difference));
  return config(frame, sets, { zero: true, signed: true });
}

export function bandsConfig(frame: Frame, a: Bands, b: Bands, names: { a: string; b: string }): LineConfig {
  const { theme } = frame;
  const sets: Dataset[] = [];
  for (const [bands, colour] of [
    [a, theme.a],
    [b, theme.b],
  ] as const) {
    if (bands.runs < 2) continue;
    for (const level of [95, 80, 50] as const) {
      sets.push(
        ...band(`${level} % of runs`, bands.bands[level], colour, { 95: 0.12, 80: 0.14, 50: 0.2 }[level]),
      );
    }
  }
  sets.push(line(`A: ${names.a}`, a.median, theme.a), line(`B: ${names.b}`, b.median, theme.b, [7, 4]));
  return config(frame, sets, { zero: false, signed: false });
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

function line(label: string, values: Float64Array, colour: string, dash: number[] = []): Dataset {
  return {
    label,
    data: points(values),
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: 2.5,
    borderDash: dash,
    pointRadius: 0,
    pointHoverRadius: 4,
    tension: 0,
    fill: false,
  };
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

function config(frame: Frame, datasets: Dataset[], look: { zero: boolean; signed: boolean }): LineConfig {
  const { theme, years, marks, scale } = frame;
  const font = { family: 'system-ui, sans-serif', size: 12 };
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
      layout: { padding: { right: 6 } },
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
        },
        tooltip: {
          backgroundColor: theme.ink,
          titleColor: theme.paper,
          bodyColor: theme.paper,
          displayColors: false,
          padding: 10,
          cornerRadius: 4,
          // The edges of bands are in the table; here they would crowd out the lines.
          filter: (item: TooltipItem<'line'>) => Number(item.dataset.borderWidth) > 0,
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

/** One label a week, with the numbers of all that happens in it. */
function labelled(marks: readonly Mark[]): { year: number; label: string }[] {
  const numbers = new Map<number, number[]>();
  marks.forEach(({ week }, i) => {
    numbers.set(week, [...(numbers.get(week) ?? []), i + 1]);
  });
  return [...numbers].map(([week, all]) => ({ year: week / WEEKS_A_YEAR, label: all.join(', ') }));
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
