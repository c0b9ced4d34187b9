/** Runs `collegium ...` as a user would; the launcher builds it first where that is due. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../scripts/support.mjs';

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function collegium(
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<Outcome> {
  const { cwd = root, env = process.env, input = '' } = options;
  const child = spawn(process.execPath, [join(root, 'bin', 'collegium.js'), ...args], { cwd, env });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    stdout += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    stderr += part;
  });
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}
