import { compareOutcomes, sameSchools } from '../analysis/comparison.ts';
import { decimalsToShow, formatNumber } from '../analysis/format.ts';
import type { RunResult } from '../analysis/outcomes.ts';
import type { Paired } from '../analysis/paired.ts';
import { COMPARISON_SEED, replicateSeeds } from '../analysis/seeds.ts';
import { differenceSentence } from '../analysis/sentence.ts';
import { type Metric, metrics, type Scenario, VERSION } from '../sim/index.ts';
import { BadInput, RunFailed } from './errors.ts';
import { headlines } from './headlines.ts';
import { interruptible } from './interrupt.ts';
import type { Done, Job, Task } from './job.ts';
import { openLink } from './linked.ts';
import type { Changes } from './options.ts';
import { print, printJson } from './output.ts';
import { runAll } from './pool.ts';
import { startProgress } from './progress.ts';
import { checkSeed, type Loaded, load } from './scenarios.ts';
import { count, figure, table, word } from './text.ts';

export interface CompareOptions extends Changes {
  readonly replicates?: number;
  readonly jobs: number;
  readonly seed?: string;
  readonly json?: boolean;
  readonly setA?: readonly string[];
  readonly setB?: readonly string[];
  readonly setC?: readonly string[];
  readonly setD?: readonly string[];
  readonly link?: string;
}

const REPLICATES = 40;
const LETTERS = ['a', 'b', 'c', 'd'] as const;
type Letter = (typeof LETTERS)[number];

/** What is kept of each run. */
type Kept = Pick<RunResult, 'seed' | 'weeks' | 'digest' | 'outcomes'>;

/** What is compared: two scenarios to four, each run with every seed. */
export interface Compared {
  readonly sides: readonly Loaded[];
  readonly seeds: readonly string[];
}

const keep = ({ seed, weeks, digest, outcomes }: RunResult): Kept => ({ seed, weeks, digest, outcomes });

/** `collegium compare`: scenarios over the same seeds, each compared with the first run by run. */
export async function compare(names: readonly string[], options: CompareOptions): Promise<void> {
  const compared = options.link === undefined ? named(names, options) : linked(names, options.link, options);
  const { sides, seeds } = compared;
  const done = await runAllSides(compared, options);
  const failures = seeds.flatMap((seed, i) =>
    sides.flatMap(({ name }, side) => {
      const { failure } = done[sides.length * i + side];
      return failure === undefined ? [] : [`${name}, seed ${seed}: the run failed: ${failure}`];
    }),
  );
  const runs = completeSeeds(done, sides.length);
  if (runs[0].length > 0) {
    if (options.json) printJson(compareJson(sides, runs));
    else print(compareText(sides, runs));
  }
  if (failures.length > 0) throw new RunFailed(failures);
}

/** What scenarios and settings on the command line ask for. */
export function named(names: readonly string[], options: CompareOptions): Compared {
  if (names.length < 2 || names.length > LETTERS.length)
    throw new BadInput(`compare takes two to four scenarios, or --link: given ${names.length}`);
  const settings = [options.setA, options.setB, options.setC, options.setD];
  const extra = settings.findIndex((set, i) => set !== undefined && i >= names.length);
  if (extra >= 0) throw new BadInput(`--set-${LETTERS[extra]}: there is no scenario ${letterOf(extra)}`);
  const sides = names.map((name, i) =>
    load(name, options, { option: `--set-${LETTERS[i]}`, settings: settings[i] }),
  );
  const [{ scenario: first }] = sides;
  const other = sides.findIndex(({ scenario }) => scenario.years !== first.years);
  if (other >= 0) {
    throw new BadInput(
      `${names[0]} lasts ${count(first.years, 'year')} and ${names[other]} ${sides[other].scenario.years}: give one length for all with --years`,
    );
  }
  return { sides, seeds: seedsOf(first, options, COMPARISON_SEED, REPLICATES) };
}

/** What a link asks for. */
export function linked(names: readonly string[], text: string, options: CompareOptions): Compared {
  const own = [options.set, options.setA, options.setB, options.setC, options.setD, options.schools];
  if (names.length > 0 || [...own, options.results].some((given) => given !== undefined))
    throw new BadInput('--link: a link says which scenarios, settings and schools: give none beside it');
  const { link, sides } = openLink(text, options.years);
  if (sides.length < 2) throw new BadInput('--link: the link holds one scenario: run it with collegium run');
  return { sides, seeds: seedsOf(sides[0].scenario, options, link.seed, link.seeds) };
}

function seedsOf(scenario: Scenario, options: CompareOptions, seed: string, replicates: number): string[] {
  if (options.seed !== undefined) checkSeed(scenario, options.seed);
  return replicateSeeds(options.seed ?? seed, options.replicates ?? replicates);
}

const letterOf = (side: number) => LETTERS[side].toUpperCase();

async function runAllSides(
  { sides, seeds }: Compared,
  options: CompareOptions,
): Promise<readonly Done<Kept>[]> {
  const job: Job = {
    scenarios: sides.map(({ scenario }) => scenario),
    names: sides.map(({ name }) => name),
    schools: sides.map(({ schools }) => schools),
    allowLarge: options.allowLarge ?? false,
  };
  // The runs of a seed follow one another, so that an interrupted log is still read seed by seed.
  const tasks: Task[] = seeds.flatMap((seed) => sides.map((_, scenario) => ({ scenario, seed })));
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

/** By side, the runs of the seeds of which all were done, in the order of the seeds. */
function completeSeeds(done: readonly Done<Kept>[], sides: number): readonly (readonly Kept[])[] {
  const runs: Kept[][] = Array.from({ length: sides }, () => []);
  for (let i = 0; i < done.length; i += sides) {
    const results = done.slice(i, i + sides).flatMap(({ result }) => result ?? []);
    if (results.length === sides) for (const [side, result] of results.entries()) runs[side].push(result);
  }
  return runs;
}

/** What `compare --json` prints; differences are to A, intervals hold 95 per cent. */
function compareJson(sides: readonly Loaded[], runs: readonly (readonly Kept[])[]): unknown {
  const by = <T>(value: (side: number) => T, from = 0) =>
    Object.fromEntries(sides.slice(from).map((_, i) => [LETTERS[i + from], value(i + from)]));
  return {
    version: VERSION,
    ...by((side) => sides[side].name),
    weeks: runs[0][0].weeks,
    replicates: runs[0].length,
    seeds: runs[0].map(({ seed }) => seed),
    digests: by((side) => runs[side].map(({ digest }) => digest)),
    outcomes: outcomesJson(runs, 1),
    ...(sides.length > 2 ? { more: by((side) => outcomesJson(runs, side), 2) } : {}),
  };
}

function outcomesJson(runs: readonly (readonly Kept[])[], side: number): unknown {
  const results = compareOutcomes(runs[0], runs[side]);
  const letter: Letter = LETTERS[side];
  return metrics.map(({ key, unit }) => {
    const { a, b, difference, intervals, probability, effect, varianceRatio } = results[key];
    const interval = intervals === null ? [null, null] : intervals[95];
    return {
      metric: key,
      unit,
      a,
      [letter]: b,
      difference,
      interval,
      probability,
      effect,
      varianceRatio,
    };
  });
}

function compareText(sides: readonly Loaded[], runs: readonly (readonly Kept[])[]): string {
  const { years } = sides[0].scenario;
  const n = runs[0].length;
  const seeds = n === 1 ? `seed ${runs[0][0].seed}` : `seeds ${runs[0][0].seed} to ${runs[0][n - 1].seed}`;
  const legend = table(
    sides.map(({ name, scenario }, i) => [word(letterOf(i)), word(name), word(scenario.title)]),
  );
  const others = sides.slice(1).map((_, i) => letterOf(i + 1));
  const what = others.length === 1 ? 'B minus A' : `each of ${others.join(', ')} minus A`;
  return [
    legend,
    '',
    `${count(n, sides.length === 2 ? 'pair' : 'set')} of runs over ${count(years, 'year')}, ${seeds}. Differences are ${what} between runs with the same`,
    "seed, with Student's t intervals of their mean; effect is mean over standard deviation of the differences.",
    ...sides.slice(1).flatMap((_, i) => sideText(sides, runs, i + 1)),
  ].join('\n');
}

function sideText(sides: readonly Loaded[], runs: readonly (readonly Kept[])[], side: number): string[] {
  const results = compareOutcomes(runs[0], runs[side]);
  const letter = letterOf(side);
  const [a, b] = [sides[0].scenario, sides[side].scenario];
  const setting = { years: a.years, a: 'A', b: letter, sameSchools: sameSchools(a, b) };
  const heading = ['Difference', '95 % interval', 'A', letter, `P(${letter} > A)`, 'Effect'];
  const rows = metrics.map((metric) => row(metric, results[metric.key]));
  return [
    '',
    ...(sides.length > 2 ? [`${letter} minus A: ${sides[side].name}`] : []),
    table([[word('Outcome'), ...heading.map(figure), word('Unit')], ...rows]),
    '',
    ...headlines().map((metric) => differenceSentence(metric, results[metric.key], setting)),
  ];
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
