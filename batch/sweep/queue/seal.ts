import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { BadInput } from '../../errors.ts';
import { readIfThere, writeWhole } from '../../whole-file.ts';

/**
 * Coordinator and workers of a sweep trust what bears their seal (HMAC-SHA256 under a key that only their token gives), and
 * nothing else that a Redis holds: others may write to it.
 */
export class Seal {
  readonly #key: Uint8Array;

  constructor(token: string) {
    this.#key = new Uint8Array(hkdfSync('sha256', token, '', 'collegium sweep', 32));
  }

  /** 32 bytes. What is sealed for one purpose is not valid for another. */
  of(purpose: string, content: string | Uint8Array): Buffer {
    return createHmac('sha256', this.#key).update(`${purpose}\0`).update(content).digest();
  }

  isOf(seal: Uint8Array, purpose: string, content: string | Uint8Array): boolean {
    return seal.length === 32 && timingSafeEqual(seal, this.of(purpose, content));
  }
}

const SHORTEST = 16;

export function checkedToken(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token) && token.length >= SHORTEST) return token;
  throw new BadInput(
    `the token has ${token.length} characters; expected at least ${SHORTEST}, letters, digits and signs without spaces`,
  );
}

/** What a folder keeps of its queue, so that a coordinator that is started again finds its workers and their results. */
export interface Credentials {
  readonly token: string;
  /** Tells this folder's queue from that of another with the same plan. */
  readonly session: string;
  /** Whether the token was made now. */
  readonly fresh: boolean;
  /** Whether the folder keeps the token. */
  readonly kept: boolean;
}

/** The folder's token, or the one given, which is not kept; a new one is kept where only its owner can read it. */
export function credentials(folder: string, given: string | undefined): Credentials {
  const file = join(folder, 'queue.json');
  const text = readIfThere(file);
  const kept: { token?: string; session?: string } = text === null ? {} : JSON.parse(text);
  const session = kept.session ?? randomBytes(8).toString('hex');
  if (given !== undefined) {
    if (kept.session === undefined) writeWhole(file, `${JSON.stringify({ session })}\n`, 0o600);
    return { token: checkedToken(given), session, fresh: false, kept: false };
  }
  const token = kept.token ?? randomBytes(24).toString('base64url');
  if (kept.token === undefined) writeWhole(file, `${JSON.stringify({ token, session })}\n`, 0o600);
  return { token, session, fresh: kept.token === undefined, kept: true };
}
