/**
 * Pictures of the page held against stored ones. Machines differ in their fonts, and with them in the width of every
 * word: where the fonts are those of the stored pictures, hardly a pixel may differ; where they are others, the two are
 * compared as coarse mosaics, which still show a view that is empty, broken or laid out anew.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pixelmatch from 'pixelmatch';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { expect } from 'vitest';
import { root } from '../../scripts/support.mjs';

/** Share of pixels that may differ under the same fonts: a version number, a rounding of curves between drawing engines. */
const SAME_FONTS = 0.01;
/**
 * Share of the tiles of a mosaic that may differ under others. Measured at 1280 px: the views set in a monospaced font,
 * at most 23 %; any view against any other, at least 25 %.
 */
const OTHER_FONTS = 0.24;
/** Pixels of the side of a tile. */
const TILE = 40;
/** How far two colours may be apart and still count as one, 0 to 1 (as pixelmatch has it): of pixels, of tiles. */
const PIXEL = 0.15;
const MEAN = 0.05;

/** Widths of a line of text in the fonts of the page: the same where the fonts are. */
export async function fontsOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d');
    if (context === null) return '';
    const style = getComputedStyle(document.documentElement);
    return ['--serif', '--sans']
      .map((name) => {
        context.font = `16px ${style.getPropertyValue(name)}`;
        return context.measureText('From strangers to colleagues, 0123456789').width.toFixed(2);
      })
      .join(' ');
  });
}

/** Whether `npx vitest run ... --update` asks for the pictures to be taken anew. */
export function updating(): boolean {
  const { snapshotState } = expect.getState() as unknown as {
    snapshotState?: { _updateSnapshot?: string };
  };
  return snapshotState?._updateSnapshot === 'all';
}

/** Each pixel the mean of `by` times `by` of them. */
export function reduced(picture: PNG, by: number): PNG {
  const small = new PNG({ width: Math.floor(picture.width / by), height: Math.floor(picture.height / by) });
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      for (let channel = 0; channel < 4; channel++) {
        let sum = 0;
        for (let dy = 0; dy < by; dy++) {
          for (let dx = 0; dx < by; dx++)
            sum += picture.data[((y * by + dy) * picture.width + x * by + dx) * 4 + channel];
        }
        small.data[(y * small.width + x) * 4 + channel] = Math.round(sum / (by * by));
      }
    }
  }
  return small;
}

/** In 32 steps of each colour, white kept white: half the size, and nothing that the eye would miss. */
function coarse(picture: PNG): PNG {
  const { data } = picture;
  for (let i = 0; i < data.length; i++) data[i] = Math.min(255, 8 * Math.round(data[i] / 8));
  return picture;
}

/** Share of pixels that differ, 0 to 1; all of them where the sizes do. */
export function differing(a: PNG, b: PNG, threshold = PIXEL): number {
  const { width, height } = a;
  if (width !== b.width || height !== b.height) return 1;
  const options = { threshold, includeAA: threshold === MEAN };
  return pixelmatch(a.data, b.data, undefined, width, height, options) / (width * height);
}

/** The same of their mosaics, of pictures kept `by` times smaller. */
export function differingRoughly(a: PNG, b: PNG, by = 1): number {
  const tile = Math.round(TILE / by);
  return differing(reduced(a, tile), reduced(b, tile), MEAN);
}

/** Why `taken` is not the picture stored at `path`, or nothing; stores it when that is asked for. `by` makes it smaller. */
export function objectionTo(taken: Buffer, path: string, by: number, sameFonts: boolean): string[] {
  const file = join(root, path);
  const picture = reduced(PNG.sync.read(taken), by);
  if (updating()) {
    mkdirSync(dirname(file), { recursive: true });
    // Without transparency and well packed: these files are kept with the sources.
    const packed = { colorType: 2, filterType: 0, deflateLevel: 9, deflateStrategy: 0 } as const;
    writeFileSync(file, PNG.sync.write(coarse(picture), packed));
    return [];
  }
  if (!existsSync(file)) return [`${path} is missing: npm run pictures makes it`];
  const stored = PNG.sync.read(readFileSync(file));
  const share = sameFonts ? differing(stored, picture) : differingRoughly(stored, picture, by);
  const most = sameFonts ? SAME_FONTS : OTHER_FONTS;
  if (share <= most) return [];
  const said = (part: number) => `${(100 * part).toFixed(1)} %`;
  return [`${path}: ${said(share)} differ, ${said(most)} may; npm run pictures takes it anew`];
}
