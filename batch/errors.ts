/** What the command ends with; --help lists them. */
export const EXIT = { done: 0, failed: 1, badInput: 2, interrupted: 130 } as const;

/** Something wrong with what the user gave. Each line stands by itself and says where, what and what is allowed. */
export class BadInput extends Error {
  readonly lines: readonly string[];

  constructor(lines: string | readonly string[]) {
    const all = typeof lines === 'string' ? [lines] : lines;
    super(all.join('\n'));
    this.name = 'BadInput';
    this.lines = all;
  }
}

/** Why something went wrong, in one line. */
export function reason(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.split('\n', 1)[0];
}

/** Runs that failed for reasons of their own; each line names the scenario, the seed and the reason. */
export class RunFailed extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'RunFailed';
    this.lines = lines;
  }
}
