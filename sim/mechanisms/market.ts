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
    default: 0.4,
    min: 0,
    max: 5,
    unit: 'times',
    doc: 'How sharply families of low means choose by results.',
    source: 'assumption, after B 2.4',
  }),
  highSharpness: number({
    default: 1.6,
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
  places: number({
    default: 1.02,
    min: 1,
    max: 2,
    unit: 'times',
    doc: 'How far a school may fill beyond its capacity.',
    source: 'assumption',
  }),
};
export const writes = ['schoolPupils'] as const;

const K = STRATA.length;
const odds = new Float64Array(NEIGHBOURS + 1);

/** One year's cohorts choose; `arriving` is scratch of schools * strata. */
export function enrol(
  s: State,
  p: Values<typeof params>,
  leagueTables: number,
  arriving: Float64Array,
): void {
  arriving.fill(0);
  const schools = s.schoolPosts.length;
  for (let a = 0; a < schools; a++) {
    const years = Math.max(1, s.schoolHighAge[a] - s.schoolLowAge[a]);
    for (let k = 0; k < K; k++) {
      const cohort = s.schoolResident[a * K + k] / years;
      const sharp = k === 0 ? p.lowSharpness : k === 2 ? p.highSharpness : 1;
      spread(s, p, a, k, cohort, sharp * p.resultsWeight * leagueTables, arriving);
    }
  }
  turnAway(s, p, arriving);
  for (let a = 0; a < schools; a++) {
    const years = Math.max(1, s.schoolHighAge[a] - s.schoolLowAge[a]);
    for (let k = 0; k < K; k++) {
      const at = a * K + k;
      s.schoolPupils[at] += arriving[at] - s.schoolPupils[at] / years;
    }
  }
}

/** Spreads a cohort living at `a` over the schools it can reach. */
function spread(
  s: State,
  p: Values<typeof params>,
  a: number,
  k: number,
  cohort: number,
  pull: number,
  arriving: Float64Array,
): void {
  const bond = p.leaving * (1 - p.choice) + 2.5;
  const at = a * NEIGHBOURS;
  odds[NEIGHBOURS] = exp(bond + pull * p.choice * s.schoolStanding[a]);
  let sum = odds[NEIGHBOURS];
  for (let n = 0; n < NEIGHBOURS; n++) {
    odds[n] = 0;
    const b = s.neighbourSchool[at + n];
    if (b < 0 || s.neighbourOverlap[at + n] <= 0) continue;
    const far = s.neighbourDistance[at + n] / s.schoolScale[a];
    const faith = s.schoolDenomination[b] === s.schoolDenomination[a] ? 0 : -0.5;
    odds[n] = exp(pull * p.choice * s.schoolStanding[b] - far + faith);
    sum += odds[n];
  }
  arriving[a * K + k] += (cohort * odds[NEIGHBOURS]) / sum;
  for (let n = 0; n < NEIGHBOURS; n++) {
    if (odds[n] > 0) arriving[s.neighbourSchool[at + n] * K + k] += (cohort * odds[n]) / sum;
  }
}

/** Schools that are asked for more places than they have send the surplus to neighbours with room, nearest first. */
function turnAway(s: State, p: Values<typeof params>, arriving: Float64Array): void {
  for (let a = 0; a < s.schoolPosts.length; a++) {
    let surplus = asked(arriving, a) - room(s, p, a);
    // What none of them can take stays: every child has a right to a place near home.
    for (let n = a * NEIGHBOURS; n < (a + 1) * NEIGHBOURS && surplus > 0; n++) {
      const b = s.neighbourSchool[n];
      if (b < 0 || s.neighbourOverlap[n] <= 0) continue;
      const free = room(s, p, b) - asked(arriving, b);
      if (free <= 0) continue;
      const moving = Math.min(surplus, free);
      const part = moving / asked(arriving, a);
      for (let k = 0; k < K; k++) {
        const moved = arriving[a * K + k] * part;
        arriving[a * K + k] -= moved;
        arriving[b * K + k] += moved;
      }
      surplus -= moving;
    }
  }
}

function asked(arriving: Float64Array, a: number): number {
  return arriving[a * K] + arriving[a * K + 1] + arriving[a * K + 2];
}

/** Places for a new cohort: what the capacity leaves when the oldest have gone. */
function room(s: State, p: Values<typeof params>, a: number): number {
  const years = Math.max(1, s.schoolHighAge[a] - s.schoolLowAge[a]);
  const roll = s.schoolPupils[a * K] + s.schoolPupils[a * K + 1] + s.schoolPupils[a * K + 2];
  return Math.max(0, p.places * s.schoolPlaces[a] - roll * (1 - 1 / years));
}
