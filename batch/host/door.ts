import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { CODE_LENGTH, CODE_LETTERS, LIMITS, type Refusal, readCode } from '../../analysis/room/protocol.ts';

const MINUTE_MS = 60_000;

/** A text that cannot be guessed: 192 bits. */
export function makeToken(): string {
  return randomBytes(24).toString('base64url');
}

/** Compares secrets in a time that does not tell where they differ. */
export function sameSecret(given: string, secret: string): boolean {
  const [p, q] = [Buffer.from(given), Buffer.from(secret)];
  return p.length === q.length && timingSafeEqual(p, q);
}

/**
 * The door of a room: a code that people can type, and what keeps others from guessing it. Addresses are remembered for a
 * minute at a time, here alone, and only those that gave a wrong code: the lock keeps them few.
 */
export class Door {
  readonly #now: () => number;
  readonly #tries = new Map<string, number[]>();
  #code = '';
  #expires = 0;
  #wrong = 0;

  /** `now` tells the time in milliseconds. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.renew();
  }

  get code(): string {
    return this.#code;
  }

  /** Milliseconds since 1970. */
  get expires(): number {
    return this.#expires;
  }

  get locked(): boolean {
    return this.#wrong >= LIMITS.triesInAll;
  }

  /** Another code, and every try forgotten. */
  renew(): void {
    this.#code = Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join(
      '',
    );
    this.#expires = this.#now() + LIMITS.codeHours * 60 * MINUTE_MS;
    this.#wrong = 0;
    this.#tries.clear();
  }

  /** Why somebody at this address does not come in with what they typed; null opens. */
  refuses(address: string, typed: string): Refusal | null {
    const now = this.#now();
    if (this.locked) return 'locked';
    if (now >= this.#expires) return 'code expired';
    const tries = (this.#tries.get(address) ?? []).filter((time) => now - time < MINUTE_MS);
    if (tries.length >= LIMITS.triesAMinute) return 'too many tries';
    const code = readCode(typed);
    if (code !== null && sameSecret(code, this.#code)) return null;
    this.#wrong++;
    this.#tries.set(address, [...tries, now]);
    return 'wrong code';
  }
}
