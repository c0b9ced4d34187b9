/** The keys of a plan of a sweep, declared once: their checks and the page docs/plans.md follow. */

export interface KeyNumber {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  /** Null where the key has to be given. */
  readonly default: number | null;
  readonly doc: string;
}

export interface KeyFlag {
  readonly kind: 'flag';
  readonly default: boolean;
  readonly doc: string;
}

/** A text, list or mapping, checked by rules of its own. */
export interface KeyOther {
  readonly kind: 'other';
  /** What it may be, in words. */
  readonly may: string;
  readonly default: string | null;
  readonly doc: string;
}

export type Key = KeyNumber | KeyFlag | KeyOther;

export const whole = (fallback: number | null, min: number, max: number, doc: string): KeyNumber => ({
  kind: 'number',
  min,
  max,
  integer: true,
  default: fallback,
  doc,
});
const flag = (fallback: boolean, doc: string): KeyFlag => ({ kind: 'flag', default: fallback, doc });
export const other = (may: string, fallback: string | null, doc: string): KeyOther => ({
  kind: 'other',
  may,
  default: fallback,
  doc,
});

export const LONGEST = { title: 80, about: 2000, source: 400, seed: 80, scenario: 200, name: 80 } as const;
export const MOST_FACTORS = 256;

export const planKeys = {
  title: other(`text of up to ${LONGEST.title} characters`, null, 'What the sweep is called.'),
  about: other(
    `text of up to ${LONGEST.about} characters`,
    '',
    'The question, and how the sweep answers it.',
  ),
  source: other(`text of up to ${LONGEST.source} characters`, '', 'Where question and ranges come from.'),
  scenarios: other(
    'a list of names in the library, or of paths seen from the plan’s file',
    null,
    'Base scenarios. The whole design is run on each.',
  ),
  seed: other(
    `text of up to ${LONGEST.seed} characters`,
    'collegium',
    'Seed of the design and, with the number of the replicate, of the runs.',
  ),
  years: other('a whole number from 1 to 50 (years)', 'as in the scenarios', 'Length of the runs.'),
  set: other(
    'a mapping of parameter paths to values, as in `market.choice: 0.8`',
    'nothing',
    'What is set in every run, before the factors.',
  ),
  factors: other(
    `a list of up to ${MOST_FACTORS} factors`,
    'none',
    'What is varied. Without factors each scenario is run as it is.',
  ),
  design: other(
    'a mapping with `kind`',
    'none, without factors',
    'Which values of the factors are run together.',
  ),
  replicates: other(
    'a whole number from 1 to 100000, or `until`',
    null,
    'How often each cell (a scenario at a point of the design) is run.',
  ),
  commonRandomNumbers: flag(
    true,
    'Whether replicate r has the same luck in every cell, so that cells differ by their settings alone.',
  ),
  outcomes: other('`all`, or a list of metrics', 'all', 'Metrics whose outcome is kept of every run.'),
  series: other(
    '`all`, or a list of metrics',
    'none',
    'Metrics whose values at week 0 and at the end of every term are kept too.',
  ),
  schools: flag(false, 'Whether the state of every school at the end is kept.'),
  events: flag(false, 'Whether the events of every run are kept.'),
} as const satisfies Record<string, Key>;

export const factorKeys = {
  name: other(
    `text of up to ${LONGEST.name} characters`,
    'the path',
    'Name of the factor in results. With `levels` it has to be given.',
  ),
  path: other('`group.parameter`, or `years`', 'none', 'The parameter that is varied, where it is one.'),
  from: other('a number', 'the least allowed', 'Lower end of the range of a number.'),
  to: other('a number above `from`', 'the largest allowed', 'Upper end of the range of a number.'),
  scale: other(
    '`linear`, or `log` for a range above 0',
    'linear',
    'On which scale values are spread over the range.',
  ),
  values: other(
    'a list of two numbers or more',
    'equal steps',
    'The values of a number in a grid or one at a time, in place of `from`, `to` and `scale`.',
  ),
  options: other('a list of two options or more', 'all options', 'Which options of a choice are run.'),
  levels: other(
    'a mapping of two names or more to settings',
    'none',
    'Regimes: each level sets several parameters at once, in place of `path`. `{}` leaves the scenario as it is.',
  ),
} as const satisfies Record<string, Key>;

const stepsDoc =
  'Values of each number, at equal steps on its scale, both ends included; factors with `values` and categories have their own.';

/** The designs, in the order of the documentation. */
export const designs = {
  grid: {
    doc: 'Every combination of the values of all factors.',
    keys: { levels: whole(3, 2, 1000, stepsDoc) },
  },
  list: {
    doc: 'The points that the plan lists.',
    keys: {
      points: other(
        'a list of mappings from every factor’s name to a value',
        null,
        'The points, one value a factor.',
      ),
    },
  },
  'one-at-a-time': {
    doc: 'A base point, and each other value of each factor with all else as in the base.',
    keys: {
      levels: whole(3, 2, 1000, stepsDoc),
      base: other(
        'a mapping from factors’ names to values',
        'the parameters’ defaults, or the nearest in the range; the first level',
        'The base point.',
      ),
    },
  },
  'latin-hypercube': {
    doc: 'Points spread so that each factor has one in each of as many equal cells as there are points, and (up to 2000 points) the points keep far from one another.',
    keys: { points: whole(null, 2, 1_000_000, 'Number of points.') },
  },
  'sobol-sequence': {
    doc: 'The first points of a Sobol’ sequence with the direction numbers of Joe and Kuo. Powers of 2 are balanced best.',
    keys: {
      points: whole(null, 1, 1_000_000, 'Number of points.'),
      scramble: flag(
        true,
        'Whether the sequence is scrambled by the seed. Without, it is the published one, whose first point has every factor at the lower end.',
      ),
    },
  },
  saltelli: {
    doc: 'Two matrices A and B of a scrambled Sobol’ sequence, and for each factor A with its column from B: for Sobol’ indices. Takes rows × (factors + 2) points; powers of 2 are balanced best.',
    keys: { rows: whole(null, 2, 1_000_000, 'Rows of each matrix.') },
  },
  morris: {
    doc: 'Trajectories in which each factor moves once: a number by more than half its range, a category to any other. Takes trajectories × (factors + 1) points.',
    keys: {
      trajectories: whole(null, 2, 1_000_000, 'Number of trajectories.'),
      levels: whole(4, 2, 1000, 'Steps of each number; an even number.'),
    },
  },
} as const satisfies Record<string, { doc: string; keys: Record<string, Key> }>;

export const replicatesKey = whole(null, 1, 100_000, 'Runs of each cell.');

export const untilKeys = {
  outcome: other('a metric', null, 'Whose interval is watched.'),
  width: {
    kind: 'number',
    min: Number.MIN_VALUE,
    max: Number.MAX_VALUE,
    integer: false,
    default: null,
    doc: 'The widest interval that will do, from its lower to its upper end, in the metric’s unit.',
  },
  confidence: {
    kind: 'number',
    min: 0.5,
    max: 0.9999,
    integer: false,
    default: 0.95,
    doc: 'Confidence of the interval of the mean (Student’s t).',
  },
  min: whole(10, 2, 100_000, 'Runs of each cell at least.'),
  max: whole(200, 2, 100_000, 'Runs of each cell at most.'),
  block: whole(10, 1, 100_000, 'Runs added at a time.'),
} as const satisfies Record<string, Key>;

/** What a number of a plan may be, in words. */
export function allowedNumber({ min, max, integer }: KeyNumber): string {
  if (min === Number.MIN_VALUE) return 'a number above 0';
  return `${integer ? 'a whole number' : 'a number'} from ${min} to ${max}`;
}
