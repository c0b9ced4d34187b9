/** One worker: holds runs, moves them on a term at a time when asked, and hands over what the page shows. */
import { expose, transfer } from 'comlink';
import { formatProblem } from '../../scenarios/problem.ts';
import { type ImputationReport, readRegister } from '../../scenarios/register.ts';
import {
  advance,
  digest,
  type Run,
  type Scenario,
  type SchoolRecord,
  start,
  WEEKS_A_TERM,
} from '../../sim/index.ts';
import type { Opened, RunWorker, Step, Task } from './contract.ts';
import { buffersOf, frameOf, placeOf, sampleOf } from './frames.ts';

interface Held {
  run: Run;
  frames: boolean;
}

interface Read {
  schools: readonly SchoolRecord[];
  report: readonly string[];
}

const texts = new Map<string, string>();
const registers = new Map<string, Read>();
const runs = new Map<number, Held>();
let lastId = 0;

/** The schools of a scenario's files; reading them takes a moment, so it is done once. */
function schoolsOf({ files }: Scenario): Read | null {
  if (files === null) return null;
  const key = `${files.register} ${files.results ?? ''}`;
  let read = registers.get(key);
  if (read === undefined) {
    const results =
      files.results === null ? undefined : { text: textOf(files.results), fileName: files.results };
    const reading = readRegister(textOf(files.register), files.register, results);
    if (reading.schools === null) throw new Error(reading.problems.map(formatProblem).join('\n'));
    read = { schools: reading.schools, report: sentencesOf(reading.report) };
    registers.set(key, read);
  }
  return read;
}

function textOf(name: string): string {
  const text = texts.get(name);
  if (text === undefined) throw new Error(`The worker was not given the file of schools ${name}.`);
  return text;
}

function sentencesOf({ rows, schools, imputed, dropped }: ImputationReport): string[] {
  const sentences = [`${schools} schools from the ${rows} rows of the register.`];
  for (const [reason, n] of Object.entries(dropped)) sentences.push(`Left out: ${n} rows, ${reason}.`);
  for (const [field, reasons] of Object.entries(imputed)) {
    for (const [reason, n] of Object.entries(reasons))
      sentences.push(`Filled in: ${field} of ${n} schools, ${reason}.`);
  }
  return sentences;
}

function begin(scenario: Scenario, seed: string): { run: Run; report: readonly string[] } {
  const read = schoolsOf(scenario);
  const run = start(scenario, read === null ? { seed } : { seed, schools: read.schools });
  return { run, report: read?.report ?? [] };
}

function held(id: number): Held {
  const found = runs.get(id);
  if (found === undefined) throw new Error(`The worker holds no run ${id}.`);
  return found;
}

const worker: RunWorker = {
  async library() {
    const { readLibrary } = await import('./library.ts');
    return readLibrary();
  },

  provide(name, text) {
    texts.set(name, text);
  },

  open({ scenario, seed, frames }: Task): Opened {
    const { run, report } = begin(scenario, seed);
    lastId++;
    runs.set(lastId, { run, frames });
    const opened: Opened = {
      id: lastId,
      weeks: run.weeks,
      sample: sampleOf(run, 0),
      place: frames ? placeOf(run) : null,
      frame: frames ? frameOf(run) : null,
      report,
    };
    return transfer(opened, buffersOf(opened.sample, opened.place, opened.frame));
  },

  advance(id): Step {
    const { run, frames } = held(id);
    advance(run, WEEKS_A_TERM);
    const step: Step = {
      week: run.week,
      sample: sampleOf(run, run.week / WEEKS_A_TERM),
      frame: frames ? frameOf(run) : null,
      digest: run.week >= run.weeks ? digest(run) : null,
    };
    return transfer(step, buffersOf(step.sample, step.frame));
  },

  close(id) {
    runs.delete(id);
  },

  digests(scenario, seed, weeks) {
    const { run } = begin(scenario, seed);
    const found = [digest(run)];
    while (run.week < Math.min(weeks, run.weeks)) {
      advance(run, 1);
      found.push(digest(run));
    }
    return found;
  },
};

expose(worker);
