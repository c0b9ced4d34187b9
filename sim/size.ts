import type { ParameterValues } from './parameters.ts';
import type { SchoolRecord } from './plan.ts';
import { sampleOf } from './population/families.ts';
import type { Scenario } from './scenario.ts';
import { CONTACT_ROOM, type Counts, stateBytes } from './state.ts';

/** The scenario and its schools do not make a run; the message says why and what would. */
export class InputError extends Error {
  override name = 'InputError';
}

export interface Estimate {
  schools: number;
  staff: number;
  weeks: number;
  /** Bytes of the state. */
  bytes: number;
  staffWeeks: number;
}

/** Posts at the start by role. */
export interface Posts {
  teaching: number;
  support: number;
  total: number;
  /** Posts kept for growth included. */
  room: number;
}

/** As far as a roll may grow beyond what the school has at the start. */
const MOST_GROWTH = 1.4;

export function postsOf(
  record: { roll: number; phase: string; places: number },
  p: Readonly<ParameterValues>['staffing'],
): Posts {
  const ratio = record.phase === 'primary' ? p.pupilsATeacherPrimary : p.pupilsATeacherSecondary;
  const teaching = Math.max(2, Math.round(record.roll / ratio) + 1); // the head teaches little
  const support = Math.max(1, Math.round(teaching * p.supportATeacher));
  const total = teaching + support;
  // A roll can grow to the school's places and no further, and posts follow the roll.
  const growth = Math.min(MOST_GROWTH, Math.max(1.03, (record.places / record.roll) * 1.02));
  return { teaching, support, total, room: Math.ceil(total * growth) + 1 };
}

export function countsOf(
  records: readonly { roll: number; phase: string; places: number }[],
  years: number,
  p: Readonly<ParameterValues>['staffing'],
  home: Readonly<ParameterValues>['homeSchool'],
): Counts {
  let staff = 0;
  let families = 0;
  let busiest = 0;
  for (const record of records) {
    const { room } = postsOf(record, p);
    staff += room;
    families += sampleOf(record.roll, home);
    busiest = Math.max(busiest, room);
  }
  const schools = records.length;
  return {
    staff,
    schools,
    families,
    relations: Math.max(16, schools * 8),
    // Every collaborative alive holds two of the four memberships of some school.
    collaboratives: schools * 2 + 1,
    innovations: Math.ceil(staff * years * 0.2) + 64,
    events: schools * years * 6 + 256,
    contacts: Math.min(CONTACT_ROOM, Math.max(1024, busiest, Math.ceil(staff / 2))),
  };
}

const MEBIBYTE = 1048576;
const LARGEST_SCHOOLS = 30000; // pairs of schools are addressed in 15 bits each
const LARGEST_BYTES = 3 * MEBIBYTE * 1024;
const LARGEST_STAFF_WEEKS = 1.2e9;

/** What a run of this scenario will take, found without allocating it. */
export function estimate(scenario: Scenario, schools: readonly SchoolRecord[] | null): Estimate {
  const { district, staffing, homeSchool } = scenario.parameters;
  const weeks = scenario.years * 39;
  const secondaries = Math.round(district.schools * district.secondaryShare);
  const records = schools ?? [
    ...Array.from({ length: secondaries }, () => ({
      roll: district.secondaryRoll,
      phase: 'secondary',
      places: district.secondaryRoll * (1 + district.spare),
    })),
    ...Array.from({ length: district.schools - secondaries }, () => ({
      roll: district.primaryRoll,
      phase: 'primary',
      places: district.primaryRoll * (1 + district.spare),
    })),
  ];
  const counts = countsOf(records, scenario.years, staffing, homeSchool);
  return {
    schools: counts.schools,
    staff: counts.staff,
    weeks,
    bytes: stateBytes(counts),
    staffWeeks: counts.staff * weeks,
  };
}

/** Refuses a run that no machine should be asked for by mistake. */
export function refuseAbsurd(
  scenario: Scenario,
  schools: readonly SchoolRecord[] | null,
  allowLarge: boolean,
): void {
  const size = estimate(scenario, schools);
  const text = `${size.schools} schools, about ${size.staff} staff and ${size.weeks} weeks, ${Math.ceil(size.bytes / MEBIBYTE)} MiB`;
  if (size.schools > LARGEST_SCHOOLS)
    throw new InputError(`too many schools: ${text}; allowed: up to ${LARGEST_SCHOOLS} schools`);
  if (size.bytes > LARGEST_BYTES)
    throw new InputError(`too large: ${text}; allowed: up to ${LARGEST_BYTES / MEBIBYTE} MiB`);
  if (size.staffWeeks > LARGEST_STAFF_WEEKS && !allowLarge) {
    throw new InputError(
      `very large: ${text}; allowed without asking: up to ${LARGEST_STAFF_WEEKS} staff-weeks, and this is ${size.staffWeeks}`,
    );
  }
}
