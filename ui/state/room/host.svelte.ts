/** The trainer's end of a room: how it stands, who is in, what they do, and what has come of the run. */
import type { Frame, Place } from '../../../analysis/frames.ts';
import { frameFrom } from '../../../analysis/room/frame.ts';
import {
  type Action,
  type FromHost,
  type Message,
  type Poll,
  REFUSALS,
  type Refusal,
  type RoomState,
  readText,
  type SeriesSample,
  type ToHost,
  toHost,
  type View,
} from '../../../analysis/room/protocol.ts';
import { placeFrom } from './place.ts';
import type { Choice, Listener, RoomServer } from './server.ts';

export type Standing = 'calling' | 'up' | 'lost' | 'gone' | 'refused' | 'closed';
export type Person = Message<ToHost, 'people'>['people'][number];
export type Hosted = Message<ToHost, 'hosted'>;
export type Inputs = Message<ToHost, 'inputs'>;

/** What a show of hands decided, and what the room said to it. */
export interface Decided {
  readonly message: Message<FromHost, 'decide'>;
  readonly school: string;
  /** Name of the school that it concerns, or ''. */
  readonly other: string;
  readonly state: 'sent' | 'counts' | 'refused';
  readonly week: number;
  readonly why: string;
}

/** So many tries in a row without an answer, and the room is said to be gone. */
const TRIES = 5;

export class Host {
  standing = $state<Standing>('calling');
  /** What the room refused last, or why it does not take this page for its host. */
  said = $state('');
  hosted = $state.raw<Hosted | null>(null);
  room = $state.raw<RoomState | null>(null);
  people = $state.raw<readonly Person[]>([]);
  /** Seats that there are in the run. */
  seats = $state(0);
  inputs = $state.raw<Inputs | null>(null);
  place = $state.raw<Place | null>(null);
  /** Of the run; '' while there is none. */
  seed = $state('');
  frame = $state.raw<Frame | null>(null);
  /** One a term so far, of which the network is laid out. */
  frames = $state.raw<readonly Frame[]>([]);
  samples = $state.raw<readonly SeriesSample[]>([]);
  polls = $state.raw<readonly Poll[]>([]);
  /** The school that was asked for last, as its head has it. */
  view = $state.raw<View | null>(null);
  /** By shows of hands, the last first. */
  decided = $state.raw<readonly Decided[]>([]);
  /** Whether a run is being opened. */
  opening = $state(false);
  /** What is wrong with the scenario that was to be opened. */
  obstacle = $state('');

  readonly #server: RoomServer;
  #next = 1;
  /** Whether the room has taken this page for its host: what it refuses before that is just this. */
  #greeted = false;

  /** `begin` starts whoever runs the room, and tells them whom to speak to. */
  constructor(begin: (listener: Listener) => RoomServer) {
    this.#server = begin({
      heard: (text) => this.#heard(text),
      down: (tries) => {
        this.#greeted = false;
        if (this.standing !== 'refused' && this.standing !== 'closed')
          this.standing = tries < TRIES ? (this.room === null ? 'calling' : 'lost') : 'gone';
      },
    });
  }

  readonly taken = $derived(this.people.filter(({ seat }) => seat !== null).length);
  readonly connected = $derived(this.people.filter(({ connected }) => connected).length);
  readonly running = $derived(
    this.room !== null && this.room.phase !== 'waiting' && this.room.phase !== 'closed',
  );
  readonly stepping = $derived(this.room?.phase === 'stepping');
  readonly over = $derived(this.room !== null && this.room.weeks > 0 && this.room.week >= this.room.weeks);
  readonly poll = $derived(this.polls.find(({ open }) => open) ?? null);

  say(message: FromHost): boolean {
    this.said = '';
    return this.#server.say(message);
  }

  /** Asks for a school as it stands: the answer becomes `view`. */
  see(school: number): void {
    this.say({ type: 'see', school });
  }

  /** Decides for the head of a school. */
  decide(
    school: { school: number; name: string },
    action: Action,
    other: { school: number; name: string } | null,
    hours: number | null,
  ): void {
    const message: Decided['message'] = {
      type: 'decide',
      number: this.#next++,
      school: school.school,
      post: 0,
      action,
      other: other?.school ?? null,
      hours,
    };
    const decided: Decided = {
      message,
      school: school.name,
      other: other?.name ?? '',
      state: 'sent',
      week: 0,
      why: '',
    };
    this.decided = [decided, ...this.decided];
    this.say(message);
  }

  step(weeks: number): void {
    if (this.room === null || this.over || this.stepping) return;
    this.say({ type: 'step', weeks: Math.min(weeks, this.room.weeks - this.room.week) });
  }

  async open(choice: Choice, seed: string): Promise<void> {
    this.opening = true;
    this.obstacle = '';
    try {
      this.obstacle = await this.#server.open(choice, seed);
    } catch (error) {
      this.obstacle = reasonOf(error);
    } finally {
      this.opening = false;
    }
  }

  log(): Promise<string> {
    return this.#server.log();
  }

  again(): void {
    this.#server.again();
  }

  end(): void {
    this.#server.end();
  }

  #heard(text: string): void {
    const message = readText(toHost, text);
    if (message === null) return; // of another version: the room says so itself
    switch (message.type) {
      case 'hosted':
        this.hosted = message;
        this.#moved(message.room);
        break;
      case 'room':
        this.#moved(message.room);
        break;
      case 'people':
        this.people = message.people;
        this.seats = message.seats;
        break;
      case 'inputs':
        this.inputs = message;
        break;
      case 'ground':
        this.place = placeFrom(message);
        this.seed = message.seed;
        this.frame = null;
        this.frames = [];
        this.samples = [];
        this.view = null;
        break;
      case 'frame': {
        const frame = frameFrom(message);
        // Another run; the same one is told again when the line was lost.
        if (frame.week === 0) this.decided = [];
        this.frame = frame;
        this.frames = [...this.frames.filter(({ week }) => week < frame.week), frame];
        break;
      }
      case 'series':
        this.samples = [...message.samples].sort((p, q) => p.week - q.week);
        break;
      case 'poll':
        this.polls = [...this.polls.filter(({ poll }) => poll !== message.poll.poll), message.poll];
        break;
      case 'view':
        this.view = message.view;
        break;
      case 'acted':
        this.#answered(message.number, { state: 'counts', week: message.week });
        break;
      case 'refused':
        if (message.number === null) this.#refused(message.why);
        else this.#answered(message.number, { state: 'refused', why: REFUSALS[message.why] });
        break;
      case 'closed':
        this.#forget();
        this.standing = 'closed';
        this.#server.end();
        break;
      case 'alive':
        break;
    }
  }

  #moved(room: RoomState): void {
    this.room = room;
    this.standing = 'up';
    this.#greeted = true;
    if (room.phase !== 'open') return;
    if (this.inputs !== null && this.inputs.week < room.week) this.inputs = null;
  }

  #refused(why: Refusal): void {
    this.said = REFUSALS[why];
    if (this.#greeted) return;
    this.said =
      why === 'wrong token'
        ? 'The room does not take this page for its host. Open the trainer’s link that `npx collegium host` has printed.'
        : REFUSALS[why];
    this.standing = why === 'room closed' ? 'closed' : 'refused';
    this.#server.end();
  }

  #answered(number: number, answer: Partial<Decided>): void {
    this.decided = this.decided.map((one) => (one.message.number === number ? { ...one, ...answer } : one));
  }

  #forget(): void {
    this.hosted = null;
    this.room = null;
    this.people = [];
    this.inputs = null;
    this.place = null;
    this.frame = null;
    this.frames = [];
    this.samples = [];
    this.polls = [];
    this.view = null;
    this.decided = [];
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
