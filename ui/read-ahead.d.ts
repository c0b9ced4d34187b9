/** What vite.config.ts reads from scenarios/ while the page is built, so that the page needs no reader of YAML or CSV. */
declare module 'virtual:library' {
  import type { PlainEntry } from './state/library.svelte.ts';

  /** In the order of menus. */
  const entries: readonly PlainEntry[];
  export default entries;
}

/** Those of the first chart alone. */
declare module 'virtual:library/first' {
  import type { PlainEntry } from './state/library.svelte.ts';

  const entries: readonly PlainEntry[];
  export default entries;
}

/** Where the schools of the library's scenarios lie, read from their files: by `readingKey`, addresses of JSON. */
declare module 'virtual:readings' {
  const addresses: Readonly<Record<string, string>>;
  export default addresses;
}

/** What each parameter is, in a sentence, by path. */
declare module 'virtual:docs' {
  const docs: Readonly<Record<string, string>>;
  export default docs;
}

declare module 'virtual:ledger' {
  import type { Ledger } from './state/ledger.ts';

  const ledger: Ledger;
  export default ledger;
}

declare module 'virtual:influence' {
  import type { InfluenceRecord } from '../analysis/influence/record.ts';

  /** Null where no study has been recorded. */
  const record: InfluenceRecord | null;
  export default record;
}

declare module 'virtual:stories' {
  import type { StoryEntry } from '../scenarios/stories.ts';

  /** In the order of their cards. */
  const stories: readonly StoryEntry[];
  export default stories;
}

declare module 'virtual:registers' {
  /** How many schools each register holds, by its file's name. */
  const counts: Readonly<Record<string, number>>;
  export default counts;
}

declare module 'virtual:accessibility' {
  /** The statement in docs/accessibility.md. */
  const text: string;
  export default text;
}
