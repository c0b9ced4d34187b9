import { createReadStream, realpathSync } from 'node:fs';
import type { IncomingMessage, Server } from 'node:http';
import { Readable } from 'node:stream';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import QRCode from 'qrcode';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Person } from '../../analysis/room/people.ts';
import {
  type FromHost,
  fromHost,
  fromParticipant,
  LIMITS,
  type Message,
  PATHS,
  PROTOCOL,
  type Refusal,
  readText,
  SOCKET,
  type ToHost,
  type ToParticipant,
} from '../../analysis/room/protocol.ts';
import { Room } from '../../analysis/room/room.ts';
import { writeLog } from '../../scenarios/room-log.ts';
import { HEADERS, pageFile } from '../../scripts/serving.mjs';
import { BadInput } from '../errors.ts';
import { Connection } from './connection.ts';
import { Door, makeToken, sameSecret } from './door.ts';
import { RunThread } from './thread.ts';

/** Connections that have not said whose they are, and how long they may take to, ms. */
const MOST_UNKNOWN = 64;
const GREETING_MS = 10_000;
const MOST_SOCKETS = LIMITS.participants + MOST_UNKNOWN + 40;
const MOST_HOSTS = LIMITS.sockets;
const FLUSH_MS = 250;
/** A message cut into more pieces than this is nobody's who means well. */
const MOST_FRAGMENTS = 4;
const MOST_CHUNKS = 64;

export interface Hosting {
  /** The built page. */
  readonly page: string;
  /** Tells the time, ms. */
  readonly now?: () => number;
  /** The program of the run's thread; beside this one where it is not said. */
  readonly worker?: string;
  /** Takes the log when the room closes, where a run is open. */
  readonly keep?: (log: string) => void;
  /** Hears of the room's end, and of a log that could not be kept. */
  readonly onClosed?: (error: unknown) => void;
}

/**
 * A room on the network: the page, the sockets of those in it, and its run in a thread. All of it is in memory and goes when the
 * room closes; what stays then is the page.
 */
export class RoomServer {
  readonly http: Server;
  readonly hostToken = makeToken();
  readonly door: Door;
  readonly room: Room;
  readonly #thread: RunThread;
  readonly #base: string;
  readonly #now: () => number;
  readonly #keep: Hosting['keep'];
  readonly #onClosed: (error: unknown) => void;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.message,
    perMessageDeflate: false,
    clientTracking: false,
    ...{ maxFragments: MOST_FRAGMENTS, maxBufferedChunks: MOST_CHUNKS }, // not in its types
  });
  readonly #unknown = new Set<Connection>();
  readonly #hosts = new Set<Connection>();
  readonly #participants = new Map<number, Set<Connection>>();
  readonly #timers: NodeJS.Timeout[] = [];
  #origins: ReadonlySet<string> = new Set();
  #links: readonly string[] = [];
  #closing: Promise<void> | null = null;

  constructor({ page, now = Date.now, worker, keep, onClosed = () => {} }: Hosting) {
    this.#base = realpathSync(page);
    this.#now = now;
    this.#keep = keep;
    this.#onClosed = onClosed;
    this.door = new Door(now);
    this.room = new Room({
      tell: (to, message) => this.#tell(to, message),
      tellHosts: (message) => this.#tellHosts(message),
      ask: (ask) => this.#thread.ask(ask),
      part: (participant) => this.#part(participant),
      token: makeToken,
    });
    this.#thread = new RunThread(
      (answer) => this.room.played(answer),
      () => this.room.failed(),
      worker,
    );
    const { fetch } = this.#routes();
    this.http = createAdaptorServer({
      fetch,
      serverOptions: { headersTimeout: 10_000, requestTimeout: 30_000 },
    }) as Server;
    this.http.maxConnections = 2 * MOST_SOCKETS; // phones fetch the page by others
    this.http.on('upgrade', (request: IncomingMessage, socket, head) => {
      socket.on('error', () => socket.destroy());
      const refused = this.#refusesUpgrade(request);
      if (refused === null)
        this.#sockets.handleUpgrade(request, socket, head, (open) => this.#connected(open, request));
      else socket.end(`HTTP/1.1 ${refused}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    });
  }

  /** Listens now: from which pages sockets are taken, and under which links participants come; `links` lead to the page itself. */
  reachedAs(origins: readonly string[], links: readonly string[]): void {
    this.#timers.push(setInterval(() => this.room.flush(), FLUSH_MS));
    this.#timers.push(setInterval(() => this.signs(), (LIMITS.idle * 1000) / 3));
    this.#origins = new Set(origins);
    this.#links = links;
  }

  /** Where participants find the room, the code included. */
  joinLinks(): string[] {
    return this.#links.map((link) => `${link}join.html#${this.door.code}`);
  }

  /** The log of the run so far, or null where none is open. */
  async log(): Promise<string | null> {
    if (!this.room.hasRun) return null;
    const checked = await this.#thread.check();
    return this.room.hasRun ? writeLog(this.room.log(checked)) : null; // it may have been closed meanwhile
  }

  /** Ends the room, and everything about it; the page is still served. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Ends the page's server too. */
  async stop(): Promise<void> {
    await this.close();
    this.#sockets.close();
    await new Promise<void>((resolve) => {
      this.http.close(() => resolve());
      this.http.closeAllConnections();
    });
  }

  async #close(): Promise<void> {
    let wrong: unknown = null;
    try {
      const log = this.#keep === undefined ? null : await this.log();
      if (log !== null) this.#keep?.(log);
    } catch (error) {
      wrong = error;
    }
    this.room.close();
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    for (const connection of [...this.#hosts, ...this.#unknown]) connection.end();
    await this.#thread.close();
    this.#onClosed(wrong);
  }

  #routes(): Hono<{ Bindings: HttpBindings }> {
    const app = new Hono<{ Bindings: HttpBindings }>();
    app.use(async (context, next) => {
      await next();
      for (const [name, value] of Object.entries(HEADERS)) context.header(name, value);
    });
    app.get(PATHS.here, (context) =>
      this.room.phase === 'closed' ? context.notFound() : context.json({ protocol: PROTOCOL }),
    );
    app.use('/room/*', async (context, next) => {
      const [, token = ''] = /^Bearer (\S{1,100})$/.exec(context.req.header('authorization') ?? '') ?? [];
      if (this.room.phase === 'closed') return context.text('Not found\n', 404);
      if (!sameSecret(token, this.hostToken)) return context.text('Not the token of the host.\n', 401);
      return next();
    });
    app.post(PATHS.open, (context) => this.#open(context));
    app.get(PATHS.log, async (context) => {
      const log = await this.log().catch(() => null);
      if (log === null) return context.text('No scenario is open, or its run has failed.\n', 409);
      context.header('Content-Disposition', 'attachment; filename="room.yaml"');
      return context.body(log, 200, { 'Content-Type': 'text/yaml; charset=utf-8' });
    });
    app.get('*', (context) => {
      const { method, url = '/' } = context.env.incoming;
      const file = pageFile(this.#base, url);
      if (file === null) return context.notFound();
      const body = method === 'HEAD' ? null : Readable.toWeb(createReadStream(file.path));
      return new Response(body as ReadableStream | null, { headers: file.headers });
    });
    app.notFound((context) => context.text('Not found\n', 404));
    app.onError((_, context) => context.text('This did not work.\n', 500));
    return app;
  }

  async #open(context: Context): Promise<Response> {
    const length = Number(context.req.header('content-length'));
    if (!(length <= LIMITS.scenario * 4)) return context.text('The scenario is too long.\n', 413);
    const message = readText(fromHost, await context.req.text());
    if (message?.type !== 'open') return context.text('Not a message of this room.\n', 400);
    const { library, scenario, seed } = message;
    const wanted = library !== null ? { library } : scenario !== null ? { scenario } : null;
    if (wanted === null) return context.text('Name a scenario, or send one.\n', 400);
    if (!this.room.begin()) return context.text('The room is at work. Try again.\n', 409);
    try {
      this.room.opened(await this.#thread.open(wanted, seed));
      return context.body(null, 204);
    } catch (error) {
      this.room.opened(null);
      if (error instanceof BadInput) return context.text(`${error.lines.join('\n')}\n`, 400);
      return context.text('The run failed as it began.\n', 500);
    }
  }

  /** Why a socket is refused before it is one. */
  #refusesUpgrade({ url, headers }: IncomingMessage): string | null {
    if (url !== SOCKET || this.room.phase === 'closed') return '404 Not Found';
    if (!this.#origins.has(headers.origin ?? '')) return '403 Forbidden';
    let all = this.#unknown.size;
    for (const _ of this.#all()) all++;
    return all >= MOST_SOCKETS ? '503 Service Unavailable' : null;
  }

  #connected(socket: WebSocket, request: IncomingMessage): void {
    const connection = new Connection(socket, request.socket.remoteAddress ?? '', this.#now);
    // Whoever means well says at once who it is: of those who do not, the oldest makes room.
    const [oldest] = this.#unknown;
    if (this.#unknown.size >= MOST_UNKNOWN) oldest.cut();
    this.#unknown.add(connection);
    const late = setTimeout(() => connection.owner === null && connection.cut(), GREETING_MS);
    socket.on('error', () => connection.cut());
    socket.on('close', () => {
      clearTimeout(late);
      this.#disconnected(connection);
    });
    socket.on('message', (data, isBinary) => {
      if (this.room.phase === 'closed') return;
      if (!connection.admits()) this.#refuse(connection, 'too fast');
      else this.#heard(connection, isBinary ? '' : String(data));
    });
  }

  #disconnected(connection: Connection): void {
    this.#unknown.delete(connection);
    this.#hosts.delete(connection);
    if (connection.owner?.kind !== 'participant') return;
    const { number } = connection.owner;
    const own = this.#participants.get(number);
    if (own?.delete(connection)) this.room.lost(number);
    if (own?.size === 0) this.#participants.delete(number);
  }

  #heard(connection: Connection, received: string): void {
    const { owner } = connection;
    if (owner?.kind === 'host') {
      const message = readText(fromHost, received);
      if (message === null) this.#refuse(connection, 'not understood');
      else this.#heardHost(message);
      return;
    }
    const message = readText(fromParticipant, received);
    if (owner !== null) {
      if (message === null) this.#refuse(connection, 'not understood');
      else this.room.heard(owner.number, message);
      return;
    }
    const why =
      message === null
        ? this.#admitHost(connection, readText(fromHost, received))
        : this.#admit(connection, message);
    if (why !== null) this.#refuse(connection, why);
  }

  /** Lets a participant in who knows the code, or has been in. */
  #admit(connection: Connection, message: Parameters<Room['heard']>[1]): Refusal | null {
    if (message.type !== 'join' && message.type !== 'back') return 'not understood';
    if (message.protocol !== PROTOCOL) return 'other version';
    const refused = message.type === 'join' ? this.door.refuses(connection.address, message.code) : null;
    if (refused !== null) {
      if (this.door.locked) this.#tellHosted();
      return refused;
    }
    const person = message.type === 'join' ? this.room.join(message.nickname) : this.room.back(message.token);
    if (typeof person === 'string') return person;
    this.#seat(connection, person);
    return null;
  }

  #seat(connection: Connection, person: Person): void {
    const own = this.#participants.get(person.number) ?? new Set();
    this.#participants.set(person.number, own);
    const [oldest] = own;
    this.#unknown.delete(connection);
    connection.owner = { kind: 'participant', number: person.number };
    own.add(connection);
    if (own.size > LIMITS.sockets) {
      this.#refuse(oldest, 'too many sockets');
      oldest.end();
    }
    this.room.greet(person);
  }

  #admitHost(connection: Connection, message: FromHost | null): Refusal | null {
    if (message?.type !== 'host') return 'not understood';
    if (message.protocol !== PROTOCOL) return 'other version';
    if (!sameSecret(message.token, this.hostToken)) return 'wrong token';
    if (this.#hosts.size >= MOST_HOSTS) return 'too many sockets';
    this.#unknown.delete(connection);
    this.#hosts.add(connection);
    connection.owner = { kind: 'host' };
    const tell = (told: ToHost) => connection.send(JSON.stringify(told));
    tell(this.#hosted());
    this.room.greetHosts(tell);
    return null;
  }

  #heardHost(message: FromHost): void {
    if (message.type === 'renew') {
      this.door.renew();
      this.#tellHosted();
    } else if (message.type === 'close') void this.close();
    else this.room.heardHost(message);
  }

  #hosted(): Message<ToHost, 'hosted'> {
    const links = this.joinLinks();
    return {
      type: 'hosted',
      code: this.door.code,
      links,
      qr: links.map((link) => {
        const { size, data } = QRCode.create(link, { errorCorrectionLevel: 'M' }).modules;
        return { size, modules: Array.from(data, (dark) => (dark ? '1' : '0')).join('') };
      }),
      expires: Math.floor(this.door.expires / 1000),
      locked: this.door.locked,
      room: this.room.state(),
    };
  }

  #tellHosted(): void {
    this.#tellHosts(this.#hosted());
  }

  #refuse(connection: Connection, why: Refusal): void {
    connection.send(JSON.stringify({ type: 'refused', what: '', number: null, why } satisfies ToParticipant));
    connection.strike();
  }

  #tell(to: number | 'all', message: ToParticipant): void {
    const text = JSON.stringify(message);
    for (const own of to === 'all' ? this.#participants.values() : [this.#participants.get(to) ?? []])
      for (const connection of own) connection.send(text);
  }

  #tellHosts(message: ToHost): void {
    const text = JSON.stringify(message);
    for (const connection of this.#hosts) connection.send(text);
  }

  #part(participant: number): void {
    for (const connection of this.#participants.get(participant) ?? []) connection.end();
    this.#participants.delete(participant);
  }

  /** Tells everybody that the room is alive, and asks the same of them: three times in the time that silence may last. */
  signs(): void {
    const alive = JSON.stringify({ type: 'alive' } satisfies ToParticipant);
    for (const connection of this.#all()) {
      connection.send(alive);
      connection.check();
    }
  }

  *#all(): Iterable<Connection> {
    yield* this.#hosts;
    for (const own of this.#participants.values()) yield* own;
  }
}
