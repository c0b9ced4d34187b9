/** A shell in which `collegium` and `npx collegium` are this build, wherever one stands. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { program, type useFolder } from './cli.ts';
import { runProgram } from './programs.ts';

/** What runs a text as a shell script that stops at its first failure, in the folder. */
export function useShell(
  folder: ReturnType<typeof useFolder>,
): (text: string) => ReturnType<typeof runProgram> {
  const bin = join(folder.path, 'bin');
  mkdirSync(bin);
  const command = `exec "${process.execPath}" "${program}" "$@"\n`;
  const scripts = { collegium: command, npx: `[ "$1" = collegium ] || exit 9\nshift\n${command}` };
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}`);
    chmodSync(join(bin, name), 0o755);
  }
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  return (text) => runProgram('sh', ['-ec', text], { cwd: folder.path, env });
}
