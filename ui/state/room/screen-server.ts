/** A room without a server: the same room in a worker of this page. */
import { proxy, type Remote, releaseProxy, wrap } from 'comlink';
import type { FromHost } from '../../../analysis/room/protocol.ts';
import roomUrl from '../../worker/room.worker.ts?worker&url';
import type { RoomWorker } from '../../worker/room-contract.ts';
import { trusted } from '../../worker/trusted.ts';
import type { Choice, Listener, RoomServer } from './server.ts';

/** What `Host` takes for a room that has not answered in a long time. */
const GONE = 100;

export class ScreenServer implements RoomServer {
  readonly #worker: Worker;
  readonly #remote: Remote<RoomWorker>;
  #fail: (why: Error) => void = () => {};
  readonly #fault: Promise<never>;
  #ended = false;

  constructor(listener: Listener) {
    this.#worker = new Worker(trusted(roomUrl), { type: 'module' });
    this.#remote = wrap<RoomWorker>(this.#worker);
    this.#fault = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.#fault.catch(() => listener.down(GONE));
    this.#worker.addEventListener('error', (event) =>
      this.#fail(new Error(event.message || 'The worker of the room could not be started.')),
    );
    void this.#ask(this.#remote.begin(proxy((text: string) => this.#ended || listener.heard(text)))).catch(
      this.#fail,
    );
  }

  say(message: FromHost): boolean {
    void this.#ask(this.#remote.hear(JSON.stringify(message))).catch(this.#fail);
    return true;
  }

  open({ scenario }: Choice, seed: string): Promise<string> {
    return this.#ask(this.#remote.open(scenario, seed));
  }

  log(): Promise<string> {
    return this.#ask(this.#remote.log());
  }

  /** A worker that has failed has forgotten its room: there is nothing to come back to. */
  again(): void {}

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#remote[releaseProxy]();
    this.#worker.terminate();
  }

  #ask<T>(answer: Promise<T>): Promise<T> {
    return Promise.race([answer, this.#fault]);
  }
}
