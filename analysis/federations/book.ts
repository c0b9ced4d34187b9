/**
 * What *Collaboration and Networking in Education* prints of federations and pupils' results (B 7.2 to 7.7): figures
 * with the numbers of their tables. Levels of key stages and points of that day are not the scale of this model, so
 * what carries over is shares of variance, signs and significance.
 */

/** Sizes, phases and match of the sample. */
export const sample = {
  schools: 264,
  comparators: 264,
  /** Shares of schools in federations of two and of three (B 7.2.4). */
  ofTwo: 0.881,
  ofThree: 0.085,
  /** Shares of federations with one governing body and with one head for all (B 7.2.4). */
  oneGoverningBody: 0.146,
  oneHead: 0.8097,
  /** Share of schools whose pupils are 11 or older, high, secondary and half of middle schools (table 7.1). */
  secondary: 0.268,
  /** Shares of Catholic and of Church of England schools (B 7.2.4). */
  catholic: 0.113,
  churchOfEngland: 0.162,
} as const;

/** Shares of schools by type of federation (B 7.3.1). */
export const typeShares = {
  'cross-phase': 0.351,
  performance: 0.156,
  size: 0.188,
  mainstreaming: 0.046,
  faith: 0.148,
  academy: 0.023,
  unclassified: 0.078,
} as const;

export type FederationType = keyof typeof typeShares;
export const TYPES = Object.keys(typeShares) as FederationType[];

export type Phase = 'primary' | 'secondary';
export type Outcome = 'English' | 'maths' | 'points';
/** Years after federating; 0 is the last examination before it. */
export type Year = 0 | 1 | 2 | 3;

/** One column pair of a multilevel table: null model and full model. */
export interface BookModel {
  readonly table: string;
  readonly phase: Phase;
  readonly outcome: Outcome;
  readonly year: Year;
  /** Coefficient of federating and its standard error; null where the table says that it is not significant. */
  readonly federated: readonly [estimate: number, standardError: number] | null;
  /** School share of variance, per cent: null model, full model. */
  readonly share: readonly [nullModel: number, full: number];
  /** Explained share of school variance, per cent. */
  readonly explained: number;
}

const model = (
  table: string,
  phase: Phase,
  outcome: Outcome,
  year: Year,
  federated: BookModel['federated'],
  share: BookModel['share'],
  explained: number,
): BookModel => ({ table, phase, outcome, year, federated, share, explained });

/** Tables 7.5 to 7.7: cohort of 2005, two years on. Tables 7.8 to 7.11: cohort of 2006, one year on. */
export const models: readonly BookModel[] = [
  model('7.5', 'primary', 'English', 0, null, [11.7, 11.2], 5.3),
  model('7.5', 'primary', 'maths', 0, null, [12.3, 12.1], 3.2),
  model('7.6', 'primary', 'English', 1, null, [10.8, 10.2], 4.7),
  model('7.6', 'primary', 'maths', 1, [2.5, 1.1], [12.8, 9.5], 36.5),
  model('7.7', 'primary', 'English', 2, [3.1, 1.4], [14.9, 9.4], 38.9),
  model('7.7', 'primary', 'maths', 2, [3.8, 1.1], [12.8, 7.5], 46.5),
  model('7.8', 'primary', 'English', 0, null, [12.8, 10.2], 4.7),
  model('7.8', 'primary', 'maths', 0, null, [15.4, 13.9], 5.2),
  model('7.9', 'primary', 'English', 1, [2.4, 0.9], [13.2, 11.1], 19.9),
  model('7.9', 'primary', 'maths', 1, [3.1, 1.1], [15.8, 12.7], 22.7),
  model('7.10', 'secondary', 'points', 0, null, [17.6, 16.2], 3.8),
  model('7.11', 'secondary', 'points', 1, [5.4, 2.6], [19.0, 15.7], 20.5),
];

/** One row of a table of t tests by type of federation. */
export interface BookTest {
  readonly table: string;
  readonly type: FederationType;
  readonly phase: Phase;
  readonly outcome: Outcome;
  readonly year: Year;
  readonly federated: number;
  readonly comparator: number;
  readonly t: number;
  /** As starred: the probability that it stays below, or null for not significant. */
  readonly p: 0.05 | 0.01 | 0.001 | null;
}

const test = (
  table: string,
  type: FederationType,
  phase: Phase,
  outcome: Outcome,
  year: Year,
  federated: number,
  comparator: number,
  t: number,
  p: BookTest['p'],
): BookTest => ({ table, type, phase, outcome, year, federated, comparator, t, p });

/**
 * Tables 7.12 to 7.15: cohort of 2005. Tables 7.16 to 7.25: cohort of 2006. The sign of t is not always that of the
 * difference of the means printed beside it; the means are taken for it.
 */
export const tests: readonly BookTest[] = [
  test('7.12', 'cross-phase', 'primary', 'English', 0, 4.1, 3.8, -3.6, null),
  test('7.12', 'cross-phase', 'primary', 'English', 1, 4.2, 3.6, -6.5, 0.01),
  test('7.12', 'cross-phase', 'primary', 'English', 2, 4.2, 3.7, -5.7, 0.01),
  test('7.13', 'cross-phase', 'primary', 'maths', 0, 4.0, 3.7, -4.0, null),
  test('7.13', 'cross-phase', 'primary', 'maths', 1, 4.2, 3.6, -5.7, 0.01),
  test('7.13', 'cross-phase', 'primary', 'maths', 2, 4.3, 3.6, -5.9, 0.01),
  test('7.14', 'size', 'primary', 'English', 0, 4.3, 4.2, -1.0, null),
  test('7.14', 'size', 'primary', 'English', 1, 4.3, 4.1, -1.2, null),
  test('7.14', 'size', 'primary', 'English', 2, 4.4, 4.0, -2.1, null),
  test('7.15', 'size', 'primary', 'maths', 0, 4.2, 4.2, 0.0, null),
  test('7.15', 'size', 'primary', 'maths', 1, 4.3, 4.2, -0.7, null),
  test('7.15', 'size', 'primary', 'maths', 2, 4.3, 4.1, -1.1, null),
  test('7.16', 'cross-phase', 'primary', 'English', 0, 4.1, 4.1, 0.0, null),
  test('7.16', 'cross-phase', 'primary', 'English', 1, 4.1, 4.0, 2.7, null),
  test('7.17', 'cross-phase', 'primary', 'maths', 0, 4.0, 4.0, 0.1, null),
  test('7.17', 'cross-phase', 'primary', 'maths', 1, 4.0, 4.0, 0.3, null),
  test('7.18', 'performance', 'primary', 'English', 0, 4.1, 4.1, 0.1, null),
  test('7.18', 'performance', 'primary', 'English', 1, 4.2, 3.8, 2.9, 0.01),
  test('7.19', 'performance', 'primary', 'maths', 0, 4.1, 4.2, 1.0, null),
  test('7.19', 'performance', 'primary', 'maths', 1, 4.3, 3.7, 4.1, 0.001),
  test('7.20', 'size', 'primary', 'English', 0, 4.1, 4.4, -2.5, 0.05),
  test('7.20', 'size', 'primary', 'English', 1, 4.0, 4.2, -1.5, null),
  test('7.21', 'size', 'primary', 'maths', 0, 4.1, 4.3, -1.2, null),
  test('7.21', 'size', 'primary', 'maths', 1, 4.0, 4.1, -0.8, null),
  test('7.22', 'faith', 'primary', 'English', 0, 4.1, 4.1, -0.2, null),
  test('7.22', 'faith', 'primary', 'English', 1, 4.1, 3.9, 1.2, null),
  test('7.23', 'faith', 'primary', 'maths', 0, 4.1, 4.0, 0.7, null),
  test('7.23', 'faith', 'primary', 'maths', 1, 4.0, 3.9, 0.5, null),
  test('7.24', 'cross-phase', 'secondary', 'points', 0, 341.5, 351.8, -3.8, 0.001),
  test('7.24', 'cross-phase', 'secondary', 'points', 1, 341.2, 353.9, -2.6, 0.01),
  test('7.25', 'performance', 'secondary', 'points', 0, 295.6, 274.8, 1.9, null),
  test('7.25', 'performance', 'secondary', 'points', 1, 324.9, 251.4, 12.3, 0.001),
];

/** Overall inspection grades, federated and comparator, and t: none is significant (B 7.7.1). */
export const grades: readonly {
  readonly table: string;
  readonly year: Year;
  readonly federated: number;
  readonly comparator: number;
  readonly t: number;
}[] = [
  { table: '7.26', year: 0, federated: 4.8, comparator: 4.6, t: -0.6 },
  { table: '7.27', year: 1, federated: 3.5, comparator: 3.6, t: -0.1 },
  { table: '7.28', year: 2, federated: 2.5, comparator: 2.5, t: 0.2 },
];
