/** Whether the page is kept for use without a network, and whether a newer one waits for its reader. */
import { type Said, SERVICE_WORKER } from '../worker/offline-contract.ts';
import { trusted } from '../worker/trusted.ts';

/** `none` where the browser has no service workers, as in private windows, or the page is not served over HTTPS. */
export type Kept = 'none' | 'keeping' | 'ready' | 'failed';

/** `elsewhere`: another window of the page has gone on to it, while this one stays as it was opened. */
export type Update = 'none' | 'ready' | 'elsewhere';

class Offline {
  kept = $state<Kept>('none');
  update = $state<Update>('none');
  #waiting: ServiceWorker | null = null;
  /** Whether its reader has asked this window to go on to the newer version. */
  #agreed = false;
  #watching = false;

  async start(): Promise<void> {
    const { serviceWorker } = navigator;
    if (serviceWorker === undefined) return;
    this.kept = 'keeping';
    try {
      if (!this.#watching) this.#watch(serviceWorker);
      const registration = await serviceWorker.register(trusted(SERVICE_WORKER));
      registration.addEventListener('updatefound', () => this.#follow(registration.installing));
      this.#follow(registration.waiting ?? registration.installing);
      if (registration.active !== null) await this.#greet(registration.active);
    } catch {
      this.kept = 'failed';
    }
  }

  /** Goes on to the version that waits; the page is then loaded anew. */
  reload(): void {
    this.#agreed = true;
    if (this.update === 'ready') this.#waiting?.postMessage({ kind: 'take over' } satisfies Said);
    else location.reload();
  }

  #watch(container: ServiceWorkerContainer): void {
    this.#watching = true;
    let served = container.controller !== null;
    container.addEventListener('controllerchange', () => {
      // The first worker of a first visit takes nothing over: it holds what the page was opened with.
      if (this.#agreed) location.reload();
      else if (served) this.update = 'elsewhere';
      served = true;
    });
  }

  /** A version on its way: the first is used at once, a later one waits. */
  #follow(worker: ServiceWorker | null): void {
    if (worker === null) return;
    const look = () => {
      const isUpdate = navigator.serviceWorker.controller !== null;
      if (worker.state === 'installed' && isUpdate) {
        this.#waiting = worker;
        this.update = 'ready';
      } else if (worker.state === 'activated') void this.#greet(worker);
      // An update that fails leaves what is kept as it is.
      else if (worker.state === 'redundant' && this.kept === 'keeping') this.kept = 'failed';
    };
    worker.addEventListener('statechange', look);
    look();
  }

  #greet(worker: ServiceWorker): Promise<void> {
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => {
        if (data === true) this.kept = 'ready';
        port1.close();
        resolve();
      };
      const entry = document.querySelector<HTMLScriptElement>('script[type=module]')?.src ?? '';
      worker.postMessage({ kind: 'opened', entry } satisfies Said, [port2]);
    });
  }
}

export const offline = new Offline();
