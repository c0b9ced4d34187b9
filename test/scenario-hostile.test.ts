import { describe, expect, test } from 'vitest';
import { applySettings, readScenario } from '../scenarios/yaml.ts';
import { problems, scenario } from './support/scenario-reading.ts';

/** Time on the processor: on a busy machine the clock on the wall measures the neighbours. */
function timed<T>(work: () => T): { result: T; ms: number } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1000 };
}

describe('hostile files', { timeout: 120_000 }, () => {
  const kinds: [string, (depth: number) => string][] = [
    ['brackets', (n) => `title: T\nabout: ${'['.repeat(n)}`],
    ['braces', (n) => `title: T\nabout: ${'{a: '.repeat(n)}`],
    ['closed brackets', (n) => '['.repeat(n) + ']'.repeat(n)],
    ['dashes on one line', (n) => `a: \n${'- '.repeat(n)}x`],
    ['dashes after a key', (n) => `a: ${'- '.repeat(n)}x`],
    ['question marks', (n) => '? '.repeat(n)],
    ['colons', (n) => ': '.repeat(n)],
    ['keys on one line', (n) => 'a: '.repeat(n)],
    ['tags', (n) => `a: ${'!x '.repeat(n)}`],
    [
      'indented keys',
      (n) => Array.from({ length: Math.min(n, 700) }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    ],
    [
      'indented dashes',
      (n) => Array.from({ length: Math.min(n, 700) }, (_, i) => `${' '.repeat(i)}-`).join('\n'),
    ],
    ['both by turns', (n) => '- [a, {b: '.repeat(n)],
  ];

  test('1,000 of them nested 33 to 50,000 deep leave the process alive, and quickly', () => {
    let slowest = 0;
    for (let i = 0; i < 1000; i++) {
      const [, nest] = kinds[i % kinds.length];
      const depth = 33 + Math.floor((50_000 - 33) * (i / 999) ** 3);
      const { result, ms } = timed(() => readScenario(nest(depth), 'deep.yaml'));
      expect(result.scenario).toBeNull();
      if (ms > slowest) slowest = ms;
    }
    expect(slowest).toBeLessThan(1000);
  });

  test.each(kinds)('%s: refused from 33 deep on with their place', (_, nest) => {
    const [problem] = problems(nest(40));
    expect(problem.message).toMatch(/nested too deeply|second ":"|marked with \?|a tag|does not belong/);
  });

  test('aliases are refused in less than 20 ms, however many values they stand for', () => {
    const laughs = [
      'a: &a ["lol"]',
      ...'bcdefghij'
        .split('')
        .map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(',')}]`),
    ].join('\n');
    const bombs = [
      laughs,
      `title: T\n${laughs}`,
      laughs.replaceAll('&', '& '),
      ...Array.from({ length: 20 }, (_, i) => `title: T\nabout: &x${i} [${`*x${i},`.repeat(10 ** (i % 5))}]`),
    ];
    readScenario(laughs, 'warm.yaml');
    for (const bomb of bombs) {
      // The best of three: compiling and tidying up go on beside the first.
      const tries = [1, 2, 3].map(() => timed(() => readScenario(bomb, 'bomb.yaml')));
      expect(tries[0].result.problems[0].message).toMatch(/an anchor|an alias/);
      expect(Math.min(...tries.map(({ ms }) => ms))).toBeLessThan(20);
    }
  });

  test('256 KiB of anything take less than a second', () => {
    for (const unit of [
      'a:\n',
      '- a\n',
      "'",
      '"\n',
      'a: "\\"\n',
      '[]\n',
      '{}',
      ' ',
      '\n',
      '# \n',
      '|\n',
      'a: [b: c]\n',
      "''''\n",
      ']',
      '}\n',
      '\t',
      '\\',
      '- %\n',
      '-\n',
      '---\n',
      '...\n',
      'x',
    ]) {
      const { result, ms } = timed(() =>
        readScenario(unit.repeat(Math.floor(262_000 / unit.length)), 'long.yaml'),
      );
      expect(result.scenario).toBeNull();
      expect(ms).toBeLessThan(1000);
    }
  });

  test.each(['__proto__', 'constructor', 'prototype'])(
    '%s is refused at every level, with its place',
    (key) => {
      const places: [string, number, number, string][] = [
        [`title: T\n${key}: {polluted: 1}`, 2, 1, key],
        [`title: T\n"${key}":\n  polluted: 1`, 2, 1, key],
        [`title: T\nmarket:\n  ${key}: {polluted: 1}`, 3, 3, `market.${key}`],
        [`title: T\nmarket: {${key}: 1}`, 2, 10, `market.${key}`],
        [`title: T\ntimeline:\n  - ${key}: {polluted: 1}`, 3, 5, `timeline[0].${key}`],
        [
          `title: T\ntimeline:\n  - week: 1\n    set: {${key}: {polluted: 1}}`,
          4,
          11,
          `timeline[0].set.${key}`,
        ],
        [
          `title: T\ntimeline:\n  - week: 1\n    set: {market: {${key}: 1}}`,
          4,
          20,
          `timeline[0].set.market.${key}`,
        ],
        [`title: T\nfoundings: [{${key}: {polluted: 1}}]`, 2, 14, `foundings[0].${key}`],
        [`title: T\nshocks: [{${key}: 1}]`, 2, 11, `shocks[0].${key}`],
        [`title: T\ndecisions: [{${key}: 1}]`, 2, 14, `decisions[0].${key}`],
        [`title: T\nschools: {${key}: {polluted: 1}, register: a.csv}`, 2, 11, `schools.${key}`],
        [`title: T\nabout: {a: {b: {${key}: 1}}}`, 2, 17, `about.a.b.${key}`],
      ];
      for (const [yaml, line, column, path] of places) {
        const at = problems(yaml).map((p) => ({ line: p.line, column: p.column, path: p.path }));
        expect(at).toContainEqual({ line, column, path });
      }
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      expect(applySettings(scenario('title: T'), [`${key}.polluted=1`]).problems[0].message).toMatch(
        /unknown parameter/,
      );
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );
});
