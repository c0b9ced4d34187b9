import type { Value } from '../sim/index.ts';

/** What YAML and JSON can say. */
export type Plain = Value | null | readonly Plain[] | { readonly [key: string]: Plain };
