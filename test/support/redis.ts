/** A Redis of a test's own: the real server, on a free port, with its files in a temporary folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll } from 'vitest';
import { readJson, toolsFile } from '../../scripts/support.mjs';

const found: { path: string; env: Record<string, string> } | null | undefined = readJson(toolsFile)?.redis;

/** Whether this machine has a Redis; where it has none, says so. */
export const hasRedis = found != null && existsSync(found.path);
if (!hasRedis) {
  console.warn(
    'No redis-server was found or could be fetched: the tests of sweeps on many machines are skipped.',
  );
}

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** `kill -9`, then `start` on what is left on disk. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Servers of the file's tests; they end with it, also where it is interrupted. */
const running = new Set<ChildProcess>();
const endAll = () => {
  for (const child of running) child.kill('SIGKILL');
};
process.once('exit', endAll);
afterAll(endAll);

/** Starts a Redis that keeps what it holds, and ends it after the tests of the file. Settings as on the command line. */
export async function startRedis(folder: string, settings: readonly string[] = []): Promise<RedisServer> {
  if (!found) throw new Error('no redis-server');
  const port = await freePort();
  const home = join(folder, `redis-${port}`);
  mkdirSync(home);
  let child: ChildProcess | undefined;
  const start = async () => {
    const flags = [
      '--bind',
      '127.0.0.1',
      '--port',
      String(port),
      '--dir',
      home,
      '--save',
      '',
      '--appendonly',
      'yes',
    ];
    const env = { ...process.env, ...found.env };
    const server = spawn(found.path, [...flags, ...settings], { stdio: 'ignore', env });
    running.add(server);
    server.once('exit', () => running.delete(server));
    child = server;
    await answer(port);
  };
  const kill = async () => {
    const one = child;
    if (one === undefined || one.exitCode !== null || one.signalCode !== null) return;
    const gone = new Promise((resolve) => one.once('exit', resolve));
    one.kill('SIGKILL');
    await gone;
  };
  await start();
  return { url: `redis://127.0.0.1:${port}`, port, kill, start };
}

/** Waits until a Redis answers: also one that asks for a password, or is still reading its files. */
async function answer(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const redis = new Redis(port, { lazyConnect: true, retryStrategy: () => null, enableReadyCheck: false });
    redis.on('error', () => {});
    try {
      await redis.connect();
      const said = await redis.ping().catch((error: Error) => error.message);
      if (!said.startsWith('LOADING')) return;
    } catch {
      // Not up yet.
    } finally {
      redis.disconnect();
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`no Redis answers on port ${port}`);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
