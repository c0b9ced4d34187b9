/** The room's server over real sockets, on this machine's own address: what it lets in, and what is kept of it. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CODE_LETTERS, LIMITS, PATHS } from '../../analysis/room/protocol.ts';
import { Door } from '../../batch/host/door.ts';
import { readScenario } from '../../scenarios/yaml.ts';
import { HEADERS } from '../../scripts/serving.mjs';
import { advance, digest, start } from '../../sim/index.ts';
import { useBuiltCommand } from '../support/cli.ts';
import { anyAct, Chance } from '../support/room.ts';
import { Guest, type Served, serveRoom, upgrade } from '../support/room-server.ts';

useBuiltCommand();
let served: Served;
beforeAll(async () => {
  served = await serveRoom();
}, 60_000);
afterAll(() => served?.stop());

const DISTRICT = 'title: A district\nyears: 1\ndistrict: { schools: 8 }\n';
const NAME = 'Xanthippe Q';

test('a socket is opened to the page’s own address alone', async () => {
  const { port } = served;
  expect(await upgrade(port, `http://127.0.0.1:${port}`)).toBe(101);
  for (const origin of [
    'http://evil.example',
    `https://127.0.0.1:${port}`,
    `http://127.0.0.1:${port + 1}`,
    'null',
    undefined,
  ])
    expect(await upgrade(port, origin), origin).toBe(403);
});

test('everything is answered with the headers of the page', async () => {
  for (const path of ['/', PATHS.here, '/nothing', PATHS.log]) {
    const { headers } = await fetch(`http://127.0.0.1:${served.port}${path}`);
    for (const [name, value] of Object.entries(HEADERS))
      expect(headers.get(name), `${path} ${name}`).toBe(value);
  }
  expect(await (await fetch(`http://127.0.0.1:${served.port}/`)).text()).toBe('<!doctype html>');
  expect(await (await fetch(`http://127.0.0.1:${served.port}${PATHS.here}`)).json()).toEqual({ protocol: 1 });
});

test('the host’s token opens what is the host’s, and nothing else does', async () => {
  expect((await served.log('a'.repeat(32))).status).toBe(401);
  expect((await served.log(served.server.door.code)).status).toBe(401);
  expect((await served.log()).status).toBe(409);
  const wrong = await served.open('title: A district\nyers: 3\n');
  expect(wrong.status).toBe(400);
  expect(await wrong.text()).toMatch(/^scenario:2:1.*yers.*did you mean 'years'/);
  const large = await served.open('title: Large\ndistrict: { schools: 200 }\n');
  expect(await large.text()).toMatch(/too large for a room: 200 schools/);
  const files = await served.open('title: Files\nschools: { register: package.json.csv }\n');
  expect(await files.text()).toMatch(/no file of schools 'package.json.csv' in the library/);
});

test('40 people act, drop out and come back; the log has nobody’s name and replays to the same digest', async () => {
  const { port, server } = served;
  expect((await served.open(DISTRICT, 'forty')).status).toBe(204);
  const host = await Guest.host(port, server.hostToken);
  const chance = new Chance('forty');
  const guests = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      Guest.participant(port, { code: server.door.code, nickname: i % 2 ? `${NAME} ${i}` : undefined }),
    ),
  );
  await Promise.all(guests.map((guest) => guest.hears('welcome')));
  for (const guest of guests) guest.say({ type: 'sit', school: null, post: null });
  await Promise.all(guests.map((guest) => guest.hears('view')));
  const schools = Array.from({ length: 8 }, (_, i) => i + 1);
  for (let week = 0; week < 26; week = server.room.week) {
    for (const guest of guests) {
      if (chance.next() < 0.1) {
        guest.drop();
        await guest.comeBack();
      }
      guest.say(anyAct(chance, guest.next(), Math.max(0, week - chance.below(2)), schools));
    }
    host.say({ type: 'step', weeks: 5 });
    for (const guest of guests.slice(0, 10)) guest.say(anyAct(chance, guest.next(), week, schools)); // some late
    const before = week;
    await host.hears('frame', (frame) => frame.week > before);
  }
  await host.hears('people', ({ people }) => people.length === 40);
  const text = await (await served.log()).text();
  const { scenario } = readScenario(text, 'room.yaml');
  if (scenario === null) throw new Error('not a scenario');
  expect(scenario.decisions.length).toBeGreaterThan(60);
  const again = start(scenario);
  advance(again, 39);
  expect(text).toContain(`# At the end: digest ${digest(again)}`);
  expect(text).not.toMatch(/Xanthippe|127\.0\.0\.1|::1/);
  expect(text).toMatch(/ # 4\d?\n/);
  expect(guests.some((guest) => guest.told.some((one) => one.type === 'acted' && one.late))).toBe(true);
  for (const guest of guests) guest.drop();
  host.drop();
}, 60_000);

describe('the door', () => {
  test('opens to its code, however it is typed, until it expires', () => {
    let now = 0;
    const door = new Door(() => now);
    const { code } = door;
    expect(code).toMatch(new RegExp(`^[${CODE_LETTERS}]{7}$`));
    expect(door.refuses('a', `${code.slice(0, 3)}- ${code.slice(3).toLowerCase()}`)).toBeNull();
    now = LIMITS.codeHours * 3_600_000;
    expect(door.refuses('a', code)).toBe('code expired');
    door.renew();
    expect(door.refuses('a', door.code)).toBeNull();
    expect(door.code).not.toBe(code);
  });

  test('lets 10,000 guesses at none, and locks', () => {
    let now = 0;
    const door = new Door(() => now);
    const answers = new Map<string, number>();
    for (let guess = 0; guess < 10_000; guess++) {
      now += 10;
      const answer = door.refuses(`10.0.${guess % 200}.1`, 'AAAAAAA') ?? 'in';
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
    expect(Object.fromEntries(answers)).toEqual({
      'wrong code': LIMITS.triesInAll,
      locked: 10_000 - LIMITS.triesInAll,
    });
    expect(door.refuses('b', door.code)).toBe('locked');
    door.renew();
    expect(door.refuses('b', door.code)).toBeNull();
  });

  test('takes five tries a minute from one address', () => {
    let now = 0;
    const door = new Door(() => now);
    for (let i = 0; i < 5; i++) expect(door.refuses('a', 'BBBBBBB')).toBe('wrong code');
    expect(door.refuses('a', door.code)).toBe('too many tries');
    expect(door.refuses('b', door.code)).toBeNull();
    now = 60_001;
    expect(door.refuses('a', door.code)).toBeNull();
  });

  test('is locked over sockets too, for newcomers alone, until there is a new code', async () => {
    const room = await serveRoom();
    const { port, server } = room;
    const inside = await Guest.participant(port, { code: server.door.code });
    await inside.hears('welcome');
    const whys = new Set<string>();
    for (let i = 0; i < 12; i++) {
      const guest = await Guest.participant(port, { code: 'CCCCCCC' }, `127.0.1.${i + 1}`);
      for (let more = 0; more < 4; more++)
        guest.say({ type: 'join', protocol: 1, code: 'CCCCCCC', nickname: null });
      await guest.hears('refused', () => guest.told.filter(({ type }) => type === 'refused').length === 5);
      for (const one of guest.told) if (one.type === 'refused') whys.add(one.why);
      guest.drop();
    }
    expect([...whys]).toEqual(['wrong code', 'locked']);
    inside.drop();
    await inside.comeBack();
    const host = await Guest.host(port, server.hostToken);
    expect(host.last('hosted')?.locked).toBe(true);
    host.say({ type: 'renew' });
    const { code } = await host.hears('hosted', ({ locked }) => !locked);
    const newcomer = await Guest.participant(port, { code });
    await newcomer.hears('welcome');
    await room.stop();
  }, 60_000);
});

describe('a socket that breaks the rules', () => {
  const closed = async (guest: Guest) => Number((await once(guest.socket, 'close'))[0]);

  test('is cut off: messages too long, in too many pieces, unknown ones again and again, too many', async () => {
    const { port, server } = served;
    const come = () => Guest.participant(port, { code: server.door.code });
    const long = await come();
    long.socket.send('x'.repeat(LIMITS.message + 1));
    expect(await closed(long)).toBe(1009);
    const pieces = await come();
    for (let i = 0; i < 6; i++) pieces.socket.send('x', { fin: false });
    expect(await closed(pieces)).toBe(1008);
    const unknown = await come();
    await unknown.hears('welcome');
    for (const bad of [
      '{',
      '[]',
      'null',
      '{"type":"act"}',
      '{"type":"look","more":1}',
      '{"__proto__":{},"type":"look"}',
      '{"type":"toString"}',
      '""',
      '{"type":"host"}',
    ])
      unknown.socket.send(bad);
    await unknown.hears('refused', () => unknown.told.filter(({ type }) => type === 'refused').length === 9);
    expect(unknown.told.flatMap((one) => (one.type === 'refused' ? [one.why] : []))).toEqual(
      new Array(9).fill('not understood'),
    );
    unknown.socket.send(Buffer.from([1, 2, 3]));
    expect(await closed(unknown)).toBe(1008);
    const flood = await come();
    await flood.hears('welcome');
    for (let i = 0; i < 200; i++) flood.say({ type: 'look' });
    expect(await closed(flood)).toBe(1008);
    const seats = flood.told.filter(({ type }) => type === 'seats').length;
    expect(seats).toBeLessThanOrEqual(LIMITS.burst + LIMITS.rate);
  }, 30_000);

  test('is a fourth of one person: the first of them goes', async () => {
    const { port, server } = served;
    const person = await Guest.participant(port, { code: server.door.code });
    await person.hears('welcome');
    const first = person.socket;
    const gone = once(first, 'close');
    for (let i = 0; i < LIMITS.sockets; i++) await person.comeBack();
    await gone;
    expect(person.last('refused')?.why).toBe('too many sockets');
  });

  test('is silent: it is asked, and goes when it does not answer; one that answers stays', async () => {
    // A bare connection that completes the upgrade and then never says or answers anything.
    let now = 0;
    const room = await serveRoom({ now: () => now });
    const { port } = room;
    const bare = connect(port, '127.0.0.1');
    bare.write(
      `GET /room/socket HTTP/1.1\r\nHost: x\r\nOrigin: http://127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
    await once(bare, 'data');
    const join = Buffer.from(
      JSON.stringify({ type: 'join', protocol: 1, code: room.server.door.code, nickname: null }),
    );
    bare.write(Buffer.concat([Buffer.from([0x81, 0x80 | join.length, 0, 0, 0, 0]), join]));
    const lively = await Guest.participant(port, { code: room.server.door.code });
    await lively.hears('welcome');
    const asked = once(lively.socket, 'ping');
    room.server.signs();
    await asked;
    await lively.hears('alive');
    now = LIMITS.idle * 1000 + 1;
    lively.say({ type: 'look' });
    await lively.hears('seats');
    const gone = once(bare, 'close');
    room.server.signs();
    await gone;
    lively.say({ type: 'look' });
    await lively.hears('seats', (one) => lively.told.filter(({ type }) => type === one.type).length === 2);
    await room.stop();
  });
});

test('closing tells everybody, keeps the log where that is wanted, and leaves the page alone', async () => {
  const kept: string[] = [];
  const room = await serveRoom({ keep: (log) => kept.push(log) });
  const { port, server } = room;
  expect((await room.open(DISTRICT)).status).toBe(204);
  const host = await Guest.host(port, server.hostToken);
  const guest = await Guest.participant(port, { code: server.door.code, nickname: NAME });
  await guest.hears('welcome');
  host.say({ type: 'close' });
  await guest.hears('closed');
  await host.hears('closed');
  expect(kept).toHaveLength(1);
  expect(kept[0]).toMatch(/^# Log of a room of Collegium .*: 1 people, 0 decisions/);
  expect(kept[0]).not.toContain('Xanthippe');
  expect((await fetch(`http://127.0.0.1:${port}${PATHS.here}`)).status).toBe(404);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  expect(await upgrade(port, `http://127.0.0.1:${port}`)).toBe(404);
  await room.stop();
});
