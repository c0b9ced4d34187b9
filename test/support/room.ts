/** A pure room with its run in the same thread, and people in it who act by chance, the same chance every time. */
import type { RoomLog } from '../../analysis/room/log.ts';
import { type Ask, type Checked, Play } from '../../analysis/room/play.ts';
import {
  ACTIONS,
  type FromParticipant,
  type ToHost,
  type ToParticipant,
  toHost,
  toParticipant,
} from '../../analysis/room/protocol.ts';
import { Room } from '../../analysis/room/room.ts';
import { Draw } from '../../sim/draw.ts';
import type { Scenario } from '../../sim/index.ts';

/** A room on one thread: what it asks of its run is answered when `work` is called. */
export class Table {
  readonly room: Room;
  /** What each participant was told, and the hosts (0), in order. */
  readonly told = new Map<number, (ToParticipant | ToHost)[]>();
  readonly parted: number[] = [];
  readonly #asks: Ask[] = [];
  #tokens = 0;
  #play: Play | null = null;
  #checked: Checked | null = null;

  constructor() {
    this.room = new Room({
      tell: (to, message) => {
        if (toParticipant(JSON.parse(JSON.stringify(message))) === null)
          throw new Error(`not of the protocol: ${JSON.stringify(message)}`);
        const whom = to === 'all' ? [...this.told.keys()].filter((one) => one > 0) : [to];
        for (const one of whom) this.#hear(one, message);
      },
      tellHosts: (message) => {
        if (toHost(JSON.parse(JSON.stringify(message))) === null)
          throw new Error(`not of the protocol: ${JSON.stringify(message)}`);
        this.#hear(0, message);
      },
      ask: (ask) => this.#asks.push(ask),
      part: (participant) => this.parted.push(participant),
      token: () => `token-${String(++this.#tokens).padStart(12, '0')}`,
    });
  }

  open(scenario: Scenario, seed: string | null = null): void {
    this.#play = new Play(scenario, seed, null);
    this.room.opened(this.#play.ground());
  }

  /** Somebody comes in; their number. */
  join(nickname: string | null = null): number {
    const person = this.room.join(nickname);
    if (typeof person === 'string') throw new Error(person);
    this.told.set(person.number, []);
    this.room.greet(person);
    return person.number;
  }

  say(participant: number, message: FromParticipant): void {
    this.room.heard(participant, message);
  }

  /** The run does all that it has been asked. */
  work(): void {
    for (let ask = this.#asks.shift(); ask !== undefined; ask = this.#asks.shift()) {
      if (this.#play === null) throw new Error('no run is open');
      const answer = this.#play.answer(ask, (week) => this.room.played({ answer: 'at', week }));
      if (answer.answer === 'checked') this.#checked = answer.checked;
      this.room.played(answer);
    }
    this.room.flush();
  }

  step(weeks: number): void {
    this.room.heardHost({ type: 'step', weeks });
    this.work();
  }

  log(): RoomLog {
    this.#asks.push({ ask: 'check' });
    this.work();
    if (this.#checked === null) throw new Error('not checked');
    return this.room.log(this.#checked);
  }

  /** The last message of a type that somebody was told. */
  last<T extends (ToParticipant | ToHost)['type']>(
    participant: number,
    type: T,
  ): Extract<ToParticipant | ToHost, { type: T }> | undefined {
    const found = this.told.get(participant)?.findLast((message) => message.type === type);
    return found as Extract<ToParticipant | ToHost, { type: T }> | undefined;
  }

  #hear(participant: number, message: ToParticipant | ToHost): void {
    const heard = this.told.get(participant);
    if (heard === undefined) this.told.set(participant, [message]);
    else heard.push(message);
  }
}

/** Chance for people in tests: the same for the same seed, whoever else draws. */
export class Chance {
  readonly #draw: Draw;
  #n = 0;

  constructor(seed: string) {
    this.#draw = new Draw(seed);
    this.#draw.open(0, 0);
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    return this.#draw.uniform(this.#n++, 0);
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)];
  }
}

/** Something that somebody at a school may do, sensible or not. */
export function anyAct(
  chance: Chance,
  number: number,
  week: number,
  schools: readonly number[],
): Extract<FromParticipant, { type: 'act' }> {
  const action = chance.pick(ACTIONS);
  const concerns = ['offer', 'join', 'decline', 'leave'].includes(action);
  return {
    type: 'act',
    number,
    week,
    action,
    school: concerns && chance.next() < 0.9 ? chance.pick(schools) : null,
    hours: action === 'spend time' ? chance.below(7) / 2 : null,
  };
}
