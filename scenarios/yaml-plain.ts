import { isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { pathText, reachesIntoObjects, shown } from './problem.ts';
import { plainScalar } from './yaml-scalar.ts';

/** Where a value and its key stand in the text. */
export interface Place {
  key: number;
  value: number;
  children: Map<string | number, Place>;
  /** A plain word such as 42 or true, which in quotes would be text. */
  unquoted: boolean;
}

export interface PlainProblem {
  offset: number;
  path: string;
  message: string;
  found: string;
  allowed: string;
}

/** No group of the model comes near this; a mapping that does is no scenario. */
const MOST_KEYS = 200;

/**
 * A parsed tree as plain values: mappings without prototype, lists, text, numbers, true, false and null. The
 * parser has been told to leave every scalar as text, so that no digit is lost before it is looked at here.
 */
export class PlainReader {
  readonly problems: PlainProblem[] = [];

  read(node: unknown, path: readonly (string | number)[], place: Place): unknown {
    if (isMap(node)) return this.mapping(node, path, place);
    if (isSeq(node)) {
      return node.items.map((item, i) => {
        const at = start(item, place.value);
        const child: Place = { key: at, value: at, children: new Map(), unquoted: false };
        place.children.set(i, child);
        return this.read(item, [...path, i], child);
      });
    }
    if (isScalar(node)) return this.scalar(node, path, place);
    return null;
  }

  private mapping(
    node: { items: { key: unknown; value: unknown }[] },
    path: readonly (string | number)[],
    place: Place,
  ): unknown {
    const object: Record<string, unknown> = Object.create(null);
    if (node.items.length > MOST_KEYS) {
      this.fail(
        place.value,
        path,
        'too many keys',
        `${node.items.length} keys`,
        `at most ${MOST_KEYS} keys in one mapping`,
      );
      return object;
    }
    for (const { key, value } of node.items) {
      const at = start(key, place.value);
      if (!isScalar(key) || typeof key.value !== 'string') {
        this.fail(at, path, 'a key that is no word', 'a mapping or a list', 'plain words as keys');
        continue;
      }
      const name = key.value;
      if (name === '<<') {
        this.fail(at, [...path, name], 'a merge key', '"<<"', 'every value written out where it belongs');
      } else if (reachesIntoObjects(name)) {
        this.fail(at, [...path, name], 'a key that is never allowed', shown(name), 'the keys of a scenario');
      } else if (place.children.has(name)) {
        this.fail(at, [...path, name], 'duplicate key', shown(name), 'each key once');
      } else {
        const child: Place = {
          key: at,
          value: start(value, end(key, at)),
          children: new Map(),
          unquoted: false,
        };
        place.children.set(name, child);
        object[name] = this.read(value, [...path, name], child);
      }
    }
    return object;
  }

  private scalar(node: Scalar, path: readonly (string | number)[], place: Place): unknown {
    // An absent value (`choice:` and nothing more) has no source at all.
    if (typeof node.value !== 'string') return null;
    if (node.type !== 'PLAIN') {
      if (/\p{Surrogate}/u.test(node.value)) {
        this.fail(place.value, path, 'half a character', shown(node.value), 'whole characters');
      }
      return node.value;
    }
    const plain = plainScalar(node.value);
    if ('value' in plain) {
      place.unquoted = typeof plain.value !== 'string';
      return plain.value;
    }
    this.fail(place.value, path, plain.message, node.value.slice(0, 60), plain.allowed);
    return null;
  }

  private fail(
    offset: number,
    path: readonly (string | number)[],
    message: string,
    found: string,
    allowed: string,
  ): void {
    this.problems.push({ offset, path: pathText(path), message, found, allowed });
  }
}

function start(node: unknown, fallback: number): number {
  return (node as Node | null)?.range?.[0] ?? fallback;
}

function end(node: unknown, fallback: number): number {
  return (node as Node | null)?.range?.[1] ?? fallback;
}
