import {
  MEMBERSHIPS,
  PHASES,
  pupils,
  type Run,
  STRATA,
  type State,
  SUBJECTS,
  WEEKS_A_YEAR,
} from '../../sim/index.ts';
import { mean } from '../moments.ts';
import { type TTest, waldP, welch } from '../t-test.ts';
import { TwoLevelError, type TwoLevelFit, TwoLevelSums } from '../two-level.ts';
import { type FederationType, type Outcome, type Phase, TYPES, type Year } from './book.ts';
import { BASELINE, type Characteristics, FOUNDED, LAST_YEAR, match, typeOf } from './sample.ts';

/**
 * One replicate of the study of federations (B 7): who federates, whom each is compared with, and what the models and
 * tests of the book say of the pupils that the run examines. It only reads the run.
 */

export interface Effect {
  readonly estimate: number;
  readonly standardError: number;
  readonly p: number;
}

/** The models of one phase, outcome and year. Explained shares are of the school variance of the model named. */
export interface ModelFindings {
  readonly phase: Phase;
  readonly outcome: Outcome;
  readonly year: Year;
  readonly pupils: number;
  readonly schools: number;
  /** School share of variance in the null model. */
  readonly share: number;
  /** Federating alone, and what it explains of the school variance of the null model. */
  readonly federated: Effect;
  readonly explained: number;
  /** As the book's full model, with predictors of schools alone. */
  readonly full: {
    readonly federated: Effect;
    readonly lowMeans: Effect;
    readonly schoolSize: Effect;
    readonly share: number;
    readonly explainedSchool: number;
    readonly explainedPupil: number;
    readonly explainedTotal: number;
  };
  /** With pupils' means and the school's results of the years before, and what federating adds to that. */
  readonly adjusted: { readonly federated: Effect; readonly explained: number };
  /** How much more federating does for pupils of a step higher means. */
  readonly byMeans: Effect;
}

/** All federated schools, or those still in their federation in the year: the book left out what had ceased (B 7.2.3). */
export const GROUPS = ['all', 'still federated'] as const;

export interface TypeFindings {
  readonly type: FederationType | (typeof GROUPS)[number];
  readonly phase: Phase | 'both';
  readonly outcome: Outcome;
  readonly year: Year;
  /** Schools' mean results, federated and comparator. */
  readonly test: TTest | null;
  /** Difference of those means less the same at the last examination before federating, points. */
  readonly gain: number;
}

export interface GradeFindings {
  readonly year: Year;
  /** Overall grades of schools inspected in that year: 1 best. */
  readonly test: TTest | null;
}

export interface Balance {
  readonly measure: string;
  readonly federated: number;
  readonly comparator: number;
  readonly t: number;
}

export interface FederationFindings {
  readonly schools: number;
  readonly federations: number;
  readonly ofTwo: number;
  readonly ofThree: number;
  readonly secondary: number;
  /** Federated schools by type. */
  readonly types: Readonly<Partial<Record<FederationType, number>>>;
  /** Federated schools without a comparator, left out. */
  readonly unmatched: number;
  readonly balance: readonly Balance[];
  /** By year after federating: share of federated schools still in their federation, of comparators in any collaborative. */
  readonly still: readonly number[];
  readonly joined: readonly number[];
  readonly models: readonly ModelFindings[];
  readonly tests: readonly TypeFindings[];
  readonly grades: readonly GradeFindings[];
}

/** A school that federated, and the one it is compared with. */
interface Member {
  readonly school: number;
  readonly type: FederationType;
  readonly collaborative: number;
  readonly comparator: number;
}

/** What schools are before they federate, one entry a school. */
interface Setting extends Characteristics {
  /** Mean of English and maths in the two years before the last. */
  readonly prior: Float64Array;
  readonly lowMeans: Float64Array;
  readonly roll: Float64Array;
  readonly secondary: readonly boolean[];
}

/** Schools' mean results at one examination. */
type Results = Readonly<Record<Outcome, Float64Array>>;

const OUTCOMES: readonly (readonly [Phase, Outcome])[] = [
  ['primary', 'English'],
  ['primary', 'maths'],
  ['secondary', 'points'],
];
const PUPIL_COLUMNS = ['English', 'maths', 'points', 'low', 'high', 'means'];
const SCHOOL_COLUMNS = ['federated', 'federated by means', 'prior', 'low means', 'school size'];

export class FederationStudy {
  /** Weeks at which the study looks at the run, in rising order. */
  static readonly stops: readonly number[] = [
    BASELINE - 2 * WEEKS_A_YEAR,
    BASELINE - WEEKS_A_YEAR,
    FOUNDED, // nothing that the study reads has changed since the examination of week BASELINE
    ...Array.from({ length: LAST_YEAR }, (_, k) => BASELINE + (k + 1) * WEEKS_A_YEAR),
  ];
  private readonly before: Results[] = [];
  private setting: Setting | null = null;
  private members: readonly Member[] = [];
  private unmatched = 0;
  private federations = new Map<number, number>();
  private readonly exams: Results[] = [];
  private readonly models: ModelFindings[] = [];
  private readonly grades: GradeFindings[] = [];
  /** By year, the schools still in their federation. */
  private readonly still: ReadonlySet<number>[] = [];
  private readonly joined: number[] = [];

  /** The week to run to, from `week` on. */
  next(week: number): number {
    return FederationStudy.stops.find((stop) => stop > week) ?? Number.POSITIVE_INFINITY;
  }

  observe(run: Run): void {
    const { state, week } = run;
    if (!FederationStudy.stops.includes(week)) return;
    if (week < BASELINE) {
      this.before.push(resultsOf(state));
      return;
    }
    if (week === FOUNDED) this.choose(state);
    this.examine(run);
  }

  /** Who has federated, and whom each is compared with: schools in no federation, whatever looser they belong to (B 7.2.3). */
  private choose(state: State): void {
    const setting = settingOf(state, this.before);
    const federated = federatedOf(state);
    const chosen = new Set(federated.map(({ school }) => school));
    const others = [...state.schoolPosts.keys()].filter((a) => !chosen.has(a));
    const pairs = match(
      setting,
      federated.map(({ school }) => school),
      others,
    );
    this.setting = setting;
    this.members = federated.flatMap((one) => {
      const comparator = pairs.get(one.school);
      return comparator === undefined ? [] : [{ ...one, comparator }];
    });
    this.unmatched = federated.length - this.members.length;
    for (const { collaborative } of federated)
      this.federations.set(collaborative, (this.federations.get(collaborative) ?? 0) + 1);
  }

  private examine(run: Run): void {
    const { setting, members } = this;
    if (setting === null) throw new Error('schools were examined before any had federated');
    const { state } = run;
    const examined = Math.floor(run.week / WEEKS_A_YEAR) * WEEKS_A_YEAR;
    const year = ((examined - BASELINE) / WEEKS_A_YEAR) as Year;
    this.exams.push(resultsOf(state));
    this.models.push(...fitModels(run, setting, members, year));
    this.grades.push({ year, test: gradeTest(state, members, examined - 1) });
    this.still.push(new Set(members.filter((m) => isMember(state, m)).map(({ school }) => school)));
    this.joined.push(mean(members.map((m) => (state.schoolCollaboratives[m.comparator] > 0 ? 1 : 0))));
  }

  findings(): FederationFindings {
    const { setting, members, federations, exams } = this;
    if (setting === null) throw new Error('the run ended before anybody had federated');
    const inSize = (size: number) => {
      const sizes = [...federations.values()];
      return (size * sizes.filter((n) => n === size).length) / sizes.reduce((sum, n) => sum + n, 0);
    };
    return {
      schools: members.length,
      federations: federations.size,
      ofTwo: inSize(2),
      ofThree: inSize(3),
      secondary: mean(members.map(({ school }) => (setting.secondary[school] ? 1 : 0))),
      types: Object.fromEntries(
        TYPES.map((type) => [type, members.filter((one) => one.type === type).length]),
      ),
      unmatched: this.unmatched,
      balance: balanceOf(setting, members, exams[0]),
      still: this.still.map(({ size }) => size / members.length),
      joined: this.joined,
      models: this.models,
      tests: testsOf(setting, members, exams, this.still),
      grades: this.grades,
    };
  }
}

function resultsOf({ schoolAttainment, schoolCohort, schoolPosts }: State): Results {
  const [S, K] = [SUBJECTS.length, STRATA.length];
  const results = { English: [] as number[], maths: [] as number[], points: [] as number[] };
  for (let a = 0; a < schoolPosts.length; a++) {
    let pupilsThere = 0;
    const sums = SUBJECTS.map(() => 0);
    for (let k = 0; k < K; k++) {
      const n = schoolCohort[a * K + k];
      pupilsThere += n;
      for (let subject = 0; subject < S; subject++)
        sums[subject] += n * schoolAttainment[(a * S + subject) * K + k];
    }
    const [English, maths, science] = sums.map((sum) => sum / pupilsThere);
    results.English.push(English);
    results.maths.push(maths);
    results.points.push((English + maths + science) / 3);
  }
  return {
    English: Float64Array.from(results.English),
    maths: Float64Array.from(results.maths),
    points: Float64Array.from(results.points),
  };
}

function settingOf(state: State, before: readonly Results[]): Setting {
  const n = state.schoolPosts.length;
  const now = resultsOf(state);
  const each = (value: (a: number) => number) => Float64Array.from({ length: n }, (_, a) => value(a));
  const roll = each((a) => {
    const at = a * STRATA.length;
    return state.schoolPupils[at] + state.schoolPupils[at + 1] + state.schoolPupils[at + 2];
  });
  const lowMeans = each((a) => state.schoolPupils[a * STRATA.length] / roll[a]);
  const prior = each((a) => mean(before.map(({ English, maths }) => (English[a] + maths[a]) / 2)));
  const secondary = Array.from(state.schoolPhase, (phase) => PHASES[phase] !== 'primary');
  return {
    id: state.schoolId,
    phase: state.schoolPhase,
    // Of the types of school (B 7.2.3) the model knows those with and without a denomination.
    type: each((a) => (state.schoolDenomination[a] > 0 ? 1 : 0)),
    measures: [now.English, now.maths, prior, lowMeans, roll.map(Math.log)],
    prior,
    lowMeans,
    roll,
    secondary,
  };
}

/** The schools that the study's foundings brought together, in the order of schools; one in two of them is of the first. */
function federatedOf(state: State): Omit<Member, 'comparator'>[] {
  const federated: Omit<Member, 'comparator'>[] = [];
  for (let school = 0; school < state.schoolPosts.length; school++) {
    for (let m = school * MEMBERSHIPS; m < (school + 1) * MEMBERSHIPS; m++) {
      const collaborative = state.membershipOf[m];
      if (collaborative < 0) continue;
      const type = typeOf(state.collaborativeFounded[collaborative]);
      if (type === undefined) continue;
      const one = { school, type, collaborative };
      const last = federated.at(-1);
      if (last?.school !== school) federated.push(one);
      else if (weekOf(state, one) < weekOf(state, last)) federated[federated.length - 1] = one;
    }
  }
  return federated;
}

function weekOf({ collaborativeFounded }: State, { collaborative }: { collaborative: number }): number {
  return collaborativeFounded[collaborative];
}

function isMember({ membershipOf, collaborativeFounded }: State, { school, collaborative, type }: Member) {
  const row = membershipOf.subarray(school * MEMBERSHIPS, (school + 1) * MEMBERSHIPS);
  // A row that has been given up may have gone to a later collaborative.
  return row.includes(collaborative) && typeOf(collaborativeFounded[collaborative]) === type;
}

function balanceOf(setting: Setting, members: readonly Member[], { English, maths }: Results): Balance[] {
  const measures = { roll: setting.roll, 'share of low means': setting.lowMeans, English, maths };
  return Object.entries(measures).map(([measure, values]) => {
    const federated = members.map(({ school }) => values[school]);
    const comparator = members.map((one) => values[one.comparator]);
    const t = welch(federated, comparator)?.t ?? 0;
    return { measure, federated: mean(federated), comparator: mean(comparator), t };
  });
}

/** The pupils of one phase summed up school by school, and the models of each outcome fitted to them. */
function fitModels(run: Run, setting: Setting, members: readonly Member[], year: Year): ModelFindings[] {
  const federated = new Map(
    members.flatMap(
      (one) =>
        [
          [one.school, 1],
          [one.comparator, 0],
        ] as const,
    ),
  );
  const make = () => new TwoLevelSums([...PUPIL_COLUMNS, ...SCHOOL_COLUMNS]);
  const sums = { primary: make(), secondary: make() };
  for (const { school, stratum, results } of pupils(run)) {
    const mark = federated.get(school);
    if (mark === undefined) continue;
    const means = stratum - 1;
    const points = (results[0] + results[1] + results[2]) / 3;
    sums[setting.secondary[school] ? 'secondary' : 'primary'].add(school, [
      results[0],
      results[1],
      points,
      stratum === 0 ? 1 : 0,
      stratum === 2 ? 1 : 0,
      means,
      mark,
      mark * means,
      setting.prior[school],
      setting.lowMeans[school],
      setting.roll[school] / 100,
    ]);
  }
  return OUTCOMES.flatMap(([phase, outcome]) => {
    try {
      return [findingsOf(sums[phase], phase, outcome, year)];
    } catch (error) {
      if (error instanceof TwoLevelError) return []; // too few schools of that phase to say anything
      throw error;
    }
  });
}

function findingsOf(sums: TwoLevelSums, phase: Phase, outcome: Outcome, year: Year): ModelFindings {
  const bare = sums.fit(outcome, []);
  const federated = sums.fit(outcome, ['federated']);
  const full = sums.fit(outcome, ['federated', 'low means', 'school size']);
  const known = sums.fit(outcome, ['low', 'high', 'prior']);
  const adjusted = sums.fit(outcome, ['federated', 'low', 'high', 'prior']);
  const means = sums.fit(outcome, ['federated by means', 'federated', 'means', 'prior']);
  return {
    phase,
    outcome,
    year,
    pupils: bare.observations,
    schools: bare.groups,
    share: bare.share,
    federated: effect(federated, 'federated'),
    explained: explained(bare.between, federated.between),
    full: {
      federated: effect(full, 'federated'),
      lowMeans: effect(full, 'low means'),
      schoolSize: effect(full, 'school size'),
      share: full.share,
      explainedSchool: explained(bare.between, full.between),
      explainedPupil: explained(bare.within, full.within),
      explainedTotal: explained(bare.between + bare.within, full.between + full.within),
    },
    adjusted: {
      federated: effect(adjusted, 'federated'),
      explained: explained(known.between, adjusted.between),
    },
    byMeans: effect(means, 'federated by means'),
  };
}

/** Share of a variance that is gone; below 0 where the estimate has risen, as it may under REML. */
function explained(before: number, after: number): number {
  return before > 0 ? 1 - after / before : 0;
}

function effect(model: TwoLevelFit, name: string): Effect {
  const found = model.coefficients.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the model has no coefficient '${name}'`);
  const { estimate, standardError } = found;
  return { estimate, standardError, p: waldP(estimate, standardError) };
}

/** Schools' means, federated against comparators, by type of federation and for all. */
function testsOf(
  setting: Setting,
  members: readonly Member[],
  exams: readonly Results[],
  still: readonly ReadonlySet<number>[],
): TypeFindings[] {
  const groups: readonly (readonly [Phase | 'both', Outcome])[] = [...OUTCOMES, ['both', 'points']];
  return [...TYPES, ...GROUPS].flatMap((type) =>
    groups.flatMap(([phase, outcome]) =>
      exams.flatMap((results, year) => {
        const chosen = members.filter(
          (one) =>
            (type === 'all' ||
              (type === 'still federated' ? still[year].has(one.school) : one.type === type)) &&
            (phase === 'both' || setting.secondary[one.school] === (phase === 'secondary')),
        );
        if (chosen.length === 0) return [];
        const gap = ({ [outcome]: values }: Results) =>
          mean(chosen.map(({ school, comparator }) => values[school] - values[comparator]));
        const test = welch(
          chosen.map(({ school }) => results[outcome][school]),
          chosen.map(({ comparator }) => results[outcome][comparator]),
        );
        return [{ type, phase, outcome, year: year as Year, test, gain: gap(results) - gap(exams[0]) }];
      }),
    ),
  );
}

/** Grades given in the year that ended with week `week`; other schools were inspected in other years. */
function gradeTest(state: State, members: readonly Member[], week: number): TTest | null {
  const given = (schools: readonly number[]) =>
    schools.filter((a) => state.schoolInspected[a] === week).map((a) => state.schoolGrade[a]);
  return welch(given(members.map(({ school }) => school)), given(members.map((one) => one.comparator)));
}
