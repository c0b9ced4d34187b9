/** Which Redis a sweep's queue may be on: what is open to everybody, forgets, or cannot be reached is refused in words. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { openRedis, redisAddress } from '../../batch/sweep/queue/redis.ts';
import { collegium, start, useBuiltCommand, useFolder } from '../support/cli.ts';
import { partTexts } from '../support/parts.ts';
import { read } from '../support/project.ts';
import { freePort, hasRedis, startRedis } from '../support/redis.ts';

useBuiltCommand();
const folder = useFolder();
const at = (name: string) => join(folder.path, name);
const TOKEN = 'a-token-of-the-tests';
const worker = (...args: string[]) => collegium('worker', '--token', TOKEN, '--once', ...args);

describe('an address', () => {
  test.each([
    ['redis://127.0.0.1:6379', false, true],
    ['redis://localhost', false, true],
    ['redis://[::1]:6379', false, true],
    ['rediss://me:word@redis.example.org:6380', false, false],
    ['redis://me:word@10.0.0.7', true, false],
  ])('%s is fit', (url, plain, local) => {
    expect(redisAddress(url, plain)).toMatchObject({ url, local });
  });

  test.each([
    ['redis://redis.example.org:6379', false, /must ask for a password/],
    ['rediss://redis.example.org:6379', false, /must ask for a password/],
    ['redis://127.0.0.1.example.org', true, /must ask for a password/],
    ['redis://me:word@redis.example.org', false, /in clear; use rediss:\/\/ \(TLS\), or --plain-redis/],
    ['http://127.0.0.1:6379', false, /is no address of a Redis/],
    ['127.0.0.1:6379', false, /is no address of a Redis/],
    ['redis://', false, /is no address of a Redis/],
  ])('%s is refused', (url, plain, why) => {
    expect(() => redisAddress(url, plain)).toThrow(why);
  });

  test('is never shown with its password', () => {
    expect(redisAddress('rediss://me:word@redis.example.org', false).shown).toBe(
      'rediss://me:***@redis.example.org',
    );
    expect(() => redisAddress('redis://me:word@redis.example.org', false)).toThrow(/^(?!.*word@)/);
  });

  test('that is unfit ends the commands with a word and exit code 2', async () => {
    const refused = { code: 2, stdout: '', stderr: expect.stringContaining('must ask for a password') };
    expect(await worker('--redis', 'redis://redis.example.org')).toMatchObject(refused);
    const plan = folder.write(
      'plan.yaml',
      'title: None\nscenarios: [hampshire]\nreplicates: 1\noutcomes: [attainment]\n',
    );
    expect(
      await collegium(
        'sweep',
        plan,
        '--out',
        at('none'),
        '--yes',
        '--backend',
        'bullmq',
        '--redis',
        'redis://redis.example.org',
      ),
    ).toMatchObject(refused);
  });
});

test('a worker without a token, or with a weak one, is refused', async () => {
  const none = await start(['worker', '--once'], { env: { COLLEGIUM_TOKEN: '' } }).finished;
  expect(none).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/needs the token of its sweep/),
  });
  expect(await collegium('worker', '--once', '--token', 'short')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('the token has 5 characters; expected at least 16'),
  });
});

describe.skipIf(!hasRedis)('a Redis', () => {
  test('that throws away what it holds when it is full is refused', async () => {
    const { url } = await startRedis(folder.path, ['--maxmemory-policy', 'allkeys-lru']);
    expect(await worker('--redis', url)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('(maxmemory-policy allkeys-lru); set maxmemory-policy noeviction'),
    });
  });

  test('of this machine that others may use without a password is refused', async () => {
    // Bound to an address of a network for examples, which this machine has not: open by its settings only.
    const open = await startRedis(folder.path, ['--bind', '127.0.0.1 -192.0.2.1', '--protected-mode', 'no']);
    expect(await worker('--redis', open.url)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('listens to other machines with protected-mode off and no password'),
    });
    const guarded = await startRedis(folder.path, [
      '--bind',
      '127.0.0.1 -192.0.2.1',
      '--protected-mode',
      'no',
      '--requirepass',
      'word',
    ]);
    expect(await worker('--redis', `redis://:word@127.0.0.1:${guarded.port}`)).toMatchObject({ code: 0 });
  });

  test('elsewhere that answers without a password is refused, although the address gives one', async () => {
    const { port } = await startRedis(folder.path);
    const admin = new Redis(port);
    await admin.acl('SETUSER', 'me', 'on', '>word', '~*', '+@all');
    const url = `redis://me:word@127.0.0.1:${port}`;
    // As if it were on another machine.
    const elsewhere = { url, shown: url, local: false };
    await expect(openRedis(elsewhere)).rejects.toThrow(/answers without a password/);
    await admin.acl('SETUSER', 'default', 'off');
    admin.disconnect();
    (await openRedis(elsewhere)).disconnect();
  });

  test('that cannot be reached, or takes another password, is told', async () => {
    const { port } = await startRedis(folder.path, ['--requirepass', 'word']);
    expect(await worker('--redis', `redis://:other@127.0.0.1:${port}`)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^redis:\/\/:\*\*\*@127\.0\.0\.1:\d+: WRONGPASS/),
    });
    const nobody = await freePort();
    const url = `redis://127.0.0.1:${nobody}`;
    await expect(openRedis({ url, shown: url, local: true }, 1)).rejects.toThrow(/^redis:.*ECONNREFUSED/);
  });

  test('serves a user who may do no more than the guide says', async () => {
    const { port } = await startRedis(folder.path);
    const admin = new Redis(port);
    await admin.call('ACL', ...(guideUser().split(' ') as [string]));
    await admin.acl('SETUSER', 'default', 'off');
    folder.write('tiny.yaml', 'title: Tiny\nyears: 1\ndistrict: { schools: 3 }\n');
    const plan = folder.write(
      'acl.yaml',
      'title: Small\nscenarios: [tiny.yaml]\nreplicates: 12\noutcomes: [attainment]\n',
    );
    const url = `redis://collegium:PASSWORD@127.0.0.1:${port}`;
    const sweep = (out: string, ...more: string[]) =>
      collegium('sweep', plan, '--out', at(out), '--yes', '--jobs', '1', ...more);
    expect(await sweep('acl', '--backend', 'bullmq', '--redis', url)).toMatchObject({ code: 0 });
    expect(await sweep('plain')).toMatchObject({ code: 0 });
    expect(partTexts(at('acl'))).toEqual(partTexts(at('plain')));
    // And not more: other keys, and what ends or empties a server.
    const user = new Redis(url);
    await expect(user.get('other')).rejects.toThrow(/NOPERM/);
    await expect(user.flushall()).rejects.toThrow(/NOPERM/);
    await expect(user.config('GET', 'dir')).rejects.toThrow(/NOPERM/);
    await expect(user.eval("return redis.call('GET', 'other')", 0)).rejects.toThrow(
      /NOPERM|can't access at least one of the keys/,
    );
    user.disconnect();
    admin.disconnect();
  }, 60_000);
});

const openssl = spawnSync('openssl', ['version']).status === 0;
if (!openssl) console.warn('No openssl here: the test of Redis over TLS is skipped.');

test.skipIf(!hasRedis || !openssl)('a queue over TLS', async () => {
  const [key, certificate] = [at('redis.key'), at('redis.crt')];
  const flags = [
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=test',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
  ];
  expect(spawnSync('openssl', ['req', ...flags, '-keyout', key, '-out', certificate]).status).toBe(0);
  const port = await freePort();
  await startRedis(folder.path, [
    ...['--tls-port', String(port), '--tls-cert-file', certificate, '--tls-key-file', key],
    ...['--tls-ca-cert-file', certificate, '--tls-auth-clients', 'no'],
  ]);
  const url = `rediss://127.0.0.1:${port}`;
  const env = { COLLEGIUM_TOKEN: TOKEN, NODE_EXTRA_CA_CERTS: certificate };
  expect(await start(['worker', '--once', '--redis', url], { env }).finished).toMatchObject({ code: 0 });
  // A server that cannot prove who it is, is not spoken to.
  await expect(openRedis({ url, shown: url, local: true }, 1)).rejects.toThrow(/self-signed/);
});

/** The words of `ACL` that the guide gives. */
function guideUser(): string {
  const [, words] = /^ACL (SETUSER collegium .*)$/m.exec(read('docs/many-machines.md')) ?? [];
  if (words === undefined) throw new Error('the guide names no user of Redis');
  return words;
}
