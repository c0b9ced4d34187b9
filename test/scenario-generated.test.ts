import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatProblem, readScenario, writeScenario } from '../scenarios/yaml.ts';
import { groups, type Parameter } from '../sim/index.ts';
import { anyScenario } from './support/any-scenario.ts';
import { scenario } from './support/scenario-reading.ts';

describe('whatever is generated', { timeout: 120_000 }, () => {
  test('reading what was written gives the same scenario, in 400 of them', () => {
    fc.assert(
      fc.property(anyScenario({ settings: 120 }), (written) => {
        const reading = readScenario(writeScenario(written), 'written.yaml');
        expect(reading.problems.map(formatProblem)).toEqual([]);
        expect(reading.scenario).toEqual(written);
      }),
      { numRuns: 400, seed: 1 },
    );
  });

  test('what is written holds only what differs from the defaults', () => {
    expect(writeScenario(scenario('title: T\nyears: 8\nseed: collegium\nmarket: {choice: 0.4}\n'))).toBe(
      'title: T\n',
    );
  });

  test('3,000 mutations never throw, have places inside the text, and alter no value', () => {
    const base = writeScenario(
      scenario(
        'title: T\nabout: Some words.\nyears: 4\nmarket: {choice: 0.7, places: 1.25}\nincentives: {releaseForAll: true, grant: 30}\nfoundings: [{name: N, week: 3, members: [1, 22, 333]}]\ntimeline: [{week: 7, set: {accountability: {unit: mixed}}}]\n',
      ),
    );
    const insert = fc.oneof(
      fc.constantFrom('', '', '1', '5', ' ', '#', 'a', '\n'),
      fc.string({ maxLength: 6 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(
        ':',
        ': ',
        '- ',
        '\n',
        '\n  ',
        '[',
        ']',
        '{',
        '}',
        '"',
        "'",
        '#',
        '&a ',
        '*a',
        '!!',
        '|',
        '>',
        '\t',
        '---\n',
        '.nan',
        '1e999',
        '9007199254740993',
        '0',
        '-',
        '.',
        'e',
        '__proto__: {}',
        '<<: ',
        '? ',
      ),
    );
    const edit = fc.record({ at: fc.nat(base.length), cut: fc.oneof(fc.constant(0), fc.nat(3)), insert });
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 2 }), (edits) => {
        let mutant = base;
        for (const { at, cut, insert } of edits)
          mutant = mutant.slice(0, at) + insert + mutant.slice(at + cut);
        const reading = readScenario(mutant, 'mutant.yaml');
        const lines = mutant.replace(/^\ufeff/, '').split('\n');
        const misplaced = reading.problems.filter(
          ({ line, column }) => !(line >= 1 && column >= 1 && column <= (lines[line - 1]?.length ?? -1) + 1),
        );
        expect(misplaced).toEqual([]);
        if (reading.scenario === null) {
          expect(reading.problems.length).toBeGreaterThan(0);
          return;
        }
        accepted++;
        for (const [key, value] of Object.entries({
          ...reading.scenario.parameters.market,
          ...reading.scenario.parameters.incentives,
        })) {
          if (typeof value !== 'number') continue;
          // A number that is not the default stands in the text as it is, or the text was not read as it stands.
          const written = [...mutant.matchAll(new RegExp(`${key}"?'?\\s*:\\s*([-+.\\deE]+)`, 'g'))].map((m) =>
            Number(m[1]),
          );
          const declared = { ...groups.market.params, ...groups.incentives.params } as Record<
            string,
            Parameter
          >;
          expect([...written, declared[key].default]).toContain(value);
        }
      }),
      { numRuns: 3000, seed: 2 },
    );
    // Some mutants must be good ones, or nothing was said about values.
    expect(accepted).toBeGreaterThan(200);
  });

  test('numerals are read as they are written or refused, in 3,000 of them', () => {
    const digits = (max: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: max });
    const numeral = fc
      .tuple(
        fc.constantFrom('', '-', '+'),
        digits(20),
        fc.constantFrom('', '.'),
        digits(20),
        fc.constantFrom('', 'e1', 'e-3', 'E+300', 'e-320'),
      )
      .map((parts) => parts.join(''))
      .filter((s) => /\d/.test(s) && /^[-+]?[\d.]/.test(s));
    let read = 0;
    fc.assert(
      fc.property(numeral, (source) => {
        const reading = readScenario(`title: T\ncompetition:\n  strength: ${source}\n`, 'n.yaml');
        if (reading.scenario === null) {
          expect(reading.problems[0]).toMatchObject({ line: 3, column: 13, path: 'competition.strength' });
          return;
        }
        read++;
        const value = reading.scenario.parameters.competition.strength;
        expect(value).toBe(Number(source));
        // Written out to as many digits as the source has, the value held is the value written.
        const significant = source.replace(/[eE].*|[-+.]/g, '').replace(/^0+/, '').length;
        expect(significant).toBeLessThanOrEqual(17);
      }),
      { numRuns: 3000, seed: 3 },
    );
    expect(read).toBeGreaterThan(100);
  });
});
