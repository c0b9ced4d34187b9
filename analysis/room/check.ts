import { printable } from '../../sim/index.ts';

/**
 * Checks of plain data that came from elsewhere: each says whether a value is of its type, and what that type is. They
 * are closed: an object holds every key that is named and no other.
 */
export type Check<T> = (value: unknown) => value is T;
export type Checked<C> = C extends Check<infer T> ? T : never;

/** Printable text on one line, of `least` to `most` characters. */
export function text(least: number, most: number): Check<string> {
  return (value): value is string =>
    typeof value === 'string' &&
    value.length >= least &&
    value.length <= most &&
    printable(value) &&
    !/[\n\t]/.test(value);
}

/** Printable text over any number of lines. */
export function lines(most: number): Check<string> {
  return (value): value is string => typeof value === 'string' && value.length <= most && printable(value);
}

export function whole(least: number, most: number): Check<number> {
  return (value): value is number => Number.isInteger(value) && within(value as number, least, most);
}

export function real(least: number, most: number): Check<number> {
  return (value): value is number => Number.isFinite(value) && within(value as number, least, most);
}

export const flag: Check<boolean> = (value): value is boolean => typeof value === 'boolean';

export function oneOf<const T extends readonly (string | number)[]>(options: T): Check<T[number]> {
  return (value): value is T[number] => options.includes(value as T[number]);
}

export function nullable<T>(check: Check<T>): Check<T | null> {
  return (value): value is T | null => value === null || check(value);
}

export function list<T>(check: Check<T>, most: number): Check<readonly T[]> {
  return (value): value is readonly T[] =>
    Array.isArray(value) && value.length <= most && value.every((entry) => check(entry));
}

type Shape = Readonly<Record<string, Check<unknown>>>;
type Shaped<S extends Shape> = { readonly [K in keyof S]: Checked<S[K]> };

export function object<S extends Shape>(shape: S): Check<Shaped<S>> {
  const keys = Object.keys(shape);
  return (value): value is Shaped<S> =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length === keys.length &&
    keys.every((key) => Object.hasOwn(value, key) && shape[key]((value as Record<string, unknown>)[key]));
}

/** Messages by their type, each with its fields: `{ type: 'vote', poll: 1, option: 0 }`. */
export type Messages = Readonly<Record<string, Shape>>;
export type MessageOf<M extends Messages> = {
  [T in keyof M & string]: { readonly type: T } & Shaped<M[T]>;
}[keyof M & string];

/** A reader of messages: null for all that is none of them. */
export function reader<M extends Messages>(messages: M): (value: unknown) => MessageOf<M> | null {
  const checks = new Map(
    Object.entries(messages).map(([type, shape]) => [type, object({ type: oneOf([type]), ...shape })]),
  );
  return (value) => {
    const type = (value as { type?: unknown } | null)?.type;
    const check = typeof type === 'string' ? checks.get(type) : undefined;
    return check?.(value) ? (value as MessageOf<M>) : null;
  };
}

function within(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}
