import { EXIT } from './errors.ts';

/**
 * Runs `work` so that Ctrl-C or a polite kill ends the command at once with a word to the user. Results are
 * written in one piece after the work, so nothing is ever half-written; workers end with the process.
 */
export async function interruptible<T>(work: () => Promise<T>, before: () => void): Promise<T> {
  const stop = (signal: NodeJS.Signals) => {
    before();
    process.stderr.write('Interrupted: nothing was written.\n');
    process.exit(signal === 'SIGINT' ? EXIT.interrupted : EXIT.interrupted + 13);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    return await work();
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
