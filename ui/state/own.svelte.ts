/** Scenarios and files of schools of one's own, kept in this browser. */
import type { FileText } from '../worker/read-contract.ts';
import {
  type Database,
  type KeptDraft,
  memoryDatabase,
  type OwnFile,
  type OwnScenario,
  openDatabase,
} from './own-database.ts';

export type { KeptDraft, OwnFile, OwnScenario };

interface Deleted {
  scenario: OwnScenario | null;
  file: (OwnFile & { text: string }) | null;
}

export class OwnStore {
  /** The one saved last comes first. */
  scenarios = $state.raw<readonly OwnScenario[]>([]);
  files = $state.raw<readonly OwnFile[]>([]);
  opened = $state(false);
  /** Why nothing lasts, or what could not be kept; '' when all is well. */
  trouble = $state('');
  /** Keys of what the browser refused to keep. */
  refused = $state.raw<ReadonlySet<string>>(new Set());
  /** What was deleted last and can be brought back. */
  deleted = $state.raw<Deleted | null>(null);

  #database: Promise<Database> | undefined;
  readonly #channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('collegium-own');
  readonly #open: () => Promise<Database>;
  /** What the browser would not keep, by key: a list read anew must not lose it, and the next that is kept takes it along. */
  readonly #unkept = new Map<string, Parameters<Database['put']>>();

  readonly #renew: (scenario: OwnScenario) => Promise<OwnScenario>;

  /** `renew` gives a scenario as this version of the page has it: the library may have changed since it was saved. */
  constructor(
    open: () => Promise<Database> = openDatabase,
    renew: (scenario: OwnScenario) => Promise<OwnScenario> = async (scenario) => scenario,
  ) {
    this.#open = open;
    this.#renew = renew;
    if (this.#channel !== null) this.#channel.onmessage = () => void this.#list();
  }

  /** Loads the lists; asked again, it waits for the same. */
  async open(): Promise<void> {
    await this.#list();
    this.opened = true;
  }

  scenarioOf(id: string): OwnScenario | undefined {
    return this.scenarios.find((one) => one.id === id);
  }

  /** Keeps a scenario, in place of the one with its id. False when it is kept in the memory of the page only. */
  async save(scenario: Omit<OwnScenario, 'saved'>): Promise<boolean> {
    const kept = { ...scenario, saved: Date.now() };
    this.scenarios = newestFirst([kept, ...this.scenarios.filter(({ id }) => id !== kept.id)]);
    return this.#put({ store: 'scenarios', key: kept.id, value: kept });
  }

  async deleteScenario(id: string): Promise<void> {
    const scenario = this.scenarioOf(id);
    if (scenario === undefined) return;
    this.deleted = { scenario, file: null };
    this.scenarios = this.scenarios.filter((one) => one !== scenario);
    this.#unkept.delete(id);
    await this.#remove('scenarios', id);
  }

  /** Keeps a file of schools under a name of its own, and gives that name. */
  async addFile(
    { name, text, encoding, fingerprint }: FileText,
    kind: OwnFile['kind'],
    count: number,
  ): Promise<OwnFile> {
    const file: OwnFile = {
      name: ownNameOf(name, fingerprint),
      fileName: name,
      kind,
      fingerprint,
      characters: text.length,
      encoding,
      count,
      saved: Date.now(),
    };
    this.files = newestFirst([file, ...this.files.filter((other) => other.name !== file.name)]);
    this.#texts.set(file.name, text);
    await this.#put(
      { store: 'files', key: file.name, value: file },
      { store: 'texts', key: file.name, value: text },
    );
    return file;
  }

  async deleteFile(name: string): Promise<void> {
    const file = this.files.find((one) => one.name === name);
    const text = await this.textOf(name);
    if (file === undefined) return;
    this.deleted = { scenario: null, file: { ...file, text: text ?? '' } };
    this.files = this.files.filter((one) => one !== file);
    this.#texts.delete(name);
    this.#unkept.delete(name);
    await this.#remove('files', name);
    await this.#remove('texts', name);
  }

  /** Brings back what was deleted last. */
  async restore(): Promise<void> {
    const { scenario = null, file = null } = this.deleted ?? {};
    this.deleted = null;
    if (scenario !== null) {
      this.scenarios = newestFirst([scenario, ...this.scenarios]);
      await this.#put({ store: 'scenarios', key: scenario.id, value: scenario });
    }
    if (file !== null) {
      const { text, ...rest } = file;
      this.files = newestFirst([rest, ...this.files]);
      this.#texts.set(file.name, text);
      await this.#put(
        { store: 'files', key: file.name, value: rest },
        { store: 'texts', key: file.name, value: text },
      );
    }
  }

  /** Texts of files opened in this visit: there even when the browser would not keep them. */
  readonly #texts = new Map<string, string>();

  /** The text of a file of schools, or null when there is no such file here. */
  async textOf(name: string): Promise<string | null> {
    const known = this.#texts.get(name);
    if (known !== undefined) return known;
    const text = await (await this.#ready()).get('texts', name).catch(() => undefined);
    if (text === undefined) return null;
    this.#texts.set(name, text);
    return text;
  }

  async keptDraft(): Promise<KeptDraft | null> {
    return (await (await this.#ready()).get('draft', 'now').catch(() => undefined)) ?? null;
  }

  async keepDraft(draft: KeptDraft): Promise<boolean> {
    return this.#put({ store: 'draft', key: 'now', value: draft });
  }

  #ready(): Promise<Database> {
    this.#database ??= this.#open().catch((error: unknown) => {
      this.trouble =
        `This browser keeps nothing for this page (${reasonOf(error)}), as in a private window. ` +
        'What you build lasts until you close the page: export it as YAML to keep it.';
      return memoryDatabase();
    });
    return this.#database;
  }

  async #list(): Promise<void> {
    const database = await this.#ready();
    try {
      const scenarios = await Promise.all((await database.all('scenarios')).map(this.#renew));
      const files = await database.all('files');
      this.scenarios = newestFirst([
        ...scenarios,
        ...this.scenarios.filter(({ id }) => this.#unkept.has(id)),
      ]);
      this.files = newestFirst([...files, ...this.files.filter(({ name }) => this.#unkept.has(name))]);
    } catch (error) {
      this.trouble = `What is kept in this browser could not be read (${reasonOf(error)}).`;
    }
  }

  async #put(...entries: Parameters<Database['put']>): Promise<boolean> {
    const database = await this.#ready();
    try {
      await database.put(...entries);
    } catch (error) {
      for (const { key } of entries) this.#unkept.set(key, entries);
      this.refused = new Set(this.#unkept.keys());
      this.#tell(error);
      return false;
    }
    for (const { key } of entries) this.#unkept.delete(key);
    const whole = await this.#tryAgain(database);
    if (database.lasting && entries.some(({ store }) => store !== 'draft')) {
      if (whole) this.trouble = '';
      this.#channel?.postMessage('changed');
    }
    return database.lasting;
  }

  /** What was refused before may have room by now. True when nothing is left of it. */
  async #tryAgain(database: Database): Promise<boolean> {
    for (const entries of new Set(this.#unkept.values())) {
      try {
        await database.put(...entries);
        for (const { key } of entries) this.#unkept.delete(key);
      } catch (error) {
        this.#tell(error);
      }
    }
    this.refused = new Set(this.#unkept.keys());
    return this.#unkept.size === 0;
  }

  #tell(error: unknown): void {
    this.trouble =
      `This browser would not keep it (${reasonOf(error)}). It is still here until you close the page: ` +
      'export it as YAML, or delete files of schools that you no longer need, and save again.';
  }

  async #remove(store: 'scenarios' | 'files' | 'texts', key: string): Promise<void> {
    try {
      await (await this.#ready()).remove(store, key);
      this.#channel?.postMessage('changed');
    } catch (error) {
      this.trouble = `It could not be deleted from this browser (${reasonOf(error)}).`;
    }
  }

  dispose(): void {
    this.#channel?.close();
  }
}

/** An id for a scenario of one's own that has none yet. */
export function newId(): string {
  const [a, b] = crypto.getRandomValues(new Uint32Array(2));
  return `own-${a.toString(36)}${b.toString(36)}`;
}

/** `Our schools 2025.csv` -> `Our-schools-2025-1a2b3c4d.csv`: a name that a scenario may have, told by its content. */
export function ownNameOf(fileName: string, fingerprint: string): string {
  const stem = fileName.replace(/\.[A-Za-z]{1,4}$/, '');
  const plain = stem
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|-+$/g, '')
    .slice(0, 80);
  return `${plain === '' ? 'schools' : plain}-${fingerprint}.csv`;
}

function newestFirst<T extends { saved: number }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => b.saved - a.saved);
}

function reasonOf(error: unknown): string {
  if (error instanceof DOMException && error.name === 'QuotaExceededError') return 'there is no room left';
  return error instanceof Error ? error.message || error.name : String(error);
}
