import { expect, test } from 'vitest';
import { commandFor } from '../ui/state/command.ts';
import { checksum, decodeLink, encodeLink, fingerprint, type Shared } from '../ui/state/link.ts';

const shared: Shared = {
  a: {
    name: 'hampshire-competition',
    base: '01234567',
    set: new Map<string, number | string | boolean>([
      ['market.choice', 0.25],
      ['accountability.unit', 'mixed'],
    ]),
  },
  b: { name: 'ladder', base: '89abcdef', set: new Map([['incentives.releaseForAll', true]]) },
  seed: 'Schüler 7',
  seeds: 12,
  years: 5,
  metric: 'trustBetweenSchools',
  term: 7,
};

/** A link whose checksum is right, whatever it holds. */
function linkOf(content: unknown): string {
  const text = new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
  const bytes = new Uint8Array(text.length + 5);
  bytes[0] = 1;
  new DataView(bytes.buffer).setUint32(1, checksum(text));
  bytes.set(text, 5);
  return Buffer.from(bytes).toString('base64url');
}

const plain = () => ({
  ...shared,
  a: { ...shared.a, set: Object.fromEntries(shared.a.set) as Record<string, unknown> },
  b: { ...shared.b, set: {} as Record<string, unknown> },
});

test('a link holds all that is shown, in letters that need no escaping', () => {
  const link = encodeLink(shared);
  expect(link).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(decodeLink(link)).toEqual({ shared, refused: null });
});

test('the checksum is FNV-1a', () => {
  // Values of the reference: the empty string, "a" and "foobar".
  const of = (text: string) => checksum(new TextEncoder().encode(text)).toString(16);
  expect([of(''), of('a'), of('foobar')]).toEqual(['811c9dc5', 'e40c292c', 'bf9cf968']);
  expect(fingerprint('a')).toMatch(/^[0-9a-f]{8}$/);
});

test('any single changed character is noticed', () => {
  const link = encodeLink(shared);
  for (let i = 0; i < link.length - 1; i++) {
    const other = link[i] === 'A' ? 'B' : 'A';
    expect(decodeLink(link.slice(0, i) + other + link.slice(i + 1)).shared).toBeNull();
  }
});

test.each([
  ['empty', ''],
  ['too long', 'A'.repeat(17_000)],
  ['no base64', '%3Cscript%3E'],
  ['of a length no base64 has', 'A'],
  ['another version', Buffer.from([2, 0, 0, 0, 0, 65]).toString('base64url')],
  ['no JSON', linkOf('{"a":')],
  [
    'not UTF-8',
    (() => {
      const text = Uint8Array.of(0xff, 0xfe);
      const bytes = new Uint8Array(7);
      bytes[0] = 1;
      new DataView(bytes.buffer).setUint32(1, checksum(text));
      bytes.set(text, 5);
      return Buffer.from(bytes).toString('base64url');
    })(),
  ],
  ['a list', linkOf([])],
  ['null', linkOf(null)],
  ['no sides', linkOf({ ...plain(), a: undefined })],
  ['a name that is a path', linkOf({ ...plain(), a: { ...plain().a, name: '../../etc/passwd' } })],
  ['a prototype for a setting', linkOf('{"a":{"name":"x","base":"01234567","set":{"__proto__":1}},"b":{}}')],
  ['a setting that is an object', linkOf({ ...plain(), a: { ...plain().a, set: { 'market.choice': {} } } })],
  [
    'a setting with a long text',
    linkOf({ ...plain(), a: { ...plain().a, set: { 'market.choice': 'x'.repeat(81) } } }),
  ],
  [
    'too many settings',
    linkOf({
      ...plain(),
      a: { ...plain().a, set: Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`g.p${i}`, 1])) },
    }),
  ],
  ['too many seeds', linkOf({ ...plain(), seeds: 1001 })],
  ['half a seed', linkOf({ ...plain(), seeds: 1.5 })],
  ['years without end', linkOf({ ...plain(), years: 1e9 })],
  ['a control character in the seed', linkOf({ ...plain(), seed: 'a\u202eb' })],
  ['a metric with markup', linkOf({ ...plain(), metric: '<b>' })],
  ['a term before the start', linkOf({ ...plain(), term: -1 })],
])('refuses %s with a reason', (_, link) => {
  const { shared, refused } = decodeLink(link);
  expect(shared).toBeNull();
  expect(refused).toMatch(/^it[s]? /);
});

test('the command sets for both what both share, and quotes what a shell would take apart', () => {
  const both: [string, string | number][] = [['market.choice', 0.5]];
  const command = commandFor({
    ...shared,
    a: { ...shared.a, set: new Map([...both, ['incentives.grant', 20]]) },
    b: { ...shared.b, set: new Map([...both, ['collaborativeLife.coordinator', 'honest broker']]) },
    seed: "it's",
  });
  expect(command).toBe(
    "npx collegium compare hampshire-competition ladder --replicates 12 --seed 'it'\\''s' --years 5" +
      " --set market.choice=0.5 --set-a incentives.grant=20 --set-b 'collaborativeLife.coordinator=honest broker'",
  );
});
