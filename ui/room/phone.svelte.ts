/** One participant's end of a room: who they are there, what they see, and what became of what they did. */
import {
  type Act,
  type Action,
  type FromParticipant,
  LIMITS,
  type Message,
  type Poll,
  PROTOCOL,
  REFUSALS,
  type Refusal,
  type RoomState,
  readCode,
  readText,
  type Seat,
  type ToParticipant,
  toParticipant,
  type View,
} from '../../analysis/room/protocol.ts';
import { Line } from './line.ts';
import { newsOf } from './news.ts';
import { keepTicket, ticket } from './ticket.ts';

/** Before the door; on the way in, with a code or back with a token; in; out for good. */
export type Place = 'door' | 'joining' | 'in' | 'out';
/** The line to the room: up, lost a moment ago, or without an answer for so long that the room may be gone. */
export type Standing = 'up' | 'lost' | 'gone';

/** Something done this week, and what the room said to it. */
export interface Done {
  readonly act: Act;
  /** Name of the school that it concerns, or ''. */
  readonly school: string;
  readonly state: 'sent' | 'counts' | 'refused';
  /** Of `counts`: the week in which it counts, and whether that is later than the one that was seen. */
  readonly week: number;
  readonly late: boolean;
  readonly why: string;
}

export type SeatOffer = Message<ToParticipant, 'seats'>['schools'][number];

/** Refusals after which there is no coming back with the token. */
const NO_WAY_BACK: readonly Refusal[] = ['wrong token', 'other version', 'not understood'];
/** So many tries in a row without an answer, and the room is said to be gone; it is tried on all the same. */
const TRIES = 5;

export class Phone {
  place = $state<Place>('door');
  line = $state<Standing>('up');
  /** What has been typed at the door, kept where the code was wrong. */
  code = $state('');
  wish = $state('');
  /** Why somebody stands before the door again or is out, or why something asked was refused; '' for nothing. */
  said = $state('');
  out = $state<'room closed' | 'removed' | 'quit' | ''>('');
  room = $state.raw<RoomState | null>(null);
  nickname = $state<string | null>(null);
  seat = $state.raw<Seat | null>(null);
  seats = $state.raw<readonly SeatOffer[] | null>(null);
  view = $state.raw<View | null>(null);
  /** What the last weeks brought, as sentences. */
  news = $state.raw<readonly string[]>([]);
  /** Of this week, the last first. */
  done = $state.raw<readonly Done[]>([]);
  polls = $state.raw<readonly Poll[]>([]);

  #line: Line | null = null;
  #wanted: { code: string; nickname: string | null } | null = null;
  #next = 1;
  /** Whether the room has answered who this is: what it refuses before that is to let somebody in. */
  #greeted = false;

  constructor() {
    const kept = ticket();
    if (kept === null) return;
    this.#next = kept.next;
    this.#dial();
  }

  /** The poll that is open, or the last one that was counted. */
  readonly poll = $derived(this.polls.find(({ open }) => open) ?? this.polls.at(-1) ?? null);
  readonly busy = $derived(this.room?.phase === 'stepping');
  readonly over = $derived(this.room !== null && this.room.weeks > 0 && this.room.week >= this.room.weeks);

  /** With the code and nickname that have been typed. */
  join(): void {
    const code = readCode(this.code);
    if (code === null) {
      this.said = 'A code has seven letters, such as ABC-DEFG. It is on the trainer’s screen.';
      return;
    }
    const name = this.wish.trim();
    if ([...name].length > LIMITS.nickname) {
      this.said = REFUSALS['not a nickname'];
      return;
    }
    this.#wanted = { code, nickname: name === '' ? null : name };
    keepTicket(null);
    this.#next = 1;
    this.#dial();
  }

  look(): void {
    this.seats = null;
    this.#say({ type: 'look' });
  }

  sit(school: number | null, post: 'head' | 'teacher' | null): void {
    this.said = '';
    this.#say({ type: 'sit', school, post });
  }

  act(
    action: Action,
    school: { school: number; name: string } | null = null,
    hours: number | null = null,
  ): void {
    const act: Act = {
      type: 'act',
      number: this.#next++,
      week: this.room?.week ?? 0,
      action,
      school: school?.school ?? null,
      hours,
    };
    this.#keep();
    const done: Done = {
      act,
      school: school?.name ?? '',
      state: 'sent',
      week: act.week,
      late: false,
      why: '',
    };
    this.done = [done, ...this.done].slice(0, LIMITS.inputsAWeek);
    this.#say(act);
  }

  vote(poll: number, option: number): void {
    this.#say({ type: 'vote', poll, option });
  }

  quit(): void {
    if (!this.#say({ type: 'quit' })) this.#leave('quit');
  }

  /** Tries at once to come back. */
  again(): void {
    this.#line?.again();
  }

  /** Back before the door, as after a room that was closed. */
  toTheDoor(why = ''): void {
    this.#line?.end();
    this.#line = null;
    keepTicket(null);
    this.place = 'door';
    this.line = 'up';
    this.said = why;
    this.out = '';
    this.#forget();
  }

  #forget(): void {
    this.room = null;
    this.nickname = null;
    this.seat = null;
    this.seats = null;
    this.view = null;
    this.news = [];
    this.done = [];
    this.polls = [];
  }

  #dial(): void {
    this.#line?.end();
    this.place = 'joining';
    this.line = 'up';
    this.said = '';
    this.#line = new Line({
      up: () => this.#up(),
      heard: (text) => this.#heard(text),
      down: (tries) => {
        this.line = tries < TRIES ? 'lost' : 'gone';
      },
    });
  }

  #up(): void {
    this.#greeted = false;
    const kept = ticket();
    if (kept !== null) this.#line?.say({ type: 'back', protocol: PROTOCOL, token: kept.token });
    else if (this.#wanted !== null) this.#line?.say({ type: 'join', protocol: PROTOCOL, ...this.#wanted });
  }

  #say(message: FromParticipant): boolean {
    return this.place === 'in' && (this.#line?.say(message) ?? false);
  }

  #keep(token: string | undefined = ticket()?.token): void {
    if (token !== undefined) keepTicket({ token, next: this.#next });
  }

  #leave(why: 'room closed' | 'removed' | 'quit'): void {
    this.#line?.end();
    this.#line = null;
    keepTicket(null);
    this.place = 'out';
    this.out = why;
    this.#forget();
  }

  #heard(text: string): void {
    const message = readText(toParticipant, text);
    if (message === null) return; // of another version: the room says so itself
    switch (message.type) {
      case 'welcome':
        this.#welcomed(message);
        break;
      case 'room':
        this.#moved(message.room);
        break;
      case 'seats':
        this.seats = message.schools;
        break;
      case 'seated':
        if (message.seat?.school !== this.seat?.school || message.seat?.post !== this.seat?.post) {
          this.view = null;
          this.news = [];
          this.done = [];
        }
        this.seat = message.seat;
        this.seats = null;
        if (message.seat === null && this.room !== null && this.room.phase !== 'waiting') this.look();
        break;
      case 'view':
        this.#saw(message.view);
        break;
      case 'acted':
        this.#answered(message.number, { state: 'counts', week: message.week, late: message.late });
        break;
      case 'poll':
        this.#polled(message.poll);
        break;
      case 'refused':
        this.#refused(message);
        break;
      case 'closed':
        this.#leave(message.why);
        break;
      case 'alive':
        break;
    }
  }

  #welcomed({ token, nickname, room, seat }: Message<ToParticipant, 'welcome'>): void {
    const back = this.place === 'in';
    this.#greeted = true;
    this.#keep(token);
    this.#wanted = null;
    this.place = 'in';
    this.line = 'up';
    this.said = '';
    this.nickname = nickname;
    this.seat = seat;
    this.#moved(room);
    // What was on its way when the line was lost is said again; the room knows it by its number.
    if (back) for (const { act, state } of [...this.done].reverse()) if (state === 'sent') this.#say(act);
    if (seat === null && room.phase !== 'waiting') this.look();
  }

  /** The room forgets who voted for what when it counts; here one's own vote is still known. */
  #polled(poll: Poll): void {
    const mine = poll.mine ?? this.polls.find((one) => one.poll === poll.poll)?.mine ?? null;
    this.polls = [...this.polls.filter((one) => one.poll !== poll.poll), { ...poll, mine }];
  }

  #moved(room: RoomState): void {
    const before = this.room;
    this.room = room;
    if (before !== null && (room.weeks === 0 || room.week < before.week)) {
      // Another run: what was done in the old one says nothing here.
      this.done = [];
      this.news = [];
    }
  }

  #saw(view: View): void {
    const before = this.view;
    this.view = view;
    if (before === null || before.school !== view.school || view.week <= before.week) return;
    this.news = newsOf(before, view);
    this.done = this.done.filter(({ state, week }) => state === 'sent' || week >= view.week);
  }

  #answered(number: number, answer: Partial<Done>): void {
    this.done = this.done.map((one) => (one.act.number === number ? { ...one, ...answer } : one));
  }

  #refused({ what, number, why }: Message<ToParticipant, 'refused'>): void {
    if (!this.#greeted) {
      if (why === 'room closed' || why === 'removed') this.#leave(why);
      else if (ticket() === null || NO_WAY_BACK.includes(why)) this.toTheDoor(REFUSALS[why]);
    } else if (number !== null) this.#answered(number, { state: 'refused', why: REFUSALS[why] });
    else {
      this.said = REFUSALS[why];
      if (what === 'sit') this.look();
    }
  }
}
