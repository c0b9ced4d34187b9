import type { MetricKey, Value } from '../../sim/index.ts';

export { cellsOf, eachCell, MOST_CELLS, MOST_RUNS, type PlanSize, settingsOf, sizeOf } from './cells.ts';
export { checkSweepPlan } from './check.ts';

/**
 * The plan of a sweep: which scenarios, which factors are varied over which values, how often each cell is run, and
 * what is kept of a run.
 */
export interface SweepPlan {
  readonly title: string;
  readonly about: string;
  readonly source: string;
  /** Base scenarios: names in the library, or paths seen from the plan's file. The whole design is run on each. */
  readonly scenarios: readonly string[];
  /** Seed of the sweep: of its design and, with the replicate's number, of its runs. */
  readonly seed: string;
  /** Length of the runs in years; null leaves it to the scenarios. */
  readonly years: number | null;
  /** Settings of every run by parameter path, before those of the factors. */
  readonly set: Readonly<Record<string, Value>>;
  readonly factors: readonly Factor[];
  readonly design: Design;
  readonly replicates: Replicates;
  /** Whether replicate r has the same seed in every cell, so that cells differ by their settings alone. */
  readonly commonRandomNumbers: boolean;
  /** Metrics whose outcomes are kept. */
  readonly outcomes: readonly MetricKey[];
  /** Metrics whose values at week 0 and at the end of every term are kept too. */
  readonly series: readonly MetricKey[];
  /** Whether the schools' state at the end, and the events of the run, are kept. */
  readonly schools: boolean;
  readonly events: boolean;
}

export type Factor = NumberFactor | CategoryFactor;

/** A continuous or integer parameter, varied over a range. */
export interface NumberFactor {
  readonly kind: 'number';
  readonly name: string;
  /** `group.parameter`, or `years`. */
  readonly path: string;
  readonly from: number;
  readonly to: number;
  readonly integer: boolean;
  readonly scale: 'linear' | 'log';
  /** What a grid and a design of one factor at a time take, rising; without them, values at equal steps. */
  readonly values?: readonly number[];
}

/** Levels without an order: the options of a choice, a switch (off, on), or regimes that set several parameters at once. */
export interface CategoryFactor {
  readonly kind: 'category';
  readonly name: string;
  readonly levels: readonly Level[];
}

export interface Level {
  readonly name: string;
  readonly settings: Readonly<Record<string, Value>>;
}

export type Design =
  | { readonly kind: 'grid'; readonly levels: number }
  | { readonly kind: 'list'; readonly points: readonly (readonly FactorValue[])[] }
  | { readonly kind: 'one-at-a-time'; readonly levels: number; readonly base: readonly FactorValue[] }
  | { readonly kind: 'latin-hypercube'; readonly points: number }
  | { readonly kind: 'sobol-sequence'; readonly points: number; readonly scramble: boolean }
  /** `rows` of each of the two base matrices A and B. */
  | { readonly kind: 'saltelli'; readonly rows: number }
  | { readonly kind: 'morris'; readonly trajectories: number; readonly levels: number };

export type Replicates =
  | { readonly kind: 'fixed'; readonly count: number }
  /** More replicates for a cell, `block` at a time, until the interval of `outcome` is at most `width` wide. */
  | {
      readonly kind: 'until';
      readonly outcome: MetricKey;
      readonly width: number;
      readonly confidence: number;
      readonly min: number;
      readonly max: number;
      readonly block: number;
    };

/** The value of a factor at a point of the design: a number, or the name of a level. */
export type FactorValue = number | string;

/** One base scenario at one point of the design. */
export interface Cell {
  /** 0, 1, 2 ... : all points of the first scenario, then all of the next. */
  readonly cell: number;
  /** Index of the base scenario. */
  readonly scenario: number;
  /** Index of the point in the design. */
  readonly point: number;
  /** One value a factor. */
  readonly values: readonly FactorValue[];
  /** What is set on the base scenario, in order: the plan's own settings, then the factors'. */
  readonly settings: readonly (readonly [path: string, value: Value])[];
}
