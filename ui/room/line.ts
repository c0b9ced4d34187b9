/**
 * A line to the room: one WebSocket after the other, so that it comes back by itself after a lost network or a phone that
 * slept. What is said while it is down is not kept: whoever speaks asks first, and says again what was not answered.
 */
import { SOCKET } from '../../analysis/room/protocol.ts';

/** The room says that it is alive three times in a minute: two of these missed, the line is dead. */
const SILENCE_MS = 50_000;
/** After a sleep nobody waits so long to find out. */
const SILENCE_AFTER_SLEEP_MS = 25_000;
/** A network that swallows everything gives no answer at all. */
const DIAL_MS = 8000;
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 10_000;

export interface Listener {
  /** The line is up: the first message, which says who this is, is to be said. */
  up(): void;
  heard(text: string): void;
  /** `tries` in a row have failed, 0 for a line that was up until now. */
  down(tries: number): void;
}

export class Line {
  readonly #address: string;
  readonly #listener: Listener;
  #socket: WebSocket | null = null;
  #tries = 0;
  #heardAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #watch: ReturnType<typeof setInterval>;
  #ended = false;

  constructor(listener: Listener, address: string = addressOf(location.href)) {
    this.#address = address;
    this.#listener = listener;
    this.#watch = setInterval(() => this.#check(SILENCE_MS), 5000);
    addEventListener('online', this.#awake);
    addEventListener('pageshow', this.#awake);
    document.addEventListener('visibilitychange', this.#awake);
    this.#dial();
  }

  /** False where the line is down. */
  say(message: object): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Tries at once instead of waiting for its turn. */
  again(): void {
    if (this.#ended || this.#socket !== null) return;
    clearTimeout(this.#timer);
    this.#dial();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    clearInterval(this.#watch);
    removeEventListener('online', this.#awake);
    removeEventListener('pageshow', this.#awake);
    document.removeEventListener('visibilitychange', this.#awake);
    this.#drop();
  }

  readonly #awake = () => {
    if (document.visibilityState === 'hidden') return;
    this.#check(SILENCE_AFTER_SLEEP_MS);
    this.again();
  };

  #check(silence: number): void {
    if (this.#socket?.readyState === WebSocket.OPEN && Date.now() - this.#heardAt > silence) this.#lost();
  }

  #dial(): void {
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    const patience = setTimeout(() => this.#socket === socket && this.#lost(), DIAL_MS);
    socket.onopen = () => {
      clearTimeout(patience);
      this.#heardAt = Date.now();
      if (this.#socket === socket) this.#listener.up();
      else socket.close();
    };
    socket.onmessage = ({ data }) => {
      if (this.#socket !== socket) return;
      this.#tries = 0;
      this.#heardAt = Date.now();
      if (typeof data === 'string') this.#listener.heard(data);
    };
    socket.onclose = () => {
      clearTimeout(patience);
      if (this.#socket === socket) this.#lost();
    };
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #lost(): void {
    this.#drop();
    if (this.#ended) return;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#tries);
    this.#listener.down(this.#tries);
    this.#tries++;
    // Forty phones that lost one network do not come back in one moment.
    this.#timer = setTimeout(() => this.#dial(), wait * (0.5 + Math.random() / 2));
  }
}

/** `http://192.0.2.7:4173/join.html#ABC` -> `ws://192.0.2.7:4173/room/socket` */
export function addressOf(page: string): string {
  const address = new URL(`.${SOCKET}`, page);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  address.hash = '';
  address.search = '';
  return address.href;
}
