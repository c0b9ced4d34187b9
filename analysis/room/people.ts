import type { Post, Refusal, Seat } from './protocol.ts';

/** The posts of a school that people can take. */
export interface SchoolSeats {
  /** Reference number. */
  readonly school: number;
  readonly name: string;
  /** Places of its teachers in its staff; the head's is 0. */
  readonly teachers: readonly number[];
}

/** Somebody in the room. */
export interface Person {
  /** From 1 on, in the order of coming: all that is ever kept of anybody. */
  readonly number: number;
  readonly nickname: string | null;
  /** Of these two tokens either brings the person back: the one given last, and the one before it until that has arrived. */
  issued: string;
  held: string | null;
  /** Connections under way. */
  sockets: number;
  seat: Seat | null;
  /** Inputs that count in the week under way. */
  inputs: number;
  /** What the last inputs were answered, by their numbers: one that is sent again is not counted again. */
  readonly answered: Map<number, Answer>;
}

export type Answer =
  | { readonly week: number; readonly late: boolean; readonly why: null }
  | { readonly week: null; readonly late: false; readonly why: Refusal };

/** Answers kept a person. */
const KEPT = 32;

/** A seat by school and post. */
export const keyOf = (school: number, post: number) => `${school}/${post}`;

/** Who is in the room, and who has which seat: one a person, heads' first. */
export class People {
  readonly #all = new Map<number, Person>();
  readonly #byToken = new Map<string, Person>();
  readonly #bySeat = new Map<string, Person>();
  #plan: readonly SchoolSeats[] = [];
  #last = 0;

  /** People who ever came. */
  get ever(): number {
    return this.#last;
  }

  get count(): number {
    return this.#all.size;
  }

  get connected(): number {
    let count = 0;
    for (const { sockets } of this.#all.values()) if (sockets > 0) count++;
    return count;
  }

  get seats(): number {
    return this.#plan.reduce((sum, { teachers }) => sum + 1 + teachers.length, 0);
  }

  get plan(): readonly SchoolSeats[] {
    return this.#plan;
  }

  [Symbol.iterator](): IterableIterator<Person> {
    return this.#all.values();
  }

  get(number: number): Person | undefined {
    return this.#all.get(number);
  }

  /** Who has this seat. */
  at(school: number, post: number): Person | undefined {
    return this.#bySeat.get(keyOf(school, post));
  }

  /** Those who sit at a school. */
  of(school: number): Person[] {
    return [...this.#bySeat.values()].filter(({ seat }) => seat?.school === school);
  }

  come(nickname: string | null, token: string): Person {
    const person: Person = {
      number: ++this.#last,
      nickname,
      issued: token,
      held: null,
      sockets: 1,
      seat: null,
      inputs: 0,
      answered: new Map(),
    };
    this.#all.set(person.number, person);
    this.#byToken.set(token, person);
    return person;
  }

  /** The person whom a token brings back, who is given another; undefined where it is nobody's. */
  comeBack(token: string, next: string): Person | undefined {
    const person = this.#byToken.get(token);
    if (person === undefined) return undefined;
    for (const old of [person.issued, person.held])
      if (old !== null && old !== token) this.#byToken.delete(old);
    person.held = token;
    person.issued = next;
    this.#byToken.set(next, person);
    person.sockets++;
    return person;
  }

  /** The person has said something: what they were given has arrived, and what they came back with is used up. */
  arrived(person: Person): void {
    if (person.held === null) return;
    this.#byToken.delete(person.held);
    person.held = null;
  }

  leave(person: Person): void {
    this.stand(person);
    for (const token of [person.issued, person.held]) if (token !== null) this.#byToken.delete(token);
    this.#all.delete(person.number);
  }

  /** Seats of another run: everybody stands up. */
  layOut(plan: readonly SchoolSeats[]): void {
    for (const person of this) this.stand(person);
    this.#plan = [...plan].sort((p, q) => p.school - q.school);
  }

  stand(person: Person): void {
    if (person.seat !== null) this.#bySeat.delete(keyOf(person.seat.school, person.seat.post));
    person.seat = null;
  }

  /** Gives a person the seat asked for, or where nothing is asked the next: heads' in order of schools, then teachers' where fewest sit. */
  sit(person: Person, school: number | null, post: Post | null): Refusal | null {
    const wanted = this.#plan.filter((one) => school === null || one.school === school);
    if (wanted.length === 0) return school === null ? 'not open' : 'no such school';
    const found =
      (post === 'teacher' ? null : this.#freeHead(wanted)) ??
      (post === 'head' ? null : this.#freeTeacher(wanted));
    if (found === null) return school === null && post === null ? 'nothing free' : 'taken';
    this.stand(person);
    const { of, place } = found;
    person.seat = {
      school: of.school,
      name: of.name,
      post: place,
      title: place === 0 ? `head of ${of.name}` : `teacher at ${of.name}`,
      head: place === 0,
    };
    this.#bySeat.set(keyOf(of.school, place), person);
    return null;
  }

  /** Free seats by school. */
  free(): { school: number; name: string; head: boolean; teachers: number }[] {
    return this.#plan.map(({ school, name, teachers }) => ({
      school,
      name,
      head: this.at(school, 0) === undefined,
      teachers: teachers.filter((place) => this.at(school, place) === undefined).length,
    }));
  }

  #freeHead(schools: readonly SchoolSeats[]): { of: SchoolSeats; place: number } | null {
    const of = schools.find(({ school }) => this.at(school, 0) === undefined);
    return of === undefined ? null : { of, place: 0 };
  }

  #freeTeacher(schools: readonly SchoolSeats[]): { of: SchoolSeats; place: number } | null {
    let best: { of: SchoolSeats; place: number; sitting: number } | null = null;
    for (const of of schools) {
      const place = of.teachers.find((one) => this.at(of.school, one) === undefined);
      if (place === undefined) continue;
      const sitting = this.of(of.school).length;
      if (best === null || sitting < best.sitting) best = { of, place, sitting };
    }
    return best;
  }
}

/** Keeps what an input was answered, and forgets the oldest. */
export function keepAnswer({ answered }: Person, number: number, answer: Answer): void {
  answered.set(number, answer);
  if (answered.size > KEPT) answered.delete(answered.keys().next().value as number);
}
