import { gunzipSync, gzipSync } from 'node:zlib';
import type { Redis } from 'ioredis';
import type { Limits } from '../backend.ts';
import type { Manifest } from '../folder.ts';
import { sha256 } from '../key.ts';
import type { Seal } from './seal.ts';

/** Before the names of all keys: a user of Redis can be held to them. */
export const PREFIX = 'collegium';

/** A hash: names of queues and what they offer. */
const OFFERS = `${PREFIX}:offers`;

/** Keys of a sweep beside those of its queue of jobs, which are `collegium:<queue>:...`. */
export const keysOf = (queue: string) => ({
  /** A list of finished runs, oldest first. */
  results: `${PREFIX}:${queue}/results`,
  /** A sorted set: each worker with the time at which it was last heard of. */
  workers: `${PREFIX}:${queue}/workers`,
  /** A hash: runs that workers may have died of, and how often. */
  deaths: `${PREFIX}:${queue}/deaths`,
  /** Manifest and inputs, by their sha256. */
  content: (name: string) => `${PREFIX}:${queue}/content/${name}`,
  job: (id: string) => `${PREFIX}:${queue}:${id}`,
  waiting: `${PREFIX}:${queue}:wait`,
  active: `${PREFIX}:${queue}:active`,
});

/** Bytes that the manifest or an input may have: packed, as it is in Redis, and unpacked. */
const LARGEST_PACKED = 64 * 1024 * 1024;
const LARGEST = 256 * 1024 * 1024;

/** What workers are told of a sweep. */
export interface Offer {
  readonly queue: string;
  readonly title: string;
  /** What must compute its runs. */
  readonly simulation: string;
  /** sha256 of the manifest and of the inputs. */
  readonly manifest: string;
  readonly inputs: readonly string[];
  readonly limits: Limits;
  /** Jobs with lower numbers are done with: one that comes again is not the coordinator's. */
  readonly from: number;
}

export async function putOffer(redis: Redis, seal: Seal, offer: Offer): Promise<void> {
  const body = JSON.stringify(offer);
  const sealed = JSON.stringify({ body, seal: seal.of('offer', body).toString('hex') });
  await redis.hset(OFFERS, offer.queue, sealed);
}

export async function withdrawOffer(redis: Redis, queue: string): Promise<void> {
  await redis.hdel(OFFERS, queue);
}

/** The offer of a queue, or null where there is none under this seal. */
export async function readOffer(redis: Redis, seal: Seal, queue: string): Promise<Offer | null> {
  const text = await redis.hget(OFFERS, queue);
  return text === null ? null : opened(text, seal, queue);
}

/** All offers under this seal, in the order of their queues' names, and how many others there are. */
export async function readOffers(redis: Redis, seal: Seal): Promise<{ offers: Offer[]; others: number }> {
  const all = Object.entries(await redis.hgetall(OFFERS)).sort(([a], [b]) => (a < b ? -1 : 1));
  const offers = all.flatMap(([queue, text]) => opened(text, seal, queue) ?? []);
  return { offers, others: all.length - offers.length };
}

/** Those of some offers in whose queues runs are waiting for a worker. */
export async function needy(redis: Redis, offers: readonly Offer[]): Promise<Offer[]> {
  const waiting = await Promise.all(offers.map(({ queue }) => redis.llen(keysOf(queue).waiting)));
  return offers.filter((_, i) => waiting[i] > 0);
}

function opened(text: string, seal: Seal, queue: string): Offer | null {
  try {
    const { body, seal: given } = JSON.parse(text) as { body: string; seal: string };
    if (!seal.isOf(Buffer.from(given, 'hex'), 'offer', body)) return null;
    const offer = JSON.parse(body) as Offer;
    return offer.queue === queue ? offer : null;
  } catch {
    return null; // not written by any version of this program
  }
}

/** Puts content where it is missing. */
export async function putContent(
  redis: Redis,
  queue: string,
  content: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [name, text] of content) {
    const key = keysOf(queue).content(name);
    if ((await redis.exists(key)) === 0) await redis.set(key, gzipSync(text, { level: 6 }));
  }
}

/** Content by its name. Throws where it is missing, too large, or not what its name says. */
export async function readContent(redis: Redis, queue: string, name: string): Promise<string> {
  const key = keysOf(queue).content(name);
  const size = await redis.strlen(key);
  if (size > LARGEST_PACKED) throw new Error(`${key} is too large (${size} bytes)`);
  const packed = await redis.getBuffer(key);
  if (packed === null) throw new Error(`${key} is missing`);
  const text = gunzipSync(packed, { maxOutputLength: LARGEST }).toString('utf8');
  if (sha256(text) !== name) throw new Error(`${key} is not what its name says`);
  return text;
}

export async function readManifestOf(
  redis: Redis,
  { queue, manifest, inputs }: Offer,
): Promise<{ manifest: Manifest; inputs: Map<string, string> }> {
  const read = new Map<string, string>();
  for (const name of inputs) read.set(name, await readContent(redis, queue, name));
  return { manifest: JSON.parse(await readContent(redis, queue, manifest)) as Manifest, inputs: read };
}
