/**
 * Rooms full of people over real sockets to the command as it is started, on this machine's own address: twenty logs that
 * replay, two hundred people told at once, and some who mean harm beside them. Minutes long: `npm run room`.
 */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { beforeAll, expect, test } from 'vitest';
import { readHead } from '../../analysis/room/log.ts';
import { LIMITS, PATHS, SOCKET } from '../../analysis/room/protocol.ts';
import { readScenario } from '../../scenarios/yaml.ts';
import { buildIfStale } from '../../scripts/build.mjs';
import { advance, digest, start as startRun } from '../../sim/index.ts';
import { start, useBuiltCommand } from '../support/cli.ts';
import { granted } from '../support/quiet.ts';
import { anyAct, Chance } from '../support/room.ts';
import { record } from '../support/room-record.ts';
import { Guest } from '../support/room-server.ts';

useBuiltCommand();
beforeAll(() => buildIfStale('page'), 300_000);

const ROOMS = 20;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const scenarioOf = (schools: number) => `title: A district\nyears: 2\ndistrict: { schools: ${schools} }\n`;

async function hosting() {
  const started = start(['host', '--port', '0']);
  let said = '';
  started.child.stdout?.on('data', (text) => {
    said += text;
  });
  for (let i = 0; i < 600 && !/Ctrl\+C/.test(said); i++) await pause(50);
  const [, origin, port, token] = /(http:\/\/127\.0\.0\.1:(\d+))\/#room\/(\S+)/.exec(said) ?? [];
  const [, code] = /join\.html#([A-Z]{7})\n/.exec(said) ?? [];
  const headers = { authorization: `Bearer ${token}` };
  return {
    port: Number(port),
    token,
    code,
    pid: started.child.pid as number,
    async open(scenario: string, seed: string) {
      const body = JSON.stringify({ type: 'open', library: null, scenario, seed });
      expect((await fetch(origin + PATHS.open, { method: 'POST', headers, body })).status).toBe(204);
    },
    log: async () => (await fetch(origin + PATHS.log, { headers })).text(),
    async stop() {
      started.child.kill('SIGINT');
      expect((await started.finished).code).toBe(0);
    },
  };
}

type Hosted = Awaited<ReturnType<typeof hosting>>;

async function crowd(room: Hosted, count: number): Promise<Guest[]> {
  const guests: Guest[] = [];
  for (let i = 0; i < count; i += 20) {
    const some = Array.from({ length: Math.min(20, count - i) }, () =>
      Guest.participant(room.port, { code: room.code, nickname: 'Xanthippe' }),
    );
    guests.push(...(await Promise.all(some)));
  }
  await Promise.all(guests.map((guest) => guest.hears('welcome')));
  for (const guest of guests) guest.say({ type: 'sit', school: null, post: null });
  await Promise.all(guests.map((guest) => guest.hears('view')));
  return guests;
}

/** The value below which the share `p` lies. */
function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
}

const round = (value: number) => Math.round(value * 10) / 10;

/** MB that a process has in memory. */
function resident(pid: number): number {
  const [, kb] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kb) / 1024;
}

test(`${ROOMS} rooms of 40 people with delays, drops and returns: every log replays to the same digest`, async () => {
  const rooms = [];
  for (let n = 0; n < ROOMS; n++) {
    const seed = `room ${n}`;
    const chance = new Chance(seed);
    const room = await hosting();
    await room.open(scenarioOf(16), seed);
    const host = await Guest.host(room.port, room.token);
    const guests = await crowd(room, 40);
    const schools = Array.from({ length: 16 }, (_, i) => i + 1);
    let drops = 0;
    for (let week = 0; week < 52; ) {
      // Nobody waits for anybody: each acts, drops out and comes back at times of their own.
      const acting = guests.map(async (guest) => {
        await pause(chance.below(120));
        if (chance.next() < 0.15) {
          drops++;
          guest.drop();
          await pause(chance.below(80));
          await guest.comeBack();
        }
        guest.say(anyAct(chance, guest.next(), guest.last('room')?.room.week ?? 0, schools));
      });
      await pause(60 + chance.below(60));
      host.say({ type: 'step', weeks: 1 + chance.below(6) });
      const before = week;
      week = (await host.hears('frame', (frame) => frame.week > before)).week;
      await Promise.all(acting);
    }
    const text = await room.log();
    const { scenario } = readScenario(text, 'room.yaml');
    const head = readHead(text);
    if (scenario === null || head === null) throw new Error('not a log');
    const again = startRun(scenario);
    advance(again, head.week);
    const reached = digest(again);
    advance(again, again.weeks);
    expect({ reached, end: digest(again) }).toEqual({ reached: head.reached, end: head.end });
    expect(text).not.toMatch(/Xanthippe|127\.0\.0\.1/);
    const late = Number(/(\d+) of them late/.exec(text)?.[1]);
    rooms.push({
      seed,
      decisions: scenario.decisions.length,
      drops,
      late,
      week: head.week,
      reached: head.reached,
      again: reached,
    });
    await room.stop();
  }
  record('replays', rooms);
});

test('200 people are told at once', async () => {
  const free = await granted();
  const room = await hosting();
  await room.open(scenarioOf(60), 'two hundred');
  const host = await Guest.host(room.port, room.token);
  const guests = await crowd(room, 200);
  const waits: number[] = [];
  const views: number[] = [];
  let stall = 0;
  let going = true;
  const beat = (async () => {
    // A poll is answered by the server's loop itself: how long it takes is how long that was held.
    while (going) {
      const began = performance.now();
      await fetch(`http://127.0.0.1:${room.port}${PATHS.here}`);
      stall = Math.max(stall, performance.now() - began);
      await pause(5);
    }
  })();
  for (let step = 1; step <= 12; step++) {
    host.say({ type: 'step', weeks: 1 });
    await Promise.all(guests.map((guest) => guest.hears('view', ({ view }) => view.week === step)));
    const isNews = (told: Guest['told'][number]) =>
      told.type === 'room' && told.room.week === step && told.room.phase === 'open';
    const first = Math.min(...guests.map((guest) => guest.at[guest.told.findIndex(isNews)]));
    for (const guest of guests) {
      waits.push(guest.at[guest.told.findIndex(isNews)] - first);
      views.push(
        guest.at[guest.told.findIndex((told) => told.type === 'view' && told.view.week === step)] - first,
      );
    }
  }
  going = false;
  await beat;
  const figures = {
    participants: guests.length,
    steps: 12,
    p50: round(quantile(waits, 0.5)),
    p95: round(quantile(waits, 0.95)),
    views: round(quantile(views, 0.95)),
    stall: round(stall),
    granted: round(free),
  };
  await room.stop();
  record('fanOut', figures);
});

test('people who mean harm do not slow the others, nor fill the memory', async () => {
  const free = await granted();
  const room = await hosting();
  await room.open(scenarioOf(20), 'flood');
  const host = await Guest.host(room.port, room.token);
  const guests = await crowd(room, 40);
  // The run itself takes memory until it is collected: what harm adds is held against that.
  const calm = 30;
  for (let week = 1; week <= calm; week++) {
    host.say({ type: 'step', weeks: 1 });
    await host.hears('frame', (frame) => frame.week === week);
    await pause(20);
  }
  const before = resident(room.pid);
  let messages = 0;
  let connections = 0;
  let going = true;
  const raw = (): Promise<Socket> =>
    new Promise((resolve) => {
      const socket = connect(room.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(
        `GET ${SOCKET} HTTP/1.1\r\nHost: x\r\nOrigin: http://127.0.0.1:${room.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`,
      );
      socket.once('data', () => resolve(socket)).once('close', () => resolve(socket));
    });
  const text = Buffer.from(JSON.stringify({ type: 'join', protocol: 1, code: room.code, nickname: null }));
  const frame = (first: number, body: Buffer) =>
    Buffer.concat([
      body.length < 126
        ? Buffer.from([first, 0x80 | body.length])
        : Buffer.from([first, 0x80 | 126, body.length >> 8, body.length & 255]),
      Buffer.alloc(4),
      body,
    ]);
  const attack = async (of: (socket: Socket) => void) => {
    while (going) {
      const socket = await raw();
      connections++;
      for (let i = 0; i < 40 && !socket.destroyed && going; i++) {
        of(socket);
        messages++;
        await pause(2);
      }
      socket.destroy();
    }
  };
  const attacks = [
    attack((socket) => socket.write(frame(0x81, Buffer.from('{"type":"no such thing"}')))),
    attack((socket) => socket.write(frame(0x81, Buffer.alloc(8000, 120)))),
    attack((socket) => socket.write(frame(0x01, Buffer.alloc(100, 120)))), // never the last piece
    attack((socket) => socket.write(frame(0x82, Buffer.alloc(100, 1)))),
    attack((socket) =>
      socket.write(
        frame(0x81, Buffer.from(JSON.stringify({ type: 'host', protocol: 1, token: 'x'.repeat(32) }))),
      ),
    ),
  ];
  // Slow readers: they are in the room, ask all the time, and read nothing.
  const slow: Socket[] = [];
  for (let i = 0; i < 20; i++) {
    const socket = await raw();
    socket.write(frame(0x81, text));
    socket.pause();
    slow.push(socket);
  }
  const asking = (async () => {
    while (going) {
      for (const socket of slow)
        if (!socket.destroyed) socket.write(frame(0x81, Buffer.from(JSON.stringify({ type: 'look' }))));
      messages += slow.length;
      await pause(110);
    }
  })();
  const waits: number[] = [];
  let most = before;
  for (let round = 0; round < 30; round++) {
    await Promise.all(
      guests.map(async (guest) => {
        const number = guest.next();
        const began = performance.now();
        guest.say({
          type: 'act',
          number,
          week: calm + round,
          action: round % 2 ? 'share' : 'guard',
          school: null,
          hours: null,
        });
        await guest.hears('acted', (told) => told.number === number);
        waits.push(performance.now() - began);
      }),
    );
    host.say({ type: 'step', weeks: 1 });
    await host.hears('frame', ({ week }) => week === calm + round + 1);
    most = Math.max(most, resident(room.pid));
    await pause(200);
  }
  going = false;
  await Promise.all([...attacks, asking]);
  for (const socket of slow) socket.destroy();
  const figures = {
    connections,
    messages,
    p95: round(quantile(waits, 0.95)),
    grown: round(most - before),
    granted: round(free),
  };
  expect(connections).toBeGreaterThan(50);
  expect(messages).toBeGreaterThan(LIMITS.burst * 50);
  await room.stop();
  record('flood', figures);
});
