import { isMap, isScalar, isSeq, type Pair, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { plainScenario, type Scenario, TOP_KEYS } from '../sim/index.ts';
import { type DatedChange, readScenario, stringifyPlain, timelineItems, writeScenario } from './yaml.ts';

type Plain = Readonly<Record<string, unknown>>;

/** `text` from `start` up to `end` is to become `put`. */
interface Splice {
  start: number;
  end: number;
  put: string;
}

/**
 * The text of a scenario changed so that it reads as `target`: lines that already say what they should stay as they
 * were written, with their comments, order and spacing. A text that cannot be changed so, or that is no scenario, is
 * replaced by a new one.
 */
export function patchScenario(text: string, target: Scenario): string {
  const whole = writeScenario(target);
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  const { scenario } = readScenario(body, '');
  if (scenario === null) return whole;
  if (same(plainScenario(scenario), plainScenario(target))) return text;
  const patched = new Patch(body, scenario, target).apply();
  if (patched === null) return whole;
  const read = readScenario(patched, '').scenario;
  return read !== null && same(plainScenario(read), plainScenario(target)) ? patched : whole;
}

/** Equal as plain values, whatever the order of keys. */
export function same(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([p], [q]) => (p < q ? -1 : 1)))
      : part,
  );
}

class Patch {
  readonly #text: string;
  readonly #current: Scenario;
  readonly #target: Scenario;
  readonly #splices: Splice[] = [];

  constructor(text: string, current: Scenario, target: Scenario) {
    this.#text = text;
    this.#current = current;
    this.#target = target;
  }

  /** The new text, or null where the old one is written in a way that is not worth following. */
  apply(): string | null {
    const root = parseDocument(this.#text, {
      schema: 'failsafe',
      version: '1.2',
      uniqueKeys: false,
    }).contents;
    if (!isMap(root) || root.flow === true) return null;
    const current = plainScenario(this.#current);
    const target = plainScenario(this.#target);
    for (const key of TOP_KEYS) {
      if (same(current[key], target[key])) continue;
      const pair = pairOf(root, key);
      if (key in this.#target.parameters) this.#group(root, key, pair);
      else if (target[key] === undefined) this.#remove(pair);
      else if (pair === undefined) this.#insertTop(root, key, target[key]);
      else if (!this.#list(key, pair)) this.#replace(pair, key, target[key]);
    }
    return this.#spliced();
  }

  /** From the end, so that places further up stay where they are; at one place what goes goes before what comes. */
  #spliced(): string {
    const newline = this.#text.includes('\r\n') ? '\r\n' : '\n';
    const order = this.#splices.map((splice, i) => ({ ...splice, i }));
    order.sort((a, b) => b.start - a.start || Number(b.end > b.start) - Number(a.end > a.start) || b.i - a.i);
    let text = this.#text;
    for (const { start, end, put } of order) {
      // A last line without a line break gets one before another follows.
      const broken = start === end && start > 0 && this.#text[start - 1] !== '\n' && put.endsWith('\n');
      text = text.slice(0, start) + ((broken ? '\n' : '') + put).replaceAll('\n', newline) + text.slice(end);
    }
    return text;
  }

  /** One group of parameters: its lines one by one where it is written below its name. */
  #group(root: YAMLMap, key: string, pair: Pair | undefined): void {
    const wanted = plainScenario(this.#target)[key] as Plain | undefined;
    if (pair === undefined) this.#insertTop(root, key, wanted);
    else if (!isMap(pair.value) || pair.value.flow === true || pair.value.items.length === 0) {
      if (wanted === undefined) this.#remove(pair);
      else this.#replace(pair, key, wanted);
    } else {
      const values = (scenario: Scenario) => (scenario.parameters as unknown as Record<string, Plain>)[key];
      this.#entries(pair, pair.value, values(this.#current), values(this.#target), wanted ?? {});
    }
  }

  /**
   * The lines of a mapping. `current` and `target` have every value, `wanted` only those to be written: one that is as
   * usual is taken out, unless a comment stands beside it.
   */
  #entries(owner: Pair | null, map: YAMLMap, current: Plain, target: Plain, wanted: Plain): void {
    const removed: Pair[] = [];
    const added: [string, unknown][] = [];
    for (const key of Object.keys(target)) {
      if (same(current[key], target[key])) continue;
      const pair = pairOf(map, key);
      if (pair === undefined) {
        if (key in wanted) added.push([key, target[key]]);
      } else if (key in wanted || this.#commented(pair) || this.#onDash(pair)) {
        this.#replace(pair, key, target[key]);
      } else removed.push(pair);
    }
    if (owner !== null && added.length === 0 && removed.length === map.items.length) {
      this.#remove(owner);
      return;
    }
    for (const pair of removed) this.#remove(pair);
    if (added.length === 0) return;
    const last = map.items[map.items.length - 1] as Pair;
    const indent = ' '.repeat(columnOf(this.#text, keyStart(map.items[0] as Pair)));
    const put = added.map(([key, value]) => indented(stringifyPlain({ [key]: value }), indent)).join('');
    const at = lineEnd(this.#text, endOf(last));
    this.#splices.push({ start: at, end: at, put });
  }

  /** A list whose items stay as they are from its beginning and from its end as far as they say the same. */
  #list(key: string, pair: Pair): boolean {
    const seq = pair.value;
    if (!isSeq(seq) || seq.flow === true || seq.items.length === 0) return false;
    const target = plainScenario(this.#target)[key];
    if (!Array.isArray(target)) return false;
    const units = seq.items.map((item) => this.#meaning(key, item));
    // Something written in another order than it happens in cannot be matched item by item.
    const flat = units.flat();
    if (!same(flat, plainScenario(this.#current)[key])) return false;
    let from = 0;
    let first = 0;
    while (first < units.length && matches(units[first], target, from)) from += units[first++].length;
    let to = target.length;
    let last = units.length;
    while (
      last > first &&
      to - units[last - 1].length >= from &&
      matches(units[last - 1], target, to - units[last - 1].length)
    )
      to -= units[--last].length;
    const middle = target.slice(from, to) as Plain[];
    if (first === 0 && last === units.length && middle.length === 0) return false;
    if (last - first === 1 && middle.length === 1 && units[first].length === 1) {
      if (this.#item(key, seq.items[first], units[first][0], middle[0])) return true;
    }
    this.#items(key, seq, first, last, middle);
    return true;
  }

  /** What one written item stands for: several changes of one week may stand together. */
  #meaning(key: string, item: unknown): Plain[] {
    const { start, end } = this.#itemLines(item);
    const years = `years: ${this.#current.years}`;
    const alone = readScenario(`title: x\n${years}\n${key}:\n${this.#text.slice(start, end)}`, '').scenario;
    return alone === null ? [] : ((plainScenario(alone)[key] as Plain[] | undefined) ?? []);
  }

  /** One item changed in place, where that is no more than a change of its values. */
  #item(key: string, item: unknown, current: Plain, target: Plain): boolean {
    if (!isMap(item) || item.flow === true) return false;
    if (key !== 'timeline') {
      const all = { ...current, ...target };
      const whole = (plain: Plain) => Object.fromEntries(Object.keys(all).map((name) => [name, plain[name]]));
      // A name or a list that goes away is written anew with the rest.
      if (Object.keys(current).some((name) => !(name in target))) return false;
      this.#entries(null, item, whole(current), whole(target), target);
      return true;
    }
    const [place, other] = [current, target].map(placeOf);
    if (place.group !== other.group || place.name !== other.name) return false;
    const set = pairOf(item, 'set')?.value;
    const group = isMap(set) ? pairOf(set, place.group)?.value : undefined;
    const value = isMap(group) ? pairOf(group, place.name) : undefined;
    const week = pairOf(item, 'week');
    if (value === undefined || week === undefined) return false;
    if (!same(place.value, other.value)) this.#replace(value, place.name, other.value);
    if (current.week !== target.week) this.#replace(week, 'week', target.week);
    return true;
  }

  #items(key: string, seq: YAMLSeq, first: number, last: number, middle: readonly Plain[]): void {
    const lines = (i: number) => this.#itemLines(seq.items[i]);
    const before = first < seq.items.length ? lines(first).start : lines(seq.items.length - 1).end;
    const after = last > first ? lines(last - 1).end : before;
    const indent = ' '.repeat(this.#dash(seq.items[0]));
    const items = key === 'timeline' ? timelineItems(middle as unknown as DatedChange[]) : middle;
    const put = items.length === 0 ? '' : indented(stringifyPlain(items), indent);
    this.#splices.push({ start: before, end: after, put });
  }

  #dash(item: unknown): number {
    const start = nodeStart(item);
    const from = lineStart(this.#text, start);
    return this.#text.slice(from, start).indexOf('-');
  }

  #itemLines(item: unknown): { start: number; end: number } {
    return { start: lineStart(this.#text, nodeStart(item)), end: lineEnd(this.#text, endOf(item)) };
  }

  /** Whether it stands on the line of its item's dash, which must not go. */
  #onDash(pair: Pair): boolean {
    const start = keyStart(pair);
    return this.#text.slice(lineStart(this.#text, start), start).includes('-');
  }

  #commented(pair: Pair): boolean {
    const end = endOf(pair);
    return this.#text.slice(end, lineEnd(this.#text, end)).includes('#');
  }

  #replace(pair: Pair, key: string, value: unknown): void {
    const start = keyStart(pair);
    const end = endOf(pair);
    const indent = ' '.repeat(columnOf(this.#text, start));
    const put = indented(stringifyPlain({ [key]: value }), indent).slice(indent.length);
    this.#splices.push({ start, end, put: this.#text[end - 1] === '\n' ? put : put.slice(0, -1) });
  }

  #remove(pair: Pair | undefined): void {
    if (pair === undefined) return;
    const start = lineStart(this.#text, keyStart(pair));
    this.#splices.push({ start, end: lineEnd(this.#text, endOf(pair)), put: '' });
  }

  /** A new key at the top, behind the one that usually stands before it. */
  #insertTop(root: YAMLMap, key: string, value: unknown): void {
    const before = TOP_KEYS.slice(0, TOP_KEYS.indexOf(key)).reverse();
    const found = before.map((name) => pairOf(root, name)).find((pair) => pair !== undefined);
    const at = found === undefined ? keyStart(root.items[0] as Pair) : lineEnd(this.#text, endOf(found));
    this.#splices.push({
      start: at,
      end: at,
      put: stringifyPlain({ [key]: key === 'timeline' ? timelineItems(value as DatedChange[]) : value }),
    });
  }
}

function matches(unit: readonly Plain[], target: readonly unknown[], from: number): boolean {
  return unit.length > 0 && same(unit, target.slice(from, from + unit.length));
}

function placeOf({ set }: Plain): { group: string; name: string; value: unknown } {
  const [[group, values]] = Object.entries(set as Plain);
  const [[name, value]] = Object.entries(values as Plain);
  return { group, name, value };
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key) as Pair | undefined;
}

interface Ranged {
  range?: [number, number, number] | null;
}

function nodeStart(node: unknown): number {
  if (isMap(node) && node.flow !== true && node.items.length > 0) return keyStart(node.items[0] as Pair);
  return (node as Ranged).range?.[0] ?? 0;
}

function keyStart(pair: Pair): number {
  return (pair.key as Ranged).range?.[0] ?? 0;
}

/** Where the last word of a node or pair ends, comments and blank lines behind it left out. */
function endOf(node: unknown): number {
  if (typeof node === 'object' && node !== null && 'key' in node) {
    const { key, value } = node as Pair;
    return Math.max(endOf(key), endOf(value));
  }
  if ((isMap(node) || isSeq(node)) && node.flow !== true && node.items.length > 0)
    return endOf(node.items[node.items.length - 1]);
  return (node as Ranged | null)?.range?.[1] ?? 0;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Behind the line break after `at`, or where the line already begins. */
function lineEnd(text: string, at: number): number {
  if (at > 0 && text[at - 1] === '\n') return at;
  const next = text.indexOf('\n', at);
  return next < 0 ? text.length : next + 1;
}

function columnOf(text: string, at: number): number {
  return at - lineStart(text, at);
}

function indented(lines: string, indent: string): string {
  return lines.replace(/^(?=.)/gm, indent);
}
