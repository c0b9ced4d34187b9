import { WEEKS_A_YEAR } from '../../sim/index.ts';
import { variance } from '../moments.ts';
import { type FederationType, sample } from './book.ts';

/** Last week before anybody federates: the end of year 3. */
export const BASELINE = 3 * WEEKS_A_YEAR;
/** Years after federating that are examined, and years of the run in all. */
export const LAST_YEAR = 3;
export const YEARS = BASELINE / WEEKS_A_YEAR + LAST_YEAR;
/** Schools for each one that federates; the rest is where comparators come from. */
const POOL = 4;
/**
 * Share of secondary schools among all. Each federation across phases has one of them, so that among the schools that
 * federate they make up the 27 per cent that they are in table 7.1.
 */
const SECONDARY = 0.17;

/**
 * Federations of each type by size: the numbers that come nearest to the shares of types, and of schools in
 * federations of two and of three, with 264 schools in all (B 7.2.4, 7.3.1). In the order of founding: what few
 * schools are fit for comes first.
 */
const FEDERATIONS: readonly {
  type: FederationType;
  bySize: readonly (readonly [size: number, count: number])[];
}[] = [
  { type: 'mainstreaming', bySize: [[2, 6]] },
  { type: 'performance', bySize: [[2, 21]] },
  {
    type: 'faith',
    bySize: [
      [2, 18],
      [4, 1],
    ],
  },
  {
    type: 'size',
    bySize: [
      [2, 20],
      [3, 2],
      [4, 1],
    ],
  },
  {
    type: 'cross-phase',
    bySize: [
      [2, 40],
      [3, 4],
    ],
  },
  { type: 'academy', bySize: [[2, 3]] },
  {
    type: 'unclassified',
    bySize: [
      [2, 8],
      [3, 2],
    ],
  },
];

/** How the schools of a type find one another, as foundings call it. Academies have a sponsor, near or far. */
const PICK: Readonly<Record<FederationType, string>> = {
  mainstreaming: 'mainstreaming',
  performance: 'performance',
  faith: 'faith',
  size: 'size',
  'cross-phase': 'cross-phase',
  academy: 'random',
  unclassified: 'neighbours',
};

/** The first week in which no more of them are founded: each type has a week of its own, by which it is known later. */
export const FOUNDED = BASELINE + FEDERATIONS.length;

/** The type of a collaborative by the week of its founding, or undefined where the study did not found it. */
export function typeOf(founded: number): FederationType | undefined {
  return founded < BASELINE ? undefined : FEDERATIONS[founded - BASELINE]?.type;
}

/** The study as a scenario, before checking. `part` is the share of the sample that is taken: 1 for all of it. */
export function plainStudy(part = 1): Record<string, unknown> {
  const schools = Math.round(sample.schools * part * POOL);
  return {
    title: 'Federations and their comparators',
    about: `${Math.round(sample.schools * part)} schools of a generated district of ${schools} federate after year 3.`,
    source: 'B 7.2 to 7.7',
    years: YEARS,
    district: {
      schools,
      secondaryShare: SECONDARY,
      faithShare: sample.catholic + sample.churchOfEngland,
    },
    foundings: foundings(part),
  };
}

/** Governing bodies and heads shared by some are dealt out evenly over the federations, in their order. */
function foundings(part: number): Record<string, unknown>[] {
  const rows = new Map<string, Record<string, unknown> & { times: number }>();
  let dealt = 0;
  FEDERATIONS.forEach(({ type, bySize }, at) => {
    for (const [size, count] of bySize) {
      const times = Math.max(1, Math.round(count * part));
      for (let k = 0; k < times; k++, dealt++) {
        const due = (share: number) => Math.floor((dealt + 1) * share) > Math.floor(dealt * share);
        const form = due(sample.oneGoverningBody) ? 'hard federation' : 'soft federation';
        const coordinator = due(1 - sample.oneHead) ? 'none' : 'executive head';
        const name = `${type}, ${size}, ${form}, ${coordinator}`;
        const row = rows.get(name) ?? {
          name,
          week: BASELINE + at,
          form,
          coordinator,
          pick: PICK[type],
          // Schools that federate may be in looser networks, as those they are compared with may.
          overlap: true,
          size,
          times: 0,
        };
        row.times++;
        rows.set(name, row);
      }
    }
  });
  return [...rows.values()];
}

/** What schools are matched on, one entry a school. */
export interface Characteristics {
  /** Reference numbers, by which ties are settled. */
  readonly id: ArrayLike<number>;
  /** Schools are matched within a phase alone, and within a type of school where that leaves any. */
  readonly phase: ArrayLike<number>;
  readonly type: ArrayLike<number>;
  readonly measures: readonly ArrayLike<number>[];
}

/** Further than any two schools of one type lie from each other, standard deviations squared. */
const OTHER_TYPE = 1e6;

/**
 * For each federated school the comparator most like it, one to one: of all pairs of one phase the nearest are
 * joined first, by distance over measures in standard deviations, those of one type of school before all others (B
 * 7.2.3). Schools for which no comparator is left have none. The order of schools and of the two lists does not matter.
 */
export function match(
  schools: Characteristics,
  federated: readonly number[],
  candidates: readonly number[],
): Map<number, number> {
  const scale = schools.measures.map((measure) => 1 / Math.sqrt(variance(measure) || 1));
  const pairs: { a: number; b: number; distance: number }[] = [];
  for (const a of federated) {
    for (const b of candidates) {
      if (schools.phase[a] !== schools.phase[b]) continue;
      let distance = schools.type[a] === schools.type[b] ? 0 : OTHER_TYPE;
      schools.measures.forEach((measure, k) => {
        const gap = (measure[a] - measure[b]) * scale[k];
        distance += gap * gap;
      });
      pairs.push({ a, b, distance });
    }
  }
  const { id } = schools;
  pairs.sort((p, q) => p.distance - q.distance || id[p.a] - id[q.a] || id[p.b] - id[q.b]);
  const matched = new Map<number, number>();
  const taken = new Set<number>();
  for (const { a, b } of pairs) {
    if (matched.has(a) || taken.has(b)) continue;
    matched.set(a, b);
    taken.add(b);
  }
  return matched;
}
