/** `collegium host` as its users start it, and what the commands make of the log that it leaves. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readHead } from '../../analysis/room/log.ts';
import { PATHS } from '../../analysis/room/protocol.ts';
import { buildIfStale } from '../../scripts/build.mjs';
import { collegium, expectBadInput, SMALL, start, useBuiltCommand, useFolder } from '../support/cli.ts';
import { anyAct, Chance } from '../support/room.ts';
import { Guest } from '../support/room-server.ts';

useBuiltCommand();
beforeAll(() => buildIfStale('page'), 300_000);
const folder = useFolder();

/** Starts a host and gives what it says, once it has said all of it. */
async function hosting(...args: string[]) {
  const started = start(['host', '--port', '0', ...args]);
  let said = '';
  started.child.stdout?.on('data', (text) => {
    said += text;
  });
  for (let i = 0; i < 200 && !/Ctrl\+C/.test(said); i++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const [, origin, port, token] = /(http:\/\/127\.0\.0\.1:(\d+))\/#room\/(\S+)/.exec(said) ?? [];
  const [, code] = /join\.html#([A-Z]{7})\n/.exec(said) ?? [];
  return { ...started, said: () => said, origin, port: Number(port), token, code };
}

test('says in order what a trainer does, and its secrets are in what it says to the trainer alone', async () => {
  const { said, child, finished, origin, token } = await hosting();
  expect(said()).toMatch(
    /1\. Open the trainer’s page[\s\S]*#room\/[\w-]{32}\n2\. Let people in[\s\S]*join\.html#[A-Z]{7}\n {3}Code: [A-Z]{3}-[A-Z]{4}\n/,
  );
  expect(said()).toContain('npx collegium host --lan');
  for (const path of ['/', PATHS.here, '/join.html'])
    expect(await (await fetch(origin + path)).text()).not.toContain(token);
  child.kill('SIGINT');
  expect(await finished).toMatchObject({ code: 0, stderr: '' });
  expect(said()).toMatch(/The room is closed, and everything about it is deleted\.\n$/);
}, 30_000);

test.each([
  [['--address', '203.0.113.7'], /--address 203\.0\.113\.7: this machine has no such address/],
  [['--address', '127.0.0.1', '--lan'], /give --address or --lan/],
  [['--origin', 'room.example.org'], /--origin room\.example\.org: expected the address of a page/],
  [['--log', 'package.json'], /--log package\.json: is there already/],
])('refuses %j', async (args, why) => {
  expectBadInput(await collegium('host', ...args), why);
});

test('says that a port is taken', async () => {
  const first = await hosting();
  expectBadInput(await collegium('host', '--port', String(first.port)), /another program listens there/);
  first.child.kill('SIGTERM');
  expect((await first.finished).code).toBe(0);
}, 30_000);

describe('the log of a room', () => {
  const log = join(folder.path, 'room.yaml');

  test('is written when the room ends', async () => {
    const room = await hosting('--log', log);
    const opened = await fetch(room.origin + PATHS.open, {
      method: 'POST',
      headers: { authorization: `Bearer ${room.token}` },
      body: JSON.stringify({ type: 'open', library: null, scenario: SMALL, seed: 'a room' }),
    });
    expect(opened.status).toBe(204);
    const host = await Guest.host(room.port, room.token);
    const guests = await Promise.all(
      [1, 2, 3, 4].map(() => Guest.participant(room.port, { code: room.code, nickname: 'Xanthippe' })),
    );
    const chance = new Chance('command');
    for (const guest of guests) {
      await guest.hears('welcome');
      guest.say({ type: 'sit', school: null, post: null });
    }
    for (const guest of guests)
      for (let i = 0; i < 4; i++) guest.say(anyAct(chance, guest.next(), 0, [1, 2, 3, 4, 5, 6, 7, 8]));
    await host.hears('inputs', ({ people }) => people === 4);
    host.say({ type: 'step', weeks: 13 });
    await host.hears('frame', ({ week }) => week === 13);
    room.child.kill('SIGINT');
    expect((await room.finished).code).toBe(0);
    expect(readFileSync(log, 'utf8')).toMatch(
      /^# Log of a room[\s\S]*title: "?Small district: the room"?\nseed: a room\n[\s\S]*decisions:\n/,
    );
    expect(readFileSync(log, 'utf8')).not.toMatch(/Xanthippe|127\.0\.0\.1/);
  }, 60_000);

  test('runs to the digest that it states, is compared, and is swept as one more policy', async () => {
    const end = readHead(readFileSync(log, 'utf8'))?.end;
    const run = await collegium('run', log, '--json');
    expect(JSON.parse(run.stdout)).toMatchObject({ digest: end, seed: 'a room' });
    const other = JSON.parse((await collegium('run', log, '--seed', 'another', '--json')).stdout);
    expect(other.digest).not.toBe(end);
    const base = folder.write('alone.yaml', SMALL);
    const compared = JSON.parse(
      (await collegium('compare', base, log, '--replicates', '2', '--jobs', '1', '--json')).stdout,
    );
    expect(compared.b).toBe(log);
    expect(compared.digests.a).not.toEqual(compared.digests.b);
    const plan = folder.write(
      'plan.yaml',
      'title: The room as a policy\nscenarios: [alone.yaml, room.yaml]\nreplicates: 2\nfactors: [{ path: market.choice, values: [0.2, 0.8] }]\ndesign: { kind: grid }\n',
    );
    const swept = await collegium(
      'sweep',
      plan,
      '--out',
      join(folder.path, 'swept'),
      '--yes',
      '--jobs',
      '1',
      '--json',
    );
    expect(swept.stderr.match(/problem|error/i)).toBeNull();
    expect(JSON.parse(swept.stdout)).toMatchObject({ done: 8, failed: 0 });
  }, 60_000);
});
