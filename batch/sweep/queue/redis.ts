import type { Redis } from 'ioredis';
import { BadInput, reason } from '../../errors.ts';

/** Where a Redis is, as its URL says. */
export interface RedisAddress {
  readonly url: string;
  /** The URL without its password. */
  readonly shown: string;
  /** Whether it is this machine's own. */
  readonly local: boolean;
}

export const DEFAULT_REDIS = 'redis://127.0.0.1:6379';

/** Seconds that a Redis is waited for at the start; later it is waited for without end. */
const PATIENCE = 15;
/** The oldest Redis that the queue works with. */
const OLDEST = [6, 2];

/**
 * Reads a URL. Whoever reaches a Redis can read and write all it holds, so that one on another machine must ask for a password
 * and be spoken to in TLS; `plain` allows the latter to be missing, for networks that encrypt themselves.
 */
export function redisAddress(text: string, plain: boolean): RedisAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '') {
    throw new BadInput(
      `--redis: ${masked(text)} is no address of a Redis; expected one as in ${DEFAULT_REDIS} or rediss://user:password@host:6379`,
    );
  }
  const shown = masked(text);
  const local = isLoopback(url.hostname);
  if (!local && url.password === '') {
    throw new BadInput(
      `${shown}: a Redis on another machine must ask for a password, and the address give it: rediss://user:password@host:6379`,
    );
  }
  if (!local && url.protocol === 'redis:' && !plain) {
    throw new BadInput(
      `${shown}: would send the password and all runs in clear; use rediss:// (TLS), or --plain-redis where the network itself encrypts (VPN, tunnel)`,
    );
  }
  return { url: text, shown, local };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** An address that may be shown. */
function masked(text: string): string {
  return text.replace(/(:\/\/[^@/]*?:)[^@/]*@/, '$1***@');
}

/** How a connection behaves: it is made again for ever, and what was asked meanwhile waits. */
export function connectionOptions({ url }: RedisAddress) {
  return {
    url,
    maxRetriesPerRequest: null,
    retryStrategy: (times: number) => Math.min(100 * times, 2000),
    connectTimeout: 5000,
    keepAlive: 10_000,
  };
}

/** Connects, and refuses with BadInput what cannot be reached in time, is open to everybody, or may forget what it holds. */
export async function openRedis(address: RedisAddress, patience = PATIENCE): Promise<Redis> {
  const { Redis } = await import('ioredis');
  const { url, ...options } = connectionOptions(address);
  const redis = new Redis(url, options);
  try {
    await firstReady(redis, address, patience);
    await refuseUnfit(redis, address);
    return redis;
  } catch (error) {
    redis.disconnect();
    throw error;
  }
}

function firstReady(redis: Redis, { shown }: RedisAddress, patience: number): Promise<void> {
  let last = 'no answer';
  return new Promise((resolve, reject) => {
    const refuse = () => reject(new BadInput(`${shown}: ${last}`));
    const timer = setTimeout(refuse, patience * 1000);
    // Stays: a connection lost later is made again, and an error nobody listens to ends the program.
    redis.on('error', (error) => {
      last = reason(error);
      if (/WRONGPASS|NOAUTH|NOPERM|invalid password/i.test(last)) {
        clearTimeout(timer);
        refuse();
      }
    });
    redis.once('ready', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function refuseUnfit(redis: Redis, address: RedisAddress): Promise<void> {
  const { shown, local } = address;
  const info = await redis.info().catch((error: unknown) => {
    throw new BadInput(
      `${shown}: ${reason(error)}; its user needs the commands that docs/many-machines.md names`,
    );
  });
  const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
  const version = field('redis_version');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new BadInput(`${shown}: is Redis ${version}; needed is ${OLDEST.join('.')} or newer`);
  }
  const policy = field('maxmemory_policy');
  if (policy !== 'noeviction') {
    throw new BadInput(
      `${shown}: throws away what it holds when its memory is full (maxmemory-policy ${policy}); set maxmemory-policy noeviction`,
    );
  }
  if (!local) {
    if (await answersAnybody(address)) {
      throw new BadInput(
        `${shown}: answers without a password; give its default user one (requirepass) or switch it off (ACL SETUSER default off)`,
      );
    }
  } else if (await isOpenOutside(redis, address)) {
    throw new BadInput(
      `${shown}: listens to other machines with protected-mode off and no password; set protected-mode yes, bind 127.0.0.1 or requirepass`,
    );
  }
}

/** Whether a Redis on this machine can be used from others without a password. Not known where its settings may not be read. */
async function isOpenOutside(redis: Redis, address: RedisAddress): Promise<boolean> {
  const setting = async (name: string) => {
    const found = (await redis.config('GET', name).catch(() => [])) as string[];
    return found[1];
  };
  const bound = (await setting('bind'))?.split(/\s+/).filter((host) => host !== '');
  if ((await setting('protected-mode')) !== 'no' || bound === undefined) return false;
  const loopback = (host: string) => isLoopback(host.replace(/^-/, '').replace(/^::1$/, '[::1]'));
  if (bound.length > 0 && bound.every(loopback)) return false;
  return answersAnybody(address);
}

async function answersAnybody({ url }: RedisAddress): Promise<boolean> {
  const { Redis } = await import('ioredis');
  const open = new URL(url);
  open.username = '';
  open.password = '';
  const stranger = new Redis(open.href, {
    lazyConnect: true,
    enableReadyCheck: false,
    retryStrategy: () => null,
    connectTimeout: 5000,
  });
  stranger.on('error', () => {});
  try {
    await stranger.connect();
    return (await stranger.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    stranger.disconnect();
  }
}
