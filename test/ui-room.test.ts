/** The phone page and the console of a room over a line that a test holds in its hand: what is said, heard and lost. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type FromHost,
  type FromParticipant,
  REFUSALS,
  type RoomState,
  type ToHost,
  type ToParticipant,
  toHost,
  toParticipant,
  type View,
} from '../analysis/room/protocol.ts';
import { addressOf } from '../ui/room/line.ts';
import { newsOf } from '../ui/room/news.ts';
import { Phone } from '../ui/room/phone.svelte.ts';
import { sayAct } from '../ui/room/words.ts';
import { Host } from '../ui/state/room/host.svelte.ts';
import { live } from '../ui/state/room/live.svelte.ts';
import type { Listener } from '../ui/state/room/server.ts';

/** A socket of a test: what the page says is read here, and what the room says is put in. */
class TestSocket {
  static readonly OPEN = 1;
  static all: TestSocket[] = [];
  readyState = 0;
  readonly said: FromParticipant[] = [];
  onopen = () => {};
  onmessage = (_: { data: string }) => {};
  onclose = () => {};

  readonly address: string;

  constructor(address: string) {
    this.address = address;
    TestSocket.all.push(this);
  }

  send(text: string): void {
    this.said.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
  }

  open(): this {
    this.readyState = 1;
    this.onopen();
    return this;
  }

  hear(message: ToParticipant): void {
    expect(toParticipant(message), JSON.stringify(message)).not.toBeNull();
    this.onmessage({ data: JSON.stringify(message) });
  }

  lose(): void {
    this.readyState = 3;
    this.onclose();
  }
}
const last = () => TestSocket.all.at(-1) ?? expect.fail('no socket');

const ROOM: RoomState = {
  phase: 'open',
  week: 3,
  weeks: 78,
  moment: 'Year 1, term 1, after week 3',
  title: 'Ladder',
  participants: 1,
  connected: 1,
  door: true,
};
const SEAT = { school: 7, name: 'Oakfield', post: 0, title: 'head of Oakfield', head: true };
const VIEW: View = {
  week: 3,
  school: 7,
  name: 'Oakfield',
  about: 'A primary school.',
  closed: false,
  partners: [{ school: 8, name: 'Elm', stage: 1, trust: 0.4, lacks: 'contact', together: false }],
  neighbours: [{ school: 9, name: 'Ash', kilometres: 1.2 }],
  offers: [],
  advice: [],
  collaboratives: [],
  work: { hoursLeft: 2, overload: 0.1, commitment: 0.5 },
  published: 100,
  grade: 2,
  special: false,
  facts: [],
  inForce: { offerTo: null, answers: [], guard: null, hours: null },
};
const welcome = (token: string): ToParticipant => ({
  type: 'welcome',
  participant: 1,
  token: token.padEnd(22, 'x'),
  nickname: null,
  room: ROOM,
  seat: SEAT,
});

beforeEach(() => {
  vi.useFakeTimers();
  TestSocket.all = [];
  const kept = new Map<string, string>();
  vi.stubGlobal('WebSocket', TestSocket);
  vi.stubGlobal('location', { href: 'http://192.0.2.7:4173/join.html#ABCDEFG' });
  vi.stubGlobal('document', { visibilityState: 'visible', addEventListener() {}, removeEventListener() {} });
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('removeEventListener', () => {});
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function joined(): Phone {
  const phone = new Phone();
  phone.code = 'abc-defg';
  phone.join();
  last().open().hear(welcome('one'));
  last().hear({ type: 'view', view: VIEW });
  return phone;
}

describe('a phone', () => {
  test('knocks with the code as it is meant, and keeps only what brings it back', () => {
    const phone = new Phone();
    expect(TestSocket.all).toEqual([]);
    phone.code = 'abc';
    phone.join();
    expect(phone.said).toContain('seven letters');
    phone.code = ' abc-defg ';
    phone.wish = ' Kim ';
    phone.join();
    expect(last().open().said).toEqual([{ type: 'join', protocol: 1, code: 'ABCDEFG', nickname: 'Kim' }]);
    expect(last().address).toBe('ws://192.0.2.7:4173/room/socket');
    last().hear(welcome('one'));
    expect([phone.place, phone.seat?.title]).toEqual(['in', 'head of Oakfield']);
    expect(JSON.parse(sessionStorage.getItem('collegium.room') ?? '')).toEqual({
      token: 'one'.padEnd(22, 'x'),
      next: 1,
    });
  });

  test.each(['wrong code', 'too many tries', 'locked', 'code expired', 'door shut', 'full'] as const)(
    'stands before the door again: %s',
    (why) => {
      const phone = new Phone();
      phone.code = 'ABC-DEFG';
      phone.join();
      last().open().hear({ type: 'refused', what: '', number: null, why });
      expect([phone.place, phone.said, phone.code]).toEqual(['door', REFUSALS[why], 'ABC-DEFG']);
    },
  );

  test('comes back by itself with its newest token, and says again what was not answered', () => {
    const phone = joined();
    phone.act('share');
    phone.act('offer', { school: 9, name: 'Ash' });
    last().hear({ type: 'acted', number: 1, week: 3, late: false });
    const first = last();
    first.lose();
    expect([phone.line, phone.place]).toEqual(['lost', 'in']);
    vi.advanceTimersByTime(500);
    expect(last()).not.toBe(first);
    last().open();
    expect(last().said).toEqual([{ type: 'back', protocol: 1, token: 'one'.padEnd(22, 'x') }]);
    last().hear(welcome('two'));
    expect(phone.line).toBe('up');
    expect(last().said.slice(1)).toEqual([
      { type: 'act', number: 2, week: 3, action: 'offer', school: 9, hours: null },
    ]);
    last().hear({ type: 'acted', number: 2, week: 4, late: true });
    expect(phone.done.map(({ state, week, late }) => [state, week, late])).toEqual([
      ['counts', 4, true],
      ['counts', 3, false],
    ]);
    expect(JSON.parse(sessionStorage.getItem('collegium.room') ?? '')).toMatchObject({ next: 3 });
  });

  test('comes back after the page was loaded anew, and never uses a number twice', () => {
    joined().act('share');
    const phone = new Phone();
    expect(phone.place).toBe('joining');
    last().open();
    expect(last().said[0]).toMatchObject({ type: 'back' });
    last().hear(welcome('two'));
    phone.act('guard');
    expect(last().said.at(-1)).toMatchObject({ type: 'act', number: 2, action: 'guard' });
  });

  test('says that the room may be gone, goes on trying, and gives up a line that is silent', () => {
    const phone = joined();
    const before = TestSocket.all.length;
    vi.advanceTimersByTime(56_000);
    expect(phone.line, 'silence for longer than the room is ever silent').not.toBe('up');
    for (let i = 0; i < 8; i++) {
      vi.advanceTimersByTime(11_000);
      last().lose();
    }
    expect(phone.line).toBe('gone');
    expect(TestSocket.all.length - before).toBeGreaterThan(5);
    const tried = TestSocket.all.length;
    phone.again();
    expect(TestSocket.all.length).toBe(tried + 1);
  });

  test('is out when the room closes, when it is taken out, and before the door when nobody knows it any more', () => {
    const closed = joined();
    last().hear({ type: 'closed', why: 'room closed' });
    expect([closed.place, closed.out, closed.view]).toEqual(['out', 'room closed', null]);
    expect(sessionStorage.getItem('collegium.room')).toBeNull();

    const lost = joined();
    last().lose();
    vi.advanceTimersByTime(500);
    last().open().hear({ type: 'refused', what: '', number: null, why: 'wrong token' });
    expect([lost.place, lost.said]).toEqual(['door', REFUSALS['wrong token']]);
  });

  test('is told why what it did was not taken', () => {
    const phone = joined();
    phone.act('share');
    last().hear({ type: 'refused', what: 'act', number: 1, why: 'too many inputs' });
    expect(phone.done[0]).toMatchObject({ state: 'refused', why: REFUSALS['too many inputs'] });
  });

  test('tells what a week has brought, and lets go of what was done in it', () => {
    const phone = joined();
    phone.act('share');
    last().hear({ type: 'acted', number: 1, week: 3, late: false });
    last().hear({ type: 'view', view: VIEW });
    expect(phone.done.length).toBe(1);
    last().hear({ type: 'view', view: { ...VIEW, week: 4, offers: [{ school: 9, name: 'Ash' }] } });
    expect(phone.news).toEqual(['Ash would work with you.']);
    expect(phone.done).toEqual([]);
  });

  test('keeps its own vote in mind when the room has counted and forgotten it', () => {
    const phone = joined();
    const poll = { poll: 1, question: 'More trust?', options: ['yes', 'no'], votes: 1 };
    last().hear({ type: 'poll', poll: { ...poll, open: true, counts: null, mine: 1 } });
    last().hear({ type: 'poll', poll: { ...poll, open: false, counts: [0, 1], mine: null } });
    expect(phone.poll).toMatchObject({ open: false, counts: [0, 1], mine: 1 });
  });
});

/** A console, what it says, and the room's voice. */
function aConsole() {
  const said: FromHost[] = [];
  let listener: Listener = { heard() {}, down() {} };
  let ended = false;
  const host = new Host((given) => {
    listener = given;
    return {
      say: (message) => said.push(message) > 0,
      open: async () => 'district.schools: too many',
      log: async () => '',
      again() {},
      end() {
        ended = true;
      },
    };
  });
  const hear = (message: ToHost) => {
    expect(toHost(message), JSON.stringify(message)).not.toBeNull();
    listener.heard(JSON.stringify(message));
  };
  return { host, said, hear, down: (tries: number) => listener.down(tries), ended: () => ended };
}

describe('a console', () => {
  test('is refused with a token that is not the host’s, and does not call again', () => {
    const { host, hear, down, ended } = aConsole();
    hear({ type: 'refused', what: '', number: null, why: 'wrong token' });
    expect(host.said).toContain('npx collegium host');
    expect([host.standing, ended()]).toEqual(['refused', true]);
    down(3);
    expect(host.standing).toBe('refused');
  });

  test('tells a line that was lost from a room that does not answer', () => {
    const { host, hear, down } = aConsole();
    down(0);
    expect(host.standing).toBe('calling');
    hear({ type: 'room', room: ROOM });
    down(0);
    expect(host.standing).toBe('lost');
    down(5);
    expect(host.standing).toBe('gone');
    hear({ type: 'room', room: ROOM });
    expect(host.standing).toBe('up');
  });

  test('steps no further than the run, and not while weeks are being done', () => {
    const { host, said, hear } = aConsole();
    hear({ type: 'room', room: { ...ROOM, week: 76 } });
    host.step(13);
    expect(said).toEqual([{ type: 'step', weeks: 2 }]);
    hear({ type: 'room', room: { ...ROOM, week: 77, phase: 'stepping' } });
    host.step(1);
    hear({ type: 'room', room: { ...ROOM, week: 78 } });
    host.step(1);
    expect(said.length).toBe(1);
  });

  test('knows what became of each show of hands', () => {
    const { host, said, hear } = aConsole();
    const school = { school: 7, name: 'Oakfield' };
    host.decide(school, 'offer', { school: 9, name: 'Ash' }, null);
    host.decide(school, 'spend time', null, 2);
    expect(said).toEqual([
      { type: 'decide', number: 1, school: 7, post: 0, action: 'offer', other: 9, hours: null },
      { type: 'decide', number: 2, school: 7, post: 0, action: 'spend time', other: null, hours: 2 },
    ]);
    hear({ type: 'acted', number: 1, week: 4, late: false });
    hear({ type: 'refused', what: 'decide', number: 2, why: 'log full' });
    expect(host.decided.map(({ state, week, why }) => [state, week, why])).toEqual([
      ['refused', 0, REFUSALS['log full']],
      ['counts', 4, ''],
    ]);
  });

  test('forgets everything when the room is closed', () => {
    const { host, hear } = aConsole();
    const someone = { participant: 1, nickname: 'Kim', connected: true, seat: SEAT };
    hear({ type: 'room', room: ROOM });
    hear({ type: 'people', people: [someone], seats: 9 });
    expect([host.people.length, host.taken]).toEqual([1, 1]);
    hear({ type: 'closed', why: 'room closed' });
    expect([host.standing, host.people, host.room, host.polls]).toEqual(['closed', [], null, []]);
  });

  test('says what is wrong with a scenario that was not opened', async () => {
    const { host } = aConsole();
    await host.open({ id: 'x', title: 'x', scenario: {} as never, text: null }, '');
    expect([host.obstacle, host.opening]).toEqual(['district.schools: too many', false]);
  });
});

test('votes of a session go to the phones of a room that is open, one at a time', () => {
  const { host, said, hear } = aConsole();
  expect(live.polls).toBeNull();
  [live.host, live.phones] = [host, true];
  expect(live.polls, 'nobody has answered yet').toBeNull();
  hear({ type: 'room', room: ROOM });
  const poll = live.polls?.open('Does trust rise?', ['higher', 'lower']) ?? expect.fail('no polls');
  expect(said).toEqual([{ type: 'poll', question: 'Does trust rise?', options: ['higher', 'lower'] }]);
  expect([poll.isOpen, poll.counts, poll.set]).toEqual([true, [0, 0], null]);
  const told = { poll: 1, question: 'Does trust rise?', options: ['higher', 'lower'], mine: null };
  hear({ type: 'poll', poll: { ...told, open: true, votes: 3, counts: [2, 1] } });
  expect([poll.isOpen, poll.counts]).toEqual([true, [2, 1]]);
  const second = live.polls?.open('And then?', ['yes', 'no']);
  expect(said.slice(1).map(({ type }) => type)).toEqual(['count', 'poll']);
  hear({ type: 'poll', poll: { ...told, open: false, votes: 3, counts: [2, 1] } });
  expect([poll.isOpen, poll.counts, second?.counts]).toEqual([false, [2, 1], [0, 0]]);
  second?.close();
  second?.close();
  expect(said.filter(({ type }) => type === 'count').length).toBe(2);
  [live.host, live.phones] = [null, false];
});

describe('news', () => {
  const after = (changes: Partial<View>): View => ({ ...VIEW, week: 4, ...changes });
  const [elm] = VIEW.partners;
  test.each<[string, Partial<View>, string[]]>([
    ['nothing', {}, ['Nothing that shows has changed at your school.']],
    [
      'a relation that has grown',
      { partners: [{ ...elm, stage: 2 }] },
      ['With Elm, what you have has grown to cooperation (association before).'],
    ],
    [
      'a relation that is new',
      { partners: [elm, { ...elm, school: 9, name: 'Ash' }] },
      ['With Ash, what you have has grown to association.'],
    ],
    [
      'a relation that fades',
      { partners: [{ ...elm, stage: 0 }] },
      ['With Elm, what you have has fallen to hardly any contact (association before).'],
    ],
    ['a relation that has ended', { partners: [] }, ['Nothing is left of what you had with Elm.']],
    [
      'a collaborative',
      { partners: [{ ...elm, together: true }] },
      ['You are in a collaborative with Elm now.'],
    ],
    [
      'many of the same kind, said together',
      {
        offers: [
          { school: 9, name: 'Ash' },
          { school: 10, name: 'Yew' },
        ],
        partners: [9, 10, 11, 12, 13].map((school) => ({
          ...elm,
          school,
          name: `S${school}`,
          together: true,
        })),
      },
      [
        'Ash and Yew would work with you.',
        'You are in a collaborative with S9, S10, S11 and 2 others now.',
        'With S9, S10, S11 and 2 others, what you have has grown to association.',
        'Nothing is left of what you had with Elm.',
      ],
    ],
    ['results', { published: 101.26 }, ['Your results have come out: 101.3 points (100.0 before).']],
    [
      'a grade',
      { grade: 4, special: true },
      ['Inspectors have been: your grade is 4 (2 before; 1 is best).', 'Your school is in special measures.'],
    ],
    ['a school that closes', { closed: true }, ['Your school has closed.']],
  ])('of %s', (_, changes, sentences) => {
    expect(newsOf(VIEW, after(changes))).toEqual(sentences);
  });
});

test('what is done is said with whom and how much', () => {
  expect(sayAct('offer', 'Ash', null)).toBe('Offer a partnership to Ash');
  expect(sayAct('offer', '', null)).toBe('Take the offer back');
  expect(sayAct('leave', '', null)).toBe('Leave every collaborative');
  expect(sayAct('spend time', '', 1)).toBe('1 hour a week for other schools');
  expect(sayAct('spend time', '', 2.5)).toBe('2.5 hours a week for other schools');
  expect(sayAct('own judgement', '', null)).toBe('As it comes');
});

test('a room behind another path or with a certificate is found', () => {
  expect(addressOf('https://schools.example/tool/index.html?x#room')).toBe(
    'wss://schools.example/tool/room/socket',
  );
});
