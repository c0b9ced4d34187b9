/** Who runs a room for the console: a server with phones at its other end, or a worker of this page. */
import { type FromHost, type Message, PATHS, PROTOCOL, REFUSALS } from '../../../analysis/room/protocol.ts';
import type { Scenario } from '../../../sim/index.ts';
import { Line } from '../../room/line.ts';

/** A scenario that a room may be opened on. */
export interface Choice {
  /** Name in the library, or id of a scenario of one's own. */
  readonly id: string;
  readonly title: string;
  readonly scenario: Scenario;
  /** Its text, where it is not of the library. */
  readonly text: string | null;
}

export interface Listener {
  /** A message to the host, as JSON. */
  heard(text: string): void;
  /** `tries` in a row without an answer. */
  down(tries: number): void;
}

export interface RoomServer {
  /** False where nobody hears it. */
  say(message: FromHost): boolean;
  /** Opens a run in place of the one that was open; '' or what is wrong with it. */
  open(choice: Choice, seed: string): Promise<string>;
  /** The log so far: a scenario as YAML. */
  log(): Promise<string>;
  /** Tries at once to reach it. */
  again(): void;
  end(): void;
}

export class SocketServer implements RoomServer {
  readonly #line: Line;
  readonly #token: string;

  constructor(token: string, listener: Listener) {
    this.#token = token;
    this.#line = new Line({
      up: () => {
        this.#line.say({ type: 'host', protocol: PROTOCOL, token });
      },
      heard: (text) => listener.heard(text),
      down: (tries) => listener.down(tries),
    });
  }

  say(message: FromHost): boolean {
    return this.#line.say(message);
  }

  async open({ id, text }: Choice, seed: string): Promise<string> {
    const message: Message<FromHost, 'open'> = {
      type: 'open',
      library: text === null ? id : null,
      scenario: text,
      seed: seed === '' ? null : seed,
    };
    const answer = await this.#ask(PATHS.open, { method: 'POST', body: JSON.stringify(message) });
    return answer.ok ? '' : said(answer);
  }

  async log(): Promise<string> {
    const answer = await this.#ask(PATHS.log, {});
    if (!answer.ok) throw new Error(await said(answer));
    return answer.text();
  }

  again(): void {
    this.#line.again();
  }

  end(): void {
    this.#line.end();
  }

  #ask(path: string, what: RequestInit): Promise<Response> {
    const headers: Record<string, string> = { Authorization: `Bearer ${this.#token}` };
    if (what.body !== undefined) headers['Content-Type'] = 'application/json';
    return fetch(new URL(`.${path}`, location.href.replace(/#.*/, '')), { ...what, headers });
  }
}

async function said(answer: Response): Promise<string> {
  if (answer.status === 401 || answer.status === 403) return REFUSALS['wrong token'];
  return (await answer.text()).trim() || `The room answered ${answer.status}.`;
}
