/** The page's end of the worker that makes files: one worker a file, ended with it or when it is no longer wanted. */
import { type Remote, releaseProxy, wrap } from 'comlink';
import exportUrl from './export.worker.ts?worker&url';
import type { ExportWorker, Sentences } from './export-contract.ts';
import { trusted } from './trusted.ts';

/** Rejects when the worker cannot be started, and with the signal's reason when it is aborted. */
export async function made<T>(
  ask: (worker: Remote<ExportWorker>) => Promise<T>,
  signal: AbortSignal,
  sentences: Sentences | null = null,
): Promise<T> {
  signal.throwIfAborted();
  const worker = new Worker(trusted(exportUrl), { type: 'module' });
  const remote = wrap<ExportWorker>(worker);
  const ended = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) =>
      reject(new Error(event.message || 'The worker that makes files could not be started.')),
    );
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  try {
    if (sentences !== null) await Promise.race([remote.learn(sentences), ended]);
    return await Promise.race([ask(remote), ended]);
  } finally {
    remote[releaseProxy]();
    worker.terminate();
  }
}
