import {
  BY_HEADS,
  COUNTER,
  DECISIONS,
  EVENT,
  formNames,
  type Run,
  type Scenario,
  STAGES,
  type State,
} from '../../sim/index.ts';
import { sayChange, sayDecided } from '../dated.ts';
import { capital, formatNumber, sayGrade } from '../format.ts';

/**
 * The log of a run in words. Rows of collaboratives are used again once one has ended, so here each goes by its number:
 * the first one founded in the run is number 1, and no other ever is.
 */

/** Events as the state holds them, column by column, in the order in which they were recorded. */
export interface Log {
  readonly week: ArrayLike<number>;
  readonly kind: ArrayLike<number>;
  readonly a: ArrayLike<number>;
  readonly b: ArrayLike<number>;
  readonly value: ArrayLike<number>;
}

export interface Occurrence {
  /** Place in the log. */
  readonly index: number;
  readonly week: number;
  /** A number of EVENT. */
  readonly kind: number;
  /** School, -1 for none. */
  readonly a: number;
  /** Other school of a pair, -1 where there is none. */
  readonly other: number;
  /** Number of the collaborative, 0 for none. */
  readonly number: number;
  readonly value: number;
  readonly text: string;
}

export interface Collaborative {
  readonly number: number;
  /** Its row in the columns while it lives. */
  readonly row: number;
  readonly founded: number;
  /** Week in which it was dissolved, null while it lives. */
  ended: number | null;
  /** Name of its governance form, the latest. */
  form: string;
  /** Schools that are in it, as far as the log goes, in the order of joining. */
  readonly members: number[];
}

/** Whether a state's week of founding is that of this one: what was there at the start is older than the run. */
export function isOf({ founded }: Collaborative, week: number): boolean {
  return week === founded || (founded === 0 && week < 0);
}

export class Chronicle {
  readonly names: readonly string[];
  readonly scenario: Scenario;
  readonly events: Occurrence[] = [];
  /** By number, from 1 on; the first entry is empty. */
  readonly collaboratives: (Collaborative | undefined)[] = [undefined];
  readonly #present = new Map<number, Collaborative>();
  readonly #stages = new Map<string, number>();
  /** Changes of policy of the week under way that have been told. */
  #changes = { week: -1, told: 0 };

  constructor(names: readonly string[], scenario: Scenario) {
    this.names = names;
    this.scenario = scenario;
  }

  /** Takes over the next events of the log, `count` of them. */
  take(log: Log, count: number): void {
    for (let i = 0; i < count; i++) {
      this.#add(log.week[i], log.kind[i], log.a[i], log.b[i], log.value[i]);
    }
  }

  /** The collaborative that has this row now, as far as the log goes. */
  inRow(row: number): Collaborative | undefined {
    return this.#present.get(row);
  }

  /** The collaborative that holds `row` in a state that says it was founded in week `founded`. */
  heldBy(row: number, founded: number): Collaborative | undefined {
    return this.collaboratives.findLast((one) => one?.row === row && isOf(one, founded));
  }

  /** What sentences call a collaborative: "hard federation 3". */
  nameOf(number: number): string {
    return `${this.collaboratives[number]?.form ?? 'collaborative'} ${number}`;
  }

  #add(week: number, kind: number, a: number, b: number, value: number): void {
    let number = 0;
    let other = -1;
    const staged = kind === EVENT.stageRose || kind === EVENT.stageFell;
    if (staged || kind === EVENT.decided) other = b;
    else if (kind === EVENT.founded) number = this.#found(week, b, value);
    else if (b >= 0) number = this.#present.get(b)?.number ?? 0;
    if (kind === EVENT.formChanged) this.#rename(number, value);
    const text = this.#tell({ week, kind, a, other, number, value });
    this.events.push({ index: this.events.length, week, kind, a, other, number, value, text });
    if (staged) this.#stages.set(`${a} ${b}`, value);
    this.#keep(week, kind, a, number);
  }

  #found(week: number, row: number, form: number): number {
    const number = this.collaboratives.length;
    const made = {
      number,
      row,
      founded: week,
      ended: null,
      form: formNames[form] ?? 'collaborative',
      members: [],
    };
    this.collaboratives.push(made);
    this.#present.set(row, made);
    return number;
  }

  #rename(number: number, form: number): void {
    const known = this.collaboratives[number];
    if (known !== undefined) known.form = formNames[form] ?? known.form;
  }

  /** What follows from an event for the events after it. */
  #keep(week: number, kind: number, a: number, number: number): void {
    const known = this.collaboratives[number];
    if (known === undefined) return;
    if (kind === EVENT.joined) known.members.push(a);
    if (kind === EVENT.left) known.members.splice(known.members.indexOf(a), 1);
    if (kind === EVENT.dissolved) {
      known.ended = week;
      this.#present.delete(known.row);
    }
  }

  #tell(event: Omit<Occurrence, 'index' | 'text'>): string {
    const { week, kind, a, other, number, value } = event;
    const name = (school: number) => this.names[school] ?? 'a school';
    const bond = this.nameOf(number);
    const schools = (n: number) => `${n} ${n === 1 ? 'school' : 'schools'}`;
    switch (kind) {
      case EVENT.stageRose:
        return `${name(a)} and ${name(other)} rise to ${STAGES[value]}`;
      case EVENT.stageFell:
        return value === 0
          ? `${name(a)} and ${name(other)} lose touch${this.#from(a, other)}`
          : `${name(a)} and ${name(other)} fall back to ${STAGES[value]}${this.#from(a, other)}`;
      case EVENT.founded:
        return `${capital(bond)} is founded${a < 0 ? '' : `, led by ${name(a)}`}`;
      case EVENT.joined:
        return `${name(a)} joins ${bond}, now of ${schools(value)}`;
      case EVENT.left:
        return `${name(a)} leaves ${bond}, which has ${schools(value)} left`;
      case EVENT.dissolved:
        return `${capital(bond)} ends after ${value} ${value === 1 ? 'week' : 'weeks'}`;
      case EVENT.headLeft:
        return `The head of ${name(a)} leaves`;
      case EVENT.specialMeasures:
        return `${name(a)} is put in special measures`;
      case EVENT.outOfSpecialMeasures:
        return `${name(a)} comes out of special measures`;
      case EVENT.inspected:
        return `${name(a)} is inspected: grade ${sayGrade(value)}`;
      case EVENT.grantEnded:
        return `The grant of ${bond} ends`;
      case EVENT.policyChanged:
        return this.#policy(week);
      case EVENT.embedded:
        return `${capital(bond)} has become settled practice after ${value} weeks`;
      case EVENT.closed:
        return `${name(a)} closes; ${schools(value)} nearby ${value === 1 ? 'takes' : 'take'} its pupils`;
      case EVENT.fire:
        return `A fire at ${name(a)} takes ${formatNumber(value * 100, 0)} % of its premises`;
      case EVENT.fundingCut:
        return `The money of ${name(a)} is cut by ${formatNumber(value * 100, 0)} %`;
      case EVENT.formChanged:
        return `The collaborative with the number ${number} takes on the terms of a ${formNames[value]}`;
      case EVENT.decided:
        return this.#decided(a, other, value);
      default:
        return `Event ${kind}`;
    }
  }

  /** From which stage the pair falls, where the log knows. */
  #from(a: number, other: number): string {
    const stage = this.#stages.get(`${a} ${other}`);
    return stage === undefined ? '' : ` from ${STAGES[stage]}`;
  }

  /** Who decides, as far as the log tells: heads about partners, some of the staff about all else. */
  #decided(a: number, other: number, value: number): string {
    const kind = DECISIONS[value];
    const partner = other < 0 ? null : this.names[other];
    const of = this.names[a] ?? 'a school';
    const heads = (BY_HEADS as readonly string[]).includes(kind);
    return `${heads ? 'The head' : 'Somebody on the staff'} of ${of} ${sayDecided(kind, partner)}`;
  }

  /** The state does not say what changed; the scenario does, in the order in which its changes are made. */
  #policy(week: number): string {
    if (this.#changes.week !== week) this.#changes = { week, told: 0 };
    const change = this.scenario.timeline.filter((one) => one.week === week)[this.#changes.told++];
    return change === undefined ? 'A change of policy' : `Policy: ${sayChange(change)}`;
  }
}

export function logOf({ eventWeek, eventKind, eventA, eventB, eventValue }: State): Log {
  return { week: eventWeek, kind: eventKind, a: eventA, b: eventB, value: eventValue };
}

/** The chronicle of a run as far as it has come. */
export function chronicleOf({
  names,
  scenario,
  state,
}: Pick<Run, 'names' | 'scenario' | 'state'>): Chronicle {
  const chronicle = new Chronicle(names, scenario);
  chronicle.take(logOf(state), state.counter[COUNTER.events]);
  return chronicle;
}
