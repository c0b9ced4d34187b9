/** What vite.config.ts reads from scenarios/ while the page is built, so that the page needs no reader of YAML. */
declare module 'virtual:library' {
  /** By id, in the order of menus; `plain` is what `checkScenario` takes. */
  const entries: readonly { readonly name: string; readonly theme: string; readonly plain: unknown }[];
  export default entries;
}

declare module 'virtual:ledger' {
  import type { Ledger } from './state/ledger.ts';

  const ledger: Ledger;
  export default ledger;
}

declare module 'virtual:registers' {
  /** How many schools each register holds, by its file's name. */
  const counts: Readonly<Record<string, number>>;
  export default counts;
}
