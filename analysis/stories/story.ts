/** A guided story: a few steps, one idea each, every one of them shown by runs of the model. */
import type { MetricKey, Value } from '../../sim/index.ts';

export interface Story {
  readonly title: string;
  readonly about: string;
  readonly source: string;
  /** Of the whole workshop. */
  readonly minutes: number;
  /** Length of the runs. */
  readonly years: number;
  /** Runs of each side. */
  readonly seeds: number;
  readonly sides: readonly StorySide[];
  readonly steps: readonly StoryStep[];
  readonly before: readonly StoryQuestion[];
  readonly after: readonly StoryQuestion[];
}

export interface StorySide {
  /** What texts and charts call it. */
  readonly name: string;
  /** Id in the library. */
  readonly scenario: string;
  /** Values by parameter path. */
  readonly set: Readonly<Record<string, Value>>;
}

export interface StoryStep {
  readonly title: string;
  readonly text: string;
  /** '' where none is given. */
  readonly source: string;
  readonly minutes: number;
  /** Places of one to three sides in `Story.sides`; the first is what the others are held against. */
  readonly of: readonly number[];
  readonly show: Show;
  readonly ask: Ask | null;
  /** For the facilitator; '' where there are none. */
  readonly notes: string;
  readonly questions: readonly string[];
}

/** What a step shows of the runs. Sides are places in `Story.sides`, years and weeks are counted from the start. */
export type Show =
  | { readonly kind: 'difference' | 'runs'; readonly metric: MetricKey; readonly years: number }
  | { readonly kind: 'stages'; readonly years: number }
  | { readonly kind: 'map' | 'network'; readonly week: number }
  | { readonly kind: 'school'; readonly pick: SchoolPick; readonly side: number; readonly week: number }
  | { readonly kind: 'relation'; readonly side: number; readonly week: number }
  | { readonly kind: 'table'; readonly metrics: readonly MetricKey[]; readonly years: number }
  | { readonly kind: 'sandbox'; readonly metric: MetricKey };

export const SCHOOL_PICKS = [
  'best connected',
  'least connected',
  'highest results',
  'lowest results',
] as const;
export type SchoolPick = (typeof SCHOOL_PICKS)[number];

/** What the room predicts. Texts of `question` are never empty: where the file has none, one is made. */
export type Ask = CurveAsk | Vote;

export interface CurveAsk {
  readonly kind: 'curve';
  readonly question: string;
  readonly metric: MetricKey;
  /** Whose course is drawn. */
  readonly side: number;
  /** Sides whose course is shown beforehand. */
  readonly given: readonly number[];
  /** Ends of the axis that is drawn on, in the metric's unit. */
  readonly range: readonly [low: number, high: number];
}

export type Vote =
  | {
      readonly kind: 'difference';
      readonly question: string;
      readonly metric: MetricKey;
      readonly side: number;
      readonly than: number;
      readonly years: number;
    }
  | {
      readonly kind: 'change';
      readonly question: string;
      readonly metric: MetricKey;
      readonly side: number;
      readonly from: number;
      readonly years: number;
    }
  | {
      readonly kind: 'winner';
      readonly question: string;
      readonly metric: MetricKey;
      readonly seek: 'highest' | 'lowest';
      readonly among: readonly number[];
      readonly years: number;
    }
  | { readonly kind: 'stage'; readonly question: string; readonly side: number; readonly years: number };

/** Asked before or after a session: a number from 1 to 5, or one of a few options. */
export interface StoryQuestion {
  readonly ask: string;
  /** What 1 and 5 stand for; null where there are options. */
  readonly scale: readonly [low: string, high: string] | null;
  /** Empty where there is a scale. */
  readonly options: readonly string[];
}

/** The answers that a question takes, in order. */
export function answersOf({ scale, options }: StoryQuestion): readonly string[] {
  if (scale === null) return options;
  return ['1', '2', '3', '4', '5'].map((n) =>
    n === '1' ? `1: ${scale[0]}` : n === '5' ? `5: ${scale[1]}` : n,
  );
}

/** Which sides a step needs runs of: those it is about and those it asks about. */
export function sidesOf({ of, ask }: StoryStep): readonly number[] {
  const asked =
    ask === null
      ? []
      : ask.kind === 'winner'
        ? ask.among
        : ask.kind === 'difference'
          ? [ask.side, ask.than]
          : ask.kind === 'curve'
            ? [ask.side, ...ask.given]
            : [ask.side];
  return [...new Set([...of, ...asked])];
}
