/** The icons of the installed page are its favicon, drawn larger; `npm run pictures` draws them anew. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/support.mjs';
import { launchBrowser } from '../support/browser.ts';
import { objectionTo } from './pictures.ts';

const GROUND = '#0a3d3f';
/** What systems that cut icons to a shape of their own leave whole is a circle of four fifths of the width. */
const SAFE = 0.9;

test('every icon is the favicon', async () => {
  const svg = readFileSync(join(root, 'ui', 'favicon.svg'), 'utf8');
  expect(svg).toContain(`fill="${GROUND}"`);
  const { icons } = JSON.parse(readFileSync(join(root, 'ui', 'public', 'manifest.webmanifest'), 'utf8'));
  const browser = await launchBrowser();
  const objections: string[] = [];
  for (const { src, sizes, purpose } of icons) {
    const side = Number.parseInt(sizes, 10);
    const page = await browser.newPage({ viewport: { width: side, height: side } });
    const size = purpose === 'maskable' ? `${100 * SAFE}%` : '100%';
    const style = `body{margin:0;display:grid;place-content:center;width:100vw;height:100vh;background:${GROUND}} img{width:100vw;scale:${size}}`;
    await page.setContent(
      `<style>${style}</style><img alt="" src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}">`,
    );
    objections.push(...objectionTo(await page.screenshot(), `ui/public/${src}`, 1, true));
    await page.close();
  }
  await browser.close();
  expect(icons.length).toBe(3);
  expect(objections).toEqual([]);
});
