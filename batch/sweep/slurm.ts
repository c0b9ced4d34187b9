import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BadInput, reason } from '../errors.ts';
import { count, duration } from '../text.ts';
import { readIfThere, writeWhole } from '../whole-file.ts';
import type { Backend, Limits, Report, Trial } from './backend.ts';
import type { PlannedRun, Sweep } from './folder.ts';
import { Local } from './local.ts';
import { readPart } from './part.ts';
import { noteOf } from './rounds.ts';
import { shardOf } from './shard.ts';

export interface SlurmOptions {
  readonly planFile: string;
  /** Runs a task does at a time: its processors. */
  readonly jobs: number;
  readonly limits: Limits;
  /** Tasks of the array; where nothing is said, as many as make each one last some minutes. */
  readonly tasks: number | undefined;
  /** Options of sbatch, as on its command line. */
  readonly sbatch: string;
  /** Only write the script. */
  readonly submit: boolean;
  /** Flags that the tasks' own sweeps are given too. */
  readonly flags: readonly string[];
  readonly say: (line: string) => void;
}

/** Seconds that a task is to last: starting one costs a scheduler some, and what is lost with one is done again. */
const TASK = 600;
/** Tasks of an array, where nobody asks for more; Slurm as it comes allows a thousand. */
const MOST_TASKS = 1000;
/** An array whose tasks left runs undone is submitted again this often. */
const AGAIN = 3;
/** Seconds between two looks at the parts, and looks at the parts for one at the queue. */
const POLL = 5;
const LOOKS = 2;

/** An array job, as the folder keeps it for a coordinator that is started again. */
interface Submitted {
  readonly job: string;
  readonly tasks: number;
}

/**
 * A cluster under Slurm, whose machines see the sweep's folder: an array job, each task of which does one shard as
 * `collegium sweep --shard` does by hand. The parts in the folder say what is done; the queue says only whether to wait.
 */
export class Slurm implements Backend {
  batch = 1;
  /** The first few runs are tried here: a queue may be long. */
  readonly trial: Trial;
  readonly #sweep: Sweep;
  readonly #options: SlurmOptions;
  readonly #folder: string;
  /** Seconds of the runs that were tried. */
  readonly #tried: number[] = [];
  #submissions = 0;
  #leaves: string | null = null;

  constructor(sweep: Sweep, options: SlurmOptions) {
    if (/[\p{Cc}]/u.test(options.sbatch)) throw new BadInput('--sbatch: expected one line of options');
    if (options.submit && run('sbatch', ['--version']) === null) {
      throw new BadInput(
        '--backend slurm: sbatch was not found; run it where Slurm is, or write the script with --no-submit',
      );
    }
    this.#sweep = sweep;
    this.#options = options;
    this.#folder = join(resolve(sweep.folder), 'slurm');
    const local = new Local(sweep, { jobs: 1, limits: options.limits });
    this.trial = {
      batch: 1,
      close: () => local.close(),
      complete: (runs, report, signal) => {
        local.batch = runs.length;
        const timed: Report = (note) => {
          this.#tried.push(note.seconds);
          report(note);
        };
        return local.complete(runs, timed, signal);
      },
    };
  }

  /** What goes on without this program when it ends, in words; null where nothing does. */
  get leaves(): string | null {
    return this.#leaves;
  }

  async lanes(): Promise<number> {
    return (this.#options.tasks ?? 1) * this.#options.jobs;
  }

  async complete(runs: readonly PlannedRun[], report: Report, signal: AbortSignal): Promise<void> {
    const left = new Map(runs.map((one) => [one.key, one]));
    let submitted = this.#underWay();
    this.#leaves = null;
    for (let looks = 0; !signal.aborted; looks++) {
      if (submitted !== null && looks % LOOKS === 0 && !this.#isQueued(submitted)) submitted = null;
      this.#collect(left, report); // after the queue was asked: a task that has gone has written its parts
      if (left.size === 0) return;
      if (submitted === null) {
        if (this.#submissions > AGAIN) return;
        submitted = this.#submit([...left.values()]);
        if (submitted === null) return;
      }
      await sleep(POLL * 1000, undefined, { signal }).catch(() => {});
    }
    if (submitted === null) return;
    const { job } = submitted;
    this.#leaves = `Array job ${job} goes on: squeue -j ${job} shows it, scancel ${job} ends it. The same command follows it again.`;
  }

  close(): Promise<void> {
    return this.trial.close();
  }

  /** The array job of an earlier coordinator, where it is in the queue still. */
  #underWay(): Submitted | null {
    const text = readIfThere(this.#record);
    const submitted = text === null ? null : (JSON.parse(text) as Submitted);
    return submitted !== null && this.#options.submit && this.#isQueued(submitted) ? submitted : null;
  }

  get #record(): string {
    return join(this.#folder, 'job.json');
  }

  /** Reports the runs whose parts have come. */
  #collect(left: Map<string, PlannedRun>, report: Report): void {
    const { folder, plan } = this.#sweep;
    const parts = join(folder, 'parts');
    for (const shelf of readdirSync(parts)) {
      for (const file of readdirSync(join(parts, shelf))) {
        const key = file.replace(/\.json$/, '');
        if (!left.has(key)) continue;
        const part = readPart(folder, key);
        if (part === null) continue;
        left.delete(key);
        report(noteOf(part, plan.replicates, 0, 0));
      }
    }
  }

  /** Writes the script and submits the shards that have runs left; null where it is only to be written. */
  #submit(left: readonly PlannedRun[]): Submitted | null {
    const { submit, jobs, say, tasks: wanted } = this.#options;
    const mean = this.#tried.reduce((sum, seconds) => sum + seconds, 0) / Math.max(1, this.#tried.length);
    const whole = mean * left.length;
    const enough = Math.ceil(whole / jobs / TASK);
    const tasks = wanted ?? Math.max(1, Math.min(enough, left.length, MOST_TASKS));
    const shards = [...new Set(left.map((one) => shardOf(this.#sweep, one, tasks)))].sort((a, b) => a - b);
    const script = join(this.#folder, 'job.sh');
    mkdirSync(this.#folder, { recursive: true });
    writeWhole(script, this.#script(tasks, ranges(shards)), 0o777);
    const what = `${count(shards.length, 'task')} of about ${duration(whole / shards.length / jobs)}`;
    if (!submit) {
      this.#leaves = `Written: ${script}, ${what}. Submit it with\n  cd ${quoted(this.#folder)} && sbatch job.sh\nWhen it has run, the same command without --no-submit merges.`;
      return null;
    }
    const job = run('sbatch', ['--parsable', script], this.#folder)?.split(';')[0].trim();
    if (job === undefined) throw new BadInput('sbatch was not found');
    const submitted = { job, tasks };
    writeWhole(this.#record, `${JSON.stringify(submitted)}\n`);
    const again = this.#submissions++ > 0 ? 'again ' : '';
    say(`Submitted ${again}as array job ${job}: ${what}. Their logs are in ${this.#folder}.`);
    return submitted;
  }

  #script(tasks: number, array: string): string {
    const { sbatch, planFile, jobs, limits, flags } = this.#options;
    const program = join(dirname(fileURLToPath(import.meta.url)), 'main.js'); // they lie side by side once built
    const memory = /(^|\s)--mem/.test(sbatch) ? [] : [`#SBATCH --mem-per-cpu=${limits.memory}M`];
    const command = [
      process.execPath,
      program,
      'sweep',
      resolve(planFile),
      '--out',
      resolve(this.#sweep.folder),
    ];
    const limit = ['--run-time', String(limits.seconds), '--run-memory', String(limits.memory)];
    return `${[
      '#!/bin/sh',
      `#SBATCH --job-name=collegium-${this.#sweep.id.slice(0, 8)}`,
      `#SBATCH --array=${array}`,
      `#SBATCH --cpus-per-task=${jobs}`,
      ...memory,
      '#SBATCH --output=%A_%a.log',
      ...(sbatch === '' ? [] : [`#SBATCH ${sbatch}`]),
      `exec ${[...command, ...limit, ...flags].map(quoted).join(' ')} \\`,
      `  --yes --jobs "\${SLURM_CPUS_PER_TASK:-1}" --shard "$SLURM_ARRAY_TASK_ID/${tasks}"`,
    ].join('\n')}\n`;
  }

  /** Whether tasks of an array job wait or run. A queue that does not answer is taken to hold it. */
  #isQueued({ job }: Submitted): boolean {
    try {
      return (run('squeue', ['--noheader', '--jobs', job, '--format', '%T']) ?? '').trim() !== '';
    } catch (error) {
      if (/invalid job id/i.test(reason(error))) return false;
      this.#options.say(`squeue: ${reason(error)}; trying on`);
      return true;
    }
  }
}

/** What a program says, or null where there is no such program. Throws what it complains of. */
function run(program: string, args: readonly string[], cwd?: string): string | null {
  const done = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000, ...(cwd ? { cwd } : {}) });
  if (done.error) {
    if ((done.error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw done.error;
  }
  if (done.status !== 0)
    throw new BadInput(`${program}: ${done.stderr.trim() || `ended with code ${done.status}`}`);
  return done.stdout;
}

/** A word as a shell takes it, whatever is in it. */
export function quoted(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** Numbers in order as Slurm writes them: "1-3,7". */
export function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}
