import type { WebSocket } from 'ws';
import { LIMITS } from '../../analysis/room/protocol.ts';

/** Messages that break a rule before a connection is cut off. */
const STRIKES = 10;
/** Bytes that may wait for a slow reader. */
const BEHIND = { participant: 256 * 1024, host: 4 * 1024 * 1024 } as const;
/** How connections end, as the standard numbers it. */
const POLICY = 1008;

/** Of whom a connection is; nobody's until the first message. */
export type Owner =
  | { readonly kind: 'participant'; readonly number: number }
  | { readonly kind: 'host' }
  | null;

/**
 * A socket that is held to the limits: messages a second, their kind, what waits for it to be read, and signs of life. One that
 * breaks them is cut off; whoever it was comes back with the token.
 */
export class Connection {
  readonly address: string;
  owner: Owner = null;
  readonly #socket: WebSocket;
  readonly #now: () => number;
  #tokens: number = LIMITS.burst;
  #filled: number;
  #strikes = 0;
  #lastSign: number;

  constructor(socket: WebSocket, address: string, now: () => number) {
    this.#socket = socket;
    this.#now = now;
    this.address = address;
    this.#filled = now();
    this.#lastSign = now();
    socket.on('pong', () => {
      this.#lastSign = now();
    });
  }

  /** Takes a message into account; false where it is one too many. */
  admits(): boolean {
    const now = this.#now();
    this.#lastSign = now;
    this.#tokens = Math.min(LIMITS.burst, this.#tokens + ((now - this.#filled) / 1000) * LIMITS.rate);
    this.#filled = now;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  /** A rule was broken; false where it was once too often, and the connection is cut off. */
  strike(): boolean {
    if (++this.#strikes < STRIKES) return true;
    this.end(POLICY);
    return false;
  }

  send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    // Whoever does not read what is sent would have it pile up here.
    if (this.#socket.bufferedAmount > BEHIND[this.owner?.kind ?? 'participant']) this.cut();
    else this.#socket.send(text);
  }

  /** Asks for a sign of life, and cuts off whoever has given none for too long. */
  check(): void {
    if (this.#now() - this.#lastSign > LIMITS.idle * 1000) this.cut();
    else this.#socket.ping();
  }

  /** Ends it after what was sent. */
  end(code = 1000): void {
    this.#socket.close(code);
  }

  cut(): void {
    this.#socket.terminate();
  }
}
