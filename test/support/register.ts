import { expect } from 'vitest';
import { formatProblem, type PlacedProblem } from '../../scenarios/problem.ts';
import { type ImputationReport, readRegister } from '../../scenarios/register.ts';
import type { SchoolRecord } from '../../sim/index.ts';

/** The schools of a register that must be accepted. */
export function read(text: string, joined?: string): { schools: SchoolRecord[]; report: ImputationReport } {
  const reading = readRegister(
    text,
    'r.csv',
    joined === undefined ? undefined : { text: joined, fileName: 'ks2.csv' },
  );
  expect(reading.problems.map(formatProblem)).toEqual([]);
  if (reading.schools === null) throw new Error('no schools');
  return reading;
}

/** What is found wrong with a register that must be refused. */
export function problems(text: string, joined?: string): readonly PlacedProblem[] {
  const reading = readRegister(
    text,
    'r.csv',
    joined === undefined ? undefined : { text: joined, fileName: 'ks2.csv' },
  );
  expect(reading.schools).toBeNull();
  expect(reading.problems.length).toBeGreaterThan(0);
  return reading.problems;
}

export const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);

export const COLUMNS = [
  'URN',
  'EstablishmentName',
  'EstablishmentStatus (name)',
  'PhaseOfEducation (name)',
  'StatutoryLowAge',
  'StatutoryHighAge',
  'ReligiousCharacter (name)',
  'SchoolCapacity',
  'NumberOfPupils',
  'PercentageFSM',
  'Trusts (name)',
  'Federations (name)',
  'OfstedRating (name)',
  'Easting',
  'Northing',
];
const SCHOOL: Record<string, string> = {
  URN: '1',
  EstablishmentName: 'A',
  'EstablishmentStatus (name)': 'Open',
  'PhaseOfEducation (name)': 'Primary',
  StatutoryLowAge: '4',
  StatutoryHighAge: '11',
  'ReligiousCharacter (name)': '',
  SchoolCapacity: '210',
  NumberOfPupils: '200',
  PercentageFSM: '10',
  'Trusts (name)': '',
  'Federations (name)': '',
  'OfstedRating (name)': 'Good',
  Easting: '450000',
  Northing: '130000',
};
/** A small register: each school is the plain one above but for what is given. */
export function register(...schools: Record<string, string>[]): string {
  const columns = [
    ...COLUMNS,
    ...new Set(schools.flatMap((school) => Object.keys(school)).filter((name) => !COLUMNS.includes(name))),
  ];
  const rows = schools.map((school, i) =>
    columns
      .map((name) => quoted(school[name] ?? (name === 'URN' ? String(i + 1) : (SCHOOL[name] ?? ''))))
      .join(','),
  );
  return `${[columns.join(','), ...rows].join('\n')}\n`;
}

function quoted(cell: string): string {
  return cell.includes(',') ? `"${cell}"` : cell;
}
