import { decimalsToShow, formatNumber } from '../analysis/format.ts';
import { replicateSeeds } from '../analysis/seeds.ts';
import { runSentence } from '../analysis/sentence.ts';
import { metrics, VERSION } from '../sim/index.ts';
import { BadInput, RunFailed } from './errors.ts';
import { headlines } from './headlines.ts';
import { imputedLines } from './imputed.ts';
import { interruptible } from './interrupt.ts';
import type { Job, Result } from './job.ts';
import { openLink } from './linked.ts';
import type { Changes } from './options.ts';
import { print, printJson } from './output.ts';
import { runAll } from './pool.ts';
import { startProgress } from './progress.ts';
import { checkSeed, type Loaded, load } from './scenarios.ts';
import { count, figure, table, word } from './text.ts';

export interface RunOptions extends Changes {
  readonly seed?: string;
  readonly json?: boolean;
  readonly link?: string;
}

/** `collegium run`: one run of one scenario. */
export async function run(given: string | undefined, options: RunOptions): Promise<void> {
  const { loaded, seed } =
    options.link === undefined ? named(given, options) : watched(given, options.link, options);
  const { name, scenario, schools } = loaded;
  const job: Job = {
    scenarios: [scenario],
    names: [name],
    schools: [schools],
    allowLarge: options.allowLarge ?? false,
  };
  const { years } = scenario;
  const progress = startProgress({ total: years * 3, unit: 'terms', quiet: options.json ?? false });
  const [done] = await interruptible(
    () =>
      runAll('run', job, [{ scenario: 0, seed }], {
        jobs: 1,
        keep: (result) => result,
        onProgress: (share) => progress.update(share * years * 3),
      }),
    () => progress.stop(),
  ).finally(() => progress.stop());
  if (done.result === undefined) {
    throw new RunFailed([`${name}, seed ${seed}: the run failed: ${done.failure}`]);
  }
  if (options.json) printJson(runJson(loaded, done.result));
  else print(runText(loaded, done.result));
}

/** The run that scenario and settings on the command line ask for. */
function named(given: string | undefined, options: RunOptions): { loaded: Loaded; seed: string } {
  if (given === undefined) throw new BadInput('run takes a scenario, or --link');
  const loaded = load(given, options);
  const seed = options.seed ?? loaded.scenario.seed;
  checkSeed(loaded.scenario, seed);
  return { loaded, seed };
}

/** The run that a link watches. */
function watched(
  given: string | undefined,
  text: string,
  options: RunOptions,
): { loaded: Loaded; seed: string } {
  if ([given, options.set, options.schools, options.results].some((one) => one !== undefined))
    throw new BadInput('--link: a link says which scenario, settings and schools: give none beside it');
  const { link, sides } = openLink(text, options.years);
  const loaded = sides[link.watch.side];
  if (options.seed !== undefined) checkSeed(loaded.scenario, options.seed);
  return { loaded, seed: options.seed ?? replicateSeeds(link.seed, link.seeds)[link.watch.replicate] };
}

/** What `run --json` prints. `series` holds columns of one length: `week`, and one for each metric. */
function runJson({ name, imputed }: Loaded, result: Result): unknown {
  return {
    version: VERSION,
    scenario: name,
    seed: result.seed,
    weeks: result.weeks,
    digest: result.digest,
    imputed: { ...imputed, staff: result.staff },
    outcomes: Object.fromEntries(
      metrics.map(({ key, unit }) => [key, { value: result.outcomes[key], unit }]),
    ),
    series: { week: result.sampleWeeks, ...result.series },
  };
}

function runText({ name, scenario, schools, imputed }: Loaded, result: Result): string {
  const rows = metrics.map((metric) => {
    const [start, value] = [result.series[metric.key][0], result.outcomes[metric.key]];
    const decimals = decimalsToShow(metric, Math.max(Math.abs(start), Math.abs(value)));
    return [
      word(metric.label),
      figure(formatNumber(start, decimals)),
      figure(formatNumber(value, decimals)),
      word(metric.unit),
    ];
  });
  const heading = [word('Outcome'), figure('At the start'), figure('Value'), word('Unit')];
  const sentences = headlines().map((metric) =>
    runSentence(metric, result.series[metric.key][0], result.outcomes[metric.key], scenario.years),
  );
  return [
    `${name}: ${scenario.title}`,
    `${count(scenario.years, 'year')}, seed ${result.seed}, ${schools === null ? 'generated schools' : count(schools.length, 'school')}, digest ${result.digest}`,
    ...imputedLines(imputed, result.staff),
    '',
    table([heading, ...rows]),
    '',
    ...sentences,
  ].join('\n');
}
