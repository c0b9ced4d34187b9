import {
  allowedNumber,
  designs,
  factorKeys,
  type Key,
  planKeys,
  replicatesKey,
  untilKeys,
} from '../analysis/sweep/keys.ts';
import { MOST_CELLS, MOST_RUNS, type SweepPlan, sizeOf } from '../analysis/sweep/plan.ts';
import { table } from './markdown.ts';

/** A plan that comes with Collegium, by its file's name. */
export interface ExamplePlan {
  readonly file: string;
  readonly plan: SweepPlan;
}

/** The parts of docs/plans.md that follow from the declarations and from the plans that come along. */
export function planBlocks(examples: readonly ExamplePlan[]): Record<string, string> {
  return {
    'keys of a plan': keysTable(planKeys),
    'keys of a factor': keysTable(factorKeys),
    'keys of a design': table(
      ['kind', 'points', 'key', 'meaning', 'allowed', 'default'],
      Object.entries(designs).flatMap(([kind, { doc, keys }]) =>
        Object.entries(keys).map(([name, key], i) => [
          i === 0 ? `\`${kind}\`` : '',
          i === 0 ? doc : '',
          ...keyRow(name, key),
        ]),
      ),
    ),
    'keys of replicates': keysTable({ replicates: replicatesKey, ...prefixed(untilKeys) }),
    limits: `A plan has at most ${grouped(MOST_CELLS)} cells and ${grouped(MOST_RUNS)} runs.`,
    examples: table(
      ['plan', 'question', 'design', 'scenarios', 'factors', 'cells', 'runs'],
      examples.map(({ file, plan }) => {
        const { cells, runs } = sizeOf(plan);
        return [
          `[${file}](../scenarios/plans/${file})`,
          plan.title,
          plan.factors.length === 0 ? 'none' : plan.design.kind,
          String(plan.scenarios.length),
          String(plan.factors.length),
          grouped(cells),
          runs[0] === runs[1] ? grouped(runs[0]) : `${grouped(runs[0])} to ${grouped(runs[1])}`,
        ];
      }),
    ),
  };
}

/** Keys as rows: name, meaning, what is allowed, default. */
export function keysTable(keys: Readonly<Record<string, Key>>): string {
  return table(
    ['key', 'meaning', 'allowed', 'default'],
    Object.entries(keys).map(([name, key]) => keyRow(name, key)),
  );
}

function prefixed(keys: Readonly<Record<string, Key>>): Record<string, Key> {
  return Object.fromEntries(Object.entries(keys).map(([name, key]) => [`until.${name}`, key]));
}

/** Name, meaning, what is allowed, default. */
export function keyRow(name: string, key: Key): string[] {
  const may =
    key.kind === 'number' ? allowedNumber(key) : key.kind === 'flag' ? '`true` or `false`' : key.may;
  const usual = key.default === null ? 'must be given' : key.default === '' ? 'empty' : String(key.default);
  return [`\`${name}\``, key.doc, may, usual];
}

/** 1000000 -> 1,000,000 */
function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}
