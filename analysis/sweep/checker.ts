import { nearest, printable } from '../../sim/index.ts';
import { Checker as BaseChecker, type Path, type Plain } from '../evidence/experiment.ts';
import { allowedNumber, type KeyNumber } from './keys.ts';

export type { Path, Plain };

/** Reads the parts of a plain object and gathers what is wrong with them. Whatever is refused comes back as something usable. */
export class Checker extends BaseChecker {
  /** A printable text; anything else is a problem, absence too unless there is a fallback. */
  line(value: unknown, path: Path, longest: number, fallback: string | null): string {
    if (value === undefined && fallback !== null) return fallback;
    const may = `printable text of 1 to ${longest} characters`;
    if (value === undefined) this.fail(path, 'missing', value, may);
    else if (typeof value !== 'string' || value.trim() === '' || value.length > longest || !printable(value))
      this.fail(path, 'expected text', value, may);
    else return value.trim();
    return fallback ?? '';
  }

  /** A number as declared; its default, or the least, where it is not one. */
  amount(value: unknown, path: Path, key: KeyNumber): number {
    if (value === undefined && key.default !== null) return key.default;
    const fallback = key.default ?? key.min;
    const fail = (message: string) => this.fail(path, message, value, allowedNumber(key));
    if (value === undefined) fail('missing');
    else if (typeof value !== 'number') fail('wrong type');
    else if (!Number.isFinite(value)) fail('not finite');
    else if (key.integer && !Number.isInteger(value)) fail('not a whole number');
    else if (value < key.min) fail('too small');
    else if (value > key.max) fail('too large');
    else return value;
    return fallback;
  }

  flag(value: unknown, path: Path, fallback: boolean): boolean {
    if (value === undefined) return fallback;
    if (typeof value === 'boolean') return value;
    this.fail(path, 'wrong type', value, 'true or false');
    return fallback;
  }

  /** One of these words, or null after saying what it might have been. */
  word<T extends string>(value: unknown, path: Path, words: readonly T[], what: string): T | null {
    if (words.includes(value as T)) return value as T;
    const near = typeof value === 'string' ? nearest(value, words) : null;
    const guess = near === null ? '' : `; did you mean '${near}'?`;
    const may =
      words.length > 20 ? `one of ${words.length}, as in ${words[0]}` : `one of ${words.join(', ')}`;
    this.fail(path, value === undefined ? 'missing' : `unknown ${what}${guess}`, value, may);
    return null;
  }

  /** Says of each entry that was there before that it is. */
  once(values: readonly unknown[], pathOf: (i: number) => Path, may: string): void {
    const seen = new Set<unknown>();
    values.forEach((value, i) => {
      if (seen.has(value)) this.fail(pathOf(i), 'named twice', value, may);
      seen.add(value);
    });
  }
}

export function isMapping(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
