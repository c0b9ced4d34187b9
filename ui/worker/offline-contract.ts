/** What the page and its service worker tell each other. */

/** The built page: a hash of all of it, and each file's path from the page's folder with its hash as `integrity` has it. */
export interface Built {
  readonly version: string;
  readonly files: readonly (readonly [path: string, integrity: string])[];
}

/** From a window. `opened` is answered with a boolean: whether the version at `entry` is kept whole. */
export type Said = { readonly kind: 'opened'; readonly entry: string } | { readonly kind: 'take over' };

/** Where the service worker lies; what lies beside and below it is its scope. */
export const SERVICE_WORKER = './sw.js';
