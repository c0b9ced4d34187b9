import { advance, type ColumnName, columns, type Entity, type Run, type State } from '../../sim/index.ts';

/**
 * Where two runs of one seed part. Twins meet the same luck, draw by draw, so their states agree in every bit until
 * something that differs between their scenarios has had an effect; what differs after that is its doing, at first
 * directly and then by way of others. The two are taken forward side by side, week by week, and their states compared
 * column by column; nothing of earlier weeks is kept but counts.
 *
 * Two things are told apart. Any figure may differ, some of them at once, because they follow from what a scenario sets: the
 * pressure that schools feel, the hours they have. What people have done parts later and spreads from contact to
 * contact: whom they met, trust and know, what they learnt and think, which networks their schools are in.
 *
 * Parameters are no part of the state, and so no difference. Records of what happened, running counts and tables of
 * results are left out too: they repeat what differs elsewhere. Relations are matched by their schools, since the same
 * relation may stand in different rows. Where a column holds the number of a row, only whether there is one counts.
 */
export interface Parting {
  /** Weeks done and in all. */
  readonly week: number;
  readonly weeks: number;
  readonly staff: number;
  readonly schools: number;
  /** Columns in the order in which they first differ, those of one week in the order of their declaration. */
  readonly firsts: readonly First[];
  /** Of what people have done, one entry a week, from week 0, the start. */
  readonly spread: Spread;
  readonly relation: FirstRelation | null;
  /** By school: the week in which what it, its staff or its relations have done first differs; -1 for never. */
  readonly partedIn: Int32Array;
}

/** How many differ, by week. */
export interface Spread {
  readonly staff: readonly number[];
  readonly schools: readonly number[];
  readonly relations: readonly number[];
  /** Relations there are in either run. */
  readonly ofRelations: readonly number[];
}

/** Whose state a column is. */
export type Owner = 'staff' | 'school' | 'relation' | 'collaborative' | 'agency';

/** A column in the first week in which it differs, and where it differs most. */
export interface First {
  readonly week: number;
  readonly column: ColumnName;
  readonly owner: Owner;
  /** How many of them differ. */
  readonly count: number;
  /** The owner with the largest difference: its number, or for a relation the number of its first school. */
  readonly at: number;
  /** Of a relation its second school, else -1. */
  readonly other: number;
  readonly a: number;
  readonly b: number;
}

/** The first relation on which what people have done parts; of several in one week, that with the largest difference in contacts. */
export interface FirstRelation {
  readonly week: number;
  /** Schools by number. */
  readonly schools: readonly [number, number];
  /** The run in which alone there is such a relation, or null where there is one in both. */
  readonly only: 'a' | 'b' | null;
  /** How many relations part in that week. */
  readonly count: number;
  /** What differs, in the order of the declaration; nothing where there is one in one run only. */
  readonly values: readonly { readonly column: ColumnName; readonly a: number; readonly b: number }[];
}

const OWNERS: { readonly [E in Entity]?: Owner } = {
  staff: 'staff',
  staffView: 'staff',
  staffExpertise: 'staff',
  tie: 'staff',
  school: 'school',
  schoolStratum: 'school',
  schoolSubject: 'school',
  schoolView: 'school',
  schoolExpertise: 'school',
  neighbour: 'school',
  partner: 'school',
  membership: 'school',
  liaison: 'school',
  family: 'school',
  relation: 'relation',
  collaborative: 'collaborative',
  agency: 'agency',
  agencyView: 'agency',
};

/** Columns that hold the number of a row, by their unit: two runs may number the same things differently. */
const ROW_NUMBERS = ['relation', 'membership', 'collaborative'];

interface Compared {
  readonly column: ColumnName;
  readonly owner: Owner;
  readonly rowNumber: boolean;
  /** Whether it keeps what people have done. */
  readonly done: boolean;
}

/** What contacts, joinings and moves of people write. */
const DONE: readonly ColumnName[] = [
  'staffSchool',
  'staffRole',
  'staffArrived',
  'staffView',
  'staffExplicit',
  'staffTacit',
  'tieTarget',
  'tieTrust',
  'tieStrength',
  'tieSince',
  'tieSuccesses',
  'membershipOf',
  'membershipSince',
  'relationMeeting',
  'relationContacts',
  'relationSuccesses',
  'relationJoint',
  'relationLast',
  'relationStage',
];

/** The roster is derived from memberships, and a relation is named by its schools. */
const LEFT_OUT: readonly ColumnName[] = ['rosterMembership', 'relationA', 'relationB'];

export const compared: readonly Compared[] = (Object.keys(columns) as ColumnName[]).flatMap((column) => {
  const { entity, unit } = columns[column];
  const owner = OWNERS[entity];
  return owner === undefined || LEFT_OUT.includes(column)
    ? []
    : [{ column, owner, rowNumber: ROW_NUMBERS.includes(unit), done: DONE.includes(column) }];
});
const ofRelations = compared.filter(({ owner }) => owner === 'relation');
const doneByRelations = ofRelations.filter(({ done }) => done);
const ofOthers = compared.filter(({ owner }) => owner !== 'relation');

type Numbers = State[ColumnName];

/** Who differs, and how many. */
class Tally {
  readonly marks: Uint8Array;
  count = 0;

  constructor(length: number) {
    this.marks = new Uint8Array(length);
  }

  mark(i: number): void {
    if (this.marks[i] === 1) return;
    this.marks[i] = 1;
    this.count++;
  }

  clear(): void {
    this.marks.fill(0);
    this.count = 0;
  }

  get full(): boolean {
    return this.count === this.marks.length;
  }
}

/** How many owners differ in a column whose elements are seen in order, and the owner that differs most. */
class Mostly {
  count = 0;
  at = -1;
  a = 0;
  b = 0;
  #last = -1;
  #most = -1;

  see(owner: number, x: number, y: number): void {
    if (owner !== this.#last) this.count++;
    this.#last = owner;
    if (Math.abs(x - y) <= this.#most) return;
    this.#most = Math.abs(x - y);
    [this.at, this.a, this.b] = [owner, x, y];
  }
}

/** Calls back for every element that differs; of row numbers only by whether there is one. */
function compareElements(
  { rowNumber }: Compared,
  a: Numbers,
  b: Numbers,
  differs: (i: number, x: number, y: number) => void,
): void {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    // A row that only one run has room for is empty in the other.
    const x = i < a.length ? a[i] : 0;
    const y = i < b.length ? b[i] : 0;
    if (x === y || (rowNumber && x >= 0 === y >= 0)) continue;
    differs(i, x, y);
  }
}

/**
 * The same by words of 32 bits, whatever the kind of the column: one loop for all kinds is many times as fast. Columns
 * are padded with zeros to whole words. A zero and a minus zero are one number.
 */
function compareWords(a: Numbers, b: Numbers, differs: (i: number) => void): void {
  const bytes = a.BYTES_PER_ELEMENT;
  const words = Math.ceil(a.byteLength / 4);
  const p = new Int32Array(a.buffer, a.byteOffset, words);
  const q = new Int32Array(b.buffer, b.byteOffset, words);
  let last = -1;
  for (let w = 0; w < words; w++) {
    if (p[w] === q[w]) continue;
    const first = Math.floor((w * 4) / bytes);
    for (let i = Math.max(first, last + 1); i * bytes < (w + 1) * 4; i++) {
      last = i;
      if (a[i] !== b[i]) differs(i);
    }
  }
}

/** Two runs under way side by side. Both have to be at week 0, of one seed and with the same schools and posts. */
export class Twins {
  readonly #a: Run;
  readonly #b: Run;
  readonly #spread = {
    staff: [] as number[],
    schools: [] as number[],
    relations: [] as number[],
    ofRelations: [] as number[],
  };
  readonly #firsts = new Map<ColumnName, First>();
  readonly #partedIn: Int32Array;
  readonly #staff: Tally;
  readonly #school: Tally;
  #relation: FirstRelation | null = null;

  /** Throws RangeError where the two are no twins. */
  constructor(a: Run, b: Run) {
    if (a.seed !== b.seed) throw new RangeError(`a run of seed ${a.seed} beside one of ${b.seed}`);
    const [p, q] = [a.state.counts, b.state.counts];
    if (p.schools !== q.schools || p.staff !== q.staff)
      throw new RangeError(
        'the two runs are about different schools or posts, so they differ from the start',
      );
    this.#a = a;
    this.#b = b;
    this.#partedIn = new Int32Array(p.schools).fill(-1);
    this.#staff = new Tally(p.staff);
    this.#school = new Tally(p.schools);
    this.#look();
  }

  get done(): boolean {
    return this.#a.week >= Math.min(this.#a.weeks, this.#b.weeks);
  }

  /** Takes both on by so many weeks, or to the end of the shorter run, and looks at each. */
  advance(weeks: number): void {
    for (let i = 0; i < weeks && !this.done; i++) {
      advance(this.#a, 1);
      advance(this.#b, 1);
      this.#look();
    }
  }

  /** What has been found so far. */
  get parting(): Parting {
    const order = new Map(compared.map(({ column }, i) => [column, i]));
    const rank = ({ column }: First) => order.get(column) ?? 0;
    return {
      week: this.#a.week,
      weeks: Math.min(this.#a.weeks, this.#b.weeks),
      staff: this.#staff.marks.length,
      schools: this.#school.marks.length,
      spread: this.#spread,
      firsts: [...this.#firsts.values()].sort((p, q) => p.week - q.week || rank(p) - rank(q)),
      relation: this.#relation,
      partedIn: this.#partedIn.slice(),
    };
  }

  #look(): void {
    this.#staff.clear();
    this.#school.clear();
    for (const one of ofOthers) this.#compare(one);
    const [relations, all] = this.#compareRelations();
    const { staffSchool } = this.#a.state;
    // A school differs where its staff do.
    this.#staff.marks.forEach((differs, i) => {
      if (differs === 1) this.#school.mark(staffSchool[i]);
    });
    const week = this.#a.week;
    this.#spread.staff.push(this.#staff.count);
    this.#spread.schools.push(this.#school.count);
    this.#spread.relations.push(relations);
    this.#spread.ofRelations.push(all);
    this.#school.marks.forEach((differs, s) => {
      if (differs === 1 && this.#partedIn[s] < 0) this.#partedIn[s] = week;
    });
  }

  #compare(one: Compared): void {
    const { column, owner } = one;
    const seen = this.#firsts.has(column);
    const whose = owner === 'staff' ? this.#staff : owner === 'school' ? this.#school : null;
    const tally = one.done ? whose : null;
    // Of a column that is known to differ, only whose state differs is of interest.
    if (seen && (tally === null || tally.full)) return;
    const [a, b] = [this.#a.state[column], this.#b.state[column]];
    const ownerOf = this.#ownerOf(column, owner);
    const first = new Mostly();
    if (one.rowNumber || a.length !== b.length) {
      compareElements(one, a, b, (i, x, y) => {
        tally?.mark(ownerOf(i));
        first.see(ownerOf(i), x, y);
      });
    } else {
      compareWords(a, b, (i) => {
        tally?.mark(ownerOf(i));
        if (!seen) first.see(ownerOf(i), a[i], b[i]);
      });
    }
    if (seen || first.count === 0) return;
    const { count, at, a: valueA, b: valueB } = first;
    const week = this.#a.week;
    this.#firsts.set(column, { week, column, owner, count, at, other: -1, a: valueA, b: valueB });
  }

  #ownerOf(column: ColumnName, owner: Owner): (i: number) => number {
    const { state } = this.#a;
    if (columns[column].entity === 'family') return (i) => schoolOfFamily(state, i);
    const { schools, staff } = state.counts;
    const width =
      owner === 'staff'
        ? state[column].length / staff
        : owner === 'school'
          ? state[column].length / schools
          : 1;
    return width === 1 ? (i) => i : (i) => Math.floor(i / width);
  }

  /** On how many relations what people have done differs, of how many relations there are in either run. */
  #compareRelations(): [differing: number, all: number] {
    const [a, b] = [this.#a.state, this.#b.state];
    const rows = matched(a, b);
    const held = doneByRelations.map(({ column }) => [a[column], b[column]] as const);
    const differing = rows.filter(([p, q]) => p < 0 || q < 0 || held.some(([x, y]) => x[p] !== y[q]));
    for (const [p, q] of differing) {
      const [s, r] = p >= 0 ? [a, p] : [b, q];
      this.#school.mark(s.relationA[r]);
      this.#school.mark(s.relationB[r]);
    }
    if (differing.length > 0) this.#relation ??= firstOf(a, b, differing, this.#a.week);
    for (const { column } of ofRelations) if (!this.#firsts.has(column)) this.#first(column, rows);
    return [differing.length, rows.length];
  }

  #first(column: ColumnName, rows: readonly Row[]): void {
    const [a, b] = [this.#a.state, this.#b.state];
    const found = rows.filter(([p, q]) => p >= 0 && q >= 0 && a[column][p] !== b[column][q]);
    if (found.length === 0) return;
    const apart = ([p, q]: Row) => Math.abs(a[column][p] - b[column][q]);
    const [p, q] = found.reduce((most, row) => (apart(row) > apart(most) ? row : most));
    this.#firsts.set(column, {
      week: this.#a.week,
      column,
      owner: 'relation',
      count: found.length,
      at: a.relationA[p],
      other: a.relationB[p],
      a: a[column][p],
      b: b[column][q],
    });
  }
}

/** Rows of one relation in the two runs; -1 where a run has none. */
type Row = readonly [a: number, b: number];

/** The relations of both runs, by the schools they join, those of A first. */
function matched(a: State, b: State): Row[] {
  const schools = a.counts.schools;
  const rowsOfB = new Map<number, number>();
  for (let r = 0; r < b.relationA.length; r++)
    if (b.relationA[r] >= 0) rowsOfB.set(b.relationA[r] * schools + b.relationB[r], r);
  const rows: Row[] = [];
  for (let r = 0; r < a.relationA.length; r++) {
    if (a.relationA[r] < 0) continue;
    const key = a.relationA[r] * schools + a.relationB[r];
    rows.push([r, rowsOfB.get(key) ?? -1]);
    rowsOfB.delete(key);
  }
  for (const r of rowsOfB.values()) rows.push([-1, r]);
  return rows;
}

function firstOf(a: State, b: State, rows: readonly Row[], week: number): FirstRelation {
  const contacts = (s: State, r: number) => (r < 0 ? 0 : s.relationContacts[r]);
  const trust = (s: State, r: number) => (r < 0 ? 0 : s.relationTrust[r]);
  const apart = ([p, q]: Row) =>
    Math.abs(contacts(a, p) - contacts(b, q)) + Math.abs(trust(a, p) - trust(b, q));
  const [p, q] = rows.reduce((most, row) => (apart(row) > apart(most) ? row : most));
  const [s, r] = p >= 0 ? [a, p] : [b, q];
  return {
    week,
    schools: [s.relationA[r], s.relationB[r]],
    only: q < 0 ? 'a' : p < 0 ? 'b' : null,
    count: rows.length,
    values:
      p < 0 || q < 0
        ? []
        : ofRelations
            .filter(({ column }) => a[column][p] !== b[column][q])
            .map(({ column }) => ({ column, a: a[column][p], b: b[column][q] })),
  };
}

function schoolOfFamily({ schoolFamilies }: State, family: number): number {
  let low = 0;
  let high = schoolFamilies.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (schoolFamilies[middle] <= family) low = middle;
    else high = middle;
  }
  return low;
}
