import { type Draw, STREAM, uniform } from '../draw.ts';
import { clamp, normalQuantile } from '../math/index.ts';
import { number, type Values } from '../schema.ts';
import { EXAMINATION, ROLE, STRATA, type State, SUBJECTS } from '../state.ts';

/**
 * Learning and attainment (B 7). A pupil's result is the intake of the pupil's means, the school's intake
 * advantage, the school effect, and a residual drawn for every pupil at the examination. The school effect
 * moves towards what expertise in classrooms, leadership, climate, overload and partnership make possible, with
 * a lag of about a year. What gets measured gets done: effort follows the evidence asked for (B 13.3).
 */
export const params = {
  mean: number({
    default: 104,
    min: 50,
    max: 150,
    unit: 'points',
    doc: 'Mean result of a pupil of middle means in an average school; 100 is the expected standard.',
    source: 'key stage 2 results of Hampshire, 2019',
  }),
  low: number({
    default: -4.5,
    min: -30,
    max: 0,
    unit: 'points',
    doc: 'Difference that low means make at intake.',
    source: 'assumption',
  }),
  high: number({
    default: 3,
    min: 0,
    max: 30,
    unit: 'points',
    doc: 'Difference that high means make at intake.',
    source: 'assumption',
  }),
  schoolSpread: number({
    default: 2.4,
    min: 0,
    max: 15,
    unit: 'points',
    structural: true,
    doc: 'Standard deviation between generated schools of what their intake does not predict of their mean result.',
    source: 'assumption, so that 10 to 19 % of variance lies between schools (B 7.4)',
  }),
  pupilSpread: number({
    default: 6,
    min: 0,
    max: 30,
    unit: 'points',
    doc: 'Standard deviation of pupils’ results around what school and means predict.',
    source: 'assumption, so that 10 to 19 % of variance lies between schools (B 7.4)',
  }),
  subjectShare: number({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Part of that variance which differs by subject within a pupil.',
    source: 'assumption',
  }),
  expertise: number({
    default: 25,
    min: 0,
    max: 100,
    unit: 'points a unit',
    doc: 'What a unit of classroom expertise adds to the school effect.',
    source: 'assumption, calibrated to B 7.4',
  }),
  leadership: number({
    default: 2,
    min: -20,
    max: 20,
    unit: 'points',
    doc: 'What fully distributed leadership adds.',
    source: 'assumption, after B 12.5',
  }),
  climate: number({
    default: 3,
    min: -20,
    max: 20,
    unit: 'points',
    doc: 'What full trust among colleagues adds.',
    source: 'assumption, after B 11.4',
  }),
  overload: number({
    default: 3,
    min: 0,
    max: 30,
    unit: 'points',
    doc: 'What full overload of teachers takes away.',
    source: 'assumption, after B 8.6',
  }),
  away: number({
    default: 1,
    min: 0,
    max: 20,
    unit: 'points',
    doc: 'What a head wholly away at the network costs where leadership is not shared.',
    source: 'assumption, after B 14',
  }),
  partnership: number({
    default: 0.5,
    min: -20,
    max: 20,
    unit: 'points',
    doc: 'What partnership that fully reaches classrooms adds by itself.',
    source: 'assumption, after B 6.3.4',
  }),
  anomie: number({
    default: 3,
    min: 0,
    max: 30,
    unit: 'points',
    doc: 'What full anomie takes away.',
    source: 'assumption, after B 4.2',
  }),
  fatalism: number({
    default: 1.5,
    min: 0,
    max: 30,
    unit: 'points',
    doc: 'What full fatalism takes away.',
    source: 'assumption, after B 4.2',
  }),
  engagement: number({
    default: 6,
    min: 0,
    max: 30,
    unit: 'points a unit',
    doc: 'What a unit more of their families’ engagement with learning than at the start adds to pupils’ results.',
    source: 'assumption, after O 1 and E: consistent, positive and convincing',
  }),
  practice: number({
    default: 2,
    min: 0,
    max: 20,
    unit: 'points',
    doc: 'What new practice in full use adds in its subject.',
    source: 'assumption, after B 3.3',
  }),
  lag: number({
    default: 0.6,
    min: 0.05,
    max: 1,
    unit: 'share a year',
    doc: 'Part of the way that the school effect moves in a year.',
    source: 'model description 4',
  }),
  drill: number({
    default: 1.2,
    min: 0,
    max: 10,
    unit: 'points',
    doc: 'What full pressure on published results adds to them at once, in the subjects that count.',
    source: 'assumption, after B 8.3',
  }),
  usualPressure: number({
    default: 0.5,
    min: 0,
    max: 1,
    unit: 'share',
    doc: 'Pressure on published results under which the results at the start were obtained.',
    source: 'assumption: the default of accountability.pressure',
  }),
  borderline: number({
    default: 2,
    min: 0,
    max: 10,
    unit: 'points',
    doc: 'What full gaming moves from pupils of low means to those at the borderline.',
    source: 'assumption, after B 8.3',
  }),
};
export const writes = [
  'schoolEffect',
  'schoolExpected',
  'schoolCohort',
  'schoolAttainment',
  'schoolPublished',
  'schoolStanding',
  'schoolValueAdded',
  'examination',
] as const;

type P = Values<typeof params>;
const S = SUBJECTS.length;
const K = STRATA.length;

/** What the school, as it is, makes possible in a subject, before what the model leaves unexplained. */
export function potential(s: State, p: P, a: number, subject: number): number {
  let overload = 0;
  let teaching = 0;
  for (let i = s.schoolFirst[a]; i < s.schoolFirst[a] + s.schoolPosts[a]; i++) {
    if (s.staffRole[i] === ROLE.support) continue;
    overload += s.staffOverload[i];
    teaching++;
  }
  return (
    p.expertise * (s.schoolExpertise[a * 6 + subject] - 0.5) +
    p.leadership * (s.schoolDistribution[a] - 0.4) +
    p.climate * (s.schoolClimate[a] - 0.5) +
    p.partnership * s.schoolReach[a] +
    p.practice * s.schoolPractice[a * 6 + subject] -
    (p.overload * overload) / Math.max(1, teaching) -
    p.anomie * s.schoolAnomie[a] -
    p.fatalism * s.schoolFatalism[a] -
    p.away * s.schoolAway[a] * (1 - s.schoolDistribution[a])
  );
}

/** Intake difference of a stratum, points. */
function means(p: P, stratum: number): number {
  return stratum === 0 ? p.low : stratum === 2 ? p.high : 0;
}

/** Each year: school effects move, and what each group of pupils can expect is set. `narrow` is 1 where only published results count. */
export function teach(s: State, p: P, narrow: number): void {
  for (let a = 0; a < s.schoolPosts.length; a++) {
    // Results on file were obtained under the usual pressure: what counts is more or less than that.
    const drilled = p.drill * (s.schoolPressure[a] * narrow - p.usualPressure);
    for (let subject = 0; subject < S; subject++) {
      const target = s.schoolBaseline[a] + potential(s, p, a, subject);
      for (let k = 0; k < K; k++) {
        const at = (a * S + subject) * K + k;
        const home = s.schoolEngagement[a * K + k] - s.schoolEngagementUsual[a * K + k];
        s.schoolEffect[at] += p.lag * (target + p.engagement * home - s.schoolEffect[at]);
        // English and maths are published; time for them is taken from the rest.
        const measured = subject < 2 ? drilled : -drilled;
        const gamed =
          k === 1 ? 0.5 * p.borderline * s.schoolGaming[a] : k === 0 ? -p.borderline * s.schoolGaming[a] : 0;
        s.schoolExpected[at] =
          p.mean + means(p, k) + s.schoolIntake[a] + s.schoolEffect[at] + measured + gamed;
      }
    }
  }
  enter(s);
}

/** Enters this year's pupils for the examination: the oldest of those on roll. */
export function enter(s: State): void {
  for (let a = 0; a < s.schoolPosts.length; a++) {
    const years = Math.max(1, s.schoolHighAge[a] - s.schoolLowAge[a]);
    for (let k = 0; k < K; k++) s.schoolCohort[a * K + k] = Math.round(s.schoolPupils[a * K + k] / years);
  }
}

/** A pupil's result in a subject. The residual has a part common to all subjects and one of its own. */
function result(p: P, expected: number, common: number, own: number): number {
  const between = Math.sqrt(1 - p.subjectShare) * p.pupilSpread;
  const within = Math.sqrt(p.subjectShare) * p.pupilSpread;
  return clamp(expected + between * common + within * own, 0, 200);
}

const sums = new Float64Array(S * K);

/** Each year: every pupil sits the examination, and league tables are printed. */
export function examine(s: State, p: P, draw: Draw, week: number): void {
  draw.open(STREAM.examination, week);
  const { a: wordA, b: wordB } = draw;
  const total = new Float64Array(K);
  const count = new Float64Array(K);
  let between = 0;
  let squares = 0;
  let pupilsAll = 0;
  let schoolsWithPupils = 0;
  let sizeSquares = 0;
  let excludedAll = 0;
  let grand = 0;
  for (let a = 0; a < s.schoolPosts.length; a++) {
    sums.fill(0);
    let schoolSum = 0;
    let schoolCount = 0;
    let published = 0;
    let publishedCount = 0;
    let expectedByMeans = 0;
    let pupil = 0;
    for (let k = 0; k < K; k++) {
      const n = s.schoolCohort[a * K + k];
      // A share of few pupils is a fraction of one: chance rounds it.
      const gone =
        k === 0 ? Math.min(n, Math.floor(n * s.schoolExcluded[a] + uniform(wordA, wordB, a, 8))) : 0;
      excludedAll += gone;
      for (let q = 0; q < n; q++, pupil++) {
        const address = a * 4096 + pupil;
        const common = normalQuantile(uniform(wordA, wordB, address, 0));
        let mean = 0;
        for (let subject = 0; subject < S; subject++) {
          const own = normalQuantile(uniform(wordA, wordB, address, 1 + subject));
          const score = result(p, s.schoolExpected[(a * S + subject) * K + k], common, own);
          sums[subject * K + k] += score;
          if (subject < 2) mean += score * 0.5;
        }
        total[k] += mean;
        count[k]++;
        schoolSum += mean;
        schoolCount++;
        squares += mean * mean;
        // Pupils eased out sit no examination at the school that eased them out.
        if (q >= gone) {
          published += mean;
          publishedCount++;
        }
      }
      expectedByMeans += n * (p.mean + means(p, k));
    }
    for (let subject = 0; subject < S; subject++) {
      for (let k = 0; k < K; k++) {
        const n = s.schoolCohort[a * K + k];
        const at = (a * S + subject) * K + k;
        s.schoolAttainment[at] = n > 0 ? sums[subject * K + k] / n : s.schoolExpected[at];
      }
    }
    if (schoolCount === 0) continue;
    s.schoolPublished[a] = publishedCount > 0 ? published / publishedCount : schoolSum / schoolCount;
    s.schoolValueAdded[a] = (schoolSum - expectedByMeans) / schoolCount;
    between += (schoolSum * schoolSum) / schoolCount;
    sizeSquares += schoolCount * schoolCount;
    pupilsAll += schoolCount;
    schoolsWithPupils++;
    grand += schoolSum;
  }
  standings(s);
  const e = s.examination;
  for (let k = 0; k < K; k++) e[EXAMINATION.low + k] = count[k] > 0 ? total[k] / count[k] : 0;
  e[EXAMINATION.mean] = pupilsAll > 0 ? grand / pupilsAll : 0;
  e[EXAMINATION.pupils] = pupilsAll;
  e[EXAMINATION.excluded] = pupilsAll > 0 ? excludedAll / pupilsAll : 0;
  shareOfVariance(e, between, squares, grand, pupilsAll, schoolsWithPupils, sizeSquares);
}

/** One-way analysis of variance with unequal groups: how much of pupils' variance lies between schools. */
function shareOfVariance(
  e: Float64Array,
  between: number,
  squares: number,
  grand: number,
  n: number,
  g: number,
  sizeSquares: number,
): void {
  if (g < 2 || n <= g) {
    e[EXAMINATION.schoolShare] = 0;
    e[EXAMINATION.betweenSchools] = 0;
    return;
  }
  const msWithin = Math.max(0, (squares - between) / (n - g));
  const msBetween = (between - (grand * grand) / n) / (g - 1);
  const size = (n - sizeSquares / n) / (g - 1);
  const variance = Math.max(0, (msBetween - msWithin) / size);
  e[EXAMINATION.betweenSchools] = variance;
  e[EXAMINATION.schoolShare] = variance + msWithin > 0 ? variance / (variance + msWithin) : 0;
}

/** Published figures standardised within phase. */
export function standings(s: State): void {
  for (let phase = 0; phase < 3; phase++) {
    let n = 0;
    let sum = 0;
    let square = 0;
    for (let a = 0; a < s.schoolPosts.length; a++) {
      if (s.schoolPhase[a] !== phase || s.schoolClosed[a] === 1) continue;
      n++;
      sum += s.schoolPublished[a];
      square += s.schoolPublished[a] * s.schoolPublished[a];
    }
    const mean = n > 0 ? sum / n : 0;
    const sd = n > 1 ? Math.sqrt(Math.max(0, (square - (sum * sum) / n) / (n - 1))) : 0;
    for (let a = 0; a < s.schoolPosts.length; a++) {
      if (s.schoolPhase[a] === phase)
        s.schoolStanding[a] = sd > 1e-9 && s.schoolClosed[a] === 0 ? (s.schoolPublished[a] - mean) / sd : 0;
    }
  }
}

/** One pupil at the last examination. */
export interface Pupil {
  school: number;
  stratum: number;
  /** Results by subject, points. */
  results: readonly number[];
}

/**
 * The pupils of the last examination, one by one, drawn again at the addresses where the examination drew
 * them. `week` is the week in which it was sat.
 */
export function* pupils(s: State, p: P, draw: Draw, week: number): Generator<Pupil> {
  draw.open(STREAM.examination, week);
  const { a: wordA, b: wordB } = draw;
  for (let a = 0; a < s.schoolPosts.length; a++) {
    let pupil = 0;
    for (let k = 0; k < K; k++) {
      for (let q = 0; q < s.schoolCohort[a * K + k]; q++, pupil++) {
        const address = a * 4096 + pupil;
        const common = normalQuantile(uniform(wordA, wordB, address, 0));
        const results = [0, 1, 2].map((subject) =>
          result(
            p,
            s.schoolExpected[(a * S + subject) * K + k],
            common,
            normalQuantile(uniform(wordA, wordB, address, 1 + subject)),
          ),
        );
        yield { school: a, stratum: k, results };
      }
    }
  }
}
