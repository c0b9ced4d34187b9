/** CSV: RFC 4180, and text that stays text in whatever opens it. */
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { csvRow, guarded } from '../../analysis/export/csv.ts';
import { FORMULAS, HIDDEN_FORMULAS } from '../support/formulas.ts';

const cellsOf = (text: string) => Papa.parse<string[]>(text, { delimiter: ',', newline: '\r\n' }).data[0];

/** Whether a spreadsheet takes a cell, or a line of it, for a formula: what it sees first, blanks aside. */
function isFormula(cell: string): boolean {
  return (
    /^[ \u00a0]*[\t\r\n]/.test(cell) ||
    cell
      .split(/\r\n|\n|\r/)
      .some((line) =>
        '=+-@\t\uff1d\uff0b\uff0d\uff20'.includes(line.replace(/^[ \u00a0]+/, '').charAt(0) || '?'),
      )
  );
}

describe('a row', () => {
  test('is as RFC 4180 has it', () => {
    expect(csvRow(['a', 1, -1.5, true, null, ''], { guard: true })).toBe('a,1,-1.5,true,,\r\n');
    expect(csvRow(['a,b', 'say "so"', 'two\nlines', ' edge '], { guard: true })).toBe(
      '"a,b","say ""so""","two\nlines"," edge "\r\n',
    );
  });

  test('comes back cell by cell, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 6 }), (cells) => {
        expect(cellsOf(csvRow(cells, { guard: false }))).toEqual(cells);
      }),
      { seed: 4180, numRuns: 500 },
    );
  });
});

describe('formulas', () => {
  test('there are 60, and more that hide', () => {
    expect(new Set(FORMULAS).size).toBe(60);
    expect([...FORMULAS, ...HIDDEN_FORMULAS.slice(0, 4)].filter((text) => !isFormula(text))).toEqual([]);
  });

  test('are none any more once guarded: in cells, on their lines, in the heading', () => {
    for (const text of [...FORMULAS, ...HIDDEN_FORMULAS]) {
      const [cell] = cellsOf(csvRow([text, 'next'], { guard: true }));
      expect([text, isFormula(cell)]).toEqual([text, false]);
      // Nothing is lost: without what was put in it is the text.
      expect(cell.replaceAll("'", '')).toBe(text.replaceAll("'", ''));
    }
  });

  test('are left as they are where nobody wants them guarded', () => {
    for (const text of FORMULAS) expect(cellsOf(csvRow([text, ''], { guard: false }))[0]).toBe(text);
  });

  test('are none in any text once guarded, and other text and numbers are untouched', () => {
    const part = fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      ' ',
      '\u00a0',
      'a',
      '"',
      ',',
      "'",
      '\uff1d',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        expect(isFormula(guarded(text))).toBe(false);
        if (!isFormula(text)) expect(guarded(text)).toBe(text);
      }),
      { seed: 60, numRuns: 5000 },
    );
    expect(csvRow([-1.5, -0.25, 1e-7, -3], { guard: true })).toBe('-1.5,-0.25,1e-7,-3\r\n');
    expect(csvRow(['St John - Primary', 'a=b', '2 + 2'], { guard: true })).toBe(
      'St John - Primary,a=b,2 + 2\r\n',
    );
  });
});
