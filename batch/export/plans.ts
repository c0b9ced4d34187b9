import { csvTables, dictionary } from '../../analysis/export/csv-tables.ts';
import { gexf } from '../../analysis/export/gexf.ts';
import { graphml } from '../../analysis/export/graphml.ts';
import { siena } from '../../analysis/export/siena.ts';
import { schoolTables, staffTables, type Table } from '../../analysis/export/tables.ts';
import { type Piece, runAt, weeksEvery } from '../../analysis/export/weeks.ts';
import { advance, digest, type Run, STAGES, WEEKS_A_TERM, WEEKS_A_YEAR } from '../../sim/index.ts';
import { BadInput, RunFailed } from '../errors.ts';
import type { ExportOptions, Format, Job } from '../export.ts';
import type { Output } from './output.ts';
import type { Replay } from './replay.ts';

/** How the files of a format are written. Gives the run as it was last read. */
interface Plan {
  readonly kind: Job['kind'];
  readonly write: (output: Output, progress: (share: number) => void) => Promise<Run>;
}

/** The export of a run. */
export function runJob(replay: Replay, options: ExportOptions): Job {
  const { kind, write } = planOf(replay, options);
  return {
    kind,
    write: async (output, progress) => {
      const run = await write(output, progress);
      const found = digest(run);
      if (replay.digest !== null && run.week === replay.weeks && found !== replay.digest)
        throw new RunFailed([
          `${replay.name}: done again it ends otherwise (digest ${found}, not ${replay.digest})`,
        ]);
      return {
        said: `${replay.name} to week ${run.week}`,
        about: { ...replay.about, ...settingsOf(options), week: run.week, digest: found },
      };
    },
  };
}

/** What of the options decides what files hold, the week aside. */
function settingsOf({ every, of, stage }: ExportOptions): Record<string, unknown> {
  return {
    ...(every === undefined ? {} : { every }),
    ...(of === undefined ? {} : { of }),
    ...(stage === undefined ? {} : { stage }),
  };
}

function planOf(replay: Replay, options: ExportOptions): Plan {
  const weeks = weeksOf(replay, options);
  refuseWhatMeansNothing(options);
  switch (options.format) {
    case 'csv':
      return csvPlan(replay, weeks, options);
    case 'parquet':
      return parquetPlan(replay, weeks, options);
    case 'graphml':
      return graphmlPlan(replay, weeks[0], options);
    case 'gexf':
      return gexfPlan(replay, weeks);
    case 'siena':
      return sienaPlan(replay, weeks, options);
  }
}

/** What each option means something for. */
const MEANT_FOR: readonly { option: keyof ExportOptions; formats: readonly Format[] }[] = [
  { option: 'week', formats: ['csv', 'parquet', 'graphml'] },
  { option: 'every', formats: ['csv', 'parquet', 'gexf', 'siena'] },
  { option: 'of', formats: ['csv', 'parquet', 'graphml'] },
  { option: 'stage', formats: ['siena'] },
];

function refuseWhatMeansNothing(options: ExportOptions): void {
  for (const { option, formats } of MEANT_FOR) {
    if (options[option] === undefined || formats.includes(options.format)) continue;
    if (option === 'of' && options.of === 'schools') continue;
    throw new BadInput(
      `--${option} ${options[option]}: means nothing for ${options.format}; it goes with ${formats.join(', ')}`,
    );
  }
}

/** The weeks that are read: one that is named, or every so many. */
function weeksOf({ weeks }: Replay, { week, every, format, of }: ExportOptions): number[] {
  if (week !== undefined) {
    if (every !== undefined) throw new BadInput('--week and --every: give one of them');
    if (week > weeks)
      throw new BadInput(`--week ${week}: the run lasts ${weeks} weeks; allowed: 0 to ${weeks}`);
    return [week];
  }
  if (format === 'graphml' || (of === 'staff' && every === undefined)) return [weeks];
  if (format !== 'siena') return weeksEvery(every ?? WEEKS_A_TERM, weeks);
  const step = every ?? WEEKS_A_YEAR;
  const waves = weeksEvery(step, weeks, step);
  if (waves.length >= 2) return waves;
  throw new BadInput(
    `a panel has two waves or more, and in ${weeks} weeks every ${step} gives ${waves.length}; give --every or --years`,
  );
}

const tablesOf = ({ of }: ExportOptions): readonly Table[] => (of === 'staff' ? staffTables : schoolTables);

/** So that Ctrl-C and the progress bar get their turn. */
const pause = () => new Promise(setImmediate);

/** Goes through the weeks of a run, and tells how far it is. */
class Watch {
  /** The run as it was last read. */
  run: Run | undefined;
  readonly #weeks: readonly number[];
  readonly #progress: (share: number) => void;

  constructor(weeks: readonly number[], progress: (share: number) => void) {
    this.#weeks = weeks;
    this.#progress = progress;
  }

  /** `start`, whose last run is remembered. */
  readonly over = (start: () => Run) => () => {
    this.run = start();
    return this.run;
  };

  *along(start: () => Run): Generator<Run> {
    let read = 0;
    for (const run of runAt(this.over(start), this.#weeks)) {
      yield run;
      this.#progress(++read / this.#weeks.length);
    }
  }

  get last(): Run {
    if (this.run === undefined) throw new Error('no run was read');
    return this.run;
  }
}

async function writePieces(pieces: Iterable<Piece>, output: Output): Promise<void> {
  for (const { file, text } of pieces) {
    if (text !== '') output.write(file, text);
    await pause();
  }
}

function csvPlan(replay: Replay, weeks: readonly number[], options: ExportOptions): Plan {
  const tables = tablesOf(options);
  return {
    kind: 'folder',
    write: async (output, progress) => {
      const watch = new Watch(weeks, progress);
      await writePieces(csvTables(watch.along(replay.start), tables, options), output);
      output.write('columns.csv', dictionary(tables, options));
      return watch.last;
    },
  };
}

const ROWS = 'rows.duckdb';

function parquetPlan(replay: Replay, weeks: readonly number[], options: ExportOptions): Plan {
  return {
    kind: 'folder',
    write: async (output, progress) => {
      const { ParquetTables } = await import('./parquet.ts'); // only here: all else starts sooner without it
      const tables = await ParquetTables.create(tablesOf(options), output.path(ROWS));
      try {
        const watch = new Watch(weeks, progress);
        for (const run of watch.along(replay.start)) {
          tables.take(run, 'every week');
          await pause();
        }
        tables.take(watch.last, 'once');
        await tables.write(({ name }) => output.path(`${name}.parquet`));
        return watch.last;
      } finally {
        tables.close();
        for (const file of [ROWS, `${ROWS}.wal`]) output.remove(file);
      }
    },
  };
}

function graphmlPlan(replay: Replay, week: number, { of = 'schools' }: ExportOptions): Plan {
  return {
    kind: 'file',
    write: async (output, progress) => {
      const run = replay.start();
      while (run.week < week) {
        advance(run, Math.min(WEEKS_A_TERM, week - run.week));
        progress(run.week / week);
        await pause();
      }
      await writePieces(inFile('graph.graphml', graphml(run, of)), output);
      return run;
    },
  };
}

function gexfPlan(replay: Replay, weeks: readonly number[]): Plan {
  return {
    kind: 'file',
    write: async (output, progress) => {
      const watch = new Watch(weeks, progress);
      await writePieces(inFile('run.gexf', gexf(watch.over(replay.start), weeks, { progress })), output);
      return watch.last;
    },
  };
}

function sienaPlan(replay: Replay, weeks: readonly number[], options: ExportOptions): Plan {
  const stage = STAGES.findIndex((name) => name === (options.stage ?? 'cooperation'));
  return {
    kind: 'folder',
    write: async (output, progress) => {
      const watch = new Watch(weeks, progress);
      await writePieces(siena(watch.over(replay.start), weeks, { stage, guard: options.guard }), output);
      return watch.last;
    },
  };
}

function* inFile(file: string, texts: Iterable<string>): Generator<Piece> {
  for (const text of texts) yield { file, text };
}
