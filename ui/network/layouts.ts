/** Asks a worker for the layout of a network, so that the page stays free meanwhile. */

import workerUrl from '../worker/layout.worker.ts?worker&url';
import { trusted } from '../worker/trusted.ts';
import type { LayoutTask, Tied } from './layout.ts';
import type { Positions } from './members.ts';

/** Resolves with the positions by school; rejects when `signal` is aborted or the worker fails. */
export function layoutOf({ place, frames, keep }: LayoutTask, signal: AbortSignal): Promise<Positions> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(trusted(workerUrl), { type: 'module' });
    const end = () => {
      worker.terminate();
      signal.removeEventListener('abort', abort);
    };
    const abort = () => {
      end();
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort);
    worker.addEventListener('message', ({ data }: MessageEvent<Positions>) => {
      end();
      resolve(data);
    });
    worker.addEventListener('error', (event) => {
      end();
      reject(new Error(event.message || 'The layout of the network failed.'));
    });
    // Only what a layout needs is copied to the worker.
    const task: LayoutTask = {
      place: { ids: place.ids, x: place.x, y: place.y },
      frames: frames.map(({ a, b, stage, memberships }): Tied => ({ a, b, stage, memberships })),
    };
    worker.postMessage(keep === undefined ? task : { ...task, keep });
  });
}
