/** A room's server on this machine's own address, and people who come to it by sockets. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import {
  type FromHost,
  type FromParticipant,
  PATHS,
  PROTOCOL,
  SOCKET,
  type ToHost,
  type ToParticipant,
  toHost,
  toParticipant,
} from '../../analysis/room/protocol.ts';
import { type Hosting, RoomServer } from '../../batch/host/server.ts';
import { listen } from '../../scripts/serving.mjs';
import { root } from '../../scripts/support.mjs';

export type Told = ToParticipant | ToHost;

export interface Served {
  readonly server: RoomServer;
  readonly port: number;
  /** Opens a scenario, as the trainer's page does. */
  open(scenario: string, seed?: string | null): Promise<Response>;
  log(token?: string): Promise<Response>;
  stop(): Promise<void>;
}

/** Serves a room; the command line has to be built, for the thread of its run. */
export async function serveRoom(given: Partial<Hosting> = {}): Promise<Served> {
  const page = mkdtempSync(join(tmpdir(), 'collegium-room-'));
  writeFileSync(join(page, 'index.html'), '<!doctype html>');
  const server = new RoomServer({ page, worker: join(root, 'dist', 'cli', 'room-worker.js'), ...given });
  const port = await listen(server.http, { port: 0, host: '127.0.0.1', orNext: false });
  const origin = `http://127.0.0.1:${port}`;
  server.reachedAs([origin], [`${origin}/`]);
  const headers = (token: string) => ({ authorization: `Bearer ${token}` });
  return {
    server,
    port,
    open: (scenario, seed = null) =>
      fetch(origin + PATHS.open, {
        method: 'POST',
        headers: headers(server.hostToken),
        body: JSON.stringify({ type: 'open', library: null, scenario, seed }),
      }),
    log: (token = server.hostToken) => fetch(origin + PATHS.log, { headers: headers(token) }),
    async stop() {
      await server.stop();
      rmSync(page, { recursive: true });
    },
  };
}

/** Somebody at the other end of a socket. */
export class Guest {
  readonly told: Told[] = [];
  /** Arrival of each message, ms. */
  readonly at: number[] = [];
  socket: WebSocket;
  #number = 0;
  readonly #port: number;
  readonly #check: (value: unknown) => Told | null;
  readonly #waiting = new Set<() => void>();

  private constructor(port: number, check: (value: unknown) => Told | null, from: string | undefined) {
    this.#port = port;
    this.#check = check;
    this.socket = this.#dial(from);
  }

  /** Somebody with a code, or with a token of before. */
  static async participant(
    port: number,
    by: { code: string; nickname?: string | undefined } | { token: string },
    from?: string,
  ): Promise<Guest> {
    const guest = new Guest(port, toParticipant, from);
    await once(guest.socket, 'open');
    if ('token' in by) guest.say({ type: 'back', protocol: PROTOCOL, token: by.token });
    else guest.say({ type: 'join', protocol: PROTOCOL, code: by.code, nickname: by.nickname ?? null });
    return guest;
  }

  static async host(port: number, token: string): Promise<Guest> {
    const guest = new Guest(port, toHost, undefined);
    await once(guest.socket, 'open');
    guest.say({ type: 'host', protocol: PROTOCOL, token });
    await guest.hears('hosted');
    return guest;
  }

  say(message: FromParticipant | FromHost): void {
    this.socket.send(JSON.stringify(message));
  }

  /** A number for the next input. */
  next(): number {
    return ++this.#number;
  }

  last<T extends Told['type']>(type: T): Extract<Told, { type: T }> | undefined {
    return this.told.findLast((one) => one.type === type) as Extract<Told, { type: T }> | undefined;
  }

  /** The first message of a type that is as wanted, now or within the time. */
  async hears<T extends Told['type']>(
    type: T,
    wanted: (message: Extract<Told, { type: T }>) => boolean = () => true,
    ms = 20_000,
  ): Promise<Extract<Told, { type: T }>> {
    const until = Date.now() + ms;
    for (;;) {
      const found = this.told.find((one) => one.type === type && wanted(one as Extract<Told, { type: T }>));
      if (found !== undefined) return found as Extract<Told, { type: T }>;
      const left = until - Date.now();
      if (left <= 0) throw new Error(`no ${type} in ${ms} ms; last: ${JSON.stringify(this.told.at(-1))}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }

  /** Loses the line without a word. */
  drop(): void {
    this.socket.terminate();
  }

  /** Comes back with the token of the last welcome. */
  async comeBack(): Promise<void> {
    const token = this.last('welcome')?.token ?? '';
    const before = this.told.length;
    this.socket = this.#dial(undefined);
    await once(this.socket, 'open');
    this.say({ type: 'back', protocol: PROTOCOL, token });
    await this.hears('welcome', (message) => this.told.indexOf(message) >= before);
  }

  #dial(from: string | undefined): WebSocket {
    const socket = new WebSocket(`ws://127.0.0.1:${this.#port}${SOCKET}`, {
      origin: `http://127.0.0.1:${this.#port}`,
      ...(from === undefined ? {} : { localAddress: from }),
    });
    socket.on('error', () => {});
    socket.on('message', (data) => {
      const now = performance.now();
      // Read when all that has arrived has its time: many guests share this thread.
      setImmediate(() => {
        const message = this.#check(JSON.parse(String(data)));
        if (message === null) throw new Error(`not of the protocol: ${data}`);
        this.told.push(message);
        this.at.push(now);
        for (const wake of [...this.#waiting]) wake();
      });
    });
    return socket;
  }
}

/** The status of an upgrade to a socket that is refused, or 101. */
export function upgrade(port: number, origin: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${SOCKET}`, origin === undefined ? {} : { origin });
    socket.on('unexpected-response', (_, { statusCode }) => {
      resolve(statusCode ?? 0);
      socket.terminate();
    });
    socket.on('open', () => {
      resolve(101);
      socket.terminate();
    });
    socket.on('error', (error) => reject(error));
  });
}
