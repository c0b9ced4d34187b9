/** What is kept of a comparison: files as they are saved, read by the programs they are for, and a report that stands alone. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replicateSeeds } from '../../analysis/seeds.ts';
import { readScenario } from '../../scenarios/yaml.ts';
import { advance, digest, metrics, start, WEEKS_A_YEAR } from '../../sim/index.ts';
import { type Archive, filesIn } from '../support/archive.ts';
import { launchBrowser, servePage, violations } from '../support/browser.ts';
import { collegium } from '../support/cli.ts';
import { runSmall, smallLink, type Visit, visit } from './visit.ts';

const browser = await launchBrowser();
const site = await servePage();
const folder = mkdtempSync(join(tmpdir(), 'collegium-keep-'));
const YEARS = 10;
const seeds = replicateSeeds('test', 3);
let opened: Visit;

beforeAll(async () => {
  opened = await visit(browser, `${site.url}#${smallLink()}`);
  await runSmall(opened.page);
  await opened.page.getByRole('link', { name: 'Keep', exact: true }).click();
  await opened.page.getByRole('heading', { name: 'A report' }).waitFor();
});

afterAll(async () => {
  await opened.close();
  await browser.close();
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The file that a button saves. */
async function saved(name: string): Promise<{ name: string; path: string; bytes: Buffer }> {
  const { page } = opened;
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name, exact: true }).click(),
  ]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  await page.getByText(/^Saved: /).waitFor();
  return { name: download.suggestedFilename(), path, bytes: readFileSync(path) };
}

const textOf = (archive: Archive, name: string) => (archive.get(name) as Buffer).toString('utf8');

describe('files', () => {
  test('of results are tables that say what they hold, the same figures in CSV and Parquet', async () => {
    const csv = filesIn((await saved('Save as CSV')).bytes);
    expect([...csv.keys()]).toEqual([
      'series.csv',
      'outcomes.csv',
      'differences.csv',
      'columns.csv',
      'README.txt',
    ]);
    const [head, ...rows] = textOf(csv, 'series.csv').trimEnd().split('\r\n');
    expect(head.split(',').slice(0, 5)).toEqual(['side', 'scenario', 'seed', 'week', metrics[0].key]);
    expect(rows.length).toBe(2 * 3 * (3 * YEARS + 1));
    expect(textOf(csv, 'README.txt')).toContain('npx collegium compare ladder ladder');
    const described = textOf(csv, 'columns.csv').trimEnd().split('\r\n');
    expect(textOf(csv, 'columns.csv')).toContain(metrics[0].doc.slice(0, 40));
    expect(textOf(csv, 'columns.csv')).not.toContain('undefined');
    expect(described.length).toBe(1 + (4 + metrics.length) + (4 + metrics.length) + 16);

    const parquet = filesIn((await saved('Save as Parquet')).bytes);
    const db = await (await DuckDBInstance.create(':memory:')).connect();
    for (const table of ['series', 'outcomes', 'differences']) {
      const path = join(folder, `${table}.parquet`);
      writeFileSync(path, parquet.get(`${table}.parquet`) as Buffer);
      const csvPath = join(folder, `${table}.csv`);
      writeFileSync(csvPath, csv.get(`${table}.csv`) as Buffer);
      const differing = await db.runAndReadAll(
        `SELECT count(*)::INTEGER FROM ((FROM read_csv('${csvPath}') EXCEPT FROM read_parquet('${path}')) UNION ALL (FROM read_parquet('${path}') EXCEPT FROM read_csv('${csvPath}')))`,
      );
      expect([table, differing.getRows()[0][0]]).toEqual([table, 0]);
    }
    db.closeSync();
  });

  test('of a scenario read back to the run on the page; those of a run are the command’s, byte for byte', async () => {
    const { bytes } = await saved('Save A (YAML)');
    const { scenario } = readScenario(bytes.toString('utf8'), 'saved.yaml');
    if (scenario === null) throw new Error('not a scenario');
    const run = start(scenario, { seed: seeds[0] });
    advance(run, YEARS * WEEKS_A_YEAR);
    const outcomes = textOf(filesIn((await saved('Save as CSV')).bytes), 'outcomes.csv').split('\r\n');
    expect(outcomes[1]).toContain(`,${seeds[0]},${digest(run)},`);

    const words = [
      'ladder',
      '--seed',
      seeds[0],
      '--years',
      String(YEARS),
      '--set',
      'collaborativeLife.facilitation=0.1',
    ];
    for (const [button, format, more] of [
      ['Network of that week (GraphML)', 'graphml', []],
      ['Network over time (GEXF)', 'gexf', []],
    ] as const) {
      const file = await saved(button);
      const own = join(folder, `own.${format}`);
      const { code, stderr } = await collegium('export', ...words, '--format', format, '--out', own, ...more);
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      expect([format, file.bytes.equals(readFileSync(own))]).toEqual([format, true]);
    }
    const tables = filesIn((await saved('All its tables (CSV)')).bytes);
    expect([...tables.keys()]).toEqual(
      expect.arrayContaining(['schools.csv', 'relations.csv', 'columns.csv']),
    );
  });

  test('come with the command that gives the digests of the page', async () => {
    const command = await opened.page.locator('#keep-command').inputValue();
    const byLink = `compare --link ${(await opened.page.locator('#keep-link').inputValue()).replace(/^.*#/, '')}`;
    const outcomes = textOf(filesIn((await saved('Save as CSV')).bytes), 'outcomes.csv')
      .split('\r\n')
      .slice(1, 7);
    const shown = outcomes.map((row) => /\b[0-9a-f]{32}\b/.exec(row)?.[0]);
    for (const words of [command.replace('npx collegium ', ''), byLink]) {
      const { code, stdout } = await collegium(...words.split(' '), '--json');
      expect(code).toBe(0);
      const { digests } = JSON.parse(stdout);
      expect([...digests.a, ...digests.b]).toEqual(shown);
    }
  });

  test('of charts are pictures: SVG whose texts are text, PNG twice as fine', async () => {
    const svg = (await saved('Difference (SVG)')).bytes.toString('utf8');
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).toContain('n = 3 pairs of runs');
    expect(svg).not.toMatch(/<script|<style|href=|on\w+=/);
    const png = (await saved('Runs (PNG)')).bytes;
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(1440);
  });
});

test('the report stands alone: no fault, no script, nothing that axe finds, at any width, and it prints', async () => {
  const { path, bytes } = await saved('Save the report (HTML)');
  expect(bytes.length).toBeLessThan(1_000_000);
  expect(bytes.toString('utf8')).not.toMatch(/undefined|NaN|\[object/);
  const alone = await visit(browser, pathToFileURL(path).href);
  const { page, faults } = alone;
  expect(await page.locator('script, link, iframe, img').count()).toBe(0);
  expect(await page.getByText(/^Same schools, same luck: /).count()).toBeGreaterThan(3);
  expect(await page.locator('svg').count()).toBe(8);
  expect(await page.getByText('npx collegium compare ladder ladder').count()).toBe(1);
  const rests = page.getByRole('table', {
    name: /^The assumptions that move the difference in Trust between schools/,
  });
  expect(await rests.getByRole('row').count()).toBe(7);
  expect(await widest(page)).toBeLessThanOrEqual(1280);
  await page.setViewportSize({ width: 360, height: 900 });
  expect(await widest(page)).toBeLessThanOrEqual(360);
  expect(await violations(page)).toEqual([]);
  expect((await page.pdf({ format: 'A4' })).subarray(0, 4).toString()).toBe('%PDF');
  expect(faults).toEqual([]);
  await alone.close();
});

test('the view has nothing that axe finds, and nothing was refused on the way', async () => {
  expect(await violations(opened.page)).toEqual([]);
  expect(opened.faults).toEqual([]);
});

const widest = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);
