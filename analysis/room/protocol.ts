import { STAGE } from '../../sim/index.ts';
import {
  flag,
  lines,
  list,
  type MessageOf,
  nullable,
  object,
  oneOf,
  reader,
  real,
  text,
  whole,
} from './check.ts';

/**
 * What a room and those in it say to one another: JSON texts, each a message of a type below with all its fields and no
 * others. Participants and hosts speak over a WebSocket of their own at `SOCKET`; the first message says who it is (`join`
 * or `back`, `host`). What is too long for a socket goes by HTTP with the host's token (`PATHS`). The room on one screen
 * without a server says the same, from page to worker.
 *
 * Weeks are counted as weeks done: in week 0 nothing has happened, and a decision of week 13 is in force from the
 * fourteenth week of school on. Schools go by their reference numbers, posts by their place in the school's staff: 0 is
 * the head's. Participants have numbers from 1 on, in the order in which they came, and no names in anything kept.
 */
export const PROTOCOL = 1;

/** Path of the WebSocket, below the address of the page. */
export const SOCKET = '/room/socket';
/** By HTTP, all with `Authorization: Bearer <the host's token>` but the first. */
export const PATHS = {
  /** GET, without token: `{ "protocol": 1 }` where a room is served; 404 where only the page is. */
  here: '/room',
  /** POST a message `open` as JSON: 204, or 400 with a text of what is wrong, a line each. */
  open: '/room/open',
  /** GET: the log so far as a scenario (YAML); 409 before a scenario is open. It takes as long as the run. */
  log: '/room/log',
} as const;

export const LIMITS = {
  /** Bytes of a message to the room. */
  message: 4096,
  /** Messages a second and participant, and how many may come at once. */
  rate: 10,
  burst: 30,
  participants: 220,
  /** Sockets of one participant, and of hosts. */
  sockets: 3,
  /** Seconds without a sign of life before a socket is closed; the room says `alive` three times in that time. */
  idle: 60,
  /** Characters of a nickname. */
  nickname: 20,
  /** Inputs of one participant that count in a week, and decisions in a log. */
  inputsAWeek: 12,
  decisions: 2500,
  /** Weeks of a step. */
  step: 39,
  question: 200,
  options: 8,
  option: 80,
  polls: 200,
  /** Schools and staff of a run, so that a week is done while people watch. */
  schools: 150,
  staff: 8000,
  /** Characters of a scenario's text. */
  scenario: 256 * 1024,
  /** Hours a week that somebody may give to work with other schools. */
  hours: 20,
  /** Wrong codes a minute from one address, and in all before the door is locked until there is a new code. */
  triesAMinute: 5,
  triesInAll: 50,
  /** Hours for which a code opens the door. */
  codeHours: 4,
} as const;

/** Letters of a room's code: none that is taken for another or for a digit. Seven of 23 make 3.4 thousand million codes. */
export const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ';
export const CODE_LENGTH = 7;

/** The code as people type it, without blanks and hyphens and in capitals; null where it cannot be one. */
export function readCode(typed: string): string | null {
  const code = typed.replace(/[\s-]/g, '').toUpperCase();
  return code.length === CODE_LENGTH && [...code].every((letter) => CODE_LETTERS.includes(letter))
    ? code
    : null;
}

/** The code as people read it: "ABC-DEFG". */
export function sayCode(code: string): string {
  return `${code.slice(0, 3)}-${code.slice(3)}`;
}

/** The phases of a room: no scenario is open; inputs are taken; weeks are being done; nobody can come back. */
export const PHASES = ['waiting', 'open', 'stepping', 'closed'] as const;
export type Phase = (typeof PHASES)[number];

/** What a participant can do in a week, as decisions of a scenario name it. */
export const ACTIONS = [
  'offer',
  'join',
  'decline',
  'leave',
  'share',
  'guard',
  'own judgement',
  'spend time',
] as const;
export type Action = (typeof ACTIONS)[number];
/**
 * Those that only a head takes, and that count at the end of their term. They concern another school; where none is
 * named, `decline` and `leave` concern all, and `offer` takes an offer back. `join` has to name one.
 */
export const HEADS_ACTIONS: readonly Action[] = ['offer', 'join', 'decline', 'leave'];

export const POSTS = ['head', 'teacher'] as const;
export type Post = (typeof POSTS)[number];

/** Why the room does not do what was asked, in words for whoever asked. */
export const REFUSALS = {
  'not understood':
    'The room did not understand this message. The page and the room may be of different versions: reload the page.',
  'other version': 'The page and the room are of different versions: reload the page.',
  'wrong code': 'This is not the code of the room. Look at the screen of the trainer again.',
  'too many tries': 'Too many wrong codes from here. Wait a minute and try again.',
  locked: 'The door is locked: there were too many wrong codes. The trainer can give the room a new code.',
  'code expired': 'This code is no longer valid. The trainer can give the room a new one.',
  'door shut': 'The trainer lets nobody in at present.',
  full: 'The room is full.',
  'wrong token': 'The room does not know you any more. Join again with the code.',
  removed: 'The trainer has taken you out of the room.',
  'not a nickname': 'A nickname has at most 20 characters, and no signs that cannot be printed.',
  'not open': 'There is nothing to act in yet: the trainer has opened no scenario.',
  'nothing free': 'Every seat is taken. You can watch and vote.',
  taken: 'Somebody else has this seat. Choose another one.',
  'no such school': 'There is no such school in this run.',
  'school closed': 'This school has closed.',
  'own school': 'This is your own school. Choose another one.',
  'no seat': 'Take a seat first.',
  'not a head': 'Only a head can do this.',
  'which school': 'Say which school.',
  'how many hours': 'Say how many hours a week.',
  'too many inputs': 'You have done much this week already. What you did counts; wait for the next week.',
  'log full': 'The log of the room is full: no more decisions can be taken in this run.',
  over: 'The run has come to its end.',
  'at work': 'Weeks are being done. Wait until they are.',
  'no poll': 'This poll is not open.',
  voted: 'You have voted in this poll.',
  'poll open': 'A poll is open. Close it first.',
  'too many polls': 'There have been as many polls as a room may have.',
  'too fast': 'Too many messages at once. Wait a moment.',
  'too many sockets': 'You are in the room from too many windows. Close one.',
  'room closed': 'The room is closed. Everything about it has been deleted.',
  failed: 'The run failed. The trainer can open a scenario again.',
} as const;
export type Refusal = keyof typeof REFUSALS;
const refusals = Object.keys(REFUSALS) as Refusal[];

const id = whole(0, 0x7fffffff);
const week = whole(0, 1950);
const participant = whole(1, 1_000_000);
/** A number that the sender gives a message, by which the answer is told; the room answers a second one of the same number as it did the first. */
const number = whole(0, 1_000_000_000);
const name = text(1, 200);
const token = text(16, 64);
const count = whole(0, 1_000_000);
const share = real(-1000, 1_000_000_000);

/** From participants. */
const FROM_PARTICIPANT = {
  join: { protocol: whole(0, 1000), code: text(1, 32), nickname: nullable(text(0, 80)) },
  /** Comes back after a lost connection, with the token that the last `welcome` gave. */
  back: { protocol: whole(0, 1000), token },
  /** Asks which seats there are: answered by `seats`. */
  look: {},
  /** Takes a seat, in place of one's own: any post of this kind at the school; null is given one, heads first. */
  sit: { school: nullable(id), post: nullable(oneOf(POSTS)) },
  /** `week` is the one that the sender saw: where the room is past it, the input counts in the next and is late. */
  act: { number, week, action: oneOf(ACTIONS), school: nullable(id), hours: nullable(real(0, LIMITS.hours)) },
  vote: { poll: whole(1, LIMITS.polls), option: whole(0, LIMITS.options - 1) },
  /** Leaves for good: the seat is free, and nothing is kept of whoever had it but the decisions. */
  quit: {},
} as const;

/** From hosts: the trainer's console. */
const FROM_HOST = {
  host: { protocol: whole(0, 1000), token },
  /** By HTTP: a scenario of the library by its name, or the text of one; in place of a run that was open. Null takes the scenario's seed. */
  open: {
    library: nullable(text(1, 100)),
    scenario: nullable(lines(LIMITS.scenario)),
    seed: nullable(text(1, 80)),
  },
  /** Takes no more inputs of this week, and does so many weeks. */
  step: { weeks: whole(1, LIMITS.step) },
  poll: { question: text(1, LIMITS.question), options: list(text(1, LIMITS.option), LIMITS.options) },
  /** Closes the poll that is open: everybody is told the counts. */
  count: {},
  /** Whether newcomers are let in; those who are in can always come back. */
  door: { open: flag },
  /** What a show of hands decided for a school, in the log under number 0; `other` is the school that it concerns. */
  decide: {
    number,
    school: id,
    post: whole(0, 999),
    action: oneOf(ACTIONS),
    other: nullable(id),
    hours: nullable(real(0, LIMITS.hours)),
  },
  /** Asks for the view of a school, as its head has it. */
  see: { school: id },
  /** Another code, in place of the old one: opens a door that is locked. */
  renew: {},
  remove: { participant },
  /** Ends the room: everybody is told, and everything is deleted. */
  close: {},
} as const;

const fact = object({ name: text(1, 200), value: text(0, 200) });
const facts = list(object({ title: name, facts: list(fact, 40) }), 10);

const seat = object({
  school: id,
  name,
  post: whole(0, 10_000),
  /** "head of Oakfield". */
  title: name,
  head: flag,
});

const partner = object({
  school: id,
  name,
  /** A number of STAGES. */
  stage: whole(0, STAGE.collegiality),
  /** 0 to 1, mean of the ties of both staffs. */
  trust: share,
  /** What the next stage lacks, in words. */
  lacks: text(0, 400),
  /** Whether both are in a collaborative. */
  together: flag,
});

const neighbour = object({ school: id, name, kilometres: share });

/** How one's own head judges a partnership with this school: worth it where the value is above 0. */
const advice = object({ school: id, name, value: share });

const collaborative = object({
  name,
  form: name,
  members: list(name, 60),
  commitment: share,
  /** Hours worth a week, and hours a week. */
  benefit: share,
  burden: share,
});

/** What somebody sees of their own school. */
const view = object({
  week,
  school: id,
  name,
  /** A sentence on what it is. */
  about: text(0, 400),
  closed: flag,
  partners: list(partner, 32),
  /** The nearest schools, whether related or not. */
  neighbours: list(neighbour, 24),
  /** Schools whose heads would come to this one as things stand, by their own judgement or because somebody has decided so. */
  offers: list(object({ school: id, name }), 150),
  advice: list(advice, 24),
  collaboratives: list(collaborative, 4),
  /** Of one's own post. */
  work: object({
    /** Development hours left this week. */
    hoursLeft: share,
    /** 0 to 1. */
    overload: share,
    commitment: share,
  }),
  /** Points on the scaled-score scale, null before the first results; inspection grade 1 to 4, 1 is best. */
  published: nullable(share),
  grade: whole(1, 4),
  special: flag,
  /** All of it in words with units, under headings. */
  facts,
  /** What this participant's post has in force, inputs of this week included; null is left to the model. */
  inForce: object({
    /** Until partners are next agreed on, at the end of the term. */
    offerTo: nullable(id),
    answers: list(object({ school: id, action: oneOf(['join', 'decline', 'leave']) }), 100),
    /** Until changed: guarding true, sharing false. */
    guard: nullable(flag),
    hours: nullable(share),
  }),
});

const room = object({
  phase: oneOf(PHASES),
  /** Weeks done, and weeks of the run; 0 while waiting. */
  week,
  weeks: week,
  /** "At the start", "Year 1, term 2, after week 18". */
  moment: text(0, 80),
  title: text(0, 80),
  /** People who are in the room, and those of them who are connected. */
  participants: count,
  connected: count,
  /** Whether newcomers are let in. */
  door: flag,
});

const poll = object({
  poll: whole(1, LIMITS.polls),
  question: text(1, LIMITS.question),
  options: list(text(1, LIMITS.option), LIMITS.options),
  open: flag,
  votes: count,
  /** By option; null for participants while the poll is open. */
  counts: nullable(list(count, LIMITS.options)),
  /** The participant's own vote. */
  mine: nullable(whole(0, LIMITS.options - 1)),
});

/** To participants and hosts alike. */
const TO_BOTH = {
  /** At first and whenever it changes. */
  room: { room },
  poll: { poll },
  /** What was asked, by its type, and by its number where it has one. */
  /** An input counts in this week; `late` where that is a later one than the sender saw. */
  acted: { number, week, late: flag },
  /** A school as it stands now. To participants their own: after sitting down, coming back, acting, and every step. */
  view: { view },
  refused: { what: text(0, 20), number: nullable(number), why: oneOf(refusals) },
  /** A sign of life. */
  alive: {},
  /** The last message: the room is no more, or no more for this participant. */
  closed: { why: oneOf(['room closed', 'removed', 'quit']) },
} as const;

const TO_PARTICIPANT = {
  ...TO_BOTH,
  /** You are in. The token brings you back once; coming back gives another. */
  welcome: { participant, token, nickname: nullable(text(0, LIMITS.nickname)), room, seat: nullable(seat) },
  seats: {
    schools: list(object({ school: id, name, head: flag, teachers: count }), LIMITS.schools),
  },
  /** Your seat; null where it is gone, as when another run is opened. */
  seated: { seat: nullable(seat) },
} as const;

const numbers = (most: number) => list(share, most);

const TO_HOST = {
  ...TO_BOTH,
  /** You are the host. The link lets people in; modules are the squares of its QR code, row by row, '1' for dark. */
  hosted: {
    code: text(CODE_LENGTH, CODE_LENGTH),
    links: list(text(1, 200), 20),
    qr: list(object({ size: whole(1, 200), modules: text(1, 40_000) }), 20),
    /** Seconds since 1970 at which the code expires. */
    expires: whole(0, 10_000_000_000),
    locked: flag,
    room,
  },
  /** Who is in, whenever it changes. */
  people: {
    people: list(
      object({
        participant,
        nickname: nullable(text(0, LIMITS.nickname)),
        connected: flag,
        seat: nullable(seat),
      }),
      LIMITS.participants,
    ),
    seats: count,
  },
  /** Inputs of the week under way so far: of how many people, by action, and how many came late. */
  inputs: {
    week,
    people: count,
    actions: list(object({ action: oneOf(ACTIONS), inputs: count }), ACTIONS.length),
    late: count,
  },
  /** What stays the same through a run: with every run opened, and on coming back. See Place of analysis/frames.ts. */
  ground: {
    seed: text(1, 80),
    names: list(name, LIMITS.schools),
    ids: list(id, LIMITS.schools),
    phases: list(whole(0, 10), LIMITS.schools),
    x: numbers(LIMITS.schools),
    y: numbers(LIMITS.schools),
  },
  /** Schools and relations after every step: Frame of analysis/frames.ts with lists for arrays. */
  frame: {
    week,
    a: numbers(10_000),
    b: numbers(10_000),
    stage: numbers(10_000),
    trust: numbers(10_000),
    lacks: numbers(10_000),
    pupils: numbers(LIMITS.schools),
    published: numbers(LIMITS.schools),
    standing: numbers(LIMITS.schools),
    grade: numbers(LIMITS.schools),
    special: numbers(LIMITS.schools),
    closed: numbers(LIMITS.schools),
    memberships: numbers(LIMITS.schools * 4),
    forms: numbers(10_000),
  },
  /** Values of every metric in the order of the list of metrics, at week 0 and the end of every term so far. */
  series: { samples: list(object({ week, values: numbers(500) }), 151) },
} as const;

export type FromParticipant = MessageOf<typeof FROM_PARTICIPANT>;
export type FromHost = MessageOf<typeof FROM_HOST>;
export type ToParticipant = MessageOf<typeof TO_PARTICIPANT>;
export type ToHost = MessageOf<typeof TO_HOST>;
export type Message<M extends { type: string }, T extends M['type']> = Extract<M, { type: T }>;

/** Null for anything that is no such message. */
export const fromParticipant: (value: unknown) => FromParticipant | null = reader(FROM_PARTICIPANT);
export const fromHost: (value: unknown) => FromHost | null = reader(FROM_HOST);
export const toParticipant: (value: unknown) => ToParticipant | null = reader(TO_PARTICIPANT);
export const toHost: (value: unknown) => ToHost | null = reader(TO_HOST);

export type RoomState = Message<ToParticipant, 'room'>['room'];
export type Poll = Message<ToParticipant, 'poll'>['poll'];
export type Seat = NonNullable<Message<ToParticipant, 'seated'>['seat']>;
export type View = Message<ToParticipant, 'view'>['view'];
export type Act = Message<FromParticipant, 'act'>;
export type PlainFrame = Omit<Message<ToHost, 'frame'>, 'type'>;
export type PlainPlace = Omit<Message<ToHost, 'ground'>, 'type' | 'seed'>;
export type SeriesSample = Message<ToHost, 'series'>['samples'][number];

/** The message in a text that a socket brought, or null. */
export function readText<M>(read: (value: unknown) => M | null, received: string): M | null {
  try {
    return read(JSON.parse(received));
  } catch {
    return null; // no JSON
  }
}
