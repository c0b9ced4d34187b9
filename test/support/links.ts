/** Links as nobody should send them. */
import { checksum } from '../../scenarios/fingerprint.ts';
import { encodeLink, type Link } from '../../scenarios/link.ts';
import { groups, type Parameter } from '../../sim/index.ts';

export function plainLink(): Link {
  return {
    sides: [
      { name: 'hampshire-competition', base: '01234567', set: new Map([['market.choice', 0.25]]) },
      { name: 'ladder', base: '89abcdef', set: new Map() },
    ],
    seed: 'collegium',
    seeds: 10,
    years: 8,
    view: 'compare',
    metric: 'trustBetweenSchools',
    week: 0,
    watch: { side: 0, replicate: 0 },
    files: [],
  };
}

/** A link whose checksum is right, whatever it holds. */
export function linkOf(content: unknown, version = 2): string {
  return linkOfBytes(Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)), version);
}

function linkOfBytes(text: Uint8Array, version = 2): string {
  const head = Buffer.alloc(5);
  head[0] = version;
  head.writeUInt32BE(checksum(text), 1);
  return Buffer.concat([head, text]).toString('base64url');
}

type Content = Record<string, unknown> & { sides: Record<string, unknown>[] };

/** The content of a good link as JSON, to be spoilt. */
function content(): Content {
  const link = plainLink();
  return { ...link, sides: link.sides.map((side) => ({ ...side, set: Object.fromEntries(side.set) })) };
}

interface Hostile {
  what: string;
  fragment: string;
  /** Words that the refusal must hold. */
  says?: string;
}

/** 200 and more, each of another kind or at another place. */
export function hostileLinks(): Hostile[] {
  return [...bytes(), ...keys(), ...shapes(), ...settings(), ...prototypes(), ...ranges(), ...texts()];
}

function bytes(): Hostile[] {
  const good = encodeLink(plainLink()) as string;
  const list: Hostile[] = [
    { what: 'empty', fragment: '' },
    { what: 'one letter', fragment: 'A' },
    { what: 'a head alone', fragment: Buffer.from([2, 0, 0, 0, 0]).toString('base64url') },
    { what: 'markup', fragment: '%3Cscript%3Ealert(1)%3C/script%3E' },
    { what: 'base64 of the other alphabet', fragment: `${good.slice(0, 8)}+/${good.slice(10)}` },
    { what: 'padding', fragment: `${good}==` },
    { what: 'too long', fragment: 'A'.repeat(16 * 1024 + 1), says: 'longer' },
    { what: 'very long', fragment: 'A'.repeat(1_000_000), says: 'longer' },
    { what: 'not UTF-8', fragment: linkOfBytes(Uint8Array.of(0xff, 0xfe)) },
    { what: 'half a character', fragment: linkOfBytes(Uint8Array.of(0x22, 0xc3, 0x22)) },
    { what: 'a byte order mark', fragment: linkOf(`\ufeff${JSON.stringify(content())}`) },
    { what: 'a prototype by a first link', fragment: linkOf('{"a":{"__proto__":1},"b":{}}', 1) },
  ];
  for (let n = 0; n < 12; n++) {
    list.push({ what: `cut ${n}`, fragment: good.slice(0, Math.ceil((good.length * (n + 0.5)) / 12)) });
  }
  const raw = Buffer.from(good, 'base64url');
  for (let n = 0; n < 16; n++) {
    const flipped = Buffer.from(raw);
    flipped[Math.floor((raw.length * (n + 0.5)) / 16)] ^= 1 << (n % 8);
    list.push({ what: `bit flipped ${n}`, fragment: flipped.toString('base64url'), says: 'damaged' });
  }
  for (const version of [0, 3, 4, 99, 255])
    list.push({ what: `version ${version}`, fragment: linkOf(content(), version), says: 'another version' });
  for (const wrong of [0, 1, 0xffffffff]) {
    const other = Buffer.from(raw);
    other.writeUInt32BE(wrong, 1);
    list.push({ what: `checksum ${wrong}`, fragment: other.toString('base64url'), says: 'damaged' });
  }
  for (const [what, json] of Object.entries({
    'no JSON': '{"sides":',
    nothing: ' ',
    'two documents': '{}{}',
    'deep lists': '['.repeat(6000) + ']'.repeat(6000),
    'deep mappings': `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`,
    'open brackets': '['.repeat(12_000),
    'closed brackets': ']'.repeat(12_000),
    'one level too deep': `${'['.repeat(11)}${']'.repeat(11)}`,
    'an endless text': `"${'\\u0041'.repeat(2000)}"`,
    'a key twice': JSON.stringify(content()).replace('"seeds":10', '"seeds":10,"seeds":11'),
    'spaces between': JSON.stringify(content(), null, 1),
    'a number past counting': JSON.stringify(content()).replace('0.25', '1e999'),
    'more digits than there are': JSON.stringify(content()).replace('0.25', '0.25000000000000000001'),
    'not a number': JSON.stringify(content()).replace('0.25', 'NaN'),
    'a comment': `${JSON.stringify(content())}//`,
  }))
    list.push({ what, fragment: linkOf(json) });
  return list;
}

function keys(): Hostile[] {
  const list: Hostile[] = [];
  for (const key of Object.keys(content())) {
    const { [key]: _, ...rest } = content();
    list.push({ what: `without ${key}`, fragment: linkOf(rest) });
    list.push({ what: `${key} null`, fragment: linkOf({ ...content(), [key]: null }) });
    list.push({ what: `${key} a mapping`, fragment: linkOf({ ...content(), [key]: { a: 1 } }) });
  }
  for (const stranger of ['run', 'auto', 'script', 'onload', 'Sides', 'a'])
    list.push({
      what: `also ${stranger}`,
      fragment: linkOf({ ...content(), [stranger]: 1 }),
      says: stranger,
    });
  for (const key of ['name', 'base', 'set']) {
    list.push({ what: `side without ${key}`, fragment: linkOf(withSide({ [key]: undefined })) });
    list.push({ what: `side's ${key} a list`, fragment: linkOf(withSide({ [key]: [] })) });
  }
  list.push({ what: 'side with more', fragment: linkOf(withSide({ url: 'x' })), says: 'url' });
  return list;
}

function withSide(given: Record<string, unknown>): Content {
  const whole = content();
  return { ...whole, sides: [{ ...whole.sides[0], ...given }, whole.sides[1]] };
}

const withSet = (set: unknown) => withSide({ set });

function shapes(): Hostile[] {
  const { sides } = content();
  const names = [
    '../../etc/passwd',
    '/etc/passwd',
    'C:\\x',
    'a.yaml',
    '',
    ' ',
    'A',
    '-',
    'x'.repeat(81),
    'a\u0000',
  ];
  const file = { name: 'mine.csv', fingerprint: '01234567' };
  const files = ['../mine.csv', 'mine.yaml', 'https://example.org/x.csv', '.csv', `${'x'.repeat(97)}.csv`];
  return [
    { what: 'a list for all', fragment: linkOf([]) },
    { what: 'null for all', fragment: linkOf('null') },
    { what: 'a number for all', fragment: linkOf('7') },
    { what: 'a text for all', fragment: linkOf('"x"') },
    { what: 'no sides', fragment: linkOf({ ...content(), sides: [] }) },
    { what: 'five sides', fragment: linkOf({ ...content(), sides: Array(5).fill(sides[0]) }) },
    { what: 'a side that is a text', fragment: linkOf({ ...content(), sides: ['hampshire'] }) },
    { what: 'a side that is a list', fragment: linkOf({ ...content(), sides: [[]] }) },
    ...names.map((name) => ({ what: `name ${JSON.stringify(name)}`, fragment: linkOf(withSide({ name })) })),
    ...['', '0123456', '0123456g', 'ABCDEF01'].map((base) => ({
      what: `base ${base}`,
      fragment: linkOf(withSide({ base })),
    })),
    ...files.map((name) => ({
      what: `file ${name}`,
      fragment: linkOf({ ...content(), files: [{ ...file, name }] }),
    })),
    { what: 'nine files', fragment: linkOf({ ...content(), files: Array(9).fill(file) }) },
    {
      what: 'a file with text',
      fragment: linkOf({ ...content(), files: [{ ...file, text: 'URN' }] }),
      says: 'text',
    },
    { what: 'a file without print', fragment: linkOf({ ...content(), files: [{ name: 'mine.csv' }] }) },
  ];
}

function settings(): Hostile[] {
  const all = Object.entries(groups).flatMap(([group, { params }]) =>
    Object.entries<Parameter>(params).map(([name, parameter]) => ({ path: `${group}.${name}`, parameter })),
  );
  const every = (n: number) => all.filter((_, i) => i % Math.ceil(all.length / n) === 0);
  const outside = every(20).map(({ path, parameter }) => ({
    what: `${path} out of range`,
    fragment: linkOf(withSet({ [path]: parameter.kind === 'number' ? parameter.max + 1 : 'neither' })),
    says: path,
  }));
  const wrong = every(12).map(({ path, parameter }, i) => ({
    what: `${path} of another type`,
    fragment: linkOf(withSet({ [path]: [[], {}, null, parameter.kind === 'flag' ? 1 : true][i % 4] })),
    says: path,
  }));
  const unknown = [
    'market',
    'market.',
    '.choice',
    'market.choise',
    'market.choice.x',
    'toString',
    'market.toString',
    '',
  ];
  return [
    ...outside,
    ...wrong,
    ...unknown.map((path) => ({
      what: `setting ${path}`,
      fragment: linkOf(withSet({ [path]: 0.5 })),
      says: 'no setting',
    })),
    {
      what: 'a mistyped setting',
      fragment: linkOf(withSet({ 'market.choise': 1 })),
      says: "'market.choice'",
    },
    {
      what: '1,000 settings',
      fragment: linkOf(withSet(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`g${i}`, 1])))),
    },
    {
      what: 'a week without end',
      fragment: linkOf(withSet({ timeline: [{ week: 1e15, set: {} }] })),
      says: 'timeline[0].week',
    },
    {
      what: 'a dated size',
      fragment: linkOf(withSet({ timeline: [{ week: 1, set: { district: { schools: 9 } } }] })),
      says: 'district',
    },
    { what: 'a timeline of text', fragment: linkOf(withSet({ timeline: 'x' })), says: 'timeline' },
    {
      what: 'a founding with more',
      fragment: linkOf(withSet({ foundings: [{ week: 1, run: 1 }] })),
      says: 'run',
    },
    {
      what: 'a founding past counting',
      fragment: linkOf(withSet({ foundings: [{ times: 1e9 }] })),
      says: 'times',
    },
    { what: 'an unheard-of shock', fragment: linkOf(withSet({ shocks: [{ kind: 'war' }] })), says: 'kind' },
    {
      what: 'schools elsewhere',
      fragment: linkOf(withSet({ schools: { register: '../x.csv' } })),
      says: 'register',
    },
    {
      what: 'schools by address',
      fragment: linkOf(withSet({ schools: { register: 'https://x.org/y.csv' } })),
      says: 'register',
    },
  ];
}

function prototypes(): Hostile[] {
  const list: Hostile[] = [];
  for (const key of ['__proto__', 'constructor', 'prototype']) {
    const own = `"${key}":{"polluted":true}`;
    const json = JSON.stringify(content());
    for (const [where, spoilt] of Object.entries({
      'at the top': json.replace('{', `{${own},`),
      'in a side': json.replace('{"name"', `{${own},"name"`),
      'in settings': json.replace('"set":{', `"set":{${own},`),
      'in a timeline': linkJson({ timeline: [{ week: 1, set: {} }] }).replace('"set":{}', `"set":{${own}}`),
      'in a founding': linkJson({ foundings: [{ week: 1 }] }).replace('{"week":1', `{${own},"week":1`),
      'as a setting': json.replace('market.choice', `market.${key}`),
      'as a group': json.replace('market.choice', `${key}.choice`),
    }))
      list.push({ what: `${key} ${where}`, fragment: linkOf(spoilt), says: key });
  }
  return list;
}

const linkJson = (set: unknown) => JSON.stringify(withSet(set));

function ranges(): Hostile[] {
  const spoilt: Record<string, readonly unknown[]> = {
    seeds: [0, -1, 1001, 1.5, 1e9, '10', true],
    years: [0, -3, 51, 2.5, 1e9, '8'],
    week: [-1, 1951, 0.5, '0'],
    view: ['', 'admin', 'COMPARE', '../compare', 7],
    metric: ['', '<b>', 'a b', 'x'.repeat(62), 7],
    watch: [{ side: 2, replicate: 0 }, { side: 0, replicate: 10 }, { side: -1, replicate: 0 }, { side: 0 }],
  };
  return Object.entries(spoilt).flatMap(([key, values]) =>
    values.map((value) => ({
      what: `${key} ${JSON.stringify(value)}`,
      fragment: linkOf({ ...content(), [key]: value }),
    })),
  );
}

function texts(): Hostile[] {
  const strange = ['', 'a\u202eb', 'a\u0007b', 'a\nb', '\u2028', 'x'.repeat(81), '\ufffe', '\u200eb'];
  return [
    ...strange.map((seed) => ({
      what: `seed ${JSON.stringify(seed)}`,
      fragment: linkOf({ ...content(), seed }),
    })),
    ...['a\u202eb', 'a\u0000', '', 'x'.repeat(81), '\ud800'].map((title) => ({
      what: `title ${JSON.stringify(title)}`,
      fragment: linkOf(withSet({ title })),
    })),
  ];
}
