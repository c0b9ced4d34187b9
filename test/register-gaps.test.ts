import { describe, expect, test } from 'vitest';
import { problems, read, register } from './support/register.ts';

describe('what is missing is filled in and counted', () => {
  test('the roll from the capacity, else from the phase in the file, else from what is usual', () => {
    const { schools, report } = read(
      register(
        { NumberOfPupils: '', SchoolCapacity: '' },
        { NumberOfPupils: '', SchoolCapacity: '105' },
        { NumberOfPupils: '90' },
        { NumberOfPupils: '300' },
        { NumberOfPupils: '120' },
        { NumberOfPupils: '', SchoolCapacity: '', 'PhaseOfEducation (name)': 'Secondary' },
      ),
    );
    expect(schools.map(({ roll }) => roll)).toEqual([120, 100, 90, 300, 120, 965]);
    expect(report.imputed.roll).toEqual({
      'median of the phase': 1,
      'from capacity': 1,
      'usual for the phase': 1,
    });
    expect(schools[0].places).toBe(126);
    expect(report.imputed.places).toEqual({ 'from roll': 2 });
  });

  test('a capacity of 0 is none', () => {
    const { schools, report } = read(register({ SchoolCapacity: '0' }));
    expect(schools[0].places).toBe(210);
    expect(report.imputed.places).toEqual({ 'from roll (given as 0)': 1 });
  });

  test('the share of low means from the district if it has three schools, else from the phase', () => {
    const at = (district: string, share: string) => ({
      'DistrictAdministrative (name)': district,
      PercentageFSM: share,
    });
    const { schools, report } = read(
      register(at('N', ''), at('N', '1'), at('N', '2'), at('N', '9'), at('S', ''), at('S', '50')),
    );
    expect(schools.map(({ deprivation }) => deprivation)).toEqual([0.02, 0.01, 0.02, 0.09, 0.055, 0.5]);
    expect(report.imputed.deprivation).toEqual({ 'median of the district': 1, 'median of the phase': 1 });
  });

  test('ages from the phase', () => {
    const { schools, report } = read(
      register({ StatutoryLowAge: '', StatutoryHighAge: '' }, { StatutoryHighAge: '' }),
    );
    expect(schools.map(({ lowAge, highAge }) => [lowAge, highAge])).toEqual([
      [4, 11],
      [4, 11],
    ]);
    expect(report.imputed).toMatchObject({
      lowAge: { 'usual for the phase': 1 },
      highAge: { 'usual for the phase': 2 },
    });
  });

  test('a result from the one subject that is given', () => {
    const { schools, report } = read(
      register({}, {}, {}),
      'URN,READ_AVERAGE,MAT_AVERAGE\n1,101,SUPP\n2,100,103\n',
    );
    expect(schools.map(({ attainment }) => attainment)).toEqual([101, 101.5, null]);
    expect(report.imputed.attainment).toEqual({ 'from one subject': 1, 'drawn: not in the results file': 1 });
    expect(report.suppressed).toEqual({ MAT_AVERAGE: { SUPP: 1 } });
  });

  test('totals of a published results file are left out and counted', () => {
    const { report } = read(
      register({}),
      'RECTYPE,URN,READ_AVERAGE,MAT_AVERAGE\n1,1,101,102\n3,,104,105\n5,,104,105\n',
    );
    expect(report.results).toEqual({ rows: 3, used: 1, 'no such school': 0, totals: 2 });
  });

  test('nothing is filled in where nothing is missing', () => {
    expect(
      read(register({}, {}), 'URN,READ_AVERAGE,MAT_AVERAGE\n1,1e2,100\n2,100,100\n'.replace('1e2', '100'))
        .report.imputed,
    ).toEqual({});
  });
});

describe('what is no open school of the phases is left out and counted', () => {
  test.each<[string, Record<string, string>]>([
    ['closed', { 'EstablishmentStatus (name)': 'Closed' }],
    ['proposed to close', { 'EstablishmentStatus (name)': 'Open, but proposed to close' }],
    ['not yet open', { 'EstablishmentStatus (name)': 'Proposed to open' }],
    ['nursery school', { 'PhaseOfEducation (name)': 'Nursery' }],
    ['for 16 and over', { 'PhaseOfEducation (name)': '16 plus' }],
    ['phase not applicable', { 'PhaseOfEducation (name)': 'Not applicable', NumberOfPupils: '' }],
    ['phase not given', { 'PhaseOfEducation (name)': '' }],
    ['special school or alternative provision', { 'EstablishmentTypeGroup (name)': 'Special schools' }],
    [
      'special school or alternative provision',
      { 'TypeOfEstablishment (name)': 'Academy special converter' },
    ],
    ['independent school', { 'EstablishmentTypeGroup (name)': 'Independent schools' }],
    ['not a school of the state system', { 'EstablishmentTypeGroup (name)': 'Colleges' }],
    ['no pupils', { NumberOfPupils: '0' }],
    ['no position', { Easting: '', Northing: '' }],
    ['no position', { Easting: '0', Northing: '0' }],
  ])('%s', (reason, school) => {
    const { schools, report } = read(register({}, school, {}));
    expect(schools.map(({ id }) => id)).toEqual([1, 3]);
    expect(report.dropped).toEqual({ [reason]: 1 });
  });

  test('a register of nothing else is refused, with the reasons', () => {
    const [problem] = problems(register({ 'EstablishmentStatus (name)': 'Closed' }, { NumberOfPupils: '0' }));
    expect(problem.message).toBe('no schools in the register');
    expect(problem.found).toBe('2 rows, all left out: 1 closed, 1 no pupils');
  });

  test('middle schools count as what they are deemed', () => {
    const { schools } = read(
      register(
        { 'PhaseOfEducation (name)': 'Middle deemed primary' },
        { 'PhaseOfEducation (name)': 'Middle deemed secondary' },
        { 'PhaseOfEducation (name)': 'ALL-THROUGH' },
      ),
    );
    expect(schools.map(({ phase }) => phase)).toEqual(['primary', 'secondary', 'all-through']);
  });

  test('the words of the inspectorate become four grades', () => {
    const words = [
      'Outstanding',
      'Good',
      'Requires improvement',
      'Requires Improvement',
      'Satisfactory',
      'Inadequate',
      'Serious Weaknesses',
      'Special Measures',
    ];
    const { schools } = read(register(...words.map((word) => ({ 'OfstedRating (name)': word }))));
    expect(schools.map(({ grade }) => grade)).toEqual([1, 2, 3, 3, 3, 4, 4, 4]);
  });
});

describe('bonds', () => {
  const trust = (name: string) => ({ 'Trusts (name)': name });
  const federation = (name: string) => ({ 'Federations (name)': name });

  test('tie schools that share a name, and one school to nobody', () => {
    const { schools, report } = read(
      register(
        trust('T'),
        trust('T'),
        trust('ALONE'),
        federation('F'),
        federation('F~G'),
        federation('H'),
        {},
      ),
    );
    expect(schools.map(({ bonds }) => bonds.map(({ name }) => name))).toEqual([
      ['T'],
      ['T'],
      [],
      ['F'],
      ['F'],
      [],
      [],
    ]);
    expect(report.bonds).toMatchObject({
      federations: 1,
      trusts: 1,
      schools: 4,
      'partners outside the file': 2,
    });
  });

  test('do not hold those who were left out', () => {
    const { schools } = read(register(trust('T'), { ...trust('T'), 'EstablishmentStatus (name)': 'Closed' }));
    expect(schools[0].bonds).toEqual([]);
  });
});
