import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differences, settle } from '../scenarios/changes.ts';
import { checksum, fingerprint, fingerprintOf } from '../scenarios/fingerprint.ts';
import { decodeLink, encodeLink, fragmentOf, type Link, LONGEST_LINK } from '../scenarios/link.ts';
import type { Plain } from '../scenarios/plain.ts';
import { plainScenario } from '../sim/index.ts';
import { anyScenario } from './support/any-scenario.ts';
import { library } from './support/library.ts';
import { hostileLinks, linkOf, plainLink } from './support/links.ts';

const cards = library();

test('a link holds all that is shown, in letters that need no escaping', () => {
  const shared: Link = {
    sides: [
      { name: 'hampshire-competition', base: '01234567', set: new Map([['market.choice', 0.25]]) },
      {
        name: 'ladder',
        base: '89abcdef',
        set: new Map<string, Plain>([
          ['incentives.releaseForAll', true],
          ['title', 'Écoles “en” réseau'],
          ['timeline', [{ week: 3, set: { accountability: { unit: 'mixed' } } }]],
          ['about', null],
        ]),
      },
    ],
    seed: 'Schüler 7',
    seeds: 12,
    years: 5,
    view: 'watch',
    metric: 'trustBetweenSchools',
    week: 91,
    watch: { side: 1, replicate: 11 },
    files: [{ name: 'mine.csv', fingerprint: '00c0ffee' }],
  };
  const fragment = encodeLink(shared) as string;
  expect(fragment).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(decodeLink(fragment)).toEqual({ link: shared, refused: null });
  for (const pasted of [fragment, `#${fragment}`, ` https://example.org/x/?a=b#${fragment}\n`])
    expect(fragmentOf(pasted)).toBe(fragment);
});

test('1,000 scenarios with settings, dated changes, foundings and shocks come through a link byte for byte', () => {
  let through = 0;
  let tooLong = 0;
  const sides = fc.array(fc.tuple(fc.constantFrom(...cards), anyScenario()), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(sides, (chosen) => {
      const link: Link = {
        ...plainLink(),
        sides: chosen.map(([{ id, scenario }, other]) => ({
          name: id,
          base: fingerprint(plainScenario(scenario)),
          set: differences(scenario, other),
        })),
        watch: { side: chosen.length - 1, replicate: 0 },
      };
      const fragment = encodeLink(link);
      if (fragment === null) {
        tooLong++;
        return;
      }
      const read = decodeLink(fragment);
      expect(read.refused).toBeNull();
      expect(encodeLink(read.link as Link)).toBe(fragment);
      read.link?.sides.forEach(({ set }, i) => {
        const [{ scenario }, other] = chosen[i];
        const settled = settle(scenario, set).scenario;
        expect(settled && JSON.stringify(settled)).toBe(JSON.stringify(other));
        through++;
      });
    }),
    { numRuns: 440, seed: 5 },
  );
  expect(through).toBeGreaterThanOrEqual(1000);
  expect(tooLong).toBeLessThan(40);
});

test('a link too long for its limit is not made', () => {
  const set = new Map([['about', 'x'.repeat(2000)]]);
  const side = { ...plainLink().sides[0], set };
  expect(encodeLink({ ...plainLink(), sides: [side, side, side, side] })?.length).toBeLessThan(LONGEST_LINK);
  const long = new Map<string, Plain>([
    ['shocks', Array.from({ length: 400 }, (_, i) => ({ schools: [i] }))],
  ]);
  expect(
    encodeLink({
      ...plainLink(),
      sides: [
        { ...side, set: long },
        { ...side, set: long },
      ],
    }),
  ).toBeNull();
});

test('the checksum is FNV-1a', () => {
  // Values of the reference: the empty string, "a" and "foobar".
  const of = (text: string) => checksum(new TextEncoder().encode(text)).toString(16);
  expect([of(''), of('a'), of('foobar')]).toEqual(['811c9dc5', 'e40c292c', 'bf9cf968']);
  expect([fingerprintOf('foobar'), fingerprint('a')]).toEqual([
    'bf9cf968',
    checksum(Buffer.from('"a"')).toString(16),
  ]);
});

test('any single changed letter is noticed', () => {
  const link = encodeLink(plainLink()) as string;
  for (let i = 0; i < link.length; i++) {
    const other = link[i] === 'A' ? 'B' : 'A';
    expect(decodeLink(link.slice(0, i) + other + link.slice(i + 1)).link).toBeNull();
  }
});

test('a first link, of two sides and a term, still opens', () => {
  const { link } = decodeLink(
    linkOf(
      {
        a: { name: 'hampshire', base: '01234567', set: { 'market.choice': 0.25 } },
        b: { name: 'ladder', base: '89abcdef', set: {} },
        seed: 'collegium',
        seeds: 10,
        years: 8,
        metric: 'trustBetweenSchools',
        term: 7,
      },
      1,
    ),
  );
  expect(link).toEqual({
    sides: [
      { name: 'hampshire', base: '01234567', set: new Map([['market.choice', 0.25]]) },
      { name: 'ladder', base: '89abcdef', set: new Map() },
    ],
    seed: 'collegium',
    seeds: 10,
    years: 8,
    view: 'compare',
    metric: 'trustBetweenSchools',
    week: 91,
    watch: { side: 0, replicate: 0 },
    files: [],
  });
});

test('200 hostile links are refused in words, each in under 50 ms, and touch no prototype', () => {
  const links = hostileLinks();
  expect(links.length).toBeGreaterThanOrEqual(200);
  expect(new Set(links.map(({ fragment }) => fragment)).size).toBe(links.length);
  let slowest = 0;
  for (const { what, fragment, says } of links) {
    // Processor time: what else the machine does is none of the link's doing.
    const before = process.cpuUsage();
    const { link, refused } = decodeLink(fragment);
    const { user, system } = process.cpuUsage(before);
    slowest = Math.max(slowest, (user + system) / 1000);
    expect(link, what).toBeNull();
    expect(refused, what).toMatch(/^its? /);
    if (says !== undefined) expect(refused, what).toContain(says);
    // What it says is text for people: no control characters, not the whole of what was sent.
    expect(refused, what).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect((refused as string).length, what).toBeLessThan(420);
  }
  expect(slowest).toBeLessThan(50);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
