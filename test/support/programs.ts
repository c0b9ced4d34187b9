/** Programs of others that read what Collegium writes: some machines have them. */
import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';

/** Runs a program to its end; what it wrote, or why not. */
export function runProgram(
  command: string,
  args: readonly string[],
  { cwd, env }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): { ok: boolean; stdout: string; stderr: string } {
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 120_000,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
  });
  return {
    ok: result.status === 0,
    stdout: result.stdout ?? '',
    stderr: `${result.stderr ?? ''}${result.error?.message ?? ''}`,
  };
}

/** Tests with a program of others. Where it is missing they are skipped, and that is said aloud. */
export function describeWith(program: string, isThere: boolean, tests: () => void): void {
  if (!isThere)
    console.warn(`SKIPPED: ${program} is not on this machine; what it would make of the files is not tested`);
  describe.skipIf(!isThere)(program, tests);
}
