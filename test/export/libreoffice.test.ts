/** LibreOffice opens CSV with text that would be formulas. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { csvRow } from '../../analysis/export/csv.ts';
import { useFolder } from '../support/cli.ts';
import { FORMULAS, HIDDEN_FORMULAS } from '../support/formulas.ts';
import { describeWith, runProgram } from '../support/programs.ts';

const office = ['soffice', 'libreoffice'].find((name) => runProgram(name, ['--version']).ok) ?? '';
const folder = useFolder();
const NUMBERS = [-1.5, -273.15, 0, 42, -1e-7];

/** The cells of a CSV file as LibreOffice opens it, as elements of its flat XML. */
function opened(name: string, text: string): string[] {
  const file = folder.write(`${name}.csv`, text);
  const profile = `-env:UserInstallation=file://${join(folder.path, 'profile')}`;
  // Comma, quotes, UTF-8, from the first row; numbers found by their looks, formulas evaluated where there are any.
  const filter = '--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,-1,true';
  const { ok, stderr } = runProgram(office, [
    profile,
    '--headless',
    filter,
    '--convert-to',
    'fods',
    '--outdir',
    folder.path,
    file,
  ]);
  if (!ok) throw new Error(stderr);
  const [sheet = ''] =
    /<office:spreadsheet>[\s\S]*<\/office:spreadsheet>/.exec(
      readFileSync(join(folder.path, `${name}.fods`), 'utf8'),
    ) ?? [];
  return sheet.match(/<table:table-cell [^>]*>/g) ?? [];
}

const rows = (guard: boolean) =>
  [
    csvRow([FORMULAS[0], 'number', FORMULAS[1]], { guard }),
    ...[...FORMULAS, ...HIDDEN_FORMULAS].map((text, i) =>
      csvRow([text, NUMBERS[i % NUMBERS.length], `school ${i}`], { guard }),
    ),
  ].join('');

describeWith('LibreOffice', office !== '', () => {
  test('finds no formula in 60 and more guarded ones, and numbers below zero stay numbers', () => {
    const cells = opened('guarded', rows(true));
    expect(cells.filter((cell) => cell.includes('table:formula'))).toEqual([]);
    const numbers = cells
      .filter((cell) => cell.includes('office:value-type="float"'))
      .map((cell) => Number(/office:value="([^"]*)"/.exec(cell)?.[1]));
    const written = [...FORMULAS, ...HIDDEN_FORMULAS].map((_, i) => NUMBERS[i % NUMBERS.length]);
    expect(numbers).toEqual(written);
    expect(numbers.filter((number) => number < 0).length).toBeGreaterThan(30);
  }, 180_000);

  test('finds those that begin with = where they are not guarded', () => {
    const found = opened('open', rows(false)).filter((cell) => cell.includes('table:formula'));
    const written = [FORMULAS[0], FORMULAS[1], ...FORMULAS, ...HIDDEN_FORMULAS];
    expect(found).toHaveLength(written.filter((text) => text.startsWith('=')).length);
    expect(found.length).toBeGreaterThan(5);
  }, 180_000);
});
