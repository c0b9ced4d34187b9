import { type Decision, WEEKS_A_TERM } from '../../sim/index.ts';
import type { Answer, SchoolSeats } from './people.ts';
import { type Action, HEADS_ACTIONS, LIMITS, type Refusal, type View } from './protocol.ts';

/** A decision with who took it: 0 for a show of hands; `late` where it was meant for a week before the one it counts in. */
export interface Entry {
  readonly participant: number;
  readonly late: boolean;
  readonly decision: Decision;
}

/** What somebody wants to decide; `seen` is the week it is meant for, `other` the school it concerns. */
export interface Given {
  readonly seen: number;
  readonly action: Action;
  readonly other: number | null;
  readonly hours: number | null;
}

/**
 * Decisions in the order in which the room took them. Those of the week under way wait until it is done; whoever decides the
 * same matter again before that has decided it once, the last time.
 */
export class Inputs {
  #taken: Entry[] = [];
  #waiting: Entry[] = [];
  #schools: readonly SchoolSeats[] = [];
  #weeks = 0;
  /** Week that inputs are taken for: while weeks are being done, the one after them. */
  next = 0;

  /** Of another run, or of none. */
  begin(ground: { readonly schools: readonly SchoolSeats[]; readonly weeks: number } | null): void {
    this.#taken = [];
    this.#waiting = [];
    this.#schools = ground?.schools ?? [];
    this.#weeks = ground?.weeks ?? 0;
    this.next = 0;
  }

  /** All so far, in the order of the log. */
  get all(): readonly Entry[] {
    return [...this.#taken, ...this.#waiting];
  }

  /** Enters what a participant, or a show of hands (0), decides for a post. */
  enter(participant: number, school: number, post: number, given: Given): Answer {
    const why = this.#objection(school, post, given);
    if (why !== null) return { week: null, late: false, why };
    const { seen, action, other, hours } = given;
    const late = seen < this.next;
    const decision: Decision = {
      week: this.next,
      school,
      post,
      kind: action,
      with: other ?? 0,
      hours: hours ?? -1,
    };
    this.#waiting = this.#waiting.filter((earlier) => !isSame(earlier.decision, decision));
    this.#waiting.push({ participant, late, decision });
    return { week: this.next, late, why: null };
  }

  /** So many weeks begin: what waited for the first of them is taken, and what comes now is for the week after the last. */
  take(weeks: number): readonly Decision[] {
    const decisions = this.#waiting.map(({ decision }) => decision);
    this.#taken.push(...this.#waiting);
    this.#waiting = [];
    this.next = Math.min(this.#weeks, this.next + weeks);
    return decisions;
  }

  /** Whether the run has such a school, and such a post to decide for. */
  has(school: number, post: number): boolean {
    const found = this.#schools.find((one) => one.school === school);
    return found !== undefined && (post === 0 || found.teachers.includes(post));
  }

  #objection(school: number, post: number, { action, other, hours }: Given): Refusal | null {
    const ofHeads = HEADS_ACTIONS.includes(action);
    const takesHours = action === 'spend time';
    if (this.next >= this.#weeks) return 'over';
    if (!this.has(school, post)) return 'no such school';
    if (ofHeads && post > 0) return 'not a head';
    if (other === null && action === 'join') return 'which school';
    if (hours === null && takesHours) return 'how many hours';
    if ((other !== null && !ofHeads) || (hours !== null && !takesHours)) return 'not understood';
    if (other === school) return 'own school';
    if (other !== null && !this.has(other, 0)) return 'no such school';
    return this.#taken.length + this.#waiting.length >= LIMITS.decisions ? 'log full' : null;
  }

  /** How many people have put how much in this week. */
  summary(): {
    people: number;
    actions: { action: Action; inputs: number }[];
    late: number;
  } {
    const counts = new Map<Action, number>();
    for (const { decision } of this.#waiting) counts.set(decision.kind, (counts.get(decision.kind) ?? 0) + 1);
    return {
      people: new Set(this.#waiting.map(({ participant }) => participant)).size,
      actions: [...counts].map(([action, inputs]) => ({ action, inputs })),
      late: this.#waiting.filter(({ late }) => late).length,
    };
  }

  /** What a post has decided that is in force in the week under way; about partners only what counts at the end of its term. */
  inForce(school: number, post: number): View['inForce'] {
    let offerTo: number | null = null;
    let guard: boolean | null = null;
    let hours: number | null = null;
    const answers = new Map<number, 'join' | 'decline' | 'leave'>();
    for (const { decision } of this.#of(school, post)) {
      const { kind, with: other } = decision;
      if (kind === 'share' || kind === 'guard') guard = kind === 'guard';
      else if (kind === 'spend time') hours = decision.hours < 0 ? null : decision.hours;
      else if (kind === 'own judgement') [guard, hours] = [null, null];
      else if (!sameTerm(decision.week, this.next)) continue;
      else if (kind === 'offer') offerTo = other === 0 ? null : other;
      else answers.set(other, kind);
    }
    return {
      offerTo,
      answers: [...answers].map(([other, action]) => ({ school: other, action })),
      guard,
      hours,
    };
  }

  /** Where each head who has decided it this term goes with an offer, by school; 0 for nowhere. */
  offers(): ReadonlyMap<number, number> {
    const found = new Map<number, number>();
    for (const { decision } of this.all)
      if (decision.kind === 'offer' && sameTerm(decision.week, this.next))
        found.set(decision.school, decision.with);
    return found;
  }

  #of(school: number, post: number): Entry[] {
    return this.all.filter(({ decision }) => decision.school === school && decision.post === post);
  }
}

/** Whether two decisions of one week are about the same matter. */
function isSame(p: Decision, q: Decision): boolean {
  if (p.school !== q.school || p.post !== q.post || p.kind !== q.kind) return false;
  return p.kind === 'offer' || !HEADS_ACTIONS.includes(p.kind) || p.with === q.with;
}

function sameTerm(p: number, q: number): boolean {
  return Math.floor(p / WEEKS_A_TERM) === Math.floor(q / WEEKS_A_TERM);
}
