import { gunzipSync, gzipSync } from 'node:zlib';
import type { Finished } from '../work.ts';
import type { Seal } from './seal.ts';

/** Finished runs on their way to the coordinator: 32 bytes of seal, then JSON, compressed. */

/** Bytes at which a parcel is sent off although more runs follow. */
export const FULL = 8 * 1024 * 1024;
/** Bytes of one part that are taken on. */
export const LARGEST_PART = 128 * 1024 * 1024;

export function pack(seal: Seal, queue: string, finished: readonly Finished[]): Buffer {
  const packed = gzipSync(JSON.stringify(finished), { level: 1 });
  return Buffer.concat([seal.of(`results of ${queue}`, packed), packed]);
}

/** What a parcel holds, or null for one that no worker of this queue sent. */
export function unpack(seal: Seal, queue: string, parcel: Buffer): Finished[] | null {
  const packed = parcel.subarray(32);
  if (!seal.isOf(parcel.subarray(0, 32), `results of ${queue}`, packed)) return null;
  return JSON.parse(gunzipSync(packed, { maxOutputLength: 2 * (FULL + LARGEST_PART) }).toString('utf8'));
}
