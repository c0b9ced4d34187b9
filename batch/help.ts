/** What --help says after the options: examples, and what the command ends with. */
import type { Command } from 'commander';
import { EXIT } from './errors.ts';

type Codes = Readonly<Record<keyof typeof EXIT, string>>;

const USUAL: Codes = {
  done: 'done',
  failed: 'a run failed, or an internal error',
  badInput: 'bad input: an option, a scenario or a file; nothing was written',
  interrupted: 'interrupted with Ctrl-C; nothing was written',
};

/** Commands that end for reasons of their own. */
const OWN: Readonly<Record<string, Partial<Codes>>> = {
  collegium: { failed: 'a run failed, a check found a difference, or an internal error' },
  sweep: {
    failed: 'a run failed or could not be done, or an internal error; finished runs are kept',
    badInput: 'bad input: an option, the plan, a scenario or the folder; finished runs are kept',
    interrupted: 'interrupted with Ctrl-C; finished runs are kept, and the same command goes on',
  },
  worker: {
    done: 'done, or told to stop',
    failed: 'an internal error',
    badInput: 'bad input: an option, or a Redis that is not safe to use',
    interrupted: 'interrupted with Ctrl-C twice; others do its runs',
  },
  analyse: {
    failed: 'an internal error',
    badInput: 'bad input: an option, or the folder; nothing was written',
  },
  host: {
    done: 'done: the room is closed',
    failed: 'an internal error',
    badInput: 'bad input: an option, or an address or a port that cannot be had',
    interrupted: 'interrupted with Ctrl-C before the room was open',
  },
  check: {
    done: 'done: all is as it should be',
    failed: 'damage or a difference was found, or an internal error',
    badInput: 'bad input: an option, or the folder',
    interrupted: 'interrupted with Ctrl-C',
  },
  doctor: {
    done: 'done: nothing that is needed is missing',
    failed: 'something that is needed is missing or wrong, or an internal error',
    badInput: 'bad input: an option',
  },
  validate: {
    done: 'done: all files can be used',
    failed: 'an internal error',
    badInput: 'bad input: an option, or a file with something wrong in it',
  },
  list: { failed: 'an internal error', badInput: 'bad input: an option' },
};

/** Examples and exit codes of the command that is helped with. */
export function examples(...lines: readonly string[]): (context: { command: Command }) => string {
  return ({ command }) => {
    const told: Codes = { ...USUAL, ...OWN[command.name()] };
    const codes = Object.entries(EXIT).map(
      ([name, code]) => `${String(code).padEnd(3)}  ${told[name as keyof Codes]}`,
    );
    return `\n${section('Examples:', lines)}\n\n${section('Exit codes:', codes)}`;
  };
}

function section(heading: string, lines: readonly string[]): string {
  return [heading, ...lines.map((line) => `  ${line}`)].join('\n');
}
