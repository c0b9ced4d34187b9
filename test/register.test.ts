import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cosine } from '../scenarios/plane.ts';
import type { SchoolRecord } from '../sim/index.ts';
import { read, sum } from './support/register.ts';

const data = (file: string) => readFileSync(new URL(`../scenarios/data/${file}`, import.meta.url), 'utf8');
const HAMPSHIRE = data('gias-hampshire-2022-04.csv');
const RESULTS = data('ks2-hampshire-2019.csv');
const ENGLAND = data('england-schools-2019.csv');

/** The figures were counted in the files themselves, by another program. */
describe('Hampshire', () => {
  const { schools, report } = read(HAMPSHIRE, RESULTS);

  test('has 427 schools, 425 primary and two all-through', () => {
    expect(schools).toHaveLength(427);
    expect(report).toMatchObject({ rows: 427, schools: 427, phases: { primary: 425, 'all-through': 2 } });
    expect([report.dropped, report.merged, report['missing columns']]).toEqual([{}, {}, []]);
  });

  test('has 108,820 pupils given and 657 imputed from the capacity of two schools', () => {
    expect(report.imputed.roll).toEqual({ 'from capacity': 2 });
    expect(schools.find(({ id }) => id === 148385)).toMatchObject({
      name: 'Marnel Junior School',
      roll: 457,
      places: 480,
    });
    expect(schools.find(({ id }) => id === 148744)).toMatchObject({
      name: 'Woodcot Primary School',
      roll: 200,
      places: 210,
    });
    expect(sum(schools.map(({ roll }) => roll))).toBe(108_820 + 657);
    expect(sum(schools.map(({ places }) => places))).toBe(118_091);
  });

  test('takes a missing share of low means from the median of the district', () => {
    expect(report.imputed.deprivation).toEqual({ 'median of the district': 2 });
    expect(schools.find(({ id }) => id === 148385)?.deprivation).toBeCloseTo(0.1235, 12);
    expect(schools.find(({ id }) => id === 148744)?.deprivation).toBeCloseTo(0.295, 12);
  });

  test('joins 299 results, from 97 to 111', () => {
    const scores = schools.map(({ attainment }) => attainment).filter((score) => score !== null);
    expect(scores).toHaveLength(299);
    expect([sum(scores), Math.min(...scores), Math.max(...scores)]).toEqual([31_425.5, 97, 111]);
    expect(report.imputed.attainment).toEqual({
      'drawn: not in the results file': 122,
      'drawn: SUPP in the results file': 1,
      'drawn: blank in the results file': 5,
    });
    expect(report.results).toEqual({ rows: 331, used: 299, 'no such school': 26, totals: 0 });
    expect(report.suppressed).toEqual({
      READ_AVERAGE: { blank: 15, SUPP: 3 },
      MAT_AVERAGE: { blank: 15, SUPP: 3 },
    });
  });

  test('takes 18 schools without an inspection as good, and counts them', () => {
    expect(report.imputed.grade).toEqual({ 'not inspected yet: taken as good': 18 });
    const grades = [1, 2, 3, 4].map((grade) => schools.filter((school) => school.grade === grade).length);
    expect(grades).toEqual([86, 302 + 18, 18, 3]);
  });

  test('ties 76 schools by 29 federations and six trusts', () => {
    expect(report.bonds).toMatchObject({
      federations: 29,
      trusts: 6,
      schools: 76,
      'partners outside the file': 15,
    });
    expect(report.bonds.flags.federation).toEqual({
      'Not under a federation': 336,
      'Supported by a federation': 60,
      'Not applicable': 31,
    });
    expect(report.bonds.flags.trust['Supported by a single-academy trust']).toBe(4);
    expect(schools.filter(({ bonds }) => bonds.length > 0)).toHaveLength(76);
    // One federation goes by three names in a cell, and its partner knows it by one of them.
    const meon = schools.filter(({ bonds }) =>
      bonds.some(({ name }) => name === 'The Meon Valley Federation'),
    );
    expect(meon).toHaveLength(2);
    expect(new Set(schools.flatMap(({ bonds }) => bonds.map(({ form }) => form)))).toEqual(
      new Set(['hard federation']),
    );
  });

  test('has its positions in kilometres and its denominations by name', () => {
    expect(schools[0]).toMatchObject({
      id: 115850,
      x: 472.08,
      y: 139.716,
      lowAge: 4,
      highAge: 7,
      roll: 138,
      deprivation: 0.217,
    });
    expect(schools.filter(({ denomination }) => denomination === '')).toHaveLength(283 + 13);
    expect(schools.filter(({ denomination }) => denomination === 'Church of England')).toHaveLength(117);
  });

  test('comes out the same whatever the order of its rows', () => {
    const whole = { schools, report };
    const [heading, ...rows] = HAMPSHIRE.trimEnd().split('\r\n');
    const [second, ...scores] = RESULTS.trimEnd().split('\r\n');
    fc.assert(
      fc.property(
        fc.shuffledSubarray(rows, { minLength: rows.length }),
        fc.shuffledSubarray(scores, { minLength: scores.length }),
        (a, b) => {
          const shuffled = read([heading, ...a].join('\n'), [second, ...b].join('\n'));
          expect(shuffled.schools).toEqual(whole.schools);
          const byName = (counts: object) =>
            JSON.stringify(counts, (_, value) =>
              value && typeof value === 'object' && !Array.isArray(value)
                ? Object.fromEntries(Object.entries(value).sort(([p], [q]) => (p < q ? -1 : 1)))
                : value,
            );
          expect(byName(shuffled.report)).toBe(byName({ ...whole.report }));
        },
      ),
      { numRuns: 5, seed: 4 },
    );
  });

  test('comes out the same whatever the order of its columns', () => {
    const { schools: turned } = read(
      HAMPSHIRE.trimEnd()
        .split('\r\n')
        .map((row) => reversed(row))
        .join('\n'),
      RESULTS,
    );
    expect(turned).toEqual(schools);
  });

  test('its report is plain data', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

/** The cells of a row the other way round; cells with quotes hold no quotes themselves in this file. */
function reversed(row: string): string {
  return (row.match(/("[^"]*"|[^,]*)(,|$)/g) ?? [])
    .slice(0, 30)
    .map((cell) => cell.replace(/,$/, ''))
    .reverse()
    .join(',');
}

describe('England', () => {
  const { schools, report } = read(ENGLAND);

  test('is read in less than a second and a half', () => {
    // Processor time, and the best of three: other work on the machine is no fault of the reader.
    const seconds = [1, 2, 3].map(() => {
      const before = process.cpuUsage();
      read(ENGLAND);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    });
    expect(Math.min(...seconds)).toBeLessThan(1.5);
  });

  test('has 18,800 schools of the state system in 21,871 rows', () => {
    expect(report).toMatchObject({
      rows: 21_871,
      schools: 18_800,
      phases: { primary: 15_431, secondary: 3192, 'all-through': 177 },
      dropped: {
        'special school or alternative provision': 1953,
        'independent school': 922,
        'not a school of the state system': 17,
        'no position': 2,
      },
      merged: { 'all-through school listed under both phases': 177 },
    });
    expect(report.schools + sum(Object.values(report.dropped)) + sum(Object.values(report.merged))).toBe(
      report.rows,
    );
  });

  test('has what it lacks imputed by phase and counted', () => {
    expect(report.imputed).toEqual({
      roll: { 'usual for the phase': 18_800 },
      lowAge: { 'usual for the phase': 18_800 },
      highAge: { 'usual for the phase': 18_800 },
      places: { 'from roll': 18_800 },
      deprivation: { 'usual for the phase': 18_800 },
      attainment: {
        'from progress in reading and mathematics': 14_826,
        'from Attainment 8': 3084,
        'drawn: no results': 890,
      },
      grade: { 'not inspected yet: taken as good': 3136 },
    });
    expect(report.suppressed).toEqual({
      READPROG: { blank: 3830, SUPP: 313, LOWCOV: 4 },
      MATPROG: { blank: 3834, SUPP: 311, LOWCOV: 4 },
      P8MEA: { blank: 15_787, LOWCOV: 7, SUPP: 4 },
      ATT8SCR: { blank: 15_787, SUPP: 3 },
    });
    expect(report['missing columns']).toContain('NumberOfPupils');
  });

  test('lies on a plane in kilometres: Bringhurst to Buckminster is 30.2 km', () => {
    // Great circle between 52.524386 N 0.757188 W and 52.792698 N 0.690175 W, by haversine.
    const [a, b] = [141279, 119910].map((id) => schools.find((school) => school.id === id) as SchoolRecord);
    expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(30.1);
    expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeLessThan(30.3);
  });
});

test('the cosine is right to twelve digits', () => {
  for (let x = -1.57; x <= 1.57; x += 0.001) expect(Math.abs(cosine(x) - Math.cos(x))).toBeLessThan(1e-12);
});
