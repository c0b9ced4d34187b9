import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../scenarios/decode.ts';
import { formatProblem, MOST_PROBLEMS } from '../scenarios/problem.ts';
import { readRegister } from '../scenarios/register.ts';
import { COLUMNS, problems, read, register, sum } from './support/register.ts';

/** What is wrong, the school's cells, the column, and what the message says. */
const CELLS: [string, Record<string, string>, string, RegExp][] = [
  ['letters in a number', { NumberOfPupils: '2OO' }, 'NumberOfPupils', /not a number/],
  ['a negative roll', { NumberOfPupils: '-5' }, 'NumberOfPupils', /too small/],
  ['an absurd roll', { NumberOfPupils: '1000000' }, 'NumberOfPupils', /too large/],
  ['half a pupil', { NumberOfPupils: '200.5' }, 'NumberOfPupils', /not a whole number/],
  ['a number beyond all bounds', { NumberOfPupils: '9'.repeat(400) }, 'NumberOfPupils', /not a number/],
  ['a roll in scientific notation', { NumberOfPupils: '2e2' }, 'NumberOfPupils', /not a number/],
  ['a roll in hexadecimal', { NumberOfPupils: '0xC8' }, 'NumberOfPupils', /not a number/],
  ['NaN', { NumberOfPupils: 'NaN' }, 'NumberOfPupils', /not a number/],
  ['infinity', { SchoolCapacity: 'Infinity' }, 'SchoolCapacity', /not a number/],
  ['a capacity with a unit', { SchoolCapacity: '210 places' }, 'SchoolCapacity', /not a number/],
  ['a share above all', { PercentageFSM: '101' }, 'PercentageFSM', /too large/],
  ['a share with a sign', { PercentageFSM: '10%' }, 'PercentageFSM', /not a number/],
  ['a share below none', { PercentageFSM: '-0.1' }, 'PercentageFSM', /too small/],
  ['an easting off the map', { Easting: '700001' }, 'Easting', /too large/],
  ['an easting west of the map', { Easting: '-1' }, 'Easting', /too small/],
  ['a northing off the map', { Northing: '1300001' }, 'Northing', /too large/],
  ['a northing as text', { Northing: 'north' }, 'Northing', /not a number/],
  ['a reference number that is none', { URN: 'abc' }, 'URN', /not a number/],
  ['a reference number of 0', { URN: '0' }, 'URN', /too small/],
  ['no reference number', { URN: '' }, 'URN', /missing/],
  ['a reference number too large', { URN: '2147483648' }, 'URN', /too large/],
  ['no name', { EstablishmentName: '' }, 'EstablishmentName', /missing/],
  ['a name without end', { EstablishmentName: 'x'.repeat(251) }, 'EstablishmentName', /not a name/],
  ['a name that turns the writing', { EstablishmentName: 'A\u202eB' }, 'EstablishmentName', /not a name/],
  [
    'an unknown phase',
    { 'PhaseOfEducation (name)': 'Primry' },
    'PhaseOfEducation (name)',
    /unknown value; did you mean 'primary'/,
  ],
  [
    'an unknown status',
    { 'EstablishmentStatus (name)': 'Opened' },
    'EstablishmentStatus (name)',
    /unknown value; did you mean 'open'/,
  ],
  ['an unknown rating', { 'OfstedRating (name)': 'Excellent' }, 'OfstedRating (name)', /unknown value/],
  ['ages as words', { StatutoryLowAge: 'four' }, 'StatutoryLowAge', /not a number/],
  [
    'ages the wrong way round',
    { StatutoryLowAge: '11', StatutoryHighAge: '4' },
    'StatutoryHighAge',
    /not above the lowest age/,
  ],
  ['an age of 40', { StatutoryHighAge: '40' }, 'StatutoryHighAge', /too large/],
];

describe('a wrong cell', () => {
  test.each(CELLS)('%s', (_, school, column, message) => {
    const [problem, ...others] = problems(register({}, { URN: '7', ...school }, {}));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      file: 'r.csv',
      line: 3,
      column: COLUMNS.indexOf(column) + 1,
      path: column,
    });
    expect(problem.message).toMatch(message);
    expect(problem.allowed.length).toBeGreaterThan(4);
    if (school[column].length < 40 && !school[column].includes('\u202e')) {
      expect(problem.found).toBe(`"${school[column]}"`);
    }
  });

  test('is shown with file, line, column, value and what is allowed', () => {
    expect(problems(register({ NumberOfPupils: 'many' })).map(formatProblem)).toEqual([
      'r.csv:2:9: NumberOfPupils: not a number: found "many"; allowed: a whole number from 0 to 10000, or blank',
    ]);
  });

  test('does not hide the next, and beyond twenty they are counted', () => {
    const found = problems(register(...Array.from({ length: 30 }, () => ({ NumberOfPupils: 'x' }))));
    expect(found).toHaveLength(MOST_PROBLEMS);
    expect(found.map(({ line }) => line)).toEqual(Array.from({ length: MOST_PROBLEMS }, (_, i) => i + 2));
    expect(found.at(-1)?.message).toMatch(/and 10 more problems/);
  });

  test('of a school that is left out does not matter', () => {
    expect(
      read(register({}, { 'EstablishmentStatus (name)': 'Closed', NumberOfPupils: 'x' })).schools,
    ).toHaveLength(1);
  });

  test('a reference number twice', () => {
    expect(problems(register({ URN: '5' }, { URN: '6' }, { URN: '5' }))).toMatchObject([
      { line: 4, column: 1, path: 'URN', message: 'the same school twice', found: '"5"' },
    ]);
  });

  test.each([
    ['an unknown code', '1,XXX,100', 2, 2, 'READ_AVERAGE', /unknown code/],
    ['off the scale', '1,100,121', 2, 3, 'MAT_AVERAGE', /too large/],
    ['below the scale', '1,79,100', 2, 2, 'READ_AVERAGE', /too small/],
    ['no number', '1,1O0,100', 2, 2, 'READ_AVERAGE', /not a number/],
    ['a school twice', '1,100,100\n1,100,100', 3, 1, 'URN', /the same school twice/],
    ['a row without a school', ',100,100', 2, 1, 'URN', /missing/],
    ['a row of another length', '1,100', 2, 3, 'MAT_AVERAGE', /another length/],
  ] as const)('%s in the results', (_, rows, line, column, path, message) => {
    const [problem] = problems(register({}), `URN,READ_AVERAGE,MAT_AVERAGE\n${rows}\n`);
    expect(problem).toMatchObject({ file: 'ks2.csv', line, column, path });
    expect(problem.message).toMatch(message);
  });

  test.each(['SUPP', 'NE', 'NA', 'NP', 'LOWCOV', 'NEW', 'supp', ''])(
    '%s in the results is a figure withheld',
    (code) => {
      const { schools, report } = read(register({}), `URN,READ_AVERAGE,MAT_AVERAGE\n1,${code},${code}\n`);
      expect(schools[0].attainment).toBeNull();
      expect(report.suppressed.READ_AVERAGE).toEqual({ [code.toUpperCase() || 'blank']: 1 });
    },
  );
});

describe('a broken file', { timeout: 120_000 }, () => {
  const good = register({}, {}, {});
  const [heading, first, second] = good.split('\n');

  test.each<[string, string, number, number, string, RegExp]>([
    ['empty', '', 1, 1, '', /the file is empty/],
    ['blank', '\n \n', 1, 1, '', /the file is empty/],
    ['nothing but a byte order mark', '\ufeff', 1, 1, '', /the file is empty/],
    ['a heading and no school', `${heading}\n`, 1, 1, '', /no schools in the register/],
    ['separated by semicolons', good.replaceAll(',', ';'), 1, 1, '', /separated by semicolons/],
    ['separated by tabs', good.replaceAll(',', '\t'), 1, 1, '', /separated by tabs/],
    ['a short row', `${heading}\n${first}\n1,2,3\n`, 3, 4, 'PhaseOfEducation (name)', /another length/],
    ['a long row', `${heading}\n${first},x,y\n${second}\n`, 2, 16, '', /another length/],
    [
      'a quote never closed',
      `${heading}\n${first.replace('A', '"A')}\n${second}\n`,
      2,
      2,
      'EstablishmentName',
      /never closed/,
    ],
    [
      'text after a closing quote',
      `${heading}\n${first}\n${second.replace('A', '"A"B')}\n`,
      3,
      1,
      'URN',
      /after a closing quote/,
    ],
    ['a NUL', `${heading}\n${first}\n${second.replace('A', 'A\0')}\n`, 3, 2, '', /no text/],
    ['a wrong encoding', `${heading}\n${first.replace('A', '\ufffd')}\n`, 2, 2, '', /not UTF-8/],
    ['a column twice', good.replace('Northing', 'Easting'), 1, 15, 'Easting', /the same column twice/],
    [
      'a column of JavaScript',
      good.replace('Northing', 'Northing,__proto__'),
      1,
      16,
      '__proto__',
      /never allowed/,
    ],
    ['a web page', '<!doctype html>\n<html></html>\n', 1, 1, 'URN', /missing column/],
  ])('%s', (_, text, line, column, path, message) => {
    const problem = problems(text).find((p) => message.test(p.message) && p.path === path);
    expect(problem).toMatchObject({ file: 'r.csv', line, column, path });
  });

  test.each(COLUMNS)('without the column %s', (column) => {
    const at = COLUMNS.indexOf(column);
    const without = good
      .trimEnd()
      .split('\n')
      .map((row) =>
        row
          .split(',')
          .filter((_, i) => i !== at)
          .join(','),
      )
      .join('\n');
    const problem = problems(without).find(({ path }) => path === column);
    expect(problem).toMatchObject({ line: 1, column: 1 });
    expect(problem?.message).toMatch(/^missing column/);
    expect(problem?.found).toContain(COLUMNS[at === 0 ? 1 : 0]);
    expect(problem?.allowed).toContain(column);
  });

  test('with a column by another name asks whether that is it', () => {
    expect(problems(good.replace('NumberOfPupils', 'NumberOfPupil'))[0].message).toBe(
      "missing column; is it the one named 'NumberOfPupil'?",
    );
  });

  test('results without their columns are refused by their own name', () => {
    expect(problems(good, 'URN,READ\n1,100\n').map(({ file, path }) => `${file} ${path}`)).toEqual([
      'ks2.csv MAT_AVERAGE',
      'ks2.csv READ_AVERAGE',
    ]);
  });

  test('lines are counted through quoted line ends, LF or CR LF', () => {
    const text = `${heading}\n${first.replace('A', '"A\n\nB ""C"", D"')}\n${second.replace('200', 'x')}\n`;
    expect(problems(text)[0]).toMatchObject({ line: 5, path: 'NumberOfPupils' });
    expect(problems(text.replaceAll('\n', '\r\n'))[0]).toMatchObject({ line: 5, path: 'NumberOfPupils' });
    expect(read(text.replace(',x,', ',200,')).schools[0].name).toBe('A B "C", D');
  });

  test('a byte order mark, blank lines and a missing last line end do not matter', () => {
    expect(read(`\ufeff${heading}\n\n${first}\n${second}`).schools).toEqual(
      read(`${heading}\n${first}\n${second}\n`).schools,
    );
  });

  test('2,000 mutations never throw, and every problem has its place', () => {
    const base = register({ 'Trusts (name)': 'T' }, { 'Trusts (name)': 'T' }, { NumberOfPupils: '' });
    const insert = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom(',', '"', '\n', '\r', '""', ';', '-', '.', 'x', '9', '0', ' ', '\t'),
    );
    // Most edits below the heading: without its columns a register is refused at once.
    const below = fc.integer({ min: base.indexOf('\n'), max: base.length });
    const at = fc.oneof(fc.nat(base.length), { arbitrary: below, weight: 4 });
    const edit = fc.record({
      at,
      cut: fc.nat(2),
      insert: fc.oneof(insert, fc.constantFrom('', '1', '2', ' ')),
    });
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 2 }), (edits) => {
        let mutant = base;
        for (const { at, cut, insert } of edits)
          mutant = mutant.slice(0, at) + insert + mutant.slice(at + cut);
        const { schools, report, problems } = readRegister(mutant, 'm.csv');
        const lines = mutant.split(/\r\n?|\n/).length;
        expect(problems.filter(({ line, column }) => !(line >= 1 && line <= lines && column >= 1))).toEqual(
          [],
        );
        if (schools === null) {
          expect(problems.length).toBeGreaterThan(0);
          return;
        }
        accepted++;
        expect(report.schools + sum(Object.values(report.dropped))).toBe(report.rows);
        const wrong = schools.filter(
          (s) =>
            !(
              s.roll > 0 &&
              s.places > 0 &&
              s.deprivation >= 0 &&
              s.deprivation <= 1 &&
              s.lowAge < s.highAge &&
              Number.isFinite(s.x + s.y)
            ),
        );
        expect(wrong).toEqual([]);
      }),
      { numRuns: 2000, seed: 5 },
    );
    expect(accepted).toBeGreaterThan(200);
  });
});

describe('bytes', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  test('are read as UTF-8 where they are', () => {
    expect(decodeText(bytes('Sant Canna, Côr'), 'r.csv')).toMatchObject({
      text: 'Sant Canna, Côr',
      encoding: 'UTF-8',
    });
  });

  test('and as Windows-1252, in which the register is published, where they are not', () => {
    expect(decodeText(Uint8Array.of(0x43, 0xf4, 0x72, 0x92), 'r.csv')).toMatchObject({
      text: 'Côr’',
      encoding: 'Windows-1252',
    });
  });

  test('of UTF-16 are refused', () => {
    const { text, problems } = decodeText(Uint8Array.of(0xff, 0xfe, 0x55, 0), 'r.csv');
    expect(text).toBeNull();
    expect(problems.map(formatProblem)).toEqual([
      'r.csv:1:1: saved as UTF-16 text: found a UTF-16 byte order mark; allowed: a file saved as CSV UTF-8',
    ]);
  });
});
