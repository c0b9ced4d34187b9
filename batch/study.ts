import * as book from '../analysis/federations/book.ts';
import { plainStudy } from '../analysis/federations/sample.ts';
import type { FederationFindings } from '../analysis/federations/study.ts';
import {
  type Aim,
  judge,
  type ModelVerdict,
  type Signs,
  type TestVerdict,
  type Verdict,
} from '../analysis/federations/verdict.ts';
import { formatNumber } from '../analysis/format.ts';
import { mean } from '../analysis/moments.ts';
import { COMPARISON_SEED, replicateSeeds } from '../analysis/seeds.ts';
import { formatProblem } from '../scenarios/problem.ts';
import { applySettings } from '../scenarios/settings.ts';
import { checkScenario, type Scenario, VERSION } from '../sim/index.ts';
import { BadInput, RunFailed } from './errors.ts';
import { interruptible } from './interrupt.ts';
import type { StudyResult } from './observe.ts';
import { print, printJson } from './output.ts';
import { runAll } from './pool.ts';
import { startProgress } from './progress.ts';
import { checkSeed } from './scenarios.ts';
import { count, figure, table, word } from './text.ts';

export const STUDIES = ['federations'] as const;

export interface StudyOptions {
  readonly replicates?: number;
  readonly jobs: number;
  readonly seed?: string;
  readonly set?: readonly string[];
  readonly quick?: boolean;
  readonly json?: boolean;
}

/** Schools and runs of `--quick`, which shows that all works and little else. */
const QUICK = { part: 0.25, replicates: 8 };
const REPLICATES = 40;

/** `collegium study federations`: the quantitative study of federations (B 7) done again on simulated pupils. */
export async function study(_name: (typeof STUDIES)[number], options: StudyOptions): Promise<void> {
  const part = options.quick ? QUICK.part : 1;
  const scenario = scenarioOf(part, options);
  const replicates = options.replicates ?? (options.quick ? QUICK.replicates : REPLICATES);
  const seeds = replicateSeeds(options.seed ?? COMPARISON_SEED, replicates);
  const job = { scenarios: [scenario], names: ['federations'] };
  const progress = startProgress({ total: seeds.length, unit: 'runs', quiet: options.json ?? false });
  const done = await interruptible(
    () =>
      runAll(
        'study',
        job,
        seeds.map((seed) => ({ scenario: 0, seed })),
        { jobs: options.jobs, keep: (result) => result, onProgress: (runs) => progress.update(runs) },
      ),
    () => progress.stop(),
  ).finally(() => progress.stop());
  const kept = done.flatMap(({ result }) => (result === undefined ? [] : [result]));
  if (kept.length > 0) {
    const verdict = judge(kept.map(({ findings }) => findings));
    if (options.json) printJson(studyJson(kept, verdict));
    else print(studyText(kept, verdict));
  }
  const failures = seeds.flatMap((seed, i) => {
    const { failure } = done[i];
    return failure === undefined ? [] : [`federations, seed ${seed}: the run failed: ${failure}`];
  });
  if (failures.length > 0) throw new RunFailed(failures);
}

function scenarioOf(part: number, { set, seed }: StudyOptions): Scenario {
  const { scenario, problems } = checkScenario(plainStudy(part));
  if (scenario === null) throw new Error(JSON.stringify(problems));
  const reading = applySettings(scenario, set ?? [], '--set');
  if (reading.scenario === null) throw new BadInput(reading.problems.map(formatProblem));
  if (reading.scenario.years !== scenario.years)
    throw new BadInput(`--set years: the study lasts ${count(scenario.years, 'year')}`);
  if (seed !== undefined) checkSeed(scenario, seed);
  return reading.scenario;
}

function studyJson(kept: readonly StudyResult[], verdict: Verdict): unknown {
  return {
    version: VERSION,
    study: 'federations',
    replicates: kept.length,
    seeds: kept.map(({ seed }) => seed),
    digests: kept.map(({ digest }) => digest),
    sample: kept.map(({ findings: { models: _, tests: __, grades: ___, ...sample } }) => sample),
    models: verdict.models,
    tests: verdict.tests,
    grades: verdict.grades,
    aims: verdict.aims,
  };
}

const percent = (share: number, decimals = 0) => formatNumber(100 * share, decimals);
const AFTER = ['before', 'year 1', 'year 2', 'year 3'];

function studyText(kept: readonly StudyResult[], verdict: Verdict): string {
  const n = kept.length;
  const seeds = n === 1 ? `seed ${kept[0].seed}` : `seeds ${kept[0].seed} to ${kept[n - 1].seed}`;
  return [
    `Federations and pupils' results (B 7), ${count(n, 'run')}, ${seeds}. Years are counted from federating; figures are`,
    'means over runs. The book has levels of key stages, the simulation points of about 100: shares of variance, signs',
    'and significance (at 5 per cent) are what can be set side by side.',
    '',
    sampleText(kept.map(({ findings }) => findings)),
    '',
    'Two-level models of pupils in schools (REML): null model, and federating with the share of pupils of low means and',
    'school size. Share: variance between schools, %. Explained: of that, by federating alone and by the whole model, %.',
    'Per cent of runs: coefficient above 0; significantly so; sign and significance as in the book.',
    '',
    modelText(verdict.models),
    '',
    "The same with pupils' means and the school's results of years 1 and 2 known.",
    '',
    adjustedText(verdict.models),
    '',
    "Schools' mean results by type of federation, t tests (Welch). Gain: difference since before federating, points.",
    '',
    testText(verdict.tests),
    '',
    'Inspection grades of schools inspected in the year.',
    '',
    gradeText(verdict),
    '',
    'What the study is to show.',
    '',
    aimText(verdict.aims),
  ].join('\n');
}

function sampleText(runs: readonly FederationFindings[]): string {
  const over = (value: (run: FederationFindings) => number) => mean(runs.map(value));
  const shares = (value: (run: FederationFindings) => number, printed: number) => [
    figure(percent(over(value), 1)),
    figure(percent(printed, 1)),
  ];
  const last = runs[0].still.length - 1;
  return table([
    [word('Sample'), figure('Simulated'), figure('Book')],
    [
      word('Federated schools'),
      figure(
        formatNumber(
          over((r) => r.schools),
          0,
        ),
      ),
      figure('264'),
    ],
    [
      word('Federations'),
      figure(
        formatNumber(
          over((r) => r.federations),
          0,
        ),
      ),
      figure('122'),
    ],
    [word('In federations of two, %'), ...shares((r) => r.ofTwo, book.sample.ofTwo)],
    [word('In federations of three, %'), ...shares((r) => r.ofThree, book.sample.ofThree)],
    [word('Secondary, %'), ...shares((r) => r.secondary, book.sample.secondary)],
    ...book.TYPES.map((type) => [
      word(`Type: ${type}, %`),
      ...shares((r) => (r.types[type] ?? 0) / r.schools, book.typeShares[type]),
    ]),
    ...runs[0].balance.map(({ measure }, k) => [
      word(`Match: t of ${measure}`),
      figure(
        formatNumber(
          over((r) => r.balance[k].t),
          2,
        ),
      ),
      figure(''),
    ]),
    ...[1, 2, 3].map((year) => [
      word(`Still federated in year ${year}, %`),
      figure(
        percent(
          over((r) => r.still[year]),
          1,
        ),
      ),
      figure(''),
    ]),
    [
      word('Comparators in anything by year 3, %'),
      figure(
        percent(
          over((r) => r.joined[last]),
          1,
        ),
      ),
      figure(''),
    ],
  ]);
}

function modelText(models: readonly ModelVerdict[]): string {
  const rows = models.flatMap((one) => {
    const row = (printed?: book.BookModel, reproduced: number | null = null) => [
      word(printed?.table ?? ''),
      word(`${one.phase} ${one.outcome}`),
      word(AFTER[one.year]),
      figure(`${formatNumber(one.estimate, 2)} (${formatNumber(one.standardError, 2)})`),
      figure(printed === undefined ? '' : printedCoefficient(printed)),
      ...signCells(one.signs, reproduced),
      figure(percent(one.share, 1)),
      figure(printed === undefined ? '' : formatNumber(printed.share[0], 1)),
      figure(percent(one.explained, 1)),
      figure(percent(one.explainedByFull, 1)),
      figure(printed === undefined ? '' : formatNumber(printed.explained, 1)),
    ];
    return one.printed.length === 0
      ? [row()]
      : one.printed.map((printed, k) => row(printed, one.reproduced[k]));
  });
  const heading = ['Federated', 'book', ...SIGNS, 'Share', 'book', 'Alone', 'Explained', 'book'];
  return table([[word('Table'), word('Pupils'), word('When'), ...heading.map(figure)], ...rows]);
}

function printedCoefficient({ federated }: book.BookModel): string {
  return federated === null ? 'NS' : `${federated[0]} (${federated[1]})`;
}

const SIGNS = ['> 0', 'Sig > 0', 'As book'];

/** Per cent of runs above 0, significantly so, and with the sign and significance that the book has. */
function signCells({ positive, above }: Signs, reproduced: number | null) {
  const texts = [percent(positive), percent(above), reproduced === null ? '' : percent(reproduced)];
  return texts.map(figure);
}

function adjustedText(models: readonly ModelVerdict[]): string {
  const heading = ['Federated', 'Above', 'Below', 'Explained by federating %'];
  return table([
    [word('Pupils'), word('When'), ...heading.map(figure)],
    ...models.map(({ phase, outcome, year, adjusted, adjustedSigns }) => [
      word(`${phase} ${outcome}`),
      word(AFTER[year]),
      figure(`${formatNumber(adjusted.estimate, 2)} (${formatNumber(adjusted.standardError, 2)})`),
      figure(`${percent(adjustedSigns.above)} %`),
      figure(`${percent(adjustedSigns.below)} %`),
      figure(percent(adjusted.explained, 1)),
    ]),
  ]);
}

/** Rows that the book has, and those of all phases together. */
function testText(tests: readonly TestVerdict[]): string {
  const heading = ['Schools', 'Federated', 'Comparator', 't', 'Gain', 'book t', ...SIGNS];
  const rows = tests
    .filter(({ printed, phase }) => printed !== null || phase === 'both')
    .map((one) => [
      word(one.printed?.table ?? ''),
      word(one.type),
      word(one.phase === 'both' ? 'all pupils' : `${one.phase} ${one.outcome}`),
      word(AFTER[one.year]),
      figure(formatNumber(one.schools, 0)),
      figure(formatNumber(one.federated, 1)),
      figure(formatNumber(one.comparator, 1)),
      figure(formatNumber(one.t, 1)),
      figure(formatNumber(one.gain, 2)),
      figure(one.printed === null ? '' : printedTest(one.printed)),
      ...signCells(one.signs, one.reproduced),
    ]);
  return table([
    [word('Table'), word('Type'), word('Pupils'), word('When'), ...heading.map(figure)],
    ...rows,
  ]);
}

function printedTest({ t, p, federated, comparator }: book.BookTest): string {
  const verdict = p === null ? 'NS' : federated > comparator ? 'above' : 'below';
  return `${formatNumber(t, 1)} ${verdict}`;
}

function gradeText({ grades }: Verdict): string {
  const heading = ['Federated', 'Comparator', 't', 'book t', 'As the book'];
  return table([
    [word('Table'), word('When'), ...heading.map(figure)],
    ...grades.map(({ table: number, year, printed, federated, comparator, t, reproduced }) => [
      word(number),
      word(AFTER[year]),
      figure(formatNumber(federated, 2)),
      figure(formatNumber(comparator, 2)),
      figure(formatNumber(t, 1)),
      figure(`${formatNumber(printed.t, 1)} NS`),
      figure(`${percent(reproduced)} %`),
    ]),
  ]);
}

function aimText(aims: readonly Aim[]): string {
  return table([
    [word('Source'), word('Aim'), figure('Found %'), figure('Wanted %'), word('')],
    ...aims.map(({ source, aim, found, least, most, met }) => [
      word(source),
      word(aim),
      figure(percent(found, 1)),
      figure(most === 1 ? `${percent(least)} or more` : `${percent(least)} to ${percent(most)}`),
      word(met ? 'met' : 'not met'),
    ]),
  ]);
}
