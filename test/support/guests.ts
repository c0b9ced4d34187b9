/** People in a room who are programs: they join by the code, take a seat, act by lot, drop out and come back. */
import { WebSocket } from 'ws';
import {
  type Action,
  type FromParticipant,
  PROTOCOL,
  readText,
  SOCKET,
  type ToParticipant,
  toParticipant,
  type View,
} from '../../analysis/room/protocol.ts';
import { Chance } from './room.ts';

export class Guest {
  view: View | null = null;
  token = '';
  head = false;
  /** What did not follow the protocol, or was refused. */
  readonly refused: string[] = [];
  answered = 0;
  back = 0;
  readonly #page: string;
  readonly #chance: Chance;
  #socket: WebSocket | null = null;
  #next = 1;

  constructor(page: string, seed: string) {
    this.#page = page;
    this.#chance = new Chance(seed);
  }

  join(code: string, nickname: string | null): Promise<void> {
    return this.#dial({ type: 'join', protocol: PROTOCOL, code, nickname });
  }

  sit(): void {
    this.say({ type: 'sit', school: null, post: null });
  }

  /** Something that whoever has this seat may do. */
  act(): void {
    const { view } = this;
    if (view === null) return;
    const others = [...view.neighbours, ...view.partners];
    const own: Action[] = ['share', 'guard', 'own judgement', 'spend time'];
    const heads: Action[] = others.length > 0 && this.head ? ['offer', 'join', 'decline', 'leave'] : [];
    const all = [...own, ...heads];
    const action = this.#chance.pick(all);
    this.say({
      type: 'act',
      number: this.#next++,
      week: view.week,
      action,
      school: heads.includes(action) ? this.#chance.pick(others).school : null,
      hours: action === 'spend time' ? this.#chance.below(9) / 2 : null,
    });
  }

  say(message: FromParticipant): void {
    this.#socket?.send(JSON.stringify(message));
  }

  /** The network goes, without a word, and is back a little later. */
  async drop(): Promise<void> {
    this.#socket?.terminate();
    await new Promise((resolve) => setTimeout(resolve, 20 + this.#chance.below(200)));
    await this.#dial({ type: 'back', protocol: PROTOCOL, token: this.token });
    this.back++;
  }

  end(): void {
    this.#socket?.terminate();
  }

  /** Resolves when the room has let this guest in. */
  #dial(first: FromParticipant): Promise<void> {
    const socket = new WebSocket(new URL(`.${SOCKET}`, this.#page.replace('http', 'ws')), {
      origin: new URL(this.#page).origin,
    });
    this.#socket = socket;
    return new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('open', () => socket.send(JSON.stringify(first)));
      socket.on('message', (data) => {
        const message = readText(toParticipant, String(data));
        if (message === null) this.refused.push(String(data).slice(0, 200));
        else if (message.type === 'welcome') {
          this.token = message.token;
          resolve();
        } else this.#heard(message);
      });
    });
  }

  #heard(message: ToParticipant): void {
    if (message.type === 'view') this.view = message.view;
    else if (message.type === 'acted') this.answered++;
    else if (message.type === 'refused') this.refused.push(message.why);
    else if (message.type === 'seated') this.head = message.seat?.head === true;
  }
}
