/**
 * The state of a run as the second implementation of its rules sees it: people, schools, ties, relations,
 * collaboratives and memberships as objects that know one another and are found by looking through all of them.
 * A field keeps its value to the precision its column declares; nothing else of the columns shows.
 */
import type { Draw } from '../../sim/draw.ts';
import { type Form, forms } from '../../sim/governance/forms.ts';
import type { ParameterValues } from '../../sim/parameters.ts';
import type { Decision, Founding, Shock } from '../../sim/plan.ts';
import {
  type ColumnName,
  columnNames,
  LIFE,
  MEMBERSHIPS,
  NEIGHBOURS,
  PARTNERS,
  type State,
  TIES,
} from '../../sim/state.ts';

export interface Numbers {
  [k: number]: number;
  readonly length: number;
}

/** The fields of the objects of a kind: the columns whose names begin with it. */
type Fields<P extends string> = {
  [N in ColumnName as N extends `${P}${infer Rest}` ? Uncapitalize<Rest> : never]: number;
} & { readonly index: number };
/** Fields that hold several numbers. */
type Several<T, A extends keyof T> = Omit<T, A> & { readonly [K in A]: Numbers };

export type Person = Several<Fields<'staff'>, 'view' | 'explicit' | 'tacit'>;
export type Tie = Fields<'tie'>;
export type School = Several<
  Fields<'school'>,
  | 'view'
  | 'expertise'
  | 'practice'
  | 'pupils'
  | 'resident'
  | 'cohort'
  | 'expected'
  | 'effect'
  | 'attainment'
  | 'engagement'
  | 'engagementUsual'
  | 'wellbeing'
>;
export type Relation = Fields<'relation'>;
export type Collaborative = Fields<'collaborative'>;
export type Membership = Fields<'membership'>;
export type Family = Fields<'family'>;
export type Agency = Several<Fields<'agency'>, 'view'>;
export type Liaison = Fields<'liaison'>;
export type Contact = Fields<'contact'>;
export type Neighbour = Fields<'neighbour'>;
export type Innovation = Fields<'innovation'>;
export type Happening = Fields<'event'>;

type Maker = new (s: State, index: number) => object;
const makers = new Map<string, Maker>();

/** The class of the objects of a kind, `rows` of them in `s`. */
function makerOf(s: State, prefix: string, rows: number): Maker {
  const known = makers.get(prefix);
  if (known !== undefined) return known;
  class Row {
    readonly s: State;
    readonly index: number;
    constructor(state: State, index: number) {
      this.s = state;
      this.index = index;
    }
  }
  for (const name of columnNames) {
    if (!name.startsWith(prefix)) continue;
    const rest = name.slice(prefix.length);
    if (rest === '' || rest[0] !== rest[0].toUpperCase()) continue;
    const width = Math.floor(s[name].length / rows);
    Object.defineProperty(
      Row.prototype,
      rest[0].toLowerCase() + rest.slice(1),
      width > 1
        ? {
            get(this: Row) {
              return this.s[name].subarray(this.index * width, (this.index + 1) * width);
            },
          }
        : {
            get(this: Row) {
              return this.s[name][this.index];
            },
            set(this: Row, value: number) {
              this.s[name][this.index] = value;
            },
          },
    );
  }
  makers.set(prefix, Row);
  return Row;
}

export class World {
  readonly p: ParameterValues;
  readonly draw: Draw;
  readonly s: State;
  week: number;
  /** Contacts in hand. */
  inHand = 0;
  readonly foundings: readonly Founding[];
  readonly shocks: readonly Shock[];
  readonly decisions: readonly Decision[];
  private readonly lists = new Map<string, readonly unknown[]>();

  constructor(
    s: State,
    p: ParameterValues,
    draw: Draw,
    week: number,
    plans: {
      foundings: readonly Founding[];
      shocks: readonly Shock[];
      decisions: readonly Decision[];
    },
  ) {
    this.s = s;
    this.p = p;
    this.draw = draw;
    this.week = week;
    this.foundings = plans.foundings;
    this.shocks = plans.shocks;
    this.decisions = plans.decisions;
  }

  private list<T>(prefix: string, rows: number): readonly T[] {
    let list = this.lists.get(prefix) as readonly T[] | undefined;
    if (list === undefined) {
      const Row = makerOf(this.s, prefix, Math.max(1, rows));
      list = Array.from({ length: rows }, (_, index) => new Row(this.s, index) as T);
      this.lists.set(prefix, list);
    }
    return list;
  }

  /** Every post there is room for, filled or not. */
  get posts(): readonly Person[] {
    return this.list<Person>('staff', this.s.counts.staff);
  }
  get schools(): readonly School[] {
    return this.list<School>('school', this.s.counts.schools);
  }
  /** Every row for a relation, used or not. */
  get relationRows(): readonly Relation[] {
    return this.list<Relation>('relation', this.s.counts.relations);
  }
  get collaborativeRows(): readonly Collaborative[] {
    return this.list<Collaborative>('collaborative', this.s.counts.collaboratives);
  }
  get membershipRows(): readonly Membership[] {
    return this.list<Membership>('membership', this.s.counts.schools * MEMBERSHIPS);
  }
  get slots(): readonly Tie[] {
    return this.list<Tie>('tie', this.s.counts.staff * TIES);
  }
  get contacts(): readonly Contact[] {
    return this.list<Contact>('contact', this.s.counts.contacts).slice(0, this.inHand);
  }
  get contactRows(): readonly Contact[] {
    return this.list<Contact>('contact', this.s.counts.contacts);
  }
  get innovations(): readonly Innovation[] {
    return this.list<Innovation>('innovation', this.s.counts.innovations);
  }
  get happenings(): readonly Happening[] {
    return this.list<Happening>('event', this.s.counts.events);
  }
  get counter(): Numbers {
    return this.s.counter;
  }

  staffOf(a: School): readonly Person[] {
    return this.posts.slice(a.first, a.first + a.posts);
  }
  /** Families of `a`, by means. */
  familiesOf(a: School): readonly Family[] {
    const [first, end] = [a.families, this.s.schoolFamilies[a.index + 1]];
    return this.list<Family>('family', this.s.counts.families).slice(first, end);
  }
  get agencies(): readonly Agency[] {
    return this.list<Agency>('agency', this.s.agencyKind.length);
  }
  /** What `a` has, or could have, to do with each kind of agency. */
  liaisonsOf(a: School): readonly Liaison[] {
    const kinds = this.s.liaisonSince.length / this.schools.length;
    return this.list<Liaison>('liaison', this.s.liaisonSince.length).slice(
      a.index * kinds,
      (a.index + 1) * kinds,
    );
  }
  headOf(a: School): Person {
    return this.posts[a.first];
  }
  schoolOf(i: Person): School {
    return this.schools[i.school];
  }
  /** The eight slots of `i` for ties inside the school, or across. */
  half(i: Person, across: boolean): readonly Tie[] {
    const first = i.index * TIES + (across ? TIES / 2 : 0);
    return this.slots.slice(first, first + TIES / 2);
  }
  tiesOf(i: Person, across: boolean): readonly Tie[] {
    return this.half(i, across).filter((tie) => tie.target >= 0);
  }
  tieTo(i: Person, j: Person, across: boolean): Tie | undefined {
    return this.tiesOf(i, across).find((tie) => tie.target === j.index);
  }

  get relations(): readonly Relation[] {
    return this.relationRows.filter((r) => r.a >= 0);
  }
  relationBetween(a: School, b: School): Relation | undefined {
    return this.relations.find(
      (r) => (r.a === a.index && r.b === b.index) || (r.a === b.index && r.b === a.index),
    );
  }
  /** The relations of `a` in the order in which its partner row lists them. */
  relationsOf(a: School): readonly Relation[] {
    return Array.from(this.s.partnerRelation.subarray(a.index * PARTNERS, (a.index + 1) * PARTNERS))
      .filter((r) => r >= 0)
      .map((r) => this.relationRows[r]);
  }
  other(r: Relation, a: School): School {
    return this.schools[r.a === a.index ? r.b : r.a];
  }
  neighboursOf(a: School): readonly Neighbour[] {
    return this.list<Neighbour>('neighbour', this.s.counts.schools * NEIGHBOURS)
      .slice(a.index * NEIGHBOURS, (a.index + 1) * NEIGHBOURS)
      .filter((n) => n.school >= 0);
  }

  get collaboratives(): readonly Collaborative[] {
    return this.collaborativeRows.filter((c) => c.life !== LIFE.none);
  }
  formOf(c: Collaborative): Form {
    return forms[c.form];
  }
  places(a: School): readonly Membership[] {
    return this.membershipRows.slice(a.index * MEMBERSHIPS, (a.index + 1) * MEMBERSHIPS);
  }
  membershipsOf(a: School): readonly Membership[] {
    return this.places(a).filter((m) => m.of >= 0);
  }
  holder(m: Membership): School {
    return this.schools[Math.floor(m.index / MEMBERSHIPS)];
  }
  /** Memberships in `c`, schools in order. */
  rosterOf(c: Collaborative): readonly Membership[] {
    return this.membershipRows.filter((m) => m.of === c.index);
  }
  /** Collaboratives both belong to. */
  sharedBy(a: School, b: School): readonly Collaborative[] {
    return this.membershipsOf(a)
      .filter((m) => this.membershipsOf(b).some((n) => n.of === m.of))
      .map((m) => this.collaborativeRows[m.of]);
  }

  /** Keeps an event, as far as there is room. */
  record(kind: number, a: number, b: number, value: number): void {
    const at = this.counter[2];
    if (at >= this.happenings.length) {
      this.counter[3]++;
      return;
    }
    this.counter[2]++;
    Object.assign(this.happenings[at], { week: this.week, kind, a, b, value });
  }
}

/** What is left of something that keeps the share `kept` a week, after so many weeks. */
export function left(kept: number, weeks: number): number {
  let rest = 1;
  for (let w = 0; w < weeks; w++) rest *= kept;
  return rest;
}

/** Trust of a tie in `week`: it fades only in weeks without contact, and in the week after a contact there is none. */
export function trustNow(w: World, tie: Tie): number {
  return tie.trust * fading(w, tie);
}

/** What is left of the trust of a tie. */
export function fading(w: World, tie: Tie): number {
  return left(1 - w.p.trust.fading, Math.max(0, w.week - tie.since - 1));
}

export function held(x: number, low = 0, high = 1): number {
  return Math.min(high, Math.max(low, x));
}

export function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0);
}
