import { mean } from '../moments.ts';
import type { BookModel, BookTest, Outcome, Phase, Year } from './book.ts';
import * as book from './book.ts';
import type { FederationFindings, ModelFindings, TypeFindings } from './study.ts';

/** What the replicates of the study say beside what the book prints. Shares run from 0 to 1. */

const SIGNIFICANT = 0.05;

/** How often a coefficient or difference came out above 0, significantly above, and significantly below. */
export interface Signs {
  readonly runs: number;
  readonly positive: number;
  readonly above: number;
  readonly below: number;
  /** Not significant either way. */
  readonly neither: number;
}

export interface ModelVerdict {
  readonly phase: Phase;
  readonly outcome: Outcome;
  readonly year: Year;
  /** The columns of the book for this phase, outcome and year, often none. */
  readonly printed: readonly BookModel[];
  /** For each of those, how often its sign and significance came out. */
  readonly reproduced: readonly number[];
  /** Means over runs. */
  readonly estimate: number;
  readonly standardError: number;
  readonly share: number;
  readonly fullShare: number;
  readonly explained: number;
  readonly explainedByFull: number;
  readonly adjusted: {
    readonly estimate: number;
    readonly standardError: number;
    readonly explained: number;
  };
  readonly signs: Signs;
  readonly adjustedSigns: Signs;
  /** Share of runs in which the school share of variance lies between 10 and 19 per cent. */
  readonly shareInRange: number;
}

export interface TestVerdict {
  readonly type: TypeFindings['type'];
  readonly phase: Phase | 'both';
  readonly outcome: Outcome;
  readonly year: Year;
  readonly printed: BookTest | null;
  readonly reproduced: number | null;
  /** Means over runs; schools of the type and their gain since before federating, points. */
  readonly schools: number;
  readonly federated: number;
  readonly comparator: number;
  readonly t: number;
  readonly gain: number;
  readonly signs: Signs;
}

export interface GradeVerdict {
  readonly table: string;
  readonly year: Year;
  readonly printed: { readonly federated: number; readonly comparator: number; readonly t: number };
  readonly federated: number;
  readonly comparator: number;
  readonly t: number;
  readonly reproduced: number;
}

/** Something that the study is to show, and how far it does. */
export interface Aim {
  readonly source: string;
  readonly aim: string;
  /** Share of runs, or a mean over runs, as `aim` says. */
  readonly found: number;
  readonly least: number;
  readonly most: number;
  readonly met: boolean;
}

export interface Verdict {
  readonly runs: number;
  readonly models: readonly ModelVerdict[];
  readonly tests: readonly TestVerdict[];
  readonly grades: readonly GradeVerdict[];
  readonly aims: readonly Aim[];
}

export function judge(runs: readonly FederationFindings[]): Verdict {
  if (runs.length === 0) throw new RangeError('no runs to judge');
  const models = grouped(runs.map((run) => run.models)).map(judgeModel);
  const tests = grouped(runs.map((run) => run.tests)).map(judgeTest);
  return { runs: runs.length, models, tests, grades: judgeGrades(runs), aims: aimsOf(runs, models) };
}

/** What all runs found of the same thing, in the order in which it is first met. */
function grouped<T extends { phase: string; outcome: string; year: number; type?: string }>(
  runs: readonly (readonly T[])[],
): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of runs.flat()) {
    const key = `${one.type ?? ''} ${one.phase} ${one.outcome} ${one.year}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function signsOf(effects: readonly { estimate: number; p: number }[]): Signs {
  const count = (which: (one: { estimate: number; p: number }) => boolean) =>
    effects.length === 0 ? 0 : effects.filter(which).length / effects.length;
  return {
    runs: effects.length,
    positive: count(({ estimate }) => estimate > 0),
    above: count(({ estimate, p }) => estimate > 0 && p < SIGNIFICANT),
    below: count(({ estimate, p }) => estimate < 0 && p < SIGNIFICANT),
    neither: count(({ p }) => !(p < SIGNIFICANT)),
  };
}

function judgeModel(found: readonly ModelFindings[]): ModelVerdict {
  const [{ phase, outcome, year }] = found;
  const over = (value: (one: ModelFindings) => number) => mean(found.map(value));
  const printed = book.models.filter(
    (one) => one.phase === phase && one.outcome === outcome && one.year === year,
  );
  const signs = signsOf(found.map(({ full }) => full.federated));
  return {
    phase,
    outcome,
    year,
    printed,
    reproduced: printed.map(({ federated }) => (federated === null ? signs.neither : signs.above)),
    estimate: over(({ full }) => full.federated.estimate),
    standardError: over(({ full }) => full.federated.standardError),
    share: over(({ share }) => share),
    fullShare: over(({ full }) => full.share),
    explained: over(({ explained }) => explained),
    explainedByFull: over(({ full }) => full.explainedSchool),
    adjusted: {
      estimate: over(({ adjusted }) => adjusted.federated.estimate),
      standardError: over(({ adjusted }) => adjusted.federated.standardError),
      explained: over(({ adjusted }) => adjusted.explained),
    },
    signs,
    adjustedSigns: signsOf(found.map(({ adjusted }) => adjusted.federated)),
    shareInRange: over(({ share }) => (share >= 0.1 && share <= 0.19 ? 1 : 0)),
  };
}

function judgeTest(found: readonly TypeFindings[]): TestVerdict {
  const [{ type, phase, outcome, year }] = found;
  const tests = found.flatMap(({ test }) => (test === null ? [] : [test]));
  const printed =
    book.tests.find(
      (one) => one.type === type && one.phase === phase && one.outcome === outcome && one.year === year,
    ) ?? null;
  const signs = signsOf(tests.map(({ t, p }) => ({ estimate: t, p })));
  return {
    type,
    phase,
    outcome,
    year,
    printed,
    reproduced: printed === null ? null : expected(printed, signs),
    schools: mean(tests.map(({ sizeA }) => sizeA)),
    federated: mean(tests.map(({ a }) => a)),
    comparator: mean(tests.map(({ b }) => b)),
    t: mean(tests.map(({ t }) => t)),
    gain: mean(found.map(({ gain }) => gain)),
    signs,
  };
}

function expected({ p, federated, comparator }: BookTest, signs: Signs): number {
  if (p === null) return signs.neither;
  return federated > comparator ? signs.above : signs.below;
}

function judgeGrades(runs: readonly FederationFindings[]): GradeVerdict[] {
  return book.grades.map(({ table, year, ...printed }) => {
    const tests = runs.flatMap(({ grades }) =>
      grades.flatMap((one) => (one.year === year && one.test !== null ? [one.test] : [])),
    );
    return {
      table,
      year,
      printed,
      federated: mean(tests.map(({ a }) => a)),
      comparator: mean(tests.map(({ b }) => b)),
      t: mean(tests.map(({ t }) => t)),
      reproduced: signsOf(tests.map(({ t, p }) => ({ estimate: t, p }))).neither,
    };
  });
}

/** The aims by which the ledger of evidence judges federations, E01 to E04. */
function aimsOf(runs: readonly FederationFindings[], models: readonly ModelVerdict[]): Aim[] {
  const aim = (source: string, text: string, found: number, least: number, most = 1): Aim => ({
    source,
    aim: text,
    found,
    least,
    most,
    met: found >= least && found <= most,
  });
  const gain = (run: FederationFindings, type: TypeFindings['type'], year: number) =>
    run.tests.find((one) => one.type === type && one.phase === 'both' && one.year === year)?.gain ??
    Number.NaN;
  const often = (which: (run: FederationFindings) => boolean) =>
    mean(runs.map((run) => (which(run) ? 1 : 0)));
  const named = (one: ModelVerdict) => `${one.phase} ${one.outcome}`;
  const at = (year: Year) => models.filter((one) => one.year === year);
  const tables = 'B 7.4, 7.5';
  return [
    ...models.map((one) =>
      aim(tables, `school share of variance, ${named(one)}, year ${one.year}: mean`, one.share, 0.1, 0.19),
    ),
    ...at(0).flatMap((one) => [
      aim(tables, `federating not significant before, ${named(one)}: runs`, one.signs.neither, 0.9),
      aim(tables, `school variance explained before, ${named(one)}: mean`, one.explained, -0.05, 0.05),
    ]),
    ...at(2).map((one) =>
      aim(tables, `federating significant two years on, ${named(one)}: runs`, one.signs.above, 0.9),
    ),
    ...[...at(1), ...at(2)].map((one) =>
      aim(
        tables,
        `school variance explained, ${named(one)}, year ${one.year}: mean`,
        one.explained,
        0.2,
        0.47,
      ),
    ),
    aim(
      tables,
      'gain larger two years on than one year on: runs',
      often((run) => gain(run, 'all', 2) > gain(run, 'all', 1)),
      0.9,
    ),
    aim(
      'B 7.7',
      'performance federations gain more in two years than size federations: runs',
      often((run) => gain(run, 'performance', 2) > gain(run, 'size', 2)),
      0.9,
    ),
    aim(
      'B 7.7.1',
      'inspection grades two years on do not differ: runs',
      judgeGrades(runs)[2].reproduced,
      0.9,
    ),
    aim(
      'B 7.7.2',
      'no difference in effect by pupils’ means two years on: models of all runs',
      signsOf(
        runs.flatMap((run) => run.models.filter(({ year }) => year === 2).map(({ byMeans }) => byMeans)),
      ).neither,
      0.9,
    ),
  ];
}
