import { compareOutcomes, sameSchools } from '../analysis/comparison.ts';
import { decimalsToShow, formatNumber } from '../analysis/format.ts';
import type { RunResult } from '../analysis/outcomes.ts';
import type { Paired } from '../analysis/paired.ts';
import { COMPARISON_SEED, replicateSeeds } from '../analysis/seeds.ts';
import { differenceSentence } from '../analysis/sentence.ts';
import { type Metric, metrics, VERSION } from '../sim/index.ts';
import { BadInput, RunFailed } from './errors.ts';
import { headlines } from './headlines.ts';
import { interruptible } from './interrupt.ts';
import type { Done, Job, Task } from './job.ts';
import type { Changes } from './options.ts';
import { print, printJson } from './output.ts';
import { runAll } from './pool.ts';
import { startProgress } from './progress.ts';
import { checkSeed, type Loaded, load } from './scenarios.ts';
import { count, figure, table, word } from './text.ts';

export interface CompareOptions extends Changes {
  readonly replicates: number;
  readonly jobs: number;
  readonly seed?: string;
  readonly json?: boolean;
  readonly setA?: readonly string[];
  readonly setB?: readonly string[];
}

/** What is kept of each run. */
type Kept = Pick<RunResult, 'seed' | 'weeks' | 'digest' | 'outcomes'>;

/** The pairs of runs of which both were done, in the order of their seeds. */
interface Pairs {
  readonly a: readonly Kept[];
  readonly b: readonly Kept[];
}

const keep = ({ seed, weeks, digest, outcomes }: RunResult): Kept => ({ seed, weeks, digest, outcomes });

/** `collegium compare`: two scenarios over the same seeds, compared run by run. */
export async function compare(a: string, b: string, options: CompareOptions): Promise<void> {
  const loaded = [
    load(a, options, { option: '--set-a', settings: options.setA }),
    load(b, options, { option: '--set-b', settings: options.setB }),
  ] as const;
  const [{ scenario: first }, { scenario: second }] = loaded;
  if (first.years !== second.years) {
    throw new BadInput(
      `${a} lasts ${count(first.years, 'year')} and ${b} ${second.years}: give one length for both with --years`,
    );
  }
  if (options.seed !== undefined) checkSeed(first, options.seed);
  const seeds = replicateSeeds(options.seed ?? COMPARISON_SEED, options.replicates);
  const done = await runPairs(loaded, seeds, options);
  const failures = seeds.flatMap((seed, i) =>
    loaded.flatMap(({ name }, side) => {
      const { failure } = done[2 * i + side];
      return failure === undefined ? [] : [`${name}, seed ${seed}: the run failed: ${failure}`];
    }),
  );
  const pairs = completePairs(done);
  if (pairs.a.length > 0) {
    if (options.json) printJson(compareJson(loaded, pairs));
    else print(compareText(loaded, pairs));
  }
  if (failures.length > 0) throw new RunFailed(failures);
}

async function runPairs(
  loaded: readonly [Loaded, Loaded],
  seeds: readonly string[],
  options: CompareOptions,
): Promise<readonly Done<Kept>[]> {
  const job: Job = {
    scenarios: loaded.map(({ scenario }) => scenario),
    names: loaded.map(({ name }) => name),
    schools: loaded.map(({ schools }) => schools),
    allowLarge: options.allowLarge ?? false,
  };
  // The two runs of a pair follow one another, so that an interrupted log is still read pair by pair.
  const tasks: Task[] = seeds.flatMap((seed) => [
    { scenario: 0, seed },
    { scenario: 1, seed },
  ]);
  const progress = startProgress({ total: tasks.length, unit: 'runs', quiet: options.json ?? false });
  try {
    const { jobs } = options;
    return await interruptible(
      () => runAll('run', job, tasks, { jobs, keep, onProgress: (runs) => progress.update(runs) }),
      () => progress.stop(),
    );
  } finally {
    progress.stop();
  }
}

function completePairs(done: readonly Done<Kept>[]): Pairs {
  const a: Kept[] = [];
  const b: Kept[] = [];
  for (let i = 0; i < done.length; i += 2) {
    const [left, right] = [done[i].result, done[i + 1].result];
    if (left === undefined || right === undefined) continue;
    a.push(left);
    b.push(right);
  }
  return { a, b };
}

/** What `compare --json` prints; differences are B minus A, intervals hold 95 per cent. */
export function compareJson([a, b]: readonly [Loaded, Loaded], pairs: Pairs): unknown {
  const results = compareOutcomes(pairs.a, pairs.b);
  return {
    version: VERSION,
    a: a.name,
    b: b.name,
    weeks: pairs.a[0].weeks,
    replicates: pairs.a.length,
    seeds: pairs.a.map(({ seed }) => seed),
    digests: { a: pairs.a.map(({ digest }) => digest), b: pairs.b.map(({ digest }) => digest) },
    outcomes: metrics.map(({ key, unit }) => {
      const { a, b, difference, intervals, probability, effect, varianceRatio } = results[key];
      const interval = intervals === null ? [null, null] : intervals[95];
      return { metric: key, unit, a, b, difference, interval, probability, effect, varianceRatio };
    }),
  };
}

function compareText([a, b]: readonly [Loaded, Loaded], pairs: Pairs): string {
  const results = compareOutcomes(pairs.a, pairs.b);
  const { years } = a.scenario;
  const n = pairs.a.length;
  const seeds = n === 1 ? `seed ${pairs.a[0].seed}` : `seeds ${pairs.a[0].seed} to ${pairs.a[n - 1].seed}`;
  const setting = { years, a: 'A', b: 'B', sameSchools: sameSchools(a.scenario, b.scenario) };
  const legend = table([
    [word('A'), word(a.name), word(a.scenario.title)],
    [word('B'), word(b.name), word(b.scenario.title)],
  ]);
  const heading = ['Difference', '95 % interval', 'A', 'B', 'P(B > A)', 'Effect'];
  const rows = metrics.map((metric) => row(metric, results[metric.key]));
  return [
    legend,
    '',
    `${count(n, 'pair')} of runs over ${count(years, 'year')}, ${seeds}. Differences are B minus A between runs with the same`,
    "seed, with Student's t intervals of their mean; effect is mean over standard deviation of the differences.",
    '',
    table([[word('Outcome'), ...heading.map(figure), word('Unit')], ...rows]),
    '',
    ...headlines().map((metric) => differenceSentence(metric, results[metric.key], setting)),
  ].join('\n');
}

function row(metric: Metric, result: Paired) {
  const { a, b, difference, intervals, probability, effect } = result;
  const width = intervals === null ? 0 : intervals[95][1] - intervals[95][0];
  const decimals = decimalsToShow(metric, Math.max(Math.abs(difference), width));
  const level = decimalsToShow(metric, Math.max(Math.abs(a), Math.abs(b)));
  const interval = intervals?.[95].map((end) => formatNumber(end, decimals)).join(' to ') ?? 'none';
  return [
    word(metric.label),
    figure(formatNumber(difference, decimals)),
    figure(interval),
    figure(formatNumber(a, level)),
    figure(formatNumber(b, level)),
    figure(formatNumber(probability, 2)),
    figure(effect === null ? '-' : formatNumber(effect, 1)),
    word(metric.unit),
  ];
}
