/**
 * Where the page keeps what is somebody's own: this browser's IndexedDB, or, where that is refused, the memory of the
 * page. Nothing of it is sent anywhere.
 */
import type { DBSchema, IDBPDatabase } from 'idb';
import type { Plain } from '../../scenarios/plain.ts';

export interface OwnScenario {
  id: string;
  title: string;
  about: string;
  /** Name and fingerprint of the scenario of the library from which `changes` are counted. */
  card: string;
  base: string;
  changes: readonly (readonly [path: string, value: Plain])[];
  /** As it was written, with comments. */
  text: string;
  /** Names of its files of schools, where it has any. */
  files: readonly string[];
  /** Milliseconds since 1970. */
  saved: number;
}

/** A file of schools; its text lies apart, so that a list of files need not load them all. */
export interface OwnFile {
  /** By which scenarios ask for it: made of the file's own name and its content, so that no two files share one. */
  name: string;
  /** As it was called when it was opened. */
  fileName: string;
  kind: 'register' | 'results';
  fingerprint: string;
  characters: number;
  encoding: string;
  /** Schools of a register; rows of results. */
  count: number;
  saved: number;
}

/** What is being built, valid or not. */
export interface KeptDraft {
  /** The scenario of one's own that it is to become again, or null. */
  id: string | null;
  card: string;
  changes: readonly (readonly [path: string, value: Plain])[];
  text: string;
}

interface Stores {
  scenarios: OwnScenario;
  files: OwnFile;
  texts: string;
  draft: KeptDraft;
}

export type StoreName = keyof Stores;

interface Schema extends DBSchema {
  scenarios: { key: string; value: OwnScenario };
  files: { key: string; value: OwnFile };
  texts: { key: string; value: string };
  draft: { key: string; value: KeptDraft };
}

export interface Database {
  /** Whether what is put here outlasts the page. */
  readonly lasting: boolean;
  all<S extends StoreName>(store: S): Promise<Stores[S][]>;
  get<S extends StoreName>(store: S, key: string): Promise<Stores[S] | undefined>;
  /** All or nothing. */
  put(
    ...entries: { [S in StoreName]: { store: S; key: string; value: Stores[S] } }[StoreName][]
  ): Promise<void>;
  remove(store: StoreName, key: string): Promise<void>;
}

const NAME = 'collegium';
/** A step of `upgrade` for each version: what an older page has kept is carried over, never thrown away. */
const DATABASE_VERSION = 1;

export async function openDatabase(): Promise<Database> {
  const { openDB } = await import('idb');
  const opened = await openDB<Schema>(NAME, DATABASE_VERSION, {
    upgrade(made, from) {
      if (from < 1)
        for (const store of ['scenarios', 'files', 'texts', 'draft'] as const) made.createObjectStore(store);
    },
    // A newer page in another tab is not kept waiting.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  return databaseOf(opened);
}

function databaseOf(database: IDBPDatabase<Schema>): Database {
  return {
    lasting: true,
    all: <S extends StoreName>(store: S) => database.getAll(store) as Promise<Stores[S][]>,
    get: <S extends StoreName>(store: S, key: string) =>
      database.get(store, key) as Promise<Stores[S] | undefined>,
    async put(...entries) {
      const transaction = database.transaction([...new Set(entries.map(({ store }) => store))], 'readwrite');
      await Promise.all([
        ...entries.map(({ store, key, value }) => transaction.objectStore(store).put(value as never, key)),
        transaction.done,
      ]);
    },
    remove: (store, key) => database.delete(store, key),
  };
}

/** What a page without IndexedDB keeps until it is closed. */
export function memoryDatabase(): Database {
  const stores: { [S in StoreName]: Map<string, Stores[S]> } = {
    scenarios: new Map(),
    files: new Map(),
    texts: new Map(),
    draft: new Map(),
  };
  return {
    lasting: false,
    all: async (store) => [...stores[store].values()],
    get: async (store, key) => stores[store].get(key),
    async put(...entries) {
      for (const { store, key, value } of entries) (stores[store] as Map<string, unknown>).set(key, value);
    },
    async remove(store, key) {
      stores[store].delete(key);
    },
  };
}
