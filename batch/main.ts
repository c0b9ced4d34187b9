/** The command line: does what it is asked, and says how that ended. */
import { CommanderError } from 'commander';
import { BadInput, EXIT, RunFailed, reason } from './errors.ts';
import { tolerateClosedPipe } from './output.ts';
import { createProgram } from './program.ts';
import { printable } from './text.ts';

/** Tells the user what went wrong, and gives the exit code. */
function failed(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput; // it has spoken
  const known = error instanceof BadInput || error instanceof RunFailed;
  const lines = known ? error.lines : [`internal error: ${reason(error)}`];
  process.stderr.write(`${lines.map(printable).join('\n')}\n`);
  if (error instanceof BadInput) return EXIT.badInput;
  if (!known && process.env.COLLEGIUM_DEBUG) console.error(error);
  return EXIT.failed;
}

tolerateClosedPipe();
try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = failed(error);
}
