/** How much of the machine a test has for itself. */
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const WINDOW_MS = 250;

/**
 * The part of two processors' time that two busy threads get at present: about 1 on a quiet machine of two
 * processors or more, less beside other work. Times by the clock, multiplied by it, can be held to a limit.
 */
export async function granted(): Promise<number> {
  const threads = [0, 1].map(() => new Worker('for (;;);', { eval: true }));
  try {
    await Promise.all(threads.map((thread) => new Promise((resolve) => thread.once('online', resolve))));
    const [used, began] = [process.cpuUsage(), performance.now()];
    await pause(WINDOW_MS);
    const { user, system } = process.cpuUsage(used);
    return Math.min(1, (user + system) / 1000 / (2 * (performance.now() - began)));
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}
