/** What is on the page as files take it. */
import type { Compared } from '../../analysis/export/comparison.ts';
import { metrics, WEEKS_A_TERM } from '../../sim/index.ts';
import type { Sentences } from '../worker/export-contract.ts';
import type { Made } from './comparison.svelte.ts';
import type { View } from './results.ts';
import { sections } from './settings.ts';

/** The finished runs on the page; null while there are none. Runs under way are left out. */
export function comparedOf(made: Made, view: View): Compared | null {
  const { results } = view;
  const finished = results.pairsAt(results.samples);
  return finished.length === 0 ? null : taken(made, view, finished, results.samples, made.years);
}

/** What the page shows at this moment, runs under way as far as they all have come. */
export function shownOf(made: Made, view: View): Compared {
  return taken(made, view, view.pairs, view.samples, view.years);
}

function taken(
  made: Made,
  { results }: View,
  pairs: readonly number[],
  samples: number,
  years: number,
): Compared {
  return {
    sides: made.sides.map(({ key, letter, name, scenario }) => ({
      letter,
      title: name,
      scenario,
      runs: pairs.map((pair) => {
        const run = results.runs[key][pair];
        const series = run?.series.map((values) => values.subarray(0, samples)) ?? [];
        return { digest: run?.digest ?? null, series };
      }),
      report: results.reports[key],
    })),
    seeds: pairs.map((pair) => results.seeds[pair]),
    weeks: Array.from({ length: samples }, (_, i) => i * WEEKS_A_TERM),
    years,
  };
}

/** What metrics and parameters are in words, for those who make files. */
export function sentencesOf(): Sentences {
  const entries = sections.flatMap(({ levers, assumptions }) => [...levers, ...assumptions]);
  return {
    metrics: Object.fromEntries(metrics.map(({ key, doc }) => [key, doc])),
    parameters: Object.fromEntries(entries.map(({ path, parameter }) => [path, parameter.doc])),
  };
}

/** A drawing as PNG, twice as fine as it is drawn. */
export async function pngOf(svg: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 2 * image.naturalWidth;
    canvas.height = 2 * image.naturalHeight;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('This browser draws no pictures.');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) =>
        blob === null ? reject(new Error('The picture could not be made.')) : resolve(blob),
      );
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
