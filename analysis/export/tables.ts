import {
  COUNTER,
  EVENT,
  INSIDE,
  LIFE,
  MEMBERSHIPS,
  metrics,
  STAGE,
  STAGES,
  STRATA,
  type State,
  TIES,
} from '../../sim/index.ts';
import { type Field, field, fieldOf, fieldsOf } from './fields.ts';
import type { Moment } from './moment.ts';
import { plainName } from './text.ts';

/** A tidy table of a run: one row a thing and week, one column a field. */
export interface Table {
  readonly name: string;
  /** What a row is. */
  readonly about: string;
  /** Whether its rows are read in every week that is asked for, or once, when the run has come to the last of them. */
  readonly read: 'every week' | 'once';
  readonly fields: readonly Field[];
  /** The rows there are, in order, as the fields take them. */
  readonly rows: (moment: Moment) => Iterable<number>;
}

const week = field({
  name: 'week',
  type: 'integer',
  unit: 'week',
  meaning: 'Weeks done; 0 is the start, 13 a term, 39 a year',
  read: (moment) => moment.week,
});

/** The reference number of a school by which every table and graph names it. */
export const schoolNumber = fieldOf('schoolId', 'school');

const schoolName = field({
  name: 'name',
  type: 'text',
  meaning: 'Name of the school',
  read: ({ names }, a) => plainName(names[a]),
});

const roll = field({
  name: 'roll',
  type: 'double',
  unit: 'pupils',
  meaning: 'Pupils on roll',
  read: ({ state: { schoolPupils } }, a) => {
    let sum = 0;
    for (let k = 0; k < STRATA.length; k++) sum += schoolPupils[a * STRATA.length + k];
    return sum;
  },
});

/** `associations`, `cooperations` and so on: the school's relations at each stage. */
const PLURALS = ['acquaintances', 'associations', 'cooperations', 'collaborations', 'collegialities'];
const stageCounts = STAGES.map((name, stage) =>
  field({
    name: PLURALS[stage],
    type: 'integer',
    unit: 'relations',
    meaning: stage === STAGE.none ? 'Relations below every stage' : `Relations at the stage ${name}`,
    read: (moment, a) => moment.relationsAt(a, stage),
  }),
);

/** What is known of a school, one number each: also the attributes of the schools in a graph. */
export const schoolFields = [
  schoolName,
  ...fieldsOf(['school'], ['schoolId']),
  roll,
  ...stageCounts,
] as const satisfies readonly Field[];

/** What is known of a school by means, subject, view or expertise: many columns, for tables alone. */
const schoolDetails = fieldsOf(['schoolStratum', 'schoolSubject', 'schoolView', 'schoolExpertise']);

const trustEachWay = (['AB', 'BA'] as const).map((way) =>
  field({
    name: `trust${way}`,
    type: 'double',
    unit: 'share',
    meaning: `Mean trust of the ties of staff of school ${way[0]} to staff of school ${way[1]}, each counting by its use; none without ties`,
    read: ({ mutualTrust }, r) => {
      const trust = (way === 'AB' ? mutualTrust.forth : mutualTrust.back)[r];
      return Number.isNaN(trust) ? null : trust;
    },
  }),
);

/** The two schools of a relation: A comes before B in the order of the schools, that of their reference numbers. */
export const relationEnds = [fieldOf('relationA', 'schoolA'), fieldOf('relationB', 'schoolB')] as const;

/** What is known of a relation of two schools: also the attributes of relations in a graph. */
export const relationFields: readonly Field[] = [
  ...fieldsOf(['relation'], ['relationA', 'relationB']),
  field({
    name: 'stageNumber',
    type: 'integer',
    meaning: `Stage as a number: ${STAGES.map((name, i) => `${i} ${name}`).join(', ')}`,
    read: ({ state }, r) => state.relationStage[r],
  }),
  ...trustEachWay,
];

const membershipSchool = field({
  ...schoolNumber,
  read: ({ state }, m) => state.schoolId[Math.floor(m / MEMBERSHIPS)],
});

const COLLABORATIVE =
  'Number of the collaborative. A number is given again when what had it has been dissolved; with the week of founding it is unique';
const collaborativeNumber = field({
  name: 'collaborative',
  type: 'integer',
  meaning: COLLABORATIVE,
  read: (_, c) => c,
});

/** Number of a post by which every table and graph names who holds it. */
export const postNumber = field({
  name: 'post',
  type: 'integer',
  meaning: 'Number of the post. Whoever holds it may change; `arrived` tells',
  read: (_, i) => i,
});

/** What is known of a member of staff: also the attributes of staff in a graph. */
export const staffFields = fieldsOf(['staff', 'staffView', 'staffExpertise']);

/** The two ends of a tie: who holds it, and whom it leads to. */
export const tieEnds = [
  field({
    name: 'source',
    type: 'integer',
    unit: 'post',
    meaning: 'Who holds the tie',
    read: (_, t) => Math.floor(t / TIES),
  }),
  fieldOf('tieTarget'),
] as const;

/** What is known of a tie of staff: also the attributes of ties in a graph. Trust and strength are today's. */
export const tieFields: readonly Field[] = [
  field({
    name: 'kind',
    type: 'text',
    values: ['inside', 'across'],
    meaning: 'Whether it stays inside the school or leads to another',
    read: (_, t) => (t % TIES < INSIDE ? 'inside' : 'across'),
  }),
  field({
    ...fieldOf('tieTrust'),
    type: 'double',
    meaning: 'Trust',
    read: (moment, t) => moment.tieTrust(t),
  }),
  field({
    ...fieldOf('tieStrength'),
    type: 'double',
    meaning: 'Contacts a week, moving average',
    read: (moment, t) => moment.tieStrength(t),
  }),
  field({ ...fieldOf('tieSince'), meaning: 'Week of the last contact' }),
  fieldOf('tieSuccesses'),
];

/** The tables of the schools of a run, and of what happens among them. */
export const schoolTables: readonly Table[] = [
  {
    name: 'series',
    about: 'The metrics at the start and at the end of a term',
    read: 'once',
    fields: [
      field({ ...week, read: ({ sampleWeeks }, row) => sampleWeeks[row] }),
      ...metrics.map(({ key, unit, doc }) =>
        field({ name: key, type: 'double', unit, meaning: doc, read: ({ series }, row) => series[key][row] }),
      ),
    ],
    rows: (moment) => count(moment.sampleWeeks.filter((sampled) => sampled <= moment.week).length),
  },
  {
    name: 'schools',
    about: 'A school in a week; also one that has closed',
    read: 'every week',
    fields: [week, schoolNumber, ...schoolFields, ...schoolDetails],
    rows: ({ state }) => count(state.schoolPosts.length),
  },
  {
    name: 'relations',
    about: 'Two schools that know each other, in a week',
    read: 'every week',
    fields: [week, ...relationEnds, ...relationFields],
    rows: ({ state }) => relationsOf(state),
  },
  {
    name: 'collaboratives',
    about: 'A collaborative in a week',
    read: 'every week',
    fields: [week, collaborativeNumber, ...fieldsOf(['collaborative'])],
    rows: ({ state }) =>
      count(state.collaborativeLife.length, (c) => state.collaborativeLife[c] !== LIFE.none),
  },
  {
    name: 'memberships',
    about: 'A school in a collaborative, in a week',
    read: 'every week',
    fields: [
      week,
      membershipSchool,
      { ...fieldOf('membershipOf', 'collaborative'), unit: '', meaning: COLLABORATIVE },
      ...fieldsOf(['membership'], ['membershipOf', 'rosterMembership']),
    ],
    rows: ({ state }) => count(state.membershipOf.length, (m) => state.membershipOf[m] >= 0),
  },
  {
    name: 'events',
    about: 'Something that happened to a school, relation or collaborative, in the order in which it did',
    read: 'once',
    fields: [
      field({ ...fieldOf('eventWeek'), meaning: 'Week in which it happened, the first being 0' }),
      fieldOf('eventKind', 'event'),
      fieldOf('eventA', 'school'),
      field({
        name: 'partner',
        type: 'integer',
        unit: 'reference number',
        meaning: 'The other school of a relation, or the one decided about',
        read: ({ state }, e) =>
          isOfSchools(state, e) && state.eventB[e] >= 0 ? state.schoolId[state.eventB[e]] : null,
      }),
      field({
        name: 'collaborative',
        type: 'integer',
        meaning: COLLABORATIVE,
        read: ({ state }, e) => (isOfSchools(state, e) || state.eventB[e] < 0 ? null : state.eventB[e]),
      }),
      fieldOf('eventValue'),
    ],
    rows: ({ state }) => count(state.counter[COUNTER.events]),
  },
];

/** The tables of the staff of a run. */
export const staffTables: readonly Table[] = [
  {
    name: 'staff',
    about: 'A filled post in a week',
    read: 'every week',
    fields: [week, postNumber, ...staffFields],
    rows: ({ state }) => postsOf(state),
  },
  {
    name: 'ties',
    about: 'A tie of one member of staff to another, in a week; there may be another the other way',
    read: 'every week',
    fields: [week, ...tieEnds, ...tieFields],
    rows: ({ state }) => tiesOf(state),
  },
];

/** The rows of relations in use, in the order of their schools. */
export function relationsOf({ relationA, relationB, schoolPosts }: State): number[] {
  const rows = [...count(relationA.length, (r) => relationA[r] >= 0)];
  const order = (r: number) => relationA[r] * schoolPosts.length + relationB[r];
  return rows.sort((p, q) => order(p) - order(q));
}

/** The posts that are filled. */
export function* postsOf({ schoolFirst, schoolPosts }: State): Generator<number> {
  for (let a = 0; a < schoolPosts.length; a++)
    for (let i = schoolFirst[a]; i < schoolFirst[a] + schoolPosts[a]; i++) yield i;
}

/** The ties of all staff in post. */
export function* tiesOf(state: State): Generator<number> {
  for (const i of postsOf(state))
    for (let t = i * TIES; t < (i + 1) * TIES; t++) if (state.tieTarget[t] >= 0) yield t;
}

function* count(n: number, holds: (row: number) => boolean = () => true): Generator<number> {
  for (let row = 0; row < n; row++) if (holds(row)) yield row;
}

/** Whether what event `e` is about besides a school is another school, and not a collaborative. */
function isOfSchools({ eventKind }: State, e: number): boolean {
  const kind = eventKind[e];
  return kind === EVENT.stageRose || kind === EVENT.stageFell || kind === EVENT.decided;
}
