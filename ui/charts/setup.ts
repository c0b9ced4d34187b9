/** The parts of Chart.js that the page draws with, and the plugin that marks dated changes on the time axis. */
import {
  Chart,
  type ChartConfiguration,
  type ChartType,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  type Plugin,
  PointElement,
  Tooltip,
} from 'chart.js';
import { faded } from './theme.ts';

export interface TimeMarks {
  /** Years from the start, in order, with what stands for each in the list below the chart. */
  at: readonly { year: number; label: string }[];
  colour: string;
  /** What the labels are set off with against dark areas. */
  paper: string;
  /** Size of the text on axes, pixels. */
  text: number;
}

/** Letters at the ends of lines, so that they are told apart without their colours. */
export interface LineEnds {
  at: readonly { letter: string; colour: string; year: number; value: number }[];
  paper: string;
  text: number;
}

declare module 'chart.js' {
  interface PluginOptionsByType<TType extends ChartType> {
    marks?: TimeMarks;
    ends?: LineEnds;
  }
}

const marks: Plugin<'line'> = {
  id: 'marks',
  afterDatasetsDraw(chart) {
    // Chart.js makes an empty object of what is not given.
    const options = chart.options.plugins?.marks as TimeMarks | undefined;
    if (options?.at === undefined) return;
    const { ctx, chartArea, scales } = chart;
    ctx.save();
    ctx.strokeStyle = faded(options.colour, 0.7);
    ctx.fillStyle = options.colour;
    ctx.font = `600 ${options.text - 1}px system-ui, sans-serif`;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'top';
    ctx.setLineDash([2, 3]);
    const labels: { label: string; x: number }[] = [];
    ctx.lineWidth = 1;
    for (const { year, label } of options.at) {
      const x = Math.round(scales.x.getPixelForValue(year)) + 0.5;
      if (x < chartArea.left || x > chartArea.right) continue;
      ctx.beginPath();
      ctx.moveTo(x, chartArea.top);
      ctx.lineTo(x, chartArea.bottom);
      ctx.stroke();
      labels.push({ label, x: x + 3 });
    }
    ctx.setLineDash([]);
    ctx.strokeStyle = options.paper;
    ctx.lineWidth = 4;
    ctx.lineJoin = 'round';
    for (const { label, x } of labels) {
      ctx.strokeText(label, x, chartArea.top + 2);
      ctx.fillText(label, x, chartArea.top + 2);
    }
    ctx.restore();
  },
};

const ends: Plugin<'line'> = {
  id: 'ends',
  afterDatasetsDraw(chart) {
    const options = chart.options.plugins?.ends as LineEnds | undefined;
    if (options?.at === undefined) return;
    const { ctx, chartArea, scales } = chart;
    const gap = options.text + 1;
    const placed = options.at
      .map(({ letter, colour, year, value }) => ({
        letter,
        colour,
        x: scales.x.getPixelForValue(year) + 4,
        y: Math.max(chartArea.top + 6, Math.min(chartArea.bottom - 6, scales.y.getPixelForValue(value))),
      }))
      .sort((p, q) => p.y - q.y);
    // Ends that lie close are pushed apart, from the lowest up where the room below is used.
    for (let i = 1; i < placed.length; i++) placed[i].y = Math.max(placed[i].y, placed[i - 1].y + gap);
    for (let i = placed.length - 1, floor = chartArea.bottom; i >= 0; i--, floor -= gap) {
      placed[i].y = Math.min(placed[i].y, floor);
    }
    ctx.save();
    ctx.font = `700 ${options.text}px system-ui, sans-serif`;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    ctx.strokeStyle = options.paper;
    ctx.lineWidth = 3;
    ctx.lineJoin = 'round';
    for (const { letter, colour, x, y } of placed) {
      ctx.fillStyle = colour;
      ctx.strokeText(letter, x, y);
      ctx.fillText(letter, x, y);
    }
    ctx.restore();
  },
};

Chart.register(LineController, LineElement, PointElement, LinearScale, Filler, Tooltip, marks, ends);

export type LineConfig = ChartConfiguration<'line', { x: number; y: number }[]>;
export { Chart };

/** Draws a chart that nobody sees: what the first chart costs more than later ones is paid before anything waits. */
export function rehearse(): void {
  const canvas = document.createElement('canvas');
  const data = [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ];
  const scales = { x: { type: 'linear' }, y: { type: 'linear' } } as const;
  const options = { animation: false, responsive: false, parsing: false, scales } as const;
  new Chart(canvas, { type: 'line', data: { datasets: [{ data, fill: 'origin' }] }, options }).destroy();
}
