import { InvalidArgumentError } from 'commander';

/** A parser of whole numbers from `min` to `max`, as an option's value. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
  };
}

/** Gathers the values of an option that may stand several times. */
export function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

/** How `run` and `compare` change the scenarios they are given. */
export interface Changes {
  readonly years?: string;
  readonly set?: readonly string[];
  readonly schools?: string;
  readonly results?: string;
  readonly allowLarge?: boolean;
}

/** "3/20": part 3 of 20. */
export function shard(text: string): { index: number; of: number } {
  const [, index, of] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= of) return { index, of };
  throw new InvalidArgumentError('Expected a part and how many there are, from 1/n to n/n, as in 3/20.');
}

/** A parser of numbers between two bounds, neither included, as an option's value. */
export function numberBetween(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (value > min && value < max) return value;
    const bounds = max === Number.POSITIVE_INFINITY ? `above ${min}` : `between ${min} and ${max}`;
    throw new InvalidArgumentError(`Expected a number ${bounds}.`);
  };
}

/** "25" runs, or "all". */
export function sampleSize(text: string): number | 'all' {
  return text === 'all' ? text : wholeNumber(1, 1_000_000)(text);
}
