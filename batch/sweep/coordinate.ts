import type { Backend } from './backend.ts';
import type { PlannedRun } from './folder.ts';
import type { Ledger, Note, Stand } from './rounds.ts';

export interface CoordinateOptions {
  /** Which runs are this program's own, where several share a sweep. */
  readonly mine: ((run: PlannedRun) => boolean) | undefined;
  /** Go on when a run has failed. */
  readonly continueOnError: boolean;
  readonly signal: AbortSignal;
  readonly onStand?: (stand: Stand) => void;
  readonly onNote?: (note: Note) => void;
}

/** A round after which no run more is done is tried this often: machines come and go. */
const FUTILE_ROUNDS = 3;

/**
 * Has every run of a sweep done that is not done yet, whatever became of earlier attempts: asks the backend for what has no part
 * on disk, looks again, and so on until nothing is missing.
 */
export async function coordinate(
  ledger: Ledger,
  backend: Backend,
  { mine, continueOnError, signal, onStand, onNote }: CoordinateOptions,
): Promise<Stand> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  signal.addEventListener('abort', stop);
  let stand = ledger.stand(mine);
  try {
    for (let futile = 0; futile < FUTILE_ROUNDS; ) {
      onStand?.(stand);
      if (stand.failed > 0 && !continueOnError) stop();
      if (stand.toDo.length === 0 || stopping.signal.aborted) return stand;
      const report = (note: Note) => {
        ledger.note(note);
        onNote?.(note);
        if (note.failure !== null && !continueOnError) stop();
      };
      await backend.complete(stand.toDo, report, stopping.signal);
      const before = stand.done;
      stand = ledger.stand(mine);
      if (stand.done === before) futile++;
    }
    return stand;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
