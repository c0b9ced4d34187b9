import { printable } from '../../sim/index.ts';
import { momentOf } from '../dates.ts';
import { type Given, Inputs } from './inputs.ts';
import type { RoomLog } from './log.ts';
import { titleOfRoom } from './log.ts';
import { type Answer, keepAnswer, keyOf, People, type Person } from './people.ts';
import type { Ask, Checked, Ground, Answer as Played } from './play.ts';
import { Polls } from './polls.ts';
import {
  type Act,
  type FromHost,
  type FromParticipant,
  LIMITS,
  type Message,
  type Phase,
  type Refusal,
  type RoomState,
  type ToHost,
  type ToParticipant,
  type View,
} from './protocol.ts';
import { type Sight, viewOf } from './view.ts';

/** Where what a room says goes; nothing of it is kept here. */
export interface Ports {
  /** To one participant, or to all of them. */
  tell(participant: number | 'all', message: ToParticipant): void;
  tellHosts(message: ToHost): void;
  /** To the run: answered by `played`, in the order of asking. */
  ask(ask: Ask): void;
  /** Ends the connections of somebody who is in the room no more. */
  part(participant: number): void;
  /** A text that cannot be guessed, another each time. */
  token(): string;
}

/**
 * A live room: who is in it, which week it is, what counts in which week. It knows no network, no clock and no run: what comes
 * in goes through its methods, in an order that whoever calls them decides, and what comes of it goes out by the ports. The
 * same calls give the same log.
 */
export class Room {
  readonly #ports: Ports;
  readonly #people = new People();
  readonly #inputs = new Inputs();
  readonly #polls = new Polls();
  #phase: Phase = 'waiting';
  #week = 0;
  #ground: Ground | null = null;
  #door = true;
  #opening = false;
  /** By school and post, as the run last showed them. */
  readonly #sights = new Map<string, Sight>();
  /** Schools that hosts have asked to see. */
  readonly #asked = new Set<number>();
  #frame: Message<ToHost, 'frame'> | null = null;
  #samples: Message<ToHost, 'series'> | null = null;
  #changed = { people: false, inputs: false, poll: false };

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  get phase(): Phase {
    return this.#phase;
  }

  get week(): number {
    return this.#week;
  }

  state(): RoomState {
    return {
      phase: this.#phase,
      week: this.#week,
      weeks: this.#ground?.weeks ?? 0,
      moment: this.#ground === null ? '' : momentOf(this.#week),
      title: this.#ground?.title ?? '',
      participants: this.#people.count,
      connected: this.#people.connected,
      door: this.#door,
    };
  }

  /** Somebody who knows the code comes in. */
  join(nickname: string | null): Person | Refusal {
    const name = nickname?.trim() || null;
    if (this.#phase === 'closed') return 'room closed';
    if (name !== null && !isNickname(name)) return 'not a nickname';
    if (!this.#door) return 'door shut';
    if (this.#people.count >= LIMITS.participants) return 'full';
    const person = this.#people.come(name, this.#ports.token());
    this.#changed.people = true;
    return person;
  }

  /** Somebody comes back who was in. */
  back(token: string): Person | Refusal {
    if (this.#phase === 'closed') return 'room closed';
    const person = this.#people.comeBack(token, this.#ports.token());
    if (person === undefined) return 'wrong token';
    this.#changed.people = true;
    return person;
  }

  /** What somebody who has come in or back is told first, once they can be reached. */
  greet(person: Person): void {
    const { number, issued, nickname, seat } = person;
    this.#ports.tell(number, {
      type: 'welcome',
      participant: number,
      token: issued,
      nickname,
      room: this.state(),
      seat,
    });
    const poll = this.#polls.seen(number);
    if (poll !== null) this.#ports.tell(number, { type: 'poll', poll });
    if (seat !== null) this.#show(person);
  }

  /** A connection of somebody has ended. */
  lost(participant: number): void {
    const person = this.#people.get(participant);
    if (person === undefined) return;
    person.sockets--;
    this.#changed.people = true;
  }

  /** What a participant says. */
  heard(participant: number, message: FromParticipant): void {
    const person = this.#people.get(participant);
    if (person === undefined) return;
    this.#people.arrived(person);
    switch (message.type) {
      case 'look':
        this.#ports.tell(participant, { type: 'seats', schools: this.#people.free() });
        break;
      case 'sit':
        this.#sit(person, message);
        break;
      case 'act': {
        const answer = person.answered.get(message.number) ?? this.#act(person, message);
        keepAnswer(person, message.number, answer);
        this.#answer(participant, message.number, answer);
        break;
      }
      case 'vote':
        this.#vote(person, message);
        break;
      case 'quit':
        this.#out(person, 'quit');
        break;
      default: // whoever is in does not come in again
        this.#refuse(participant, message.type, 'not understood');
    }
  }

  /** What a host is told first. */
  greetHosts(tell: (message: ToHost) => void): void {
    this.#tellGround(tell);
    tell(this.#peopleMessage());
    tell(this.#inputsMessage());
    const poll = this.#polls.seen(null);
    if (poll !== null) tell({ type: 'poll', poll });
  }

  /** What a host says, `host`, `open` and `renew` aside: those are the server's. */
  heardHost(message: FromHost): void {
    const refuse = (why: Refusal | null) => {
      if (why !== null) this.#ports.tellHosts({ type: 'refused', what: message.type, number: null, why });
      return why !== null;
    };
    switch (message.type) {
      case 'step':
        refuse(this.#step(message.weeks));
        break;
      case 'poll':
        if (!refuse(this.#polls.open(message.question, message.options))) this.#tellPolls();
        break;
      case 'count':
        if (!refuse(this.#polls.close())) this.#tellPolls();
        break;
      case 'door':
        this.#door = message.open;
        this.#tellState();
        break;
      case 'remove': {
        const person = this.#people.get(message.participant);
        if (person !== undefined) this.#out(person, 'removed');
        break;
      }
      case 'decide':
        this.#decide(message);
        break;
      case 'see':
        if (this.#ground === null) refuse('not open');
        else if (!this.#inputs.has(message.school, 0)) refuse('no such school');
        else {
          this.#asked.add(message.school);
          this.#see([{ school: message.school, post: 0 }]);
        }
        break;
      case 'close':
        this.close();
        break;
      default:
        refuse('not understood');
    }
  }

  /** Whether a run is open, to be logged. */
  get hasRun(): boolean {
    return this.#ground !== null;
  }

  /** Another run is to be opened: no weeks are begun until it is; false where that cannot be now. */
  begin(): boolean {
    if (this.#opening || this.#phase === 'stepping' || this.#phase === 'closed') return false;
    this.#opening = true;
    return true;
  }

  /** A run is open, in place of the one before, and everybody looks for a seat again; null where it could not be opened. */
  opened(ground: Ground | null): void {
    this.#opening = false;
    if (ground === null || this.#phase === 'closed') return;
    this.#ground = ground;
    this.#phase = 'open';
    this.#week = 0;
    this.#inputs.begin(ground);
    this.#sights.clear();
    this.#asked.clear();
    this.#people.layOut(ground.schools);
    for (const person of this.#people) {
      person.inputs = 0;
      person.answered.clear();
    }
    this.#frame = { type: 'frame', ...ground.frame };
    this.#samples = { type: 'series', samples: ground.samples };
    this.#tellState();
    this.#tellGround((message) => this.#ports.tellHosts(message));
    this.#ports.tell('all', { type: 'seated', seat: null });
    this.#changed = { people: true, inputs: true, poll: this.#changed.poll };
  }

  /** What the run says to what it was asked. */
  played(answer: Played): void {
    if (this.#phase === 'closed' || this.#ground === null) return;
    if (answer.answer === 'at') {
      this.#week = answer.week;
      this.#tellState();
    } else if (answer.answer === 'stepped') this.#stepped(answer);
    else if (answer.answer === 'seen') this.#seen(answer.sights);
    // The log is for whoever has asked for it.
  }

  /** The run has failed: it can only be opened again. */
  failed(): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'waiting';
    this.#ground = null;
    this.#people.layOut([]);
    this.#ports.tell('all', { type: 'seated', seat: null });
    this.#ports.tellHosts({ type: 'refused', what: 'step', number: null, why: 'failed' });
    this.#tellState();
  }

  /** What can wait and be said at once for several changes: to be called a few times a second. */
  flush(): void {
    const { people, inputs, poll } = this.#changed;
    this.#changed = { people: false, inputs: false, poll: false };
    if (this.#phase === 'closed') return;
    if (people) {
      this.#ports.tellHosts(this.#peopleMessage());
      this.#tellState();
    }
    if (inputs) this.#ports.tellHosts(this.#inputsMessage());
    const seen = poll ? this.#polls.seen(null) : null;
    if (seen !== null) this.#ports.tellHosts({ type: 'poll', poll: seen });
  }

  /** The log of the run as far as it has been checked. */
  log({ scenario, decided, ...checked }: Checked): RoomLog {
    const entries = this.#inputs.all.slice(0, decided);
    return {
      ...checked,
      scenario: { ...scenario, title: titleOfRoom(scenario.title) },
      participants: entries.map(({ participant }) => participant),
      people: this.#people.ever,
      late: entries.filter(({ late }) => late).length,
    };
  }

  /** Tells everybody, and forgets everything. */
  close(): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    this.#ports.tell('all', { type: 'closed', why: 'room closed' });
    this.#ports.tellHosts({ type: 'closed', why: 'room closed' });
    for (const person of [...this.#people]) {
      this.#people.leave(person);
      this.#ports.part(person.number);
    }
    this.#inputs.begin(null);
    this.#polls.clear();
    this.#sights.clear();
    this.#asked.clear();
    this.#ground = null;
    this.#frame = null;
    this.#samples = null;
  }

  #sit(person: Person, { school, post }: Message<FromParticipant, 'sit'>): void {
    const why = this.#ground === null ? 'not open' : this.#people.sit(person, school, post);
    if (why !== null) {
      this.#refuse(person.number, 'sit', why);
      return;
    }
    this.#ports.tell(person.number, { type: 'seated', seat: person.seat });
    this.#changed.people = true;
    this.#show(person);
  }

  #vote(person: Person, { poll, option }: Message<FromParticipant, 'vote'>): void {
    const why = this.#polls.vote(person.number, poll, option);
    if (why !== null) {
      this.#refuse(person.number, 'vote', why);
      return;
    }
    this.#changed.poll = true;
    this.#tellPoll(person);
  }

  #act(person: Person, { week, action, school, hours }: Act): Answer {
    const refused = (why: Refusal): Answer => ({ week: null, late: false, why });
    if (this.#ground === null) return refused('not open');
    if (person.seat === null) return refused('no seat');
    if (person.inputs >= LIMITS.inputsAWeek) return refused('too many inputs');
    const answer = this.#enter(person.number, person.seat, { seen: week, action, other: school, hours });
    if (answer.why === null) person.inputs++;
    return answer;
  }

  #decide({ number, school, post, ...given }: Message<FromHost, 'decide'>): void {
    const answer: Answer =
      this.#ground === null
        ? { week: null, late: false, why: 'not open' }
        : this.#enter(0, { school, post }, { ...given, seen: this.#inputs.next });
    const { why, week, late } = answer;
    if (why === null) this.#ports.tellHosts({ type: 'acted', number, week, late });
    else this.#ports.tellHosts({ type: 'refused', what: 'decide', number, why });
  }

  #enter(participant: number, at: { school: number; post: number }, given: Given): Answer {
    const { school, post } = at;
    const before = this.#inputs.offers().get(school) ?? null;
    const answer = this.#sights.get(keyOf(school, post))?.closed
      ? ({ week: null, late: false, why: 'school closed' } as const)
      : this.#inputs.enter(participant, school, post, given);
    if (answer.why !== null) return answer;
    this.#changed.inputs = true;
    for (const concerned of new Set([school, given.other, before]))
      if (concerned !== null) for (const person of this.#people.of(concerned)) this.#show(person);
    return answer;
  }

  #step(weeks: number): Refusal | null {
    if (this.#ground === null) return 'not open';
    if (this.#phase !== 'open' || this.#opening) return 'at work';
    if (this.#week >= this.#ground.weeks) return 'over';
    this.#phase = 'stepping';
    for (const person of this.#people) person.inputs = 0;
    const decisions = this.#inputs.take(weeks);
    this.#ports.ask({ ask: 'step', decisions, weeks: this.#inputs.next - this.#week });
    this.#changed.inputs = true;
    this.#tellState();
    return null;
  }

  #stepped({ week, frame, samples }: Extract<Played, { answer: 'stepped' }>): void {
    this.#week = week;
    this.#phase = 'open';
    this.#frame = { type: 'frame', ...frame };
    this.#samples = { type: 'series', samples };
    this.#tellState();
    this.#ports.tellHosts(this.#frame);
    this.#ports.tellHosts(this.#samples);
    this.#sights.clear();
    const seats = [...this.#people].flatMap(({ seat }) => (seat === null ? [] : [seat]));
    if (seats.length > 0) this.#see(seats);
  }

  #see(seats: readonly { school: number; post: number }[]): void {
    this.#ports.ask({ ask: 'see', seats: seats.map(({ school, post }) => ({ school, post })) });
  }

  #seen(sights: readonly Sight[]): void {
    const offers = this.#inputs.offers();
    for (const sight of sights) {
      const { school, post, week } = sight;
      if (week !== this.#week) continue; // of weeks under way: those that come after them are asked for then
      this.#sights.set(keyOf(school, post), sight);
      const person = this.#people.at(school, post);
      if (person !== undefined)
        this.#ports.tell(person.number, { type: 'view', view: this.#viewOf(sight, offers) });
      if (post === 0 && this.#asked.delete(school))
        this.#ports.tellHosts({ type: 'view', view: this.#viewOf(sight, offers) });
    }
  }

  /** Shows somebody their school: as the run last showed it, with what has been decided since. */
  #show({ number, seat }: Person): void {
    if (seat === null) return;
    const sight = this.#sights.get(keyOf(seat.school, seat.post));
    if (sight !== undefined) {
      const view = this.#viewOf(sight, this.#inputs.offers());
      this.#ports.tell(number, { type: 'view', view });
    } else if (this.#phase === 'open') this.#see([seat]); // while weeks are done, they show everybody when they are
  }

  #viewOf(sight: Sight, decided: ReadonlyMap<number, number>): View {
    return viewOf(sight, this.#people.plan, decided, this.#inputs.inForce(sight.school, sight.post));
  }

  #out(person: Person, why: 'quit' | 'removed'): void {
    this.#ports.tell(person.number, { type: 'closed', why });
    this.#people.leave(person);
    this.#ports.part(person.number);
    this.#changed.people = true;
  }

  #answer(participant: number, number: number, { why, week, late }: Answer): void {
    if (why === null) this.#ports.tell(participant, { type: 'acted', number, week, late });
    else this.#ports.tell(participant, { type: 'refused', what: 'act', number, why });
  }

  #refuse(participant: number, what: string, why: Refusal): void {
    this.#ports.tell(participant, { type: 'refused', what, number: null, why });
  }

  #tellState(): void {
    const message = { type: 'room', room: this.state() } as const;
    this.#ports.tell('all', message);
    this.#ports.tellHosts(message);
  }

  #tellPolls(): void {
    for (const person of this.#people) this.#tellPoll(person);
    this.#changed.poll = true;
  }

  #tellPoll({ number }: Person): void {
    const poll = this.#polls.seen(number);
    if (poll !== null) this.#ports.tell(number, { type: 'poll', poll });
  }

  #tellGround(tell: (message: ToHost) => void): void {
    if (this.#ground === null || this.#frame === null || this.#samples === null) return;
    tell({ type: 'ground', seed: this.#ground.seed, ...this.#ground.place });
    tell(this.#frame);
    tell(this.#samples);
  }

  #peopleMessage(): Message<ToHost, 'people'> {
    const people = [...this.#people].map(({ number, nickname, sockets, seat }) => ({
      participant: number,
      nickname,
      connected: sockets > 0,
      seat,
    }));
    return { type: 'people', people, seats: this.#people.seats };
  }

  #inputsMessage(): Message<ToHost, 'inputs'> {
    return { type: 'inputs', week: this.#inputs.next, ...this.#inputs.summary() };
  }
}

/** Whether a nickname can be shown: short, on one line, and without signs that hide or turn the writing. */
function isNickname(name: string): boolean {
  return name.length <= LIMITS.nickname && printable(name) && !/[\n\t]|\p{Cf}/u.test(name);
}
