/** A strict reader of XML for tests: no DTD, no comments, no CDATA; what is not well-formed throws. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** Text between the tags, children's aside. */
  readonly text: string;
}

const NAME = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?';
const TAG = new RegExp(String.raw`<(/?)(${NAME})((?:\s+${NAME}="[^"<]*")*)\s*(/?)>`, 'y');
const ATTRIBUTE = new RegExp(`(${NAME})="([^"<]*)"`, 'g');
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The root element of a document. */
export function parseXml(document: string): Element {
  if (!document.startsWith(DECLARATION)) throw new Error('no XML declaration');
  const open: { name: string; attributes: Record<string, string>; children: Element[]; text: string }[] = [
    { name: '', attributes: {}, children: [], text: '' },
  ];
  let at = DECLARATION.length;
  while (at < document.length) {
    const here = open[open.length - 1];
    const next = document.indexOf('<', at);
    const text = document.slice(at, next < 0 ? document.length : next);
    here.text += decoded(text);
    if (next < 0) break;
    TAG.lastIndex = next;
    const [tag, closes, name, attributes, empty] = TAG.exec(document) ?? fail(document, next);
    at = next + tag.length;
    if (closes === '/') {
      if (here.name !== name) fail(document, next);
      open.pop();
      continue;
    }
    const element = { name, attributes: attributesOf(attributes), children: [], text: '' };
    here.children.push(element);
    if (empty === '') open.push(element);
  }
  const [root] = open[0].children;
  if (open.length > 1 || open[0].children.length !== 1 || open[0].text.trim() !== '')
    throw new Error('not one element, closed');
  return root;
}

function fail(document: string, at: number): never {
  throw new Error(`not well-formed at ${at}: ${JSON.stringify(document.slice(at, at + 80))}`);
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(ATTRIBUTE)) {
    if (name in found) throw new Error(`twice: ${name}`);
    found[name] = decoded(value);
  }
  return found;
}

const NOT_A_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Text with its references put in. What XML 1.0 forbids throws (production 2, Char). */
function decoded(text: string): string {
  const bad = NOT_A_CHARACTER.exec(text);
  if (bad !== null) throw new Error(`not a character of XML: ${bad[0].codePointAt(0)?.toString(16)}`);
  return text.replace(/&(?:#(\d+)|(\w+));|&/g, (reference, code?: string, name?: string) => {
    if (code !== undefined) return String.fromCodePoint(Number(code));
    const character = name === undefined ? undefined : ENTITIES[name];
    if (character === undefined) throw new Error(`not a reference: ${reference}`);
    return character;
  });
}

/** What a schema says of an element: the attributes and children it can have, those with * any number of times. */
export type Grammar = Readonly<
  Record<string, { readonly needs: string; readonly may: string; readonly children: string }>
>;

interface Rule {
  readonly needs: readonly string[];
  readonly known: ReadonlySet<string>;
  readonly children: ReadonlySet<string>;
}

/** Where a document goes against a grammar. */
export function faults(root: Element, grammar: Grammar): string[] {
  const words = (text: string) => text.split(' ').filter((word) => word !== '');
  const rules = new Map<string, Rule>(
    Object.entries(grammar).map(([name, { needs, may, children }]) => [
      name,
      { needs: words(needs), known: new Set(words(`${needs} ${may}`)), children: new Set(words(children)) },
    ]),
  );
  const found: string[] = [];
  const check = (element: Element) => {
    const { name, attributes, children } = element;
    const rule = rules.get(name);
    if (rule === undefined) {
      found.push(`${name}: unknown`);
      return;
    }
    for (const needed of rule.needs) if (!(needed in attributes)) found.push(`${name}: no ${needed}`);
    for (const given of Object.keys(attributes)) if (!rule.known.has(given)) found.push(`${name}: ${given}`);
    const once = new Set<string>();
    for (const child of children) {
      if (!rule.children.has(`${child.name}*`)) {
        if (once.has(child.name) || !rule.children.has(child.name)) found.push(`${name}: ${child.name}`);
        once.add(child.name);
      }
      check(child);
    }
  };
  check(root);
  return found;
}
