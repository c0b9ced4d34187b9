/** Figures of the page saved by their menus, and what a picture must hold. */
import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { VERSION } from '../../sim/index.ts';

/** Saves the picture of every figure in sight: text by the name of its file. */
export async function saveAll(page: Page, within: Locator): Promise<Map<string, string>> {
  const saved = new Map<string, string>();
  for (const opener of await within
    .getByRole('button', { name: /^Picture of / })
    .filter({ visible: true })
    .all()) {
    await opener.click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      within.getByRole('button', { name: /^SVG of / }).click(),
    ]);
    saved.set(download.suggestedFilename(), readFileSync(await download.path(), 'utf8'));
  }
  return saved;
}

/** What a browser finds in a picture that it opens by itself. */
function read(
  page: Page,
  svg: string,
): Promise<{ error: string; text: string; width: number; outside: number; marks: number }> {
  return page.evaluate(async (svg) => {
    const file = new DOMParser().parseFromString(svg, 'image/svg+xml');
    const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    const image = new Image();
    image.src = address;
    await image.decode();
    URL.revokeObjectURL(address);
    // Only what is drawn has a size.
    const host = document.body.appendChild(
      document.importNode(file.documentElement, true),
    ) as unknown as SVGSVGElement;
    const edge = host.getBoundingClientRect();
    const outside = [...host.querySelectorAll('text')].filter((one) => {
      const { left, right } = one.getBoundingClientRect();
      return left < edge.left - 1 || right > edge.right + 1;
    }).length;
    const marks = host.querySelectorAll('path, circle, rect').length;
    host.remove();
    return {
      error: file.querySelector('parsererror')?.textContent ?? '',
      text: [...file.querySelectorAll('text')].map((one) => one.textContent).join(' '),
      width: image.naturalWidth,
      outside,
      marks,
    };
  }, svg);
}

/** Each is well-formed, fits its own paper, needs nothing, and says n, interval, seeds and version. */
export async function expectWhole(browser: Browser, pictures: ReadonlyMap<string, string>): Promise<void> {
  // Under no policy but the browser’s own.
  const page = await browser.newPage();
  for (const [name, svg] of pictures) {
    const { error, text, width, outside, marks } = await read(page, svg);
    expect([name, error, outside]).toEqual([name, '', 0]);
    expect(width, name).toBeGreaterThanOrEqual(700);
    expect(marks, name).toBeGreaterThan(2);
    for (const said of [/n = /, /interval|bands:|confidence region/, /seeds? /, `Collegium ${VERSION}`])
      expect(text, name).toMatch(said);
    expect(svg, name).not.toMatch(/NaN|undefined|<script|<style|<image|href=|url\((?!#)/);
  }
  await page.close();
}
