import { COUNTER, type Counts, columns, ENTITIES, KINDS, type Kind } from './columns.ts';

export * from './columns.ts';

/** The state of a run: its columns as typed arrays in one buffer, so that a snapshot is one copy. */

type Columns = typeof columns;
export type ColumnName = keyof Columns;
type ArrayOf<K extends Kind> = InstanceType<(typeof KINDS)[K]>;

/** The columns of a run by name, with the counts they were made for and the buffer they lie in. */
export type State = { readonly [N in ColumnName]: ArrayOf<Columns[N]['kind']> } & {
  readonly counts: Counts;
  readonly buffer: ArrayBuffer;
};

export const columnNames = Object.keys(columns) as ColumnName[];

/** The most contacts that can be in hand at a time. */
export const CONTACT_ROOM = 262144;

/**
 * The contacts of the step under way, whoever's step it is: no contact outlives its step, so one set does for the
 * whole program, and every state's contact columns are the first rows of it. The kernels take it from here: as
 * constants the arrays are read a fifth faster than as properties of a state.
 */
export const contacts = Object.freeze(
  Object.fromEntries(
    columnNames
      .filter((name) => columns[name].transient)
      .map((name) => [name, new KINDS[columns[name].kind](CONTACT_ROOM)]),
  ),
) as Pick<State, ColumnName & `contact${string}`>;

function bytesOf(name: ColumnName, counts: Counts): number {
  const { entity, kind } = columns[name];
  const bytes = ENTITIES[entity](counts) * KINDS[kind].BYTES_PER_ELEMENT;
  return (bytes + 7) & ~7; // every column starts on eight bytes
}

/** Bytes a run of this size needs. */
export function stateBytes(counts: Counts): number {
  let bytes = 0;
  for (const name of columnNames) if (!columns[name].transient) bytes += bytesOf(name, counts);
  return bytes;
}

export function allocate(counts: Counts): State {
  const state = stateOver(counts, new ArrayBuffer(stateBytes(counts)));
  for (const name of columnNames) if (columns[name].transient) state[name].fill(0);
  return state;
}

/** The columns of a run of this size over a buffer that holds them: a new one, or a copy made by `copyState`. */
export function stateOver(counts: Counts, buffer: ArrayBuffer): State {
  const entries: [string, unknown][] = [];
  let offset = 0;
  for (const name of columnNames) {
    const { entity, kind, transient } = columns[name];
    const length = ENTITIES[entity](counts);
    if (transient) {
      entries.push([name, contacts[name as keyof typeof contacts].subarray(0, length)]);
    } else {
      entries.push([name, new KINDS[kind](buffer, offset, length)]);
      offset += bytesOf(name, counts);
    }
  }
  return Object.freeze(Object.fromEntries([...entries, ['counts', counts], ['buffer', buffer]])) as State;
}

/** A copy of all that outlives a step. */
export function copyState(state: State): ArrayBuffer {
  return state.buffer.slice(0);
}

/** Puts a copy made by `copyState` back. */
export function restoreState(state: State, copy: ArrayBuffer): void {
  new Uint8Array(state.buffer).set(new Uint8Array(copy));
}

/**
 * 128 bits over every lasting column, as 32 hexadecimal digits. -0 counts as 0. Throws on a number that is not
 * finite: such a state is a fault of the model and must not pass as a result.
 */
export function digestState(state: State): string {
  const hash = Int32Array.of(0x243f6a88, 0x13198a2e, 0x03707344, 0x299f31d0);
  for (const name of columnNames) {
    const { kind, transient } = columns[name];
    if (transient) continue;
    const array = state[name];
    if (kind === 'f32' || kind === 'f64') absorbFloats(hash, name, array as Float32Array | Float64Array);
    else absorbIntegers(hash, array);
  }
  let text = '';
  for (let i = 0; i < 4; i++) {
    let h = hash[i] ^ hash[(i + 1) & 3];
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    text += ((h ^ (h >>> 16)) >>> 0).toString(16).padStart(8, '0');
  }
  return text;
}

function absorb(hash: Int32Array, word: number, lane: number): void {
  const h = Math.imul(hash[lane] ^ word, 0x9e3779b1);
  hash[lane] = (h ^ (h >>> 15)) + Math.imul(hash[(lane + 1) & 3], 0x85ebca77);
}

function absorbIntegers(hash: Int32Array, array: ArrayLike<number>): void {
  absorb(hash, array.length, 0);
  for (let i = 0; i < array.length; i++) absorb(hash, array[i] | 0, i & 3);
}

function absorbFloats(hash: Int32Array, name: string, array: Float32Array | Float64Array): void {
  absorb(hash, array.length, 1);
  const words = new Int32Array(array.buffer, array.byteOffset, array.byteLength >> 2);
  const width = words.length / Math.max(1, array.length);
  for (let i = 0; i < array.length; i++) {
    const value = array[i];
    if (!(value - value === 0)) throw new Error(`${name}[${i}] is ${value}: the state must be finite`);
    if (value === 0) absorb(hash, 0, i & 3);
    else for (let w = 0; w < width; w++) absorb(hash, words[i * width + w], (i + w) & 3);
  }
}

/** What `record` writes. */
export const RECORDS = ['eventWeek', 'eventKind', 'eventA', 'eventB', 'eventValue', 'counter'] as const;

/** Keeps one event; past the capacity of the columns it is counted as lost, which the report shows. */
export function record(s: State, week: number, kind: number, a: number, b: number, value: number): void {
  const at = s.counter[COUNTER.events];
  if (at >= s.counts.events) {
    s.counter[COUNTER.eventsLost]++;
    return;
  }
  s.counter[COUNTER.events] = at + 1;
  s.eventWeek[at] = week;
  s.eventKind[at] = kind;
  s.eventA[at] = a;
  s.eventB[at] = b;
  s.eventValue[at] = value;
}
