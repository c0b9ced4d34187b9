import { exp } from '../math/index.ts';
import { number, type Values } from '../schema.ts';
import { NEIGHBOURS, STRATA, type State } from '../state.ts';

/**
 * Market (B 2.4). Each year the families of a new cohort choose among their own school and its neighbours for
 * the same ages, by distance and by published results; the better-off more sharply. Full schools turn families
 * away. Rolls move money and posts, and intakes polarise.
 */
export const params = {
  choice: number({
    default: 0.4,
    min: 0,
    max: 1,
    unit: 'share',
    lever: true,
    doc: 'Intensity of choice: how freely families may choose another school than the nearest.',
    source: 'B 2.4, 13.1',
  }),
  resultsWeight: number({
    default: 2,
    min: 0,
    max: 10,
    unit: 'per standard deviation',
    doc: 'Pull of results one standard deviation better, at full choice and full weight of league tables.',
    source: 'assumption',
  }),
  lowSharpness: number({
    default: 0.1,
    min: 0,
    max: 5,
    unit: 'times',
    doc: 'How sharply families of low means choose by results.',
    source: 'assumption, after B 2.4',
  }),
  highSharpness: number({
    default: 2,
    min: 0,
    max: 5,
    unit: 'times',
    doc: 'How sharply families of high means choose by results.',
    source: 'assumption, after B 2.4',
  }),
  leaving: number({
    default: 6,
    min: 0,
    max: 20,
    unit: 'log odds',
    doc: 'Bond to the nearest school when there is no choice; it falls away with the intensity of choice.',
    source: 'assumption',
  }),
  home: number({
    default: 3,
    min: 0,
    max: 20,
    unit: 'log odds',
    doc: 'Bond to the nearest school that remains however freely families may choose.',
    source: 'assumption',
  }),
  faith: number({
    default: 0.5,
    min: 0,
    max: 20,
    unit: 'log odds',
    doc: 'What keeps families from a school of another denomination than their nearest.',
    source: 'assumption',
  }),
  places: number({
    default: 1.02,
    min: 1,
    max: 2,
    unit: 'times',
    doc: 'How far a school may fill beyond its capacity.',
    source: 'assumption',
  }),
};
export const writes = ['schoolPupils', 'schoolRollChange'] as const;

const K = STRATA.length;
const odds = new Float64Array(NEIGHBOURS + 1);

/** Room for one enrolment of so many schools. */
export interface Enrolment {
  /** New pupils by school and means. */
  readonly arriving: Float64Array;
  /** Families of a school's own neighbourhood that choose it. */
  readonly own: Float64Array;
  /** Families from elsewhere that ask for a place, and then the share of them that gets one. */
  readonly asking: Float64Array;
}

export function makeEnrolment(schools: number): Enrolment {
  return {
    arriving: new Float64Array(schools * K),
    own: new Float64Array(schools),
    asking: new Float64Array(schools),
  };
}

/**
 * One year's cohorts choose. Those who live nearest have a place; families from elsewhere share what is left of a
 * school's capacity, and those turned away go to the school nearest home.
 */
export function enrol(s: State, p: Values<typeof params>, leagueTables: number, enrolment: Enrolment): void {
  const { arriving, own, asking } = enrolment;
  const schools = s.schoolPosts.length;
  own.fill(0);
  asking.fill(0);
  for (let a = 0; a < schools; a++) {
    for (let k = 0; k < K; k++) apply(s, p, leagueTables, a, k, enrolment);
  }
  for (let a = 0; a < schools; a++) {
    const left = room(s, p, a) - own[a];
    asking[a] = asking[a] > 0 ? Math.min(1, Math.max(0, left) / asking[a]) : 1;
  }
  arriving.fill(0);
  for (let a = 0; a < schools; a++) {
    for (let k = 0; k < K; k++) admit(s, p, leagueTables, a, k, enrolment);
  }
  for (let a = 0; a < schools; a++) {
    const years = yearsAt(s, a);
    const before = rollOf(s, a);
    for (let k = 0; k < K; k++)
      s.schoolPupils[a * K + k] += arriving[a * K + k] - s.schoolPupils[a * K + k] / years;
    s.schoolRollChange[a] = before > 0 ? rollOf(s, a) / before - 1 : 0;
  }
}

function rollOf(s: State, a: number): number {
  return s.schoolPupils[a * K] + s.schoolPupils[a * K + 1] + s.schoolPupils[a * K + 2];
}

function yearsAt(s: State, a: number): number {
  return Math.max(1, s.schoolHighAge[a] - s.schoolLowAge[a]);
}

/** Fills `odds` for families of means `k` living at `a`, the last for staying there, and returns their sum. */
function weigh(s: State, p: Values<typeof params>, leagueTables: number, a: number, k: number): number {
  const sharp = k === 0 ? p.lowSharpness : k === 2 ? p.highSharpness : 1;
  const pull = sharp * p.resultsWeight * leagueTables * p.choice;
  odds[NEIGHBOURS] = exp(p.home + p.leaving * (1 - p.choice) + pull * s.schoolStanding[a]);
  let sum = odds[NEIGHBOURS];
  for (let n = 0; n < NEIGHBOURS; n++) {
    odds[n] = 0;
    const b = s.neighbourSchool[a * NEIGHBOURS + n];
    if (b < 0 || s.neighbourOverlap[a * NEIGHBOURS + n] <= 0) continue;
    const far = s.neighbourDistance[a * NEIGHBOURS + n] / s.schoolScale[a];
    const faith = s.schoolDenomination[b] === s.schoolDenomination[a] ? 0 : p.faith;
    odds[n] = exp(pull * s.schoolStanding[b] - far - faith);
    sum += odds[n];
  }
  return sum;
}

/** Where the cohort of means `k` living at `a` asks for places. */
function apply(
  s: State,
  p: Values<typeof params>,
  leagueTables: number,
  a: number,
  k: number,
  enrolment: Enrolment,
): void {
  const each = s.schoolResident[a * K + k] / yearsAt(s, a) / weigh(s, p, leagueTables, a, k);
  enrolment.own[a] += each * odds[NEIGHBOURS];
  for (let n = 0; n < NEIGHBOURS; n++) {
    if (odds[n] > 0) enrolment.asking[s.neighbourSchool[a * NEIGHBOURS + n]] += each * odds[n];
  }
}

/** Where it gets them. */
function admit(
  s: State,
  p: Values<typeof params>,
  leagueTables: number,
  a: number,
  k: number,
  enrolment: Enrolment,
): void {
  const { arriving, asking } = enrolment;
  const each = s.schoolResident[a * K + k] / yearsAt(s, a) / weigh(s, p, leagueTables, a, k);
  arriving[a * K + k] += each * odds[NEIGHBOURS];
  for (let n = 0; n < NEIGHBOURS; n++) {
    if (odds[n] === 0) continue;
    const b = s.neighbourSchool[a * NEIGHBOURS + n];
    arriving[b * K + k] += each * odds[n] * asking[b];
    arriving[a * K + k] += each * odds[n] * (1 - asking[b]);
  }
}

/** Places for a new cohort: what the capacity leaves when the oldest have gone. */
function room(s: State, p: Values<typeof params>, a: number): number {
  return Math.max(0, p.places * s.schoolPlaces[a] - rollOf(s, a) * (1 - 1 / yearsAt(s, a)));
}
